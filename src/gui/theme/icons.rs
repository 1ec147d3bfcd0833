//! The icons of the subset icon font, by what they mean here.
//!
//! Each is one character of the private-use area, so an icon can stand inside any text: the icon font is the
//! fall-back of every family. An icon alone is never a name; give the control one as well.

/// The primary key of a family.
pub const CROWN: &str = "\u{e614}";
/// A KMS key.
pub const KEY: &str = "\u{e2d6}";
/// Ciphertext, closed.
pub const LOCK: &str = "\u{e308}";
/// Plaintext, opened.
pub const LOCK_OPEN: &str = "\u{e30a}";
/// The Regions workspace.
pub const COLUMNS: &str = "\u{e546}";
/// The data-flow workspace.
pub const SHARE_NETWORK: &str = "\u{e408}";
/// The CloudTrail workspace.
pub const LIST: &str = "\u{e2f0}";
/// An itemised list.
pub const LIST_DASHES: &str = "\u{e2f4}";
/// Add or create.
pub const PLUS: &str = "\u{e3d4}";
/// Remove one, or partly ticked.
pub const MINUS: &str = "\u{e32a}";
/// Close or dismiss.
pub const X: &str = "\u{e4f6}";
/// Done, ticked.
pub const CHECK: &str = "\u{e182}";
/// Opens downwards.
pub const CARET_DOWN: &str = "\u{e136}";
/// Opens upwards, sorts ascending.
pub const CARET_UP: &str = "\u{e13c}";
/// Opens to the right, next level.
pub const CARET_RIGHT: &str = "\u{e13a}";
/// Back one level.
pub const CARET_LEFT: &str = "\u{e138}";
/// A choice list, sortable.
pub const CARET_UP_DOWN: &str = "\u{e140}";
/// Copy to the clipboard.
pub const COPY: &str = "\u{e1ca}";
/// Replicate.
pub const COPY_SIMPLE: &str = "\u{e1cc}";
/// A warning.
pub const WARNING: &str = "\u{e4e0}";
/// A field's error.
pub const WARNING_CIRCLE: &str = "\u{e4e2}";
/// Information.
pub const INFO: &str = "\u{e2ce}";
/// Refused or failed.
pub const X_CIRCLE: &str = "\u{e4f8}";
/// Succeeded.
pub const CHECK_CIRCLE: &str = "\u{e184}";
/// Waiting, or a point in time.
pub const CLOCK: &str = "\u{e19a}";
/// Under way.
pub const HOURGLASS: &str = "\u{e2b2}";
/// A date.
pub const CALENDAR: &str = "\u{e108}";
/// Run the clock.
pub const PLAY: &str = "\u{e3d0}";
/// Stop the clock.
pub const PAUSE: &str = "\u{e39e}";
/// End a run.
pub const STOP: &str = "\u{e46c}";
/// Go to the next event.
pub const SKIP_FORWARD: &str = "\u{e5a6}";
/// Go to the previous event.
pub const SKIP_BACK: &str = "\u{e5a4}";
/// Go back in time.
pub const REWIND: &str = "\u{e6a8}";
/// Open a file.
pub const FOLDER_OPEN: &str = "\u{e256}";
/// Save.
pub const FLOPPY: &str = "\u{e248}";
/// A file or object.
pub const FILE: &str = "\u{e230}";
/// A PDF document.
pub const FILE_PDF: &str = "\u{e702}";
/// A text document.
pub const FILE_TEXT: &str = "\u{e23a}";
/// An IAM user.
pub const USER: &str = "\u{e4c2}";
/// An IAM role.
pub const USER_GEAR: &str = "\u{e4cc}";
/// A group of principals.
pub const USERS: &str = "\u{e4d6}";
/// The light theme.
pub const SUN: &str = "\u{e472}";
/// The dark theme.
pub const MOON: &str = "\u{e330}";
/// Delete.
pub const TRASH: &str = "\u{e4a6}";
/// Rotate or synchronise.
pub const ARROWS_CLOCKWISE: &str = "\u{e094}";
/// Redo, run again.
pub const ARROW_CLOCKWISE: &str = "\u{e036}";
/// Undo, try again from here.
pub const ARROW_COUNTER_CLOCKWISE: &str = "\u{e038}";
/// Forward.
pub const ARROW_RIGHT: &str = "\u{e06c}";
/// Back.
pub const ARROW_LEFT: &str = "\u{e058}";
/// Up.
pub const ARROW_UP: &str = "\u{e08e}";
/// Down.
pub const ARROW_DOWN: &str = "\u{e03e}";
/// Leaves this place for another.
pub const ARROW_SQUARE_OUT: &str = "\u{e5de}";
/// Change primary, exchange.
pub const ARROWS_LEFT_RIGHT: &str = "\u{e0a0}";
/// A Region, or the world.
pub const GLOBE: &str = "\u{e288}";
/// A service.
pub const CLOUD: &str = "\u{e1aa}";
/// Search.
pub const MAGNIFIER: &str = "\u{e30c}";
/// Filter.
pub const FUNNEL: &str = "\u{e266}";
/// More actions.
pub const DOTS_THREE: &str = "\u{e1fe}";
/// Send an object or a call.
pub const PAPER_PLANE: &str = "\u{e398}";
/// Denied or disabled.
pub const PROHIBIT: &str = "\u{e3de}";
/// Protection.
pub const SHIELD: &str = "\u{e40a}";
/// Authorised.
pub const SHIELD_CHECK: &str = "\u{e40c}";
/// Show, read.
pub const EYE: &str = "\u{e220}";
/// Hide.
pub const EYE_SLASH: &str = "\u{e224}";
/// Edit.
pub const PENCIL: &str = "\u{e3b4}";
/// A tag.
pub const TAG: &str = "\u{e478}";
/// Settings.
pub const GEAR: &str = "\u{e270}";
/// Adjust.
pub const SLIDERS: &str = "\u{e434}";
/// The drills workspace.
pub const LIFEBUOY: &str = "\u{e63a}";
/// The lessons workspace.
pub const BOOK: &str = "\u{e0e6}";
/// The exam.
pub const GRADUATION_CAP: &str = "\u{e62c}";
/// The compare workspace.
pub const CHART_BAR: &str = "\u{e150}";
/// The shell workspace.
pub const TERMINAL: &str = "\u{e47e}";
/// Import key material, upload.
pub const UPLOAD: &str = "\u{e4c0}";
/// Download, save a copy.
pub const DOWNLOAD: &str = "\u{e20c}";
/// A goal.
pub const TARGET: &str = "\u{e47c}";
/// A fault or an outage.
pub const LIGHTNING: &str = "\u{e2de}";
/// An alarm.
pub const BELL: &str = "\u{e0ce}";
/// Help.
pub const QUESTION: &str = "\u{e3e8}";
/// The endpoint is serving.
pub const PLUGS_CONNECTED: &str = "\u{eb5a}";
/// The endpoint is not serving.
pub const PLUGS: &str = "\u{eb56}";
/// A signal sent to all.
pub const BROADCAST: &str = "\u{e0f2}";
/// Related, joined.
pub const LINK: &str = "\u{e2e2}";
/// Separated.
pub const LINK_BREAK: &str = "\u{e2e4}";
/// A table or bucket.
pub const DATABASE: &str = "\u{e1de}";
/// Versions of key material.
pub const STACK: &str = "\u{e466}";
/// Sign and verify.
pub const SIGNATURE: &str = "\u{ebac}";
/// An external or custom key store.
pub const VAULT: &str = "\u{e76e}";
/// A digest or HMAC.
pub const FINGERPRINT: &str = "\u{e23e}";
/// A public key.
pub const CERTIFICATE: &str = "\u{e766}";
/// A comparison.
pub const SCALES: &str = "\u{e750}";
/// A passed drill.
pub const TROPHY: &str = "\u{e67e}";
/// An experiment.
pub const FLASK: &str = "\u{e79e}";
/// The map.
pub const MAP: &str = "\u{e31a}";
/// Find on the map.
pub const CROSSHAIR: &str = "\u{e1d6}";
/// Not yet.
pub const CIRCLE: &str = "\u{e18a}";
/// Pending.
pub const CIRCLE_DASHED: &str = "\u{e602}";
/// Full size.
pub const ARROWS_OUT: &str = "\u{e1d0}";
/// Show or hide a side panel.
pub const SIDEBAR: &str = "\u{ec24}";
/// JSON or code.
pub const CODE: &str = "\u{e1bc}";
/// Keyboard shortcuts.
pub const KEYBOARD: &str = "\u{e2d8}";
/// Presentation scale.
pub const PRESENTATION: &str = "\u{e656}";
/// Save a picture.
pub const CAMERA: &str = "\u{e10e}";
/// A favourite.
pub const STAR: &str = "\u{e46a}";

