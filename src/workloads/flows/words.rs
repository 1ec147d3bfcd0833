//! Steps and outcomes in words: a title of one line, and an explanation for those who learn.

use super::{CallOutcome, CallStep, Cargo, CargoKind, Deed, Flow, Local, Outcome, Step};
use crate::kms::{Region, api::Operation};

impl CargoKind {
    /// What people call it.
    pub fn label(self) -> &'static str {
        match self {
            Self::KmsRequest => "KMS request",
            Self::KmsAnswer => "KMS answer",
            Self::Message => "Encrypted message",
            Self::Object => "Encrypted object",
            Self::DataInTransit => "Data inside TLS",
            Self::TableItem => "Encrypted item",
            Self::Snapshot => "Encrypted snapshot",
            Self::SignedDigest => "Digest and signature",
            Self::Token => "Token and MAC",
        }
    }
}

impl Cargo {
    /// What it carries and who could read it on its way.
    pub fn explanation(&self) -> String {
        let inside = match (self.kind, self.clear_inside_tls) {
            (CargoKind::DataInTransit, _) => {
                "The data themselves, protected by TLS alone: in the clear at both ends, nowhere between them."
            }
            (CargoKind::KmsRequest | CargoKind::KmsAnswer, true) => {
                "A data key in the clear, protected by TLS: nobody between the ends sees it, and both ends do."
            }
            (CargoKind::KmsRequest | CargoKind::KmsAnswer, false) => "No data key in the clear.",
            (CargoKind::SignedDigest, _) => "A digest and its signature. Neither is secret.",
            (CargoKind::Token, _) => "Claims and their MAC. Tokens keep no secrets.",
            _ => "Ciphertext and wrapped data keys. Who may not use a key that wraps them learns nothing.",
        };
        format!("{}, {} bytes. {inside}", self.kind.label(), self.bytes)
    }
}

impl CallStep {
    fn why(&self, place: Region) -> String {
        let does = match self.operation {
            Operation::GenerateDataKey => {
                "KMS draws a data key and answers it twice: in the clear, to encrypt with and to forget, and encrypted \
                 under the KMS key, to keep with the data."
            }
            Operation::Encrypt => "KMS encrypts the data key that the caller sends under one more KMS key.",
            Operation::Decrypt => {
                "KMS opens the wrapped data key, if the caller may use the key and gives the same encryption context. \
                 The data themselves never come to KMS."
            }
            Operation::Sign => "KMS signs the digest with the private key, which stays in KMS.",
            Operation::Verify => "KMS verifies the signature with the public key, which all members share.",
            Operation::GenerateMac => "KMS makes a MAC with the secret key, which stays in KMS.",
            Operation::VerifyMac => "KMS makes the MAC anew with its member's key, and compares.",
            other => other.summary(),
        };
        let road = if place == self.endpoint {
            format!("The call stays in {place}.")
        } else {
            format!("The call crosses from {place} to {} and back.", self.endpoint)
        };
        let end = match &self.outcome {
            None => "It goes on.".to_owned(),
            Some(CallOutcome::Granted) => "KMS granted it.".to_owned(),
            Some(CallOutcome::Refused(error)) => format!("KMS refused: {error}."),
            Some(CallOutcome::Unreachable) => {
                format!("Nobody answered in {}, and no trail has the call.", self.endpoint)
            }
        };
        format!("{does} {road} {end}")
    }
}

impl Step {
    /// What happened, in one line.
    pub fn title(&self) -> String {
        match &self.what {
            Deed::Call(call) => format!("{} in {}", call.operation.name(), call.endpoint),
            Deed::Sent { to, cargo, .. } => format!("{} to {to}", cargo.kind.label()),
            Deed::Local(local) => local.title(),
            Deed::Outside(what) => what.clone(),
        }
    }

    /// What happened and why.
    pub fn explanation(&self) -> String {
        match &self.what {
            Deed::Call(call) => call.why(self.place),
            Deed::Sent { to, cargo, .. } => format!("From {} to {to}: {}", self.place, cargo.explanation()),
            Deed::Local(local) => local.why(self.place),
            Deed::Outside(_) => "People do this outside KMS; no trail of KMS has it.".to_owned(),
        }
    }
}

