//! `candidacy what-if`.

use std::collections::BTreeMap;

use candidacy::assessment::{Assessment, Engine};
use candidacy::outlook::{AnswerChange, WhatIf, reachable, still_matter, what_if};
use candidacy::proof::Plan;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::report::{day_in_words, label};
use candidacy::response::{Response, answer_json};
use candidacy::value::Answer;
use candidacy::value::index::{QuestionIx, VerdictIx};
use serde_json::json;

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
    let assessment = engine.assess(&response, Audience::Everyone);
    let ways = what_if(&engine, &response)?;
    let plan = Plan::new(&engine);
    let reach = reachable(&plan, &response, &assessment)?;
    let matter = still_matter(&plan, &response, &assessment, &reach)?;
    let told = WhatIfView { questionnaire: &questionnaire, response: &response, assessment: &assessment };
    let open = Open { verdict: reach.verdict, matter };
    match args.format {
        AnswerFormat::Text => output::print(&told.text(&ways, &open))?,
        AnswerFormat::Json => output::print_json(&told.json(&ways, &open).to_string())?,
    }
    Ok(Exit::Done)
}

/// What open questions can still do.
struct Open {
    /// The most cautious verdict that they can lead to.
    verdict: VerdictIx,
    /// Those that can, and to what each.
    matter: BTreeMap<QuestionIx, VerdictIx>,
}

/// What was found, in words for people and for tools.
struct WhatIfView<'t> {
    questionnaire: &'t Questionnaire,
    response: &'t Response,
    assessment: &'t Assessment,
}

impl WhatIfView<'_> {
    fn text(&self, ways: &[WhatIf], open: &Open) -> String {
        let mut text = format!("Now: {}\n", self.title(self.assessment.verdict));
        let (here, later): (Vec<_>, Vec<_>) = ways.iter().partition(|way| !way.takes_time(self.questionnaire));
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
        text.push_str(&format!("\n{}\n", self.open(open)));
        text
    }

    /// Answers of "not sure" are no changes to wish for, but finding out may help.
    fn unsure(&self) -> String {
        let lines = self.assessment.unsure.iter().filter(|unsure| unsure.verdict.at() > 0);
        let lines: String = lines.map(|unsure| format!("- {}\n", self.asked(unsure.question))).collect();
        if lines.is_empty() { lines } else { format!("\nTo clear up first, since it is not known\n{lines}") }
    }

    fn way(&self, way: &WhatIf) -> String {
        let mut text = String::from("- ");
        if let Some(day) = way.from {
            text.push_str(&format!("from {}: ", day_in_words(day)));
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
        let said = |answer: Option<&Answer>| {
            answer.map_or("not answered".to_owned(), |answer| self.label(change.question, answer))
        };
        format!("{} {} -> {}", self.asked(change.question), said(change.from.as_ref()), said(Some(&change.to)))
    }

    fn open(&self, open: &Open) -> String {
        if open.verdict <= self.assessment.verdict {
            return "Nothing left to answer can change this verdict.".to_owned();
        }
        let line = |(question, verdict): (&QuestionIx, &VerdictIx)| {
            format!("\n- {} (could become {})", self.asked(*question), self.title(*verdict))
        };
        let lines: String = open.matter.iter().map(line).collect();
        format!("Answers still missing can make it {}:{lines}", self.title(open.verdict))
    }

    fn title(&self, verdict: VerdictIx) -> &str {
        &self.questionnaire[verdict].title
    }

    fn verdict(&self, verdict: VerdictIx) -> &str {
        &self.questionnaire[verdict].id
    }

    fn asked(&self, question: QuestionIx) -> String {
        self.questionnaire[question].ask.source().trim().to_owned()
    }

    fn label(&self, question: QuestionIx, answer: &Answer) -> String {
        label(&self.questionnaire[question], answer)
    }

    fn json(&self, ways: &[WhatIf], open: &Open) -> serde_json::Value {
        let answer = |question: QuestionIx, answer: Option<&Answer>| {
            answer.map(|answer| answer_json(&self.questionnaire[question], answer))
        };
        let id = |question: QuestionIx| &self.questionnaire[question].id;
        let change = |change: &AnswerChange| json!({ "question": id(change.question), "from": answer(change.question, change.from.as_ref()), "to": answer(change.question, Some(&change.to)) });
        let way = |way: &WhatIf| {
            json!({
                "changes": way.changes.iter().map(change).collect::<Vec<_>>(),
                "from": way.from.map(|day| day.to_string()),
                "with_time": way.takes_time(self.questionnaire),
                "verdict": self.verdict(way.verdict),
                "could_become": self.verdict(way.could_become),
            })
        };
        let still = |(question, verdict): (&QuestionIx, &VerdictIx)| json!({ "question": id(*question), "could_become": self.verdict(*verdict) });
        json!({
            "verdict": self.verdict(self.assessment.verdict),
            "answered": self.response.iter().count(),
            "ways": ways.iter().map(way).collect::<Vec<_>>(),
            "open_could_make_it": self.verdict(open.verdict),
            "open": open.matter.iter().map(still).collect::<Vec<_>>(),
        })
    }
}
