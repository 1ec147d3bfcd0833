//! No text is cut at its side and no text lies on another, in any workspace, dialog and tab, at the sizes that windows have.
//! Read off what is painted: where each text stands, and what it is clipped to.

use egui::{Pos2, Rect, Role, Shape, epaint::ClippedShape};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use mrk_console::{
    gui::{
        app::{App, StartOptions},
        command::Command,
        desk::{Pace, Selected, Workspace},
        files::SettingsFile,
        journal::JournalPage,
        regions::DialogKind,
        theme::Look,
    },
    kms::{KeyId, Region},
};

use crate::common::*;

/// Less than this, in points, is no fault that anyone could see.
const SLACK: f32 = 1.5;

/// Sizes in points of the screen, and the scale.
const SIZES: [([f32; 2], f32); 5] = [
    ([1024.0, 700.0], 1.0),
    ([1280.0, 720.0], 1.0),
    ([1440.0, 900.0], 1.0),
    ([1920.0, 1080.0], 1.0),
    ([1920.0, 1080.0], 1.5),
];

/// A painted text.
struct Painted {
    text: String,
    ink: Rect,
    clip: Rect,
    /// How many opaque grounds were painted before it.
    above: usize,
}

impl Painted {
    fn seen(&self) -> Rect {
        self.ink.intersect(self.clip)
    }
}

/// What is painted, in the order of painting.
#[derive(Default)]
struct Painting {
    texts: Vec<Painted>,
    grounds: Vec<Rect>,
}

impl Painting {
    fn of(shapes: &[ClippedShape]) -> Self {
        let mut painting = Self::default();
        for ClippedShape { clip_rect, shape, .. } in shapes {
            painting.gather(shape, *clip_rect);
        }
        painting
    }

    fn gather(&mut self, shape: &Shape, clip: Rect) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| self.gather(shape, clip)),
            Shape::Text(text) if text.angle == 0.0 && !text.galley.text().trim().is_empty() => {
                let ink = text.galley.mesh_bounds.translate(text.pos - Pos2::ZERO);
                if ink.is_positive() && ink.intersects(clip) {
                    let text = text.galley.text().to_owned();
                    self.texts.push(Painted { text, ink, clip, above: self.grounds.len() });
                }
            }
            Shape::Rect(rect) if rect.fill.a() == 255 => self.grounds.push(rect.rect.intersect(clip)),
            _ => {}
        }
    }

    /// Whether a text is seen at a place where another one is painted later.
    fn is_seen_below(&self, text: &Painted, later: &Painted, place: Rect) -> bool {
        let between = &self.grounds[text.above..later.above];
        !between.iter().any(|ground| ground.expand(SLACK).contains_rect(place))
    }

    /// Whether nothing hides a text.
    fn is_seen(&self, text: &Painted) -> bool {
        !self.grounds[text.above..].iter().any(|ground| ground.expand(SLACK).contains_rect(text.seen()))
    }

    /// What is wrong with it.
    fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for text in self.texts.iter().filter(|text| self.is_seen(text)) {
            let cut = (text.ink.right() - text.clip.right()).max(text.clip.left() - text.ink.left());
            if cut > SLACK {
                faults.push(format!("“{}” is cut by {cut:.0} points at its side", text.text));
            }
        }
        for (number, one) in self.texts.iter().enumerate() {
            for other in &self.texts[number + 1..] {
                let common = one.seen().intersect(other.seen());
                let overlap = common.width() > SLACK && common.height() > SLACK;
                if overlap && self.is_seen_below(one, other, common) {
                    faults.push(format!("“{}” lies on “{}” at {common:?}", other.text, one.text));
                }
            }
        }
        faults
    }
}

fn open(size: [f32; 2], zoom: f32, look: Look) -> Window {
    let mut window =
        Harness::builder().with_size(size).with_max_steps(40).with_step_dt(STEP).build_eframe(|creation| {
            let options = StartOptions {
                path: None,
                zoom: Some(zoom),
                settings: SettingsFile::default(),
                dialogs: Box::new(Answers::default()),
            };
            App::new(&creation.egui_ctx, options)
        });
    window.state_mut().show_stage(demo());
    perform(&mut window, Command::SetPace(Pace::Paused));
    perform(&mut window, Command::SetLook(look));
    // What fades in would not count as opaque.
    perform(&mut window, Command::SetReducedMotion(true));
    window
}

/// The demo world's key that most is told about, and its primary's Region.
fn subject(window: &Window) -> (KeyId, Region) {
    let us = Region::parse("us-east-1").expect("known");
    let store = window.state().desk().world().store();
    let mut aliases = store.aliases_in(us);
    let found = aliases.find(|(_, name, _)| name.short() == "global-encrypt");
    (found.expect("in the demo world").2.target.clone(), us)
}

