//! The words of the comparison: ways and columns explained, values on lines of their own.

use crate::{
    gui::shell::counted,
    kms::Span,
    workloads::{
        Act,
        ways::{Column, Traffic, Way},
    },
};

/// A time in milliseconds.
pub fn ms(time: Span) -> String {
    format!("{:.2} ms", time.as_millis_f64())
}

/// What a way is, in one or two sentences.
pub fn way_explanation(way: Way) -> &'static str {
    match way {
        Way::MultiRegionKey => {
            "A primary and a replica hold the same material under the same key ID. Each Region asks its own KMS; rotation \
             reaches all members."
        }
        Way::RoutedCalls => {
            "The key is in the home Region alone. Readers elsewhere send every Decrypt there and wait for the way back."
        }
        Way::GrantsPerRegion => {
            "A grant says who may use the key of the home Region, not where it is: the calls still go there."
        }
        Way::KeyPerRegion => {
            "Every message carries its data key once for each Region’s own key. Reads stay local; each key rotates on a \
             schedule of its own."
        }
        Way::ExternalKeyStore => {
            "The material stays with a key manager outside AWS, behind the home Region’s KMS. It is rotated by hand."
        }
        Way::CloudHsmKeyStore => {
            "The material stays in a CloudHSM cluster of the home Region, which KMS asks. It is rotated by hand."
        }
    }
}

/// Who answers a call in the home Region, in a sum of times.
pub fn who_answers(way: Way) -> &'static str {
    match way {
        Way::ExternalKeyStore => "in KMS and the external key manager",
        Way::CloudHsmKeyStore => "in KMS and the cluster",
        _ => "in KMS",
    }
}

/// What a column asks or measures.
pub fn explanation(column: Column) -> &'static str {
    match column {
        Column::IdenticalMaterial => {
            "Has the key behind the alias the same material in every Region? Met if it does."
        }
        Column::LocalDecrypt => {
            "Do readers ask their own Region’s KMS? Met if no read of any Region called another one."
        }
        Column::CoordinatedRotation => {
            "Is a year’s rotation one act that nobody has to do? Met if KMS made one rotation by itself, after which every \
             Region read old and new records."
        }
        Column::GracefulFailover => {
            "Do the other Regions stand alone while the home is dark? Met if they lost no read and no write."
        }
        Column::LowOverhead => {
            "Is there little to look after? Met if nothing runs outside KMS, nobody has to act in a year, and a message \
             holds one wrapped key."
        }
        Column::ReadLatency => {
            "The median time of a read in each Region, while all Regions could be reached."
        }
        Column::CallsAcross => "Calls to another Region’s KMS for each read, in each Region.",
        Column::ReadsLost => {
            "The share of reads that the other Regions lost while the home was dark, and from the first to the last."
        }
        Column::WritesLost => {
            "The share of writes that the other Regions lost while the home was dark, and from the first to the last."
        }
        Column::Ceremonies => {
            "Rotations in a year: those that KMS made by itself, and those that people made."
        }
        Column::SetUp => "What people did to set it up: calls to KMS, and acts outside KMS.",
        Column::Requests => "Requests to KMS a second under this traffic, of all Regions.",
        Column::Cost => {
            "Keys, requests, bytes between Regions and HSMs for a month of this traffic, by AWS’s price list. What runs \
             outside AWS has no price here."
        }
        Column::ClearAcross => {
            "Calls for each read whose answer carried a data key to another Region, in the clear inside TLS."
        }
    }
}

/// A value with its parts on lines of their own, for narrow cells.
pub fn in_lines(text: &str) -> String {
    let lines = text.replace(" · ", "\n").replace("; ", "\n").replace(", ", "\n");
    // A number and its unit stay together.
    [" %", " ms", " USD"].iter().fold(lines, |text, unit| text.replace(unit, &unit.replace(' ', "\u{a0}")))
}

/// What a cell answers to its column's question.
pub fn verdict(meets: bool) -> &'static str {
    if meets { "Met" } else { "Not met" }
}

/// What a flow does.
pub fn act(act: Act) -> &'static str {
    match act {
        Act::Write => "Write",
        Act::Read => "Read",
        Act::Replicate => "Replicate",
        Act::Deliver => "Deliver",
        Act::Prove => "Sign and verify",
        Act::SetUp => "Set up",
        Act::Inspect => "Look at the keys",
        Act::Rotate => "Rotate by hand",
    }
}

/// The traffic in one line.
pub fn traffic(it: &Traffic) -> String {
    let others: Vec<&str> = it.others().map(|region| region.code()).collect();
    format!(
        "{} (home), {} · in each {} and {} a second of {} bytes · {} s calm, then {} s with {} dark, then {} s after",
        it.home,
        others.join(", "),
        counted(it.rates.reads as usize, "read", "reads"),
        counted(it.rates.writes as usize, "write", "writes"),
        it.bytes,
        it.seconds,
        it.dark_seconds,
        it.home,
        Traffic::BACK_SECONDS,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_and_column_is_explained() {
        for way in Way::ALL {
            assert!(way_explanation(way).ends_with('.'), "{way:?}");
        }
        for column in Column::ALL {
            assert!(explanation(column).len() > 30, "{column:?}");
            assert_eq!(explanation(column).contains("Met if"), Column::SEED.contains(&column), "{column:?}");
        }
    }

    #[test]
    fn values_of_several_parts_stand_on_lines() {
        let two = "us-east-1 0.90\u{a0}ms\neu-west-1 81.42\u{a0}ms";
        assert_eq!(in_lines("us-east-1 0.90 ms · eu-west-1 81.42 ms"), two);
        assert_eq!(in_lines("4 calls, 2 outside KMS"), "4 calls\n2 outside KMS");
    }
}
