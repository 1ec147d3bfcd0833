//! Every workload is started from the composer and tells its story to the end.

use egui::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mrk_console::{
    gui::{
        command::{Command, Reply},
        desk::Workspace,
    },
    kms::{
        Exception, Region,
        api::{CreateKeyRequest, KeySpec, KeyUsage, Operation, ReplicateKeyRequest},
    },
    workloads::{Act, CargoKind, Flow, Outcome, Workload},
};

use crate::common::{Window, click, demo_window, perform, shows, shows_containing};

pub fn us() -> Region {
    Region::parse("us-east-1").expect("known")
}

pub fn eu() -> Region {
    Region::parse("eu-west-1").expect("known")
}

/// The demo world in the Data flow workspace, with nothing on its way.
pub fn flow_window() -> Window {
    let mut window = demo_window();
    perform(&mut window, Command::Open(Workspace::DataFlow));
    settle(&mut window);
    window
}

/// Lets everything that is on its way happen.
pub fn settle(window: &mut Window) {
    for _ in 0..400 {
        if window.state().desk().world().next_event().is_none_or(|_| is_over(window)) {
            break;
        }
        perform(window, Command::NextEvent);
    }
}

fn is_over(window: &Window) -> bool {
    let desk = window.state().desk();
    let synchronising = desk.world().packets().next().is_some();
    !synchronising && desk.stage.flows.all().all(|flow| flow.outcome.is_some())
}

#[track_caller]
pub fn choose(window: &mut Window, field: &str, item: &str) {
    window.get_by_role_and_label(Role::ComboBox, field).click();
    window.run_steps(4);
    window.get_by_role_and_label(Role::MenuItem, item).click();
    window.run_steps(4);
}

#[track_caller]
pub fn chosen(window: &Window, field: &str) -> String {
    let node = window.get_by_role_and_label(Role::ComboBox, field);
    node.accesskit_node().value().unwrap_or_default()
}

/// Presses Run and waits for the end; the flows of the workload that came about, oldest first.
#[track_caller]
pub fn run(window: &mut Window) -> Vec<Flow> {
    let before = window.state().desk().stage.flows.made();
    click(window, "Run");
    settle(window);
    let flows = &window.state().desk().stage.flows;
    let new: Vec<Flow> = flows.all().filter(|flow| flow.id.0 >= before).cloned().collect();
    assert!(!new.is_empty(), "nothing was started");
    new
}

fn acts(flows: &[Flow]) -> Vec<(Act, Region, Region)> {
    flows
        .iter()
        .map(|flow| {
            assert!(flow.is_done(), "{flow:?}");
            (flow.act, flow.began_in, flow.here)
        })
        .collect()
}

pub fn calls(flow: &Flow) -> Vec<(Operation, Region)> {
    flow.calls().map(|(_, call)| (call.operation, call.endpoint)).collect()
}

/// Makes a multi-Region key in us-east-1 and eu-west-1.
pub fn make_family(window: &mut Window, spec: KeySpec, usage: KeyUsage) {
    let known: Vec<_> = window.state().desk().world().store().keys_in(us()).cloned().collect();
    let request = CreateKeyRequest {
        multi_region: true,
        key_spec: Some(spec),
        key_usage: Some(usage),
        ..Default::default()
    };
    let call = |request| Command::Call { region: us(), request, reply: Reply::Toast(String::new()) };
    perform(window, call(Box::new(request.into())));
    let store = window.state().desk().world().store();
    let made = store.keys_in(us()).find(|id| !known.contains(id)).expect("made").to_string();
    let request =
        ReplicateKeyRequest { key_id: made, replica_region: eu().code().to_owned(), ..Default::default() };
    perform(window, call(Box::new(request.into())));
    settle(window);
}

use Operation::{Decrypt, Encrypt, GenerateDataKey, GenerateMac, Sign, Verify, VerifyMac};

