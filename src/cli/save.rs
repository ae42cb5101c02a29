//! `--save`: the answers of a person in a file of their own, for another day.
//!
//! One file is one person's. What is there already is replaced only if these answers began from it; then what it said before
//! becomes a visit in it. `--force` replaces whatever is there.

use std::path::{Path, PathBuf};

use candidacy::assessment::{Assessment, Engine};
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::report::{Changes, changes};
use candidacy::response::{Loaded, Response, Visit, reads_back, to_yaml_judged};
use candidacy::value::Answer;
use candidacy::value::index::QuestionIx;

use super::fault::CliFault;
use super::open::read_text;
use super::output::Staged;
use super::protect::is_same_file;

/// What the answers of a run began from.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// The file of `--answers`.
    path: PathBuf,
    /// What it held, to the letter.
    text: String,
    /// What it said, as a visit.
    as_written: Visit,
    /// What was said before that.
    visits: Vec<Visit>,
    /// The same as answers to these questions.
    response: Response,
}

impl Beginning {
    /// The file of `--answers`, as it was read.
    pub fn new(path: &Path, text: String, loaded: &Loaded) -> Beginning {
        Beginning {
            path: path.to_owned(),
            text,
            as_written: loaded.as_written.clone(),
            visits: loaded.visits.clone(),
            response: loaded.response.clone(),
        }
    }

    /// What the file held, to the letter.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What has changed since, if this was said on an earlier day and something is said anew.
    pub fn changes(&self, now: (&Engine<'_>, &Response, &Assessment)) -> Option<Changes> {
        let (engine, response, _) = now;
        let then = self.response.newest().filter(|day| *day < engine.day())?;
        if response.newest() == Some(then) {
            return None;
        }
        let questionnaire = engine.questionnaire();
        Some(changes((&Engine::new(questionnaire, then), &self.response), now, &self.as_written))
    }
}

/// Whether private answers are saved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PrivateAnswers {
    /// Nobody asked for them to be.
    LeftOut,
    /// `--save-private`.
    Saved,
}

/// Where answers are to be saved, and what may be replaced there.
#[derive(Clone, Debug)]
pub struct SaveTarget {
    path: PathBuf,
    beginning: Option<Beginning>,
    /// Whether the file is the one that the answers began from.
    own: bool,
    force: bool,
    private: PrivateAnswers,
}

impl SaveTarget {
    /// Makes sure, before anybody answers, that the answers may go there.
    ///
    /// # Errors
    /// Something else is there.
    pub fn new(
        path: &Path,
        beginning: Option<Beginning>,
        (force, private): (bool, PrivateAnswers),
    ) -> Result<SaveTarget, CliFault> {
        let own = beginning.as_ref().is_some_and(|beginning| is_same_file(&beginning.path, path));
        if !own && !force && holds_something(path) {
            return Err(CliFault::Taken { path: path.to_owned(), why: "these answers did not begin from it" });
        }
        Ok(SaveTarget { path: path.to_owned(), beginning, own, force, private })
    }

    /// The answers, ready to be saved.
    ///
    /// # Errors
    /// The file cannot be written, or holds something else by now.
    pub fn stage(&self, engine: &Engine<'_>, response: &Response, audience: Audience) -> Result<Staged, CliFault> {
        self.expect_unchanged()?;
        Staged::new(&self.path, &self.text(engine, response, audience)?)
    }

    fn text(&self, engine: &Engine<'_>, response: &Response, audience: Audience) -> Result<String, CliFault> {
        let questionnaire = engine.questionnaire();
        let visits = self.visits(questionnaire, response);
        let verdict = self.verdict(engine, response, audience);
        let (response, visits) = match self.private {
            PrivateAnswers::Saved => (response.clone(), visits),
            PrivateAnswers::LeftOut => (
                response.without_private(questionnaire),
                visits.iter().map(|visit| visit.without_private(questionnaire)).collect(),
            ),
        };
        let yaml = to_yaml_judged(questionnaire, &response, (verdict.as_deref(), &visits));
        self.expect_faithful(questionnaire, (&response, &visits), &yaml, engine)?;
        Ok(yaml)
    }

    /// What was said before: what the file said, too, once newer answers take its place.
    /// Whatever another answer takes the place of stands nowhere else, nor what does not fit any more.
    fn visits(&self, questionnaire: &Questionnaire, response: &Response) -> Vec<Visit> {
        let Some(beginning) = &self.beginning else { return Vec::new() };
        let Beginning { as_written, visits, response: before, .. } = beginning;
        let same_version = as_written.version.as_deref().is_none_or(|version| version == questionnaire.version());
        let stays = |(question, answer): (QuestionIx, &Answer)| {
            response.get(question) == Some(answer) && response.answered_on(question) == before.answered_on(question)
        };
        let same = before.iter().all(stays) && before.put_aside(questionnaire).next().is_none() && same_version;
        let replaced = (self.own && !same).then(|| as_written.clone());
        visits.iter().cloned().chain(replaced).collect()
    }

    /// What the answers came to on the day of the newest: today's verdict if that is today, else what was noted then.
    fn verdict(&self, engine: &Engine<'_>, response: &Response, audience: Audience) -> Option<String> {
        if response.newest() == Some(engine.day()) {
            let verdict = engine.assess(response, audience).verdict;
            return Some(engine.questionnaire()[verdict].id.clone());
        }
        let beginning = self.beginning.as_ref().filter(|beginning| beginning.response.iter().eq(response.iter()))?;
        beginning.as_written.verdict.clone()
    }

    /// Whoever wrote to the file while the interview went on must not lose it.
    fn expect_unchanged(&self) -> Result<(), CliFault> {
        if self.force {
            return Ok(());
        }
        let taken = |why| Err(CliFault::Taken { path: self.path.clone(), why });
        match &self.beginning {
            Some(beginning) if self.own => match read_text(&self.path) {
                Ok(text) if text == beginning.text => Ok(()),
                _ => taken("it has changed since these answers began from it"),
            },
            _ if holds_something(&self.path) => taken("it was written meanwhile"),
            _ => Ok(()),
        }
    }

    fn expect_faithful(
        &self,
        questionnaire: &Questionnaire,
        saved: (&Response, &[Visit]),
        yaml: &str,
        engine: &Engine<'_>,
    ) -> Result<(), CliFault> {
        let faithful = reads_back(questionnaire, saved, yaml, engine.day());
        if faithful { Ok(()) } else { Err(CliFault::Unfaithful { path: self.path.clone() }) }
    }
}

/// The answers as they are saved, for a new file.
///
/// # Errors
/// They would not read back as they are.
pub fn saved_anew(
    engine: &Engine<'_>,
    response: &Response,
    audience: Audience,
    (beginning, private): (Option<Beginning>, PrivateAnswers),
) -> Result<String, CliFault> {
    let target = SaveTarget { path: PathBuf::from("a new file"), beginning, own: false, force: false, private };
    target.text(engine, response, audience)
}

/// Whether a plain file with something in it is there.
fn holds_something(path: &Path) -> bool {
    path.metadata().is_ok_and(|about| about.is_file() && about.len() > 0)
}
