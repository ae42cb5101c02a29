//! What the tests of this room share: a questionnaire with one question of each type, and a prompter that follows a script.

use std::collections::VecDeque;
use std::path::PathBuf;

use candidacy::assessment::Engine;
use candidacy::questionnaire::{FileFault, Files, Questionnaire, load};
use candidacy::response::Response;
use candidacy::source::Sources;
use candidacy::value::{Answer, Date};

use super::page::{Page, Reply, SheetReply};
use super::prompter::{Menu, Notice, Pick, PromptFault, Prompter, Summary};
use super::setting::Setting;

struct One(String);

impl Files for One {
    fn read(&self, _: &str) -> Result<String, FileFault> {
        Ok(self.0.clone())
    }

    fn name(&self, path: &str) -> String {
        path.to_owned()
    }
}

const SMALL: &str = include_str!("../../../tests/fixtures/interview/small.yaml");

/// The questionnaire.
pub fn small() -> Questionnaire {
    load(&One(SMALL.to_owned()), "small.yaml", &mut Sources::default()).0.unwrap()
}

/// The same, but that its stop brings help.
pub fn helping() -> Questionnaire {
    let text = SMALL.replace("stop: true", "stop: help");
    load(&One(text), "small.yaml", &mut Sources::default()).0.unwrap()
}

/// A questionnaire in which two questions are asked together, with a rule that stops.
pub fn grouped() -> Questionnaire {
    let text = "questionnaire: lungs\nversion: 1.0.0\ntitle: Your lungs\nverdicts:\n  - fine: { title: Fine, says: So. }\n  - never: { title: Never, says: So. }\nsections:\n  - id: health\n    title: Your health\n    questions:\n      - { id: ill, ask: Were you ever ill?, type: yes_no }\n      - together: Have you ever had any of these?\n        questions:\n          - { id: fits, ask: Fits, type: yes_no, unsure: fine }\n          - { id: heart, ask: A weak heart, type: yes_no }\n      - { id: smoker, ask: Do you smoke?, type: yes_no }\n    rules:\n      - { id: weak, when: heart and not smoker, verdict: never, finding: Too much., stop: true }\n      - { id: weaker, when: heart and fits, verdict: never, finding: Too much., stop: true }\n";
    load(&One(text.to_owned()), "lungs.yaml", &mut Sources::default()).0.unwrap()
}

/// The day of assessment.
pub fn day() -> Date {
    "2026-11-22".parse().unwrap()
}

/// A setting for what an engine judges, without answers.
pub fn setting<'e>(engine: &'e Engine<'e>) -> Setting<'e> {
    let given = Response::new(engine.questionnaire());
    let audience = candidacy::questionnaire::Audience::Client;
    Setting { engine, audience, over: given.clone(), given, given_from: None, client: None, draft: None }
}

/// Follows a script: at a menu the key of a row, at a question what is typed. Notes what was put before it.
#[derive(Default)]
pub struct Script {
    lines: VecDeque<String>,
    /// The title of a notice or the ids of questions, in turn.
    pub seen: Vec<String>,
    /// All sentences that were put before it.
    pub read: String,
    /// The folder that is removed where the script says `gone`.
    pub removes: Option<PathBuf>,
    /// Whether it has a screen for questions that are asked together.
    pub has_sheets: bool,
}

impl Script {
    /// A script of words with blanks between them.
    pub fn new(script: &str) -> Script {
        Script { lines: script.split_whitespace().map(str::to_owned).collect(), ..Script::default() }
    }

    fn next(&mut self) -> Result<String, PromptFault> {
        let line = self.lines.pop_front().ok_or(PromptFault::Ended)?;
        if line == "gone" {
            std::fs::remove_dir_all(self.removes.take().unwrap()).unwrap();
            return self.next();
        }
        Ok(line)
    }

    fn reads(&mut self, lines: &[String]) {
        lines.iter().for_each(|line| self.read += &format!("{line}\n"));
    }
}

impl Prompter for Script {
    fn keys(&self) -> &'static str {
        ""
    }

    fn show(&mut self, notice: &Notice) -> Result<(), PromptFault> {
        self.seen.push(notice.title.clone());
        self.reads(&notice.lines);
        Ok(())
    }

    fn choose(&mut self, menu: &Menu) -> Result<Pick, PromptFault> {
        self.seen.push(menu.notice.title.clone());
        self.reads(&menu.notice.lines);
        match self.next()?.as_str() {
            "back" => Ok(Pick::Back),
            "leave" => Ok(Pick::Leave),
            key => Ok(Pick::Row(menu.rows.iter().position(|row| row.key == key).unwrap())),
        }
    }

    fn decide(&mut self, summary: &Summary) -> Result<Pick, PromptFault> {
        self.choose(&summary.menu())
    }

    fn line(&mut self, notice: &Notice) -> Result<Option<String>, PromptFault> {
        self.show(notice)?;
        Ok(Some(self.next()?).filter(|line| line != "back"))
    }

    fn read(&mut self, text: &str) -> Result<(), PromptFault> {
        self.seen.push("read".to_owned());
        self.reads(&[text.to_owned()]);
        Ok(())
    }

    fn wipe(&mut self) -> bool {
        self.seen.push("wiped".to_owned());
        true
    }

    fn shows_whole(&self, _menu: &Menu) -> bool {
        true
    }

    fn ask(&mut self, page: &Page<'_>) -> Result<Reply, PromptFault> {
        self.reads(page.fault.as_slice());
        self.seen.push(page.question.id.clone());
        let line = self.next()?;
        Ok(page.read(&line).unwrap())
    }

    fn together(&mut self, lines: &[Page<'_>]) -> Result<SheetReply, PromptFault> {
        if !self.has_sheets {
            return Ok(SheetReply::Singly);
        }
        let ids: Vec<&str> = lines.iter().map(|line| line.question.id.as_str()).collect();
        self.seen.push(ids.join("+"));
        let mut marks: Vec<Option<Answer>> = lines.iter().map(|line| line.earlier.clone()).collect();
        for at in 0..lines.len() {
            match lines[at].read(&self.next()?).unwrap() {
                Reply::Answer(answer) => marks[at] = Some(answer),
                Reply::Explain => return Ok(SheetReply::Explain(at, marks)),
                Reply::Back => return Ok(SheetReply::Back),
                Reply::Dates(_) | Reply::Leave => return Err(PromptFault::Interrupted),
            }
        }
        Ok(SheetReply::Answers(marks.into_iter().map(Option::unwrap).collect()))
    }

    fn close(&mut self) {}
}
