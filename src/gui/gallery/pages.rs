//! The pages of the gallery.

use super::*;

pub(super) const POLICY: &str = r#"{
  "Version": "2012-10-17",
  "Id": "key-consolepolicy-3",
  "Statement": [
    {
      "Sid": "Enable IAM User Permissions",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::111122223333:root" },
      "Action": "kms:*",
      "Resource": "*",
      "Condition": { "Bool": { "kms:ViaService": true }, "NumericLessThan": 42 }
    }
  ]
}"#;

fn columns(ui: &mut Ui, widths: [f32; 3], add: impl FnOnce(&mut [Ui; 3])) {
    let gap = space::XL;
    let area = ui.available_rect_before_wrap();
    let room = area.width() - 2.0 * gap;
    let mut left = area.left();
    let mut cells = widths.map(|share| {
        let rect = egui::Rect::from_min_size(egui::pos2(left, area.top()), vec2(share * room, area.height()));
        left += share * room + gap;
        ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(Layout::top_down(egui::Align::Min)))
    });
    add(&mut cells);
    let foot = cells.iter().map(|c| c.min_rect().bottom()).fold(area.top(), f32::max);
    ui.allocate_space(vec2(area.width(), foot - area.top()));
}

fn head(ui: &mut Ui, text: &str) {
    ui.add_space(space::M);
    ui.label(section(text));
}

/// Colours, type, icons and Region marks.
pub(super) fn theme(ui: &mut Ui) {
    let t = tokens(ui);
    columns(ui, [0.3, 0.4, 0.3], |[a, b, c]| {
        head(a, "Type");
        a.label(display("Display 28"));
        a.label(title("Title 20 semibold"));
        a.label(section("Section 16 semibold"));
        a.label(strong("Strong 14 semibold"));
        a.label(body("Body 14: Key policies are independent."));
        a.label(subdued("Subdued 14: shared key material"));
        a.label(caption("Caption 12: 68 ms away"));
        a.label(mono("Mono 13: mrk-1234abcd12ab34cd56ef1234567890ab"));
        a.label(paragraph(
            "A paragraph wraps with room between its lines, so that a lesson's text is read without effort: \
             “ciphertext from one Region opens in another” — without a cross-Region call… × ≥ ≤ → ←",
        ));
        a.label(body(format!("Icons {} in {} text {}", icons::LOCK, icons::CROWN, icons::ARROW_RIGHT)));

        head(b, "Icons");
        b.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = Vec2::splat(10.0);
            for (name, glyph) in icons::ALL {
                ui.label(icon(glyph, 20.0)).on_hover_text(*name);
            }
        });
        head(b, "Regions");
        for base in [0, 8] {
            b.horizontal(|ui| {
                for i in base..base + 8 {
                    let (rect, _) = ui.allocate_exact_size(vec2(36.0, 30.0), Sense::hover());
                    paint_mark(ui.painter(), rect.center(), 11.0, &RegionMark::at(ui, i), t.canvas);
                }
            });
        }
        b.horizontal(|ui| {
            for i in 0..8 {
                let (rect, _) = ui.allocate_exact_size(vec2(36.0, 16.0), Sense::hover());
                paint_mark(ui.painter(), rect.center(), 5.0, &RegionMark::at(ui, i), t.canvas);
            }
        });

        head(c, "Surfaces and text");
        surfaces(c, t);
    });
}

fn surfaces(ui: &mut Ui, t: &Tokens) {
    for (name, color) in [
        ("canvas", t.canvas),
        ("panel", t.panel),
        ("raised", t.raised),
        ("hover", t.hover),
        ("selected", t.selected),
        ("field", t.field),
    ] {
        Card::new().fill(color).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(strong(name));
                ui.label(body("text"));
                ui.label(subdued("subdued"));
                for (word, color) in [
                    ("ok", t.ok),
                    ("warn", t.warn),
                    ("error", t.error),
                    ("accent", t.accent),
                    ("off", t.text_disabled),
                ] {
                    ui.label(body(word).color(color));
                }
            });
        });
    }
}

/// Buttons, badges, fields and choices.
pub(super) fn controls(ui: &mut Ui, state: &mut GalleryState) {
    columns(ui, [0.36, 0.32, 0.32], |[a, b, c]| {
        buttons(a, state);
        badges(a);
        fields(b, state);
        choices(c, state);
    });
}

