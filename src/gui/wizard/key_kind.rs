//! What kind of key is made: type, usage, spec, where its material comes from.

use crate::{
    gui::key_words::{origin_name, special_spec, usage_name},
    kms::{
        Region,
        api::{
            ConnectionState, CreateKeyRequest, CustomKeyStoreType, CustomKeyStoresListEntry, KeySpec,
            KeyUsage, Origin,
        },
        policy::PolicyKeyKind,
    },
};

/// The first question of the wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum KeyType {
    Symmetric,
    Asymmetric,
}

impl KeyType {
    pub(super) const ALL: [Self; 2] = [Self::Symmetric, Self::Asymmetric];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Symmetric => "Symmetric",
            Self::Asymmetric => "Asymmetric",
        }
    }

    pub(super) fn description(self) -> &'static str {
        match self {
            Self::Symmetric => "One key for both directions",
            Self::Asymmetric => "A public and a private key",
        }
    }

    /// The usages that keys of this type have, the usual one first.
    pub(super) fn usages(self) -> &'static [KeyUsage] {
        match self {
            Self::Symmetric => &[KeyUsage::EncryptDecrypt, KeyUsage::GenerateVerifyMac],
            Self::Asymmetric => &[
                KeyUsage::EncryptDecrypt,
                KeyUsage::SignVerify,
                KeyUsage::KeyAgreement,
                KeyUsage::EncapsulateDecapsulate,
            ],
        }
    }
}

/// The answers to the questions of the first page, Regionality aside.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct KeyKind {
    pub(super) key_type: KeyType,
    pub(super) usage: KeyUsage,
    pub(super) spec: KeySpec,
    pub(super) origin: Origin,
    /// Whether the tick about imported material is set.
    pub(super) understood: bool,
    /// The id of the custom key store.
    pub(super) store: Option<String>,
    /// The key in the external key manager, as typed.
    pub(super) xks_key_id: String,
}

impl Default for KeyKind {
    fn default() -> Self {
        Self {
            key_type: KeyType::Symmetric,
            usage: KeyUsage::EncryptDecrypt,
            spec: KeySpec::SymmetricDefault,
            origin: Origin::AwsKms,
            understood: false,
            store: None,
            xks_key_id: String::new(),
        }
    }
}

impl KeyKind {
    /// Takes a type, and the first usage and spec that it has.
    pub(super) fn choose_type(&mut self, key_type: KeyType) {
        self.key_type = key_type;
        if !key_type.usages().contains(&self.usage) {
            self.usage = key_type.usages()[0];
        }
        self.choose_usage(self.usage);
    }

    /// Takes a usage; the spec stays if it can have it.
    pub(super) fn choose_usage(&mut self, usage: KeyUsage) {
        self.usage = usage;
        let specs = self.specs();
        if !specs.contains(&self.spec) {
            self.spec = usual_spec(self.key_type, usage);
        }
    }

    /// The specs of keys of this type with this usage, in the model's order. SM2 is China's alone.
    pub(super) fn specs(&self) -> Vec<KeySpec> {
        let fits = |spec: &KeySpec| {
            spec.usages().contains(&self.usage)
                && spec.is_asymmetric() == (self.key_type == KeyType::Asymmetric)
                && *spec != KeySpec::Sm2
        };
        KeySpec::ALL.iter().copied().filter(fits).collect()
    }

    /// Takes an origin. A connected key store is taken along where there is one of its type.
    pub(super) fn choose_origin(&mut self, origin: Origin, stores: &[CustomKeyStoresListEntry]) {
        self.origin = origin;
        self.understood = false;
        self.store = connected_stores_for(origin, stores).next().map(|it| it.custom_key_store_id.clone());
    }

    /// Whether the key can have replicas: keys in custom key stores never do.
    pub(super) fn can_be_multi_region(&self) -> bool {
        matches!(self.origin, Origin::AwsKms | Origin::External)
    }

    /// What the generated key policy lets users do.
    pub(super) fn policy_kind(&self) -> PolicyKeyKind {
        match (self.usage, self.key_type) {
            (KeyUsage::EncryptDecrypt, KeyType::Symmetric) => PolicyKeyKind::Symmetric,
            (KeyUsage::EncryptDecrypt, KeyType::Asymmetric) => PolicyKeyKind::RsaEncrypt,
            (KeyUsage::SignVerify, _) => PolicyKeyKind::SignVerify,
            (KeyUsage::GenerateVerifyMac, _) => PolicyKeyKind::Hmac,
            (KeyUsage::KeyAgreement, _) => PolicyKeyKind::KeyAgreement,
            (KeyUsage::EncapsulateDecapsulate, _) => PolicyKeyKind::KeyEncapsulation,
        }
    }

