use std::{cell::Cell, sync::Arc};

use super::*;
use crate::{
    awscli::Identity,
    kms::{
        KmsError, Span, Timestamp,
        api::{Request, Response},
    },
    world::{Call, World},
};

/// The shell's service over a world of its own, alice acting.
pub(in crate::awscli) struct Own {
    pub world: World,
    pub interrupted: Cell<bool>,
}

impl Own {
    pub fn new() -> Self {
        let mut world = World::new(3);
        world.set_transitions(crate::kms::Transitions::REALISTIC);
        Self { world, interrupted: Cell::new(false) }
    }

    fn arn(&self, profile: Option<&str>) -> Option<Arc<str>> {
        let principal = self.world.principals().named(profile.unwrap_or("alice"))?;
        Some(principal.acting_arn().into())
    }
}

impl Service for Own {
    fn call(
        &mut self,
        profile: Option<&str>,
        region: Region,
        request: Request,
    ) -> Result<Response, KmsError> {
        let caller = self.arn(profile).expect("asked for before");
        self.world.call(Call::new(region, caller, request))
    }

    fn identity(&self, profile: Option<&str>) -> Option<Identity> {
        let principal = self.world.principals().named(profile.unwrap_or("alice"))?;
        let (account, arn) = (principal.account.to_string(), principal.acting_arn());
        Some(Identity { account, arn, user_id: principal.user_id() })
    }

    fn now(&self) -> Timestamp {
        self.world.now()
    }

    fn sleep(&mut self, span: Span) {
        let until = self.world.now() + span;
        while self.world.advance(until).is_some() {}
    }

    fn is_interrupted(&self) -> bool {
        self.interrupted.get()
    }
}

/// A shell at work.
pub(in crate::awscli) struct Bench {
    pub shell: Shell,
    pub service: Own,
    pub hints: Vec<String>,
}

impl Bench {
    pub fn new() -> Self {
        let region = Region::parse("us-east-1").expect("known");
        Self { shell: Shell::new(region), service: Own::new(), hints: Vec::new() }
    }

    /// What a text prints, standard error included, and its status.
    pub fn run(&mut self, text: &str) -> (String, i32) {
        let mut printed = String::new();
        let hints = &mut self.hints;
        let status = self.shell.run(text, &mut self.service, &mut |piece| match piece {
            Printed::Out(text) | Printed::Error(text) => printed.push_str(&text),
            Printed::Hint(text) => hints.push(text),
            Printed::Clear => printed.clear(),
        });
        (printed, status)
    }

    #[track_caller]
    pub fn prints(&mut self, text: &str, expected: &str) {
        assert_eq!(self.run(text), (expected.to_owned(), 0), "{text}");
    }
}

#[test]
fn the_language_is_bash_s() {
    let mut bench = Bench::new();
    for (text, expected) in [
        ("echo one two", "one two\n"),
        ("echo 'a  b' \"c  d\" e   f", "a  b c  d e f\n"),
        ("X=5; echo $X ${X}y \"$X\" '$X' ${Z:-none}", "5 5y 5 $X none\n"),
        ("X='a  b'; echo $X; echo \"$X\"", "a b\na  b\n"),
        ("echo a\\\n b # a comment", "a b\n"),
        ("echo $(echo inner) `echo back`", "inner back\n"),
        ("echo one | cat | base64", "b25lCg==\n"),
        ("echo b25lCg== | base64 --decode", "one\n"),
        ("echo x > f; echo y >> f; cat f; wc -l f", "x\ny\n2 f\n"),
        ("false && echo no || echo yes", "yes\n"),
        ("if [ 1 -lt 2 ]; then echo less; else echo more; fi", "less\n"),
        ("if [[ abc == a* && -n x ]]; then echo yes; fi", "yes\n"),
        ("for x in a b c; do if [ $x = b ]; then continue; fi; echo $x; done", "a\nc\n"),
        ("for x in 1 2; do echo $x; break; done", "1\n"),
        ("cat <<EOF\nhello $(echo you)\nEOF", "hello you\n"),
        ("cat <<'EOF'\nhello $X\nEOF", "hello $X\n"),
        ("cat < f", "x\ny\n"),
        ("cat <(echo from here)", "from here\n"),
        ("nothing 2>/dev/null || echo failed with $?", "failed with 127\n"),
        ("nothing > out 2>&1; cat out", "nothing: command not found\n"),
        ("(Y=1; echo $Y); echo [$Y]", "1\n[]\n"),
        ("Y=1 true; echo [$Y]", "[]\n"),
        ("printf '%s-%s\\n' a b c d", "a-b\nc-d\n"),
        ("case abc in x) echo x;; a*) echo a;; esac", "a\n"),
        ("echo $'a\\tb'", "a\tb\n"),
        ("N=; while [ \"$N\" != xxx ]; do N=${N}x; done; echo $N", "xxx\n"),
        ("! true; echo $?", "1\n"),
        ("sha256sum /dev/null | head -c 3 2>/dev/null; true", ""),
    ] {
        let (printed, _) = bench.run(text);
        if !expected.is_empty() {
            assert_eq!(printed, expected, "{text}");
        }
    }
    assert_eq!(bench.run("set -e; false; echo never").0, "");
    assert_eq!(bench.run("set -u; echo $NOWHERE").1, 1);
    assert_eq!(bench.run("exit 7").1, 7);
    assert_eq!(bench.run("while true; do true; done").1, 1, "a loop without end comes to one");
    bench.service.interrupted.set(true);
    assert_eq!(bench.run("echo x").1, 130);
}