fn buttons(ui: &mut Ui, state: &mut GalleryState) {
    head(ui, "Buttons");
    ui.horizontal(|ui| {
        Button::primary("Create key").icon(icons::PLUS).show(ui);
        secondary(ui, "Replicate to a Region…");
    });
    ui.horizontal(|ui| {
        ghost(ui, "Skip to review");
        link(ui, "View key policy");
        if danger(ui, "Schedule deletion…").clicked() {
            state.dialog = true;
        }
    });
    ui.horizontal(|ui| {
        Button::primary("Next").enabled(false).why_disabled("Choose an alias first").show(ui);
        Button::secondary("Previous").enabled(false).show(ui);
        Button::ghost("Skip").enabled(false).show(ui);
        Button::secondary("Run").small().show(ui);
        Button::primary("Create key").small().show(ui);
        Button::secondary("Copy").small().icon(icons::COPY).show(ui);
    });
    ui.horizontal(|ui| {
        for (glyph, name) in [
            (icons::SUN, "Light theme"),
            (icons::COPY, "Copy command"),
            (icons::DOTS_THREE, "More"),
            (icons::TRASH, "Delete"),
            (icons::X, "Dismiss"),
        ] {
            icon_button(ui, glyph, name);
        }
        icon_toggle(ui, icons::EYE, "Show plaintext", true);
        icon_toggle(ui, icons::TARGET, "Follow", false);
        menu_button(ui, Button::secondary("Key actions").small(), 260.0, |ui| {
            MenuItem::new("Disable").icon(icons::PROHIBIT).show(ui);
            MenuItem::new("Change primary Region…").icon(icons::ARROWS_LEFT_RIGHT).note("Ctrl P").show(ui);
            MenuItem::new("Rotate now").icon(icons::ARROWS_CLOCKWISE).enabled(false).show(ui);
            MenuItem::new("Schedule key deletion…").icon(icons::TRASH).danger().show(ui);
        });
    });
    segmented(
        ui,
        "Pace",
        &mut state.pace,
        &[
            (0, icons::PAUSE, "Pause"),
            (1, "1×", "Real time"),
            (2, "1 min/s", "One minute a second"),
            (3, "1 h/s", "One hour a second"),
            (4, "1 d/s", "One day a second"),
        ],
    );
    ui.add_enabled_ui(false, |ui| {
        segmented(ui, "Way", &mut 0, &[(0, "Replica keys", ""), (1, "Grants", ""), (2, "CloudHSM", "")]);
    });
}

fn badges(ui: &mut Ui) {
    head(ui, "Badges");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(6.0, 6.0);
        Badge::primary("Primary").icon(icons::CROWN).show(ui);
        Badge::info("Replica").show(ui);
        Badge::neutral("Single-Region").show(ui);
        Badge::ok("Enabled").icon(icons::CHECK_CIRCLE).show(ui);
        Badge::neutral("Disabled").icon(icons::PROHIBIT).show(ui);
        Badge::warn("Updating").icon(icons::CLOCK).show(ui);
        Badge::error("Deletes in 23 d").icon(icons::TRASH).show(ui);
        Badge::ciphertext("in flight").icon(icons::LOCK).show(ui);
        Badge::plaintext("Opened here").icon(icons::LOCK_OPEN).show(ui);
        Badge::ok("holds").show(ui);
        Badge::error("does not hold").show(ui);
    });
    ui.horizontal(|ui| {
        status_dot(ui, Tone::Ok, "KMS in service");
        status_dot(ui, Tone::Warn, "Throttled");
        status_dot(ui, Tone::Error, "Region down");
    });
    head(ui, "Packets");
    ui.horizontal(|ui| {
        packet_glyph(ui, PacketKind::Plaintext, "report.pdf");
        packet_glyph(ui, PacketKind::DataKey, "data key");
        packet_glyph(ui, PacketKind::Ciphertext, "AQICAHj6…");
    });
    ui.horizontal(|ui| {
        packet_glyph(ui, PacketKind::Material, "v3");
        packet_glyph(ui, PacketKind::Denied, "Decrypt");
        packet_glyph(ui, PacketKind::Ciphertext, "");
        packet_glyph(ui, PacketKind::Plaintext, "");
        packet_glyph(ui, PacketKind::Denied, "");
    });
    head(ui, "Identifiers");
    ui.horizontal(|ui| {
        short_id(ui, "mrk-1234abcd12ab34cd56ef1234567890ab", 12, 4);
        short_id_caption(
            ui,
            "arn:aws:kms:us-east-1:111122223333:key/mrk-1234abcd12ab34cd56ef1234567890ab",
            26,
            4,
        );
    });
}

