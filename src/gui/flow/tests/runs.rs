//! Runs of workloads: what is drawn of them, step by step, forth and back.

use std::sync::Arc;

use super::*;
use crate::{
    kms::Timestamp,
    workloads::{Bucket, CargoKind, Client, Deed, Delivery, KeyAt, ReplicationBehaviour, ReplicationRule},
    world::{one_way, round_trip},
};

fn key_arn(stage: &Stage, code: &str) -> String {
    let region = region(code);
    let aliases = stage.world.store().aliases_in(region);
    let id =
        aliases.filter(|(_, name, _)| name.short() == "global-encrypt").map(|(.., it)| it.target.clone());
    let id = id.last().expect("every member has this alias");
    stage.world.store().family(&id).expect("there").arn(region).to_string()
}

pub(super) fn deliver(stage: &mut Stage) {
    deliver_to(stage, "alice");
}

pub(super) fn deliver_to(stage: &mut Stage, reader: &str) {
    let alice = acting(stage, "alice");
    let delivery = Delivery {
        name: "report".into(),
        from: region("us-east-1"),
        to: region("eu-west-1"),
        keys: vec![KeyAt { endpoint: region("us-east-1"), key_id: key_arn(stage, "us-east-1") }],
        reader_client: Client::MultiRegionAware,
        writer: alice,
        reader: acting(stage, reader),
        context: EncryptionContext::from([("Purpose".to_owned(), "Test".to_owned())]),
    };
    stage.deliver(&delivery, b"all is well");
}

pub(super) fn put_object(stage: &mut Stage, behaviour: ReplicationBehaviour) {
    let caller = acting(stage, "alice");
    let bucket = |stage: &Stage, code: &str| Bucket {
        name: format!("reports-{code}").into(),
        region: region(code),
        key_id: key_arn(stage, code),
        bucket_key: false,
        caller: Arc::clone(&caller),
    };
    let (home, far) = (bucket(stage, "us-east-1"), bucket(stage, "eu-west-1"));
    stage.put_object(&home, &[ReplicationRule { to: far, behaviour }], "report.pdf", b"all is well");
}

pub(super) fn click(window: &mut Harness<'static, Window>, label: &str) {
    window.get_by_label(label).click();
    window.run();
}

fn advance(window: &mut Harness<'static, Window>, moment: Timestamp) {
    window.state_mut().desk.stage.advance(moment);
    window.run();
}

/// Steps on until the window wants the clock to be taken to a moment.
fn next_moment(window: &mut Harness<'static, Window>) -> Timestamp {
    for _ in 0..5 {
        click(window, "Next step");
        match window.state_mut().commands.pop() {
            Some(Command::AdvanceTo(moment)) => return moment,
            other => assert_eq!(other, None),
        }
    }
    panic!("no moment is to come")
}

const PACKET: &str = "Packet Encrypted message of report, us-east-1 to eu-west-1";

fn packet(window: &Harness<'static, Window>) -> Option<egui::Rect> {
    window.query_by_label_contains(PACKET).map(|node| node.rect())
}

#[test]
fn the_next_step_takes_the_clock_to_what_the_simulation_will_do() {
    let mut stage = demo_stage();
    let began = stage.world.now();
    deliver(&mut stage);
    let mut window = window(stage);
    window.get_by_label_contains("Step 1 of ");
    let (home, far) = (region("us-east-1"), region("eu-west-1"));
    let sealed = next_moment(&mut window);
    assert_eq!(sealed - began, round_trip(home, home), "the data key comes after a call within the Region");
    advance(&mut window, sealed);
    assert!(packet(&window).is_some(), "it leaves at once");
    let arrived = next_moment(&mut window);
    assert_eq!(arrived - sealed, one_way(home, far));
    advance(&mut window, arrived);
    assert!(packet(&window).is_none());
    window.get_by_label("Decrypt in eu-west-1");
    assert!(window.query_by_label_contains("KMS granted it").is_none(), "nobody knows it yet");
    let opened = next_moment(&mut window);
    assert_eq!(
        opened - arrived,
        round_trip(far, far),
        "the far Region's own KMS answers as soon as the near one"
    );
    advance(&mut window, opened);
    window.get_by_label_contains("Result of Client-side encryption: report in eu-west-1: Decrypted locally");
    window.get_by_label("identical");
}

