//! The trail as the document that CloudTrail delivers: `{"Records":[…]}`.

use std::io::{self, Write};

use super::{Trail, TrailEvent};

impl Trail {
    /// Writes the events that `admits` admits as one JSON document, oldest first, a record on each line.
    ///
    /// # Errors
    /// If `out` fails.
    pub fn write_records(
        &self,
        out: &mut impl Write,
        admits: impl Fn(&TrailEvent) -> bool,
    ) -> io::Result<()> {
        out.write_all(b"{\"Records\":[")?;
        let mut separator = "\n";
        for event in self.events.iter().filter(|event| admits(event)) {
            out.write_all(separator.as_bytes())?;
            serde_json::to_writer(&mut *out, &event.to_record())?;
            separator = ",\n";
        }
        out.write_all(b"\n]}\n")
    }

    /// All events as one JSON document, as [`Self::write_records`] writes it.
    pub fn to_json(&self) -> String {
        let mut document = Vec::new();
        // Neither can fail: a Vec takes all bytes, and JSON is UTF-8.
        let _written = self.write_records(&mut document, |_| true);
        String::from_utf8(document).unwrap_or_default()
    }
}
