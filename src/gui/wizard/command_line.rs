//! The `aws kms create-key` line that does what the wizard will do.

use crate::kms::{Region, api::CreateKeyRequest};

/// The line, ready for a shell. Options that have their default are left out.
pub(super) fn create_key_line(region: Region, request: &CreateKeyRequest) -> String {
    let mut line = format!("aws kms create-key --region {region}");
    if request.multi_region {
        line.push_str(" --multi-region");
    }
    if let Some(description) = &request.description {
        line.push_str(" --description ");
        line.push_str(&quoted(description));
    }
    if !request.tags.is_empty() {
        line.push_str(" --tags");
        for tag in &request.tags {
            line.push(' ');
            line.push_str(&quoted(&format!("TagKey={},TagValue={}", tag.tag_key, tag.tag_value)));
        }
    }
    if let Some(policy) = &request.policy {
        line.push_str(" --policy ");
        line.push_str(&quoted(&on_one_line(policy)));
    }
    line
}

/// The policy without its layout; as it is, should it be no JSON.
fn on_one_line(policy: &str) -> String {
    serde_json::from_str::<serde_json::Value>(policy)
        .map_or_else(|_| policy.to_owned(), |value| value.to_string())
}

/// A word of a POSIX shell.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "_-./:=,@%+".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        return text.to_owned();
    }
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kms::api::Tag;

    #[test]
    fn the_line_grows_with_the_request_and_survives_a_shell() {
        let region = Region::parse("us-east-1").expect("known");
        let mut request = CreateKeyRequest::default();
        assert_eq!(create_key_line(region, &request), "aws kms create-key --region us-east-1");
        request.multi_region = true;
        request.description = Some("It's for orders".to_owned());
        request.tags = vec![Tag { tag_key: "Team".to_owned(), tag_value: "pay ments".to_owned() }];
        request.policy = Some("{\n  \"Version\": \"2012-10-17\"\n}".to_owned());
        assert_eq!(
            create_key_line(region, &request),
            "aws kms create-key --region us-east-1 --multi-region --description 'It'\\''s for orders' \
             --tags 'TagKey=Team,TagValue=pay ments' --policy '{\"Version\":\"2012-10-17\"}'"
        );
    }
}
