//! A rule set in each engine's own language.

use serde_json::{Value as Json, json};

use crate::set::{Set, Term, UNSURE, Var, When};

/// How a language writes its conditions.
pub struct Words {
    pub and: &'static str,
    pub or: &'static str,
    pub not: &'static str,
    /// A variable by its id.
    pub var: fn(&str) -> String,
    pub number: fn(&str) -> String,
    /// Whether the variable has a value.
    pub given: fn(&str) -> String,
    /// Whether a list variable holds an option.
    pub holds: fn(&str, &str) -> String,
    /// Whether a date lies between two days, both included.
    pub between: fn(&str, &str, &str) -> String,
    /// So many points if the condition holds, else none.
    pub points: fn(&str, i64) -> String,
    /// Whether looking into what is no list does harm.
    pub guard_lists: bool,
    /// Whether comparing what is no date does harm.
    pub guard_dates: bool,
}

/// A decimal that always has a point.
pub fn pointed(number: &str) -> String {
    if number.contains('.') { number.to_owned() } else { format!("{number}.0") }
}

impl Words {
    pub fn print(&self, set: &Set, when: &When) -> String {
        let var = |var: Var| (self.var)(set.id(var));
        match when {
            When::Given(of) => (self.given)(set.id(*of)),
            When::Unsure(of) => format!("{} == \"{UNSURE}\"", var(*of)),
            When::Yes(of) if set.is_plain(*of) => var(*of),
            When::Yes(of) => format!("{} == true", var(*of)),
            When::No(of) => format!("{} == false", var(*of)),
            When::In(of, options) => self.among(&var(*of), options),
            When::Any(of, options) => {
                let parts: Vec<String> = options.iter().map(|option| (self.holds)(set.id(*of), option)).collect();
                let test = joined(&parts, self.or);
                if self.guard_lists { self.guarded(set, *of, test) } else { test }
            }
            When::Number(of, sign, bound) => {
                self.guarded(set, *of, format!("{} {sign} {}", var(*of), (self.number)(bound)))
            }
            When::Between(of, first, last) => {
                let test = (self.between)(set.id(*of), first, last);
                if self.guard_dates { self.guarded(set, *of, test) } else { test }
            }
            When::Sum(terms, sign, bound) => {
                let points = |term: &Term| (self.points)(&self.among(&var(term.var), &term.options), term.points);
                let sum: Vec<String> = terms.iter().map(points).collect();
                format!("({}) {sign} {}", sum.join(" + "), (self.number)(&bound.to_string()))
            }
            When::And(parts) => self.join(set, parts, self.and),
            When::Or(parts) => self.join(set, parts, self.or),
            When::Not(inner) => format!("{}({})", self.not, self.print(set, inner)),
        }
    }

    /// All conditions of the set.
    pub fn print_all(&self, set: &Set) -> Vec<String> {
        set.rules.iter().map(|rule| self.print(set, &rule.when)).collect()
    }

    fn join(&self, set: &Set, parts: &[When], word: &str) -> String {
        let parts: Vec<String> = parts.iter().map(|part| self.print(set, part)).collect();
        format!("({})", parts.join(&format!(" {word} ")))
    }

    fn among(&self, var: &str, options: &[String]) -> String {
        match options {
            [one] => format!("{var} == \"{one}\""),
            _ => format!("{var} in [{}]", quoted(options)),
        }
    }

    /// The test, where a value of another type would make it fail: false there.
    fn guarded(&self, set: &Set, var: Var, test: String) -> String {
        let variable = &set.variables[var];
        let given = variable.missing.then(|| (self.given)(&variable.id));
        let sure = variable.unsure.then(|| format!("{} != \"{UNSURE}\"", (self.var)(&variable.id)));
        let parts: Vec<String> = given.into_iter().chain(sure).chain([test]).collect();
        joined(&parts, self.and)
    }
}

fn joined(parts: &[String], word: &str) -> String {
    match parts {
        [one] => one.clone(),
        _ => format!("({})", parts.join(&format!(" {word} "))),
    }
}

/// The options in quotes, with commas.
pub fn quoted(options: &[String]) -> String {
    options.iter().map(|option| format!("\"{option}\"")).collect::<Vec<_>>().join(", ")
}

impl Set {
    /// Whether every response gives the variable a value.
    pub fn is_plain(&self, var: Var) -> bool {
        !self.variables[var].missing && !self.variables[var].unsure
    }
}

fn number(text: &str) -> Json {
    serde_json::from_str(text).unwrap()
}

