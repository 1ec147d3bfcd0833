//! The window's own controls: one file a control, all drawn from [`crate::gui::theme`] and all named for assistive
//! programs. [`crate::gui::gallery`] shows each of them in each state.

mod badge;
mod button;
mod callout;
mod card;
mod choice;
mod code_editor;
mod code_view;
mod dialog;
mod diff_view;
mod dropdown;
mod empty_state;
mod field;
mod json_tokens;
mod menu;
mod packet_glyph;
mod paint;
mod progress;
mod property;
mod row;
mod segmented;
mod short_id;
mod sparkline;
mod step_list;
mod still_plot;
mod toast;

pub use badge::{Badge, Tone, status_dot};
pub use button::{Button, ButtonKind, danger, ghost, icon_button, icon_toggle, link, primary, secondary};
pub use callout::{CalloutKind, callout, callout_with};
pub use card::Card;
pub use choice::{check_mark, checkbox, checkbox_bare, radio_card, switch};
pub use code_editor::{CodeEditor, CodeMark, replace_undoably};
pub use code_view::CodeView;
pub use dialog::{Dialog, DialogOutcome};
pub use diff_view::{DiffLine, DiffView};
pub use dropdown::Dropdown;
pub use empty_state::empty_state;
pub use field::{TextField, field_label, search_field};
pub(super) use field::{field_edge, field_frame};
pub use menu::{
    MenuItem, is_any_popover_open, is_popover_open, menu_below, menu_button, menu_heading, open_popover,
    popover,
};
pub use packet_glyph::{PacketKind, packet_glyph, packet_size, paint_packet};
pub use paint::{focus_ring, icon_at};
pub(super) use paint::{line as one_line, text_at as paint_text};
pub use progress::progress;
pub use property::{Properties, property_table, property_table_with};
pub use row::{control_row, row, row_sides};
pub use segmented::segmented;
pub use short_id::{short_id, short_id_caption, shorten};
pub use sparkline::sparkline;
pub use step_list::{Step, step_list};
pub use still_plot::still_plot;
pub use toast::{Toast, ToastAnswer, drop_expired, toast_line};
