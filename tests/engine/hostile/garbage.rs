//! Bytes, texts and documents that nobody means well with; all of them from one number, so that a case can be repeated.

use base64::{Engine as _, engine::general_purpose::STANDARD};
use mrk_console::kms::api::{Kind, MemberSpec, Operation};
use rand_chacha::ChaCha8Rng;
use rand_core::{Rng as _, SeedableRng as _};
use serde_json::{Map, Value, json};

use super::target::target;

pub fn base64(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

pub struct Garbage(ChaCha8Rng);

impl Garbage {
    pub fn new(seed: u64) -> Self {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_le_bytes());
        Self(ChaCha8Rng::from_seed(bytes))
    }

    /// A number below `bound`.
    fn below(&mut self, bound: usize) -> usize {
        (self.0.next_u32() as usize) % bound.max(1)
    }

    fn chance(&mut self, one_in: usize) -> bool {
        self.below(one_in) == 0
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// Up to `most` bytes; some of them like those that real blobs begin with.
    pub fn bytes(&mut self, most: usize) -> Vec<u8> {
        let mut bytes = vec![0; self.below(most + 1)];
        self.0.fill_bytes(&mut bytes);
        if self.chance(3) {
            let real = self.pick(&target().ciphertexts);
            let head = self.below(80).min(bytes.len()).min(real.len());
            bytes[..head].copy_from_slice(&real[..head]);
        }
        bytes
    }

    /// Bytes with some changed, taken away or put in.
    pub fn mutated(&mut self, real: &[u8]) -> Vec<u8> {
        let mut bytes = real.to_vec();
        for _ in 0..=self.below(3) {
            let at = self.below(bytes.len() + 1);
            match self.below(6) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, self.0.next_u32() as u8),
                2 if at < bytes.len() => drop(bytes.remove(at)),
                3 if at < bytes.len() => bytes[at] = [0, 0x7f, 0x80, 0xff][self.below(4)],
                4 => bytes.extend_from_within(at..),
                _ if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                _ => {}
            }
        }
        bytes
    }

    /// A text of some characters, from plain to strange.
    fn text(&mut self) -> String {
        const STRANGE: [&str; 14] =
            ["\0", "\u{7f}", "é", "€", "\u{1F600}", "\u{202e}", "\n", "\"", "\\", "${", "*", "?", "'", " "];
        let mut text = String::new();
        for _ in 0..self.below(12) {
            match self.below(3) {
                0 => text.push_str(self.pick::<&str>(&STRANGE)),
                1 => text.push(char::from(b' ' + self.below(95) as u8)),
                _ => text.push(char::from(b'a' + self.below(26) as u8)),
            }
        }
        if self.chance(60) {
            text = text.repeat(1 + self.below(3000));
        }
        text
    }

    /// Something that is nearly the id, ARN or alias of a key.
    pub fn key_name(&mut self) -> String {
        const PARTS: [&str; 24] = [
            "arn",
            ":",
            "aws",
            "aws-cn",
            "kms",
            "us-east-1",
            "eu-west-1",
            "xx-nowhere-9",
            "111111111111",
            "222222222222",
            "key",
            "alias",
            "/",
            "mrk-",
            "target",
            "aws/",
            "alias/target",
            "alias/aws/s3",
            "arn:aws:kms:us-east-1:111111111111:key/",
            "arn:aws:kms:us-east-1:111111111111:alias/target",
            "arn:aws:kms:eu-west-1:111111111111:",
            "é",
            "\0",
            "12345678-1234-1234-1234-123456789012",
        ];
        if self.chance(4) {
            return self.text();
        }
        let mut text = String::new();
        for _ in 0..self.below(7) {
            if self.chance(5) {
                let keys: Vec<_> = target().keys().collect();
                text.push_str(self.pick::<&String>(&keys));
            } else {
                text.push_str(self.pick::<&str>(&PARTS));
            }
        }
        if self.chance(4) {
            let at = (0..=text.len()).filter(|at| text.is_char_boundary(*at)).nth(self.below(text.len() + 1));
            text.truncate(at.unwrap_or_default());
        }
        text
    }

    /// Something that is nearly a marker or a grant token.
    pub fn token(&mut self) -> String {
        match self.below(4) {
            0 => self.text(),
            1 => base64(&self.bytes(90)),
            2 => self.key_name(),
            _ => {
                let length = self.below(128);
                (0..length).map(|_| char::from(b"0123456789abcdef"[self.below(16)])).collect()
            }
        }
    }

    /// Something that is nearly a key policy.
    pub fn policy(&mut self) -> String {
        const PIECES: [&str; 15] = [
            r#"{"Version":"2012-10-17","Statement":["#,
            r#"{"Effect":"Allow","Principal":"*","Action":"kms:*","Resource":"*""#,
            r#","Condition":{"StringLike":{"k":"${"#,
            r#""Condition":{"Bool":{"aws:x":[true,1,null]}}"#,
            r#"{"Effect":"Deny","NotPrincipal":{"AWS":["arn:aws:iam::111111111111:root","*"]},"NotAction":[]"#,
            r#""NotResource":"arn:aws:kms:*:*:key/mrk-*""#,
            "\"",
            "\\",
            "}",
            "]}",
            "{",
            ",",
            ":",
            "1e999",
            "null",
        ];
        if self.chance(5) {
            return self.text();
        }
        if self.chance(3) {
            let real = crate::scene::policy(&[crate::scene::DELEGATE]);
            return String::from_utf8_lossy(&self.mutated(real.as_bytes())).into_owned();
        }
        (0..self.below(12))
            .map(|_| if self.chance(8) { self.text() } else { (*self.pick(&PIECES)).to_owned() })
            .collect()
    }

    /// A document with members of the operation, and mostly with those that it must have.
    pub fn document(&mut self, operation: Operation) -> Value {
        Value::Object(self.members(operation.members()))
    }

    fn members(&mut self, specs: &[MemberSpec]) -> Map<String, Value> {
        let mut members = Map::new();
        for spec in specs {
            let given = if spec.limits.is_required { !self.chance(30) } else { self.chance(3) };
            if given {
                let name = spec.name();
                let value = if self.chance(40) { self.anything(3) } else { self.value(&name, spec.kind) };
                members.insert(name, value);
            }
        }
        if self.chance(20) {
            members.insert(self.text(), self.anything(3));
        }
        members
    }

    fn value(&mut self, name: &str, kind: Kind) -> Value {
        match kind {
            Kind::Text if name.ends_with("KeyId") => {
                let keys: Vec<_> = target().keys().collect();
                if self.chance(4) { json!(self.key_name()) } else { json!(self.pick(&keys)) }
            }
            Kind::Text if name == "Policy" => json!(self.policy()),
            Kind::Text if name.contains("Alias") => json!(format!("alias/{}", self.below(9))),
            Kind::Text if name.ends_with("Region") => {
                json!(self.pick(&["eu-west-1", "ap-southeast-1", "mars-1"]))
            }
            Kind::Text if name.ends_with("Principal") => {
                json!(self.pick(&[
                    "arn:aws:iam::111111111111:user/bob",
                    "*",
                    "111111111111",
                    "arn:aws:iam::"
                ]))
            }
            Kind::Text => json!(if self.chance(2) { self.token() } else { self.text() }),
            Kind::Blob => {
                let bytes = if self.chance(3) {
                    let real = self.pick(&target().ciphertexts).clone();
                    self.mutated(&real)
                } else {
                    self.bytes(64)
                };
                json!(base64(&bytes))
            }
            Kind::Boolean => json!(self.chance(2)),
            Kind::Integer => {
                let numbers = [0, 1, -1, 7, 30, 90, 365, 1024, 2561, i64::MAX, i64::MIN, 1 << 32];
                json!(self.pick(&numbers))
            }
            Kind::Moment => json!(self.pick(&[0.0, -1.0, 1.8e9, 1e300, -1e300, 9.3e12, 0.000_1])),
            Kind::Enumeration(names) => json!(self.pick(names)),
            Kind::List(element) => {
                let length = self.below(4);
                (0..length).map(|_| self.value(name, *element)).collect()
            }
            Kind::Pairs => {
                let count = self.below(4);
                Value::Object((0..count).map(|_| (self.text(), json!(self.text()))).collect())
            }
            Kind::Structure(specs) => Value::Object(self.members(specs)),
        }
    }

    /// Any value at all.
    fn anything(&mut self, depth: usize) -> Value {
        match self.below(if depth == 0 { 6 } else { 8 }) {
            0 => Value::Null,
            1 => json!(self.chance(2)),
            2 => json!(self.0.next_u64()),
            3 => json!(f64::from_bits(self.0.next_u64())),
            4 => json!(self.text()),
            5 => json!(base64(&self.bytes(40))),
            6 => (0..self.below(4)).map(|_| self.anything(depth - 1)).collect(),
            _ => {
                let count = self.below(4);
                Value::Object((0..count).map(|_| (self.text(), self.anything(depth - 1))).collect())
            }
        }
    }
}
