//! The workspace as people and assistive programs use it: what is named, what can be clicked, which commands come out.

use std::ops::ControlFlow;

use egui::{Role, Theme, vec2};
use egui_kittest::{Harness, kittest::Queryable as _};

mod room;
mod runs;

use super::{FlowView, story::Chosen};
use crate::{
    gui::{
        command::{Command, Content, Sending},
        desk::{Counted, Desk, Work},
        theme,
        wizard::KeyNeed,
    },
    kms::{
        Region, Span,
        api::{CreateKeyRequest, DisableKeyRequest, EncryptionContext, KeySpec, KeyUsage},
    },
    workloads::{Order, Stage, demo},
    world::Principal,
};

struct Window {
    view: FlowView,
    desk: Desk,
    commands: Vec<Command>,
}

impl Window {
    fn sending(&self) -> &Sending {
        match self.commands.as_slice() {
            [Command::Send(sending)] => sending,
            other => panic!("not one Send: {other:?}"),
        }
    }
}

fn window_of(stage: Stage, size: egui::Vec2) -> Harness<'static, Window> {
    let window = Window { view: FlowView::default(), desk: Desk::new(stage), commands: Vec::new() };
    let mut installed = false;
    let mut harness = Harness::builder().with_size(size).with_theme(Theme::Dark).build_ui_state(
        move |ui, window: &mut Window| {
            if !std::mem::replace(&mut installed, true) {
                theme::install(ui.ctx());
                ui.ctx().request_discard("fonts");
                return;
            }
            window.view.ui(ui, &window.desk, &mut window.commands);
        },
        window,
    );
    harness.run();
    harness
}

fn window(stage: Stage) -> Harness<'static, Window> {
    window_of(stage, vec2(1356.0, 830.0))
}

fn region(code: &str) -> Region {
    code.parse().expect("known")
}

/// The demo world once its third member is ready.
fn demo_stage() -> Stage {
    let mut stage = demo::stage().expect("the demo stands");
    pass(&mut stage, Span::seconds(60));
    stage
}

fn pass(stage: &mut Stage, span: Span) {
    stage.advance(stage.world.now() + span);
}

fn acting(stage: &Stage, name: &str) -> std::sync::Arc<str> {
    stage.world.principals().named(name).map(Principal::acting_arn).expect("of every new world").into()
}

fn order(stage: &Stage, name: &str, to: &str, reader: &str) -> Order {
    let context = EncryptionContext::from([("Purpose".to_owned(), "Test".to_owned())]);
    Order {
        name: name.to_owned(),
        source: region("us-east-1"),
        destination: region(to),
        key_id: "alias/global-encrypt".to_owned(),
        context: context.clone(),
        reader_context: context,
        writer: acting(stage, "alice"),
        reader: acting(stage, reader),
    }
}

fn send(stage: &mut Stage, to: &str, reader: &str) {
    let order = order(stage, "Text", to, reader);
    stage.send(order, b"all is well").expect("alice may encrypt");
}

fn send_file(stage: &mut Stage, bytes: &[u8]) {
    let order = order(stage, "report.pdf", "eu-west-1", "alice");
    let key = stage.data_key_for_file(&order, bytes.len() as u64).expect("alice may");
    let sealed =
        key.seal(bytes, &order.context, &mut |_, _| ControlFlow::Continue(())).expect("small enough");
    stage.send_file(order, sealed);
}

#[test]
fn what_was_typed_is_sent_under_the_key_of_the_source_region() {
    let mut window = window(demo_stage());
    let field = window.get_by_role_and_label(Role::TextInput, "Text to encrypt");
    field.focus();
    window.run();
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    window.get_by_role_and_label(Role::TextInput, "Text to encrypt").type_text("Guten Tag");
    window.run();
    window.get_by_role_and_label(Role::Button, "Send").click();
    window.run();
    let sending = window.state().sending();
    assert_eq!(sending.content, Content::Text("Guten Tag".to_owned()));
    assert_eq!((sending.source, sending.destination), (region("us-east-1"), region("eu-west-1")));
    assert_eq!((sending.key_id.as_str(), sending.reader.as_str()), ("alias/global-encrypt", "alice"));
    assert_eq!(sending.context, EncryptionContext::new());
}

#[test]
fn text_that_is_too_long_for_encrypt_still_reaches_kms() {
    let mut window = window(demo_stage());
    window.get_by_role_and_label(Role::TextInput, "Text to encrypt").focus();
    window.run();
    window.get_by_role_and_label(Role::TextInput, "Text to encrypt").type_text(&"x".repeat(4097));
    window.run();
    window.get_by_label_contains("more than the 4096 that Encrypt takes");
    window.get_by_role_and_label(Role::Button, "Send").click();
    window.run();
    assert!(matches!(&window.state().sending().content, Content::Text(text) if text.len() > 4096));
}

