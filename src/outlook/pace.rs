//! How long questions take a person: their words, and what the hand does.
//!
//! Nobody has measured it. 200 words a minute is a careful reader, 4 seconds are for deciding and two keys; what is written or
//! looked up takes longer. Each question is read twice: when it is asked, and once more, without its help, in the review.

use crate::questionnaire::{Question, QuestionKind, Questionnaire};
use crate::template::Text;
use crate::value::index::{IndexVec, QuestionIx};

/// How many words a person reads in a minute.
const WORDS_A_MINUTE: usize = 200;

/// Seconds for a choice, a number, a day and words of one's own.
const CHOICE: usize = 4;
const NUMBER: usize = 6;
const DAY: usize = 12;
const WORDS: usize = 20;

/// Words to read when it is asked, words to read once more when it is checked, and seconds for the hand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Load {
    words: usize,
    again: usize,
    seconds: usize,
}

/// What each question of a set takes.
#[derive(Clone, Debug)]
pub struct Pace {
    questions: IndexVec<QuestionIx, Load>,
    /// The words that stand before the first question of its section, and above the first of those that are asked together.
    above: IndexVec<QuestionIx, [usize; 2]>,
}

impl Pace {
    /// The pace of a set.
    pub fn of(questionnaire: &Questionnaire) -> Pace {
        let above = |question: QuestionIx| {
            let section = &questionnaire[questionnaire[question].section];
            let group = questionnaire.together_with(question).map(|group| &group.title);
            [section.intro.as_ref(), group].map(|text| text.map_or(0, words))
        };
        Pace {
            questions: questionnaire.questions().iter().map(load).collect(),
            above: questionnaire.questions().indices().map(above).collect(),
        }
    }

    /// The seconds that these questions take, asked in this order and checked at the end.
    pub fn seconds(&self, questionnaire: &Questionnaire, asked: &[QuestionIx]) -> usize {
        let seconds: usize = asked.iter().map(|question| self.questions[*question].seconds).sum();
        reading(self.words(questionnaire, asked)) + seconds
    }

    /// The words that are read on the way and once more at its end; what is asked together is read once above.
    pub fn words(&self, questionnaire: &Questionnaire, asked: &[QuestionIx]) -> usize {
        let mut words = 0;
        let (mut section, mut screen) = (None, None);
        for question in asked {
            let [intro, title] = self.above[*question];
            let load = self.questions[*question];
            words += load.words + load.again;
            if section.replace(questionnaire[*question].section) != Some(questionnaire[*question].section) {
                words += intro;
            }
            let here = questionnaire.screen_of(*question);
            if screen.replace(here) != Some(here) {
                words += title;
            }
        }
        words
    }

    /// The seconds that it takes to check the answers to these questions.
    pub fn seconds_to_check(&self, answered: &[QuestionIx]) -> usize {
        reading(answered.iter().map(|question| self.questions[*question].again).sum())
    }
}

/// The seconds for some words.
fn reading(words: usize) -> usize {
    (words * 60).div_ceil(WORDS_A_MINUTE)
}

/// Seconds as minutes, rather too many; never none.
pub fn in_minutes(seconds: usize) -> usize {
    seconds.div_ceil(60).max(1)
}

fn load(question: &Question) -> Load {
    let help = question.help.as_ref().map_or(0, words);
    let options: usize =
        question.options().iter().map(|option| count(&option.label) + option.help.as_deref().map_or(0, count)).sum();
    let seconds = match question.kind {
        QuestionKind::YesNo | QuestionKind::Choice(_) | QuestionKind::Scale(_) | QuestionKind::Choices { .. } => CHOICE,
        QuestionKind::Number { .. } => NUMBER,
        QuestionKind::Date(_) => DAY,
        QuestionKind::Text => WORDS,
    };
    let ask = words(&question.ask);
    // Where answers are checked, a label stands for its question.
    let again = question.label.as_deref().map_or(ask, count);
    Load { words: ask + help + options, again, seconds }
}

fn words(text: &Text) -> usize {
    count(text.source())
}

fn count(text: &str) -> usize {
    text.split_whitespace().count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::questionnaire::{Texts, load as load_set};
    use crate::source::Sources;

    #[test]
    fn time_is_counted_from_words_and_kinds_of_question() {
        let yaml = "questionnaire: q\nversion: 1.0.0\ntitle: T\nverdicts: [{ fine: { title: F, says: F. } }, { wait: { title: W, says: W. } }]\nsections:\n  - id: s\n    title: S\n    intro: one two three four five\n    questions:\n      - { id: a, ask: one two three?, help: four five six, type: yes_no }\n      - { id: c, ask: one?, type: choice, options: { x: two three, y: { label: four, help: five } } }\n      - together: one two three four?\n        questions:\n          - { id: f, ask: Fits, type: yes_no }\n          - { id: h, ask: Heart, type: yes_no }\n      - { id: d, ask: When?, type: date, range: past }\n    rules:\n      - { id: r, when: a, verdict: wait, finding: W. }\n";
        let set = load_set(&Texts::one("q.yaml", yaml), "q.yaml", &mut Sources::default()).0.unwrap();
        let pace = Pace::of(&set);
        let seconds = |ids: &[&str]| {
            let asked: Vec<QuestionIx> = ids.iter().map(|id| set.question(id).unwrap()).collect();
            pace.seconds(&set, &asked)
        };
        // 5 before the section, 3 + 3 asked and checked, 3 of help: 14 words are 4.2 seconds.
        assert_eq!(seconds(&["a"]), 5 + 4);
        // 5 + 1 + 1 + 2 + 1 + 1 words.
        assert_eq!(seconds(&["c"]), 4 + 4);
        // 5 + 4 + 2 words, and with the second line 2 more, not the title once more.
        assert_eq!((seconds(&["f"]), seconds(&["f", "h"])), (4 + 4, 4 + 8));
        assert_eq!((seconds(&["d"]), seconds(&[])), (3 + 12, 0));
        // 3 + 1 words, each question by its own.
        let answered = ["a", "c"].map(|id| set.question(id).unwrap());
        assert_eq!((pace.seconds_to_check(&answered), pace.seconds_to_check(&[])), (2, 0));
        assert_eq!([0, 60, 61, 900].map(in_minutes), [1, 1, 2, 15]);
    }
}
