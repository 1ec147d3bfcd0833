//! The members of a key, by Region. Most keys have one and few have more than three: they stand side by side, and a key
//! takes no more memory than its members do.

use std::{collections::BTreeMap, iter::Map, slice};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::{Member, Region};

/// The members of a key, in the order of their Regions' codes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Members(Vec<(Region, Member)>);

/// Walks the Regions and their members.
pub type Iter<'a> =
    Map<slice::Iter<'a, (Region, Member)>, fn(&'a (Region, Member)) -> (&'a Region, &'a Member)>;

impl Members {
    /// One member.
    pub fn of(region: Region, member: Member) -> Self {
        Self(vec![(region, member)])
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The member in a Region.
    pub fn get(&self, region: &Region) -> Option<&Member> {
        self.0.iter().find(|(it, _)| it == region).map(|(_, member)| member)
    }

    /// The member in a Region, to change it.
    pub fn get_mut(&mut self, region: &Region) -> Option<&mut Member> {
        self.0.iter_mut().find(|(it, _)| it == region).map(|(_, member)| member)
    }

    /// Whether there is a member in a Region.
    pub fn contains_key(&self, region: &Region) -> bool {
        self.get(region).is_some()
    }

    /// Puts a member into a Region; answers the one that was there.
    pub fn insert(&mut self, region: Region, member: Member) -> Option<Member> {
        match self.0.binary_search_by_key(&region, |(it, _)| *it) {
            Ok(place) => Some(std::mem::replace(&mut self.0[place].1, member)),
            Err(place) => {
                self.0.reserve_exact(1);
                self.0.insert(place, (region, member));
                None
            }
        }
    }

    /// Takes the member out of a Region.
    pub fn remove(&mut self, region: &Region) -> Option<Member> {
        let place = self.0.iter().position(|(it, _)| it == region)?;
        Some(self.0.remove(place).1)
    }

    /// The Regions and their members.
    pub fn iter(&self) -> Iter<'_> {
        self.into_iter()
    }

    /// The Regions.
    pub fn keys(&self) -> impl DoubleEndedIterator<Item = &Region> {
        self.0.iter().map(|(region, _)| region)
    }

    /// The members.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Member> {
        self.0.iter().map(|(_, member)| member)
    }

    /// The members, to change them.
    pub fn values_mut(&mut self) -> impl Iterator<Item = &mut Member> {
        self.0.iter_mut().map(|(_, member)| member)
    }
}

impl<'a> IntoIterator for &'a Members {
    type Item = (&'a Region, &'a Member);
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        self.0.iter().map(|(region, member)| (region, member))
    }
}

impl Serialize for Members {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(BTreeMap::deserialize(deserializer)?.into_iter().collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kms::{Grants, KeyPolicy, MemberState, Timestamp, WrappingKeys};

    fn member(description: &str) -> Member {
        Member {
            created: Timestamp::default(),
            description: description.to_owned(),
            policy: KeyPolicy::default_for("aws", "111111111111"),
            tags: BTreeMap::new(),
            state: MemberState::Enabled,
            awaits_copy: false,
            imported: BTreeMap::new(),
            wrapping_keys: WrappingKeys::default(),
            grants: Grants::default(),
        }
    }

    #[test]
    fn members_stand_in_the_order_of_their_regions_whatever_came_first() {
        let region = |code| Region::parse(code).expect("known");
        let (dublin, virginia, tokyo) = (region("eu-west-1"), region("us-east-1"), region("ap-northeast-1"));
        let mut members = Members::of(virginia, member("first"));
        assert_eq!(members.insert(dublin, member("second")), None);
        assert_eq!(members.insert(tokyo, member("third")), None);
        assert_eq!(members.keys().copied().collect::<Vec<_>>(), [tokyo, dublin, virginia]);
        let replaced = members.insert(dublin, member("fourth")).expect("was there");
        assert_eq!((replaced.description.as_str(), members.len()), ("second", 3));
        if let Some(it) = members.get_mut(&virginia) {
            it.state = MemberState::Disabled;
        }
        assert_eq!(members.get(&virginia).map(|it| it.state), Some(MemberState::Disabled));
        assert_eq!(members.remove(&dublin).map(|it| it.description).as_deref(), Some("fourth"));
        assert_eq!(members.remove(&dublin), None);
        assert!(!members.contains_key(&dublin) && members.contains_key(&tokyo));
        let descriptions: Vec<_> = members.iter().map(|(_, it)| it.description.as_str()).collect();
        assert_eq!(descriptions, ["third", "first"]);
    }
}
