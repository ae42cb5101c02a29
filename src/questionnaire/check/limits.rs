//! How much of everything one questionnaire may hold: enough for any that people can answer, and little enough that whatever is
//! done with a hostile one ends soon. All stay far below what an index can count.

/// Sections.
pub(super) const MOST_SECTIONS: usize = 200;
/// Questions.
pub(super) const MOST_QUESTIONS: usize = 2_000;
/// Rules.
pub(super) const MOST_RULES: usize = 10_000;
/// Named conditions and scores together.
pub(super) const MOST_DERIVED: usize = 2_000;
/// Items of one sum.
pub(super) const MOST_SUMMANDS: usize = 2_000;
