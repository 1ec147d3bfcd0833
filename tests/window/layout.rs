//! No text is cut at its side and no text lies on another, in any workspace, dialog and tab, at the sizes that windows have.
//! Read off what is painted: where each text stands, and what it is clipped to.

use egui::{Pos2, Rect, Role, Shape, epaint::ClippedShape};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};
use mrk_console::gui::shots::{self, Canvas};

/// Less than this, in points, is no fault that anyone could see.
const SLACK: f32 = 1.5;

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
                // Row by row: the first row of a text may begin behind another text.
                for row in &text.galley.rows {
                    let ink = row.visuals.mesh_bounds.translate(row.pos.to_vec2() + text.pos.to_vec2());
                    if ink.is_positive() && ink.intersects(clip) {
                        self.texts.push(Painted { text: row.text(), ink, clip, above: self.grounds.len() });
                    }
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

/// The scenes with tables and code that scroll sideways, where what is wider than its room is reached by scrolling.
const SCROLLING: [&str; 12] = [
    "families",
    "drift",
    "key-table",
    "replicate-wizard",
    "policy-editor",
    "policy-diff",
    "who-can-do-what",
    "key-policy",
    "wizard-3-administrators",
    "wizard-4-users",
    "wizard-5-edit-key-policy",
    "wizard-6-review",
];

/// What is wrong at this size in any scene whose name begins in one of these ways.
fn faults_at(canvas: Canvas, only: &[&str]) -> Vec<String> {
    let mut all = Vec::new();
    for name in shots::scenes().filter(|name| only.iter().any(|it| name.starts_with(it))) {
        let window = shots::stage(name, canvas).expect("a scene");
        let mut found = Painting::of(&window.output().shapes).faults();
        if SCROLLING.contains(&name) {
            found.retain(|fault| !fault.contains("is cut"));
        }
        all.extend(found.iter().map(|fault| format!("{name}: {fault}")));
    }
    all
}

#[track_caller]
fn no_faults_at(size: [f32; 2], zoom: f32) {
    no_faults_of(&[""], size, zoom);
}

#[track_caller]
fn no_faults_of(only: &[&str], size: [f32; 2], zoom: f32) {
    let faults = faults_at(Canvas { size, zoom }, only);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

// Both themes have the same sizes, so one is enough here.

#[test]
fn nothing_is_cut_or_covered_in_the_smallest_window() {
    no_faults_at([1024.0, 700.0], 1.0);
}

/// So many points has 1920×1080 at presenter scale ×1.5, too.
#[test]
fn nothing_is_cut_or_covered_at_1280_by_720() {
    no_faults_at([1280.0, 720.0], 1.5);
}

#[test]
fn nothing_is_cut_or_covered_at_1440_by_900() {
    no_faults_at([1440.0, 900.0], 1.0);
}

#[test]
fn nothing_is_cut_or_covered_at_1920_by_1080() {
    no_faults_at([1920.0, 1080.0], 1.0);
}

/// What is taught with, on a projector: 1920×1080 at ×2 and 1280×720 at ×1.5 leave this many points.
#[test]
fn nothing_of_data_flow_and_compare_is_cut_or_covered_on_a_projector() {
    no_faults_of(&["data-flow", "traffic"], [960.0, 540.0], 2.0);
    // Every scene of Compare runs all ways anew, so two are enough.
    no_faults_of(&["data-flow", "traffic", "compare-cell", "compare-outage"], [853.0, 480.0], 1.5);
}

#[test]
fn the_fields_that_a_low_window_folds_away_find_room_as_well() {
    for size in [[1024.0, 700.0], [853.0, 480.0]] {
        let mut window = shots::stage("data-flow", Canvas { size, zoom: 1.0 }).expect("a scene");
        for workload in ["Object storage", "Client-side envelope", "MAC token"] {
            window.get_by_role_and_label(Role::ComboBox, "Workload").click();
            window.run_steps(3);
            window.get_by_role_and_label(Role::MenuItem, workload).click();
            window.run_steps(4);
            assert!(window.query_by_role_and_label(Role::ComboBox, "From Region").is_some(), "{workload}");
            let faults = Painting::of(&window.output().shapes).faults();
            assert!(faults.is_empty(), "{workload} at {size:?}: {}", faults.join("\n"));
        }
    }
}

#[test]
fn whatever_can_be_used_has_a_name() {
    for name in shots::scenes() {
        let window = shots::stage(name, Canvas::USUAL).expect("a scene");
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
        let place =
            |node: egui_kittest::Node<'_>| format!("{:?} at {:?}", node.accesskit_node().role(), node.rect());
        let places: Vec<String> = nameless.map(place).collect();
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