type Scene = (&'static str, fn(&mut Window, KeyId, Region));

/// Everything that has a place in the window.
const SCENES: &[Scene] = &[
    ("Regions", |_, _, _| {}),
    ("a selected key", select),
    ("the wizard", |window, _, region| perform(window, Command::OpenWizard(region))),
    ("rotation", |window, key, region| dialog(window, DialogKind::Rotation(key, region))),
    ("the endpoint's sheet", |window, _, _| perform(window, Command::OpenEndpointSheet)),
    ("what I did", |window, _, _| perform(window, Command::OpenJournal(JournalPage::Done))),
    ("notifications", |window, _, _| perform(window, Command::OpenJournal(JournalPage::Notices))),
    ("Data flow", |window, _, _| perform(window, Command::Open(Workspace::DataFlow))),
    ("CloudTrail", |window, _, _| perform(window, Command::Open(Workspace::CloudTrail))),
    ("Principals", |window, _, _| perform(window, Command::Open(Workspace::Principals))),
    ("Shell", |window, _, _| perform(window, Command::Open(Workspace::Shell))),
];

fn select(window: &mut Window, key: KeyId, region: Region) {
    perform(window, Command::Select(Some(Selected { key, region })));
}

fn dialog(window: &mut Window, kind: DialogKind) {
    perform(window, Command::OpenDialog(kind));
}

#[test]
fn no_text_is_cut_and_none_lies_on_another() {
    let mut all = Vec::new();
    for (size, zoom) in SIZES {
        for (name, go) in SCENES {
            // Both themes have the same sizes, so one is enough here.
            let mut window = open(size, zoom, Look::Dark);
            let (key, region) = subject(&window);
            go(&mut window, key, region);
            window.run_steps(3);
            let found = Painting::of(&window.output().shapes).faults();
            all.extend(found.iter().map(|fault| format!("{size:?} × {zoom}, {name}: {fault}")));
        }
    }
    assert!(all.is_empty(), "{} faults:\n{}", all.len(), all.join("\n"));
}

#[test]
fn whatever_can_be_used_has_a_name() {
    for (name, go) in SCENES {
        let mut window = open([1440.0, 900.0], 1.0, Look::Dark);
        let (key, region) = subject(&window);
        go(&mut window, key, region);
        window.run_steps(3);
        let used = [
            Role::Button,
            Role::CheckBox,
            Role::RadioButton,
            Role::ComboBox,
            Role::TextInput,
            Role::MultilineTextInput,
            Role::Tab,
            Role::Slider,
            Role::Link,
        ];
        let nameless = window.query_all_by(|node| {
            let named = node.label().is_some_and(|label| !label.trim().is_empty());
            used.contains(&node.role()) && !named
        });
        let places: Vec<String> =
            nameless.map(|node| format!("{:?} at {:?}", node.accesskit_node().role(), node.rect())).collect();
        assert!(places.is_empty(), "{name}: {}", places.join("\n"));
        let all = window.query_all_by(|node| used.contains(&node.role())).count();
        assert!(all > 10, "{name} has only {all} things to use");
    }
}

#[test]
fn what_is_cut_or_covered_is_noticed() {
    let mut window = Harness::builder().with_size([300.0, 200.0]).build_ui(|ui| {
        let painter = ui.painter_at(Rect::from_min_size(Pos2::new(10.0, 10.0), egui::vec2(60.0, 100.0)));
        let font = egui::FontId::proportional(14.0);
        let white = egui::Color32::WHITE;
        painter.text(
            Pos2::new(20.0, 20.0),
            egui::Align2::LEFT_TOP,
            "much too long for it",
            font.clone(),
            white,
        );
        ui.painter().text(Pos2::new(100.0, 50.0), egui::Align2::LEFT_TOP, "one", font.clone(), white);
        ui.painter().text(Pos2::new(104.0, 50.0), egui::Align2::LEFT_TOP, "other", font.clone(), white);
        ui.painter().text(Pos2::new(100.0, 90.0), egui::Align2::LEFT_TOP, "below", font.clone(), white);
        let ground = Rect::from_min_size(Pos2::new(90.0, 80.0), egui::vec2(90.0, 40.0));
        ui.painter().rect_filled(ground, 0.0, egui::Color32::BLACK);
        ui.painter().text(Pos2::new(100.0, 90.0), egui::Align2::LEFT_TOP, "above", font, white);
    });
    window.run();
    let faults = Painting::of(&window.output().shapes).faults();
    assert_eq!(faults.len(), 2, "{faults:?}");
    assert!(faults[0].starts_with("“much too long"), "{faults:?}");
    assert!(faults[1].starts_with("“other” lies on “one”"), "{faults:?}");
}
