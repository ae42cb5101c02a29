//! The types that a question can have, each once: what the files call them and which keys mean something to each.

macro_rules! types {
    ($($(#[$doc:meta])* $name:ident = $word:literal;)*) => {
        /// A type of question, by its word in the files.
        ///
        /// Whoever tells types apart matches on this without a wildcard, so that the compiler names every place that a new type
        /// needs.
        ///
        /// ```
        /// use candidacy::value::TypeName;
        ///
        /// assert_eq!(TypeName::parse("yes_no"), Some(TypeName::YesNo));
        /// assert_eq!(TypeName::Number.keys(), ["range", "unit", "decimals"]);
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum TypeName {
            $($(#[$doc])* $name,)*
        }

        impl TypeName {
            /// Every type, in the order in which the documentation lists them.
            pub const ALL: [TypeName; [$($word),*].len()] = [$(TypeName::$name),*];

            /// Its word in the files.
            pub fn name(self) -> &'static str {
                match self {
                    $(TypeName::$name => $word,)*
                }
            }
        }
    };
}

// The list, the words and the type are one, so that no type can be forgotten in any of them.
types! {
    /// Yes or no.
    YesNo = "yes_no";
    /// One option of several.
    Choice = "choice";
    /// One option of an ordered list.
    Scale = "scale";
    /// Several options.
    Choices = "choices";
    /// An exact decimal.
    Number = "number";
    /// A day.
    Date = "date";
    /// Free text, never judged.
    Text = "text";
}

impl TypeName {
    /// The keys that have an effect on some types only.
    pub const KEYS: [&'static str; 8] = ["options", "min", "max", "range", "unit", "decimals", "yes", "no"];

    /// The type that a word in the files means.
    pub fn parse(word: &str) -> Option<TypeName> {
        TypeName::ALL.into_iter().find(|name| name.name() == word)
    }

    /// Of [`TypeName::KEYS`], those that have an effect on it.
    pub fn keys(self) -> &'static [&'static str] {
        match self {
            TypeName::YesNo => &["yes", "no"],
            TypeName::Text => &[],
            TypeName::Choice | TypeName::Scale => &["options"],
            TypeName::Choices => &["options", "min", "max"],
            TypeName::Number => &["range", "unit", "decimals"],
            TypeName::Date => &["range"],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_is_listed_once_and_found_by_its_word() {
        for name in TypeName::ALL {
            assert_eq!(TypeName::parse(name.name()), Some(name));
            assert!(name.keys().iter().all(|key| TypeName::KEYS.contains(key)), "{name:?}");
        }
        let unused = TypeName::KEYS.iter().filter(|key| !TypeName::ALL.iter().any(|name| name.keys().contains(key)));
        assert_eq!(unused.count(), 0);
        assert_eq!(TypeName::parse("yesno"), None);
    }
}
