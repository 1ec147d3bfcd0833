//! The scenes: what each picture shows, and how the window gets there.

use egui::Role;
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

use crate::{
    gui::{
        app::App,
        command::{Command, Reply},
        desk::{Pace, Workspace},
        regions::DialogKind,
    },
    kms::{
        KeyId, Region,
        api::{
            ConnectCustomKeyStoreRequest, CreateCustomKeyStoreRequest, CreateGrantRequest,
            CustomKeyStoreType, EncryptionContext, GrantConstraints, GrantOperation, Request,
            RotateKeyOnDemandRequest, XksProxyAuthenticationCredential, XksProxyConnectivity,
        },
        custom_key_store::Connection,
    },
    world::Principal,
};

/// Moments of the schedule after which background work is over for certain.
const MOST_STEPS: usize = 60;

/// How long, and how often, to wait for the shell.
pub(super) const WAIT: std::time::Duration = std::time::Duration::from_millis(5);
pub(super) const MOST_WAITS: usize = 2000;

/// A scene: its picture's name, and how the window gets there.
pub(super) struct Scene {
    pub name: &'static str,
    pub stage: fn(&mut Shooting),
}

/// The app in its harness, with the demo world's key that most scenes are about.
pub(super) struct Shooting {
    pub harness: Harness<'static, App>,
    pub key: KeyId,
    pub primary: Region,
}

impl Shooting {
    pub fn perform(&mut self, command: Command) {
        self.harness.state_mut().perform(command);
        self.settle();
    }

    pub fn settle(&mut self) {
        self.harness.run_steps(3);
    }

    pub fn click(&mut self, label: &str) {
        // Headings share the names of some controls; what can be clicked is no label.
        self.harness
            .get_by(|node| node.label().is_some_and(|it| it == label) && node.role() != Role::Label)
            .click();
        self.settle();
    }

