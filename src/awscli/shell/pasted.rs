//! A text as it was pasted into one that the parser may read.
//!
//! Pages in a browser put an empty line after every line, blanks that are none, and the line ends of Windows. In bash an
//! empty line ends a command that `\` was to continue; here it does not when an option or a file follows. How deep things
//! stand in one another is counted on the way: the parser's stack is the machine's.

/// What a text is, read with its quotes, comments and here-documents in mind.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Pasted {
    /// The text to parse.
    pub text: String,
    /// Whether a command goes on behind an empty line.
    pub joined: bool,
    /// How deep commands, quotes and substitutions stand in one another at most.
    pub depth: usize,
}

/// Words that open something, where a command may begin.
const OPENING: [&str; 6] = ["case", "for", "if", "select", "until", "while"];
/// Words that close it.
const CLOSING: [&str; 3] = ["done", "esac", "fi"];
/// Words behind which a command begins.
const BEFORE_COMMANDS: [&str; 9] = ["!", "do", "elif", "else", "if", "then", "time", "until", "while"];

/// Reads a text.
pub fn read(text: &str) -> Pasted {
    let characters: Vec<char> = text.replace("\r\n", "\n").chars().collect();
    let mut reader = Reader { rest: &characters, read: Pasted::default(), ..Reader::EMPTY };
    while !reader.rest.is_empty() {
        reader.step();
        reader.read.depth = reader.read.depth.max(reader.open.len() + reader.keywords);
    }
    reader.read
}

struct Reader<'a> {
    rest: &'a [char],
    read: Pasted,
    /// What is open: `"`, `` ` ``, `(` and `{`.
    open: Vec<char>,
    /// How many `if`s and loops are.
    keywords: usize,
    /// The ends of here-documents that begin in the next line.
    documents: Vec<String>,
    at_word: bool,
    at_command: bool,
}

impl<'a> Reader<'a> {
    const EMPTY: Self = Self {
        rest: &[],
        read: Pasted { text: String::new(), joined: false, depth: 0 },
        open: Vec::new(),
        keywords: 0,
        documents: Vec::new(),
        at_word: true,
        at_command: true,
    };

    fn take(&mut self, count: usize) -> &'a [char] {
        let (taken, rest) = self.rest.split_at(count.min(self.rest.len()));
        self.rest = rest;
        self.read.text.extend(taken);
        taken
    }

    /// Takes up to the first of a kind of character, without it.
    fn take_until(&mut self, ends: impl Fn(char) -> bool) -> &'a [char] {
        let count = self.rest.iter().position(|it| ends(*it)).unwrap_or(self.rest.len());
        self.take(count)
    }

    fn step(&mut self) {
        let Some(&character) = self.rest.first() else { return };
        let quoted = self.open.last() == Some(&'"');
        let substitutes = self.read.text.ends_with('$');
        let (at_word, at_command) = (self.at_word, self.at_command);
        self.at_word = false;
        self.at_command = false;
        match character {
            '\\' => self.backslash(quoted, (at_word, at_command)),
            '\'' if !quoted => self.in_single_quotes(substitutes),
            '"' if quoted => self.close('"'),
            '"' | '(' | '{' if !quoted || substitutes => {
                self.open.push(character);
                self.begin(character != '"');
                self.take(1);
            }
            ')' => self.close('('),
            '}' => self.close('{'),
            '`' if self.open.last() == Some(&'`') => self.close('`'),
            '`' => {
                self.open.push('`');
                self.begin(true);
                self.take(1);
            }
            '#' if !quoted && at_word => {
                self.take_until(|it| it == '\n');
            }
            '\u{a0}' if !quoted => {
                self.rest = &self.rest[1..];
                self.read.text.push(' ');
                (self.at_word, self.at_command) = (true, at_command);
            }
            '<' if !quoted && self.rest.starts_with(&['<', '<']) => self.document(),
            '\n' if !quoted => {
                self.take(1);
                self.begin(true);
                self.documents();
            }
            ';' | '|' | '&' if !quoted => {
                self.take(1);
                self.begin(true);
            }
            _ if character.is_whitespace() => {
                self.take(1);
                (self.at_word, self.at_command) = (true, at_command);
            }
            _ if at_word && at_command && !quoted => self.first_word(),
            _ => {
                self.take(1);
            }
        }
    }

    fn begin(&mut self, command: bool) {
        self.at_word = command;
        self.at_command = command;
    }

    fn close(&mut self, opened: char) {
        if let Some(place) = self.open.iter().rposition(|it| *it == opened || *it == '"')
            && self.open[place] == opened
        {
            self.open.truncate(place);
        }
        self.take(1);
    }

    fn backslash(&mut self, quoted: bool, before: (bool, bool)) {
        let goes_on = if quoted { None } else { behind_empty_lines(self.rest) };
        let is_line_end = self.rest.get(1) == Some(&'\n');
        self.take(2);
        if let Some(skipped) = goes_on {
            self.rest = &self.rest[skipped..];
            self.read.joined = true;
        }
        if is_line_end {
            (self.at_word, self.at_command) = before;
        }
    }

    fn in_single_quotes(&mut self, escapes: bool) {
        self.take(1);
        loop {
            match self.take_until(|it| it == '\'' || escapes && it == '\\') {
                _ if self.rest.first() == Some(&'\\') => {
                    self.take(2);
                }
                _ => {
                    self.take(1);
                    return;
                }
            }
        }
    }

    /// The first word of a command.
    fn first_word(&mut self) {
        let word: String =
            self.take_until(|it| it.is_whitespace() || ";|&(){}\"'`$<>\\#".contains(it)).iter().collect();
        if word.is_empty() {
            self.take(1);
        }
        self.keywords += usize::from(OPENING.contains(&&*word));
        self.keywords -= usize::from(CLOSING.contains(&&*word) && self.keywords > 0);
        self.begin(BEFORE_COMMANDS.contains(&&*word));
    }

    /// `<<END`, or `<<<`, which is none.
    fn document(&mut self) {
        self.take(2);
        if self.rest.first() == Some(&'<') {
            self.take(1);
            return;
        }
        self.take_until(|it| it != '-' && it != ' ' && it != '\t');
        let word = self.take_until(|it| it.is_whitespace() || ";|&()<>".contains(it));
        self.documents.push(word.iter().filter(|it| !['\'', '"', '\\'].contains(it)).collect());
    }

    /// The texts of here-documents, which begin here.
    fn documents(&mut self) {
        for end in std::mem::take(&mut self.documents) {
            while !self.rest.is_empty() {
                let line: String = self.take_until(|it| it == '\n').iter().collect();
                self.take(1);
                if line.trim_start_matches('\t') == end {
                    break;
                }
            }
        }
    }
}

