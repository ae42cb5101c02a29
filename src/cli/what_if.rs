//! `candidacy what-if`.

use candidacy::assessment::{Assessment, Engine, Open, Unsure};
use candidacy::outlook::{AnswerChange, WhatIf, WhatIfRecord, assess_exactly, what_if};
use candidacy::questionnaire::{Audience, ChangedBy, Questionnaire};
use candidacy::report::{day_in_words, label};
use candidacy::text::counted;
use candidacy::value::Answer;
use candidacy::value::index::{QuestionIx, VerdictIx};

use super::args::{AnswerFormat, WhatIfArgs};
use super::day::today;
use super::fault::{CliFault, Exit};
use super::open::{open_set, read_response};
use super::output;

/// Prints the smallest changes that lead to a less cautious verdict, and what open questions can still do.
pub fn run(args: &WhatIfArgs) -> Result<Exit, CliFault> {
    let questionnaire = open_set(&args.questionnaire)?;
    let day = args.today.unwrap_or_else(today);
    let response = read_response(&args.answers, &questionnaire, day)?;
    let engine = Engine::new(&questionnaire, day);
    let assessment = assess_exactly(&engine, &response, Audience::Everyone);
    let ways = what_if(&engine, &response)?;
    match args.format {
        AnswerFormat::Text => {
            let told = assessment.without_private(&questionnaire);
            let view = WhatIfView { questionnaire: &questionnaire, assessment: &told };
            output::print(&view.text(&ways))?;
        }
        AnswerFormat::Json => {
            let record = WhatIfRecord::new(&questionnaire, &response, &assessment, &ways);
            output::print_json(&record.to_json())?;
        }
    }
    Ok(Exit::Done)
}

/// What was found, in words for people.
struct WhatIfView<'t> {
    questionnaire: &'t Questionnaire,
    assessment: &'t Assessment,
}

impl WhatIfView<'_> {
    fn text(&self, ways: &[WhatIf]) -> String {
        let mut text = format!("Now: {}\n", self.title(self.assessment.verdict));
        let (here, later): (Vec<_>, Vec<_>) = ways.iter().partition(|way| !way.takes_time());
        for (heading, ways) in [("What could be different now", here), ("With time", later)] {
            if !ways.is_empty() {
                text.push_str(&format!("\n{heading}\n"));
                text.extend(ways.into_iter().map(|way| self.way(way)));
            }
        }
        if ways.is_empty() && self.assessment.verdict.at() > 0 {
            text.push_str(
                "\nNo change of answers that can change, and no waiting, leads to a less cautious verdict.\n",
            );
        }
        text.push_str(&self.unsure());
        text.push_str(&format!("\n{}\n", self.open()));
        text
    }

    /// Answers of "not sure" are no changes to wish for, but finding out may help.
    fn unsure(&self) -> String {
        let lines = self.assessment.unsure.iter().filter(|unsure| unsure.verdict.at() > 0);
        let lines: String =
            lines.map(|unsure| format!("- {}{}\n", self.asked(unsure.question), self.clear_up(unsure))).collect();
        if lines.is_empty() { lines } else { format!("\nTo clear up first, since it is not known\n{lines}") }
    }

    /// Where the person can look, or whom to ask.
    fn clear_up(&self, unsure: &Unsure) -> String {
        let text = self.questionnaire[unsure.question].clear_up.as_ref().filter(|_| unsure.answer == Answer::Unsure);
        text.map_or(String::new(), |text| format!("\n  {}", text.source().trim()))
    }

    fn way(&self, way: &WhatIf) -> String {
        let mut text = String::from("- ");
        if let Some(day) = way.from {
            let earliest = way.changes.iter().any(|change| change.by != ChangedBy::Person);
            let earliest = if earliest { " at the earliest" } else { "" };
            text.push_str(&format!("from {}{earliest}: ", day_in_words(day)));
        }
        let changes: Vec<String> = way.changes.iter().map(|change| self.change(change)).collect();
        text.push_str(&if changes.is_empty() {
            "nothing else has to change".to_owned()
        } else {
            changes.join("\n  and ")
        });
        text.push_str(&format!("\n  => {}", self.title(way.verdict)));
        if way.could_become > way.verdict {
            text.push_str(&format!(" (could become {}: new questions open)", self.title(way.could_become)));
        }
        text + "\n"
    }

    fn change(&self, change: &AnswerChange) -> String {
        let said = |answer: &Answer| self.label(change.question, answer);
        let change_by = match change.by {
            ChangedBy::Person => "",
            ChangedBy::Time => "once one can say: ",
            ChangedBy::Prescriber => "when your prescriber says so: ",
        };
        format!("{change_by}{} {} -> {}", self.asked(change.question), said(&change.from), said(&change.to))
    }

    /// How firmly the verdict stands.
    fn open(&self) -> String {
        let Assessment { verdict, at_least, open_could_make_it, could_become, .. } = *self.assessment;
        let aged = self.assessment.aged.len();
        if aged > 0 && !self.assessment.settled() {
            return format!("To be asked again first, since this verdict can change: {}.", counted(aged, "old answer"));
        }
        let line =
            |open: &Open| format!("\n- {} (could become {})", self.asked(open.question), self.title(open.could_become));
        let mut lines: String = self.assessment.open.iter().map(line).collect();
        // Nothing is left of a list of private questions.
        lines.insert(0, if lines.is_empty() { '.' } else { ':' });
        if at_least > verdict && open_could_make_it == at_least {
            return format!("Whatever the answers still missing are, they make it {}{lines}", self.title(at_least));
        }
        if open_could_make_it > verdict {
            let surely =
                if at_least > verdict { format!(", and at least {}", self.title(at_least)) } else { String::new() };
            return format!("Answers still missing can make it {}{surely}{lines}", self.title(open_could_make_it));
        }
        if could_become > verdict {
            return format!(
                "Nothing left to answer can change this verdict. What is not clear can make it {}.",
                self.title(could_become)
            );
        }
        "Nothing left to answer can change this verdict.".to_owned()
    }

    fn title(&self, verdict: VerdictIx) -> &str {
        &self.questionnaire[verdict].title
    }

    fn asked(&self, question: QuestionIx) -> &str {
        self.questionnaire[question].ask.source().trim()
    }

    fn label(&self, question: QuestionIx, answer: &Answer) -> String {
        label(&self.questionnaire[question], answer)
    }
}
