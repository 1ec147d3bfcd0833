//! Steps and outcomes in words: a title of one line, and an explanation for those who learn.

use super::{CallStep, CallWords, Cargo, CargoKind, Deed, Flow, Local, Outcome, Rivals, Step};
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
        let (asked, does) = match self.operation {
            Operation::GenerateDataKey => (
                "make a data key under the KMS key",
                "KMS draws a data key and answers it twice: in the clear, to encrypt with and to forget, and encrypted \
                 under the KMS key, to keep with the data.",
            ),
            Operation::Encrypt => (
                "encrypt the data key under one more KMS key",
                "KMS encrypts the data key that the caller sends under one more KMS key.",
            ),
            Operation::Decrypt => (
                "open the wrapped data key",
                "KMS opens the wrapped data key, as the caller may use the key and gives the same encryption context. \
                 The data themselves never come to KMS.",
            ),
            Operation::Sign => {
                ("sign the digest", "KMS signs the digest with the private key, which stays in KMS.")
            }
            Operation::Verify => (
                "verify the signature",
                "KMS verifies the signature with the public key, which all members share.",
            ),
            Operation::GenerateMac => {
                ("make a MAC", "KMS makes a MAC with the secret key, which stays in KMS.")
            }
            Operation::VerifyMac => {
                ("verify the MAC", "KMS makes the MAC anew with its member's key, and compares.")
            }
            other => ("do this", other.summary()),
        };
        let (caller, endpoint, outcome) = (&self.caller, self.endpoint, self.outcome.as_ref());
        CallWords { asked, does, caller, place, endpoint, outcome }.explanation()
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
            Self::Stored { name, kept, rivals } => match (kept, rivals) {
                (true, Some(rivals)) => format!("Store {name} over the write of {}", rivals.lost.by),
                (true, None) => format!("Store {name}"),
                (false, Some(rivals)) => format!("Leave {name}: the write of {} won", rivals.won.by),
                (false, None) => format!("Leave {name} as it is"),
            },
            Self::Fetched { name, rivals: Some(rivals) } => {
                format!("Read {name}: the write of {}", rivals.won.by)
            }
            Self::Fetched { name, rivals: None } => format!("Read {name}"),
            Self::SetOff(_) => "Set off what follows".to_owned(),
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
                format!(
                    "KMS gave the same requester this bucket key a short while ago, and the service in {place} still has \
                     it in memory, so KMS is not asked again."
                )
            }
            Self::Stored { kept: true, rivals: None, .. } => {
                format!("What is stored in {place} is ciphertext with its wrapped keys.")
            }
            Self::Stored { kept: true, rivals: Some(rivals), .. } => {
                format!("{} {place} had the other one, which is gone.", rivals.explanation())
            }
            Self::Stored { kept: false, rivals: Some(rivals), .. } => {
                format!("{} {place} already has it, and the other one is gone.", rivals.explanation())
            }
            Self::Stored { kept: false, rivals: None, .. } => {
                format!("What {place} has was written later, and stays.")
            }
            Self::Fetched { rivals: Some(rivals), .. } => format!(
                "{} The reader in {place} was set off by the other write, and gets this one.",
                rivals.explanation()
            ),
            Self::Fetched { rivals: None, .. } => {
                format!("{place} reads its own copy: ciphertext with its wrapped keys.")
            }
            Self::SetOff(_) => {
                "A replication, or a reader of what has arrived: a flow of its own, for which nobody waits here."
                    .to_owned()
            }
        }
    }
}

impl Rivals {
    /// Who won, in a few words.
    pub fn short(&self) -> String {
        let Self { won, lost } = self;
        if won.by == lost.by {
            format!("a later write from {} won", won.by)
        } else if self.at_one_moment() {
            format!("two writes at one moment: {} won, its code comes last", won.by)
        } else {
            format!("a newer write from {} won", won.by)
        }
    }

    /// Who won over whom, and why: a sentence.
    fn explanation(&self) -> String {
        let Self { won, lost } = self;
        let span = (won.at - lost.at).as_millis_f64();
        if won.by == lost.by {
            format!("{} wrote it twice, and the later write won.", won.by)
        } else if self.at_one_moment() {
            format!(
                "{} and {} wrote it at one moment, and the last writer cannot be told by time: of two such writes that of \
                 the Region whose code comes last wins, which is {}.",
                won.by, lost.by, won.by
            )
        } else {
            format!("The last writer wins: {} wrote it {span:.1} ms after {}.", won.by, lost.by)
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
    use crate::{
        kms::{Exception, Span, Timestamp},
        workloads::{CallOutcome, Written},
    };

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
        let (crosses, leaves) =
            ("crosses from eu-west-1 to us-east-1", "leaves eu-west-1, and no answer comes back");
        for (outcome, road, says) in [
            (None, crosses, "It goes on"),
            (Some(CallOutcome::Granted), crosses, "KMS granted it"),
            (Some(refused), crosses, "KMS refused: AccessDeniedException"),
            (Some(CallOutcome::Unreachable), leaves, "Nobody answered in us-east-1"),
        ] {
            let far = step(there, outcome);
            assert_eq!(far.title(), "Decrypt in us-east-1");
            let text = far.explanation();
            assert!(text.contains(road) && text.contains(says), "{text}");
        }
        assert!(step(here, None).explanation().contains("stays in eu-west-1"));
    }
    #[test]
    fn the_code_of_a_region_decides_only_between_writes_at_one_moment() {
        let region = |code: &str| Region::parse(code).expect("known");
        let write = |by: &str, millis| Written {
            at: Timestamp::default() + Span::millis_f64(millis),
            by: region(by),
            what: None,
        };
        let tie = Rivals { won: write("us-east-1", 1.0), lost: write("eu-west-1", 1.0) };
        let newer = Rivals { won: write("eu-west-1", 2.5), lost: write("us-east-1", 1.0) };
        let name: std::sync::Arc<str> = "customers/x".into();
        let told = |rivals: Rivals, kept| {
            let local = Local::Stored { name: name.clone(), kept, rivals: Some(Box::new(rivals)) };
            (local.title(), local.why(region("ap-southeast-1")), rivals.short())
        };
        for kept in [true, false] {
            let (title, why, short) = told(tie, kept);
            let names = if kept { "over the write of eu-west-1" } else { "the write of us-east-1 won" };
            assert!(title.contains(names), "{title}");
            assert!(why.contains("code comes last wins, which is us-east-1"), "{why}");
            assert!(short.contains("us-east-1 won, its code comes last"), "{short}");
            let (_, why, short) = told(newer, kept);
            assert!(why.contains("eu-west-1 wrote it 1.5 ms after us-east-1"), "{why}");
            assert_eq!(short, "a newer write from eu-west-1 won");
            assert!(!why.contains("code"), "{why}");
        }
    }
}
