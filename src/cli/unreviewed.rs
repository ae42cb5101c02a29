//! Scenarios that wrote themselves: added to the file of a set, and read by a person one after the other.

use std::collections::BTreeMap;
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use candidacy::assessment::Engine;
use candidacy::catalog::{self, Found, Origin};
use candidacy::questionnaire::{FileFault, Files, Questionnaire, WithTexts};
use candidacy::report::{day_in_words, entry};
use candidacy::scenario::{
    Filled, FilledScenario, FixedPlace, Scenario, Suite, changed_outcomes, file_beside, fill, fix, read, run,
};
use candidacy::source::Sources;
use candidacy::text::counted;
use candidacy::value::Date;
use inquire::{InquireError, Select};

use super::fault::CliFault;
use super::output::{self, Staged};

/// The text of a scenario file, and what it holds.
struct ScenarioFile<'q> {
    files: Box<dyn Files>,
    path: PathBuf,
    /// Its path in the questionnaire's folder, and that of the main file.
    names: (String, String),
    text: String,
    questionnaire: &'q Questionnaire,
    suite: Suite,
    day: Date,
}

/// Adds scenarios to the file of a set until they show everything that some response shows. Nothing is written that does not read
/// back, and nothing that stands in the file is changed.
///
/// # Errors
/// The set is a shipped one, or the file cannot be written.
pub fn fill_file(path: &str, questionnaire: &Questionnaire, suite: &Suite, day: Date) -> Result<(), CliFault> {
    let file = ScenarioFile::of(path, questionnaire, suite, day)?;
    let filled = fill(questionnaire, suite, day);
    if filled.scenarios.is_empty() {
        output::tell(&format!("{}: nothing is added.{}", file.path.display(), left(&filled)));
        return Ok(());
    }
    let text = file.with(&filled);
    if !file.reads_back(&text, &filled) {
        let lines: String = filled.scenarios.iter().map(|scenario| format!("  - {}\n", scenario.line)).collect();
        output::print(&lines)?;
        let message = format!(
            "{} does not end with its list of scenarios, so nothing was written into it; put the lines above into the list yourself",
            file.path.display()
        );
        return Err(CliFault::Usage { message });
    }
    Staged::new(&file.path, &text)?.commit()?;
    let (count, added) = (counted(filled.scenarios.len(), "scenario"), file.path.display());
    output::tell(&format!("{added}: {count} added, each `reviewed: no`.{}", left(&filled)));
    output::tell(&format!("Read them with `candidacy test {path} --review`."));
    Ok(())
}

/// Adds the answers that scenarios lack to be settled, and says where.
///
/// # Errors
/// The set is a shipped one, or the file cannot be written.
pub fn fix_file(path: &str, questionnaire: &Questionnaire, suite: &Suite, day: Date) -> Result<(), CliFault> {
    let file = ScenarioFile::of(path, questionnaire, suite, day)?;
    let place = file.path.display();
    let fixed = fix(questionnaire, file.files.as_ref(), &file.names.1, day);
    let Some(fixed) = fixed.filter(|fixed| !fixed.added.is_empty()) else {
        output::tell(&format!("{place}: nothing is added. No scenario lacks only answers that change nothing else."));
        return Ok(());
    };
    Staged::new(&file.path, &fixed.text)?.commit()?;
    for added in &fixed.added {
        let (of, name) = match &added.place {
            FixedPlace::Base(name) => ("base", name),
            FixedPlace::Scenario(name) => ("scenario", name),
        };
        output::tell(&format!("{place}: {of} `{name}`: added {}", added.lines.join(", ")));
    }
    Ok(())
}

/// Accepts, by name, what comes out differently of the scenarios of the set that this one stands on. Nothing is written that does not
/// read back.
///
/// # Errors
/// The set is a shipped one, stands on none, or the file cannot be written.
pub fn accept_file(path: &str, questionnaire: &Questionnaire, suite: &Suite, day: Date) -> Result<(), CliFault> {
    if suite.of_base == 0 {
        let message = format!("`{path}` stands on no other set: correct its scenarios, or its rules");
        return Err(CliFault::Usage { message });
    }
    let file = ScenarioFile::of(path, questionnaire, suite, day)?;
    let changed = changed_outcomes(questionnaire, suite);
    if changed.is_empty() {
        output::tell(&format!(
            "{}: nothing is added; the scenarios of the base come to what they say.",
            file.path.display()
        ));
        return Ok(());
    }
    let text = with_accepted(&file.text, &changed);
    let read_back = file.suite_of(&text);
    if read_back.is_none_or(|suite| !changed_outcomes(questionnaire, &suite).is_empty()) {
        let lines: String = changed.iter().map(|accepted| format!("  - {}\n", accepted.line)).collect();
        output::print(&lines)?;
        let message = format!("put the lines above into the list `accepted` of {} yourself", file.path.display());
        return Err(CliFault::Usage { message });
    }
    Staged::new(&file.path, &text)?.commit()?;
    let (count, place) = (changed.len(), file.path.display());
    let outcomes = if count == 1 { "outcome".to_owned() } else { format!("{count} outcomes") };
    output::tell(&format!(
        "{place}: {outcomes} of the base accepted. Read them: each is somebody who is told something else by you."
    ));
    Ok(())
}

