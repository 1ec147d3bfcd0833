//! Signatures and MACs that crossed, handled like ciphertexts: flipped, changed, sent on, and verified by KMS itself.

use std::fs;

use egui::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mrk_console::{
    gui::{
        command::Command,
        desk::Workspace,
        files::{FileKind, SettingsFile},
    },
    kms::{
        Exception, Region,
        api::{KeySpec, KeyUsage, Operation},
    },
    workloads::{CallOutcome, CargoKind, Deed, Flow, Outcome},
};

use crate::{
    common::{Answers, Window, click, demo, perform, shows, shows_containing, wait_until, window_with},
    workloads::{calls, choose, chosen, eu, flow_window, make_family, run, settle, us},
};

fn signed() -> Window {
    let mut window = flow_window();
    make_family(&mut window, KeySpec::EccNistP256, KeyUsage::SignVerify);
    choose(&mut window, "Workload", "Signing");
    run(&mut window);
    window
}

fn with_token() -> Window {
    let mut window = flow_window();
    make_family(&mut window, KeySpec::Hmac384, KeyUsage::GenerateVerifyMac);
    choose(&mut window, "Workload", "MAC token");
    run(&mut window);
    window
}

/// The latest flow, once it is over.
fn last(window: &mut Window) -> Flow {
    settle(window);
    window.run_steps(2);
    window.state().desk().stage.flows.all().next_back().expect("run").clone()
}

fn refused(flow: &Flow) -> (Region, Exception) {
    match &flow.outcome {
        Some(Outcome::Refused { region, error }) => (*region, error.exception),
        other => panic!("{other:?}"),
    }
}

/// What crossed.
fn content(flow: &Flow) -> Vec<u8> {
    let sent = flow.steps.iter().find_map(|step| match &step.what {
        Deed::Sent { cargo, .. } => cargo.content.clone(),
        _ => None,
    });
    sent.expect("it is small").0.clone()
}

fn verify_otherwise(window: &mut Window, change: impl FnOnce(&mut Window)) -> Flow {
    click(window, "Change…");
    change(window);
    click(window, "Verify");
    last(window)
}

fn type_over(window: &mut Window, field: &str, text: &str) {
    window.get_by_role_and_label(Role::TextInput, field).focus();
    window.run_steps(2);
    window.key_press_modifiers(egui::Modifiers::COMMAND, egui::Key::A);
    window.get_by_role_and_label(Role::TextInput, field).type_text(text);
    window.run_steps(2);
}

#[test]
fn a_flipped_bit_of_a_signature_or_of_its_digest_is_refused_by_kms() {
    let mut window = signed();
    let whole = content(&last(&mut window));
    let differs = |a: &[u8], b: &[u8]| -> Vec<usize> {
        a.iter().zip(b).enumerate().filter(|(_, (a, b))| a != b).map(|(byte, _)| byte).collect()
    };
    click(&mut window, "Flip one bit");
    let flow = last(&mut window);
    assert_eq!(calls(&flow), [(Operation::Verify, eu())], "nobody is asked to sign again");
    assert_eq!(refused(&flow), (eu(), Exception::KmsInvalidSignature));
    let [byte] = *differs(&whole, &content(&flow)) else { panic!("one byte differs") };
    assert!(byte >= 32, "one of the signature");
    assert!(shows(&window, "KMSInvalidSignatureException") && shows(&window, "Document, one bit flipped"));
    let event = flow.calls().find_map(|(_, call)| call.event).expect("through the door");
    let trail = window.state().desk().world().trail();
    let recorded = trail.events().iter().find(|it| it.number == event).expect("in the trail");
    assert_eq!(recorded.exception(), Some(Exception::KmsInvalidSignature));

    // What was flipped is a packet as well: flipped once more it is whole again.
    click(&mut window, "Flip one bit");
    let flow = last(&mut window);
    assert!(flow.is_done() && content(&flow) == whole, "{:?}", flow.outcome);
    assert!(shows_containing(&window, "Signature verified"));

    let digest = window.get_by_label("Digest, bytes 0–31");
    digest.click_accesskit();
    window.run_steps(2);
    click(&mut window, "Flip one bit");
    let flow = last(&mut window);
    assert_eq!(refused(&flow), (eu(), Exception::KmsInvalidSignature));
    assert!(differs(&whole, &content(&flow))[0] < 32, "one of the digest");
}

#[test]
fn a_signature_is_verified_in_any_region_and_refused_where_the_key_is_not() {
    let mut window = signed();
    for (region, granted) in [("us-east-1", true), ("ap-southeast-1", false)] {
        click(&mut window, "Verify in…");
        window.get_by_role_and_label(Role::MenuItem, region).click();
        window.run_steps(4);
        let flow = last(&mut window);
        let region = Region::parse(region).expect("known");
        assert_eq!(calls(&flow), [(Operation::Verify, region)], "each Region asks its own KMS");
        assert_eq!(flow.is_done(), granted, "{:?}", flow.outcome);
        if !granted {
            assert_eq!(refused(&flow), (region, Exception::NotFound));
        }
    }
}

