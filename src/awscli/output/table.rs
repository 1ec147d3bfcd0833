//! `--output table`: sections with a title, a row of headings and rows, one drawn inside the other. In a table wider
//! than a terminal, sections of one row stand on end: a line for each heading.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::{cell, is_scalar};

/// How wide a table may be before its rows stand on end.
const TERMINAL: usize = 80;
/// Blanks and lines around a cell.
const PADDING: usize = 4;

/// Shows an answer under a title.
pub fn show(title: &str, answer: &Value) -> String {
    let mut table = Table::default();
    table.value(Some(title), answer, 0);
    table.draw()
}

#[derive(Default)]
struct Section {
    title: String,
    indent: usize,
    headings: Vec<String>,
    rows: Vec<Vec<String>>,
}

#[derive(Default)]
struct Table {
    sections: Vec<Section>,
}

fn width(text: &str) -> usize {
    text.chars().count()
}

/// Whether a value has no place in a table: what is empty, none, nought or false.
fn says_nothing(value: &Value) -> bool {
    match value {
        Value::Object(members) => members.is_empty(),
        Value::Array(values) => values.is_empty(),
        Value::String(text) => text.is_empty(),
        Value::Number(number) => number.as_f64() == Some(0.0),
        Value::Null | Value::Bool(false) => true,
        Value::Bool(true) => false,
    }
}

/// The names of scalars and of all else, each in order.
fn names<'a>(members: impl IntoIterator<Item = &'a Map<String, Value>>) -> (Vec<&'a str>, Vec<&'a str>) {
    let (mut scalars, mut others) = (BTreeSet::new(), BTreeSet::new());
    for (name, value) in members.into_iter().flatten() {
        if is_scalar(value) {
            scalars.insert(name.as_str())
        } else {
            others.insert(name.as_str())
        };
    }
    (scalars.into_iter().collect(), others.into_iter().collect())
}

impl Table {
    fn section(&mut self, title: &str, indent: usize) {
        self.sections.push(Section { title: title.to_owned(), indent, ..Section::default() });
    }

    fn headings(&mut self, names: &[&str]) {
        if let Some(section) = self.sections.last_mut() {
            section.headings = names.iter().map(|name| (*name).to_owned()).collect();
        }
    }

    fn row(&mut self, row: Vec<String>) {
        if let Some(section) = self.sections.last_mut() {
            section.rows.push(row);
        }
    }

    fn value(&mut self, title: Option<&str>, value: &Value, indent: usize) {
        if says_nothing(value) {
            return;
        }
        if let Some(title) = title {
            self.section(title, indent);
        }
        match value {
            Value::Object(members) => self.structure(members, indent),
            Value::Array(values) if values.first().is_some_and(Value::is_object) => {
                self.structures(values, title.unwrap_or_default(), indent);
            }
            Value::Array(values) => {
                for value in values {
                    match value {
                        Value::Array(row) if row.iter().all(is_scalar) => {
                            self.row(row.iter().map(cell).collect())
                        }
                        // A structure among scalars is a row of its names, as the AWS CLI has it.
                        Value::Object(members) => self.row(members.keys().cloned().collect()),
                        value if is_scalar(value) => self.row(vec![cell(value)]),
                        value => self.value(None, value, indent),
                    }
                }
            }
            // A scalar that is all there is stays out of the table, which has a title alone.
            _ => {}
        }
    }

    fn structure(&mut self, members: &Map<String, Value>, indent: usize) {
        let (scalars, others) = names([members]);
        match scalars.as_slice() {
            [] => {}
            [one] => self.row(vec![(*one).to_owned(), cell(&members[*one])]),
            several => {
                self.headings(several);
                self.row(several.iter().map(|name| cell(&members[*name])).collect());
            }
        }
        for name in others {
            self.value(Some(name), &members[name], indent + 1);
        }
    }

    fn structures(&mut self, values: &[Value], title: &str, indent: usize) {
        let members: Vec<&Map<String, Value>> = values.iter().filter_map(Value::as_object).collect();
        let (scalars, others) = names(members.iter().copied());
        self.headings(&scalars);
        for (place, members) in members.into_iter().enumerate() {
            if place > 0 && !others.is_empty() {
                self.section(title, indent);
                self.headings(&scalars);
            }
            self.row(scalars.iter().map(|name| members.get(*name).map(cell).unwrap_or_default()).collect());
            for name in &others {
                if let Some(value) = members.get(*name) {
                    self.value(Some(name), value, indent + 1);
                }
            }
        }
    }

    fn widest(&self) -> usize {
        self.sections.iter().map(Section::total_width).max().unwrap_or_default()
    }

