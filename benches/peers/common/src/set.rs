//! A rule set in two truth values, as every engine but this project takes it. `peer-prepare` makes it from a questionnaire.

use serde::{Deserialize, Serialize};

/// What a response says where the person is not sure.
pub const UNSURE: &str = "unsure";

#[derive(Serialize, Deserialize)]
pub struct Set {
    pub id: String,
    /// Least cautious first.
    pub verdicts: Vec<String>,
    pub variables: Vec<Variable>,
    pub rules: Vec<Rule>,
}

/// A question, as the rules see it.
#[derive(Serialize, Deserialize)]
pub struct Variable {
    pub id: String,
    pub kind: Kind,
    /// Whether a response may leave it out.
    pub missing: bool,
    /// Whether a response may say `unsure` instead of a value.
    pub unsure: bool,
}

#[derive(Serialize, Deserialize)]
pub enum Kind {
    YesNo,
    /// One of these.
    Choice(Vec<String>),
    /// A list of some of these.
    Choices(Vec<String>),
    Number,
    /// Written year, month, day: texts compare as the days do.
    Date,
    /// Never judged.
    Text,
}

#[derive(Serialize, Deserialize)]
pub struct Rule {
    pub id: String,
    pub verdict: usize,
    /// Whether records name it: "not sure" gives a verdict and no finding.
    pub finding: bool,
    pub when: When,
}

/// A variable, by position.
pub type Var = usize;

/// A condition. Every test is false of a variable that is left out or unsure, but for those that ask just that.
#[derive(Clone, Serialize, Deserialize)]
pub enum When {
    /// It is not left out.
    Given(Var),
    Unsure(Var),
    Yes(Var),
    No(Var),
    /// A choice is among these; `unsure` can be one of them.
    In(Var, Vec<String>),
    /// A list holds at least one of these.
    Any(Var, Vec<String>),
    /// A number, a sign, and the bound as a decimal.
    Number(Var, String, String),
    /// A date from the first to the last of these, both included.
    Between(Var, String, String),
    /// A sum of points, a sign, and the bound.
    Sum(Vec<Term>, String, i64),
    And(Vec<When>),
    Or(Vec<When>),
    Not(Box<When>),
}

/// Points for a choice among these.
#[derive(Clone, Serialize, Deserialize)]
pub struct Term {
    pub var: Var,
    pub options: Vec<String>,
    pub points: i64,
}

impl Set {
    pub fn id(&self, var: Var) -> &str {
        &self.variables[var].id
    }
}