/// The text of a scenario file with more accepted outcomes: below those that there are, or before the scenarios.
fn with_accepted(text: &str, changed: &[FilledScenario]) -> String {
    let lines: String = changed.iter().map(|accepted| format!("  - {}\n", accepted.line)).collect();
    let at = |key: &str| {
        text.find(&format!("\n{key}:")).map(|at| at + 1).or_else(|| text.starts_with(&format!("{key}:")).then_some(0))
    };
    let mut text = text.to_owned();
    match (at("accepted"), at("scenarios")) {
        (Some(there), _) => {
            let end =
                text.get(there..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| there + newline + 1);
            text.insert_str(end, &lines);
        }
        (None, Some(scenarios)) => text.insert_str(scenarios, &format!("accepted:\n{lines}\n")),
        (None, None) => {
            if !text.is_empty() && !text.ends_with('\n') {
                text.push('\n');
            }
            text.push_str(&format!("accepted:\n{lines}"));
        }
    }
    text
}

/// What is shown by none, in words.
fn left(filled: &Filled) -> String {
    let names: Vec<String> = filled.left.iter().map(|part| format!("`{}`", part.name)).collect();
    if names.is_empty() { String::new() } else { format!(" No response was found that shows {}.", names.join(", ")) }
}

/// Puts each scenario that nobody has read before the person. What is right is marked in the file at once, so that nothing is lost
/// when the reading stops.
///
/// # Errors
/// There is no terminal, the set is a shipped one, or the file cannot be written.
pub fn review_file(path: &str, questionnaire: &Questionnaire, suite: &Suite, day: Date) -> Result<(), CliFault> {
    let mut file = ScenarioFile::of(path, questionnaire, suite, day)?;
    let unread: Vec<&Scenario> = suite.scenarios.iter().filter(|one| one.unreviewed.is_some()).collect();
    if unread.is_empty() {
        output::tell(&format!("{}: every scenario has been read.", file.path.display()));
        return Ok(());
    }
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        let message = "`--review` asks about each scenario, so it needs a terminal".to_owned();
        return Err(CliFault::Usage { message });
    }
    let mut wrong = Vec::new();
    for (scenario, number) in unread.iter().zip(1..) {
        output::say(&format!("\n{number} of {}\n{}", unread.len(), told(questionnaire, scenario)))?;
        match ask()? {
            Reply::Right => file.mark_read(&scenario.id)?,
            Reply::Wrong => wrong.push(scenario.id.as_str()),
            Reply::Stop => break,
        }
    }
    if !wrong.is_empty() {
        output::tell(&format!(
            "Wrong, and left as they are: {}. Correct the rules, then the scenarios.",
            wrong.join(", ")
        ));
    }
    Ok(())
}

/// What a person says of a scenario.
enum Reply {
    Right,
    Wrong,
    Stop,
}

fn ask() -> Result<Reply, CliFault> {
    let replies = ["Yes, this is right", "No, this is wrong", "Stop here"];
    match Select::new("Is that what should come of this person?", replies.to_vec()).raw_prompt() {
        Ok(chosen) => Ok(match chosen.index {
            0 => Reply::Right,
            1 => Reply::Wrong,
            _ => Reply::Stop,
        }),
        Err(InquireError::OperationCanceled | InquireError::OperationInterrupted) => Ok(Reply::Stop),
        Err(fault) => Err(CliFault::Usage { message: format!("the terminal cannot ask: {fault}") }),
    }
}

impl<'q> ScenarioFile<'q> {
    fn of(path: &str, questionnaire: &'q Questionnaire, suite: &Suite, day: Date) -> Result<Self, CliFault> {
        let Found { files, main, origin, .. } = catalog::find(path)?;
        if !matches!(origin, Origin::Disk) {
            let message = format!("`{path}` is shipped inside the program, and its scenarios cannot be changed");
            return Err(CliFault::Usage { message });
        }
        let beside = file_beside(&main);
        let place = Path::new(path);
        let folder = if place.is_dir() { place } else { place.parent().unwrap_or(Path::new("")) };
        let (path, suite) = (folder.join(&beside), suite.clone());
        let text = match files.read(&beside) {
            Ok(text) => text,
            // There is none yet.
            Err(FileFault::Missing) => String::new(),
            Err(_) => {
                let message = format!("{} cannot be read as text, so nothing is written into it", path.display());
                return Err(CliFault::Usage { message });
            }
        };
        Ok(ScenarioFile { files, path, names: (beside, main), text, questionnaire, suite, day })
    }