    /// Why the wizard can't go past the first page yet.
    pub(super) fn missing(&self) -> Option<&'static str> {
        match self.origin {
            Origin::External if !self.understood => {
                Some("Tick that you understand what importing key material means")
            }
            Origin::AwsCloudHsm | Origin::ExternalKeyStore if self.store.is_none() => {
                Some("Choose a connected key store")
            }
            Origin::ExternalKeyStore if self.xks_key_id.is_empty() => {
                Some("Enter the ID of the external key")
            }
            _ => None,
        }
    }

    /// Writes the answers into a request. What CreateKey has by default stays off the wire.
    pub(super) fn write(&self, request: &mut CreateKeyRequest) {
        request.key_spec = (self.spec != KeySpec::SymmetricDefault).then_some(self.spec);
        request.key_usage = (self.spec != KeySpec::SymmetricDefault).then_some(self.usage);
        request.origin = (self.origin != Origin::AwsKms).then_some(self.origin);
        request.custom_key_store_id.clone_from(&self.store);
        request.xks_key_id = (self.origin == Origin::ExternalKeyStore).then(|| self.xks_key_id.clone());
    }

    /// The answers in a few words.
    pub(super) fn summary(&self) -> String {
        let kind = special_spec(self.spec).unwrap_or(self.key_type.name());
        let mut text = format!("{kind} · {}", lower_first(usage_name(self.usage)));
        if self.origin != Origin::AwsKms {
            text.push_str(" · ");
            text.push_str(origin_name(self.origin));
        }
        text
    }
}

/// The spec with which the wizard begins.
fn usual_spec(key_type: KeyType, usage: KeyUsage) -> KeySpec {
    match (key_type, usage) {
        (KeyType::Symmetric, KeyUsage::GenerateVerifyMac) => KeySpec::Hmac256,
        (KeyType::Symmetric, _) => KeySpec::SymmetricDefault,
        (KeyType::Asymmetric, KeyUsage::KeyAgreement) => KeySpec::EccNistP256,
        (KeyType::Asymmetric, KeyUsage::EncapsulateDecapsulate) => KeySpec::MlKem768,
        (KeyType::Asymmetric, _) => KeySpec::Rsa2048,
    }
}

/// The key stores in which keys of an origin can be made.
pub(super) fn stores_for(
    origin: Origin,
    stores: &[CustomKeyStoresListEntry],
) -> impl Iterator<Item = &CustomKeyStoresListEntry> {
    let wanted = match origin {
        Origin::AwsCloudHsm => Some(CustomKeyStoreType::AwsCloudHsm),
        Origin::ExternalKeyStore => Some(CustomKeyStoreType::ExternalKeyStore),
        Origin::AwsKms | Origin::External => None,
    };
    stores.iter().filter(move |it| wanted.is_some() && it.custom_key_store_type == wanted)
}

/// Those of them that are connected: KMS makes keys in no others.
pub(super) fn connected_stores_for(
    origin: Origin,
    stores: &[CustomKeyStoresListEntry],
) -> impl Iterator<Item = &CustomKeyStoresListEntry> {
    stores_for(origin, stores).filter(|it| it.connection_state == Some(ConnectionState::Connected))
}

/// Whether keys of an origin are in a custom key store.
pub(super) fn needs_store(origin: Origin) -> bool {
    matches!(origin, Origin::AwsCloudHsm | Origin::ExternalKeyStore)
}

/// What an origin means, below the choice.
pub(super) fn origin_note(origin: Origin, region: Region) -> String {
    match origin {
        Origin::AwsKms => "KMS makes the key material and keeps it".to_owned(),
        Origin::External => "You import key material after the key is made".to_owned(),
        Origin::AwsCloudHsm => format!("The key material stays in a CloudHSM cluster in {region}"),
        Origin::ExternalKeyStore => "The key material stays in a key manager outside AWS".to_owned(),
    }
}

fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_ascii_lowercase().to_string() + letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_leads_to_a_spec_that_has_the_usage() {
        let mut kind = KeyKind::default();
        for key_type in KeyType::ALL {
            for usage in key_type.usages() {
                kind.choose_type(key_type);
                kind.choose_usage(*usage);
                assert!(kind.specs().contains(&kind.spec), "{kind:?}");
                for spec in kind.specs() {
                    assert!(spec.usages().contains(usage));
                }
            }
        }
    }

    #[test]
    fn a_spec_stays_where_it_can() {
        let mut kind = KeyKind::default();
        kind.choose_type(KeyType::Asymmetric);
        kind.choose_usage(KeyUsage::SignVerify);
        kind.spec = KeySpec::EccNistP384;
        kind.choose_usage(KeyUsage::KeyAgreement);
        assert_eq!(kind.spec, KeySpec::EccNistP384);
        kind.choose_usage(KeyUsage::EncryptDecrypt);
        assert_eq!(kind.spec, KeySpec::Rsa2048);
        kind.choose_type(KeyType::Symmetric);
        assert_eq!((kind.spec, kind.usage), (KeySpec::SymmetricDefault, KeyUsage::EncryptDecrypt));
    }

    #[test]
    fn only_what_differs_from_the_defaults_is_asked_for() {
        let mut request = CreateKeyRequest::default();
        KeyKind::default().write(&mut request);
        assert_eq!(request, CreateKeyRequest::default());
        let mut kind = KeyKind::default();
        kind.choose_usage(KeyUsage::GenerateVerifyMac);
        kind.choose_origin(Origin::External, &[]);
        kind.write(&mut request);
        assert_eq!(request.key_spec, Some(KeySpec::Hmac256));
        assert_eq!(request.key_usage, Some(KeyUsage::GenerateVerifyMac));
        assert_eq!(request.origin, Some(Origin::External));
        assert!(kind.missing().is_some());
    }
}
