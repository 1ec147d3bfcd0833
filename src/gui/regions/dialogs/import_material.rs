//! Import key material: wrap it here, and hand it to KMS.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use egui::Ui;

use super::{
    days,
    form::{Form, Heading, MEDIUM, Page},
};
use crate::{
    gui::{
        command::{Command, Import},
        desk::Desk,
        theme::{caption, icons, space, strong},
        widgets::{Button, CalloutKind, Dropdown, TextField, callout, row_sides, segmented},
    },
    kms::{
        EpochSeconds, KeyId, Region, Span, Timestamp,
        api::{
            ExpirationModel, GetParametersForImportRequest, ImportKeyMaterialRequest, ImportType, KeySpec,
            Request, WrappingAlgorithm, WrappingKeySpec,
        },
    },
    workloads::import::{CannotWrap, can_wrap},
};

/// The wrapping keys that the console offers.
const SPECS: [(WrappingKeySpec, &str); 3] = [
    (WrappingKeySpec::Rsa4096, "RSA_4096"),
    (WrappingKeySpec::Rsa3072, "RSA_3072"),
    (WrappingKeySpec::Rsa2048, "RSA_2048"),
];
/// The wrapping algorithms that the console offers.
const ALGORITHMS: [(WrappingAlgorithm, &str); 4] = [
    (WrappingAlgorithm::RsaesOaepSha256, "RSAES_OAEP_SHA_256"),
    (WrappingAlgorithm::RsaesOaepSha1, "RSAES_OAEP_SHA_1"),
    (WrappingAlgorithm::RsaAesKeyWrapSha256, "RSA_AES_KEY_WRAP_SHA_256"),
    (WrappingAlgorithm::RsaAesKeyWrapSha1, "RSA_AES_KEY_WRAP_SHA_1"),
];

/// How the material is written in the field.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Writing {
    Base64,
    Hex,
}

pub(super) struct ImportMaterial {
    key: KeyId,
    region: Region,
    spec: KeySpec,
    text: String,
    writing: Writing,
    wrapping_spec: WrappingKeySpec,
    algorithm: WrappingAlgorithm,
    expires: bool,
    days: String,
    /// Asked for only where a key may get a further version.
    import_type: Option<ImportType>,
    now: Timestamp,
    asked_for_random: bool,
}

impl ImportMaterial {
    pub fn new(key: &KeyId, region: Region, desk: &Desk) -> Self {
        let family = desk.member(key, region).map(|(family, _)| family);
        let spec = family.map_or(KeySpec::SymmetricDefault, |family| family.spec);
        let has_material = family.is_some_and(|family| family.material.current().is_some());
        let several = has_material && spec == KeySpec::SymmetricDefault;
        // A private key is longer than what RSA encrypts.
        let algorithm = if spec.is_asymmetric() {
            WrappingAlgorithm::RsaAesKeyWrapSha256
        } else {
            WrappingAlgorithm::RsaesOaepSha256
        };
        Self {
            key: key.clone(),
            region,
            spec,
            text: String::new(),
            writing: Writing::Base64,
            wrapping_spec: WrappingKeySpec::Rsa4096,
            algorithm,
            expires: false,
            days: "365".to_owned(),
            import_type: several.then_some(ImportType::ExistingKeyMaterial),
            now: desk.world().now(),
            asked_for_random: false,
        }
    }

    /// The material in the field, if it is written as it says.
    fn material(&self) -> Option<Vec<u8>> {
        let text: String = without_pem_lines(&self.text).chars().filter(|it| !it.is_whitespace()).collect();
        match self.writing {
            Writing::Base64 => STANDARD.decode(text).ok(),
            Writing::Hex => from_hex(&text),
        }
        .filter(|bytes| !bytes.is_empty())
    }

    /// How many bytes of random are material for the key; nothing for a key pair.
    fn random_bytes(&self) -> Option<u32> {
        match self.spec {
            KeySpec::SymmetricDefault | KeySpec::Hmac256 => Some(32),
            KeySpec::Hmac224 => Some(28),
            KeySpec::Hmac384 => Some(48),
            KeySpec::Hmac512 => Some(64),
            _ => None,
        }
    }

    fn valid_to(&self) -> Option<Timestamp> {
        let days = days::parse(&self.days).ok().filter(|_| self.expires)?;
        Some(self.now + Span::days(days))
    }

    fn import(&self) -> Import {
        Import {
            key_id: self.key.to_string(),
            region: self.region,
            material: self.material().unwrap_or_default(),
            wrapping_spec: self.wrapping_spec,
            algorithm: self.algorithm,
            valid_to: self.valid_to(),
            import_type: self.import_type,
        }
    }

    fn material_field(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let bytes = self.random_bytes();
        let writing = &mut self.writing;
        let (changed, asked) = row_sides(
            ui,
            space::CONTROL_HEIGHT,
            |ui| {
                let items = [(Writing::Base64, "Base64", ""), (Writing::Hex, "Hexadecimal", "")];
                segmented(ui, "How the key material is written", writing, &items).changed()
            },
            |ui| {
                let Some(bytes) = bytes else { return false };
                let text = format!("Generate {} random bits with KMS", bytes * 8);
                Button::secondary(&text).small().icon(icons::ARROWS_CLOCKWISE).show(ui).clicked()
            },
        );
        self.asked_for_random |= asked;
        let help = match self.spec {
            KeySpec::SymmetricDefault => "256 bits; keep a copy, KMS never gives it out",
            spec if spec.is_asymmetric() => "The private key as PKCS #8, DER or PEM; keep a copy",
            _ => "As long as the key spec demands; keep a copy",
        };
        let wrong =
            (!self.text.trim().is_empty() && self.material().is_none()).then_some("This is not written so");
        let field = TextField::new("Key material").multiline(3).mono().help(help).error(wrong);
        let field = field.show(ui, &mut self.text);
        page.focus_first(&field);
        changed | field.changed()
    }

