//! The main job from end to end: make a multi-Region key with the wizard, replicate it, encrypt in one Region, watch the
//! ciphertext travel, see it decrypted in the other, save.
//!
//! With `JOURNEY_SCRIPT` set to a path, the test also writes where it clicked and what it typed, so that the same journey
//! can be made in the real window with a real mouse.

use std::fmt::Write as _;

use mrk_console::{
    gui::{command::Command, desk::Pace, files::SettingsFile},
    kms::{Region, api::MultiRegionKeyType},
    workloads::{Leg, save},
};

use crate::common::{Answers, STEP, Window, click, perform, wait_until, window_with};

struct Journey {
    window: Window,
    script: String,
}

impl Journey {
    fn note(&mut self, action: &str, what: &str) {
        writeln!(self.script, "{action}\t{what}").expect("a String takes everything");
    }

    fn click(&mut self, label: &str) {
        let center = click(&mut self.window, label);
        self.note("click", &format!("{:.0} {:.0}", center.x, center.y));
    }

    fn type_text(&mut self, text: &str) {
        self.window.event(egui::Event::Text(text.to_owned()));
        self.note("type", text);
        self.window.run_steps(4);
    }

    /// Lets simulated seconds pass, here at once.
    fn wait(&mut self, seconds: u32) {
        perform(&mut self.window, Command::SetPace(Pace::RealTime));
        for _ in 0..(seconds as f32 / STEP) as u32 {
            self.window.step();
        }
        perform(&mut self.window, Command::SetPace(Pace::Paused));
        self.note("wait", &(seconds + 1).to_string());
    }
}

#[test]
fn a_key_crosses_regions() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("journey.ron");
    let window = window_with(Answers::default(), SettingsFile::default(), Some(path.clone()));
    let mut it = Journey { window, script: String::new() };
    it.window.run_steps(4);
    let (us, eu) = (Region::parse("us-east-1").expect("known"), Region::parse("eu-west-1").expect("known"));

    it.click("Create key in us-east-1");
    it.click("Multi-Region key");
    it.click("Next");
    it.type_text("reports");
    it.note("picture", "1-wizard");
    it.click("Next");
    it.click("alice");
    it.click("Next");
    it.click("alice");
    it.click("Next");
    it.note("picture", "2-policy");
    it.click("Next");
    it.click("Finish");
    let made = it.window.state().desk().selected.clone().expect("the new key is selected");
    assert_eq!(made.region, us);

    it.click("Replicate to a Region…");
    it.click("eu-west-1 Europe (Ireland)");
    it.note("picture", "3-replicate");
    it.click("Create replica keys");
    it.wait(7);
    let desk = it.window.state().desk();
    let (family, replica) = desk.member(&made.key, eu).expect("replicated");
    assert_eq!(family.role(eu), Some(MultiRegionKeyType::Replica));
    assert_eq!(replica.state.key_state().name(), "Enabled");
    it.note("picture", "4-regions");

    it.click("Data flow");
    it.click("Send");
    wait_until(&mut it.window, "decrypted", |window| {
        window.state().desk().stage.transfers().any(|transfer| transfer.is_identical())
    });
    it.note("wait", "4");
    it.note("picture", "5-decrypted");
    let desk = it.window.state().desk();
    let transfer = desk.stage.transfers().next_back().expect("sent");
    assert_eq!((transfer.source, transfer.destination), (us, eu));
    assert!(matches!(transfer.leg, Leg::Opened { .. }));
    let calls = |region: Region, name: &str| {
        let events = desk.world().trail().events().iter();
        events.filter(|event| event.region == region && &*event.name == name).count()
    };
    assert_eq!((calls(us, "Encrypt"), calls(eu, "Encrypt")), (1, 0));
    assert_eq!((calls(us, "Decrypt"), calls(eu, "Decrypt")), (0, 1));

    it.click("CloudTrail");
    it.note("picture", "6-cloudtrail");
    it.click("File menu");
    it.click("Save");
    wait_until(&mut it.window, "saved", |window| path.exists() && !window.state().desk().unsaved);
    let text = std::fs::read_to_string(&path).expect("readable");
    let opened = save::from_text(&text).expect("a world");
    assert!(save::to_text(&opened).expect("text") == text, "the saved world comes back as it was");

    if let Some(script) = std::env::var_os("JOURNEY_SCRIPT") {
        std::fs::write(script, &it.script).expect("written");
    }
}