    /// The text with scenarios behind its last.
    fn with(&self, filled: &Filled) -> String {
        let mut text = self.text.clone();
        if self.suite.scenarios.len() == self.suite.of_base {
            text = format!("{}scenarios:\n", if text.trim().is_empty() { String::new() } else { text });
        } else if !text.ends_with('\n') {
            text.push('\n');
        }
        let indent = " ".repeat(self.indent());
        text.extend(filled.scenarios.iter().map(|scenario| format!("{indent}- {}\n", scenario.line)));
        text
    }

    /// How far the list of scenarios is indented: as the item that its first one stands in.
    fn indent(&self) -> usize {
        let Some(first) = self.suite.scenarios.get(self.suite.of_base) else { return 2 };
        let (before, _) = self.text.split_at(first.span.start as usize);
        let item = before.lines().rev().find(|line| line.trim_start().starts_with('-'));
        // A list in brackets has no such item; what is added to it does not read back.
        item.map_or(0, |line| line.len() - line.trim_start().len())
    }

    /// Whether the text holds the old scenarios and the new, and the new ones pass.
    fn reads_back(&self, text: &str, filled: &Filled) -> bool {
        let Some(suite) = self.suite_of(text) else { return false };
        let results = run(self.questionnaire, &suite);
        let new = results.outcomes.iter().filter(|outcome| !outcome.reviewed);
        let passes = |id: &String| new.clone().any(|outcome| outcome.id == *id && outcome.failures.is_empty());
        suite.scenarios.len() == self.suite.scenarios.len() + filled.scenarios.len()
            && filled.scenarios.iter().all(|scenario| passes(&scenario.id))
    }

    fn suite_of(&self, text: &str) -> Option<Suite> {
        let (beside, main) = &self.names;
        let texts = BTreeMap::from([(beside.clone(), text.to_owned())]);
        let files = WithTexts { files: self.files.as_ref(), texts };
        let (suite, faults) = read(self.questionnaire, &files, main, &mut Sources::default(), self.day);
        suite.filter(|_| !faults.has_errors())
    }

    /// Notes in the file that a person found a scenario right.
    ///
    /// # Errors
    /// The file cannot be written, or somebody changed it meanwhile: what they wrote is not written over.
    fn mark_read(&mut self, id: &str) -> Result<(), CliFault> {
        let changed = || CliFault::Usage {
            message: format!("{} was changed meanwhile; go on with `--review` anew", self.path.display()),
        };
        let now = std::fs::read_to_string(&self.path).ok().filter(|now| *now == self.text);
        let mut text = now.ok_or_else(changed)?;
        let unread = self.suite.scenarios.iter().find(|one| one.id == id).and_then(|one| one.unreviewed);
        let span = unread.ok_or_else(changed)?;
        text.replace_range(span.start as usize..span.end as usize, "yes");
        let suite = self.suite_of(&text).ok_or_else(changed)?;
        Staged::new(&self.path, &text)?.commit()?;
        (self.text, self.suite) = (text, suite);
        Ok(())
    }
}

/// A person and what comes of them, in words.
fn told(questionnaire: &Questionnaire, scenario: &Scenario) -> String {
    let engine = Engine::new(questionnaire, scenario.day);
    let assessment = engine.assess(&scenario.response, scenario.audience);
    let answers = scenario.response.iter().map(|(index, answer)| {
        let question = &questionnaire[index];
        format!("  {} {}\n", question.ask.source().trim(), entry(question, answer))
    });
    let answers: String = answers.collect();
    let answers = if answers.is_empty() { "  Nothing is answered.\n".to_owned() } else { answers };
    let findings: String = assessment
        .findings
        .iter()
        .map(|finding| {
            let rule = &questionnaire[finding.rule];
            let told = rule.title.clone().or(rule.finding.as_ref().map(|text| text.source().trim().to_owned()));
            format!("  {} ({})\n", told.unwrap_or_default(), rule.id)
        })
        .collect();
    let day = assessment.not_before().map_or(String::new(), |day| format!(", not before {}", day_in_words(day)));
    let (id, verdict) = (&scenario.id, &questionnaire[assessment.verdict].title);
    format!("{id}, on {}\n{answers}\n=> {verdict}{day}\n{findings}", day_in_words(scenario.day))
}
