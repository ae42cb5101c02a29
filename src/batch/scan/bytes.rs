//! A place in a line, and what can be taken there.
//!
//! What is taken is compared several bytes at a time, and numbers are read without a loop over their digits: a loop ends in
//! a branch that no processor can foresee, at the price of some twenty instructions each time.

/// What is left of the input, from the place reached on. A line feed ends the line: nothing that is taken here has one.
pub(super) struct Bytes<'l>(pub(super) &'l [u8]);

/// The largest number of units that is read here: well inside 64 bits, and beyond any range that people write.
pub(super) const MOST_UNITS: i64 = 1 << 56;

/// Each byte of a word that repeats this one.
const fn each(byte: u8) -> u64 {
    (u64::MAX / 255) * byte as u64
}

impl<'l> Bytes<'l> {
    pub(super) fn peek(&self) -> Option<u8> {
        self.0.first().copied()
    }

    pub(super) fn take(&mut self, byte: u8) -> bool {
        match self.0.split_first() {
            Some((first, rest)) if *first == byte => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    pub(super) fn expect(&mut self, byte: u8) -> Option<()> {
        self.take(byte).then_some(())
    }

    /// After a value: true at the end, false before another, which a blank may precede.
    #[inline(always)]
    pub(super) fn ends(&mut self, end: u8) -> Option<bool> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        if *first == b',' {
            self.take(b' ');
            return Some(false);
        }
        (*first == end).then_some(true)
    }

    /// `true` or `false`.
    #[inline(always)]
    pub(super) fn truth(&mut self) -> Option<bool> {
        let word = u32::from_le_bytes(*self.0.first_chunk::<4>()?);
        let yes = word == u32::from_le_bytes(*b"true");
        let no = (word == u32::from_le_bytes(*b"fals")) & (self.0.get(4) == Some(&b'e'));
        if !(yes | no) {
            return None;
        }
        self.0 = self.0.get(5 - usize::from(yes)..)?;
        Some(yes)
    }

    /// A string of plain characters; none if there is anything else in it.
    pub(super) fn string(&mut self) -> Option<&'l [u8]> {
        let (b'"', rest) = self.0.split_first()? else { return None };
        let end = plain(rest);
        let (text, behind) = rest.split_at_checked(end)?;
        let (b'"', behind) = behind.split_first()? else { return None };
        self.0 = behind;
        Some(text)
    }

    /// A number in units of its `decimals`-th decimal, written the usual way.
    #[inline(always)]
    pub(super) fn number(&mut self, decimals: u32) -> Option<i64> {
        let negative = self.take(b'-');
        let nought = self.peek() == Some(b'0');
        let (whole, count) = self.digits()?;
        if nought && (negative || count > 1) {
            return None;
        }
        if decimals == 0 {
            return (whole <= MOST_UNITS).then_some(if negative { -whole } else { whole });
        }
        let (mut units, mut left) = (whole, decimals);
        if self.take(b'.') {
            let (fraction, count) = self.digits()?;
            // `2.000` may be two thousand: the other reader says so, unless three decimals are asked for.
            left = decimals.checked_sub(count).filter(|_| count != 3 || decimals == 3)?;
            units = units.checked_mul(ten_to(count)?)?.checked_add(fraction)?;
        }
        units = units.checked_mul(ten_to(left)?)?;
        (units <= MOST_UNITS).then_some(if negative { -units } else { units })
    }

    /// Up to 15 digits, and how many there are.
    #[inline(always)]
    fn digits(&mut self) -> Option<(i64, u32)> {
        match self.0.first_chunk::<8>().map(|eight| few_digits(u64::from_le_bytes(*eight))) {
            Some((number, count @ 1..8)) => {
                self.0 = self.0.get(count as usize..)?;
                Some((number, count))
            }
            _ => self.many_digits(),
        }
    }

    /// The same one by one: for long numbers, and for the last bytes of the input.
    #[cold]
    fn many_digits(&mut self) -> Option<(i64, u32)> {
        let (mut number, mut count) = (0i64, 0u32);
        while let Some((byte @ b'0'..=b'9', rest)) = self.0.split_first() {
            number = number * 10 + i64::from(byte - b'0');
            count += 1;
            self.0 = rest;
            if count > 15 {
                return None;
            }
        }
        (count > 0).then_some((number, count))
    }
}

/// The number that eight bytes begin with, and how many of them are its digits.
///
/// A digit with its high half struck off is 0 to 9; plus 0x76 only larger bytes reach the highest bit, and what they carry
/// over falls on bytes behind them. Moved up so that the last digit stands in the highest byte, the digits are added up in
/// pairs, then in fours, then all: one multiplication weighs two neighbours at once.
#[inline(always)]
fn few_digits(eight: u64) -> (i64, u32) {
    const LOW: u64 = 0x0000_00ff_0000_00ff;
    let digits = eight ^ each(b'0');
    let others = (digits.wrapping_add(each(0x76)) | digits) & each(0x80);
    let count = others.trailing_zeros() / 8;
    let digits = digits.checked_shl(64 - 8 * count).unwrap_or(0);
    let pairs = digits.wrapping_mul(10).wrapping_add(digits >> 8);
    let upper = (pairs & LOW).wrapping_mul(100 + (1_000_000 << 32));
    let lower = (pairs >> 16 & LOW).wrapping_mul(1 + (10_000 << 32));
    ((upper.wrapping_add(lower) >> 32) as i64, count)
}

/// A power of ten, from a table; none that no question's decimals need.
fn ten_to(exponent: u32) -> Option<i64> {
    const TENS: [i64; 11] =
        [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000];
    TENS.get(exponent as usize).copied()
}

/// How many bytes there are before the first that is a quote, a backslash, a control character (the last of them, 0x7f, JSON
/// takes and YAML does not) or not ASCII: eight at a time, by the well-known trick that `(x - 0x01…) & !x & 0x80…` marks the zero bytes of `x`.
fn plain(bytes: &[u8]) -> usize {
    let zeros = |x: u64| x.wrapping_sub(each(1)) & !x;
    let (chunks, _) = bytes.as_chunks::<8>();
    for (number, chunk) in chunks.iter().enumerate() {
        let x = u64::from_le_bytes(*chunk);
        let low = x.wrapping_sub(each(0x20)) & !x;
        let found = (zeros(x ^ each(b'"')) | zeros(x ^ each(b'\\')) | zeros(x ^ each(0x7f)) | low | x) & each(0x80);
        if found != 0 {
            return number * 8 + found.trailing_zeros() as usize / 8;
        }
    }
    let start = chunks.len() * 8;
    let rest = bytes.get(start..).unwrap_or_default();
    let special = |byte: &u8| matches!(byte, b'"' | b'\\' | ..0x20 | 0x7f..);
    start + rest.iter().position(special).unwrap_or(rest.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_read_as_one_by_one() {
        for number in (0..2000i64).chain([9_999_999, 1_000_000, 7_654_321, 12_345_678, 99_999_999_999]) {
            for tail in [",", "}", ".5}", "e3", "\n", ":::::::::", "\u{ff}\u{ff}\u{ff}", "/", "", ",1234567890"] {
                let text = format!("{number}{tail}");
                let (mut one, mut other) = (Bytes(text.as_bytes()), Bytes(text.as_bytes()));
                assert_eq!(one.digits(), other.many_digits(), "{text}");
                assert_eq!(one.0, other.0, "{text}");
            }
        }
        for none in ["", "x", ":", "/1234567", "\u{e9}12345678"] {
            assert_eq!(Bytes(none.as_bytes()).digits(), None, "{none}");
        }
    }
}