fn fields(ui: &mut Ui, state: &mut GalleryState) {
    head(ui, "Fields");
    TextField::new("Alias").help("1 to 256 characters after alias/").show(ui, &mut state.alias);
    TextField::new("Alias in eu-west-1")
        .error(Some("alias/aws/ is reserved for AWS managed keys"))
        .help("1 to 256 characters after alias/")
        .show(ui, &mut state.bad_alias);
    TextField::new("Description")
        .optional()
        .hint("What this key protects")
        .multiline(3)
        .show(ui, &mut state.description);
    TextField::new("Key ID").mono().enabled(false).show(ui, &mut "mrk-1234abcd12ab34cd".to_owned());
    let specs = [(0, "SYMMETRIC_DEFAULT"), (1, "RSA_2048"), (2, "ECC_NIST_P256"), (3, "HMAC_256")];
    Dropdown::new("Key spec").help("Can't be changed after creation").show(ui, &mut state.spec, &specs);
    search_field(ui, "Find users and roles", 260.0, &mut state.search);
    search_field(ui, "Filter keys", 180.0, &mut String::new());
}

fn choices(ui: &mut Ui, state: &mut GalleryState) {
    head(ui, "Choices");
    let tiles = [
        ("Single-Region key", "Never allow this key to be replicated into other Regions"),
        (
            "Multi-Region key",
            "Allow this key to be replicated into other Regions. This can't be changed after the key is created.",
        ),
    ];
    for (i, (head, note)) in tiles.iter().enumerate() {
        if radio_card(ui, state.regionality == i, head, note).clicked() {
            state.regionality = i;
        }
    }
    ui.add_enabled_ui(false, |ui| radio_card(ui, false, "External key store", "Symmetric keys only"));
    checkbox(ui, &mut state.deletion, "Allow key administrators to delete this key", "");
    checkbox(
        ui,
        &mut state.rotation,
        "Automatically rotate this key",
        "New material every 365 days; old ciphertext stays readable",
    );
    ui.add_enabled_ui(false, |ui| checkbox(ui, &mut true, "Shared property: set on the primary", ""));
    switch(ui, &mut state.deletion, "Show the graticule", "");
    switch(ui, &mut state.rotation, "Reduce motion", "Packets jump instead of travelling");
    ui.horizontal(|ui| {
        checkbox_bare(ui, &mut state.deletion, "Select alice");
        ui.label(strong("alice"));
        ui.label(subdued("/app/"));
    });
    head(ui, "Progress");
    progress(ui, "Re-encrypting objects", "120 of 400", 0.3);
    if secondary(ui, "Show toasts").clicked() {
        let now = ui.input(|i| i.time);
        for (tone, title, detail) in TOASTS {
            state.toasts.push(Toast::new(tone, title, detail, now + 8.0));
        }
    }
}

const TOASTS: [(Tone, &str, &str); 3] = [
    (
        Tone::Ok,
        "Replica created in eu-west-1",
        "It is Creating now, and Enabled once the material has arrived",
    ),
    (
        Tone::Error,
        "AccessDeniedException",
        "user/mallory may not kms:Decrypt: no identity-based policy allows it",
    ),
    (Tone::Info, "Session saved", ""),
];

/// Cards, properties, code, lists and notes.
pub(super) fn blocks(ui: &mut Ui, state: &mut GalleryState) {
    columns(ui, [0.3, 0.34, 0.36], |[a, b, c]| {
        cards(a, state);
        properties(b);
        head(b, "Steps");
        Card::new().fill(tokens(b).panel).show(b, |ui| {
            let steps = [
                Step::new("Configure key", "Symmetric · encrypt and decrypt · Multi-Region"),
                Step::new("Add labels", "alias/global-encrypt · 2 tags"),
                Step::new("Define key administrative permissions", "3 selected"),
                Step::new("Define key usage permissions", ""),
                Step::new("Edit key policy", ""),
                Step::new("Review", ""),
            ];
            if let Some(step) = step_list(ui, &steps, state.step) {
                state.step = step;
            }
        });
        code(c, state);
    });
}

