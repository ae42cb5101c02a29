//! What a private question asks of the rest: nothing that people read shows its answer, or lets them read it off.
//!
//! Gaps of texts are held where texts are read, days and steps where they are; here stands what is shown by being there at all.

use super::Checker;
use super::scope::Declared;
use super::shape::Fields;
use crate::condition::Condition;
use crate::diagnostic::{Code, Diagnostic};
use crate::questionnaire::{CanChange, Question, Section};
use crate::source::Span;

impl Checker<'_> {
    /// No report proposes another answer to a private question, whatever its author says that it may become.
    pub(super) fn never_proposed(&mut self, fields: &Fields<'_>, changes: &CanChange) -> CanChange {
        if *changes != CanChange::No {
            let message = format!("what {} may become is never proposed: it is private", fields.what);
            self.out.push(
                Diagnostic::new(Code::UnusedKey, fields.head, message)
                    .help("leave `becomes`, `passes` and `can_change` out"),
            );
        }
        CanChange::No
    }

    /// A section or a question that is asked by a private answer tells of it by being there.
    pub(super) fn hidden_with_what_opens_them(&mut self, sections: &[Section], questions: &[Question]) {
        for section in sections {
            if let Some((when, private)) = section.when.as_ref().and_then(|when| self.opened_by_private(when)) {
                let fault = shows_private(when, &format!("that the section `{}` is there", section.id), private);
                self.out.push(fault.help("put its questions into another section, each with this `when`"));
            }
        }
        for question in questions.iter().filter(|question| !question.private) {
            let options = question.options().iter().filter_map(|option| option.when.as_ref());
            let mut whens = question.when.iter().chain(options);
            if let Some((when, private)) = whens.find_map(|when| self.opened_by_private(when)) {
                let fault = shows_private(when, &format!("that `{}` was asked so", question.id), private);
                self.out.push(fault.help(format!("say `private: true` at `{}`, too", question.id)));
            }
        }
    }

    fn opened_by_private(&self, when: &Condition) -> Option<(Span, &Declared)> {
        self.outline.private_in(when).map(|private| (when.span, private))
    }
}

/// Something that people read would show a private answer.
pub(super) fn shows_private(place: Span, what: &str, private: &Declared) -> Diagnostic {
    Diagnostic::new(
        Code::PrivateShown,
        place,
        format!("{what} would show what was said to `{}`, which is private", private.id),
    )
    .also(private.span, "asked here")
}