#[test]
fn an_envelope_is_opened_by_the_member_of_its_reader() {
    let mut window = flow_window();
    choose(&mut window, "Workload", "Client-side envelope");
    assert_eq!(chosen(&window, "Client"), "Multi-Region aware");
    let flows = run(&mut window);
    assert_eq!(acts(&flows), [(Act::Deliver, us(), eu())]);
    assert_eq!(flows[0].workload, Workload::ClientSide);
    assert_eq!(calls(&flows[0]), [(GenerateDataKey, us()), (Decrypt, eu())]);
    assert_eq!(flows[0].result, flows[0].original);

    choose(&mut window, "Client", "Asks the Region in the key ARN");
    let flows = run(&mut window);
    assert_eq!(calls(&flows[0]), [(GenerateDataKey, us()), (Decrypt, us())]);

    // Wrapped under a key of the other Region as well, any client opens it there.
    choose(&mut window, "Key", "legacy-reports");
    choose(&mut window, "Also wrapped under", "orders · eu-west-1");
    let flows = run(&mut window);
    assert_eq!(calls(&flows[0]), [(GenerateDataKey, us()), (Encrypt, eu()), (Decrypt, eu())]);

    choose(&mut window, "Reader", "mallory");
    click(&mut window, "Run");
    settle(&mut window);
    let last = window.state().desk().stage.flows.all().next_back().expect("run").clone();
    assert!(!last.is_done(), "mallory may not decrypt: {last:?}");
}

#[test]
fn an_object_is_replicated_in_both_ways_and_read() {
    let mut window = flow_window();
    choose(&mut window, "Workload", "Object storage");
    let flows = run(&mut window);
    let whole = [(Act::Write, us(), us()), (Act::Replicate, us(), eu()), (Act::Read, eu(), eu())];
    assert_eq!(acts(&flows), whole);
    assert_eq!(calls(&flows[1]), [(Decrypt, us()), (Encrypt, eu())]);
    assert_eq!((flows[1].cause, flows[2].cause), (Some(flows[0].id), Some(flows[1].id)));

    choose(&mut window, "Replication", "Copied unchanged (not as S3)");
    let flows = run(&mut window);
    assert_eq!(acts(&flows), whole);
    assert_eq!((calls(&flows[1]), calls(&flows[2])), (vec![], vec![(Decrypt, eu())]));

    choose(&mut window, "Replication", "As S3 does it");
    choose(&mut window, "Destination key", "orders");
    click(&mut window, "Bucket keys on");
    run(&mut window);
    let again = run(&mut window);
    assert_eq!(acts(&again), whole);
    assert!(again.iter().all(|flow| calls(flow).is_empty()), "bucket keys are at hand");
    let result = "Result of Object storage: reports/q1.pdf in eu-west-1: Opened by bucket key";
    assert!(shows_containing(&window, result), "what the reader did is told, and not what came before");
    // The one of another requester opens nothing for mallory: KMS is asked, and refuses.
    choose(&mut window, "Reader", "mallory");
    let refused = run(&mut window);
    assert_eq!(calls(&refused[2]), [(Decrypt, eu())]);
    let Some(Outcome::Refused { error, .. }) = &refused[2].outcome else { panic!("{:?}", refused[2]) };
    assert_eq!(error.exception, Exception::AccessDenied);
}

