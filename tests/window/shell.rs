//! The Shell workspace: commands typed to the world that the window shows.

use egui::{Event, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use mrk_console::gui::{command::Command, desk::Workspace};

use crate::common::*;

fn shell() -> Window {
    let mut window = window();
    perform(&mut window, Command::Open(Workspace::Shell));
    window
}

fn type_text(window: &mut Window, text: &str) {
    window.get_by_label("Shell input").focus();
    window.run_steps(2);
    window.event(Event::Text(text.to_owned()));
    window.run_steps(2);
}

fn input(window: &Window) -> String {
    let value = window.get_by_label("Shell input").value().unwrap_or_default();
    // An empty field tells its hint.
    if value == "Type a command" { String::new() } else { value }
}

/// Whether some text in the window has this in it.
fn says(window: &Window, text: &str) -> bool {
    window.query_all_by_label_contains(text).next().is_some()
        || window.query_all_by(|node| node.value().is_some_and(|it| it.contains(text))).next().is_some()
}

/// Types a text, runs it and waits for what it prints.
fn run(window: &mut Window, text: &str, prints: &str) {
    type_text(window, text);
    window.key_press(Key::Enter);
    wait_until(window, text, |window| says(window, prints) && shows(window, "Run"));
}

#[test]
fn commands_act_on_the_world_as_whoever_acts() {
    let mut window = shell();
    run(
        &mut window,
        "aws sts get-caller-identity --query Arn --output text",
        "arn:aws:iam::111111111111:user/alice",
    );
    run(&mut window, "aws kms create-key --multi-region --query KeyMetadata.MultiRegion", "true");
    let world = window.state().desk().world();
    assert_eq!(world.store().keys_in(world.regions()[0]).count(), 1);
    run(&mut window, "aws kms enable-key --key-id alias/none", "InvalidArnException");
    assert!(says(&window, "This operation takes a key id or key ARN"), "a hint stands beside the refusal");
    perform(&mut window, Command::ActAs("mallory".to_owned()));
    run(&mut window, "aws kms create-key", "AccessDeniedException");
}

#[test]
fn keys_complete_recall_and_stop() {
    let mut window = shell();
    type_text(&mut window, "aws kms list-k");
    window.key_press(Key::Tab);
    window.run_steps(3);
    assert_eq!(input(&window), "aws kms list-key", "first comes what all have in common");
    assert!(!shows(&window, "list-keys"));
    window.key_press(Key::Tab);
    window.run_steps(3);
    assert!(shows(&window, "list-keys"), "there is something to choose from");
    assert!(shows(&window, "Tab or arrows choose, Enter accepts, Esc closes"));
    window.key_press(Key::ArrowDown);
    window.key_press(Key::ArrowDown);
    window.run_steps(2);
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert_eq!(input(&window), "aws kms list-keys ");
    window.key_press(Key::Enter);
    wait_until(&mut window, "the list", |window| says(window, "\"Keys\": []") && shows(window, "Run"));
    window.key_press(Key::ArrowUp);
    window.run_steps(3);
    assert_eq!(input(&window), "aws kms list-keys");
    window.key_press(Key::ArrowDown);
    window.run_steps(3);
    assert_eq!(input(&window), "");
    // An open quote goes on in the next line.
    type_text(&mut window, "echo 'one");
    window.key_press(Key::Enter);
    window.run_steps(3);
    assert_eq!(input(&window), "echo 'one\n");
    window.event(Event::Copy);
    window.run_steps(3);
    assert_eq!(input(&window), "", "Ctrl+C takes the text away");
    // Simulated centuries can be stopped.
    type_text(&mut window, "for x in 1 2 3 4 5 6 7 8 9; do sleep 36000d; done; echo never");
    window.key_press(Key::Enter);
    window.step();
    perform(&mut window, Command::InterruptShell);
    wait_until(&mut window, "the end", |window| shows(window, "Run"));
    run(&mut window, "echo status $?", "status ");
    window.key_press_modifiers(Modifiers::CTRL, Key::L);
    window.run_steps(2);
    assert!(says(&window, "Type aws kms … below"));
}

#[test]
fn sleep_moves_the_clock_of_the_world() {
    let mut window = shell();
    let before = window.state().desk().world().now();
    run(&mut window, "sleep 90; date", "2026-02-12 09:01:30");
    let passed = window.state().desk().world().now() - before;
    assert_eq!(passed.as_seconds_f64(), 90.0);
}

#[test]
fn files_go_in_and_out() {
    let folder = tempfile::tempdir().expect("a folder");
    let (from, to) = (folder.path().join("plain.txt"), folder.path().join("out.txt"));
    std::fs::write(&from, b"of this machine").expect("written");
    let answers = Answers::with([from, to.clone()]);
    let mut window = window_with(answers, Default::default(), None);
    perform(&mut window, Command::Open(Workspace::Shell));
    click(&mut window, "Import…");
    wait_until(&mut window, "the import", |window| shows(window, "View plain.txt"));
    run(&mut window, "cat plain.txt plain.txt > twice; wc -c twice", "30 twice");
    perform(&mut window, Command::ExportFromShell("twice".to_owned()));
    wait_until(&mut window, "the export", |_| to.exists());
    assert_eq!(std::fs::read(&to).expect("readable"), b"of this machineof this machine");
    click(&mut window, "Remove twice");
    assert!(!shows(&window, "View twice"));
}

#[test]
fn examples_run_one_after_the_other() {
    let mut window = shell();
    for (title, prints) in [
        ("A multi-Region key", "arn:aws:kms:us-east-1"),
        ("Replicate it", "\"Creating\""),
        ("Encrypt here", "AQICA"),
        ("Decrypt there", "over the ocean"),
    ] {
        click(&mut window, title);
        assert!(!input(&window).is_empty(), "{title}");
        click(&mut window, "Run");
        wait_until(&mut window, title, |window| says(window, prints) && shows(window, "Run"));
    }
}

fn key(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

/// Events that come within one frame.
fn at_once(window: &mut Window, events: impl IntoIterator<Item = Event>) {
    window.input_mut().events.extend(events);
    window.run_steps(6);
}

#[test]
fn keys_of_one_frame_act_in_their_order() {
    let mut window = shell();
    window.run_steps(3);
    let text = |text: &str| Event::Text(text.to_owned());
    at_once(&mut window, [text("echo fir"), text("st"), key(Key::Enter), text("echo next")]);
    wait_until(&mut window, "the first line", |window| says(window, "first") && shows(window, "Run"));
    window.run_steps(3);
    assert_eq!(input(&window), "echo next", "what follows Enter is the next line's");
    at_once(&mut window, [text("er"), key(Key::Enter), text("echo la"), text("st"), key(Key::Enter)]);
    wait_until(&mut window, "both lines", |window| {
        says(window, "nexter") && says(window, "last") && shows(window, "Run")
    });
    window.run_steps(3);
    assert_eq!(input(&window), "");
    // Tab completes what was typed before it.
    at_once(&mut window, [text("aws kms descr"), text("ibe-k"), key(Key::Tab)]);
    assert_eq!(input(&window), "aws kms describe-key ");
}

#[test]
fn the_input_has_the_keyboard_as_soon_as_the_shell_is_there() {
    let mut window = window();
    window.run_steps(2);
    window.key_press_modifiers(Modifiers::COMMAND, Key::Num6);
    window.run_steps(4);
    window.event(Event::Text("echo".to_owned()));
    window.run_steps(3);
    assert_eq!(input(&window), "echo");
    // Nothing has the focus: what is typed goes to the input, and a blank moves no clock.
    let pace = window.state().desk().pace;
    window.key_press(Key::Escape);
    window.run_steps(3);
    at_once(&mut window, [key(Key::Space), Event::Text(" ".to_owned()), Event::Text("x".to_owned())]);
    assert_eq!(input(&window), "echo x");
    assert_eq!(window.state().desk().pace, pace);
}

#[test]
fn the_output_scrolls_by_pages_and_tells_what_was_stopped() {
    let mut window = shell();
    run(&mut window, "seq 300", "300");
    window.run_steps(10);
    let top = |window: &Window| {
        window
            .get_all_by(|node| node.value().is_some_and(|it| it.starts_with("1\n2\n")))
            .next()
            .map(|it| it.rect().top())
    };
    let before = top(&window).expect("the output is there");
    window.key_press(Key::PageUp);
    window.run_steps(30);
    let after = top(&window).expect("the output is there");
    assert!(after > before + 100.0, "{before} {after}");
    window.key_press(Key::PageDown);
    window.run_steps(30);
    assert!(top(&window).expect("the output is there") < after - 100.0);
    type_text(&mut window, "while true; do sleep 3000d; done");
    window.key_press(Key::Enter);
    window.step();
    perform(&mut window, Command::InterruptShell);
    wait_until(&mut window, "the end", |window| says(window, "^C") && shows(window, "Run"));
}
