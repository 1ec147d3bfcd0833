//! Key policies and identity policies: to edit, to compare, and to ask who can do what.
//!
//! | file | its one job |
//! | --- | --- |
//! | `setting` | whose policy it is, and for which key: [`Setting`] |
//! | `editor` | the text with what is wrong in it: [`PolicyEditor`] |
//! | `problem_list` | what is wrong, a line each, below the text |
//! | `template_menu`, `templates` | statements and policies to begin with |
//! | `layout` | laying a text out anew, and putting a statement into it |
//! | `review` | what a new policy changes, before it is put: [`PolicyReview`] |
//! | `statement_changes`, `access_changes` | of its parts: statements, and who gains and who loses |
//! | `tab` | the Key policy tab: [`KeyPolicyTab`] |
//! | `console_view`, `console_edits`, `add_menu` | the console's default view: drawn, computed, and its lists of who can be added |
//! | `access` | who can do what with a key, and why: [`AccessMatrix`] |
//! | `matrix`, `matrix_view` | principal by operation: computed bit by bit, and drawn |
//! | `question` | one question as a sentence |
//! | `answer`, `advice`, `words` | its answer: drawn, what it would take, and the words for it |
//! | `permissions` | what can be done with a key, in groups |

mod access;
mod access_changes;
mod add_menu;
mod advice;
mod answer;
mod console_edits;
mod console_view;
mod editor;
mod layout;
mod matrix;
mod matrix_view;
mod permissions;
mod problem_list;
mod question;
mod review;
mod setting;
mod statement_changes;
mod tab;
mod template_menu;
mod templates;
mod words;

pub(super) use self::layout::{CONSOLE_INDENT, formatted};
pub use self::{
    access::AccessMatrix, editor::PolicyEditor, review::PolicyReview, setting::Setting, tab::KeyPolicyTab,
};
