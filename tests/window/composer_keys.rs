//! A workload whose key is missing: the wizard opens with what it needs, leads back, and the new key is chosen; a replica
//! that is missing is told of and made from the same row.

use egui::Role;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use mrk_console::{
    gui::{
        command::{Command, Reply},
        desk::Workspace,
    },
    kms::{
        KeyFamily, Region,
        api::{CreateKeyRequest, KeySpec, KeyUsage, Operation},
    },
    workloads::Act,
};

use crate::{
    common::{Window, click, perform, shows, shows_containing, window},
    workloads::{calls, choose, chosen, eu, flow_window, make_family, run, settle, us},
};

/// Goes through the wizard with its first page as it is.
fn finish_wizard(window: &mut Window, alias: &str) {
    click(window, "Next");
    window.event(egui::Event::Text(alias.to_owned()));
    window.run_steps(3);
    click(window, "Skip to review");
    click(window, "Finish");
    window.run_steps(4);
}

fn named<'a>(window: &'a Window, region: Region, name: &str) -> &'a KeyFamily {
    let store = window.state().desk().world().store();
    let target = store.aliases_in(region).find(|(_, alias, _)| alias.short() == name).expect("named").2;
    store.family(&target.target).expect("there")
}

fn workspace(window: &Window) -> Workspace {
    window.state().desk().workspace
}

#[test]
fn a_signing_key_that_is_missing_is_made_replicated_and_used_from_the_row() {
    let mut window = flow_window();
    choose(&mut window, "Workload", "Signing");
    click(&mut window, "Create key");
    assert_eq!(workspace(&window), Workspace::Regions);
    let spec = window.get_by_role_and_label(Role::ComboBox, "Key spec");
    assert_eq!(spec.accesskit_node().value().as_deref(), Some("ECC_NIST_P256"));
    finish_wizard(&mut window, "documents");

    assert_eq!(workspace(&window), Workspace::DataFlow, "back to what needs the key");
    assert_eq!((chosen(&window, "Workload"), chosen(&window, "Key")), ("Signing".into(), "documents".into()));
    let family = named(&window, us(), "documents");
    assert_eq!((family.spec, family.usage), (KeySpec::EccNistP256, KeyUsage::SignVerify));
    assert!(family.is_multi_region());
    assert!(shows_containing(&window, "asks us-east-1"), "without a replica it is said who verifies");

    // It works as it is, over the ocean.
    let flows = run(&mut window);
    assert_eq!(calls(&flows[0]), [(Operation::Sign, us()), (Operation::Verify, us())]);

    click(&mut window, "Replicate to eu-west-1…");
    click(&mut window, "Create replica keys");
    assert_eq!(workspace(&window), Workspace::DataFlow, "the dialog stands over the map");
    assert!(shows_containing(&window, "not ready") || shows_containing(&window, "still being made"));
    assert!(!shows_containing(&window, "asks us-east-1"));
    settle(&mut window);
    window.run_steps(2);
    assert!(!shows_containing(&window, "not ready") && !shows(&window, "Replicate to eu-west-1…"));
    let flows = run(&mut window);
    assert_eq!(flows[0].act, Act::Prove);
    assert_eq!(calls(&flows[0]), [(Operation::Sign, us()), (Operation::Verify, eu())]);
    assert!(flows[0].is_done());
}

#[test]
fn a_mac_key_that_is_missing_is_made_where_it_is_needed() {
    let mut window = flow_window();
    choose(&mut window, "Workload", "MAC token");
    choose(&mut window, "From Region", "eu-west-1");
    click(&mut window, "Create key");
    finish_wizard(&mut window, "tokens");
    assert_eq!(workspace(&window), Workspace::DataFlow);
    assert_eq!(
        (chosen(&window, "Key"), chosen(&window, "From Region")),
        ("tokens".into(), "eu-west-1".into())
    );
    let family = named(&window, eu(), "tokens");
    assert_eq!((family.spec, family.usage), (KeySpec::Hmac256, KeyUsage::GenerateVerifyMac));
    assert!(family.is_multi_region());
    let flows = run(&mut window);
    assert_eq!(calls(&flows[0]), [(Operation::GenerateMac, eu()), (Operation::VerifyMac, eu())]);
}

#[test]
fn leaving_the_wizard_leads_back_as_well_and_nothing_is_made() {
    let mut window = flow_window();
    let before = window.state().desk().world().store().family_count();
    choose(&mut window, "Workload", "Signing");
    click(&mut window, "Create key");
    click(&mut window, "Cancel");
    assert_eq!(workspace(&window), Workspace::DataFlow, "nothing was filled in, so nothing is asked");
    assert_eq!(window.state().desk().world().store().family_count(), before);
    // The wizard that was opened in Regions stays in Regions.
    perform(&mut window, Command::OpenWizard(us()));
    perform(&mut window, Command::CloseWizard);
    assert_eq!(workspace(&window), Workspace::Regions);
}

#[test]
fn the_first_key_of_a_world_is_a_multi_region_one() {
    let mut window = window();
    perform(&mut window, Command::Open(Workspace::DataFlow));
    click(&mut window, "Create key");
    finish_wizard(&mut window, "first");
    assert_eq!(workspace(&window), Workspace::DataFlow);
    let region = window.state().desk().world().regions()[0];
    let family = named(&window, region, "first");
    assert!(family.is_multi_region() && family.spec == KeySpec::SymmetricDefault);
    assert_eq!(chosen(&window, "Key"), "first");
}

#[test]
fn of_a_single_region_key_it_is_said_that_it_stays_where_it_is() {
    let mut window = flow_window();
    let request = CreateKeyRequest {
        key_spec: Some(KeySpec::EccNistP256),
        key_usage: Some(KeyUsage::SignVerify),
        ..Default::default()
    };
    let reply = Reply::Toast(String::new());
    perform(&mut window, Command::Call { region: us(), request: Box::new(request.into()), reply });
    choose(&mut window, "Workload", "Signing");
    assert!(shows_containing(&window, "asks us-east-1"));
    assert!(!shows_containing(&window, "Replicate to"), "it can have no replica");
    choose(&mut window, "To Region", "us-east-1");
    assert!(!shows_containing(&window, "asks us-east-1"), "there it is");
}

#[test]
fn the_notes_of_a_missing_replica_find_room_in_every_size() {
    let mut window = flow_window();
    make_family(&mut window, KeySpec::EccNistP256, KeyUsage::SignVerify);
    choose(&mut window, "Workload", "Signing");
    choose(&mut window, "To Region", "ap-southeast-1");
    for size in [[1024.0, 700.0], [1280.0, 720.0], [1440.0, 900.0], [1920.0, 1080.0]] {
        window.set_size(size.into());
        window.run_steps(3);
        // In low windows the fields are folded away.
        if let Some(folded) = window.query_by_label_contains("Choices: ")
            && !shows(&window, "Replicate to ap-southeast-1…")
        {
            folded.click();
            window.run_steps(3);
        }
        let link = window.get_by_label("Replicate to ap-southeast-1…").rect();
        let to = window.get_by_role_and_label(Role::ComboBox, "To Region").rect();
        let label =
            window.query_all_by_label("To Region").find(|it| it.accesskit_node().role() == Role::Label);
        let label = label.expect("above its field").rect();
        assert!(link.right() <= to.right() + 0.5 && link.left() >= label.right(), "{link:?} {to:?} {size:?}");
        assert!(link.bottom() <= to.top() + 3.0, "{link:?} over {to:?} in {size:?}");
    }
}
