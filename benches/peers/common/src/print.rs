//! The rule set in each engine's own language.

use serde_json::{Value as Json, json};

use crate::set::{Kind, QUESTIONS, RULES, VERDICTS, When};

/// How a language writes its conditions.
pub struct Words {
    pub and: &'static str,
    pub or: &'static str,
    pub not: &'static str,
    /// The question's variable.
    pub var: fn(&str) -> String,
    pub number: fn(i64) -> String,
    /// Whether the variable has a value.
    pub given: fn(&str) -> String,
    /// Whether a list variable holds an option.
    pub holds: fn(&str, &str) -> String,
}

/// A bound in tenths as a decimal.
pub fn decimal(tenths: i64) -> String {
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// The same, without a tenth that is nought.
pub fn plain(tenths: i64) -> String {
    if tenths % 10 == 0 { (tenths / 10).to_string() } else { decimal(tenths) }
}

fn optional(id: &str) -> bool {
    QUESTIONS.iter().any(|question| question.id == id && matches!(question.kind, Kind::Number { optional: true, .. }))
}

impl Words {
    pub fn print(&self, when: &When) -> String {
        let quoted =
            |options: &[&str]| options.iter().map(|option| format!("\"{option}\"")).collect::<Vec<_>>().join(", ");
        let join = |parts: &[When], word: &str| {
            let parts: Vec<String> = parts.iter().map(|part| self.print(part)).collect();
            format!("({})", parts.join(&format!(" {word} ")))
        };
        match when {
            When::Yes(id) => (self.var)(id),
            When::In(id, [one]) => format!("{} == \"{one}\"", (self.var)(id)),
            When::In(id, options) => format!("{} in [{}]", (self.var)(id), quoted(options)),
            When::Any(id, options) => {
                let parts: Vec<String> = options.iter().map(|option| (self.holds)(id, option)).collect();
                format!("({})", parts.join(&format!(" {} ", self.or)))
            }
            When::Number(id, sign, bound) => {
                let test = format!("{} {sign} {}", (self.var)(id), (self.number)(*bound));
                if optional(id) { format!("({} {} {test})", (self.given)(id), self.and) } else { test }
            }
            When::And(parts) => join(parts, self.and),
            When::Or(parts) => join(parts, self.or),
            When::Not(inner) => format!("{}({})", self.not, self.print(inner)),
        }
    }
}

/// As JSONLogic, over the answers below `answers`.
pub fn json_logic(when: &When) -> Json {
    let var = |id: &str| json!({ "var": format!("answers.{id}") });
    let all = |parts: &[When]| parts.iter().map(json_logic).collect::<Vec<_>>();
    match when {
        When::Yes(id) => json!({ "==": [var(id), true] }),
        When::In(id, [one]) => json!({ "==": [var(id), one] }),
        When::In(id, options) => json!({ "in": [var(id), options] }),
        When::Any(id, [one]) => json!({ "in": [one, var(id)] }),
        When::Any(id, options) => {
            json!({ "or": options.iter().map(|option| json!({ "in": [option, var(id)] })).collect::<Vec<_>>() })
        }
        When::Number(id, sign, bound) => {
            let bound: Json = serde_json::from_str(&plain(*bound)).unwrap();
            let test = json!({ *sign: [var(id), bound] });
            if optional(id) { json!({ "and": [{ "!==": [var(id), null] }, test] }) } else { test }
        }
        When::And(parts) => json!({ "and": all(parts) }),
        When::Or(parts) => json!({ "or": all(parts) }),
        When::Not(inner) => json!({ "!": [json_logic(inner)] }),
    }
}

fn ours(when: &When) -> String {
    let join = |parts: &[When], word: &str| format!("({})", parts.iter().map(ours).collect::<Vec<_>>().join(word));
    match when {
        When::Yes(id) => (*id).to_owned(),
        When::In(id, [one]) => format!("{id} == {one}"),
        When::In(id, options) => format!("{id} in [{}]", options.join(", ")),
        When::Any(id, [one]) => format!("{id} has {one}"),
        When::Any(id, options) => format!("{id} has any [{}]", options.join(", ")),
        When::Number(id, sign, bound) => format!("{id} {sign} {}", plain(*bound)),
        When::And(parts) => join(parts, " and "),
        When::Or(parts) => join(parts, " or "),
        When::Not(inner) => format!("not ({})", ours(inner)),
    }
}

/// The questionnaire as this project reads it, with `rules` of the form (id, verdict, condition).
pub fn questionnaire(rules: &[(String, &str, String)]) -> String {
    let mut yaml =
        String::from("questionnaire: course\nversion: 1.0.0\ntitle: A diving course\nlanguage: en\nverdicts:\n");
    VERDICTS.iter().for_each(|id| yaml += &format!("  - {id}: {{ title: {id}, says: It is {id}. }}\n"));
    yaml += "sections:\n  - id: all\n    title: All\n    questions:\n";
    for question in QUESTIONS {
        let of = |options: &[&str]| options.iter().map(|id| format!("{id}: {id}")).collect::<Vec<_>>().join(", ");
        let kind = match question.kind {
            Kind::YesNo => "yes_no".to_owned(),
            Kind::Choice(options) => format!("choice, options: {{ {} }}", of(options)),
            Kind::Choices(options) => format!("choices, min: 0, options: {{ {} }}", of(options)),
            Kind::Number { low, high, decimals, optional } => {
                format!("number, range: {low}..{high}, decimals: {decimals}, required: {}", !optional)
            }
        };
        yaml += &format!("      - {{ id: {}, ask: \"{}?\", type: {kind} }}\n", question.id, question.id);
    }
    yaml += "    rules:\n";
    for (id, verdict, when) in rules {
        yaml += &format!("      - {{ id: {id}, verdict: {verdict}, finding: It is so., when: \"{when}\" }}\n");
    }
    yaml
}

/// The rule set as this project reads it.
pub fn our_rules() -> Vec<(String, &'static str, String)> {
    RULES.iter().map(|rule| (rule.id.to_owned(), VERDICTS[rule.verdict], ours(&rule.when))).collect()
}
