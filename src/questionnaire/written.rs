//! The texts of a questionnaire as their author wrote them, for those who judge the wording.

use super::Audience;
use crate::document::Scalar;
use crate::source::Span;
use crate::value::index::SectionIx;

/// The school grade that texts may reach unless a questionnaire sets another: about age twelve.
pub const READING_GRADE: u32 = 7;

/// How a questionnaire wants its texts to be worded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wording {
    /// The highest school grade that a text may need, after Flesch and Kincaid.
    pub reading_grade: u32,
    /// Words that readers know or that are explained to them, in lower case: they count as easy.
    pub glossary: Vec<String>,
    /// Phrases that no text may hold.
    pub forbidden: Vec<String>,
    /// Medicines that no text may tell people to stop or change, besides those that every questionnaire knows; in lower case.
    pub medicines: Vec<String>,
}

impl Default for Wording {
    fn default() -> Self {
        Wording { reading_grade: READING_GRADE, glossary: Vec::new(), forbidden: Vec::new(), medicines: Vec::new() }
    }
}

/// One text that people read, as it is written, gaps included.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenText {
    /// The section it stands in; none at the top of the questionnaire.
    pub section: Option<SectionIx>,
    /// The id of what it belongs to; an option's follows that of its question, as in `keloid.never`.
    pub owner: String,
    /// The key that it stands under.
    pub key: &'static str,
    /// Who reads it.
    pub readers: Audience,
    pub(super) scalar: Scalar,
}

impl WrittenText {
    /// The text.
    pub fn text(&self) -> &str {
        &self.scalar.text
    }

    /// The place of the bytes `start..end` of the text in the file.
    pub fn place(&self, start: usize, end: usize) -> Span {
        self.scalar.place(start, end)
    }

    /// `rule.advice`, `question.ask`: which text it is, in short.
    pub fn name(&self) -> String {
        match self.owner.as_str() {
            "" => self.key.to_owned(),
            owner => format!("{owner}.{}", self.key),
        }
    }
}