#[test]
fn a_text_goes_on_while_something_is_open() {
    for open in [
        "echo 'a",
        "echo \"a",
        "echo a \\",
        "if true; then",
        "for x in a; do",
        "cat <<EOF\nx",
        "echo $(ls",
        "{ echo a",
    ] {
        assert!(!Shell::is_complete(open), "{open}");
    }
    for complete in
        ["", "echo a", "echo 'a'", "if true; then echo; fi", "cat <<EOF\nx\nEOF", ")", "# only a comment"]
    {
        assert!(Shell::is_complete(complete), "{complete}");
    }
}

#[test]
fn a_key_lives_from_the_shell() {
    let mut bench = Bench::new();
    let script = r#"
set -euo pipefail
ARN=$(aws kms create-key --multi-region --description "from the shell" --query 'KeyMetadata.Arn' --output text)
REPLICA=$(aws kms replicate-key --key-id "$ARN" --replica-region eu-west-1 \
  --query 'ReplicaKeyMetadata.Arn' --output text)
sleep 10
BLOB=$(aws kms encrypt --key-id "$ARN" --plaintext "over the ocean" --query CiphertextBlob --output text)
echo "$BLOB" > ciphertext.b64
TEXT=$(aws kms decrypt --region eu-west-1 \
  --ciphertext-blob fileb://<(base64 --decode ciphertext.b64) \
  --query Plaintext --output text | base64 --decode)
if [ "$TEXT" == "over the ocean" ]; then echo "SUCCESS"; else echo "ERROR $TEXT"; fi
aws kms decrypt --region eu-west-1 --ciphertext-blob "$BLOB" --query Plaintext --output text | base64 -d
"#;
    bench.prints(script, "SUCCESS\nover the ocean");
    assert_eq!(bench.hints.len(), 1, "of --plaintext: {:?}", bench.hints);
}

#[test]
fn refusals_have_the_right_way_beside_them() {
    let mut bench = Bench::new();
    bench.run("aws kms create-key --query KeyMetadata.KeyId --output text > id; aws kms create-alias --alias-name alias/a --target-key-id $(cat id)");
    for (command, status, says, hint) in [
        (
            "aws kms enable-key --key-id alias/a",
            254,
            "An error occurred (InvalidArnException) when calling the EnableKey operation: Key Aliases are not supported for this operation.",
            "describe-key",
        ),
        (
            "aws kms list-key-replicas --key-id x",
            252,
            "Found invalid choice 'list-key-replicas'",
            "MultiRegionConfiguration",
        ),
        (
            "aws kms describe-key --key-id mrk-abc123def456",
            254,
            "Invalid keyId 'mrk-abc123def456'",
            "32 hexadecimal",
        ),
        ("aws kms create-key --key-spec AES_256", 254, "at 'keySpec'", "SYMMETRIC_DEFAULT"),
        (
            "aws kms create-key --replica-key --primary-region us-east-1",
            252,
            "Unknown options: --replica-key",
            "replicate-key",
        ),
        ("aws kms describe-key", 252, "the following arguments are required: --key-id", ""),
        (
            "aws kms describe-key --key-id ''",
            252,
            "Invalid length for parameter KeyId, value: 0, valid min length: 1",
            "",
        ),
        (
            "aws kms encrypt --key-id x --plaintext fileb://none",
            252,
            "Unable to load paramfile fileb://none: [Errno 2] No such file or directory: 'none'",
            "ls",
        ),
        ("aws kms list-keys --query '['", 252, "Bad value for --query [", ""),
        ("aws kms list-keys --regoin us-east-1", 252, "Unknown options: --regoin, us-east-1", "--region"),
        ("aws s3 ls", 252, "Found invalid choice 's3'", "KMS"),
        ("aws kms list-keys --output xml", 252, "json | text | table | yaml", ""),
        ("ehco x", 127, "ehco: command not found", "echo"),
        (
            "aws kms describe-key --key-id alias/a --region eu-west-1",
            254,
            "alias/a is not found",
            "create-alias",
        ),
    ] {
        bench.hints.clear();
        let (printed, got) = bench.run(command);
        assert_eq!(got, status, "{command}: {printed}");
        assert!(printed.contains(says), "{command}: {printed}");
        let hints = bench.hints.join("\n");
        assert!(
            hints.contains(hint) && hints.is_empty() == hint.is_empty() || hint.is_empty(),
            "{command}: {hints}"
        );
    }
}

#[test]
fn completion_knows_commands_options_values_keys_and_files() {
    let mut bench = Bench::new();
    bench.run("echo x > plain.txt");
    let known = Known {
        regions: vec![Region::parse("eu-west-1").expect("known")],
        keys: vec![("alias/a".to_owned(), "key".to_owned())],
        profiles: vec!["bob".to_owned()],
    };
    let texts = |input: &str| -> Vec<String> {
        let found = bench.shell.complete(input, input.len(), &known);
        assert!(found.replaces.end == input.len());
        found.candidates.into_iter().map(|it| it.text).collect()
    };
    assert_eq!(texts("aw"), ["aws"]);
    assert_eq!(texts("aws kms re-"), ["re-encrypt"]);
    assert_eq!(texts("aws kms describe-key --key-id al"), ["alias/a"]);
    assert_eq!(texts("aws kms encrypt --plaintext fileb://p"), ["plain.txt"]);
    assert_eq!(texts("echo x | aws kms create-key --key-usage S"), ["SIGN_VERIFY"]);
    assert_eq!(texts("aws kms list-keys --region e"), ["eu-west-1"]);
    assert_eq!(texts("aws kms list-keys --profile "), ["bob"]);
    assert_eq!(texts("cat pl"), ["plain.txt"]);
    assert!(texts("aws kms encrypt --")[..2].contains(&"--key-id".to_owned()));
    assert!(texts("aws kms \\\n  create-al").contains(&"create-alias".to_owned()));
}
