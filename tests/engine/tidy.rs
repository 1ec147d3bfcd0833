//! The rules of the house, read out of the sources: what each room may name, how long a file may be, what stands at
//! the top.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

/// The rooms of the library from the lowest floor to the highest. A room uses rooms of lower floors only.
const FLOORS: [(&str, u8); 7] =
    [("kms", 1), ("world", 2), ("workloads", 3), ("awscli", 3), ("files", 4), ("endpoint", 5), ("gui", 6)];

/// The rooms that know neither window nor machine.
const PURE: [&str; 4] = ["kms", "world", "workloads", "awscli"];

/// What may stand at the top of the repository.
const TOP: [&str; 11] = [
    "Cargo.toml",
    "Cargo.lock",
    "src",
    "assets",
    "tests",
    "screenshots",
    "README.md",
    "LICENSE",
    "rustfmt.toml",
    ".gitignore",
    ".ci",
];

const MOST_LINES: usize = 600;

struct Source {
    /// Relative to the repository.
    path: String,
    text: String,
}

impl Source {
    fn is_in(&self, room: &str) -> bool {
        self.path.starts_with(&format!("src/{room}/")) || self.path == format!("src/{room}.rs")
    }

    /// The lines that are not tests and not comments, with their numbers.
    fn code(&self) -> impl Iterator<Item = (usize, &str)> {
        // By custom the tests stand at the end of a file, or in files of their own.
        let is_test = self.path.ends_with("/tests.rs") || self.path.contains("/tests/");
        let lines = if is_test { "".lines() } else { self.text.lines() };
        (1..)
            .zip(lines)
            .take_while(|(_, line)| line.trim() != "#[cfg(test)]")
            .map(|(number, line)| (number, without_comment(line)))
    }
}

/// A line of code up to its comment; a `//` inside a text in quotes is none.
fn without_comment(line: &str) -> &str {
    let mut in_text = false;
    let bytes = line.as_bytes();
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' if index == 0 || bytes[index - 1] != b'\\' => in_text = !in_text,
            b'/' if !in_text && bytes.get(index + 1) == Some(&b'/') => return &line[..index],
            _ => {}
        }
    }
    line
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files_under(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("readable").path()) {
        if entry.is_dir() {
            files_under(&entry, found);
        } else {
            found.push(entry);
        }
    }
}

fn rust_files(folder: &str) -> Vec<Source> {
    let mut paths = Vec::new();
    files_under(&root().join(folder), &mut paths);
    let mut sources: Vec<Source> = paths
        .into_iter()
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| Source {
            text: fs::read_to_string(&path).expect("UTF-8"),
            path: path.strip_prefix(root()).expect("under the root").to_string_lossy().replace('\\', "/"),
        })
        .collect();
    sources.sort_by(|a, b| a.path.cmp(&b.path));
    assert!(sources.len() > 5, "{folder} was read");
    sources
}

/// Fails with every line that breaks a rule.
#[track_caller]
fn none_of(rule: &str, broken: Vec<String>) {
    assert!(broken.is_empty(), "{rule}:\n{}", broken.join("\n"));
}

#[test]
fn the_engine_names_neither_window_nor_machine() {
    let forbidden = [
        "egui",
        "eframe",
        "tokio",
        "std::fs",
        "std::env",
        "std::process",
        "SystemTime",
        "Instant",
        "Utc::now",
        "Local::now",
        "thread_rng",
        "OsRng",
        "SysRng",
        "getrandom",
        "std::thread",
        "from_os_rng",
        "HashMap",
        "HashSet",
    ];
    let mut broken = Vec::new();
    for source in rust_files("src").iter().filter(|it| PURE.iter().any(|room| it.is_in(room))) {
        for (number, line) in source.code() {
            let words: BTreeSet<&str> = line.split(|c: char| !(c.is_alphanumeric() || c == '_')).collect();
            for word in forbidden {
                let named = if word.contains(':') { line.contains(word) } else { words.contains(word) };
                // `std::{fs, …}` is the same as `std::fs`.
                let grouped = word.strip_prefix("std::").is_some_and(|module| {
                    line.trim_start().starts_with("use std::{") && words.contains(module)
                });
                if named || grouped {
                    broken.push(format!("{}:{number}: {word}", source.path));
                }
            }
        }
    }
    none_of("window, machine, clock, chance or unordered maps in the engine", broken);
}