#[test]
fn pairs_of_an_encryption_context_are_typed_in_a_popover() {
    let mut window = window(demo_stage());
    window.get_by_label("Encryption context: None").click();
    window.run();
    for (name, text) in [("Key of pair 1", "Purpose"), ("Value of pair 1", "Test")] {
        window.get_by_label(name).focus();
        window.run();
        window.get_by_label(name).type_text(text);
        window.run();
    }
    window.get_by_label("Encryption context: Purpose=Test");
    window.get_by_role_and_label(Role::Button, "Send").click();
    window.run();
    window.get_by_role_and_label(Role::Button, "Send").click();
    window.run();
    let expected = EncryptionContext::from([("Purpose".to_owned(), "Test".to_owned())]);
    assert!(matches!(window.state().commands.last(), Some(Command::Send(sending))
        if sending.context == expected && sending.reader_context == expected));
}

#[test]
fn only_keys_of_the_source_region_are_offered() {
    let mut window = window(demo_stage());
    window.get_by_role_and_label(Role::ComboBox, "From Region").click();
    window.run();
    window.get_by_role_and_label(Role::MenuItem, "ap-southeast-1").click();
    window.run();
    window.get_by_role_and_label(Role::ComboBox, "Key").click();
    window.run();
    window.get_by_role_and_label(Role::MenuItem, "sandbox");
    window.get_by_role_and_label(Role::MenuItem, "global-encrypt");
    assert!(window.query_by_role_and_label(Role::MenuItem, "orders").is_none());
}

#[test]
fn a_file_is_asked_for_and_sent_by_envelope_when_it_is_large() {
    let mut window = window(demo_stage());
    window.get_by_role_and_label(Role::ComboBox, "Workload").click();
    window.run();
    window.get_by_role_and_label(Role::MenuItem, "File").click();
    window.run();
    window.get_by_label("Choose file…").click();
    window.run();
    assert_eq!(window.state().commands, [Command::ChooseFileToSend]);
    window.state_mut().commands.clear();
    let path = std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("Cargo.lock");
    window.state_mut().view.choose_file(path.clone());
    window.run();
    window.get_by_label_contains("Cargo.lock · ");
    window.get_by_label_contains("by envelope: a data key encrypts the file");
    window.get_by_role_and_label(Role::Button, "Send").click();
    window.run();
    assert_eq!(window.state().sending().content, Content::File(path));
}

#[test]
fn regions_tell_the_role_of_the_chosen_key_and_take_the_ends_of_the_way() {
    let mut window = window(demo_stage());
    window.get_by_label("Region us-east-1, N. Virginia, primary");
    window.get_by_label("Region eu-west-1, Ireland, replica");
    window.get_by_label("Region ap-southeast-1, Singapore, replica").click();
    window.run();
    window.get_by_role_and_label(Role::MenuItem, "To here").click();
    window.run();
    window.get_by_role_and_label(Role::Button, "Send").click();
    window.run();
    assert_eq!(window.state().sending().destination, region("ap-southeast-1"));
}

#[test]
fn a_packet_in_flight_is_named_and_moves_with_the_clock_alone() {
    let mut stage = demo_stage();
    send(&mut stage, "eu-west-1", "EUApplicationRole");
    pass(&mut stage, Span::millis_f64(10.0));
    let mut window = window(stage);
    let place = |window: &Harness<'static, Window>| {
        window.get_by_label("Packet Text, us-east-1 to eu-west-1, in flight").rect().center()
    };
    let first = place(&window);
    window.run_steps(5);
    assert_eq!(place(&window), first);
    assert!(window.state().view.is_moving(&window.state().desk));
    pass(&mut window.state_mut().desk.stage, Span::millis_f64(20.0));
    window.run();
    assert!(place(&window).x > first.x + 10.0, "it went east");
    pass(&mut window.state_mut().desk.stage, Span::seconds(1));
    window.run();
    assert!(window.query_by_label_contains("Packet Text").is_none());
    window.get_by_label(
        "Result of Text in eu-west-1: Decrypted locally · 0.9 ms. Plaintext stays in eu-west-1",
    );
    assert!(!window.state().view.is_moving(&window.state().desk));
}

