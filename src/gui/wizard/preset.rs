//! The wizard for a key that something needs: opened with what it needs already chosen.

use super::{
    Task, Wizard,
    key_kind::{KeyKind, KeyType},
    policy_draft::PolicyDraft,
    state::{Choices, Regionality},
};
use crate::{
    gui::desk::Desk,
    kms::{
        Region,
        api::{KeySpec, KeyUsage},
    },
};

/// What a key is needed for, in more Regions than one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyNeed {
    /// To encrypt and to decrypt.
    Encryption,
    /// To sign and to verify.
    Signing,
    /// To make MACs and to verify them.
    Mac,
}

impl KeyNeed {
    /// The answers on the wizard's first page.
    fn kind(self) -> KeyKind {
        let mut kind = KeyKind::default();
        match self {
            Self::Encryption => {}
            Self::Signing => {
                kind.choose_type(KeyType::Asymmetric);
                kind.choose_usage(KeyUsage::SignVerify);
                // Made at once, unlike RSA keys, and with short signatures.
                kind.spec = KeySpec::EccNistP256;
            }
            Self::Mac => kind.choose_usage(KeyUsage::GenerateVerifyMac),
        }
        kind
    }
}

impl Wizard {
    /// Opens the wizard for a new multi-Region key that is needed for something, with that chosen on its first page.
    pub fn for_need(region: Region, need: KeyNeed, desk: &Desk) -> Self {
        let choices =
            Choices { kind: need.kind(), regionality: Regionality::MultiRegion, ..Choices::default() };
        let policy = PolicyDraft::new(choices.console_policy(desk, region));
        Self::open(Task::Create, region, choices, policy, desk)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::workloads::demo;

    #[test]
    fn what_is_needed_is_chosen_and_asked_for() {
        let desk = Desk::new(demo::stage().expect("the demo world"));
        let region = desk.world().regions()[0];
        for (need, spec, usage) in [
            (KeyNeed::Encryption, None, None),
            (KeyNeed::Signing, Some(KeySpec::EccNistP256), Some(KeyUsage::SignVerify)),
            (KeyNeed::Mac, Some(KeySpec::Hmac256), Some(KeyUsage::GenerateVerifyMac)),
        ] {
            let wizard = Wizard::for_need(region, need, &desk);
            let request = wizard.choices.request(wizard.policy.text());
            assert_eq!((request.key_spec, request.key_usage), (spec, usage), "{need:?}");
            assert!(request.multi_region && request.origin.is_none(), "{need:?}");
            assert!(wizard.choices.kind.specs().contains(&wizard.choices.kind.spec), "{need:?}");
            assert_eq!(wizard.choices, wizard.initial, "leaving loses nothing that people filled in");
            assert!(!wizard.policy.is_by_hand(), "{need:?}");
        }
    }
}
