//! The gallery runs in both themes, every glyph and name is there, and its controls answer.

use crate::gui::{
    gallery::{GalleryState, Page, show},
    theme,
};
use egui::{Key, Role, Theme, vec2};
use egui_kittest::{
    Harness,
    kittest::{NodeT as _, Queryable as _},
};

fn gallery(page: Page, theme: Theme, scale: f32) -> Harness<'static, GalleryState> {
    let state = GalleryState { page, ..GalleryState::default() };
    let mut installed = false;
    Harness::builder()
        .with_size(vec2(1280.0, 1000.0))
        .with_pixels_per_point(scale)
        .with_theme(theme)
        .build_ui_state(
            move |ui, state| {
                if !std::mem::replace(&mut installed, true) {
                    theme::install(ui.ctx());
                    ui.ctx().request_discard("fonts");
                    return;
                }
                let frame = egui::Frame::new().fill(theme::tokens(ui).canvas).inner_margin(theme::space::L);
                egui::CentralPanel::default().frame(frame).show(ui, |ui| show(ui, state));
            },
            state,
        )
}

#[test]
fn every_page_draws_in_both_themes() {
    for theme in [Theme::Dark, Theme::Light] {
        for page in [Page::Theme, Page::Controls, Page::Blocks] {
            gallery(page, theme, 1.0).run();
        }
    }
}

#[test]
fn a_dialog_is_confirmed_by_enter_and_left_by_escape() {
    for (key, toasts) in [(Key::Enter, 1), (Key::Escape, 0)] {
        let mut harness = gallery(Page::Controls, Theme::Dark, 1.0);
        harness.run();
        harness.get_by_label("Schedule deletion…").click();
        harness.run();
        assert!(harness.state().dialog);
        harness.key_press(key);
        harness.run_steps(3);
        assert!(!harness.state().dialog, "{key:?}");
        assert_eq!(harness.state().toasts.len(), toasts, "{key:?}");
    }
}

#[test]
fn the_enter_that_opens_a_dialog_does_not_confirm_it() {
    let mut harness = gallery(Page::Controls, Theme::Dark, 1.0);
    harness.run();
    harness.get_by_label("Schedule deletion…").focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.state().dialog, "it stays open");
    assert!(harness.state().toasts.is_empty());
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert!(!harness.state().dialog);
    assert_eq!(harness.state().toasts.len(), 1);
}

#[test]
fn enter_on_a_focused_cancel_cancels() {
    let mut harness = gallery(Page::Controls, Theme::Dark, 1.0);
    harness.run();
    harness.get_by_label("Schedule deletion…").click();
    harness.run();
    harness.get_by_role_and_label(Role::Button, "Cancel deletion").focus();
    harness.run();
    harness.key_press(Key::Enter);
    harness.run_steps(3);
    assert!(!harness.state().dialog);
    assert!(harness.state().toasts.is_empty());
}

#[test]
fn tiles_boxes_and_segments_answer_the_pointer_and_the_keyboard() {
    let mut harness = gallery(Page::Controls, Theme::Light, 1.0);
    harness.run();
    harness.get_by_label("Single-Region key").click();
    harness.get_by_label("One hour a second").click();
    harness.run();
    assert_eq!((harness.state().regionality, harness.state().pace), (0, 3));
    harness.get_by_label("Multi-Region key").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    assert_eq!(harness.state().regionality, 1);
    let before = harness.state().rotation;
    harness.get_by_label("Automatically rotate this key").focus();
    harness.run();
    harness.key_press(Key::Space);
    harness.run();
    assert_eq!(harness.state().rotation, !before);
}

#[test]
fn what_is_disabled_stays_as_it_is() {
    let mut harness = gallery(Page::Controls, Theme::Dark, 1.0);
    harness.run();
    for label in ["Next", "External key store", "Grants"] {
        assert!(harness.get_by_label(label).accesskit_node().is_disabled(), "{label}");
    }
}

#[test]
fn a_dropdown_opens_and_takes_the_picked_value() {
    let mut harness = gallery(Page::Controls, Theme::Dark, 1.0);
    harness.run();
    harness.get_by_role_and_label(Role::ComboBox, "Key spec").click();
    harness.run();
    harness.get_by_role_and_label(Role::MenuItem, "ECC_NIST_P256").click();
    harness.run();
    assert_eq!(harness.state().spec, 2);
    assert!(harness.query_by_role_and_label(Role::MenuItem, "RSA_2048").is_none(), "the list closes");
}

