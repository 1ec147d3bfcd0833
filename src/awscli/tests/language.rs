//! What the shell has of bash's language and of its programs.

use super::support::Session;

fn session() -> Session {
    Session::new("us-east-1")
}

#[test]
fn braces_and_calculations_stand_for_what_bash_has_them_for() {
    let mut session = session();
    for (text, expected) in [
        ("echo {1..5}", "1 2 3 4 5"),
        ("echo k{a,b}-{1,2}", "ka-1 ka-2 kb-1 kb-2"),
        ("x=z; echo {$x,y}", "z y"),
        ("for i in {1..3}; do printf $i; done", "123"),
        ("echo '{a,b}' \"{a,b}\" {a}", "{a,b} {a,b} {a}"),
        ("x={a,b}; echo $x", "{a,b}"),
        ("echo $((2 + 3 * 4)) $(((2 + 3) * 4)) $((7 / 2)) $((7 % 4)) $((-7 / 2))", "14 20 3 3 -3"),
        (
            "i=5; echo $((i + 1)) $(($i * 2)) $((none)) $((i > 4)) $((i == 4)) $((i < 4 || i != 4))",
            "6 10 0 1 0 1",
        ),
        ("i=1; i=$((i + 1)); echo $i; echo $((i++)) $i", "2\n2 3"),
        ("for ((i = 0; i < 3; i++)); do printf $i; done", "012"),
        ("i=0; while ((i < 3)); do printf $i; ((i += 1)); done", "012"),
        ("i=0; until [ $i -eq 3 ]; do printf $i; i=$((i + 1)); done", "012"),
        ("seq 3 | tr '\\n' ' '", "1 2 3 "),
        ("seq 10 -5 0 | tr '\\n' ' '", "10 5 0 "),
    ] {
        assert_eq!(session.good(text), expected, "{text}");
    }
    for (text, says) in [
        ("echo $((1 / 0))", "division by 0"),
        ("x=a; echo $((x + 1))", "x is a"),
        ("echo $((1 +))", "no calculation"),
    ] {
        let said = session.run(text);
        assert!(said.status != 0 && said.out.is_empty() && said.error.contains(says), "{text}: {said:?}");
    }
    let said = session.run("echo {1..100000000}");
    assert!(said.status != 0 && said.error.contains("more than"), "{said:?}");
    let said = session.run("for ((i = 0; i >= 0; i++)); do :; done");
    assert!(said.error.contains("stopped after"), "{said:?}");
}

#[test]
fn read_takes_one_line_after_the_other() {
    let mut session = session();
    for (text, expected) in [
        ("printf 'a b c\\nd e\\n' | while read one rest; do echo \"$one:$rest\"; done", "a:b c\nd:e"),
        ("while read -r x; do echo [$x]; done <<END\none\ntwo\nEND", "[one]\n[two]"),
        ("seq 3 > f; while read n; do echo $((n * n)); done < f", "1\n4\n9"),
        ("printf 'a=1\\nb=2\\n' | while IFS== read k v; do echo $v$k; done", "1a\n2b"),
        ("printf '  x  \\n' | while IFS= read -r x; do echo \"[$x]\"; done", "[  x  ]"),
        // What runs inside has an input of its own.
        ("seq 2 | while read a; do echo x | while read b; do echo $a$b; done; done", "1x\n2x"),
        ("seq 2 | while read a; do read b <<< y; echo $a$b; done", "1y\n2y"),
        ("seq 3 | { read first; cat; }", "2\n3"),
        ("read x <<< 'only'; echo $x", "only"),
    ] {
        assert_eq!(session.good(text), expected, "{text}");
    }
    assert_eq!(session.run("read x < /dev/null").status, 1);
}

#[test]
fn lines_are_found_changed_and_put_in_order() {
    let mut session = session();
    session.put("f", b"beta 2\nAlpha 10\nbeta 2\ngamma 1\n");
    for (text, expected) in [
        ("grep beta f", "beta 2\nbeta 2"),
        ("grep -i -c ALPHA f", "1"),
        ("grep -v beta f", "Alpha 10\ngamma 1"),
        ("grep -oE '[0-9]+' f", "2\n10\n2\n1"),
        ("grep -o '[0-9]\\+' f | head -1", "2"),
        ("grep -n gamma < f", "4:gamma 1"),
        ("grep -q beta f && echo yes", "yes"),
        ("sort f | uniq -c", "      1 Alpha 10\n      2 beta 2\n      1 gamma 1"),
        ("sort -u f | wc -l", "3"),
        ("cut -d ' ' -f 2 f | sort -n | tr '\\n' ,", "1,2,2,10,"),
        ("cut -c 1-2 f | sort -r | head -1", "ga"),
        ("echo hello | tr a-z A-Z", "HELLO"),
        ("echo hello | tr '[:lower:]' '[:upper:]'", "HELLO"),
        ("echo aabb | tr -s a", "abb"),
        ("echo a-b_c | tr -d -- -_", "abc"),
        ("echo a-b | tr -- -_ +/", "a+b"),
        ("whoami", "alice"),
        ("printf 'hello\\n' | xxd", "00000000: 6865 6c6c 6f0a                           hello."),
        ("printf hello | xxd -p", "68656c6c6f"),
        ("echo 68656c6c6f | xxd -r -p", "hello"),
    ] {
        assert_eq!(session.good(text), expected, "{text}");
    }
    assert_eq!(session.run("grep none f").status, 1);
    assert_eq!(session.run("grep x nofile").status, 2);
    assert_eq!(session.run("echo x | xxd -r -p").status, 1);
    assert_eq!(session.run("pwd").status, 0);
}

