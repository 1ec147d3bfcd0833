//! Pictures of the window without a display: the real app in a headless harness, drawn by whatever Vulkan or OpenGL
//! driver there is, a software one for choice.

use std::{fs, panic, path::Path};

use egui::Role;
use egui_kittest::{Harness, kittest::Queryable as _};
use image::RgbaImage;

use super::{
    app::{App, StartOptions},
    command::Command,
    desk::{Pace, Selected, Workspace},
    files::{FileDialogs, FileQuestion, SettingsFile},
    regions::DialogKind,
};
use crate::{
    kms::{KeyId, Region},
    workloads::demo,
    world::{Load, Packet},
};

/// The themes that every scene is drawn in.
const THEMES: [&str; 2] = ["dark", "light"];

/// Frames after which a packet has arrived for certain.
const MOST_STEPS: usize = 60;

/// How long, and how often, to wait for the shell.
const WAIT: std::time::Duration = std::time::Duration::from_millis(5);
const MOST_WAITS: usize = 2000;

/// Points of a picture.
const SIZE: [f32; 2] = [1440.0, 900.0];

/// Dialogs that nobody answers.
struct NoDialogs;

impl FileDialogs for NoDialogs {
    fn ask(
        &self,
        _question: FileQuestion,
        _answer: std::sync::mpsc::Sender<Option<std::path::PathBuf>>,
        _wake: egui::Context,
    ) {
    }
}

/// A scene: its picture's name, and how the window gets there.
struct Scene {
    name: &'static str,
    stage: fn(&mut Shooting),
}

/// The app in its harness, with the demo world's key that most scenes are about.
struct Shooting {
    harness: Harness<'static, App>,
    key: KeyId,
    primary: Region,
}

impl Shooting {
    fn perform(&mut self, command: Command) {
        self.harness.state_mut().perform(command);
        self.settle();
    }

    fn settle(&mut self) {
        self.harness.run_steps(3);
    }

    fn click(&mut self, label: &str) {
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

    /// Sends the text that the data flow starts with, and stops while it is over the ocean.
    fn send(&mut self) {
        self.perform(Command::Open(Workspace::DataFlow));
        self.click("Send");
        for _ in 0..MOST_STEPS {
            let world = self.harness.state().desk().world();
            let is_far = |packet: &Packet| {
                matches!(packet.load, Load::Ciphertext { .. }) && packet.progress(world.now()) > 0.4
            };
            if world.packets().any(is_far) {
                break;
            }
            self.harness.step();
        }
        self.perform(Command::SetPace(Pace::Paused));
    }
}

const SCENES: &[Scene] = &[
    Scene { name: "regions", stage: |_| {} },
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
    Scene { name: "data-flow", stage: |it| it.perform(Command::Open(Workspace::DataFlow)) },
    Scene { name: "data-flow-in-flight", stage: Shooting::send },
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
    Scene { name: "connect", stage: |it| it.perform(Command::OpenEndpointSheet) },
    Scene { name: "wizard-1-configure-key", stage: |it| it.open_wizard(1) },
    Scene { name: "wizard-2-add-labels", stage: |it| it.open_wizard(2) },
    Scene { name: "wizard-3-administrators", stage: |it| it.open_wizard(3) },
    Scene { name: "wizard-4-users", stage: |it| it.open_wizard(4) },
    Scene { name: "wizard-5-edit-key-policy", stage: |it| it.open_wizard(5) },
    Scene { name: "wizard-6-review", stage: |it| it.open_wizard(6) },
];

fn start() -> Result<Shooting, String> {
    let stage = demo::stage().map_err(|error| error.to_string())?;
    let us = stage.world.regions().first().copied().ok_or("the demo world has no Region")?;
    let store = stage.world.store();
    let key = store
        .aliases_in(us)
        .find(|(_, name, _)| name.short() == "global-encrypt")
        .map(|(_, _, alias)| alias.target.clone())
        .ok_or("the demo world has no global-encrypt")?;
    let options = || StartOptions {
        path: None,
        zoom: None,
        settings: SettingsFile::default(),
        dialogs: Box::new(NoDialogs),
    };
    // The harness panics where there is no driver; what it says is for programmers, so it is put in plain words.
    let build = || {
        Harness::builder()
            .with_size(SIZE)
            .wgpu()
            .build_eframe(|creation| App::new(&creation.egui_ctx, options()))
    };
    let quiet = panic::take_hook();
    panic::set_hook(Box::new(|_| {}));
    let built = panic::catch_unwind(build);
    panic::set_hook(quiet);
    let mut harness = built.map_err(|_| {
        "no graphics driver was found to draw with; on Debian and Ubuntu install mesa-vulkan-drivers"
            .to_owned()
    })?;
    harness.state_mut().show_stage(stage);
    let mut shooting = Shooting { harness, key, primary: us };
    shooting.perform(Command::SetPace(Pace::Paused));
    shooting.perform(Command::Select(Some(Selected { key: shooting.key.clone(), region: us })));
    Ok(shooting)
}

/// The names of all pictures: every scene in both themes.
pub fn names() -> impl Iterator<Item = String> {
    let both = |scene: &Scene| THEMES.map(|theme| format!("{}-{theme}", scene.name));
    SCENES.iter().flat_map(both)
}

/// Draws the picture of this name.
///
/// # Errors
/// If there is no picture of the name, or no driver to draw with.
pub fn draw(name: &str) -> Result<RgbaImage, String> {
    let known = |scene: &&Scene| {
        name.strip_prefix(scene.name)
            .is_some_and(|rest| rest.strip_prefix('-').is_some_and(|theme| THEMES.contains(&theme)))
    };
    let scene = SCENES.iter().find(known).ok_or_else(|| format!("there is no picture named {name}"))?;
    let mut shooting = start()?;
    if name.ends_with("-light") {
        shooting.perform(Command::ToggleTheme);
    }
    (scene.stage)(&mut shooting);
    shooting.harness.remove_cursor();
    shooting.settle();
    shooting.harness.render()
}

/// Draws every picture into `folder`; answers how many there are.
///
/// # Errors
/// If there is no driver to draw with, or the folder cannot be written.
pub fn draw_all(folder: &Path) -> Result<usize, String> {
    fs::create_dir_all(folder).map_err(|error| format!("{} could not be made: {error}", folder.display()))?;
    let mut count = 0;
    for name in names() {
        let path = folder.join(format!("{name}.png"));
        draw(&name)?
            .save(&path)
            .map_err(|error| format!("{} could not be written: {error}", path.display()))?;
        count += 1;
    }
    Ok(count)
}