#[test]
fn going_back_in_time_brings_the_packet_back_on_the_map() {
    let mut stage = demo_stage();
    let began = stage.world.now();
    deliver(&mut stage);
    pass(&mut stage, Span::seconds(5));
    let mut window = window(stage);
    assert!(packet(&window).is_none());
    let steps = |window: &Harness<'static, Window>, text: &str| {
        window.get_by_label_contains(text);
    };
    for step in ["Step 4 of 5", "Step 3 of 5"] {
        click(&mut window, "Previous step");
        steps(&window, step);
    }
    let there = packet(&window).expect("it has just left again");
    window.get_by_label("past");
    assert!(window.query_by_label_contains("Result of Client-side").is_none(), "that was later");
    // A key moves on; half way the packet is half way.
    let sequence = window.get_by_label_contains("Sequence of ");
    let middle = sequence.rect();
    window.drag_at(middle.center());
    window.drop_at(middle.center());
    window.run();
    let moved = packet(&window).expect("still under way");
    assert!(moved.center().x > there.center().x + 10.0, "{there:?} {moved:?}");
    click(&mut window, "First step");
    window.get_by_label_contains("Step 1 of ");
    click(&mut window, "Back to now");
    assert!(packet(&window).is_none() && window.query_by_label("past").is_none());
    let now = window.state().desk.world().now();
    assert!(now - began >= Span::seconds(5), "the clock itself never went back");
}

#[test]
fn what_tls_alone_protects_looks_other_than_ciphertext() {
    for (behaviour, what) in [
        (ReplicationBehaviour::AsS3Does, "Data inside TLS"),
        (ReplicationBehaviour::CopiedUnchanged, "Encrypted object"),
    ] {
        let mut stage = demo_stage();
        put_object(&mut stage, behaviour);
        let first = stage.flows.all().next().expect("just started").id;
        let under_way = |stage: &Stage| {
            let flows = stage.flows.with_all_set_off(first);
            let steps = flows.iter().flat_map(|flow| &flow.steps);
            steps.filter(|step| step.ended.is_none()).any(|step| matches!(step.what, Deed::Sent { .. }))
        };
        for _ in 0..20 {
            if under_way(&stage) {
                break;
            }
            let next = stage.world.next_event().expect("something is to come");
            stage.advance(next);
        }
        pass(&mut stage, Span::millis_f64(10.0));
        let window = window(stage);
        window.get_by_label_contains(&format!("Packet {what} of report.pdf, us-east-1 to eu-west-1"));
    }
}

#[test]
fn a_wrapped_key_is_taken_apart_and_sent_elsewhere() {
    let mut stage = demo_stage();
    deliver(&mut stage);
    pass(&mut stage, Span::seconds(5));
    let mut window = window(stage);
    window.get_by_label_contains("the wrapped data key, ");
    window.get_by_label("eu-west-1: yes · local");
    window.get_by_label("Purpose = Test");
    click(&mut window, "Decrypt in…");
    window.get_by_role_and_label(Role::MenuItem, "ap-southeast-1").click();
    window.run();
    click(&mut window, "Flip one bit");
    let [Command::SendCiphertext(whole), Command::SendCiphertext(flipped)] =
        window.state().commands.as_slice()
    else {
        panic!("{:?}", window.state().commands)
    };
    assert_eq!((whole.from, whole.to), (region("us-east-1"), region("ap-southeast-1")));
    let wrapped = |window: &Harness<'static, Window>| {
        let flow = window.state().desk.stage.flows.all().next().expect("there").clone();
        let sent = flow.steps.iter().find_map(|step| match &step.what {
            Deed::Sent { cargo, .. } if cargo.kind == CargoKind::Message => cargo.content.clone(),
            _ => None,
        });
        let message = crate::workloads::SealedMessage::parse(&sent.expect("it is small").0);
        message.expect("a message").wrapped[0].blob.clone()
    };
    assert_eq!(whole.ciphertext, wrapped(&window));
    let differ = whole.ciphertext.0.iter().zip(&flipped.ciphertext.0).filter(|(a, b)| a != b).count();
    assert_eq!((differ, flipped.ciphertext.0.len()), (1, whole.ciphertext.0.len()));
}

#[test]
fn a_region_is_made_dark_from_the_map_and_says_so() {
    let mut window = window(demo_stage());
    click(&mut window, "Region us-east-1, N. Virginia, primary");
    window.get_by_label_contains("Make the Region dark").click();
    window.run();
    let dark = region("us-east-1");
    assert_eq!(window.state().commands, [Command::SetDark(dark, true)]);
    window.state_mut().desk.stage.world.set_dark(dark, true);
    window.run();
    window.get_by_label("Region us-east-1, N. Virginia, primary, dark");
}

#[test]
fn a_run_that_finds_its_region_dark_ends_beside_it() {
    let mut stage = demo_stage();
    stage.world.set_dark(region("eu-west-1"), true);
    deliver(&mut stage);
    pass(&mut stage, Span::seconds(30));
    let window = window(stage);
    window.get_by_label_contains("Run 1: Client-side encryption: report, us-east-1, waiting");
    window
        .get_by_label_contains("Result of Client-side encryption: report in eu-west-1: Waits at the border");
    let mut window = window;
    window.state_mut().desk.stage.world.set_dark(region("eu-west-1"), false);
    pass(&mut window.state_mut().desk.stage, Span::seconds(5));
    window.run();
    window.get_by_label_contains("Result of Client-side encryption: report in eu-west-1: Decrypted locally");
}