/// All icons with their names, for the gallery and for the test that the font has them.
pub const ALL: &[(&str, &str)] = &[
    ("CROWN", CROWN),
    ("KEY", KEY),
    ("LOCK", LOCK),
    ("LOCK_OPEN", LOCK_OPEN),
    ("COLUMNS", COLUMNS),
    ("SHARE_NETWORK", SHARE_NETWORK),
    ("LIST", LIST),
    ("LIST_DASHES", LIST_DASHES),
    ("PLUS", PLUS),
    ("MINUS", MINUS),
    ("X", X),
    ("CHECK", CHECK),
    ("CARET_DOWN", CARET_DOWN),
    ("CARET_UP", CARET_UP),
    ("CARET_RIGHT", CARET_RIGHT),
    ("CARET_LEFT", CARET_LEFT),
    ("CARET_UP_DOWN", CARET_UP_DOWN),
    ("COPY", COPY),
    ("COPY_SIMPLE", COPY_SIMPLE),
    ("WARNING", WARNING),
    ("WARNING_CIRCLE", WARNING_CIRCLE),
    ("INFO", INFO),
    ("X_CIRCLE", X_CIRCLE),
    ("CHECK_CIRCLE", CHECK_CIRCLE),
    ("CLOCK", CLOCK),
    ("HOURGLASS", HOURGLASS),
    ("CALENDAR", CALENDAR),
    ("PLAY", PLAY),
    ("PAUSE", PAUSE),
    ("STOP", STOP),
    ("SKIP_FORWARD", SKIP_FORWARD),
    ("SKIP_BACK", SKIP_BACK),
    ("REWIND", REWIND),
    ("FOLDER_OPEN", FOLDER_OPEN),
    ("FLOPPY", FLOPPY),
    ("FILE", FILE),
    ("FILE_PDF", FILE_PDF),
    ("FILE_TEXT", FILE_TEXT),
    ("USER", USER),
    ("USER_GEAR", USER_GEAR),
    ("USERS", USERS),
    ("SUN", SUN),
    ("MOON", MOON),
    ("TRASH", TRASH),
    ("ARROWS_CLOCKWISE", ARROWS_CLOCKWISE),
    ("ARROW_CLOCKWISE", ARROW_CLOCKWISE),
    ("ARROW_COUNTER_CLOCKWISE", ARROW_COUNTER_CLOCKWISE),
    ("ARROW_RIGHT", ARROW_RIGHT),
    ("ARROW_LEFT", ARROW_LEFT),
    ("ARROW_UP", ARROW_UP),
    ("ARROW_DOWN", ARROW_DOWN),
    ("ARROW_SQUARE_OUT", ARROW_SQUARE_OUT),
    ("ARROWS_LEFT_RIGHT", ARROWS_LEFT_RIGHT),
    ("GLOBE", GLOBE),
    ("CLOUD", CLOUD),
    ("MAGNIFIER", MAGNIFIER),
    ("FUNNEL", FUNNEL),
    ("DOTS_THREE", DOTS_THREE),
    ("PAPER_PLANE", PAPER_PLANE),
    ("PROHIBIT", PROHIBIT),
    ("SHIELD", SHIELD),
    ("SHIELD_CHECK", SHIELD_CHECK),
    ("EYE", EYE),
    ("EYE_SLASH", EYE_SLASH),
    ("PENCIL", PENCIL),
    ("TAG", TAG),
    ("GEAR", GEAR),
    ("SLIDERS", SLIDERS),
    ("LIFEBUOY", LIFEBUOY),
    ("BOOK", BOOK),
    ("GRADUATION_CAP", GRADUATION_CAP),
    ("CHART_BAR", CHART_BAR),
    ("TERMINAL", TERMINAL),
    ("UPLOAD", UPLOAD),
    ("DOWNLOAD", DOWNLOAD),
    ("TARGET", TARGET),
    ("LIGHTNING", LIGHTNING),
    ("BELL", BELL),
    ("QUESTION", QUESTION),
    ("PLUGS_CONNECTED", PLUGS_CONNECTED),
    ("PLUGS", PLUGS),
    ("BROADCAST", BROADCAST),
    ("LINK", LINK),
    ("LINK_BREAK", LINK_BREAK),
    ("DATABASE", DATABASE),
    ("STACK", STACK),
    ("SIGNATURE", SIGNATURE),
    ("VAULT", VAULT),
    ("FINGERPRINT", FINGERPRINT),
    ("CERTIFICATE", CERTIFICATE),
    ("SCALES", SCALES),
    ("TROPHY", TROPHY),
    ("FLASK", FLASK),
    ("MAP", MAP),
    ("CROSSHAIR", CROSSHAIR),
    ("CIRCLE", CIRCLE),
    ("CIRCLE_DASHED", CIRCLE_DASHED),
    ("ARROWS_OUT", ARROWS_OUT),
    ("SIDEBAR", SIDEBAR),
    ("CODE", CODE),
    ("KEYBOARD", KEYBOARD),
    ("PRESENTATION", PRESENTATION),
    ("CAMERA", CAMERA),
    ("STAR", STAR),
];
