//! A flow's calls to KMS: which request is made of what it has in hand, and what an answer puts there.

use std::sync::Arc;

use super::{
    Client, Flow, Message, Outcome, WrappedKey,
    flow::{DataKey, Hands},
    moves::{Ask, Asked},
};
use crate::kms::{
    Region,
    api::{
        Blob, DataKeySpec, DecryptRequest, EncryptRequest, GenerateDataKeyRequest, GenerateMacRequest,
        MessageType, Request, Response, SignRequest, VerifyMacRequest, VerifyRequest,
    },
};

/// A request, ready to be sent.
pub(super) struct Composed {
    pub endpoint: Region,
    pub request: Request,
    /// The key as the request names it.
    pub key: String,
}

/// Makes the request for a flow's next call.
///
/// # Errors
/// How the flow ends, if it lacks what the request needs.
pub(super) fn compose(flow: &Flow, ask: &Ask) -> Result<Composed, Outcome> {
    let hands = &flow.hands;
    let here = ask.endpoint.unwrap_or(flow.here);
    let data = || hands.data.as_deref().map(Blob::from).ok_or(Outcome::NothingThere);
    let proof = || hands.proof.clone().ok_or(Outcome::NothingThere);
    let encryption_context = hands.context.clone();
    let (key, request): (&str, Request) = match &ask.what {
        Asked::DataKey { key_id } => (
            key_id,
            GenerateDataKeyRequest {
                key_id: key_id.clone(),
                key_spec: Some(DataKeySpec::Aes256),
                encryption_context,
                ..Default::default()
            }
            .into(),
        ),
        Asked::Wrap { key_id } => {
            let DataKey(data_key) = hands.data_key.as_ref().ok_or(Outcome::NothingThere)?;
            let plaintext = data_key.as_slice().into();
            let request = EncryptRequest {
                key_id: key_id.clone(),
                plaintext,
                encryption_context,
                ..Default::default()
            };
            (key_id, request.into())
        }
        Asked::Unwrap(client) => {
            let message = hands.message.as_deref().ok_or(Outcome::NothingThere)?;
            return choose(*client, message, here).ok_or(Outcome::NoKeyHere);
        }
        Asked::Sign { key_id, algorithm } => (
            key_id,
            SignRequest {
                key_id: key_id.clone(),
                message: data()?,
                message_type: Some(MessageType::Digest),
                signing_algorithm: Some(*algorithm),
                ..Default::default()
            }
            .into(),
        ),
        Asked::Verify { key_id, algorithm } => (
            key_id,
            VerifyRequest {
                key_id: key_id.clone(),
                message: data()?,
                message_type: Some(MessageType::Digest),
                signature: proof()?,
                signing_algorithm: Some(*algorithm),
                ..Default::default()
            }
            .into(),
        ),
        Asked::Mac { key_id, algorithm } => (
            key_id,
            GenerateMacRequest {
                key_id: key_id.clone(),
                message: data()?,
                mac_algorithm: Some(*algorithm),
                ..Default::default()
            }
            .into(),
        ),
        Asked::VerifyMac { key_id, algorithm } => (
            key_id,
            VerifyMacRequest {
                key_id: key_id.clone(),
                message: data()?,
                mac_algorithm: Some(*algorithm),
                mac: proof()?,
                ..Default::default()
            }
            .into(),
        ),
    };
    Ok(Composed { endpoint: here, key: key.to_owned(), request })
}

/// What a client asks of whom to open a message; nothing if it finds no wrapped key that it may ask for.
fn choose(client: Client, message: &Message, here: Region) -> Option<Composed> {
    let wrapped = || message.wrapped.iter();
    let own = wrapped().find(|it| it.region() == Some(here));
    let related = || wrapped().find(|it| it.is_multi_region());
    let (wrapped, endpoint, key) = match client {
        Client::Own => (own.or_else(|| wrapped().next())?, here, None),
        Client::Strict => {
            let chosen: &WrappedKey = own.or_else(|| wrapped().next())?;
            (chosen, chosen.region()?, Some(chosen.key.clone()))
        }
        Client::MultiRegionAware | Client::Discovery => match own.or_else(related) {
            Some(chosen) => (chosen, here, Some(chosen.arn_in(here))),
            None if client == Client::Discovery => return None,
            None => {
                let chosen = wrapped().next()?;
                (chosen, chosen.region()?, Some(chosen.key.clone()))
            }
        },
    };
    let request = DecryptRequest {
        ciphertext_blob: Some(wrapped.blob.clone()),
        encryption_context: message.context.clone(),
        key_id: key.clone(),
        ..Default::default()
    };
    Some(Composed { endpoint, request: request.into(), key: key.unwrap_or_default() })
}

/// Puts what KMS answered in a flow's hands.
///
/// # Errors
/// How the flow ends, if KMS says that a proof is wrong.
pub(super) fn absorb(hands: &mut Hands, response: Response) -> Result<(), Outcome> {
    match response {
        Response::GenerateDataKey(answer) => {
            hands.data_key = data_key(&answer.plaintext);
            hands.wrapped.push(WrappedKey { key: answer.key_id, blob: answer.ciphertext_blob });
        }
        Response::Encrypt(answer) => {
            hands.wrapped.push(WrappedKey { key: answer.key_id, blob: answer.ciphertext_blob });
        }
        Response::Decrypt(answer) => hands.data_key = data_key(&answer.plaintext),
        Response::Sign(answer) => hands.proof = Some(answer.signature),
        Response::GenerateMac(answer) => hands.proof = Some(answer.mac),
        Response::Verify(answer) if !answer.signature_valid => return Err(Outcome::NotAuthentic),
        Response::VerifyMac(answer) if !answer.mac_valid => return Err(Outcome::NotAuthentic),
        _ => {}
    }
    Ok(())
}

fn data_key(plaintext: &Blob) -> Option<DataKey> {
    plaintext.0.as_slice().try_into().ok().map(DataKey)
}

/// How many bytes the JSON document of a request has.
pub(super) fn request_bytes(request: &Request) -> u64 {
    // Written as `{"<operation>":<document>}`.
    let around = request.operation().name().len() + 5;
    let all = serde_json::to_vec(request).map_or(0, |bytes| bytes.len());
    all.saturating_sub(around) as u64
}

/// How many bytes the JSON document of an answer has.
pub(super) fn response_bytes(response: &Response) -> u64 {
    serde_json::to_vec(response).map_or(0, |bytes| bytes.len() as u64)
}

/// Whether a request has a data key in the clear inside.
pub(super) fn asks_in_the_clear(request: &Request) -> bool {
    matches!(request, Request::Encrypt(_))
}

/// Whether an answer has a data key in the clear inside.
pub(super) fn answers_in_the_clear(response: &Response) -> bool {
    matches!(response, Response::GenerateDataKey(_) | Response::Decrypt(_))
}

/// Bytes that travel as they are.
pub(super) fn bytes_of_proof(hands: &Hands) -> Option<Arc<Blob>> {
    let mut bytes = hands.data.as_deref()?.to_vec();
    bytes.extend_from_slice(&hands.proof.as_ref()?.0);
    Some(Arc::new(Blob(bytes)))
}
