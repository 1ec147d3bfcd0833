//! What the AWS CLI itself refuses, in its words and with its exit codes, and how it gathers pages.

use super::support::Session;

fn with_a_key() -> Session {
    let mut session = Session::new("us-east-1");
    session.good("KEY=$(aws kms create-key --query KeyMetadata.KeyId --output text)");
    session
}

#[test]
fn refusals_of_the_cli_have_its_words_and_exit_codes() {
    let mut session = with_a_key();
    for (command, status, error) in [
        ("aws kms describe-key", 252, "aws: error: the following arguments are required: --key-id\n"),
        (
            "aws kms sign --key-id k",
            252,
            "the following arguments are required: --message, --signing-algorithm\n",
        ),
        ("aws", 252, "aws: error: the following arguments are required: command\n"),
        ("aws kms", 252, "aws: error: the following arguments are required: operation\n"),
        ("aws kms describe-key --key-id", 252, "argument --key-id: expected one argument\n"),
        (
            "aws kms untag-resource --key-id k --tag-keys",
            252,
            "argument --tag-keys: expected at least one argument\n",
        ),
        (
            "aws kms describe-key --key-id ''",
            252,
            "Parameter validation failed:\nInvalid length for parameter KeyId, value: 0, valid min length: 1\n",
        ),
        (
            "aws kms generate-random --number-of-bytes 0",
            252,
            "Invalid value for parameter NumberOfBytes, value: 0, valid min value: 1\n",
        ),
        (
            "aws kms generate-random --number-of-bytes many",
            252,
            "invalid literal for int() with base 10: 'many'\n",
        ),
        (
            "aws kms tag-resource --key-id $KEY --tags '[{\"TagKey\":\"a\"}]'",
            252,
            "Missing required parameter in Tags[0]: \"TagValue\"\n",
        ),
        (
            "aws kms tag-resource --key-id $KEY --tags TagKey=a,TagValue=b,Note=c",
            252,
            "Unknown parameter in Tags[0]: \"Note\", must be one of: TagKey, TagValue\n",
        ),
        (
            "aws kms tag-resource --key-id $KEY --tags '[1]'",
            252,
            "Invalid type for parameter Tags[0], value: 1, type: <class 'int'>, valid types: <class 'dict'>\n",
        ),
        (
            "aws kms tag-resource --key-id $KEY --tags TagKey",
            252,
            "Error parsing parameter '--tags': Expected: '=', received: 'EOF' for input:\nTagKey\n      ^\n",
        ),
        (
            "aws kms tag-resource --key-id $KEY --tags '[{'",
            252,
            "Error parsing parameter '--tags': Invalid JSON: ",
        ),
        (
            "aws kms put-key-policy --key-id $KEY --policy file://none.json",
            252,
            "Error parsing parameter '--policy': Unable to load paramfile file://none.json: [Errno 2] No such file or directory: 'none.json'\n",
        ),
        ("aws kms describe-key --key-id k --regin x", 252, "Unknown options: --regin, x\n"),
        ("aws kms list-keys --query 'Keys['", 252, "Bad value for --query Keys["),
        ("aws kms list-keys --output xml", 252, "argument --output"),
        (
            "aws kms list-keys --region us-moon-1",
            255,
            "Could not connect to the endpoint URL: \"https://kms.us-moon-1.amazonaws.com/\"\n",
        ),
        ("aws kms list-keys --profile nobody", 255, "The config profile (nobody) could not be found\n"),
        (
            "aws kms encrypt --key-id $KEY --plaintext x! --cli-binary-format base64",
            252,
            "Invalid base64: \"x!\"\n",
        ),
        (
            "aws kms list-keys --profile mallory",
            254,
            "An error occurred (AccessDeniedException) when calling the ListKeys operation: User: arn:aws:iam::111111111111:user/mallory is not authorized to perform: kms:ListKeys",
        ),
    ] {
        let said = session.run(command);
        assert_eq!((said.status, said.out.as_str()), (status, ""), "{command}\n{said:?}");
        assert!(said.error.contains(error), "{command}\n{said:?}");
        assert!(said.error.starts_with('\n') && said.error.ends_with('\n'), "{command}\n{said:?}");
    }
}

#[test]
fn nothing_is_called_when_the_command_is_wrong() {
    let mut session = Session::new("us-east-1");
    for command in [
        "aws kms create-key --output xml",
        "aws kms create-key --query '['",
        "aws kms create-key --tags TagKey",
        "aws kms create-key --novelty",
        "aws kms create-key --region nowhere",
    ] {
        assert_ne!(session.run(command).status, 0, "{command}");
    }
    assert_eq!(session.good("aws kms list-keys --query 'length(Keys)'"), "0");
}

