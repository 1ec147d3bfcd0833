//! The operations as one type each way: [`Request`] in, [`Response`] out.

use serde::{Deserialize, Serialize};

use super::*;
use crate::kms::{KmsError, validate::Violations};

/// A request that can be put to a KMS endpoint, with the response that answers it.
pub trait KmsRequest: Into<Request> {
    /// The shape that answers the request.
    type Response;

    /// The answer out of a [`Response`], if it is of this operation.
    fn answer(response: Response) -> Option<Self::Response>;
}

/// Declares the operations: the enum of requests, the enum of responses, the enum of names.
macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident($request:ident) -> $response:ty, $access:ident;)+) => {
        /// The name of an operation.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Operation { $($(#[$doc])* $name,)+ }

        impl Operation {
            /// Every operation, in the order of this file.
            pub const ALL: &[Self] = &[$(Self::$name,)+];

            /// The operation's name in the API.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)+ }
            }

            /// Whether the operation changes nothing, as a trail record's `readOnly` says.
            pub fn is_read_only(self) -> bool {
                match self { $(Self::$name => operations!(@ $access),)+ }
            }
        }

        /// What a client asks of a KMS endpoint.
        #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
        pub enum Request { $($(#[$doc])* $name($request),)+ }

        impl Request {
            /// Which operation is asked for.
            pub fn operation(&self) -> Operation {
                match self { $(Self::$name(_) => Operation::$name,)+ }
            }
        }

        /// What a KMS endpoint answers.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        pub enum Response { $($(#[$doc])* $name($response),)+ }

        $(
            impl From<$request> for Request {
                fn from(request: $request) -> Self {
                    Self::$name(request)
                }
            }

            impl KmsRequest for $request {
                type Response = $response;

                fn answer(response: Response) -> Option<Self::Response> {
                    match response { Response::$name(answer) => Some(answer), _ => None }
                }
            }
        )+
    };
    (@ reads) => { true };
    (@ changes) => { false };
}

operations! {
    /// Removes the date of a scheduled deletion.
    CancelKeyDeletion(CancelKeyDeletionRequest) -> CancelKeyDeletionResponse, changes;
    /// Names a key.
    CreateAlias(CreateAliasRequest) -> (), changes;
    /// Makes a key.
    CreateKey(CreateKeyRequest) -> CreateKeyResponse, changes;
    /// Opens a ciphertext.
    Decrypt(DecryptRequest) -> DecryptResponse, reads;
    /// Removes a name.
    DeleteAlias(DeleteAliasRequest) -> (), changes;
    /// Tells all of a key but its material.
    DescribeKey(DescribeKeyRequest) -> DescribeKeyResponse, reads;
    /// Switches a key off.
    DisableKey(DisableKeyRequest) -> (), changes;
    /// Ends automatic rotation.
    DisableKeyRotation(DisableKeyRotationRequest) -> (), changes;
    /// Switches a key on.
    EnableKey(EnableKeyRequest) -> (), changes;
    /// Starts automatic rotation.
    EnableKeyRotation(EnableKeyRotationRequest) -> (), changes;
    /// Closes up to 4096 bytes.
    Encrypt(EncryptRequest) -> EncryptResponse, reads;
    /// Makes a data key, plain and encrypted.
    GenerateDataKey(GenerateDataKeyRequest) -> GenerateDataKeyResponse, reads;
    /// Makes a data key, encrypted only.
    GenerateDataKeyWithoutPlaintext(GenerateDataKeyWithoutPlaintextRequest)
        -> GenerateDataKeyWithoutPlaintextResponse, reads;
    /// Tells the key policy.
    GetKeyPolicy(GetKeyPolicyRequest) -> GetKeyPolicyResponse, reads;
    /// Tells how rotation is set.
    GetKeyRotationStatus(GetKeyRotationStatusRequest) -> GetKeyRotationStatusResponse, reads;
    /// Lists names.
    ListAliases(ListAliasesRequest) -> ListAliasesResponse, reads;
    /// Lists the names of key policies, of which there is one.
    ListKeyPolicies(ListKeyPoliciesRequest) -> ListKeyPoliciesResponse, reads;
    /// Lists completed rotations.
    ListKeyRotations(ListKeyRotationsRequest) -> ListKeyRotationsResponse, reads;
    /// Lists keys.
    ListKeys(ListKeysRequest) -> ListKeysResponse, reads;
    /// Lists a key's tags.
    ListResourceTags(ListResourceTagsRequest) -> ListResourceTagsResponse, reads;
    /// Replaces the key policy.
    PutKeyPolicy(PutKeyPolicyRequest) -> (), changes;
    /// Opens a ciphertext and closes it under another key, inside KMS.
    ReEncrypt(ReEncryptRequest) -> ReEncryptResponse, reads;
    /// Makes a replica in another Region.
    ReplicateKey(ReplicateKeyRequest) -> ReplicateKeyResponse, changes;
    /// Makes new key material at once.
    RotateKeyOnDemand(RotateKeyOnDemandRequest) -> RotateKeyOnDemandResponse, changes;
    /// Sets the date of a key's deletion.
    ScheduleKeyDeletion(ScheduleKeyDeletionRequest) -> ScheduleKeyDeletionResponse, changes;
    /// Adds or overwrites tags.
    TagResource(TagResourceRequest) -> (), changes;
    /// Removes tags.
    UntagResource(UntagResourceRequest) -> (), changes;
    /// Points a name to another key.
    UpdateAlias(UpdateAliasRequest) -> (), changes;
    /// Replaces the description.
    UpdateKeyDescription(UpdateKeyDescriptionRequest) -> (), changes;
    /// Makes a replica the primary.
    UpdatePrimaryRegion(UpdatePrimaryRegionRequest) -> (), changes;
}

impl Request {
    /// Holds the request's members against the limits of the model.
    ///
    /// # Errors
    /// `ValidationException` that names every member that breaks one.
    pub fn validate(&self) -> Result<(), KmsError> {
        let mut violations = Violations::default();
        let v = &mut violations;
        match self {
            Self::CreateAlias(request) => request.check(v),
            Self::CreateKey(request) => request.check(v),
            Self::Decrypt(request) => request.check(v),
            Self::DeleteAlias(request) => request.check(v),
            Self::EnableKeyRotation(request) => request.check(v),
            Self::Encrypt(request) => request.check(v),
            Self::GenerateDataKey(request) => request.check(v),
            Self::GenerateDataKeyWithoutPlaintext(request) => request.check(v),
            Self::GetKeyPolicy(request) => request.check(v),
            Self::ListAliases(request) => request.check(v),
            Self::ListKeyPolicies(request) => request.check(v),
            Self::ListKeyRotations(request) => request.check(v),
            Self::ListKeys(request) => request.check(v),
            Self::ListResourceTags(request) => request.check(v),
            Self::PutKeyPolicy(request) => request.check(v),
            Self::ReEncrypt(request) => request.check(v),
            Self::ReplicateKey(request) => request.check(v),
            Self::ScheduleKeyDeletion(request) => request.check(v),
            Self::TagResource(request) => request.check(v),
            Self::UntagResource(request) => request.check(v),
            Self::UpdateAlias(request) => request.check(v),
            Self::UpdateKeyDescription(request) => request.check(v),
            Self::UpdatePrimaryRegion(request) => request.check(v),
            Self::CancelKeyDeletion(CancelKeyDeletionRequest { key_id })
            | Self::DescribeKey(DescribeKeyRequest { key_id })
            | Self::DisableKey(DisableKeyRequest { key_id })
            | Self::DisableKeyRotation(DisableKeyRotationRequest { key_id })
            | Self::EnableKey(EnableKeyRequest { key_id })
            | Self::GetKeyRotationStatus(GetKeyRotationStatusRequest { key_id })
            | Self::RotateKeyOnDemand(RotateKeyOnDemandRequest { key_id }) => v.key_id("keyId", key_id),
        }
        violations.into_result()
    }
}
