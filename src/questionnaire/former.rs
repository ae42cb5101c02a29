//! Questions and options that a later version calls otherwise, and says so by `was`.

use super::{AnswerOption, Question, QuestionKind, Questionnaire};

/// What a later version calls otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Renamed {
    /// `question` or `option`.
    pub what: &'static str,
    /// The id of old; of an option, `question.option`.
    pub old: String,
    /// The id now.
    pub new: String,
}

impl Questionnaire {
    /// This version with the ids of a later one, where that calls a question or an option otherwise and says so; all positions stay.
    /// None if it calls nothing otherwise.
    pub(crate) fn with_names_of(&self, later: &Questionnaire) -> Option<(Questionnaire, Vec<Renamed>)> {
        let once_called = later
            .questions
            .iter()
            .any(|one| !one.was.is_empty() || one.options().iter().any(|option| !option.was.is_empty()));
        if !once_called {
            return None;
        }
        let (mut named, mut renamed) = (self.clone(), Vec::new());
        for (index, question) in self.questions.enumerated() {
            let Some(twin) = later.question_once_called(&question.id).map(|twin| &later[twin]) else { continue };
            let is_new = twin.id != question.id;
            if is_new && self.question(&twin.id).is_some() {
                continue;
            }
            let own = &mut named.questions[index];
            if is_new {
                renamed.push(Renamed { what: "question", old: question.id.clone(), new: twin.id.clone() });
                own.id.clone_from(&twin.id);
                also_once_called(&mut own.was, &question.id, &twin.was);
            }
            options(own, twin, &mut renamed);
        }
        (!renamed.is_empty()).then(|| (named.with_ids_noted(), renamed))
    }
}

fn options(question: &mut Question, twin: &Question, renamed: &mut Vec<Renamed>) {
    let known: Vec<String> = question.options().iter().map(|option| option.id.clone()).collect();
    let id = question.id.clone();
    let options: &mut Vec<AnswerOption> = match &mut question.kind {
        QuestionKind::Choice(options) | QuestionKind::Scale(options) | QuestionKind::Choices { options, .. } => options,
        QuestionKind::YesNo | QuestionKind::Number { .. } | QuestionKind::Date(_) | QuestionKind::Text => return,
    };
    for option in options {
        let twin = twin.option_once_called(&option.id).and_then(|at| twin.options().get(at));
        let Some(twin) = twin.filter(|twin| !known.contains(&twin.id)) else { continue };
        let names = [&option.id, &twin.id].map(|option| format!("{id}.{option}"));
        let [old, new] = names;
        renamed.push(Renamed { what: "option", old, new });
        also_once_called(&mut option.was, &option.id, &twin.was);
        option.id.clone_from(&twin.id);
    }
}

/// Puts the former names of the later version in place of the own, where it only has the old id besides.
fn also_once_called(own: &mut Vec<String>, old: &str, later: &[String]) {
    let with: Vec<&str> = own.iter().map(String::as_str).chain([old]).collect();
    if later.len() == with.len() && with.iter().all(|name| later.iter().any(|known| known == name)) {
        *own = later.to_vec();
    }
}

#[cfg(test)]
mod tests {
    use crate::questionnaire::{Questionnaire, Texts, load};
    use crate::source::Sources;

    fn asking(id: &str, was: &str) -> Questionnaire {
        let set = format!(
            "questionnaire: q\nversion: 1.0.0\ntitle: T\nlanguage: en\nverdicts:\n  - fine: {{ title: F, says: F. }}\n  - later: \
             {{ title: L, says: L. }}\nsections:\n  - id: s\n    title: S\n    valid_for: always\n    questions:\n      - {{ id: {id}, {was}ask: \
             \"Is it so?\", type: yes_no }}\n    rules:\n      - {{ id: r, when: {id}, verdict: later, finding: It is so. }}\n"
        );
        load(&Texts::one("q.yaml", set), "q.yaml", &mut Sources::default()).0.unwrap()
    }

    #[test]
    fn a_copy_with_later_names_is_looked_up_by_them() {
        let (named, renamed) = asking("sore", "").with_names_of(&asking("pain", "was: [sore], ")).unwrap();
        assert_eq!(renamed.len(), 1);
        assert!(named.question("pain").is_some(), "by its new name");
        assert!(named.question("sore").is_none(), "not by its own");
        assert!(named.rule("r").is_some());
    }
}
