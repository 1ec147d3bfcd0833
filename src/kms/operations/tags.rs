//! TagResource, UntagResource, ListResourceTags.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::pagination::{Paging, page};
use crate::kms::{
    Exception, KmsError,
    access::ConditionValues,
    api::{
        ListResourceTagsRequest, ListResourceTagsResponse, Operation, Tag, TagResourceRequest,
        UntagResourceRequest,
    },
    resolve::Accepts,
    service::Handling,
};

/// How many tags one key may have.
const MAX_TAGS: usize = 50;

/// The tags a key has after `added` were put over `present`.
///
/// # Errors
/// `TagException` for duplicates, reserved keys, and too many.
pub(super) fn checked_tags(
    present: &BTreeMap<String, String>,
    added: &[Tag],
) -> Result<BTreeMap<String, String>, KmsError> {
    let distinct: BTreeSet<&str> = added.iter().map(|tag| tag.tag_key.as_str()).collect();
    if distinct.len() < added.len() {
        return Err(Exception::Tag.with("Duplicate tag keys"));
    }
    if distinct.iter().any(|key| key.to_ascii_lowercase().starts_with("aws:")) {
        return Err(Exception::Tag.with("Tags beginning with aws: are reserved"));
    }
    let mut tags = present.clone();
    tags.extend(added.iter().map(|tag| (tag.tag_key.clone(), tag.tag_value.clone())));
    if tags.len() > MAX_TAGS { Err(Exception::Tag.with("Too many tags")) } else { Ok(tags) }
}

impl Handling<'_, '_> {
    pub(super) fn tag_resource(&mut self, request: &TagResourceRequest) -> Result<(), KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        let conditions = ConditionValues::default().request_tags(&request.tags);
        self.authorise_key(Operation::TagResource.name(), &key, conditions)?;
        self.require_state(&key.id, |state| !state.is_pending_deletion())?;
        let member = self.member_mut(&key.id)?;
        member.tags = checked_tags(&member.tags, &request.tags)?;
        Ok(())
    }

    pub(super) fn untag_resource(&mut self, request: &UntagResourceRequest) -> Result<(), KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        let conditions = ConditionValues::default().texts("aws:TagKeys", request.tag_keys.iter().cloned());
        self.authorise_key(Operation::UntagResource.name(), &key, conditions)?;
        self.require_state(&key.id, |state| !state.is_pending_deletion())?;
        self.member_mut(&key.id)?.tags.retain(|tag, _| !request.tag_keys.contains(tag));
        Ok(())
    }

    pub(super) fn list_resource_tags(
        &mut self,
        request: &ListResourceTagsRequest,
    ) -> Result<ListResourceTagsResponse, KmsError> {
        let key = self.resolve(&request.key_id, Accepts::IdOrArn)?;
        self.authorise_key(Operation::ListResourceTags.name(), &key, ConditionValues::default())?;
        let (_, member) = self.member(&key.id)?;
        let entries =
            member.tags.iter().map(|(key, value)| Tag { tag_key: key.clone(), tag_value: value.clone() });
        let paging = Paging {
            operation: Operation::ListResourceTags,
            limit: request.limit,
            default_limit: 50,
            marker: request.marker.as_deref(),
        };
        let page = page(entries, &paging, |it| Cow::Borrowed(&it.tag_key))?;
        Ok(ListResourceTagsResponse {
            tags: page.entries,
            next_marker: page.next_marker,
            truncated: page.truncated,
        })
    }
}