#[test]
fn every_region_says_whether_it_would_open_it_for_the_reader() {
    let mut stage = demo_stage();
    send(&mut stage, "eu-west-1", "EUApplicationRole");
    pass(&mut stage, Span::seconds(1));
    let mut window = window(stage);
    window.get_by_label("us-east-1: yes · local");
    window.get_by_label("eu-west-1: yes · local");
    window.get_by_label("ap-southeast-1: denied by policy");

    // The answers follow the world: a member that is disabled opens nothing.
    let stage = &mut window.state_mut().desk.stage;
    let alice = acting(stage, "alice");
    let key = stage.world.store().aliases_in(region("eu-west-1"));
    let id = key
        .filter(|(_, name, _)| name.short() == "global-encrypt")
        .map(|(.., alias)| alias.target.to_string());
    let key_id = id.last().expect("the replica has this alias");
    stage.world.ask(region("eu-west-1"), &alice, DisableKeyRequest { key_id }).expect("alice may");
    let events = stage.world.trail().made();
    window.run();
    window.get_by_label("eu-west-1: key is disabled");
    window.get_by_label("us-east-1: yes · local");
    assert_eq!(window.state().desk.world().trail().made(), events, "asking leaves no trace");
}

#[test]
fn everybody_is_asked_about_at_once() {
    let mut stage = demo_stage();
    send(&mut stage, "eu-west-1", "alice");
    pass(&mut stage, Span::seconds(1));
    let mut window = window(stage);
    window.get_by_role_and_label(Role::ComboBox, "Reader who asks").click();
    window.run();
    window.get_by_role_and_label(Role::MenuItem, "Everybody").click();
    window.run();
    for says in [
        "alice in us-east-1: yes · local",
        "alice in ap-southeast-1: yes · local",
        "mallory in eu-west-1: denied by policy",
        "EUApplicationRole in eu-west-1: yes · local",
        "EUApplicationRole in ap-southeast-1: denied by policy",
    ] {
        window.get_by_label(says);
    }
}

#[test]
fn a_bit_of_the_chosen_part_is_flipped() {
    let mut stage = demo_stage();
    send(&mut stage, "eu-west-1", "alice");
    pass(&mut stage, Span::seconds(1));
    let id = stage.transfers().next_back().expect("was sent").id;
    // So high that the legend is in sight.
    let mut window = window_of(stage, vec2(1356.0, 1000.0));
    window.get_by_label("Flip one bit").click();
    window.run();
    window.get_by_label("Key material ID, bytes 5–36").click();
    window.run();
    window.get_by_label("Flip one bit").click();
    window.run();
    let [Command::FlipBit(first, in_body), Command::FlipBit(second, in_material)] =
        window.state().commands[..]
    else {
        panic!("not two flips: {:?}", window.state().commands)
    };
    assert_eq!((first, second), (id, id));
    assert!(in_body > 100 && (5..=36).contains(&in_material), "{in_body} {in_material}");
}

#[test]
fn a_ciphertext_is_sent_on_kept_and_read_under_another_context() {
    let mut stage = demo_stage();
    send(&mut stage, "eu-west-1", "alice");
    pass(&mut stage, Span::seconds(1));
    let id = stage.transfers().next_back().expect("was sent").id;
    let mut window = window(stage);
    window.get_by_label("Save ciphertext…").click();
    window.run();
    window.get_by_label("Save plaintext…").click();
    window.run();
    window.get_by_label("Decrypt in…").click();
    window.run();
    window.get_by_role_and_label(Role::MenuItem, "ap-southeast-1").click();
    window.run();
    window.get_by_label("Other context…").click();
    window.run();
    window.get_by_label("Remove pair 1").click();
    window.run();
    window.get_by_label("Send with this context").click();
    window.run();
    let expected = [
        Command::SaveCiphertext(id),
        Command::SavePlaintext(id),
        Command::SendOn(id, region("ap-southeast-1")),
        Command::SendWithContext(id, EncryptionContext::new()),
    ];
    assert_eq!(window.state().commands, expected);
}

#[test]
fn the_plaintext_stands_in_the_destinations_card_with_both_digests() {
    let mut stage = demo_stage();
    send(&mut stage, "eu-west-1", "alice");
    pass(&mut stage, Span::seconds(1));
    let window = window(stage);
    window.get_by_label("Plaintext in eu-west-1");
    window.get_by_label("all is well");
    window.get_by_label("identical");
    assert_eq!(window.get_all_by_label_contains("Copy ").filter(|it| it.rect().is_positive()).count(), 4);
}

#[test]
fn a_refusal_is_shown_in_kmss_own_words() {
    let mut stage = demo_stage();
    send(&mut stage, "eu-west-1", "mallory");
    pass(&mut stage, Span::seconds(1));
    let window = window(stage);
    window.get_by_label_contains("Result of Text in eu-west-1: AccessDeniedException. User: arn:aws:iam");
    window.get_by_label("Answered by KMS in eu-west-1 · HTTP 400");
    assert!(window.query_by_label("identical").is_none());
}

