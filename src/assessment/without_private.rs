//! An assessment as it may be told.

use std::borrow::Cow;

use super::Assessment;
use crate::questionnaire::Questionnaire;
use crate::value::index::QuestionIx;

impl Assessment {
    /// The same without any private question: what may be shown, to whomever. The verdict and its bounds stay as they are, and so
    /// do the findings: a rule that rests on a private question has texts that anybody may read.
    pub fn without_private(&self, questionnaire: &Questionnaire) -> Cow<'_, Assessment> {
        if !questionnaire.has_private() {
            return Cow::Borrowed(self);
        }
        let told = |question: QuestionIx| !questionnaire[question].private;
        let mut rest = self.clone();
        rest.aged.retain(|aged| told(aged.question));
        rest.unsure.retain(|unsure| told(unsure.question));
        rest.open.retain(|open| told(open.question));
        rest.not_offered.retain(|question| told(*question));
        rest.findings.iter_mut().for_each(|finding| finding.because.retain(|reason| told(reason.question)));
        Cow::Owned(rest)
    }
}
