//! The room that the parts have: the map keeps its place, explanations are read whole, fields and panels fold away.

use egui::{Rect, Vec2, epaint::ClippedShape};

use super::{
    runs::{click, deliver, deliver_to, put_object},
    *,
};
use crate::{
    gui::{theme::BODY, wizard::KeyNeed},
    workloads::ReplicationBehaviour,
};

/// What rail and bars leave of windows of 1024×700, 1280×720, 1440×900 and 1920×1080 points; then of the last one at ×2, and of
/// the second at ×1.5, as projectors have them.
const WORKSPACES: [Vec2; 6] = [
    vec2(940.0, 626.0),
    vec2(1196.0, 646.0),
    vec2(1356.0, 826.0),
    vec2(1836.0, 1006.0),
    vec2(876.0, 466.0),
    vec2(769.0, 406.0),
];
const SMALL: Vec2 = WORKSPACES[0];
const PROJECTED: Vec2 = WORKSPACES[4];

const WORKLOADS: [&str; 8] = [
    "Client-side envelope",
    "Object storage",
    "Global table",
    "Disaster recovery",
    "Signing",
    "MAC token",
    "File",
    "Text",
];

/// The workspace alone; the harness has a margin around it.
fn workspace(stage: Stage, size: Vec2) -> Harness<'static, Window> {
    window_of(stage, size + Vec2::splat(16.0))
}

fn map(window: &Harness<'static, Window>) -> Rect {
    window.get_by_label("World map").rect()
}

fn choose(window: &mut Harness<'static, Window>, field: &str, item: &str) {
    window.get_by_role_and_label(Role::ComboBox, field).click();
    window.run();
    window.get_by_role_and_label(Role::MenuItem, item).click();
    window.run();
}

fn has_field(window: &Harness<'static, Window>, name: &str) -> bool {
    window.query_by_role_and_label(Role::ComboBox, name).is_some()
}

#[test]
fn the_map_stays_where_it_is_when_another_workload_is_composed() {
    for size in WORKSPACES {
        let mut window = workspace(demo_stage(), size);
        let before = map(&window);
        for workload in WORKLOADS {
            choose(&mut window, "Workload", workload);
            assert_eq!(map(&window), before, "{workload} in {size:?}");
        }
    }
}

/// Checks that a text which begins like this is painted to its end, and in which size.
fn size_of_whole_text(window: &Harness<'static, Window>, begin: &str) -> f32 {
    let texts =
        window.output().shapes.iter().filter_map(|ClippedShape { clip_rect, shape, .. }| match shape {
            egui::Shape::Text(text) if text.galley.text().starts_with(begin) => Some((clip_rect, text)),
            _ => None,
        });
    let (clip, text) = texts.max_by_key(|(_, text)| text.galley.text().len()).expect("is painted");
    let ink = text.galley.rect.translate(text.pos.to_vec2());
    assert!(
        !text.galley.elided && clip.expand(1.0).contains_rect(ink),
        "{ink:?} of {} in {clip:?}",
        text.galley.text()
    );
    text.galley.job.sections[0].format.font_id.size
}

#[test]
fn every_step_is_explained_whole_and_moves_nothing() {
    let begin: [fn(&mut Stage); 4] = [
        deliver,
        |stage| deliver_to(stage, "mallory"),
        |stage| put_object(stage, ReplicationBehaviour::AsS3Does),
        |stage| put_object(stage, ReplicationBehaviour::CopiedUnchanged),
    ];
    for size in WORKSPACES {
        for begin in begin {
            let mut stage = demo_stage();
            begin(&mut stage);
            pass(&mut stage, Span::seconds(5));
            let mut window = workspace(stage, size);
            let before = map(&window);
            let story = window.state().view.stories.chosen.as_ref().expect("was run");
            let titles: Vec<String> = story.beats.iter().map(|beat| beat.title.clone()).collect();
            size_of_whole_text(&window, titles.last().expect("a step"));
            click(&mut window, "First step");
            for (number, title) in titles.iter().enumerate() {
                window.get_by_label(&format!("Step {} of {}", number + 1, titles.len()));
                let text_size = size_of_whole_text(&window, title);
                let is_last = number + 1 == titles.len();
                assert!(text_size == BODY || is_last, "“{title}” is small in {size:?}");
                assert_eq!(map(&window), before, "{title} in {size:?}");
                if !is_last {
                    click(&mut window, "Next step");
                }
            }
        }
    }
}

