//! A call to KMS in words: what KMS did, or what it was asked and why it refused. Of a refused call nothing is told that
//! did not happen.

use super::CallOutcome;
use crate::kms::{Exception, KmsError, Region};

/// A call that is to be explained.
#[derive(Clone, Copy, Debug)]
pub struct CallWords<'a> {
    /// What KMS is asked, after "asks KMS to".
    pub asked: &'a str,
    /// What KMS does if it grants it: sentences.
    pub does: &'a str,
    /// Who asks, by the ARN under which it acts.
    pub caller: &'a str,
    /// From where.
    pub place: Region,
    /// Whose endpoint.
    pub endpoint: Region,
    /// What came of it; nothing while it goes on.
    pub outcome: Option<&'a CallOutcome>,
}

impl CallWords<'_> {
    /// What happened and why. How it ended comes last, from " KMS granted it", " KMS refused" or " Nobody answered" on.
    pub fn explanation(&self) -> String {
        let Self { asked, does, caller, place, endpoint, .. } = *self;
        let road = match self.outcome {
            _ if place == endpoint => format!("The call stays in {place}."),
            Some(CallOutcome::Unreachable) => format!("The call leaves {place}, and no answer comes back."),
            _ => format!("The call crosses from {place} to {endpoint} and back."),
        };
        let asks = || format!("{} asks KMS in {endpoint} to {asked}. {road}", name(caller));
        match self.outcome {
            None => format!("{does} {road} It goes on."),
            Some(CallOutcome::Granted) => format!("{does} {road} KMS granted it."),
            Some(CallOutcome::Refused(error)) => format!("{} {}", asks(), self.refusal(error)),
            Some(CallOutcome::Unreachable) => {
                format!("{} Nobody answered in {endpoint}, and no trail has the call.", asks())
            }
        }
    }

    fn refusal(&self, error: &KmsError) -> String {
        let mut text = format!("KMS refused: {}.", error.exception.name());
        if let Some(reason) = self.reason(error) {
            text.push(' ');
            text.push_str(&reason);
        }
        match error.message.trim_end_matches('.') {
            "" => text.push_str(" KMS gives no message."),
            message => text.push_str(&format!(" In KMS's words: {message}.")),
        }
        text
    }

    /// Why KMS refused: a sentence.
    fn reason(&self, error: &KmsError) -> Option<String> {
        use Exception as E;
        let (who, region) = (name(self.caller), self.endpoint);
        Some(match error.exception {
            E::InvalidCiphertext => {
                "It did not open: the bytes name no key material, were changed, or were encrypted under another \
                 encryption context. KMS does not tell which."
                    .to_owned()
            }
            E::AccessDenied if error.message.starts_with("The ciphertext refers") => {
                format!("No key in {region} has the key material that the ciphertext names.")
            }
            E::AccessDenied => format!("The policies and grants do not let {who} do it, or one denies it."),
            E::Disabled => format!("The key is disabled in {region}; each member is enabled and disabled for itself."),
            E::KmsInvalidState => format!("The state of the key in {region} does not admit it."),
            E::NotFound => format!("There is no such key in {region}."),
            E::IncorrectKey => "The key that the request names did not make this ciphertext.".to_owned(),
            E::InvalidKeyUsage => "The key's usage or spec does not fit the operation.".to_owned(),
            E::KmsInvalidSignature => "The signature is not that of this digest under this key.".to_owned(),
            E::KmsInvalidMac => "The MAC is not that of these claims under this key.".to_owned(),
            E::Throttling => format!("Requests in {region} come faster than the quota admits."),
            E::KeyUnavailable => "KMS could not reach the key material; it may answer later.".to_owned(),
            E::CustomKeyStoreInvalidState => "The custom key store of the key is not connected.".to_owned(),
            E::UnrecognizedClient => format!("{region} does not know {who}."),
            _ => return None,
        })
    }
}

/// The name in the ARN of who acts: of a user, or of the role that is assumed.
fn name(arn: &str) -> &str {
    let mut parts = arn.rsplit(':').next().unwrap_or(arn).split('/');
    match (parts.next(), parts.next()) {
        (Some("assumed-role"), Some(role)) => role,
        (first, second) => {
            parts.next_back().or(second).or(first).filter(|it| !it.is_empty()).unwrap_or("The caller")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn region(code: &str) -> Region {
        Region::parse(code).expect("known")
    }

    fn told(outcome: Option<CallOutcome>) -> String {
        CallWords {
            asked: "open the wrapped data key",
            does: "KMS opens the wrapped data key.",
            caller: "arn:aws:iam::111111111111:user/mallory",
            place: region("eu-west-1"),
            endpoint: region("eu-west-1"),
            outcome: outcome.as_ref(),
        }
        .explanation()
    }

    #[test]
    fn a_refused_call_never_says_that_it_opened() {
        let no_related = Exception::AccessDenied.with("The ciphertext refers to a customer master key.");
        for (error, says) in [
            (Exception::InvalidCiphertext.without_message(), "another encryption context"),
            (no_related, "No key in eu-west-1 has the key material"),
            (Exception::AccessDenied.with("User is not authorized."), "do not let mallory do it"),
            (Exception::Disabled.with("key is disabled."), "disabled in eu-west-1"),
            (Exception::KmsInvalidState.with("key is pending deletion."), "does not admit it"),
            (Exception::NotFound.with("not found"), "no such key in eu-west-1"),
            (Exception::IncorrectKey.with("no CMK"), "did not make this ciphertext"),
            (Exception::Throttling.with("too fast"), "faster than the quota"),
        ] {
            let name = error.exception.name();
            let text = told(Some(CallOutcome::Refused(error)));
            assert!(!text.contains("KMS opens") && !text.contains("granted"), "{text}");
            let asked = text.find("mallory asks KMS in eu-west-1 to open the wrapped data key.");
            let refused = text.find(&format!(" KMS refused: {name}. "));
            assert!(asked == Some(0) && refused.is_some(), "{text}");
            assert!(text.contains(says) && !text.contains(".."), "{text}");
        }
    }

    #[test]
    fn a_granted_call_says_what_kms_did() {
        assert!(
            told(Some(CallOutcome::Granted)).starts_with("KMS opens the wrapped data key. The call stays")
        );
        assert!(told(None).ends_with("It goes on."));
        let text = told(Some(CallOutcome::Unreachable));
        assert!(text.contains("Nobody answered in eu-west-1") && !text.contains("KMS opens"), "{text}");
    }

    #[test]
    fn who_asks_is_called_by_name() {
        assert_eq!(name("arn:aws:iam::111111111111:user/team/alice"), "alice");
        assert_eq!(name("arn:aws:sts::111111111111:assumed-role/Application/console"), "Application");
        assert_eq!(name("arn:aws:iam::111111111111:root"), "root");
        assert_eq!(name(""), "The caller");
    }
}
