//! What an interview needs, and how it ended.

use std::io;
use std::path::{Path, PathBuf};

use candidacy::assessment::Engine;
use candidacy::questionnaire::{Audience, Questionnaire};
use candidacy::response::Response;
use candidacy::value::Date;
use thiserror::Error;

use super::draft::{BegunFrom, KeptDraft, Owner};
use super::shelf::Family;

/// What an interview needs.
#[derive(Clone)]
pub struct Setting<'q> {
    /// What is asked, and on which day it is judged.
    pub engine: &'q Engine<'q>,
    /// Who answers.
    pub audience: Audience,
    /// Answers that are there already and are not asked again.
    pub given: Response,
    /// Those of them that were given beside a file, and count over any other.
    pub over: Response,
    /// The file that they came from, if they did.
    pub given_from: Option<GivenFrom>,
    /// The person, if anybody said who it is.
    pub client: Option<String>,
    /// The folder in which the draft is kept; none if nothing may be kept.
    pub draft: Option<PathBuf>,
}

/// A file from whose answers an interview begins.
#[derive(Clone, Debug)]
pub struct GivenFrom {
    /// What it is called.
    pub name: String,
    /// By what it is known again.
    pub begun_from: BegunFrom,
}

impl GivenFrom {
    /// A file with what was read from it.
    pub fn new(path: &Path, text: &str) -> GivenFrom {
        GivenFrom { name: path.display().to_string(), begun_from: BegunFrom::new(path, text) }
    }
}

impl<'q> Setting<'q> {
    /// Whose answers are asked for.
    pub fn owner(&self) -> Owner {
        Owner {
            family: Family::of(self.questionnaire().id(), self.audience, self.client.as_deref()),
            client: self.client.clone(),
            begun_from: self.given_from.as_ref().map(|file| file.begun_from.clone()),
        }
    }

    /// What is asked.
    pub fn questionnaire(&self) -> &'q Questionnaire {
        self.engine.questionnaire()
    }

    /// The day of assessment.
    pub fn day(&self) -> Date {
        self.engine.day()
    }
}

/// How an interview ended.
#[derive(Debug)]
pub enum InterviewEnd {
    /// The person confirmed the answers. The draft is kept until the result has been delivered.
    Finished(Response, KeptDraft),
    /// The person confirmed them and chose what to keep, which is done. These words are left to say, if any.
    Kept(String),
    /// A rule ended it; nothing is kept, unless the draft could not be deleted: then a sentence says so.
    Stopped(Response, Result<(), String>),
    /// The person left; what is kept, if anything, has been said.
    Interrupted,
}

/// An interview that cannot be held.
#[derive(Debug, Error)]
pub enum InterviewFault {
    /// The terminal failed.
    #[error(transparent)]
    Terminal(#[from] io::Error),
    /// The interview broke down by itself.
    #[error("the interview broke down; this is a fault of the program")]
    Broken,
}