#[test]
fn arrows_point_down() {
    let mut broken = Vec::new();
    for source in rust_files("src") {
        let Some((room, floor)) = FLOORS.iter().find(|(room, _)| source.is_in(room)) else { continue };
        let forbidden: Vec<&str> = FLOORS
            .iter()
            .filter(|(other, other_floor)| other != room && other_floor >= floor)
            .map(|(other, _)| *other)
            .collect();
        for (number, path) in crate_paths(&source) {
            let first = path.split("::").next().unwrap_or_default();
            if forbidden.contains(&first) {
                broken.push(format!("{}:{number}: {room} uses {first}", source.path));
            }
        }
    }
    none_of("a room uses one that is not below it", broken);
}

/// Every `crate::…` that a file names, groups taken apart at their first level.
fn crate_paths(source: &Source) -> Vec<(usize, String)> {
    let mut paths = Vec::new();
    let mut group: Option<(usize, String)> = None;
    for (number, line) in source.code() {
        if let Some((_, text)) = &mut group {
            text.push_str(line);
        } else if let Some(at) = line.find("crate::{") {
            group = Some((number, line[at + "crate::{".len()..].to_owned()));
        } else {
            for (at, _) in line.match_indices("crate::") {
                paths.push((number, line[at + "crate::".len()..].to_owned()));
            }
        }
        if let Some((started, text)) = &group
            && line.contains(';')
        {
            let mut depth = 0;
            let mut start = 0;
            for (index, character) in text.char_indices() {
                match character {
                    '{' => depth += 1,
                    '}' | ',' if depth == 0 => {
                        let path = text[start..index].trim();
                        paths.extend((!path.is_empty()).then(|| (*started, path.to_owned())));
                        start = index + 1;
                    }
                    '}' => depth -= 1,
                    _ => {}
                }
            }
            group = None;
        }
    }
    paths
}

#[test]
fn the_library_has_the_rooms_that_have_floors() {
    let rooms: BTreeSet<String> = fs::read_dir(root().join("src"))
        .expect("a folder")
        .map(|entry| entry.expect("readable").path())
        .filter(|path| path.is_dir())
        .map(|path| path.file_name().expect("has a name").to_string_lossy().into_owned())
        .collect();
    let floors: BTreeSet<String> = FLOORS.iter().map(|(room, _)| (*room).to_owned()).collect();
    let without: Vec<&String> = rooms.difference(&floors).collect();
    assert!(without.is_empty(), "{without:?} have no floor here, and so could use anything");
}

#[test]
fn files_are_short() {
    let mut broken = Vec::new();
    for source in rust_files("src").into_iter().chain(rust_files("tests")) {
        let lines = source.text.lines().count();
        if lines > MOST_LINES {
            broken.push(format!("{} has {lines} lines", source.path));
        }
    }
    none_of("more lines than one job takes", broken);
}

#[test]
fn nothing_is_left_undone() {
    let mut broken = Vec::new();
    for source in rust_files("src") {
        for (number, line) in source.code() {
            for unfinished in ["todo!", "unimplemented!", "dbg!", "println!", "TODO", "FIXME"] {
                let allowed = unfinished == "println!" && source.path == "src/main.rs";
                if line.contains(unfinished) && !allowed {
                    broken.push(format!("{}:{number}: {unfinished}", source.path));
                }
            }
        }
    }
    none_of("unfinished", broken);
}