    fn type_text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.settle();
    }

    /// Turns to a tab of the selected key.
    fn open_tab(&mut self, name: &str) {
        self.harness.get_by_role_and_label(Role::Tab, name).click();
        self.settle();
    }

    /// Writes something else into a text of several lines.
    fn retype(&mut self, name: &str, change: impl FnOnce(&str) -> String) {
        let field = self.harness.get_by_role_and_label(Role::MultilineTextInput, name);
        let text = field.accesskit_node().value().unwrap_or_default();
        field.set_text_value_accesskit(&change(&text));
        self.settle();
    }

    /// Two custom key stores, of which one cannot be connected.
    fn custom_key_stores(&mut self) {
        let world = self.harness.state().desk().world();
        let (cluster, manager) = (world.backends().clusters().next(), world.backends().managers().next());
        let (Some(cluster), Some(manager)) = (cluster, manager) else { return };
        let ledger = CreateCustomKeyStoreRequest {
            custom_key_store_name: "Ledger cluster".to_owned(),
            cloud_hsm_cluster_id: Some(cluster.id.to_string()),
            trust_anchor_certificate: Some(cluster.certificate.to_string()),
            key_store_password: Some("not-the-password".to_owned()),
            ..Default::default()
        };
        let external = CreateCustomKeyStoreRequest {
            custom_key_store_name: "Own key manager".to_owned(),
            custom_key_store_type: Some(CustomKeyStoreType::ExternalKeyStore),
            xks_proxy_connectivity: Some(XksProxyConnectivity::PublicEndpoint),
            xks_proxy_uri_endpoint: manager.public_endpoint.as_ref().map(ToString::to_string),
            xks_proxy_uri_path: Some(manager.path.to_string()),
            xks_proxy_authentication_credential: Some(XksProxyAuthenticationCredential {
                access_key_id: manager.credential.access_key_id.to_string(),
                raw_secret_access_key: manager.credential.secret.0.to_string(),
            }),
            ..Default::default()
        };
        self.ask(ledger);
        self.ask(external);
        let stores = self.harness.state().desk().world().store().custom_key_stores.iter();
        let ids: Vec<String> = stores.map(|it| it.id.to_string()).collect();
        for custom_key_store_id in ids {
            self.ask(ConnectCustomKeyStoreRequest { custom_key_store_id });
        }
        self.click("Key table");
        self.click("Custom key stores");
        for _ in 0..MOST_STEPS {
            let stores = self.harness.state().desk().world().store().custom_key_stores.iter();
            if stores.filter(|it| matches!(it.connection, Connection::Connecting { .. })).count() == 0 {
                break;
            }
            self.perform(Command::NextEvent);
        }
        self.perform(Command::SetPace(Pace::Paused));
    }

    /// Shows the families instead of the Regions side by side.
    fn open_families(&mut self) {
        let is_switch = |node: &egui_kittest::kittest::AccessKitNode<'_>| {
            node.role() == Role::RadioButton && node.label().is_some_and(|it| it.starts_with("Families"))
        };
        self.harness.get_by(is_switch).click();
        self.settle();
    }

    /// Opens the wizard and fills it in up to a page, counted from 1.
    fn open_wizard(&mut self, page: u32) {
        self.perform(Command::OpenWizard(self.primary));
        self.click("Multi-Region key");
        for earlier in 1..page {
            self.click("Next");
            match earlier + 1 {
                2 => self.type_text("reports"),
                3 => ["alice", "carol", "OrgAdmin"].iter().for_each(|name| self.click(name)),
                4 => ["Application", "EUApplicationRole"].iter().for_each(|name| self.click(name)),
                _ => {}
            }
        }
    }

    /// Opens the key page at a tab.
    fn key_page(&mut self, tab: &str) {
        self.perform(Command::OpenKeyPage(self.key.clone(), self.primary));
        self.click(tab);
    }

    /// Asks for something as whoever acts, and says nothing of it.
    fn ask(&mut self, request: impl Into<Request>) {
        let request = Box::new(request.into());
        self.perform(Command::Call { region: self.primary, request, reply: Reply::Answer });
    }

    /// Rotates the key twice on demand, and begins a third time.
    fn rotate(&mut self) {
        for _ in 0..2 {
            self.ask(RotateKeyOnDemandRequest { key_id: self.key.to_string() });
            for _ in 0..MOST_STEPS {
                let family = self.harness.state().desk().world().store().family(&self.key);
                if family.is_none_or(|family| family.rotation.in_progress.is_none()) {
                    break;
                }
                self.perform(Command::NextEvent);
            }
        }
        self.ask(RotateKeyOnDemandRequest { key_id: self.key.to_string() });
    }

    /// Grants the key to some.
    fn grant(&mut self) {
        let arn = |it: &Self, name: &str| {
            it.harness.state().desk().world().principals().named(name).map(Principal::arn)
        };
        let context = EncryptionContext::from([("Purpose".to_owned(), "Migration".to_owned())]);
        for (name, grantee, operations, constraints) in [
            ("nightly-backup", "Application", vec![GrantOperation::GenerateDataKey], None),
            (
                "migration",
                "EUApplicationRole",
                vec![GrantOperation::Decrypt, GrantOperation::ReEncryptFrom, GrantOperation::DescribeKey],
                Some(GrantConstraints { encryption_context_equals: context, ..Default::default() }),
            ),
            ("", "mallory", vec![GrantOperation::Decrypt], None),
        ] {
            let request = CreateGrantRequest {
                key_id: self.key.to_string(),
                grantee_principal: arn(self, grantee),
                retiring_principal: arn(self, "alice"),
                operations,
                constraints,
                name: Some(name.to_owned()).filter(|it| !it.is_empty()),
                ..Default::default()
            };
            self.ask(request);
            if name == "migration" {
                self.perform(Command::NextEvent);
            }
        }
    }

    /// Runs texts in the shell, one after the other.
    fn run_in_shell(&mut self, texts: &[&str]) {
        self.perform(Command::Open(Workspace::Shell));
        for text in texts {
            self.perform(Command::RunInShell((*text).to_owned()));
            for _ in 0..MOST_WAITS {
                self.settle();
                // While a text runs, the button says Stop.
                if self.harness.query_by_role_and_label(Role::Button, "Run").is_some() {
                    break;
                }
                std::thread::sleep(WAIT);
            }
        }
    }
}