#[test]
fn document_algorithm_and_verifier_are_changed_and_kms_answers() {
    let mut window = signed();
    let flow = verify_otherwise(&mut window, |window| {
        type_over(window, "Document to verify", "Contract of 13 February")
    });
    assert_eq!(refused(&flow), (eu(), Exception::KmsInvalidSignature));
    assert!(shows(&window, "Document, other document"));
    // The one that was signed verifies, as anybody who has it can find out.
    let flow = verify_otherwise(&mut window, |window| {
        type_over(window, "Document to verify", "Contract of 12 February")
    });
    assert!(flow.is_done(), "{:?}", flow.outcome);

    let flow = verify_otherwise(&mut window, |window| {
        assert_eq!(chosen(window, "Algorithm"), "ECDSA_SHA_256");
        choose(window, "Algorithm", "RSASSA_PSS_SHA_256");
    });
    let (region, exception) = refused(&flow);
    assert!(region == eu() && exception != Exception::KmsInvalidSignature, "{exception:?}");
    assert!(shows(&window, exception.name()), "KMS's own answer is shown");

    let flow = verify_otherwise(&mut window, |window| {
        choose(window, "Algorithm", "ECDSA_SHA_256");
        choose(window, "Region that is asked", "us-east-1");
        choose(window, "Verified by", "mallory");
    });
    assert_eq!(refused(&flow), (us(), Exception::AccessDenied));
    let (_, call) = flow.calls().next().expect("one");
    assert!(call.caller.contains("mallory") && matches!(call.outcome, Some(CallOutcome::Refused(_))));
}

#[test]
fn a_token_with_other_claims_is_refused() {
    let mut window = with_token();
    assert!(shows(&window, "HMAC_SHA_384"));
    click(&mut window, "Change…");
    let claims = window.get_by_role_and_label(Role::TextInput, "Claims to verify").accesskit_node().value();
    assert_eq!(claims.as_deref(), Some(r#"{"sub":"alice","scope":"read"}"#));
    type_over(&mut window, "Claims to verify", r#"{"sub":"alice","scope":"admin"}"#);
    click(&mut window, "Verify");
    let flow = last(&mut window);
    assert_eq!(refused(&flow), (eu(), Exception::KmsInvalidMac));
    assert!(content(&flow).starts_with(br#"{"sub":"alice","scope":"admin"}"#));
    assert!(shows(&window, "KMSInvalidMacException"));
    let sent = flow.steps.iter().flat_map(|step| step.motions()).next().expect("it travels").cargo.kind;
    assert_eq!(sent, CargoKind::Token);
}

#[test]
fn who_can_verify_is_asked_of_every_region_and_of_everybody() {
    let mut window = signed();
    assert!(shows(&window, "Who can verify it now?"));
    for answer in ["us-east-1: yes · local", "eu-west-1: yes · local", "ap-southeast-1: the key is not here"]
    {
        assert!(shows(&window, answer), "{answer}");
    }
    choose(&mut window, "Verifier who asks", "Everybody");
    assert!(shows(&window, "alice in eu-west-1: yes · local"));
    assert!(shows(&window, "mallory in eu-west-1: denied by policy"));
    choose(&mut window, "Verifier who asks", "alice");
    let before = window.state().desk().world().trail().made();
    window.run_steps(5);
    assert_eq!(window.state().desk().world().trail().made(), before, "asked in a copy of the world");
    click(&mut window, "Flip one bit");
    last(&mut window);
    assert!(shows(&window, "eu-west-1: not its signature"), "a dry run looks at the signature too");
}

#[test]
fn the_line_of_a_verification_is_that_of_its_verifier() {
    let mut window = signed();
    click(&mut window, "Change…");
    choose(&mut window, "Verified by", "mallory");
    click(&mut window, "Verify");
    let lines: Vec<String> = window.state().desk().command_lines().map(|it| it.into_owned()).collect();
    let [line] = lines.as_slice() else { panic!("{lines:?}") };
    assert!(line.contains("kms verify ") && line.contains("mallory"), "{line}");
}

#[test]
fn a_signature_is_saved() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("document.sig");
    let answers = Answers::with([path.clone()]);
    let questions = answers.questions.clone();
    let mut window = window_with(answers, SettingsFile::default(), None);
    window.state_mut().show_stage(demo());
    perform(&mut window, Command::Open(Workspace::DataFlow));
    settle(&mut window);
    make_family(&mut window, KeySpec::EccNistP256, KeyUsage::SignVerify);
    choose(&mut window, "Workload", "Signing");
    run(&mut window);
    click(&mut window, "Save signature…");
    wait_until(&mut window, "saved", |_| path.exists());
    assert_eq!(questions.lock().expect("not poisoned")[0].kind, FileKind::SaveProof);
    assert_eq!(fs::read(&path).expect("written"), content(&last(&mut window))[32..]);
}
