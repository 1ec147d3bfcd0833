//! The comparison as Markdown, for a design document.

use super::{
    results::{Line, Results},
    words,
};
use crate::workloads::ways::{Column, prices};

/// Writes the table with the traffic on which it was measured, and what its numbers rest on.
pub fn markdown(results: &Results) -> String {
    let ways: Vec<&str> = results.ran().map(|ran| ran.row.run.way.label()).collect();
    let mut lines = vec![
        "## Ways to share a key between Regions".to_owned(),
        String::new(),
        format!("Measured on the same simulated traffic: {}.", words::traffic(&results.traffic)),
        String::new(),
        format!("| | {} |", ways.join(" | ")),
        format!("| --- |{}", " --- |".repeat(ways.len())),
    ];
    for column in Column::ALL {
        let cells = results.ran().map(|ran| match ran.cell(column) {
            Some(cell) => match cell.meets {
                Some(meets) => format!("**{}**: {}", words::verdict(meets), cell.text),
                None => cell.text.clone(),
            },
            None => "—".to_owned(),
        });
        let cells: Vec<String> = cells.map(|cell| cell.replace('|', "\\|")).collect();
        lines.push(format!("| {} | {} |", column.label(), cells.join(" | ")));
    }
    lines.push(String::new());
    for column in Column::SEED {
        lines.push(format!("- **{}**: {}", column.label(), words::explanation(column)));
    }
    for sentence in results.ran().flat_map(|ran| {
        let way = ran.row.run.way.label();
        ran.sentences.iter().map(move |sentence| format!("- Read latency, {way}: {sentence}."))
    }) {
        lines.push(sentence);
    }
    for (way, line) in &results.lines {
        if let Line::CannotRun(error) = line {
            lines.push(format!("- **{}** was not run: {error}", way.label()));
        }
    }
    lines.push(String::new());
    lines.push(format!(
        "Each way ran in a simulated world of its own with real cryptography: keys were set up by calls to KMS, latency \
         follows a table of round trips between Regions, computing takes no time, clients try once. Prices as of {}, \
         without free allowances and taxes; what runs outside AWS has no price here.",
        prices().as_of
    ));
    lines.push(String::new());
    lines.join("\n")
}
