//! AWS Regions that have a KMS endpoint, and the partitions they belong to.
//!
//! The catalogue is data (`assets/data/regions.ron`); a [`Region`] is an entry of it, so a value of this type
//! always names a Region that exists.

use std::{fmt, str::FromStr, sync::OnceLock};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A partition: a group of Regions with its own accounts; multi-Region keys never cross from one to another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Partition {
    /// The commercial Regions.
    #[default]
    Aws,
    /// AWS GovCloud (US).
    AwsUsGov,
    /// The China Regions.
    AwsCn,
    /// The AWS European Sovereign Cloud.
    AwsEusc,
}

impl Partition {
    /// The partition's name as it stands in ARNs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Aws => "aws",
            Self::AwsUsGov => "aws-us-gov",
            Self::AwsCn => "aws-cn",
            Self::AwsEusc => "aws-eusc",
        }
    }
}

#[derive(Deserialize)]
struct Entry {
    code: String,
    name: String,
    place: String,
    partition: Partition,
    latitude: f64,
    longitude: f64,
    opt_in: bool,
}

fn catalogue() -> &'static [Entry] {
    static CATALOGUE: OnceLock<Vec<Entry>> = OnceLock::new();
    CATALOGUE.get_or_init(|| {
        let mut entries: Vec<Entry> = ron::from_str(include_str!("../../assets/data/regions.ron"))
            .expect("the embedded catalogue is read by a test of this file");
        // KMS lists the replicas of a key in the order of their Region codes; so does `Ord` of `Region`.
        entries.sort_by(|a, b| a.code.cmp(&b.code));
        entries
    })
}

/// A Region of the catalogue. Cheap to copy; ordered by code.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Region(u8);

impl Region {
    /// The Region with this code, if the catalogue has it.
    pub fn parse(code: &str) -> Option<Self> {
        let index = catalogue().binary_search_by(|entry| entry.code.as_str().cmp(code)).ok()?;
        u8::try_from(index).ok().map(Self)
    }

    /// Every Region of the catalogue, in the order of their codes.
    pub fn all() -> impl Iterator<Item = Self> {
        (0..catalogue().len()).filter_map(|index| u8::try_from(index).ok().map(Self))
    }

    /// Its place among [`Self::all`], counted from 0.
    pub fn number(self) -> usize {
        usize::from(self.0)
    }

    fn entry(self) -> &'static Entry {
        &catalogue()[self.number()]
    }

    /// The Region's code, such as `eu-west-1`.
    pub fn code(self) -> &'static str {
        &self.entry().code
    }

    /// The Region's full name, such as `Europe (Ireland)`.
    pub fn name(self) -> &'static str {
        &self.entry().name
    }

    /// The place alone, such as `Ireland`.
    pub fn place(self) -> &'static str {
        &self.entry().place
    }

    /// The partition that the Region belongs to.
    pub fn partition(self) -> Partition {
        self.entry().partition
    }

    /// Latitude and longitude in degrees, good to the city.
    pub fn position(self) -> (f64, f64) {
        (self.entry().latitude, self.entry().longitude)
    }

    /// The host name of the Region's KMS endpoint.
    pub fn endpoint(self) -> String {
        let domain = match self.partition() {
            Partition::Aws | Partition::AwsUsGov => "amazonaws.com",
            Partition::AwsCn => "amazonaws.com.cn",
            Partition::AwsEusc => "amazonaws.eu",
        };
        format!("kms.{}.{domain}", self.code())
    }

    /// Whether an account has to enable the Region before it can be used.
    pub fn is_opt_in(self) -> bool {
        self.entry().opt_in
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A text that is no Region code of the catalogue.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a Region with a KMS endpoint")]
pub struct UnknownRegion(String);

impl FromStr for Region {
    type Err = UnknownRegion;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::parse(code).ok_or_else(|| UnknownRegion(code.to_owned()))
    }
}

impl Serialize for Region {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Region {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let code = String::deserialize(deserializer)?;
        code.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_catalogue_holds_all_commercial_regions_and_the_other_partitions() {
        let commercial = Region::all().filter(|region| region.partition() == Partition::Aws).count();
        assert_eq!(commercial, 34);
        for code in ["us-gov-west-1", "cn-north-1", "eusc-de-east-1"] {
            assert_ne!(Region::parse(code).expect(code).partition(), Partition::Aws);
        }
    }

    #[test]
    fn codes_are_found_and_ordered() {
        let ireland = Region::parse("eu-west-1").expect("known");
        assert_eq!((ireland.code(), ireland.place()), ("eu-west-1", "Ireland"));
        assert!(Region::parse("us-invalid-1").is_none());
        let codes: Vec<_> = Region::all().map(Region::code).collect();
        assert!(codes.is_sorted());
    }
}