#[test]
fn a_search_field_is_emptied_by_its_cross() {
    let mut harness = gallery(Page::Controls, Theme::Dark, 1.0);
    harness.run();
    harness.get_by_label("Clear Find users and roles").click();
    harness.run();
    assert_eq!(harness.state().search, "");
}

#[test]
fn done_steps_lead_back_and_cards_do_not_take_the_copy_click() {
    let mut harness = gallery(Page::Blocks, Theme::Dark, 1.0);
    harness.run();
    harness.get_by_label("Step 1, Configure key, done").click();
    harness.run();
    assert_eq!(harness.state().step, 0);
    harness.get_by_role_and_label(Role::Button, "orders-signing").click();
    harness.run();
    assert_eq!(harness.state().card, 1);
    let ids: Vec<_> = harness.get_all_by_label("Copy mrk-1234abcd12ab34cd56ef1234567890ab").collect();
    ids[0].click();
    drop(ids);
    harness.step();
    let copied = harness.output().platform_output.commands.iter().any(|command| {
        matches!(command, egui::OutputCommand::CopyText(text) if text == "mrk-1234abcd12ab34cd56ef1234567890ab")
    });
    assert!(copied);
    assert_eq!(harness.state().card, 1, "the first card was not picked by the click on its id");
}

#[test]
fn toasts_go_by_the_clock_and_by_their_cross() {
    let mut harness = gallery(Page::Controls, Theme::Dark, 1.0);
    harness.run();
    harness.get_by_label("Show toasts").click();
    harness.run_steps(3);
    assert_eq!(harness.state().toasts.len(), 3);
    let newest = harness.state().toasts.last().expect("three").title.clone();
    harness.get_by_label(&format!("Dismiss {newest}")).click();
    harness.run_steps(3);
    assert_eq!(harness.state().toasts.len(), 2);
    harness.remove_cursor();
    harness.run_steps(60);
    assert!(harness.state().toasts.is_empty());
}

/// Writes the pages as pictures into the directory named by `GALLERY_PICTURES`.
#[test]
#[ignore = "needs a graphics driver; a look at the pictures is the test"]
fn pictures() {
    let Some(into) = std::env::var_os("GALLERY_PICTURES") else { return };
    for (theme, name) in [(Theme::Dark, "dark"), (Theme::Light, "light")] {
        for scale in [1.0, 2.0] {
            for (page, page_name) in
                [(Page::Theme, "theme"), (Page::Controls, "controls"), (Page::Blocks, "blocks")]
            {
                let mut harness = gallery(page, theme, scale);
                harness.run();
                let path = std::path::Path::new(&into).join(format!("{page_name}-{name}-{scale}x.png"));
                harness.render().unwrap().save(path).unwrap();
            }
            let mut harness = gallery(Page::Controls, theme, scale);
            harness.run();
            harness.get_by_label("Show toasts").click();
            harness.get_by_label("Schedule deletion…").click();
            harness.run_steps(4);
            let path = std::path::Path::new(&into).join(format!("dialog-{name}-{scale}x.png"));
            harness.render().unwrap().save(path).unwrap();

            for (page, opened, hovered) in [
                (Page::Controls, "Key actions", "Change primary Region…"),
                (Page::Controls, "Key spec", "RSA_2048"),
                (Page::Blocks, "Steps", "orders-signing"),
            ] {
                let mut harness = gallery(page, theme, scale);
                harness.run();
                if page == Page::Controls {
                    harness
                        .get_by(|n| n.label().is_some_and(|l| l == opened) && n.role() != Role::Label)
                        .click();
                    harness.run();
                    harness.get_by_label(hovered).hover();
                } else {
                    harness.get_by_label(hovered).hover();
                    harness.get_by_label("sandbox").focus();
                }
                harness.run_steps(3);
                let path = std::path::Path::new(&into).join(format!("open-{opened}-{name}-{scale}x.png"));
                harness.render().unwrap().save(path).unwrap();
            }
        }
    }
}