/// All of them.
pub(super) const SCENES: &[Scene] = &[
    Scene { name: "regions", stage: |_| {} },
    Scene {
        name: "key-table",
        stage: |it| {
            it.click("Key table");
            it.click("Select legacy-reports in us-east-1");
            it.click("Select orders in us-east-1");
        },
    },
    Scene { name: "custom-key-stores", stage: Shooting::custom_key_stores },
    Scene {
        name: "replicate",
        stage: |it| it.perform(Command::OpenDialog(DialogKind::Replicate(it.key.clone(), it.primary))),
    },
    Scene { name: "families", stage: Shooting::open_families },
    Scene {
        name: "drift",
        stage: |it| {
            it.open_families();
            it.click("All drift");
        },
    },
    Scene {
        name: "replicate-wizard",
        stage: |it| {
            it.perform(Command::OpenReplicateWizard(it.key.clone()));
            it.click("ap-northeast-1 Asia Pacific (Tokyo)");
            it.click("ap-northeast-2 Asia Pacific (Seoul)");
        },
    },
    Scene {
        name: "rotation",
        stage: |it| it.perform(Command::OpenDialog(DialogKind::Rotation(it.key.clone(), it.primary))),
    },
    Scene { name: "key-policy", stage: |it| it.open_tab("Key policy") },
    Scene {
        name: "policy-editor",
        stage: |it| {
            it.open_tab("Key policy");
            it.perform(Command::OpenDialog(DialogKind::EditPolicy(it.key.clone(), it.primary)));
            it.retype("Key policy text", |text| {
                text.replacen("kms:Encrypt", "kms:Encript", 1).replacen("\"Effect\"", "\"Efect\"", 1)
            });
        },
    },
    Scene {
        name: "policy-diff",
        stage: |it| {
            it.perform(Command::OpenDialog(DialogKind::EditPolicy(it.key.clone(), it.primary)));
            it.retype("Key policy text", |text| {
                text.replace("user/carol", "role/OrgAdmin").replace("role/app/EUApplicationRole", "user/bob")
            });
            it.click("Templates");
            it.click("Encryption context required");
            it.click("Review changes…");
        },
    },
    Scene {
        name: "who-can-do-what",
        stage: |it| {
            it.open_tab("Key policy");
            it.click("Who can do what?");
            it.settle();
            it.settle();
            it.click(
                "mallory, Decrypt: denied: the key policy leaves it to IAM, and no identity policy allows it",
            );
        },
    },
    Scene { name: "key-page-general", stage: |it| it.key_page("General configuration") },
    Scene {
        name: "key-page-rotation",
        stage: |it| {
            it.rotate();
            it.key_page("Key material and rotations");
        },
    },
    Scene {
        name: "key-page-grants",
        stage: |it| {
            it.grant();
            it.key_page("Grants");
        },
    },
    Scene { name: "key-page-cryptography", stage: |it| it.key_page("Cryptographic configuration") },
    Scene { name: "key-page-aliases", stage: |it| it.key_page("Aliases") },
    Scene { name: "key-page-tags", stage: |it| it.key_page("Tags") },
    Scene { name: "key-page-events", stage: |it| it.key_page("Events") },
    Scene { name: "key-page-regionality", stage: |it| it.key_page("Regionality") },
    Scene { name: "cloudtrail", stage: |it| it.perform(Command::Open(Workspace::CloudTrail)) },
    Scene {
        name: "shell",
        stage: |it| {
            it.run_in_shell(&[
                "aws sts get-caller-identity --output text",
                "aws kms encrypt --key-id alias/global-encrypt --plaintext \"over the ocean\" \\\n  --query CiphertextBlob --output text > \
                 sealed.b64",
                "aws kms decrypt --region eu-west-1 \\\n  --ciphertext-blob fileb://<(base64 --decode sealed.b64) \\\n  --query Plaintext \
                 --output text | base64 --decode",
                "aws kms enable-key --key-id alias/global-encrypt",
                "aws kms list-aliases --query 'Aliases[].[AliasName,TargetKeyId]' --output table",
            ]);
        },
    },
    Scene { name: "principals", stage: |it| it.perform(Command::Open(Workspace::Principals)) },
    Scene {
        name: "palette",
        stage: |it| {
            it.perform(Command::OpenPalette);
            it.type_text("key");
        },
    },
    Scene { name: "connect", stage: |it| it.perform(Command::OpenEndpointSheet) },
    Scene { name: "wizard-1-configure-key", stage: |it| it.open_wizard(1) },
    Scene { name: "wizard-2-add-labels", stage: |it| it.open_wizard(2) },
    Scene { name: "wizard-3-administrators", stage: |it| it.open_wizard(3) },
    Scene { name: "wizard-4-users", stage: |it| it.open_wizard(4) },
    Scene { name: "wizard-5-edit-key-policy", stage: |it| it.open_wizard(5) },
    Scene { name: "wizard-6-review", stage: |it| it.open_wizard(6) },
];