#[test]
fn a_ciphertext_that_a_client_made_is_pasted_and_opened() {
    let mut stage = demo_stage();
    let alice = acting(&stage, "alice");
    let request = crate::kms::api::EncryptRequest {
        key_id: "alias/global-encrypt".to_owned(),
        plaintext: b"from afar".as_slice().into(),
        ..Default::default()
    };
    let made = stage.world.ask(region("us-east-1"), &alice, request).expect("alice may").ciphertext_blob;
    let mut window = window(stage);
    click(&mut window, "Open ciphertext…");
    window.get_by_role_and_label(Role::MultilineTextInput, "Ciphertext in Base64").focus();
    window.run();
    window.get_by_role_and_label(Role::MultilineTextInput, "Ciphertext in Base64").type_text("?");
    window.run();
    window.get_by_label("This is not Base64");
    window.key_press(egui::Key::Backspace);
    window
        .get_by_role_and_label(Role::MultilineTextInput, "Ciphertext in Base64")
        .type_text(&made.to_base64());
    window.run();
    window.get_by_label_contains(" bytes, under global-encrypt");
    click(&mut window, "Decrypt as alice");
    let [Command::SendCiphertext(sending)] = window.state().commands.as_slice() else {
        panic!("{:?}", window.state().commands)
    };
    assert_eq!((&sending.ciphertext, sending.from), (&made, region("us-east-1")));
    assert!(sending.reader_context.is_empty());
}

#[test]
fn the_map_follows_what_is_selected() {
    let mut stage = demo_stage();
    deliver(&mut stage);
    pass(&mut stage, Span::millis_f64(20.0));
    let mut window = window(stage);
    let map = window.get_by_label("World map").rect();
    let away = |window: &Harness<'static, Window>| {
        packet(window).expect("under way").center().distance(map.center())
    };
    let before = away(&window);
    click(&mut window, "Follow what is selected");
    assert!(before > 60.0 && away(&window) < before / 2.0, "{before} {}", away(&window));
    let far = |window: &Harness<'static, Window>| {
        let place = |name| window.get_by_label_contains(name).rect().center();
        place("Region us-east-1").distance(place("Region eu-west-1"))
    };
    let near = far(&window);
    click(&mut window, "Show the whole world");
    assert!(near > 2.0 * far(&window), "it came nearer");
}

#[test]
fn thirty_three_regions_stand_on_the_map_and_each_can_be_reached() {
    let mut stage = demo_stage();
    let aws = Region::all().filter(|it| it.partition() == crate::kms::Partition::Aws);
    let all: Vec<Region> = aws.take(33).collect();
    for region in &all {
        // Some are there already.
        let _there = stage.world.add_region(*region);
    }
    deliver(&mut stage);
    pass(&mut stage, Span::millis_f64(10.0));
    let mut window = window(stage);
    let map = window.get_by_label("World map").rect();
    for region in &all {
        let name = format!("Region {region}, ");
        let node = window.get_by_label_contains(&name);
        assert!(map.intersects(node.rect()), "{region}");
    }
    let last = all.last().expect("33 of them");
    window.get_by_label_contains(&format!("Region {last}, ")).click();
    window.run();
    window.get_by_role_and_label(Role::MenuItem, "To here").click();
    window.run();
    assert!(packet(&window).is_some());
}

#[test]
fn of_two_writes_at_once_the_loser_is_said_to_be_overtaken() {
    let mut stage = demo_stage();
    let alice = acting(&stage, "alice");
    let regions = [region("us-east-1"), region("eu-west-1")];
    let key = stage.world.store().families().find(|it| it.members.len() == 3).expect("global").id.clone();
    let callers = regions.iter().map(|it| (*it, Arc::clone(&alice))).collect();
    let items = crate::workloads::Records::under_key(&stage.world, &key, callers, EncryptionContext::new());
    let table = crate::workloads::GlobalTable { name: "orders".into(), items: items.expect("there") };
    for (region, data) in regions.iter().zip([b"one", b"two"]) {
        stage.put_item(&table, *region, "item", data);
    }
    pass(&mut stage, Span::seconds(5));
    let mut window = window(stage);
    window.get_by_label("Run 2: Global table: orders/item, eu-west-1, done").click();
    window.run();
    assert_eq!(window.query_all_by_label("Not stored: overtaken").count(), 1);
    window.get_by_label("Run 1: Global table: orders/item, us-east-1, done").click();
    window.run();
    assert_eq!(window.query_all_by_label("Not stored: overtaken").count(), 0, "the later Region code wins");
    assert_eq!(window.query_all_by_label("Stored over the write of eu-west-1").count(), 1);
}

#[test]
fn what_is_sent_from_a_dark_region_is_told_too() {
    let mut stage = demo_stage();
    stage.world.set_dark(region("us-east-1"), true);
    let mut window = window(stage);
    let order = order(&window.state().desk.stage, "Text", "eu-west-1", "alice");
    window.state_mut().desk.stage.send(order, b"x").expect_err("nobody answers");
    window.run();
    window.get_by_label_contains("Result of Text in us-east-1: ConnectTimeoutError");
}
