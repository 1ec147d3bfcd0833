//! An index by name. It finds in a few steps however many names it has, and cannot be walked, so that an order that
//! nobody chose never shows.

use std::{
    borrow::Borrow,
    fmt,
    hash::{BuildHasherDefault, Hash, Hasher},
};

use imbl::{GenericHashMap, shared_ptr::DefaultSharedPtr};

/// Values by name. Clones share structure.
#[derive(Clone)]
pub(super) struct Index<K, V>(GenericHashMap<K, V, BuildHasherDefault<NameHasher>, DefaultSharedPtr>);

impl<K: Hash + Eq + Clone, V: Clone> Index<K, V> {
    /// How many names there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether both are clones of each other that nobody has changed.
    pub fn is_same(&self, other: &Self) -> bool {
        self.0.ptr_eq(&other.0)
    }

    /// The value of a name.
    pub fn get<Q: Hash + Eq>(&self, name: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        self.0.get(name)
    }

    /// The value of a name, to change it.
    pub fn get_mut<Q: Hash + Eq>(&mut self, name: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        self.0.get_mut(name)
    }

    /// Gives a name a value.
    pub fn insert(&mut self, name: K, value: V) {
        self.0.insert(name, value);
    }

    /// Forgets a name.
    pub fn remove<Q: Hash + Eq>(&mut self, name: &Q)
    where
        K: Borrow<Q>,
    {
        self.0.remove(name);
    }
}

impl<K, V> Default for Index<K, V> {
    fn default() -> Self {
        Self(GenericHashMap::default())
    }
}

impl<K: Hash + Eq, V: PartialEq> PartialEq for Index<K, V> {
    fn eq(&self, other: &Self) -> bool {
        self.0 == other.0
    }
}

impl<K, V> fmt::Debug for Index<K, V> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Index of {}", self.0.len())
    }
}

/// Names are random or digests already, so that little mixing spreads them; and always the same, so that equal
/// worlds do equal work.
#[derive(Default)]
pub(super) struct NameHasher(u64);

impl NameHasher {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }
}

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.add(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut last = [0; 8];
            last[..rest.len()].copy_from_slice(rest);
            self.add(u64::from_le_bytes(last));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.add(byte.into());
    }

    fn write_usize(&mut self, number: usize) {
        self.add(number as u64);
    }

    /// The upper half of a product is mixed best, and maps begin with the lower one.
    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeSet, hash::BuildHasher as _};

    use super::*;
    use crate::kms::{KeyId, Region};

    #[test]
    fn names_are_spread_over_all_places() {
        let mut rng: rand_chacha::ChaCha20Rng = rand_core::SeedableRng::seed_from_u64(1);
        let hash = |name: &(Region, KeyId)| BuildHasherDefault::<NameHasher>::default().hash_one(name);
        let regions: Vec<Region> = Region::all().take(4).collect();
        let names = (0..10_000).map(|number| (regions[number % 4], KeyId::draw(true, &mut rng)));
        let hashes: Vec<u64> = names.map(|name| hash(&name)).collect();
        // A map of 32 children takes five bits of the lower half at every step.
        for shift in [0, 5, 10, 15] {
            let mut counts = [0; 32];
            for hash in &hashes {
                counts[(hash >> shift) as usize % 32] += 1;
            }
            assert!(counts.iter().all(|count| (200..430).contains(count)), "{shift}: {counts:?}");
        }
        let distinct: BTreeSet<u32> = hashes.iter().map(|hash| *hash as u32).collect();
        assert!(distinct.len() > 9_980, "{}", distinct.len());
    }

    #[test]
    fn a_clone_keeps_what_the_other_forgets() {
        let mut index = Index::default();
        index.insert(1u8, "one");
        index.insert(2, "two");
        let before = index.clone();
        index.remove(&1);
        if let Some(value) = index.get_mut(&2) {
            *value = "zwei";
        }
        assert_eq!((index.len(), index.get(&1), index.get(&2)), (1, None, Some(&"zwei")));
        assert_eq!((before.len(), before.get(&1), before.get(&2)), (2, Some(&"one"), Some(&"two")));
        assert!(index != before);
    }
}
