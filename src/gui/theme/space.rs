//! Distances, radii and fixed sizes, in points.

/// Between an icon and its word.
pub const XS: f32 = 4.0;
/// Between the parts of one thing.
pub const S: f32 = 8.0;
/// Inside a card or panel.
pub const M: f32 = 12.0;
/// Between cards, and inside pages.
pub const L: f32 = 16.0;
/// Between sections.
pub const XL: f32 = 24.0;

/// The radius of badges and small marks.
pub const RADIUS_FIELD: u8 = 4;
/// The radius of buttons and text fields.
pub const RADIUS_CONTROL: u8 = 6;
/// The radius of cards and dialogs.
pub const RADIUS_CARD: u8 = 8;

/// The height of buttons, fields, dropdowns and segmented controls.
pub const CONTROL_HEIGHT: f32 = 30.0;
/// The height of controls inside rows and bars.
pub const CONTROL_HEIGHT_SMALL: f32 = 24.0;
/// The height of a badge.
pub const BADGE_HEIGHT: f32 = 20.0;
/// The height of a row of a table or list.
pub const ROW_HEIGHT: f32 = 28.0;
/// The height of a table's head row.
pub const HEAD_HEIGHT: f32 = 30.0;
/// The side of an icon in a control.
pub const ICON: f32 = 16.0;
/// The side of an icon in the rail.
pub const ICON_LARGE: f32 = 20.0;

/// The height of the bar at the window's top.
pub const TOP_BAR: f32 = 44.0;
/// The height of the bar at the window's foot.
pub const STATUS_BAR: f32 = 30.0;
/// The width of the rail of workspaces.
pub const RAIL: f32 = 84.0;
/// The width of the inspector at the right.
pub const INSPECTOR: f32 = 364.0;

/// The width of hair lines.
pub const HAIRLINE: f32 = 1.0;
/// The width of the focus ring and of selection outlines.
pub const RING: f32 = 2.0;
/// The gap between a control and its focus ring.
pub const RING_GAP: f32 = 1.0;