fn cards(ui: &mut Ui, state: &mut GalleryState) {
    head(ui, "Cards");
    ui.spacing_mut().item_spacing.y = space::S;
    for (i, (name, regionality, key_state)) in [
        ("global-encrypt", Badge::primary("Primary").icon(icons::CROWN), Badge::ok("Enabled")),
        ("orders-signing", Badge::info("Replica"), Badge::ok("Enabled")),
        ("sandbox", Badge::neutral("Single-Region"), Badge::error("Deletes in 23 d")),
    ]
    .into_iter()
    .enumerate()
    {
        ui.push_id(i, |ui| {
            let card = Card::new().selected(state.card == i).clickable(name).show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = space::XS;
                row_sides(
                    ui,
                    space::BADGE_HEIGHT,
                    |ui| drop(ui.label(strong(name))),
                    |ui| drop(regionality.show(ui)),
                );
                row_sides(
                    ui,
                    space::BADGE_HEIGHT,
                    |ui| drop(short_id_caption(ui, "mrk-1234abcd12ab34cd56ef1234567890ab", 12, 4)),
                    |ui| drop(key_state.show(ui)),
                );
            });
            if card.response.clicked() {
                state.card = i;
            }
        });
    }
    for (i, region) in ["us-east-1", "eu-west-1", "ap-southeast-1"].into_iter().enumerate() {
        Card::new().edge(RegionMark::at(ui, i).color).padding(vec2(12.0, 6.0)).show(ui, |ui| {
            row_sides(
                ui,
                space::BADGE_HEIGHT,
                |ui| drop(ui.label(strong(region))),
                |ui| drop(Badge::ok("Enabled").show(ui)),
            );
        });
    }
    head(ui, "Notes");
    callout(
        ui,
        CalloutKind::Exam,
        "An administrator can manage the key but gets no kms:Encrypt or kms:Decrypt from this step.",
    );
    callout(ui, CalloutKind::Info, "Aliases are per Region.");
    callout(ui, CalloutKind::Warning, "Deleting a primary waits for its replicas.");
    callout_with(ui, CalloutKind::Error, "Decrypt failed", "No related key in sa-east-1: replicate first.");
    Card::new().fill(tokens(ui).panel).show(ui, |ui| {
        ui.set_height(200.0);
        empty_state(
            ui,
            icons::KEY,
            "No keys in sa-east-1",
            "Create a key here, or replicate one from another Region",
            Some(Button::primary("Create key").icon(icons::PLUS)),
        );
    });
}

fn properties(ui: &mut Ui) {
    head(ui, "Properties");
    property_table(ui, |rows| {
        rows.row("Status", |ui| Badge::ok("Enabled").icon(icons::CHECK_CIRCLE).show(ui));
        rows.row("Regionality", |ui| Badge::primary("Multi-Region primary").icon(icons::CROWN).show(ui));
        rows.text("Key spec", "SYMMETRIC_DEFAULT");
        rows.text(
            "Key usage",
            "Encrypt and decrypt, and a long remark that does not fit into this narrow column",
        );
        rows.mono("Created", "2026-02-10 08:15:00Z");
        rows.row("Key ID", |ui| short_id(ui, "mrk-1234abcd12ab34cd56ef1234567890ab", 12, 4));
    });
    let color = RegionMark::at(ui, 0).color;
    let values: Vec<f32> = (0..24).map(|i| ((i * 7 + 3) % 11) as f32).collect();
    ui.horizontal(|ui| {
        ui.label(caption("Requests"));
        sparkline(ui, "Requests a second", &values, color, vec2(72.0, 16.0));
    });
}

fn code(ui: &mut Ui, state: &mut GalleryState) {
    head(ui, "Code");
    CodeView::new("Key policy", POLICY)
        .line_numbers()
        .added(std::slice::from_ref(&(5..8)))
        .max_height(190.0)
        .show(ui);
    ui.label(strong("Edit key policy"));
    CodeEditor::new("Policy editor")
        .rows(8)
        .max_height(230.0)
        .marks(&[CodeMark { span: 37..58, is_error: true }])
        .show(ui, &mut state.policy);
    ui.label(caption("Line 3, column 9: this Id is not what the parser expected"));
}

/// The dialog.
pub(super) fn dialog(ctx: &egui::Context, state: &mut GalleryState) {
    let outcome = Dialog::new("Schedule key deletion", "Schedule deletion")
        .cancel_text("Cancel deletion")
        .danger()
        .show(ctx, |ui| {
            callout(
                ui,
                CalloutKind::Warning,
                "After the waiting period nothing can open what this key sealed.",
            );
            TextField::new("Waiting period (days)").help("7 to 30").width(160.0).show(ui, &mut state.alias);
            checkbox(
                ui,
                &mut state.deletion,
                "I understand that this affects only this Region's replica",
                "",
            );
        });
    state.dialog = outcome == DialogOutcome::Open;
    if outcome == DialogOutcome::Confirmed {
        let now = ctx.input(|i| i.time);
        state.toasts.push(Toast::new(Tone::Warn, "Key deletion scheduled", "Deletes in 30 days", now + 8.0));
    }
}

#[cfg(test)]
mod tests;
