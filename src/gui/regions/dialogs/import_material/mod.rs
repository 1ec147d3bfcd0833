//! Import key material in three steps: how it is wrapped, what it is, a last look. It is wrapped here, and handed to KMS.

mod material;

use egui::Ui;

use self::material::{Typed, Writing, random_bytes};
use super::{
    days,
    form::{Form, Heading, MEDIUM, Page, part},
    place::Place,
};
use crate::{
    gui::{
        command::{Command, Import},
        desk::Desk,
        theme::{caption, caption_strong, icon, icons, paragraph, space, tokens},
        widgets::{
            Button, CalloutKind, Dropdown, TextField, callout, callout_with, property_table_with, radio_card,
            row, row_sides, segmented,
        },
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

/// A page of the wizard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Step {
    Wrapping,
    Material,
    Review,
}

impl Step {
    const ALL: [(Self, &str); 3] =
        [(Self::Wrapping, "Wrapping key"), (Self::Material, "Key material"), (Self::Review, "Review")];
}

/// What a form wishes for while it stays open.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Wish {
    Random,
    File,
}

pub(super) struct ImportMaterial {
    key: KeyId,
    region: Region,
    spec: KeySpec,
    step: Step,
    typed: Typed,
    wrapping_spec: WrappingKeySpec,
    algorithm: WrappingAlgorithm,
    expires: bool,
    days: String,
    /// Asked for only where a key may get a further version.
    import_type: Option<ImportType>,
    now: Timestamp,
    wish: Option<Wish>,
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
            step: Step::Wrapping,
            typed: Typed::default(),
            wrapping_spec: WrappingKeySpec::Rsa4096,
            algorithm,
            expires: false,
            days: "365".to_owned(),
            import_type: several.then_some(ImportType::ExistingKeyMaterial),
            now: desk.world().now(),
            wish: None,
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
            material: self.typed.bytes().unwrap_or_default(),
            wrapping_spec: self.wrapping_spec,
            algorithm: self.algorithm,
            valid_to: self.valid_to(),
            import_type: self.import_type,
        }
    }

    fn wrapping(&mut self, ui: &mut Ui) -> bool {
        let text = "KMS makes an RSA key pair for this import alone and hands out its public key with an import \
                    token, both good for 24 hours. The material is wrapped under that key here, so that it never \
                    travels in the clear.";
        ui.label(paragraph(text));
        let mut changed = false;
        let width = (ui.available_width() - space::M) / 2.0;
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = space::M;
            let key = Dropdown::new("Wrapping key spec").width(width);
            changed |= key.show(ui, &mut self.wrapping_spec, &SPECS).changed();
            let algorithm = Dropdown::new("Wrapping algorithm").width(width);
            changed |= algorithm.show(ui, &mut self.algorithm, &ALGORITHMS).changed();
        });
        let note = match self.algorithm {
            WrappingAlgorithm::RsaAesKeyWrapSha256 | WrappingAlgorithm::RsaAesKeyWrapSha1 => {
                "The material is wrapped under an AES key, and that one under RSA: for material of any length"
            }
            _ => {
                "The material is encrypted under RSA itself: for symmetric and HMAC keys, not for private keys"
            }
        };
        ui.label(caption(note));
        changed | self.kind(ui)
    }

    /// Whether the material is a further version.
    fn kind(&mut self, ui: &mut Ui) -> bool {
        let Some(chosen) = &mut self.import_type else { return false };
        let mut changed = false;
        part(ui, "Import type", |ui| {
            for (kind, title, text) in [
                (
                    ImportType::ExistingKeyMaterial,
                    "The same key material",
                    "Brings back what was deleted or has expired, or sets another expiration",
                ),
                (
                    ImportType::NewKeyMaterial,
                    "New key material",
                    "Waits until the key is rotated on demand; first at the primary, then in every replica",
                ),
            ] {
                if radio_card(ui, *chosen == kind, title, text).clicked() {
                    *chosen = kind;
                    changed = true;
                }
            }
        });
        changed
    }

    fn material(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        let writing = &mut self.typed.writing;
        let bytes = random_bytes(self.spec);
        let mut wish = None;
        let (changed, ()) = row_sides(
            ui,
            space::CONTROL_HEIGHT,
            |ui| {
                let items = [(Writing::Base64, "Base64", ""), (Writing::Hex, "Hexadecimal", "")];
                segmented(ui, "How the key material is written", writing, &items).changed()
            },
            |ui| {
                if Button::secondary("From file…").small().icon(icons::FOLDER_OPEN).show(ui).clicked() {
                    wish = Some(Wish::File);
                }
                let Some(bytes) = bytes else { return };
                let text = format!("Generate {} random bits with KMS", bytes * 8);
                if Button::secondary(&text).small().icon(icons::ARROWS_CLOCKWISE).show(ui).clicked() {
                    wish = Some(Wish::Random);
                }
            },
        );
        self.wish = wish.or(self.wish);
        let help = match self.spec {
            KeySpec::SymmetricDefault => "256 bits; keep a copy, KMS never gives it out",
            spec if spec.is_asymmetric() => "The private key as PKCS #8, DER or PEM; keep a copy",
            _ => "As long as the key spec demands; keep a copy",
        };
        let wrong = self.typed.is_wrong().then_some("This is not written so");
        let field = TextField::new("Key material").multiline(3).mono().help(help).error(wrong);
        let field = field.show(ui, &mut self.typed.text);
        page.focus_first(&field);
        page.refusal_at(ui, Place::Material, &field);
        let changed = changed | field.changed() | self.expiration(ui, page);
        if let Some((family, _)) = page.desk.member(&self.key, self.region)
            && family.primary != self.region
        {
            let text = "KMS takes only material that its primary has, and refuses any other bytes.";
            callout_with(ui, CalloutKind::Info, "Replica", text);
        }
        changed
    }

    fn expiration(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        part(ui, "Expiration", |ui| {
            let items = [(false, "Does not expire", ""), (true, "Expires", "")];
            let mut changed = segmented(ui, "Expiration", &mut self.expires, &items).changed();
            if self.expires {
                self.now = page.desk.world().now();
                let field = days::field(ui, page, "Expires in (days)", "1 to 365 days", &mut self.days);
                changed |= field.changed();
                let date = self.valid_to().map_or_else(|| "—".to_owned(), Timestamp::date_and_time);
                ui.label(caption(format!("The key material is deleted on {date}")));
            }
            changed
        })
    }

    fn review(&self, ui: &mut Ui) {
        let name = |items: &[(WrappingAlgorithm, &'static str)]| {
            items.iter().find(|(it, _)| *it == self.algorithm).map_or("", |(_, name)| name)
        };
        let spec = SPECS.iter().find(|(it, _)| *it == self.wrapping_spec).map_or("", |(_, name)| name);
        property_table_with(ui, 150.0, |rows| {
            rows.text("Wrapping key", spec);
            rows.text("Wrapping algorithm", name(&ALGORITHMS));
            let bytes = self.typed.bytes().map_or(0, |bytes| bytes.len());
            rows.text("Key material", &format!("{bytes} bytes"));
            match self.import_type {
                Some(ImportType::NewKeyMaterial) => rows.text("Import type", "New key material"),
                Some(ImportType::ExistingKeyMaterial) => rows.text("Import type", "The same key material"),
                None => {}
            }
            let until = self.valid_to().map(Timestamp::date_and_time);
            rows.text("Expiration", until.as_deref().unwrap_or("Does not expire"));
        });
        if self.key.is_multi_region() {
            let text = "KMS does not copy imported key material. The same material is to be imported into every \
                        Region of this key, one by one.";
            callout(ui, CalloutKind::Exam, text);
        }
        let text =
            "The material is wrapped under the public key that KMS hands out, then imported: two calls.";
        callout(ui, CalloutKind::Info, text);
    }
}

