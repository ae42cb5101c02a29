//! Three truth values, after Kleene's strong logic: what is not known stays not known unless the rest decides it.

use std::ops::Not;

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
