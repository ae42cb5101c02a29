//! What a record can say, by the names of `--fields`.

use crate::questionnaire::Questionnaire;

/// A part of an assessment that a record can show alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Field {
    /// The response's own id.
    Id,
    /// The line of the input; none of a file.
    Line,
    /// The file that the response stands in; none of a line.
    File,
    /// Whose answers these are, if anybody said.
    Client,
    /// The verdict.
    Verdict,
    /// The mildest verdict of all ways of going on; none where bounds are quick.
    AtLeast,
    /// The most cautious verdict that open answers could lead to.
    CouldBecome,
    /// How bounds were found: rule by rule or exactly.
    Bounds,
    /// Whether nothing open can change the verdict.
    Settled,
    /// Whether nothing left for this audience can change the verdict; none where bounds are quick.
    SettledHere,
    /// The latest day of all findings that carry one.
    NotBefore,
    /// The earliest day by which a finding must be dealt with.
    By,
    /// The steps up to a treatment.
    Plan,
    /// Whether a rule ends the interview at once.
    Stopped,
    /// The ids of the questions whose answers are past their time.
    Aged,
    /// The ids of the questions whose answers do not fit.
    PutAside,
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
    pub const ALL: [Field; 23] = [
        Field::Id,
        Field::Line,
        Field::File,
        Field::Client,
        Field::Verdict,
        Field::AtLeast,
        Field::CouldBecome,
        Field::Bounds,
        Field::Settled,
        Field::SettledHere,
        Field::NotBefore,
        Field::By,
        Field::Plan,
        Field::Stopped,
        Field::Aged,
        Field::PutAside,
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

    /// The same where each response is a file of its own.
    pub const USUAL_OF_FILES: [Field; 7] = [
        Field::File,
        Field::Client,
        Field::Verdict,
        Field::CouldBecome,
        Field::Settled,
        Field::NotBefore,
        Field::Findings,
    ];

    /// Its name: the key in JSON and the heading in CSV.
    pub fn name(self) -> &'static str {
        match self {
            Field::Id => "id",
            Field::Line => "line",
            Field::File => "file",
            Field::Client => "client",
            Field::Verdict => "verdict",
            Field::AtLeast => "at_least",
            Field::CouldBecome => "could_become",
            Field::Bounds => "bounds",
            Field::Settled => "settled",
            Field::SettledHere => "settled_here",
            Field::NotBefore => "not_before",
            Field::By => "by",
            Field::Plan => "plan",
            Field::Stopped => "stopped",
            Field::Aged => "aged",
            Field::PutAside => "put_aside",
            Field::Sections => "sections",
            Field::Findings => "findings",
            Field::Unsure => "unsure",
            Field::Open => "open",
            Field::Scores => "scores",
            Field::OldVerdict => "old_verdict",
            Field::Flip => "flip",
        }
    }

    /// The fields as they are shown for a questionnaire: where answers can age, a verdict never stands alone; and what rests on bounds
    /// says how they were found.
    pub fn beside(fields: Vec<Field>, questionnaire: &Questionnaire) -> Vec<Field> {
        let ages = questionnaire.questions().iter().any(|question| question.valid_for.can_age());
        let ages = ages && !fields.contains(&Field::Aged);
        let bounded = |field: &Field| matches!(field, Field::AtLeast | Field::CouldBecome | Field::Settled);
        let last_bound = fields.iter().rposition(bounded).filter(|_| !fields.contains(&Field::Bounds));
        let beside = |(position, field)| {
            let aged = (ages && field == Field::Verdict).then_some(Field::Aged);
            [Some(field), aged, (last_bound == Some(position)).then_some(Field::Bounds)]
        };
        fields.into_iter().enumerate().flat_map(beside).flatten().collect()
    }

    /// The field with that name.
    pub fn named(name: &str) -> Option<Field> {
        Field::ALL.into_iter().find(|field| field.name() == name)
    }
}