#[test]
fn nothing_is_unwrapped_and_what_is_expected_says_why() {
    let mut broken = Vec::new();
    for source in rust_files("src") {
        for (number, line) in source.code() {
            let wordless = line.contains(".expect(")
                && !line.contains(".expect(\"")
                && !line.trim_end().ends_with(".expect(");
            if line.contains(".unwrap()") || wordless || line.contains(".expect(\"\")") {
                broken.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    none_of("a panic without a reason", broken);
}

#[test]
fn colours_come_from_the_theme() {
    let mut broken = Vec::new();
    for source in rust_files("src").iter().filter(|it| !it.path.starts_with("src/gui/theme/")) {
        for (number, line) in source.code() {
            if ["Color32::from_", "hex_color!", "Rgba::from_"].iter().any(|made| line.contains(made)) {
                broken.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    none_of("a colour that the theme does not name", broken);
}

#[test]
fn there_is_no_emoji() {
    // A plain tick and a plain cross are text.
    let is_text = |c: char| matches!(c, '\u{2713}' | '\u{2717}');
    let is_emoji =
        |c: char| matches!(u32::from(c), 0x1F000..=0x1FAFF | 0x2600..=0x27BF | 0xFE0F | 0x2B50 | 0x2B55);
    let mut broken = Vec::new();
    for source in rust_files("src").into_iter().chain(rust_files("tests")) {
        for (number, line) in (1..).zip(source.text.lines()) {
            if let Some(emoji) = line.chars().find(|c| is_emoji(*c) && !is_text(*c)) {
                broken.push(format!("{}:{number}: U+{:04X}", source.path, u32::from(emoji)));
            }
        }
    }
    none_of("emoji", broken);
}

#[test]
fn the_top_of_the_repository_is_tidy() {
    let strange: Vec<String> = fs::read_dir(root())
        .expect("a folder")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .filter(|name| !TOP.contains(&name.as_str()) && !["target", ".git"].contains(&name.as_str()))
        .collect();
    none_of("nobody put these at the top", strange);
}

/// The versions of every package of the lock file.
fn locked() -> BTreeMap<String, BTreeSet<String>> {
    let lock = fs::read_to_string(root().join("Cargo.lock")).expect("is part of the repository");
    let mut versions = BTreeMap::<String, BTreeSet<String>>::new();
    let mut name = String::new();
    for line in lock.lines() {
        let value = |line: &str| line.trim_matches('"').to_owned();
        if let Some(it) = line.strip_prefix("name = ") {
            name = value(it);
        } else if let Some(it) = line.strip_prefix("version = ") {
            versions.entry(name.clone()).or_default().insert(value(it));
        }
    }
    versions
}

#[test]
fn there_is_one_egui_and_one_generation_of_cryptography() {
    let locked = locked();
    for name in [
        "egui",
        "eframe",
        "epaint",
        "emath",
        "egui_extras",
        "egui_kittest",
        "aes",
        "aes-gcm",
        "aead",
        "aead-stream",
        "cipher",
        "ctr",
        "ghash",
        "polyval",
        "universal-hash",
        "hmac",
        "sha2",
        "digest",
        "crypto-common",
    ] {
        let versions = locked.get(name);
        assert_eq!(versions.map(BTreeSet::len), Some(1), "{name}: {versions:?}");
    }
}

#[test]
fn the_readers_of_this_file_read_right() {
    assert_eq!(without_comment("let x = 1; // why"), "let x = 1; ");
    assert_eq!(without_comment(r#"let x = "a // b"; // why"#), r#"let x = "a // b"; "#);
    let source = Source {
        path: "src/kms/x.rs".to_owned(),
        text: "use crate::{\n    gui::{a, b},\n    world::c, // why\n};\nfn f(x: crate::study::Y) {}\n#[cfg(test)]\ncrate::gui"
            .to_owned(),
    };
    let paths: Vec<String> = crate_paths(&source).into_iter().map(|(_, path)| path).collect();
    assert_eq!(paths.len(), 3, "{paths:?}");
    assert!(paths[0].starts_with("gui") && paths[1].starts_with("world") && paths[2].starts_with("study"));
}