/// How many characters behind a backslash and the end of its line are to be passed over because only empty lines stand
/// between it and an option or a file.
fn behind_empty_lines(rest: &[char]) -> Option<usize> {
    let after = rest.strip_prefix(&['\\', '\n'])?;
    let blank = after.iter().position(|it| !it.is_whitespace())?;
    let last_line = after[..blank].iter().rposition(|it| *it == '\n')? + 1;
    let next: String = after[blank..].iter().take(8).collect();
    ["-", "file://", "fileb://"].iter().any(|start| next.starts_with(start)).then_some(last_line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_go_on_behind_empty_lines_where_an_option_follows() {
        for (text, expected) in [
            ("aws kms x \\\n\n  --key-id k \\\n\n\n --y", "aws kms x \\\n  --key-id k \\\n --y"),
            ("aws x \\\n \n fileb://f", "aws x \\\n fileb://f"),
            ("aws x \\\n\naws y", "aws x \\\n\naws y"),
            ("aws x \\\n  --y", "aws x \\\n  --y"),
            ("echo 'a \\\n\n- b'", "echo 'a \\\n\n- b'"),
            ("cat <<E\na \\\n\n- b\nE", "cat <<E\na \\\n\n- b\nE"),
            ("a\r\nb\r\n", "a\nb\n"),
            ("aws\u{a0}kms '\u{a0}'", "aws kms '\u{a0}'"),
        ] {
            assert_eq!(read(text).text, expected);
        }
        assert!(read("x \\\n\n --y").joined && !read("x \\\n --y").joined);
    }

    #[test]
    fn depth_is_what_stands_open_at_once() {
        for (text, expected) in [
            ("echo a; echo b", 0),
            ("echo \"$(echo \"$(echo x)\")\"; echo \"$(ls)\"", 4),
            ("if true; then while x; do y; done; fi; if z; then :; fi", 2),
            ("echo if for while # ((((", 0),
            ("echo '((((' \\( \\(", 0),
            ("cat <<E\n((((\nE\n(x)", 1),
            ("echo \"a ( b { c\"", 1),
            ("x=${y:-${z:-1}}", 2),
            ("case x in a) echo;; esac", 1),
            ("echo $'it\\'s (('", 0),
            ("((((", 4),
            ("if if if", 3),
        ] {
            assert_eq!(read(text).depth, expected, "{text}");
        }
    }
}
