//! Names as they stand in a line.

use super::bytes::Bytes;

/// A name in its quotes, or a key. Its first 16 bytes are kept as a number: one comparison tells almost always, whatever its length.
pub(super) struct Word {
    pub(super) text: Box<[u8]>,
    pub(super) start: u128,
    /// The bytes of `start` that are the word's.
    pub(super) mask: u128,
}

/// The options of a question. Trying one after the other ends in a branch that no processor can foresee; so the bytes that
/// all options have, times a number that was tried out to keep them apart, give the one option that it can be (`docs/speed.md`).
pub(super) struct Words {
    all: Vec<Word>,
    mask: u64,
    times: u64,
    /// The option of each product's six highest bits; empty if no number keeps them apart.
    slots: Vec<u8>,
}

impl Word {
    /// A key: its name in quotes, and the colon.
    pub(super) fn key(name: &str) -> Word {
        Word::new(format!("\"{name}\":"))
    }

    /// A key with its value, a text.
    pub(super) fn pair(name: &str, value: &str) -> Word {
        Word::new(format!("\"{name}\":\"{value}\""))
    }

    fn new(text: String) -> Word {
        let text = text.into_bytes().into_boxed_slice();
        let start = text.iter().take(16).rev().fold(0, |start, byte| start << 8 | u128::from(*byte));
        let mask = if text.len() >= 16 { u128::MAX } else { (1 << (8 * text.len())) - 1 };
        Word { text, start, mask }
    }
}

impl Bytes<'_> {
    /// Takes a word, if it stands here.
    #[inline(always)]
    pub(super) fn take_word(&mut self, word: &Word) -> bool {
        let length = word.text.len();
        let same = match self.0.first_chunk::<16>() {
            Some(start) => {
                (u128::from_le_bytes(*start) ^ word.start) & word.mask == 0
                    && (length <= 16 || self.0.get(16..length) == word.text.get(16..))
            }
            None => self.0.starts_with(&word.text),
        };
        if same {
            self.0 = self.0.get(length..).unwrap_or_default();
        }
        same
    }
}

impl Words {
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str>) -> Words {
        let all: Vec<Word> = names.map(|name| Word::new(format!("\"{name}\""))).collect();
        let mask = all.iter().fold(u64::MAX, |mask, word| mask & word.mask as u64);
        let tried = (1..200u64).map(|number| (number * 2 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let found = tried.into_iter().find_map(|times| Some((times, slots(&all, mask, times)?)));
        let (times, slots) = found.unwrap_or_default();
        Words { all, mask, times, slots }
    }

    /// Takes one of the words, and says which.
    #[inline(always)]
    pub(super) fn take(&self, bytes: &mut Bytes<'_>) -> Option<usize> {
        match bytes.0.first_chunk::<8>() {
            Some(start) if !self.slots.is_empty() => {
                let slot = slot_of(u64::from_le_bytes(*start) & self.mask, self.times);
                let option = usize::from(*self.slots.get(slot)?);
                bytes.take_word(self.all.get(option)?).then_some(option)
            }
            _ => self.all.iter().position(|option| bytes.take_word(option)),
        }
    }

    /// The word that is written so, without quotes.
    pub(super) fn find(&self, name: &[u8]) -> Option<usize> {
        let quoted = |word: &Word| word.text.get(1..word.text.len() - 1) == Some(name);
        self.all.iter().position(quoted)
    }
}

fn slot_of(start: u64, times: u64) -> usize {
    (start.wrapping_mul(times) >> 58) as usize
}

/// A slot for each word; none if two get the same.
fn slots(all: &[Word], mask: u64, times: u64) -> Option<Vec<u8>> {
    let mut slots = vec![u8::MAX; 64];
    for (position, word) in all.iter().enumerate() {
        let slot = slots.get_mut(slot_of(word.start as u64 & mask, times)).filter(|slot| **slot == u8::MAX)?;
        *slot = u8::try_from(position).ok()?;
    }
    Some(slots)
}
