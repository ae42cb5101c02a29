//! Numbers that stand for the things of one questionnaire, in the order in which they stand in its files.

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u16);

        impl $name {
            /// The number as a position in a list.
            pub fn at(self) -> usize {
                usize::from(self.0)
            }

            /// The index of a position; positions past `u16::MAX`, which the check refuses, saturate.
            pub fn new(position: usize) -> Self {
                $name(u16::try_from(position).unwrap_or(u16::MAX))
            }
        }
    )*};
}

index! {
    /// A question.
    QuestionIx;
    /// A section.
    SectionIx;
    /// A named condition.
    ConditionIx;
    /// A score.
    ScoreIx;
    /// A rule.
    RuleIx;
    /// A verdict. The order is the meaning: a greater one is more cautious.
    VerdictIx;
    /// A guarantee.
    GuaranteeIx;
    /// A level of evidence.
    EvidenceIx;
    /// A source that findings cite.
    SourceNoteIx;
}