/// As JSONLogic, over the answers below `answers`.
pub fn json_logic(set: &Set, when: &When) -> Json {
    let var = |var: Var| json!({ "var": format!("answers.{}", set.id(var)) });
    let all = |parts: &[When]| parts.iter().map(|part| json_logic(set, part)).collect::<Vec<_>>();
    let among = |of: Var, options: &[String]| match options {
        [one] => json!({ "===": [var(of), one] }),
        _ => json!({ "in": [var(of), options] }),
    };
    match when {
        When::Given(of) => json!({ "!==": [var(*of), null] }),
        When::Unsure(of) => json!({ "===": [var(*of), UNSURE] }),
        When::Yes(of) => json!({ "===": [var(*of), true] }),
        When::No(of) => json!({ "===": [var(*of), false] }),
        When::In(of, options) => among(*of, options),
        When::Any(of, options) => match &options[..] {
            [one] => json!({ "in": [one, var(*of)] }),
            _ => json!({ "or": options.iter().map(|option| json!({ "in": [option, var(*of)] })).collect::<Vec<_>>() }),
        },
        When::Number(of, sign, bound) => logic_guarded(set, *of, json!({ sign: [var(*of), number(bound)] })),
        When::Between(of, first, last) => {
            logic_guarded(set, *of, json!({ "and": [{ ">=": [var(*of), first] }, { "<=": [var(*of), last] }] }))
        }
        When::Sum(terms, sign, bound) => {
            let points = |term: &Term| json!({ "if": [among(term.var, &term.options), term.points, 0] });
            json!({ sign: [{ "+": terms.iter().map(points).collect::<Vec<_>>() }, bound] })
        }
        When::And(parts) => json!({ "and": all(parts) }),
        When::Or(parts) => json!({ "or": all(parts) }),
        When::Not(inner) => json!({ "!": [json_logic(set, inner)] }),
    }
}

fn logic_guarded(set: &Set, var: Var, test: Json) -> Json {
    let variable = &set.variables[var];
    let path = json!({ "var": format!("answers.{}", variable.id) });
    let given = variable.missing.then(|| json!({ "!==": [path, null] }));
    let sure = variable.unsure.then(|| json!({ "!==": [path, UNSURE] }));
    let mut parts: Vec<Json> = given.into_iter().chain(sure).chain([test]).collect();
    if parts.len() == 1 { parts.remove(0) } else { json!({ "and": parts }) }
}

/// A rule set for json-rules-engine: its rules, and the sums that are facts of their own there.
#[derive(Default)]
pub struct JsonRules {
    sums: Vec<Json>,
}

impl JsonRules {
    pub fn print(mut self, set: &Set) -> Json {
        let rules: Vec<Json> = set
            .rules
            .iter()
            .enumerate()
            .map(|(at, rule)| {
                let conditions = match self.condition(set, &rule.when) {
                    // The outermost condition must be a group.
                    leaf if leaf.get("fact").is_some() => json!({ "all": [leaf] }),
                    group => group,
                };
                json!({ "conditions": conditions, "event": { "type": at.to_string() } })
            })
            .collect();
        json!({ "rules": rules, "sums": self.sums })
    }

    fn condition(&mut self, set: &Set, when: &When) -> Json {
        let test = |var: Var, operator: &str, value: Json| json!({ "fact": set.id(var), "operator": operator, "value": value });
        match when {
            When::Given(of) => test(*of, "given", json!(true)),
            When::Unsure(of) => test(*of, "equal", json!(UNSURE)),
            When::Yes(of) => test(*of, "equal", json!(true)),
            When::No(of) => test(*of, "equal", json!(false)),
            When::In(of, options) => match &options[..] {
                [one] => test(*of, "equal", json!(one)),
                _ => test(*of, "in", json!(options)),
            },
            When::Any(of, options) => match &options[..] {
                [one] => test(*of, "contains", json!(one)),
                _ => json!({ "any": options.iter().map(|one| test(*of, "contains", json!(one))).collect::<Vec<_>>() }),
            },
            When::Number(of, sign, bound) => test(*of, comparison(sign), number(bound)),
            When::Between(of, first, last) => test(*of, "between", json!([first, last])),
            When::Sum(terms, sign, bound) => {
                json!({ "fact": self.sum(set, terms), "operator": comparison(sign), "value": bound })
            }
            When::And(parts) => json!({ "all": self.conditions(set, parts) }),
            When::Or(parts) => json!({ "any": self.conditions(set, parts) }),
            When::Not(inner) => json!({ "not": self.condition(set, inner) }),
        }
    }

    fn conditions(&mut self, set: &Set, parts: &[When]) -> Vec<Json> {
        parts.iter().map(|part| self.condition(set, part)).collect()
    }

    /// The name of the fact that is this sum.
    fn sum(&mut self, set: &Set, terms: &[Term]) -> String {
        let of = |term: &Term| json!({ "fact": set.id(term.var), "options": term.options, "points": term.points });
        let terms = Json::Array(terms.iter().map(of).collect());
        let known = self.sums.iter().position(|sum| *sum == terms);
        let at = known.unwrap_or_else(|| {
            self.sums.push(terms);
            self.sums.len() - 1
        });
        format!("sum:{at}")
    }
}

fn comparison(sign: &str) -> &'static str {
    match sign {
        "<" => "lessThan",
        "<=" => "lessThanInclusive",
        ">" => "greaterThan",
        ">=" => "greaterThanInclusive",
        "==" => "equal",
        _ => "notEqual",
    }
}

/// The language of the ZEN engine. It does not order texts, so that days are compared as its dates.
pub fn zen() -> Words {
    Words {
        and: "and",
        or: "or",
        not: "not ",
        var: str::to_owned,
        number: str::to_owned,
        given: |id| format!("{id} != null"),
        holds: |id, option| format!("contains({id}, \"{option}\")"),
        between: |id, first, last| format!("(d({id}) >= d(\"{first}\") and d({id}) <= d(\"{last}\"))"),
        points: |test, points| format!("({test} ? {points} : 0)"),
        guard_lists: true,
        guard_dates: true,
    }
}
