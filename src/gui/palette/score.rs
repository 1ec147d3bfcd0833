//! How well a text fits what is typed: every word of it must be found, whole and at the beginning of a word for choice,
//! else letter by letter.

/// A text to be found, in small letters, with where its words begin.
#[derive(Clone, Debug, PartialEq)]
pub struct Haystack {
    characters: Box<[char]>,
    begins: Box<[bool]>,
    /// How many characters from the front are the title.
    title: usize,
    /// Whether letters of the title may be found apart from one another.
    loose: bool,
}

/// How a word was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Found {
    /// In one piece from this place on.
    Whole(usize),
    /// Letter by letter between these places.
    Loose(usize, usize),
}

impl Haystack {
    /// The text of a title with what stands beside it. `loose` for words, not for identifiers: a few letters are found
    /// in every one of those.
    pub fn new(title: &str, context: &str, loose: bool) -> Self {
        let mut characters = Vec::with_capacity(title.len() + context.len() + 1);
        let mut begins = Vec::with_capacity(characters.capacity());
        let mut before = ' ';
        for character in title.chars().chain([' ']).chain(context.chars()) {
            let hump = character.is_uppercase() && before.is_lowercase();
            begins.push(hump || (character.is_alphanumeric() && !before.is_alphanumeric()));
            // One for one, so that places are places of the text.
            characters.push(character.to_lowercase().next().unwrap_or(character));
            before = character;
        }
        let title = title.chars().count();
        Self { characters: characters.into(), begins: begins.into(), title, loose }
    }

    /// How many characters from the front are the title; one more stands between it and the context.
    pub fn title(&self) -> usize {
        self.title
    }

    fn find(&self, word: &[char]) -> Option<(u32, Found)> {
        self.find_whole(word).or_else(|| self.find_loose(word))
    }

    fn find_whole(&self, word: &[char]) -> Option<(u32, Found)> {
        let mut best: Option<(u32, usize)> = None;
        let first = word.first()?;
        for (place, window) in self.characters.windows(word.len()).enumerate() {
            if window[0] != *first || window != word {
                continue;
            }
            let ends = self.characters.get(place + word.len()).is_none_or(|it| !it.is_alphanumeric());
            let score = 1000
                + if place == 0 { 300 } else { 0 }
                + if self.begins[place] { 200 } else { 0 }
                + if place < self.title { 150 } else { 0 }
                + if ends { 50 } else { 0 };
            if best.is_none_or(|(known, _)| score > known) {
                best = Some((score, place));
            }
        }
        best.map(|(score, place)| (score, Found::Whole(place)))
    }

    fn find_loose(&self, word: &[char]) -> Option<(u32, Found)> {
        if !self.loose || word.len() < 2 {
            return None;
        }
        let title = self.characters.get(..self.title)?;
        let mut letters = word.iter();
        let mut wanted = letters.next()?;
        let end = title.iter().position(|it| {
            if it != wanted {
                return false;
            }
            match letters.next() {
                Some(next) => {
                    wanted = next;
                    false
                }
                None => true,
            }
        })?;
        // Backwards from there, the letters stand as close together as they can.
        let places = self.loose_places(word, end);
        let start = *places.first()?;
        let gaps = (end + 1 - start).saturating_sub(word.len());
        if gaps > word.len() * 3 + 4 {
            return None;
        }
        let begins = places.iter().filter(|place| self.begins[**place]).count();
        let score = 500 + 60 * begins.min(8) as u32; // few: no word has more letters than that in sight
        Some((score.saturating_sub(20 * gaps as u32), Found::Loose(start, end)))
    }

    fn loose_places(&self, word: &[char], end: usize) -> Vec<usize> {
        let mut places = Vec::with_capacity(word.len());
        let mut letters = word.iter().rev().peekable();
        for place in (0..=end).rev() {
            if letters.next_if_eq(&&self.characters[place]).is_some() {
                places.push(place);
            }
            if letters.peek().is_none() {
                break;
            }
        }
        places.reverse();
        places
    }
}

/// What is typed, word by word.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Needle {
    words: Vec<Vec<char>>,
}

impl Needle {
    /// The words of what is typed.
    pub fn new(typed: &str) -> Self {
        let small = |word: &str| word.chars().map(|c| c.to_lowercase().next().unwrap_or(c)).collect();
        Self { words: typed.split_whitespace().map(small).collect() }
    }

    /// Whether nothing is typed.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a text fits: the more the better; nothing if a word is not in it.
    pub fn score(&self, text: &Haystack) -> Option<u32> {
        let mut sum = 0;
        for word in &self.words {
            sum += text.find(word)?.0;
        }
        // Of two that fit alike, the shorter one says less besides.
        Some(sum.saturating_sub(u32::try_from(text.title).unwrap_or(u32::MAX).min(60)))
    }

    /// The places of a text where the words stand, in order.
    pub fn places(&self, text: &Haystack) -> Vec<usize> {
        let mut places: Vec<usize> = Vec::new();
        for word in &self.words {
            match text.find(word) {
                Some((_, Found::Whole(start))) => places.extend(start..start + word.len()),
                Some((_, Found::Loose(_, end))) => places.extend(text.loose_places(word, end)),
                None => {}
            }
        }
        places.sort_unstable();
        places.dedup();
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn score(typed: &str, title: &str, context: &str) -> Option<u32> {
        Needle::new(typed).score(&Haystack::new(title, context, true))
    }

    #[test]
    fn every_word_must_be_there() {
        assert!(score("create us", "Create key in us-east-1…", "").is_some());
        assert!(score("us create", "Create key in us-east-1…", "").is_some(), "in any order");
        assert!(score("CREATE", "Create key", "").is_some(), "in any case");
        assert!(score("create mars", "Create key in us-east-1…", "").is_none());
        assert!(score("ireland", "global-encrypt", "eu-west-1 Europe (Ireland)").is_some());
    }

    #[test]
    fn what_begins_with_it_comes_first() {
        let first = |typed: &str, better: &str, worse: &str| {
            let (a, b) = (score(typed, better, ""), score(typed, worse, ""));
            assert!(a > b, "{typed}: {better} {a:?}, {worse} {b:?}");
        };
        first("orders", "orders", "Act as orders");
        first("encrypt", "global-encrypt", "reencryption");
        first("key", "Create key", "Monkey business");
        first("data", "GenerateDataKey", "Update");
        first("save", "Save", "Save as…");
    }

    #[test]
    fn letters_are_found_apart_in_words_but_not_in_identifiers() {
        assert!(score("gdk", "GenerateDataKey", "").is_some());
        assert!(score("glen", "global-encrypt", "").is_some());
        assert!(score("zz", "global-encrypt", "").is_none());
        let id = Haystack::new("mrk-0d1e2a3f4b5c6d7e8f90a1b2c3d4e5f6", "", false);
        assert_eq!(Needle::new("dead").score(&id), None);
        assert!(Needle::new("0d1e").score(&id).is_some());
    }

    #[test]
    fn places_are_those_of_the_text() {
        let places = |typed: &str, title: &str| Needle::new(typed).places(&Haystack::new(title, "", true));
        assert_eq!(places("key", "Create key"), [7, 8, 9]);
        assert_eq!(places("key ate", "Create key"), [3, 4, 5, 7, 8, 9]);
        assert_eq!(places("gdk", "GenerateDataKey"), [0, 8, 12]);
        assert!(places("", "Create key").is_empty());
    }
}