#[test]
fn an_item_written_in_two_regions_at_once_is_the_same_everywhere() {
    let mut window = flow_window();
    choose(&mut window, "Workload", "Global table");
    choose(&mut window, "Key", "orders");
    let flows = run(&mut window);
    assert_eq!(
        acts(&flows),
        [(Act::Write, us(), us()), (Act::Replicate, us(), eu()), (Act::Read, eu(), eu())]
    );
    choose(&mut window, "At once also in", "eu-west-1");
    let flows = run(&mut window);
    let count = |act| flows.iter().filter(|flow| flow.act == act && flow.is_done()).count();
    assert_eq!([Act::Write, Act::Replicate, Act::Read].map(count), [2, 2, 2]);
    let reads: Vec<_> = flows.iter().filter(|flow| flow.act == Act::Read).map(|flow| flow.result).collect();
    assert_eq!(reads[0], reads[1], "the last writer has won in both Regions");
    let writes: Vec<_> =
        flows.iter().filter(|flow| flow.act == Act::Write).map(|flow| flow.original).collect();
    assert!(writes[0] != writes[1] && reads[0] == writes[0], "who won is told by the data");
    // One run tells of both, and of who won.
    let runs = window.state().desk().stage.flows.all().filter(|flow| flow.cause.is_none()).count();
    assert_eq!(runs, 2);
    assert!(shows(&window, "Not stored: overtaken") && shows(&window, "The write of us-east-1 won"));
    // The next run holds something else.
    let again = run(&mut window);
    assert!(again.iter().all(|flow| flow.original.is_some() && !writes.contains(&flow.original)));
    // Where the key has no member, nothing is written at once.
    choose(&mut window, "Key", "legacy-reports");
    assert_eq!(chosen(&window, "At once also in"), "No other Region");
}

#[test]
fn a_snapshot_is_restored_elsewhere() {
    let mut window = flow_window();
    choose(&mut window, "Workload", "Disaster recovery");
    let flows = run(&mut window);
    let whole = [(Act::Write, us(), us()), (Act::Replicate, us(), eu()), (Act::Read, eu(), eu())];
    assert_eq!(acts(&flows), whole);
    assert_eq!(calls(&flows[1]), []);
    choose(&mut window, "Key", "legacy-reports");
    choose(&mut window, "Copy", "Re-encrypted under orders");
    let flows = run(&mut window);
    assert_eq!(acts(&flows), whole);
    assert_eq!(calls(&flows[1]), [(Decrypt, us()), (GenerateDataKey, eu())]);
}

#[test]
fn a_document_is_signed_here_and_verified_there() {
    let mut window = flow_window();
    choose(&mut window, "Workload", "Signing");
    assert!(shows_containing(&window, "There is no asymmetric key that signs SHA-256 digests in us-east-1"));
    make_family(&mut window, KeySpec::EccNistP256, KeyUsage::SignVerify);
    let flows = run(&mut window);
    assert_eq!(acts(&flows), [(Act::Prove, us(), eu())]);
    assert_eq!(flows[0].workload, Workload::Signing);
    assert_eq!(calls(&flows[0]), [(Sign, us()), (Verify, eu())]);
    // Where it has no member, the verifier asks where it was signed.
    choose(&mut window, "To Region", "ap-southeast-1");
    let flows = run(&mut window);
    assert_eq!(acts(&flows), [(Act::Prove, us(), Region::parse("ap-southeast-1").expect("known"))]);
    assert_eq!(calls(&flows[0]), [(Sign, us()), (Verify, us())]);
}

#[test]
fn a_tokens_mac_is_verified_there() {
    let mut window = flow_window();
    choose(&mut window, "Workload", "MAC token");
    assert!(!shows(&window, "Run"));
    make_family(&mut window, KeySpec::Hmac384, KeyUsage::GenerateVerifyMac);
    let flows = run(&mut window);
    assert_eq!(acts(&flows), [(Act::Prove, us(), eu())]);
    assert_eq!(calls(&flows[0]), [(GenerateMac, us()), (VerifyMac, eu())]);
    let sent = flows[0].steps.iter().flat_map(|step| step.motions()).map(|motion| motion.cargo.kind);
    assert_eq!(sent.collect::<Vec<_>>(), [CargoKind::Token]);
}