impl Local {
    fn title(&self) -> String {
        match self {
            Self::Sealed => "Encrypt under the data key".to_owned(),
            Self::Opened => "Decrypt under the data key".to_owned(),
            Self::DrewDataKey => "Draw a data key".to_owned(),
            Self::UsedBucketKey => "Use the bucket key at hand".to_owned(),
            Self::Stored { name, kept: true } => format!("Store {name}"),
            Self::Stored { name, kept: false } => format!("Leave {name} as it is: it is newer"),
            Self::Fetched { name } => format!("Read {name}"),
            Self::SetOff(_) => "Have it replicated".to_owned(),
        }
    }

    fn why(&self, place: Region) -> String {
        match self {
            Self::Sealed => format!(
                "In {place}, without KMS: the data are encrypted by AES-256-GCM, bound to the encryption context and to \
                 every wrapped key, and the data key in the clear is forgotten."
            ),
            Self::Opened => {
                format!(
                    "In {place}, without KMS: the data come out if not a bit was changed, and the data key is forgotten."
                )
            }
            Self::DrewDataKey => {
                format!("The service in {place} draws a data key of its own for this object.")
            }
            Self::UsedBucketKey => {
                format!("The service in {place} still has the bucket key in memory, so KMS is not asked.")
            }
            Self::Stored { kept: true, .. } => {
                format!("What is stored in {place} is ciphertext with its wrapped keys.")
            }
            Self::Stored { kept: false, .. } => format!(
                "Of two writes the later one stays; of two at the same moment, that of the Region whose code comes last. \
                 {place} already has it."
            ),
            Self::Fetched { .. } => format!("{place} reads its own copy: ciphertext with its wrapped keys."),
            Self::SetOff(_) => "The writer does not wait for it; it is a flow of its own.".to_owned(),
        }
    }
}

impl Outcome {
    /// How it ended, in one sentence.
    pub fn text(&self) -> String {
        match self {
            Self::Done => "All was done".to_owned(),
            Self::Refused { region, error } => format!("KMS in {region} refused: {error}"),
            Self::Unreachable(region) => format!("The KMS endpoint of {region} did not answer"),
            Self::Dark(region) => format!("{region} is dark, and its workloads with it"),
            Self::NoKeyHere => "The client found no wrapped key that it may ask for".to_owned(),
            Self::NothingThere => "Nothing is stored there under this name".to_owned(),
            Self::NotAuthentic => "What arrived is not what was sent".to_owned(),
            Self::NotSaved => "It was under way when the world was saved; run it again".to_owned(),
        }
    }
}

impl Flow {
    /// What it does, in one line.
    pub fn title(&self) -> String {
        format!("{}: {}", self.workload.label(), self.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kms::{Exception, Timestamp};

    #[test]
    fn every_call_says_where_it_went_and_how_it_ended() {
        let region = |code: &str| Region::parse(code).expect("known");
        let (here, there) = (region("eu-west-1"), region("us-east-1"));
        let step = |endpoint, outcome| Step {
            at: Timestamp::default(),
            ended: None,
            place: here,
            what: Deed::Call(Box::new(CallStep {
                operation: Operation::Decrypt,
                endpoint,
                caller: "".into(),
                key: String::new(),
                event: None,
                outcome,
                request: None,
                answer: None,
            })),
        };
        let refused = CallOutcome::Refused(Exception::AccessDenied.without_message());
        for (outcome, says) in [
            (None, "It goes on"),
            (Some(CallOutcome::Granted), "KMS granted it"),
            (Some(refused), "KMS refused: AccessDeniedException"),
            (Some(CallOutcome::Unreachable), "Nobody answered in us-east-1"),
        ] {
            let far = step(there, outcome);
            assert_eq!(far.title(), "Decrypt in us-east-1");
            let text = far.explanation();
            assert!(text.contains("crosses from eu-west-1 to us-east-1") && text.contains(says), "{text}");
        }
        assert!(step(here, None).explanation().contains("stays in eu-west-1"));
    }
}
