//! Input that nobody should type: nothing panics, and everything ends.

use proptest::prelude::*;

use super::support::Session;
use crate::awscli::{Known, Shell};

/// Pieces of the language, to be put together without sense.
const PIECES: [&str; 44] = [
    "aws ",
    "kms ",
    "encrypt ",
    "--key-id ",
    "--query ",
    "'",
    "\"",
    "`",
    "$(",
    ")",
    "${",
    "}",
    "$x",
    "<(",
    ">",
    ">>",
    "<",
    "<<E\n",
    "E\n",
    "2>&1",
    "/dev/fd/0",
    "|",
    "||",
    "&&",
    "&",
    ";",
    "\n",
    "\\\n",
    "\\",
    "if ",
    "then ",
    "fi ",
    "for x in a b; do ",
    "while ",
    "done ",
    "{ ",
    "( ",
    "[ ",
    "]] ",
    "[[ ",
    "set -eu ",
    "echo ",
    "é",
    "--tags a=[{b=",
];

fn known() -> Known {
    Known {
        regions: vec!["us-east-1".parse().expect("known")],
        keys: vec![("alias/a".to_owned(), "a key".to_owned())],
        profiles: vec!["bob".to_owned()],
    }
}

fn all_ends(text: &str) {
    Shell::is_complete(text);
    let mut session = Session::stopped_after("us-east-1", 50);
    session.run(text);
    for cursor in 0..=text.len() {
        session.shell.complete(text, cursor, &known());
    }
}

proptest! {
    #[test]
    fn any_text_ends(text in "\\PC{0,60}") {
        all_ends(&text);
    }

    #[test]
    fn any_pieces_of_the_language_end(places in prop::collection::vec(0..PIECES.len(), 0..25)) {
        all_ends(&places.into_iter().map(|place| PIECES[place]).collect::<String>());
    }

    #[test]
    fn any_words_of_a_command_end(words in prop::collection::vec("\\PC{0,12}|--[a-z-]{1,12}|[a-z=,{}\\[\\]'\"]{1,12}", 0..6)) {
        let quoted: Vec<String> = words.iter().map(|word| format!("'{}'", word.replace('\'', "'\\''"))).collect();
        for start in ["aws", "aws kms", "aws kms create-key --tags", "aws kms encrypt --key-id k --plaintext x --encryption-context"] {
            Session::stopped_after("us-east-1", 5).run(&format!("{start} {}", quoted.join(" ")));
        }
    }
}

#[test]
fn nesting_is_refused_before_it_is_too_deep() {
    for open in [
        "(",
        "( ",
        "{ ",
        "$(",
        "\"$(",
        "`\\`",
        "if ",
        "<(",
        "${x:-",
        "((",
        "[[ ( ",
        "! ",
        "while ",
        "echo $(echo ",
    ] {
        for depth in [10, 100, 3_000, 20_000] {
            let text = open.repeat(depth);
            let mut session = Session::new("us-east-1");
            let said = session.run(&format!("echo {text}"));
            assert!(said.out.len() < 1 << 20, "{open} {depth}");
            session.run(&text);
            Shell::is_complete(&text);
            session.shell.complete(&text, text.len(), &known());
        }
    }
    // What is deep and closed is run up to a depth, and refused behind it.
    for (open, close) in [
        ("(:; ", ")"),
        ("{ ", "; }"),
        ("echo $(", ")"),
        ("echo \"$(", ")\""),
        ("if true; then ", "; fi"),
        ("while true; do ", "; break; done"),
    ] {
        for depth in [5, 18, 3_000] {
            let text = format!("{}echo deep{}", open.repeat(depth), close.repeat(depth));
            let said = Session::new("us-east-1").run(&text);
            let expected = if depth == 3_000 { (2, "") } else { (0, "deep\n") };
            assert_eq!((said.status, said.out.as_str()), expected, "{open} {depth} {}", said.error);
        }
    }
}

#[test]
fn loops_end() {
    for text in [
        "while true; do :; done; echo after",
        "until false; do x=y; done; echo after",
        "while [ 1 ]; do while true; do :; done; done; echo after",
        "x=a; while [[ -n $x ]]; do x=$x$x; done; echo after",
        "while :; do cat big big > bigger; mv bigger big; done",
        "while true; do continue; done; echo after",
        "while :; do echo line; done",
        "for a in 1 2 3 4 5 6 7 8 9; do for b in 1 2 3 4 5 6 7 8 9; do for c in 1 2 3 4 5 6 7 8 9; do for d in 1 2 3 4 5 6 7 8 9; do for e in 1 2 3 4 5 6 7 8 9; do :; done; done; done; done; done; echo after",
    ] {
        let mut session = Session::new("us-east-1");
        session.put("big", b"0123456789abcdef");
        let said = session.run(text);
        assert!(said.status != 0 && !said.error.is_empty(), "{text}: {:?}", said.status);
        assert!(!said.out.contains("after"), "{text}");
    }
}

#[test]
fn sizes_have_ends() {
    let mut session = Session::new("us-east-1");
    let said = session.run(&format!("echo {}", "x".repeat(2 << 20)));
    assert_eq!((said.status, said.out.as_str()), (2, ""));
    for number in 0..64 {
        session.put(&format!("f{number}"), b"x");
    }
    let said = session.run("echo more > another");
    assert!(said.status == 1 && said.error.contains("64 files"), "{said:?}");
    let said = session.run("aws kms generate-random --number-of-bytes 99999999999999999999");
    assert!(said.status != 0 && !said.error.is_empty(), "{said:?}");
    for text in [
        "sleep 1e300",
        "sleep -1",
        "sleep nan",
        "sleep",
        "head -n 99999999999999999999 f1",
        "base64 -w 18446744073709551615 f1",
    ] {
        session.run(text);
    }
    assert_eq!(session.good("echo still here"), "still here");
}