#[test]
fn nothing_is_moved_by_the_first_that_is_sent() {
    let mut stage = Stage::new(7);
    let (us, alice) = (region("us-east-1"), acting(&stage, "alice"));
    let made = stage.world.ask(us, &alice, CreateKeyRequest::default()).expect("KMS makes it");
    let mut window = workspace(stage, SMALL);
    window.get_by_label("What is sent or run is explained here, step by step");
    let before = map(&window);
    let key_id = made.key_metadata.key_id;
    let order =
        Order { key_id, destination: us, ..order(&window.state().desk.stage, "Text", "us-east-1", "alice") };
    window.state_mut().desk.stage.send(order, b"all is well").expect("alice may");
    window.run();
    window.get_by_label_contains("Step 1 of ");
    assert_eq!(map(&window), before);
}

#[test]
fn in_a_low_window_the_fields_are_shown_on_demand() {
    let mut window = workspace(demo_stage(), SMALL);
    let before = map(&window);
    let words = "Choices: us-east-1 → eu-west-1  ·  global-encrypt  ·  Quarterly report: all green";
    assert!(!has_field(&window, "Key"));
    click(&mut window, words);
    choose(&mut window, "To Region", "ap-southeast-1");
    choose(&mut window, "Key", "legacy-reports");
    click(
        &mut window,
        &words.replace("eu-west-1", "ap-southeast-1").replace("global-encrypt", "legacy-reports"),
    );
    assert!(!has_field(&window, "Key"));
    // Another workload has other fields; Escape folds them away, and so does the button.
    choose(&mut window, "Workload", "Object storage");
    assert!(has_field(&window, "Replication"));
    window.key_press(egui::Key::Escape);
    window.run();
    assert!(!has_field(&window, "Replication"));
    window.get_by_label_contains("Choices: ").click();
    window.run();
    assert!(has_field(&window, "Replication"));
    window.get_by_role_and_label(Role::Button, "Run").click();
    window.run();
    assert!(matches!(window.state().commands.as_slice(), [Command::RunWorkload(_)]));
    assert!(!has_field(&window, "Replication"));
    assert_eq!(map(&window), before);
}

#[test]
fn a_low_window_says_that_no_key_fits_and_offers_to_make_one() {
    let mut window = workspace(demo_stage(), SMALL);
    choose(&mut window, "Workload", "MAC token");
    window.get_by_label("Choices: There is no HMAC key in us-east-1");
    click(&mut window, "Create key");
    assert_eq!(window.state().commands, [Command::OpenWizardFor(region("us-east-1"), KeyNeed::Mac)]);
}

#[test]
fn panels_are_folded_away_for_the_map_and_come_back() {
    let mut stage = demo_stage();
    deliver(&mut stage);
    pass(&mut stage, Span::seconds(5));
    let mut window = workspace(stage, PROJECTED);
    let alone = map(&window);
    assert_eq!(alone.width(), PROJECTED.x);
    assert!(
        window.query_by_label("Sent and run").is_none() && window.query_by_label("What crossed").is_none()
    );
    click(&mut window, "List and sequence");
    window.get_by_label("Sent and run");
    assert!(map(&window).height() < alone.height());
    click(&mut window, "Inspector and traffic");
    window.get_by_label("What crossed");
    assert!(map(&window).width() < alone.width());
    click(&mut window, "List and sequence");
    click(&mut window, "Inspector and traffic");
    assert_eq!(map(&window), alone);
}
