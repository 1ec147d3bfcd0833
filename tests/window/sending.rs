//! A real file crosses the ocean and comes out as it went in.

use std::fs;

use egui_kittest::kittest::Queryable as _;
use image::{ImageBuffer, Rgb};
use mrk_console::{
    gui::{
        command::{Command, Content, Sending},
        files::SettingsFile,
    },
    kms::{Region, api::EncryptionContext},
    workloads::{Leg, Message},
};
use sha2::{Digest as _, Sha256};

use crate::common::{Answers, demo, perform, wait_until, window_with};

#[test]
fn an_image_of_twenty_mebibytes_crosses_by_envelope_and_comes_out_identical() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let (original, saved) = (folder.path().join("photo.png"), folder.path().join("out.png"));
    // Noise does not compress, so the file is as large as its pixels.
    let mut state = 1u32;
    let mut noise = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let picture = ImageBuffer::from_fn(2800, 2500, |_, _| Rgb([noise(), noise(), noise()]));
    picture.save(&original).expect("written");
    let bytes = fs::read(&original).expect("readable");
    assert!(bytes.len() > 20 << 20, "{} bytes", bytes.len());

    let mut window = window_with(Answers::with([saved.clone()]), SettingsFile::default(), None);
    window.state_mut().show_stage(demo());
    let (us, eu) = (Region::parse("us-east-1").expect("known"), Region::parse("eu-west-1").expect("known"));
    let events_before = window.state().desk().world().trail().events().len();
    let sending = Sending {
        content: Content::File(original),
        source: us,
        destination: eu,
        key_id: "alias/global-encrypt".to_owned(),
        context: EncryptionContext::from([("Purpose".to_owned(), "Backup".to_owned())]),
        reader_context: EncryptionContext::from([("Purpose".to_owned(), "Backup".to_owned())]),
        reader: "alice".to_owned(),
    };
    perform(&mut window, Command::Send(Box::new(sending)));
    wait_until(&mut window, "opened", |window| {
        let last = window.state().desk().stage.transfers().next_back();
        last.is_some_and(|it| it.name == "photo.png" && it.leg.is_over())
    });
    let transfer = window.state().desk().stage.transfers().next_back().expect("sent").clone();
    assert!(transfer.is_identical() && matches!(transfer.leg, Leg::Opened { .. }));
    assert!(matches!(transfer.message, Some(Message::Envelope { .. })));

    perform(&mut window, Command::SavePlaintext(transfer.id));
    wait_until(&mut window, "saved", |_| saved.exists());
    let came_out = fs::read(&saved).expect("readable");
    assert_eq!(Sha256::digest(&came_out), Sha256::digest(&bytes));

    let trail = window.state().desk().world().trail();
    let calls: Vec<(Region, &str)> =
        trail.events().iter().skip(events_before).map(|event| (event.region, &*event.name)).collect();
    assert_eq!(calls, [(us, "GenerateDataKey"), (eu, "Decrypt")], "no call crossed Regions");
}

#[test]
fn a_file_over_the_limit_is_refused_with_what_to_do() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("huge.bin");
    fs::File::create(&path).and_then(|file| file.set_len((64 << 20) + 1)).expect("a sparse file");
    let mut window = window_with(Answers::default(), SettingsFile::default(), None);
    window.state_mut().show_stage(demo());
    let sending = Sending {
        content: Content::File(path),
        source: Region::parse("us-east-1").expect("known"),
        destination: Region::parse("eu-west-1").expect("known"),
        key_id: "alias/global-encrypt".to_owned(),
        context: EncryptionContext::new(),
        reader_context: EncryptionContext::new(),
        reader: "alice".to_owned(),
    };
    let before = window.state().desk().stage.clone();
    perform(&mut window, Command::Send(Box::new(sending)));
    wait_until(&mut window, "refused", |window| {
        window.query_all_by_label_contains("larger than 64 MiB; choose a smaller one").next().is_some()
    });
    assert!(window.state().desk().stage == before);
}
