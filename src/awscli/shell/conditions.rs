//! `test`, `[ … ]` and `[[ … ]]`.

use brush_parser::ast::{BinaryPredicate, ExtendedTestExpr, UnaryPredicate};

use super::execute::{Emit, Execution, Outcome, Piece, Stop};

impl Execution<'_> {
    /// `test` and `[`: conditions out of words, with `!`, `-a` and `-o` between them.
    pub fn test(&mut self, words: &[String], emit: Emit<'_>) -> Outcome {
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match self.any(&words) {
            Some(holds) => Ok(i32::from(!holds)),
            None => {
                emit(Piece::Error(format!("test: {}: not a condition\n", words.join(" "))));
                Ok(2)
            }
        }
    }

    fn any(&self, words: &[&str]) -> Option<bool> {
        if words.len() > 3 {
            for (operator, both) in [("-o", false), ("-a", true)] {
                if let Some(place) =
                    words.iter().position(|word| *word == operator).filter(|place| *place > 0)
                {
                    let (left, right) = (self.any(&words[..place])?, self.any(&words[place + 1..])?);
                    return Some(if both { left && right } else { left || right });
                }
            }
        }
        match words {
            [] => Some(false),
            ["!", rest @ ..] => self.any(rest).map(|holds| !holds),
            [word] => Some(!word.is_empty()),
            [operator, word] => Some(match *operator {
                "-n" => !word.is_empty(),
                "-z" => word.is_empty(),
                "-f" | "-e" | "-r" | "-w" => self.read(word).is_some(),
                "-s" => self.read(word).is_some_and(|bytes| !bytes.is_empty()),
                "-d" => *word == ".",
                _ => return None,
            }),
            [left, operator, right] => {
                let number = |text: &str| text.trim().parse::<i64>().ok();
                Some(match *operator {
                    "=" | "==" => left == right,
                    "!=" => left != right,
                    "-eq" => number(left)? == number(right)?,
                    "-ne" => number(left)? != number(right)?,
                    "-lt" => number(left)? < number(right)?,
                    "-le" => number(left)? <= number(right)?,
                    "-gt" => number(left)? > number(right)?,
                    "-ge" => number(left)? >= number(right)?,
                    _ => return None,
                })
            }
            _ => None,
        }
    }

    /// `[[ … ]]`
    pub fn holds(&mut self, test: &ExtendedTestExpr, emit: Emit<'_>) -> Result<bool, Stop> {
        Ok(match test {
            ExtendedTestExpr::And(left, right) => self.holds(left, emit)? && self.holds(right, emit)?,
            ExtendedTestExpr::Or(left, right) => self.holds(left, emit)? || self.holds(right, emit)?,
            ExtendedTestExpr::Not(inner) => !self.holds(inner, emit)?,
            ExtendedTestExpr::Parenthesized(inner) => self.holds(inner, emit)?,
            ExtendedTestExpr::UnaryTest(predicate, word) => {
                let text = self.text(&word.value, emit)?;
                match predicate {
                    UnaryPredicate::StringHasNonZeroLength => !text.is_empty(),
                    UnaryPredicate::StringHasZeroLength => text.is_empty(),
                    UnaryPredicate::FileExistsAndIsNotZeroLength => {
                        self.read(&text).is_some_and(|bytes| !bytes.is_empty())
                    }
                    UnaryPredicate::ShellVariableIsSetAndAssigned => self.shell.variables.contains_key(&text),
                    UnaryPredicate::FileExists
                    | UnaryPredicate::FileExistsAndIsRegularFile
                    | UnaryPredicate::FileExistsAndIsReadable
                    | UnaryPredicate::FileExistsAndIsWritable => self.read(&text).is_some(),
                    _ => false,
                }
            }
            ExtendedTestExpr::BinaryTest(predicate, left, right) => {
                let (left, right) = (self.text(&left.value, emit)?, self.text(&right.value, emit)?);
                let numbers =
                    || (left.trim().parse::<i64>().unwrap_or(0), right.trim().parse::<i64>().unwrap_or(0));
                match predicate {
                    BinaryPredicate::StringExactlyMatchesPattern => matches(&right, &left),
                    BinaryPredicate::StringDoesNotExactlyMatchPattern => !matches(&right, &left),
                    BinaryPredicate::StringExactlyMatchesString => left == right,
                    BinaryPredicate::StringDoesNotExactlyMatchString => left != right,
                    BinaryPredicate::StringContainsSubstring => left.contains(&right),
                    BinaryPredicate::StringMatchesRegex => {
                        regex_lite::Regex::new(&right).is_ok_and(|regex| regex.is_match(&left))
                    }
                    BinaryPredicate::LeftSortsBeforeRight => left < right,
                    BinaryPredicate::LeftSortsAfterRight => left > right,
                    BinaryPredicate::ArithmeticEqualTo => numbers().0 == numbers().1,
                    BinaryPredicate::ArithmeticNotEqualTo => numbers().0 != numbers().1,
                    BinaryPredicate::ArithmeticLessThan => numbers().0 < numbers().1,
                    BinaryPredicate::ArithmeticLessThanOrEqualTo => numbers().0 <= numbers().1,
                    BinaryPredicate::ArithmeticGreaterThan => numbers().0 > numbers().1,
                    BinaryPredicate::ArithmeticGreaterThanOrEqualTo => numbers().0 >= numbers().1,
                    _ => false,
                }
            }
        })
    }
}

/// Whether a pattern of `*`, `?` and other characters is that of a text.
pub fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text): (Vec<char>, Vec<char>) = (pattern.chars().collect(), text.chars().collect());
    // Where the last `*` stands, and how much of the text it takes so far.
    let (mut place, mut at, mut star) = (0, 0, None);
    while at < text.len() {
        match pattern.get(place) {
            Some('*') => {
                star = Some((place, at));
                place += 1;
            }
            Some(character) if *character == '?' || *character == text[at] => {
                place += 1;
                at += 1;
            }
            _ => match &mut star {
                Some((star_place, taken)) => {
                    *taken += 1;
                    at = *taken;
                    place = *star_place + 1;
                }
                None => return false,
            },
        }
    }
    pattern[place..].iter().all(|character| *character == '*')
}