/// The steps side by side, with those that are done ticked.
fn steps(ui: &mut Ui, current: Step) {
    let t = tokens(ui);
    row(ui, 24.0, |ui| {
        ui.spacing_mut().item_spacing.x = 6.0;
        for (number, (step, title)) in Step::ALL.into_iter().enumerate() {
            if number > 0 {
                ui.label(icon(icons::CARET_RIGHT, 11.0).color(t.text_subdued));
            }
            if step < current {
                ui.label(icon(icons::CHECK, 13.0).color(t.ok));
            }
            let text = format!("{} {title}", number + 1);
            let text = if step == current { caption_strong(text).color(t.accent) } else { caption(text) };
            ui.label(text);
        }
    });
}

impl Form for ImportMaterial {
    fn heading(&self) -> Heading {
        let confirm = if self.step == Step::Review { "Import key material" } else { "Next" };
        Heading::new("Import key material", confirm).width(MEDIUM)
    }

    fn body(&mut self, ui: &mut Ui, page: &Page<'_>) -> bool {
        // What is wrong is shown where it can be set right.
        if page.reveal && matches!(page.place, Place::Material | Place::Days) {
            self.step = Step::Material;
        }
        steps(ui, self.step);
        match self.step {
            Step::Wrapping => self.wrapping(ui),
            Step::Material => self.material(ui, page),
            Step::Review => {
                self.review(ui);
                false
            }
        }
    }

    fn missing(&self) -> Option<&'static str> {
        if self.step == Step::Wrapping {
            return None;
        }
        let Some(material) = self.typed.bytes() else {
            return Some("Type, paste, generate or choose the key material");
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

    fn shows(&self, place: Place) -> bool {
        self.step == Step::Material && (place == Place::Material || (place == Place::Days && self.expires))
    }

    fn back(&self) -> Option<&'static str> {
        (self.step > Step::Wrapping).then_some("Back")
    }

    fn turn(&mut self, forward: bool, _desk: &Desk) -> bool {
        self.step = match (self.step, forward) {
            (Step::Wrapping, true) | (Step::Review, false) => Step::Material,
            (Step::Material, true) => Step::Review,
            (Step::Material, false) => Step::Wrapping,
            (Step::Review, true) | (Step::Wrapping, false) => return false,
        };
        true
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
        match self.wish.take()? {
            Wish::File => Some(Command::ChooseMaterialFile),
            Wish::Random => {
                let bytes = random_bytes(self.spec)?;
                Some(Command::DrawRandom { region: self.region, bytes })
            }
        }
    }

    fn take_random(&mut self, bytes: &[u8]) {
        self.typed.put(bytes);
    }

    fn take_file(&mut self, bytes: &[u8]) {
        self.typed.put_file(bytes);
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