#[test]
fn what_the_source_refuses_has_no_ciphertext_to_look_into() {
    let mut stage = demo_stage();
    let order = Order { writer: acting(&stage, "mallory"), ..order(&stage, "Text", "eu-west-1", "alice") };
    stage.send(order, b"x").expect_err("mallory may not encrypt");
    let window = window(stage);
    window.get_by_label("Answered by KMS in us-east-1 · HTTP 400");
    window.get_by_label_contains("Sequence of Text, us-east-1 to eu-west-1, refused");
    assert!(window.query_by_label("Anatomy").is_none() && window.query_by_label("Flip one bit").is_none());
}

#[test]
fn a_file_tells_of_its_envelope() {
    let mut stage = demo_stage();
    send_file(&mut stage, &[7; 20_000]);
    pass(&mut stage, Span::seconds(1));
    stage.open_files();
    let window = window(stage);
    window.get_by_label_contains("the wrapped data key, ");
    window.get_by_label_contains(" wrapped key");
    window.get_by_label("Save decrypted file…");
    window.get_by_label("identical");
}

#[test]
fn the_list_selects_and_what_is_new_is_selected_by_itself() {
    let mut stage = demo_stage();
    send(&mut stage, "eu-west-1", "alice");
    let mut window = window(stage);
    let newest = window.state().view.selected;
    window.get_by_label("Transfer 2: Text, us-east-1 to ap-southeast-1, refused").click();
    window.run();
    assert_ne!(window.state().view.selected, newest);
    window.get_by_label("Answered by KMS in ap-southeast-1 · HTTP 400");
    send(&mut window.state_mut().desk.stage, "eu-west-1", "alice");
    window.run();
    let last = window.state().desk.stage.transfers().next_back().map(|it| Chosen::Transfer(it.id));
    assert_eq!(window.state().view.selected, last);
}

#[test]
fn a_world_without_keys_offers_to_create_one() {
    let mut window = window(Stage::new(7));
    window.get_by_label("There is no key yet");
    window.get_by_label("Create key").click();
    window.run();
    assert_eq!(window.state().commands, [Command::OpenWizardFor(region("us-east-1"), KeyNeed::Encryption)]);
}

#[test]
fn work_beside_the_window_can_be_cancelled() {
    let mut window = window(demo_stage());
    let work = Work {
        id: 9,
        label: "Encrypting report.pdf".to_owned(),
        counted: Counted::Bytes,
        done: 1 << 20,
        all: 4 << 20,
    };
    window.state_mut().desk.work.push(work);
    window.run();
    window.get_by_role_and_label(Role::ProgressIndicator, "Encrypting report.pdf");
    window.get_by_label("Cancel").click();
    window.run();
    assert_eq!(window.state().commands, [Command::CancelWork(9)]);
}

#[test]
fn nothing_stands_outside_the_window_from_small_to_large() {
    for size in [vec2(940.0, 630.0), vec2(640.0, 530.0), vec2(1356.0, 830.0), vec2(1836.0, 1010.0)] {
        let mut stage = demo_stage();
        send(&mut stage, "eu-west-1", "alice");
        pass(&mut stage, Span::millis_f64(15.0));
        let mut window = window_of(stage, size);
        if size.x < 900.0 {
            runs::click(&mut window, "Inspector and traffic");
        }
        let whole = egui::Rect::from_min_size(egui::Pos2::ZERO, size).expand(0.5);
        for name in
            ["Send", "Flip one bit", "Save ciphertext…", "Packet Text, us-east-1 to eu-west-1, in flight"]
        {
            let rect = window.get_by_role_and_label(Role::Button, name).rect();
            assert!(whole.contains_rect(rect), "{name} at {rect:?} in {size:?}");
        }
    }
}

#[test]
fn only_keys_that_encrypt_symmetrically_are_offered() {
    let mut stage = demo_stage();
    let (us, alice) = (region("us-east-1"), acting(&stage, "alice"));
    let request = CreateKeyRequest {
        key_spec: Some(KeySpec::Hmac256),
        key_usage: Some(KeyUsage::GenerateVerifyMac),
        ..Default::default()
    };
    let made = stage.world.ask(us, &alice, request).expect("KMS makes it").key_metadata.key_id;
    let mut window = window(stage);
    window.get_by_role_and_label(Role::ComboBox, "Key").click();
    window.run();
    window.get_by_role_and_label(Role::MenuItem, "legacy-reports");
    assert!(window.query_by_role_and_label(Role::MenuItem, &made).is_none());
}