#[test]
fn options_are_given_in_every_way_the_cli_knows() {
    let mut session = with_a_key();
    session.put("tags.json", br#"[{"TagKey":"from","TagValue":"file"}]"#);
    session.put("input.json", br#"{"KeyId":"nobody reads this","GrantTokens":[]}"#);
    session.put("raw.bin", &[0, 159, 146, 150, 10]);
    for (command, expected) in [
        ("aws kms --region eu-west-1 list-keys --query Keys", "[]"),
        ("aws --region=eu-west-1 kms list-keys --query Keys", "[]"),
        ("aws kms list-keys --query=Keys[0].KeyId --output=text | cmp - <(echo $KEY) && echo same", "same"),
        ("aws kms tag-resource --key-id $KEY --tags TagKey=a,TagValue='x y' TagKey=b,TagValue=", ""),
        ("aws kms tag-resource --key-id $KEY --tags '{\"TagKey\":\"c\",\"TagValue\":\"d\"}'", ""),
        ("aws kms tag-resource --key-id $KEY --tags file://tags.json", ""),
        ("aws kms list-resource-tags --key-id $KEY --query 'Tags[].TagKey' --output text", "a\tb\tc\tfrom"),
        (
            "aws kms untag-resource --key-id $KEY --tag-keys a b && aws kms list-resource-tags --key-id $KEY --query 'length(Tags)'",
            "2",
        ),
        (
            "aws kms describe-key --cli-input-json file://input.json --key-id $KEY --query KeyMetadata.MultiRegion",
            "false",
        ),
        (
            "aws kms describe-key --cli-input-json '{\"KeyId\":\"'$KEY'\"}' --query KeyMetadata.Enabled --output text",
            "True",
        ),
        ("aws kms create-key --no-multi-region --query KeyMetadata.MultiRegion", "false"),
        ("aws kms create-key --multi-region --query KeyMetadata.MultiRegion --no-cli-pager --debug", "true"),
        ("aws kms describe-key --key-id $KEY --query KeyMetadata.DeletionDate --output text", "None"),
        (
            "aws kms describe-key --key-id $KEY --query KeyMetadata.CreationDate --output text",
            "2026-02-12T09:00:00+00:00",
        ),
        ("aws kms disable-key --key-id $KEY", ""),
        ("aws kms enable-key --key-id $KEY --output table", ""),
        (
            "aws kms encrypt --key-id $KEY --plaintext fileb://raw.bin --query CiphertextBlob --output text | base64 -d > c; aws kms decrypt --ciphertext-blob fileb://c --query Plaintext --output text",
            "AJ+Slgo=",
        ),
        (
            "aws kms decrypt --ciphertext-blob $(aws kms encrypt --key-id $KEY --plaintext aGk= --cli-binary-format base64 --query CiphertextBlob --output text) --query Plaintext --output text",
            "aGk=",
        ),
        (
            "aws kms decrypt --ciphertext-blob $(aws kms encrypt --key-id $KEY --plaintext hi --cli-binary-format raw-in-base64-out --query CiphertextBlob --output text) --query Plaintext --output text | base64 -d",
            "hi",
        ),
        ("AWS_REGION=eu-west-1 aws kms list-keys --query 'length(Keys)'", "0"),
        ("AWS_DEFAULT_OUTPUT=text aws kms list-keys --region eu-west-1", ""),
        (
            "AWS_PROFILE=bob aws sts get-caller-identity --query Arn --output text",
            "arn:aws:iam::111111111111:user/bob",
        ),
        ("aws sts get-caller-identity --query Account --output text", "111111111111"),
        (
            "aws configure set region eu-west-1; aws configure get region; aws kms list-keys --query Keys",
            "eu-west-1\n[]",
        ),
    ] {
        assert_eq!(session.good(command), expected, "{command}");
    }
}

#[test]
fn pages_are_gathered_as_the_cli_gathers_them() {
    let mut session = Session::new("us-east-1");
    session
        .good("for N in 1 2 3 4 5 6 7; do aws kms create-key --description \"number $N\" > /dev/null; done");
    for (command, expected) in [
        ("aws kms list-keys --query 'length(Keys)'", "7"),
        ("aws kms list-keys --page-size 2 --query 'length(Keys)'", "7"),
        ("aws kms list-keys --limit 2 --query '[length(Keys),Truncated]' --output text", "2\tTrue"),
        ("aws kms list-keys --no-paginate --query Truncated", "false"),
        ("aws kms list-keys --query Truncated", "null"),
        ("aws kms list-keys --max-items 3 --query 'length(Keys)'", "3"),
        (
            "T=$(aws kms list-keys --max-items 3 --query NextToken --output text); aws kms list-keys --starting-token $T --query '[length(Keys),NextToken]' --output text",
            "4\tNone",
        ),
    ] {
        assert_eq!(session.good(command), expected, "{command}");
    }
}

#[test]
fn every_operation_explains_itself_and_has_a_skeleton() {
    use crate::{awscli::kebab_case, kms::api::Operation};
    let mut session = Session::new("us-east-1");
    let list = session.good("aws kms help");
    for operation in Operation::ALL {
        let name = kebab_case(operation.name());
        assert!(list.contains(&name), "{name}");
        let help = session.good(&format!("aws kms {name} help"));
        for spec in operation.members() {
            assert!(help.contains(&format!("--{}", kebab_case(&spec.name()))), "{name} {}", spec.name());
        }
        let skeleton = session.good(&format!("aws kms {name} --generate-cli-skeleton"));
        let skeleton: serde_json::Value = serde_json::from_str(&skeleton).unwrap_or_default();
        let members = skeleton.as_object().map_or(0, serde_json::Map::len);
        assert_eq!(members, operation.members().len(), "{name}");
    }
    for command in ["aws help", "aws --version", "help"] {
        assert!(!session.good(command).is_empty(), "{command}");
    }
}
