//! What a request is about, as condition keys. An operation names what its members say; nothing is written out
//! before a policy asks.

use std::borrow::Cow;

use crate::kms::api::{EncryptionContext, Tag};

/// What a request is about, as condition keys. Borrowed from the request where that is possible.
#[derive(Clone, Debug, Default)]
pub struct ConditionValues<'a>(Vec<Fact<'a>>);

/// One thing that the request says.
#[derive(Clone, Debug)]
enum Fact<'a> {
    Text(&'static str, Cow<'a, str>),
    Texts(&'static str, Vec<Cow<'a, str>>),
    Number(&'static str, u32),
    /// `aws:RequestTag/…` and `aws:TagKeys`.
    RequestTags(&'a [Tag]),
    /// `kms:EncryptionContext:…` and `kms:EncryptionContextKeys`.
    EncryptionContext(&'a EncryptionContext),
}

const ENCRYPTION_CONTEXT: &str = "kms:encryptioncontext:";
const REQUEST_TAG: &str = "aws:requesttag/";

impl<'a> ConditionValues<'a> {
    /// A key with one text.
    pub fn text(mut self, key: &'static str, value: impl Into<Cow<'a, str>>) -> Self {
        self.0.push(Fact::Text(key, value.into()));
        self
    }

    /// A key with one text, if the request gives it.
    pub fn optional_text(self, key: &'static str, value: Option<impl Into<Cow<'a, str>>>) -> Self {
        match value {
            Some(value) => self.text(key, value),
            None => self,
        }
    }

    /// A key with several texts.
    pub fn texts<V: Into<Cow<'a, str>>>(
        mut self,
        key: &'static str,
        values: impl IntoIterator<Item = V>,
    ) -> Self {
        self.0.push(Fact::Texts(key, values.into_iter().map(Into::into).collect()));
        self
    }

    /// A key with a truth value.
    pub fn boolean(self, key: &'static str, value: bool) -> Self {
        self.text(key, if value { "true" } else { "false" })
    }

    /// A key with a number.
    pub fn number(mut self, key: &'static str, value: u32) -> Self {
        self.0.push(Fact::Number(key, value));
        self
    }

    /// The tags that a request gives.
    pub fn request_tags(mut self, tags: &'a [Tag]) -> Self {
        self.0.push(Fact::RequestTags(tags));
        self
    }

    /// The encryption context of a request. Grants' constraints are held against it too.
    pub fn encryption_context(mut self, context: &'a EncryptionContext) -> Self {
        self.0.push(Fact::EncryptionContext(context));
        self
    }

    /// The pairs of the encryption context.
    pub(super) fn encryption_context_pairs(&self) -> Vec<(&str, &str)> {
        let contexts = self.0.iter().filter_map(|fact| match fact {
            Fact::EncryptionContext(context) => Some(*context),
            _ => None,
        });
        contexts.flatten().map(|(key, value)| (key.as_str(), value.as_str())).collect()
    }

    /// The values of a condition key, which is given in lower case.
    pub(super) fn values_of(&self, asked: &str) -> Vec<Cow<'_, str>> {
        let mut values = Vec::new();
        for fact in &self.0 {
            match fact {
                Fact::Text(key, text) if key.eq_ignore_ascii_case(asked) => values.push(text.as_ref().into()),
                Fact::Texts(key, texts) if key.eq_ignore_ascii_case(asked) => {
                    values.extend(texts.iter().map(|text| Cow::from(text.as_ref())));
                }
                Fact::Number(key, number) if key.eq_ignore_ascii_case(asked) => {
                    values.push(number.to_string().into());
                }
                Fact::RequestTags(tags) => {
                    if let Some(name) = asked.strip_prefix(REQUEST_TAG) {
                        let named = tags.iter().filter(|tag| tag.tag_key.eq_ignore_ascii_case(name));
                        values.extend(named.map(|tag| Cow::from(&tag.tag_value)));
                    } else if asked == "aws:tagkeys" {
                        values.extend(tags.iter().map(|tag| Cow::from(&tag.tag_key)));
                    }
                }
                Fact::EncryptionContext(context) => {
                    if let Some(name) = asked.strip_prefix(ENCRYPTION_CONTEXT) {
                        let named = context.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name));
                        values.extend(named.map(|(_, value)| Cow::from(value)));
                    } else if asked == "kms:encryptioncontextkeys" {
                        values.extend(context.keys().map(Cow::from));
                    }
                }
                Fact::Text(..) | Fact::Texts(..) | Fact::Number(..) => {}
            }
        }
        values
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_found_by_key_whatever_its_case() {
        let context = EncryptionContext::from([("Purpose".to_owned(), "Backup".to_owned())]);
        let tags = [Tag { tag_key: "Stage".to_owned(), tag_value: "test".to_owned() }];
        let values = ConditionValues::default()
            .text("kms:KeySpec", "RSA_2048")
            .optional_text("kms:MessageType", None::<&str>)
            .texts("kms:GrantOperations", ["Encrypt", "Decrypt"])
            .boolean("kms:MultiRegion", true)
            .number("kms:RotationPeriodInDays", 365)
            .request_tags(&tags)
            .encryption_context(&context);
        for (key, expected) in [
            ("kms:keyspec", vec!["RSA_2048"]),
            ("kms:messagetype", vec![]),
            ("kms:grantoperations", vec!["Encrypt", "Decrypt"]),
            ("kms:multiregion", vec!["true"]),
            ("kms:rotationperiodindays", vec!["365"]),
            ("aws:requesttag/stage", vec!["test"]),
            ("aws:requesttag/other", vec![]),
            ("aws:tagkeys", vec!["Stage"]),
            ("kms:encryptioncontext:purpose", vec!["Backup"]),
            ("kms:encryptioncontextkeys", vec!["Purpose"]),
        ] {
            assert_eq!(values.values_of(key), expected, "{key}");
        }
        assert_eq!(values.encryption_context_pairs(), [("Purpose", "Backup")]);
    }
}