    fn wrapping(&mut self, ui: &mut Ui) -> bool {
        let mut changed = false;
        let width = (ui.available_width() - space::M) / 2.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            let key = Dropdown::new("Wrapping key spec").width(width);
            changed |= key.show(ui, &mut self.wrapping_spec, &SPECS).changed();
            let algorithm = Dropdown::new("Wrapping algorithm").width(width);
            changed |= algorithm.show(ui, &mut self.algorithm, &ALGORITHMS).changed();
        });
        changed
    }

    fn expiration(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let mut changed = false;
        ui.label(strong("Expiration"));
        let items = [(false, "Does not expire", ""), (true, "Expires", "")];
        changed |= segmented(ui, "Expiration", &mut self.expires, &items).changed();
        if self.expires {
            self.now = page.desk.world().now();
            changed |= days::field(ui, page, "Expires in (days)", "1 to 365 days", &mut self.days).changed();
            let date = self.valid_to().map_or_else(|| "—".to_owned(), Timestamp::date_and_time);
            ui.label(caption(format!("The key material is deleted on {date}")));
        }
        changed
    }
}

/// What stands between the lines of a PEM file, or the text itself.
fn without_pem_lines(text: &str) -> String {
    text.lines().filter(|line| !line.trim_start().starts_with("-----")).collect()
}

fn from_hex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    let pair = |at: usize| {
        let digits = text.get(at..at + 2)?;
        u8::from_str_radix(digits, 16).ok().filter(|_| !digits.starts_with('+'))
    };
    (0..text.len()).step_by(2).map(pair).collect()
}

impl Form for ImportMaterial {
    fn heading(&self) -> Heading {
        Heading::new("Import key material", "Import key material").width(MEDIUM)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let mut changed = self.material_field(ui, page);
        changed |= self.wrapping(ui);
        if let Some(chosen) = &mut self.import_type {
            ui.label(strong("Import type"));
            let items = [
                (ImportType::ExistingKeyMaterial, "The same key material", ""),
                (ImportType::NewKeyMaterial, "New key material", ""),
            ];
            changed |= segmented(ui, "Import type", chosen, &items).changed();
            if *chosen == ImportType::NewKeyMaterial {
                ui.label(caption("New key material waits until the key is rotated on demand"));
            }
        }
        changed |= self.expiration(ui, page);
        if self.key.is_multi_region() {
            let text = "KMS does not copy imported key material. The same material is to be imported into every \
                        Region of this key, one by one.";
            callout(ui, CalloutKind::Exam, text);
        }
        if let Some((family, _)) = page.desk.member(&self.key, self.region)
            && family.primary != self.region
        {
            let text = "This is a replica: KMS takes only material that its primary has, and refuses any other bytes.";
            callout(ui, CalloutKind::Info, text);
        }
        changed
    }

    fn missing(&self) -> Option<&'static str> {
        let Some(material) = self.material() else {
            return Some("Type, paste or generate the key material");
        };
        match can_wrap(self.wrapping_spec, self.algorithm, material.len()) {
            Ok(()) => {}
            Err(CannotWrap::TooLong) => {
                return Some("The key material is too long for this algorithm; choose RSA_AES_KEY_WRAP");
            }
            Err(_) => return Some("Choose another wrapping algorithm"),
        }
        if self.expires { days::parse(&self.days).err() } else { None }
    }

    /// The two calls with empty files: the line names them, and what is in them is made when the form is sent.
    fn calls(&self) -> Vec<(Region, Request)> {
        let key_id = self.key.to_string();
        let parameters = GetParametersForImportRequest {
            key_id,
            wrapping_algorithm: Some(self.algorithm),
            wrapping_key_spec: Some(self.wrapping_spec),
        };
        let import = self.import().request(Vec::new().into(), Vec::new().into());
        vec![(self.region, parameters.into()), (self.region, import.into())]
    }

    fn commands(&self) -> Vec<Command> {
        vec![Command::ImportMaterial(Box::new(self.import()))]
    }

    fn wish(&mut self) -> Option<Command> {
        let bytes = self.random_bytes().filter(|_| std::mem::take(&mut self.asked_for_random))?;
        Some(Command::DrawRandom { region: self.region, bytes })
    }

    fn take_random(&mut self, bytes: &[u8]) {
        self.writing = Writing::Base64;
        self.text = STANDARD.encode(bytes);
    }
}

impl Import {
    /// The request with what GetParametersForImport and the wrapping brought.
    pub(in crate::gui) fn request(
        &self,
        import_token: crate::kms::api::Blob,
        encrypted_key_material: crate::kms::api::Blob,
    ) -> ImportKeyMaterialRequest {
        ImportKeyMaterialRequest {
            key_id: self.key_id.clone(),
            import_token,
            encrypted_key_material,
            valid_to: self.valid_to.map(EpochSeconds),
            expiration_model: Some(match self.valid_to {
                Some(_) => ExpirationModel::KeyMaterialExpires,
                None => ExpirationModel::KeyMaterialDoesNotExpire,
            }),
            import_type: self.import_type,
            ..Default::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hexadecimal_is_read_in_pairs() {
        assert_eq!(from_hex("00fFa0"), Some(vec![0, 255, 160]));
        for bad in ["0", "0g", "+1", "é1"] {
            assert_eq!(from_hex(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_lines_around_pem_are_left_out() {
        let pem = "-----BEGIN PRIVATE KEY-----\nAAEC\nAwQF\n-----END PRIVATE KEY-----\n";
        assert_eq!(without_pem_lines(pem), "AAECAwQF");
    }
}
