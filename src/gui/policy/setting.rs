//! What stands around a policy that is edited: whose it is, and for which key.

use crate::{
    gui::desk::Desk,
    kms::{
        AccountId, KeyFamily, KeyId, Partition, Region,
        api::{KeySpec, KeyUsage, Origin},
        policy::{PolicyKeyKind, PolicyKind},
    },
    world::Principal,
};

/// What stands around a policy that is edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Setting {
    /// Which kind of policy it is.
    pub kind: PolicyKind,
    /// The partition of its account.
    pub partition: Partition,
    /// The account that it belongs to.
    pub account: AccountId,
    /// The Region whose key it is about; for an identity policy, the one that its templates name.
    pub region: Region,
    /// The key, if it is a key policy and the key is there already.
    pub key: Option<KeyId>,
    /// What the key does.
    pub key_kind: PolicyKeyKind,
    /// Whether the key is a multi-Region key.
    pub multi_region: bool,
    /// Whether the key's material is imported.
    pub external: bool,
}

impl Setting {
    /// Around the policy of a key's member; nothing if the Region has no such key.
    pub fn of_key(desk: &Desk, key: &KeyId, region: Region) -> Option<Self> {
        let (family, _) = desk.member(key, region)?;
        Some(Self {
            kind: PolicyKind::Key,
            partition: region.partition(),
            account: family.account.clone(),
            region,
            key: Some(key.clone()),
            key_kind: key_kind(family),
            multi_region: family.is_multi_region(),
            external: family.origin == Origin::External,
        })
    }

    /// Around the policy of a key that an account is about to make.
    pub fn of_new_key(
        account: AccountId,
        region: Region,
        key_kind: PolicyKeyKind,
        multi_region: bool,
    ) -> Self {
        Self {
            kind: PolicyKind::Key,
            partition: region.partition(),
            account,
            region,
            key: None,
            key_kind,
            multi_region,
            external: false,
        }
    }

    /// Around a policy of a user or role.
    pub fn of_identity(principal: &Principal, region: Region) -> Self {
        Self {
            kind: PolicyKind::Identity,
            partition: principal.partition,
            account: principal.account.clone(),
            region,
            key: None,
            key_kind: PolicyKeyKind::Symmetric,
            multi_region: true,
            external: false,
        }
    }

    /// The ARN of an account's root.
    pub(super) fn root_of(&self, account: &str) -> String {
        format!("arn:{}:iam::{account}:root", self.partition.name())
    }

    /// Whether requests to the key can have an encryption context.
    pub(super) fn takes_context(&self) -> bool {
        self.key_kind == PolicyKeyKind::Symmetric
    }
}

/// What a key does, as far as policies that name its operations depend on it.
pub(super) fn key_kind(family: &KeyFamily) -> PolicyKeyKind {
    match family.usage {
        KeyUsage::EncryptDecrypt if family.spec == KeySpec::SymmetricDefault => PolicyKeyKind::Symmetric,
        KeyUsage::EncryptDecrypt => PolicyKeyKind::RsaEncrypt,
        KeyUsage::SignVerify => PolicyKeyKind::SignVerify,
        KeyUsage::GenerateVerifyMac => PolicyKeyKind::Hmac,
        KeyUsage::KeyAgreement => PolicyKeyKind::KeyAgreement,
        KeyUsage::EncapsulateDecapsulate => PolicyKeyKind::KeyEncapsulation,
    }
}
