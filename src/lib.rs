//! A suitability questionnaire engine that proves its own question sets.
//!
//! A set is written in YAML. It is checked as a whole, with a place and a cure for every fault; everything that can be decided
//! about it is proved over all responses; and whoever answers is judged in three truth values, with a reason for each finding.
//!
//! ```
//! use candidacy::value::{Answer, Date, Value};
//! use candidacy::{Audience, Engine, Response, Sources, Texts, accept, load, prove};
//!
//! let yaml = r#"
//! questionnaire: swim
//! version: 1.0.0
//! title: May I go swimming today?
//! language: en
//! verdicts:                       # least cautious first: the order is the meaning
//!   - fine:  { title: Go swimming, says: Nothing you told us stands in the way. }
//!   - later: { title: Not now, says: Wait until the points below have passed. }
//! sections:
//!   - id: health
//!     title: Your health today
//!     questions:
//!       - id: fever
//!         ask: Do you have a fever?
//!         type: yes_no
//!         unsure: later           # "not sure" is never taken as a no
//!         yes: { becomes: no, by: time }
//!         valid_for: visit        # an answer of another day is asked again
//!     rules:
//!       - id: feverish
//!         when: fever
//!         verdict: later
//!         finding: Swimming with a fever strains the heart.
//!         not_before: 2 days after today
//! guarantees:
//!   - id: no_fever_in_the_pool
//!     when: fever or fever is unsure
//!     verdict: at least later     # proved over every possible response
//! "#;
//! let day = Date::constant(2026, 11, 22);
//! let (set, faults) = load(&Texts::one("questionnaire.yaml", yaml), "questionnaire.yaml", &mut Sources::default());
//! assert!(faults.is_empty());
//! let set = set.unwrap();
//! assert!(prove(&set, day).is_empty(), "no dead rule, no unreachable question, every promise kept");
//!
//! let mut response = Response::new(&set);
//! let fever = set.question("fever").unwrap();
//! response.set(accept(&set, fever, Answer::Given(Value::YesNo(true)), day)?);
//! let assessment = Engine::new(&set, day).assess(&response, Audience::Client);
//! assert_eq!(set[assessment.verdict].id, "later");
//! assert_eq!(assessment.not_before(), Some(Date::constant(2026, 11, 24)));
//! # Ok::<(), candidacy::Rejection>(())
//! ```
//!
//! # The flow
//!
//! The tree is the flow. Each step is one room, and its main type is what the next one takes:
//!
//! 1. [`load`] reads YAML to a [`Questionnaire`] and [`Diagnostics`]; [`open`] finds a shipped or stored set by name.
//! 2. [`prove`] decides what can be decided about it; [`check()`] does that and all that `candidacy check` does.
//! 3. [`accept`] lets answers into a [`Response`]; [`load_response`] reads them from a file; an [`Interview`] asks for them.
//! 4. [`Engine::new`] compiles a set for a day, and [`Engine::assess`] weighs a response: the [`Assessment`].
//! 5. [`contract`] is the assessment as data for tools; [`report`](report()) and [`render`] write it for people, with what an
//!    [`Outlook`] says of other ways.
//! 6. [`diff`](diff()) says what two versions judge differently.
//!
//! `docs/ARCHITECTURE.md` says how the rooms hang together.
//!
//! # Features
//!
//! `cli`, on by default, is the command `candidacy` with all that talks to a terminal. The library needs none of it:
//! `default-features = false`.
//!
//! Three majors of others are part of the face: `jiff` as [`value::Date`], `rust_decimal` as [`value::Decimal`], and
//! `num_bigint` as [`BigUint`].
#![cfg_attr(not(test), warn(clippy::disallowed_methods))]

// The rooms. Reachable, so that the command, the tests and the benchmarks can use them, but without any promise: what is
// promised has its name below.
#[doc(hidden)]
pub mod assessment;
#[doc(hidden)]
pub mod batch;
#[doc(hidden)]
pub mod blank;
#[doc(hidden)]
pub mod catalog;
#[doc(hidden)]
pub mod caution;
mod classes;
#[doc(hidden)]
pub mod condition;
#[doc(hidden)]
pub mod diagnostic;
#[doc(hidden)]
pub mod diff;
#[doc(hidden)]
pub mod document;
#[doc(hidden)]
pub mod graph;
#[doc(hidden)]
pub mod guideline;
#[doc(hidden)]
pub mod interview;
#[doc(hidden)]
pub mod outlook;
#[doc(hidden)]
pub mod plan;
#[doc(hidden)]
pub mod proof;
#[doc(hidden)]
pub mod questionnaire;
#[doc(hidden)]
pub mod report;
#[doc(hidden)]
pub mod response;
#[doc(hidden)]
pub mod scenario;
#[doc(hidden)]
pub mod schema;
#[doc(hidden)]
pub mod show;
#[doc(hidden)]
pub mod source;
#[doc(hidden)]
pub mod template;
#[doc(hidden)]
pub mod text;
pub mod value;
#[doc(hidden)]
pub mod wording;

pub use assessment::{Assessment, Engine, Finding, Open, Reason, SectionVerdict, Unsure};
pub use batch::{Batch, BatchOptions};
pub use catalog::{CatalogFault, Checked, check, find, open};
pub use condition::{Condition, Test};
pub use diagnostic::{Code, Diagnostic, Diagnostics, Level};
pub use diff::{BigUint, Budget, Diff, Difference, diff};
pub use graph::{Graph, graph};
pub use interview::{Interview, Progress, Step};
pub use outlook::{Outlook, WhatIf, what_if};
pub use plan::{CarePlan, care_plan};
pub use proof::prove;
pub use questionnaire::{
    AnswerOption, Audience, FileFault, Files, Guarantee, Question, QuestionKind, Questionnaire, Rule, Score, Section,
    Texts, ValidFor, Verdict, load,
};
pub use report::{Contract, Format, Report, Templates, contract, render, report};
pub use response::{
    Accepted, Loaded, Rejection, Response, Unbound, accept, load as load_response, parse_value, to_yaml,
};
pub use schema::{SchemaKind, schema};
pub use source::{Sources, Span};
pub use wording::lint;
