//! The sequence as people use it.

use egui::{Rect, pos2, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

use super::Lab;
use crate::gui::{
    desk::Desk,
    flow::{
        moment::{Moment, Turn},
        sequence::Sequence,
        story::{Act, Beat, Story},
    },
    theme,
};

/// A window of nothing but a sequence.
struct Window {
    sequence: Sequence,
    desk: Desk,
    story: Story,
    moment: Moment,
    turn: Option<Turn>,
}

fn window(size: egui::Vec2) -> Harness<'static, Window> {
    let mut lab = Lab::new();
    let story = lab.table(&["us-east-1"]);
    assert_eq!(story.lanes.len(), 6, "three Regions with their KMS");
    let window = Window {
        sequence: Sequence::default(),
        desk: Desk::new(lab.0),
        story,
        moment: Moment::Now,
        turn: None,
    };
    let mut installed = false;
    let mut harness = Harness::builder().with_size(size).build_ui_state(
        move |ui, window: &mut Window| {
            if !std::mem::replace(&mut installed, true) {
                theme::install(ui.ctx());
                ui.ctx().request_discard("fonts");
                return;
            }
            let turn = window.sequence.ui(ui, &window.desk, Some(&window.story), window.moment);
            window.turn = turn.or(window.turn.take());
        },
        window,
    );
    harness.run();
    harness
}

fn click_at(window: &mut Harness<'static, Window>, at: egui::Pos2) -> Option<Turn> {
    window.hover_at(at);
    window.run();
    for pressed in [true, false] {
        window.event(egui::Event::PointerButton {
            pos: at,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: egui::Modifiers::NONE,
        });
        window.run();
    }
    window.state_mut().turn.take()
}

#[test]
fn with_six_lanes_the_times_stay_in_view_and_the_lanes_follow_the_step() {
    let size = vec2(660.0, 190.0);
    let mut window = window(size);
    let seen = Rect::from_min_size(pos2(0.0, 0.0), size);
    let lanes = |window: &Harness<'static, Window>| window.get_by_label_contains("Sequence of").rect();
    assert!(lanes(&window).height() > size.y, "there is more than can be seen");
    let mut tops = Vec::new();
    let is_low = |beat: &Beat| matches!(beat.act, Act::Local { lane: 4, .. });
    let low = window.state().story.beats.iter().position(is_low).expect("the third Region decrypts");
    for beat in [0, low, 0] {
        let at = window.state().story.beats[beat].start;
        window.state_mut().moment = Moment::Step { beat, at, live: false };
        window.run_steps(30);
        let times = window.get_by_label("Times of the sequence").rect();
        assert!(seen.contains_rect(times) && times.height() > 12.0, "{times:?}");
        tops.push(lanes(&window).top());
    }
    assert!(tops[1] < tops[0] - 10.0, "the lanes of the step come into view: {tops:?}");
    assert!((tops[2] - tops[0]).abs() < 1.0, "there and back: {tops:?}");
}

#[test]
fn clicks_go_to_moments_and_to_the_steps_of_a_mark_in_turn() {
    let mut window = window(vec2(900.0, 400.0));
    let times = window.get_by_label("Times of the sequence").rect();
    let turn = click_at(&mut window, times.center());
    assert!(matches!(turn, Some(Turn::To(at)) if at > window.state().story.began), "{turn:?}");
    let plan = window.state().sequence.kept.get().expect("it was drawn");
    let mark = plan.shapes.marks.iter().find(|mark| mark.beats.len() > 1).expect("several at once").clone();
    for beat in [mark.beats[0], mark.beats[1]] {
        assert_eq!(click_at(&mut window, mark.rect.center()), Some(Turn::Step(beat)));
        let at = window.state().story.beats[beat].start;
        window.state_mut().moment = Moment::Step { beat, at, live: false };
        window.run();
    }
    // Its hover names them all.
    window.hover_at(mark.rect.center());
    window.run_steps(60);
    window.get_by_label_contains("steps, a click each");
}
