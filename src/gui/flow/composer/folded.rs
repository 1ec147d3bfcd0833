//! The strip of one line, for low windows and presenters: which workload, in a few words with what, and the button. The
//! fields stand below it on demand, over the map, which does not move.

use egui::{
    Area, CornerRadius, CursorIcon, Key, Modifiers, Order, Rect, Role, Sense, Stroke, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::{
    Composer,
    cells::{GAP, child},
    kind::{Field, Kind},
    rows::{BUTTON, KIND, before, below, folded, two},
};
use crate::gui::{
    command::Command,
    desk::Desk,
    flow::text::line,
    theme::{BODY, CAPTION, icons, regular, space, tokens},
    widgets::{Dropdown, field_edge, icon_at, paint_text},
};

impl Composer {
    /// Draws the strip of one line, and the fields where they are unfolded.
    pub(super) fn folded(
        &mut self,
        ui: &mut Ui,
        strip: Rect,
        kind: &mut Kind,
        desk: &Desk,
        commands: &mut Vec<Command>,
    ) {
        let row = folded(strip);
        let kinds = Kind::ALL.map(|kind| (kind, kind.label()));
        let at = Rect::from_min_size(row.min, vec2(KIND, space::CONTROL_HEIGHT));
        let picked = Dropdown::new("Workload").label_hidden().show(&mut child(ui, "kind", at), kind, &kinds);
        if picked.changed() {
            // Another workload has other fields.
            self.unfolded = true;
        }
        let rest = before(row, BUTTON).with_min_x(row.left() + KIND + GAP);
        self.choices(ui, rest);
        if self.unfolded {
            self.unfolded_fields(ui, below(strip), desk, commands);
        }
        let so_far = commands.len();
        self.button(ui, row.with_min_x(row.right() - BUTTON), desk, commands);
        if commands.len() > so_far {
            // What was begun is to be seen.
            self.unfolded = false;
        }
    }

    /// The line that says what is chosen; a click shows the fields, or folds them away.
    fn choices(&mut self, ui: &mut Ui, area: Rect) {
        const PAD: f32 = 10.0;
        let t = tokens(ui);
        let text = self.in_words();
        let response = ui.interact(area, ui.scope_id().with("choices"), Sense::click());
        let shown = self.unfolded;
        let name = format!("Choices: {text}");
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, shown, &name));
        let painter = ui.painter();
        let fill = if response.hovered() { t.hover } else { t.button };
        painter.rect_filled(area, CornerRadius::same(space::RADIUS_CONTROL), fill);
        field_edge(ui, &response, false);
        let galley = line(painter, &text, regular(BODY), area.width() - 2.0 * PAD - 20.0);
        paint_text(painter, area.left() + PAD, area.center().y, galley, t.text_strong);
        let caret = if shown { icons::CARET_UP } else { icons::CARET_DOWN };
        let at = pos2(area.right() - PAD - 6.0, area.center().y);
        icon_at(painter, at, caret, CAPTION, t.text_subdued);
        if response.on_hover_cursor(CursorIcon::PointingHand).on_hover_text(&text).clicked() {
            self.unfolded = !shown;
        }
    }

    /// What is chosen, in one line: from where to where, under which key, what.
    fn in_words(&self) -> String {
        let Some(from) = self.from else { return String::new() };
        let Some(key) = self.key() else {
            return format!("There is no {} in {from}", self.kind.keys().words());
        };
        let content = match (self.kind, &self.file) {
            (Kind::File, Some(file)) => file.path.file_name().unwrap_or_default().display().to_string(),
            (Kind::File, None) => "No file yet".to_owned(),
            (kind, _) => self.texts.of(kind).clone(),
        };
        let has = |field| self.kind.rows().iter().any(|row| row.iter().any(|(it, _)| *it == field));
        let to = self.to.filter(|_| has(Field::To)).or(self.also_in.filter(|_| has(Field::AlsoIn)));
        let way = to.map_or_else(|| from.to_string(), |to| format!("{from} → {to}"));
        let name = self.lists.here().iter().find(|(id, _)| id == key).map_or("", |(_, name)| name);
        format!("{way}  ·  {name}  ·  {content}")
    }

    /// The fields, over what is below the strip.
    fn unfolded_fields(&mut self, ui: &Ui, area: Rect, desk: &Desk, commands: &mut Vec<Command>) {
        let t = tokens(ui);
        let layer = Area::new(ui.scope_id().with("fields")).order(Order::Middle).fixed_pos(area.min);
        layer.fade_in(false).constrain(false).show(ui.ctx(), |ui| {
            ui.advance_cursor_after_rect(area);
            let ui = &mut ui.new_child(UiBuilder::new().id_salt("unfolded").max_rect(area));
            // What is below is not to be clicked through it.
            ui.interact(area, ui.scope_id().with("ground"), Sense::click_and_drag());
            let painter = ui.painter();
            painter.add(ui.visuals().popup_shadow.as_shape(area, CornerRadius::ZERO));
            painter.rect_filled(area, 0.0, t.raised);
            painter.hline(area.x_range(), area.top(), Stroke::new(space::HAIRLINE, t.line));
            painter.hline(area.x_range(), area.bottom(), Stroke::new(space::HAIRLINE, t.line_strong));
            self.fields(ui, two(area), desk, commands);
        });
        // What lies above it is closed first.
        let is_below = egui::Popup::is_any_open(ui.ctx()) || ui.memory(|it| it.top_modal_layer().is_some());
        if !is_below && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.unfolded = false;
        }
    }
}
