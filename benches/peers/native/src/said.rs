//! What the answers of the generated struct are made of. An answer may be left out, or `unsure`.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

#[derive(Clone, Copy, PartialEq, Default)]
pub enum YesNo {
    #[default]
    Missing,
    Unsure,
    No,
    Yes,
}

/// Not a number where it is left out or unsure: no comparison holds of it.
#[derive(Clone, Copy, Default)]
pub struct Number {
    pub value: Option<f64>,
    pub unsure: bool,
}

impl Number {
    pub fn given(self) -> bool {
        self.unsure || self.value.is_some()
    }

    pub fn value(self) -> f64 {
        self.value.unwrap_or(f64::NAN)
    }
}

/// A day as the number that its digits make: 20261122. Left out it is 0, unsure 1.
#[derive(Clone, Copy, PartialEq, Default)]
pub struct Day(pub u32);

pub const UNSURE_DAY: Day = Day(1);

/// The picks of a list as bits.
#[derive(Clone, Copy)]
pub struct Picks<T> {
    pub bits: u32,
    pub given: bool,
    pub unsure: bool,
    options: PhantomData<T>,
}

impl<T> Default for Picks<T> {
    fn default() -> Self {
        Picks { bits: 0, given: false, unsure: false, options: PhantomData }
    }
}

/// An option of a list.
pub trait Bit {
    fn bit(self) -> u32;
}

struct Reader<T>(PhantomData<T>);

macro_rules! deserialize {
    ($for:ty, $($method:item)*) => {
        impl<'de> Deserialize<'de> for $for {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                from.deserialize_any(Reader::<Self>(PhantomData))
            }
        }

        impl Visitor<'_> for Reader<$for> {
            type Value = $for;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an answer")
            }

            $($method)*
        }
    };
}

deserialize! { YesNo,
    fn visit_bool<E: Error>(self, yes: bool) -> Result<YesNo, E> {
        Ok(if yes { YesNo::Yes } else { YesNo::No })
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<YesNo, E> {
        Ok(YesNo::Unsure)
    }
}

deserialize! { Number,
    fn visit_u64<E: Error>(self, value: u64) -> Result<Number, E> {
        Ok(Number { value: Some(value as f64), unsure: false })
    }
    fn visit_i64<E: Error>(self, value: i64) -> Result<Number, E> {
        Ok(Number { value: Some(value as f64), unsure: false })
    }
    fn visit_f64<E: Error>(self, value: f64) -> Result<Number, E> {
        Ok(Number { value: Some(value), unsure: false })
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<Number, E> {
        Ok(Number { value: None, unsure: true })
    }
}

deserialize! { Day,
    fn visit_str<E: Error>(self, text: &str) -> Result<Day, E> {
        let digits = text.bytes().filter(u8::is_ascii_digit);
        let day = digits.fold(0, |day, digit| day * 10 + u32::from(digit - b'0'));
        Ok(if day == 0 { UNSURE_DAY } else { Day(day) })
    }
}

impl<'de, T: Bit + Deserialize<'de>> Deserialize<'de> for Picks<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader::<Self>(PhantomData))
    }
}

impl<'de, T: Bit + Deserialize<'de>> Visitor<'de> for Reader<Picks<T>> {
    type Value = Picks<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Picks<T>, A::Error> {
        let mut picks = Picks { given: true, ..Picks::default() };
        while let Some(item) = items.next_element::<T>()? {
            picks.bits |= item.bit();
        }
        Ok(picks)
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<Picks<T>, E> {
        Ok(Picks { given: true, unsure: true, ..Picks::default() })
    }
}
