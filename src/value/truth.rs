//! Three truth values, after Kleene's strong logic: what is not known stays not known unless the rest decides it.

use std::ops::Not;

use super::index::fault;

/// True, false, or not known yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Truth {
    /// It does not hold.
    False,
    /// Not known: an answer is missing, or the person does not know or does not say.
    Unknown,
    /// It holds.
    True,
}

impl Truth {
    /// Both: the lesser of the two.
    pub fn and(self, other: Truth) -> Truth {
        self.min(other)
    }

    /// Either: the greater of the two.
    pub fn or(self, other: Truth) -> Truth {
        self.max(other)
    }
}

impl Truth {
    /// What all of them say; unknown where they differ. Of an answer that stands for several, a test says what it says of each.
    ///
    /// # Panics
    /// If there are none: nobody would have said anything.
    pub fn agreed(truths: impl IntoIterator<Item = Truth>) -> Truth {
        let mut truths = truths.into_iter();
        let Some(first) = truths.next() else { fault("an answer stands for one thing at least, yet here is none") };
        if truths.all(|truth| truth == first) { first } else { Truth::Unknown }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Self {
        if value { Truth::True } else { Truth::False }
    }
}

impl Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }
}
