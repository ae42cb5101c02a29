//! What helps a person to decide: the options side by side, and how often what happens, as far as anybody has counted.

use crate::condition::Condition;
use crate::source::Span;
use crate::value::Date;
use crate::value::index::SourceNoteIx;

/// The part of a questionnaire that helps a person to decide.
#[derive(Clone, Debug)]
pub struct DecisionAid {
    /// The day on which its sources were last looked through.
    pub written: Date,
    /// When that is done again.
    pub renewed: String,
    /// Who paid for it, and who earns by it.
    pub interests: String,
    /// What can be done, each with both of its sides.
    pub options: Vec<DecisionOption>,
    /// How often what happens.
    pub chances: Vec<Chance>,
}

/// One thing that can be done; leaving all as it is is one, too.
#[derive(Clone, Debug)]
pub struct DecisionOption {
    /// Its id.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// For whom it is one; for everybody, if none.
    pub when: Option<Condition>,
    /// Whether it is what this questionnaire judges: then it is one only for people who may be treated.
    pub treats: bool,
    /// What speaks for it.
    pub benefits: Vec<String>,
    /// What speaks against it.
    pub harms: Vec<String>,
    /// What it is like to live with.
    pub life: String,
    /// What this rests on.
    pub sources: Vec<SourceNoteIx>,
    /// Where its id is written.
    pub span: Span,
}

/// How often something happens.
#[derive(Clone, Debug)]
pub struct Chance {
    /// Its id.
    pub id: String,
    /// What happens.
    pub what: String,
    /// Whom it concerns; everybody, if none.
    pub when: Option<Condition>,
    /// How often; none if nobody has counted.
    pub counted: Option<Counted>,
    /// What this rests on.
    pub sources: Vec<SourceNoteIx>,
    /// Where its id is written.
    pub span: Span,
}

/// A count, and of what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Counted {
    /// How many it happened to; the fewest and the most, where counts differ.
    pub count: (u32, u32),
    /// Of how many.
    pub of: u32,
    /// Who they were.
    pub group: String,
    /// In what time.
    pub time: String,
}