    fn draw(mut self) -> String {
        if self.sections.is_empty() {
            return String::new();
        }
        if self.widest() > TERMINAL {
            self.sections.iter_mut().for_each(Section::stand_on_end);
        }
        let widest = self.widest();
        let mut text = format!("{}\n", "-".repeat(widest));
        for section in &self.sections {
            section.draw(widest - section.indent * 2, &mut text);
        }
        text
    }
}

impl Section {
    /// The width of the widest cell of each column.
    fn widths(&self) -> Vec<usize> {
        let columns = self.rows.iter().chain([&self.headings]).map(Vec::len).max().unwrap_or_default();
        let cells = |column: usize| {
            self.rows
                .iter()
                .chain([&self.headings])
                .filter_map(move |row| row.get(column))
                .map(|cell| width(cell))
        };
        (0..columns).map(|column| cells(column).max().unwrap_or_default()).collect()
    }

    fn total_width(&self) -> usize {
        let edges = 2 + self.indent * 2;
        let cells: usize = self.widths().iter().map(|width| width + PADDING).sum();
        (width(&self.title) + edges).max(cells + edges)
    }

    /// A line for each heading, where there is one row with too many columns for a terminal.
    fn stand_on_end(&mut self) {
        if self.headings.is_empty() || self.rows.len() != 1 {
            return;
        }
        let headings = std::mem::take(&mut self.headings);
        let row = self.rows.pop().unwrap_or_default();
        self.rows = headings.into_iter().zip(row).map(|(heading, cell)| vec![heading, cell]).collect();
    }

    /// The columns' widths, stretched to fill the table: the last ones take what division leaves over.
    fn stretched(&self, whole: usize) -> Vec<usize> {
        let wanted: Vec<usize> = self.widths().iter().map(|width| width + PADDING).collect();
        let sum: usize = wanted.iter().sum();
        if sum == 0 {
            return Vec::new();
        }
        let scale = whole as f64 / sum as f64;
        let mut widths: Vec<usize> =
            wanted.iter().map(|width| (scale * *width as f64).round_ties_even() as usize).collect();
        let count = widths.len();
        let mut turn = 0;
        while widths.iter().sum::<usize>() > whole {
            widths[turn % count] = widths[turn % count].saturating_sub(1);
            turn += 1;
        }
        turn = 0;
        while widths.iter().sum::<usize>() < whole {
            widths[count - 1 - turn % count] += 1;
            turn += 1;
        }
        widths
    }

    fn draw(&self, whole: usize, text: &mut String) {
        let edge = "|".repeat(self.indent);
        let mut line = |content: &str| {
            text.push_str(&edge);
            text.push_str(content);
            text.push_str(&edge);
            text.push('\n');
        };
        if !self.title.is_empty() {
            line(&centred(&self.title, whole, "|"));
            if self.headings.is_empty() && self.rows.is_empty() {
                line(&format!("+{}+", "-".repeat(whole.saturating_sub(2))));
            }
        }
        let widths = self.stretched(whole);
        let rule = rule(&widths);
        if !self.headings.is_empty() {
            line(&rule);
            let cells = self.headings.iter().zip(&widths).enumerate();
            line(
                &cells
                    .map(|(place, (cell, width))| centred(cell, *width, left_edge(place)))
                    .collect::<String>(),
            );
        }
        if widths.is_empty() || self.rows.is_empty() {
            return;
        }
        line(&rule);
        for row in &self.rows {
            let cells = row.iter().zip(&widths).enumerate();
            line(
                &cells
                    .map(|(place, (cell, width))| aligned(cell, *width, left_edge(place)))
                    .collect::<String>(),
            );
        }
        line(&rule);
    }
}

fn left_edge(place: usize) -> &'static str {
    if place == 0 { "|" } else { "" }
}

fn rule(widths: &[usize]) -> String {
    let part = |(place, width): (usize, &usize)| match place {
        0 => format!("+{}+", "-".repeat(width.saturating_sub(2))),
        _ => format!("{}+", "-".repeat(width.saturating_sub(1))),
    };
    widths.iter().enumerate().map(part).collect()
}

/// A cell of this width with the text in its middle, a left edge and `|` at the right.
fn centred(text: &str, whole: usize, left: &str) -> String {
    let before = (whole / 2).saturating_sub(width(text) / 2 + 1);
    let mut cell = format!("{left}{}{text}", " ".repeat(before));
    let filled = width(&cell);
    cell.push_str(&" ".repeat(whole.saturating_sub(filled + 1)));
    cell.push('|');
    cell
}

/// A cell of this width with the text at its left, two blanks in where there is room.
fn aligned(text: &str, whole: usize, left: &str) -> String {
    let has_room = width(text) + left.len() + 3 <= whole;
    let mut cell = format!("{left}{}{text}", if has_room { "  " } else { "" });
    let filled = width(&cell);
    cell.push_str(&" ".repeat(whole.saturating_sub(filled + 1)));
    cell.push('|');
    cell
}