#[test]
fn a_world_without_a_fitting_key_offers_the_wizard() {
    let mut window = flow_window();
    choose(&mut window, "Workload", "MAC token");
    assert!(shows_containing(&window, "There is no HMAC key in us-east-1"));
    choose(&mut window, "From Region", "eu-west-1");
    assert!(shows_containing(&window, "There is no HMAC key in eu-west-1"));
    click(&mut window, "Create key");
    assert_eq!(window.state().desk().workspace, Workspace::Regions);
    assert!(shows_containing(&window, "Configure key"));
}

#[test]
fn every_field_keeps_its_value_when_the_workload_changes() {
    let mut window = flow_window();
    choose(&mut window, "Workload", "Global table");
    choose(&mut window, "At once also in", "eu-west-1");
    choose(&mut window, "Workload", "Object storage");
    window.get_by_role_and_label(Role::TextInput, "Object").focus();
    window.run_steps(2);
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    window.get_by_role_and_label(Role::TextInput, "Object").type_text("my-object");
    window.run_steps(2);
    choose(&mut window, "Key", "orders");
    choose(&mut window, "Replication", "Copied unchanged (not as S3)");
    choose(&mut window, "Reader", "Application");
    for other in ["Text", "Client-side envelope", "Global table", "Signing", "MAC token", "File"] {
        choose(&mut window, "Workload", other);
    }
    choose(&mut window, "Workload", "Object storage");
    let field = window.get_by_role_and_label(Role::TextInput, "Object");
    assert_eq!(field.accesskit_node().value().as_deref(), Some("my-object"));
    assert_eq!(chosen(&window, "Key"), "orders");
    assert_eq!(chosen(&window, "Replication"), "Copied unchanged (not as S3)");
    assert_eq!(chosen(&window, "Reader"), "Application");
    let flows = run(&mut window);
    assert_eq!(flows[0].name.as_ref(), "my-object");
    choose(&mut window, "Key", "global-encrypt");
    choose(&mut window, "Workload", "Global table");
    assert_eq!(chosen(&window, "At once also in"), "eu-west-1");
}

#[test]
fn a_run_is_a_step_that_can_be_undone() {
    let mut window = flow_window();
    choose(&mut window, "Workload", "Client-side envelope");
    let before = window.state().desk().stage.flows.made();
    click(&mut window, "Run");
    assert_eq!(window.state().desk().stage.flows.made(), before + 1);
    perform(&mut window, Command::Undo);
    assert_eq!(window.state().desk().stage.flows.made(), before);
}

#[test]
fn nothing_is_clipped_in_any_workload() {
    let mut window = flow_window();
    make_family(&mut window, KeySpec::EccNistP256, KeyUsage::SignVerify);
    make_family(&mut window, KeySpec::Hmac256, KeyUsage::GenerateVerifyMac);
    for size in [[1024.0, 700.0], [1280.0, 720.0], [1440.0, 900.0], [1920.0, 1080.0]] {
        window.set_size(size.into());
        window.run_steps(3);
        let whole = egui::Rect::from_min_size(egui::Pos2::ZERO, size.into());
        for workload in [
            "Text",
            "File",
            "Client-side envelope",
            "Object storage",
            "Global table",
            "Disaster recovery",
            "Signing",
            "MAC token",
        ] {
            choose(&mut window, "Workload", workload);
            let boxes: Vec<_> = window.get_all_by_role(Role::ComboBox).map(|it| it.rect()).collect();
            assert!(boxes.len() >= 5, "{workload}");
            for (number, rect) in boxes.iter().enumerate() {
                assert!(whole.contains_rect(*rect) && rect.width() > 80.0, "{workload} {rect:?} in {size:?}");
                let overlaps = boxes[..number].iter().any(|other| other.intersects(rect.shrink(1.0)));
                assert!(!overlaps, "{workload} {rect:?} in {size:?}");
            }
            let button = if matches!(workload, "Text" | "File") { "Send" } else { "Run" };
            let rect = window.get_by_role_and_label(Role::Button, button).rect();
            assert!(whole.contains_rect(rect), "{button} of {workload} at {rect:?} in {size:?}");
        }
    }
}
