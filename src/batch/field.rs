//! What a record can say, by the names of `--fields`.

/// A part of an assessment that a record can show alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The response's own id.
    Id,
    /// The line of the input.
    Line,
    /// The verdict.
    Verdict,
    /// The most cautious verdict that open answers could lead to.
    CouldBecome,
    /// Whether nothing open can change the verdict.
    Settled,
    /// The latest day of all findings that carry one.
    NotBefore,
    /// Whether a rule ends the interview at once.
    Stopped,
    /// The verdict of each section.
    Sections,
    /// The ids of the rules that held.
    Findings,
    /// The ids of the questions answered "not sure" or "rather not say".
    Unsure,
    /// The ids of the questions that could still change the verdict.
    Open,
    /// What each score is.
    Scores,
    /// The verdict of the earlier questionnaire.
    OldVerdict,
    /// Whether the two verdicts differ.
    Flip,
}

impl Field {
    /// Every field, in the order of the documentation.
    pub const ALL: [Field; 14] = [
        Field::Id,
        Field::Line,
        Field::Verdict,
        Field::CouldBecome,
        Field::Settled,
        Field::NotBefore,
        Field::Stopped,
        Field::Sections,
        Field::Findings,
        Field::Unsure,
        Field::Open,
        Field::Scores,
        Field::OldVerdict,
        Field::Flip,
    ];

    /// The columns of a CSV file if none are chosen.
    pub const USUAL: [Field; 7] =
        [Field::Id, Field::Line, Field::Verdict, Field::CouldBecome, Field::Settled, Field::NotBefore, Field::Findings];

    /// Its name: the key in JSON and the heading in CSV.
    pub fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Line => "line",
            Field::Verdict => "verdict",
            Field::CouldBecome => "could_become",
            Field::Settled => "settled",
            Field::NotBefore => "not_before",
            Field::Stopped => "stopped",
            Field::Sections => "sections",
            Field::Findings => "findings",
            Field::Unsure => "unsure",
            Field::Open => "open",
            Field::Scores => "scores",
            Field::OldVerdict => "old_verdict",
            Field::Flip => "flip",
        }
    }

    /// The field with that name.
    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.name() == name)
    }
}