#[test]
fn for_jq_there_is_a_query() {
    let mut session = session();
    for (text, hint) in [
        ("aws kms list-keys | jq -r .Keys[].KeyId", "--query 'Keys[].KeyId' --output text"),
        ("aws kms list-keys | jq '.Keys | length'", "--query 'length(Keys)'"),
        ("aws kms list-keys | jq '.Keys[0]'", "--query 'Keys[0]'"),
        ("aws kms list-keys | jq 'map(select(.x))'", "--query 'Keys[].KeyId'"),
    ] {
        let said = session.run(text);
        assert!(said.status == 127 && said.hints.contains(hint), "{text}: {said:?}");
    }
}

#[test]
fn a_hint_on_aliases_stands_beside_refusals_of_aliases_alone() {
    let mut session = session();
    session.good("aws kms create-alias --alias-name alias/a --target-key-id $(aws kms create-key --query KeyMetadata.KeyId --output text)");
    session.put("large", &[b'x'; 5000]);
    let hint = "takes a key id or key ARN, no alias";
    for (text, expected) in [
        ("aws kms enable-key --key-id alias/a", true),
        ("aws kms create-alias --alias-name alias/b --target-key-id alias/a", true),
        ("aws kms encrypt --key-id alias/a --plaintext fileb://large", false),
        ("aws kms sign --key-id alias/a --message x --signing-algorithm NONE", false),
        ("aws kms create-alias --alias-name b --target-key-id alias/a", false),
    ] {
        let said = session.run(text);
        assert!(said.status != 0, "{text}: {said:?}");
        assert_eq!(said.hints.contains(hint), expected, "{text}: {said:?}");
    }
}

#[test]
fn refusals_without_words_get_some() {
    let mut session = session();
    session.good("K=$(aws kms create-key --query KeyMetadata.KeyId --output text)");
    for (text, hint) in [
        ("aws kms get-public-key --key-id $K", "symmetric"),
        ("echo nonsense > f; aws kms decrypt --ciphertext-blob fileb://f", "Base64"),
        ("aws kms list-keys --limit 1 --marker bogus", "NextMarker"),
    ] {
        let said = session.run(text);
        assert!(said.status == 254 && said.hints.contains(hint), "{text}: {said:?}");
    }
}

/// The file that each `fileb://` of an example reads.
const FILES: [&str; 9] = [
    "encapsulated.bin",
    "sealed.bin",
    "wrapped.bin",
    "token.bin",
    "mac.bin",
    "their-key.der",
    "signature.bin",
    "policy.json",
    "customer-ca.crt",
];

#[test]
fn each_help_ends_with_an_example_that_is_a_call_and_tells_the_forms_of_key_ids_truly() {
    let mut session = session();
    session.good("KEY=alias/none; OTHER=alias/none; STORE=cks-1234567890abcdef0; GRANT=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef");
    session.good("REAL=$(aws kms create-key --query KeyMetadata.KeyId --output text)");
    for file in FILES {
        session.put(file, b"{}");
    }
    for operation in crate::kms::api::Operation::ALL {
        let name = crate::awscli::kebab_case(operation.name());
        let help = session.good(&format!("aws kms {name} help"));
        let example = help.lines().last().unwrap_or_default().trim().to_owned();
        assert!(example.starts_with(&format!("aws kms {name}")), "{help}");
        // One of the examples before may have deleted it.
        session.run("aws kms create-alias --alias-name alias/app --target-key-id $REAL");
        let said = session.run(&example);
        assert!(said.status == 0 || said.status == 254, "{example} is no call: {said:?}");
        assert!(!said.error.contains("must not be null"), "{example} lacks something: {said:?}");
        if example.contains("$KEY") {
            let refused =
                said.error.contains("Key Aliases are not supported") || said.error.contains("Not aliases");
            assert_eq!(help.contains("a key id or key ARN, no alias"), refused, "{example}: {said:?}");
        }
    }
}

#[test]
fn answers_come_as_yaml_and_the_version_says_how_text_is_read() {
    let mut session = session();
    assert_eq!(session.good("aws kms list-keys --output yaml"), "Keys: []");
    let said = session.run("aws kms list-keys --output toml");
    assert!(said.status == 252 && said.error.contains("json | text | table | yaml"), "{said:?}");
    for text in ["aws --version", "aws kms help"] {
        assert!(session.good(text).contains("cli_binary_format = raw-in-base64-out"), "{text}");
    }
    session.good("K=$(aws kms create-key --query KeyMetadata.KeyId --output text)");
    let said = session.run("aws kms encrypt --key-id $K --plaintext hello");
    assert!(said.status == 0 && said.hints.contains("cli_binary_format = raw-in-base64-out"), "{said:?}");
}
