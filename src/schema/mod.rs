//! JSON Schemas of the files that people write, for the completion and the first checks of their editors.
//!
//! A schema sees shapes: keys, types, patterns. It cannot see names, types of conditions or proofs; that is the check's part.
//!
//! Invariant: what the check takes without a word, the schema takes; the keys of both are the same.

use serde_json::{Value, json};

use crate::diagnostic::{Code, Level};

/// A kind of file that has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaKind {
    /// The main file of a question set.
    Questionnaire,
    /// A file that holds one section.
    Section,
    /// Worked responses with what is expected of them.
    Scenarios,
    /// What one person answered.
    Response,
}

impl SchemaKind {
    /// Every kind.
    pub const ALL: [SchemaKind; 4] =
        [SchemaKind::Questionnaire, SchemaKind::Section, SchemaKind::Scenarios, SchemaKind::Response];

    /// Its word on the command line and in file names.
    pub fn name(self) -> &'static str {
        match self {
            SchemaKind::Questionnaire => "questionnaire",
            SchemaKind::Section => "section",
            SchemaKind::Scenarios => "scenarios",
            SchemaKind::Response => "response",
        }
    }

    fn text(self) -> &'static str {
        match self {
            SchemaKind::Questionnaire | SchemaKind::Section => include_str!("questionnaire.json"),
            SchemaKind::Scenarios => include_str!("scenarios.json"),
            SchemaKind::Response => include_str!("response.json"),
        }
    }
}

/// The schema of a kind of file, in the dialect 2020-12, as JSON text that ends with a line break.
pub fn schema(kind: SchemaKind) -> String {
    // The embedded texts are JSON; a test holds them to it.
    let mut whole: Value = serde_json::from_str(kind.text()).unwrap_or_default();
    if let Some(lints) = whole.pointer_mut("/properties/lints/properties") {
        *lints = levels();
    }
    let schema = if kind == SchemaKind::Section { section(&whole) } else { whole };
    format!("{schema:#}\n")
}

/// One property for each code whose level can be set.
fn levels() -> Value {
    let lints = Code::ALL.iter().filter(|code| code.level() != Level::Error);
    lints.map(|code| (code.name().to_owned(), level(*code))).collect::<serde_json::Map<_, _>>().into()
}

fn level(code: Code) -> Value {
    json!({ "$ref": "#/$defs/level", "default": code.level().name(), "description": code.summary() })
}

/// The same definitions with a section at the root.
fn section(whole: &Value) -> Value {
    json!({
        "$schema": whole.get("$schema"),
        "title": "Candidacy section",
        "description": "A section of a question set in a file of its own.",
        "$ref": "#/$defs/section",
        "$defs": whole.get("$defs"),
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::questionnaire::shape::Form;
    use crate::questionnaire::tables;

    fn read(kind: SchemaKind) -> Value {
        serde_json::from_str(&schema(kind)).unwrap()
    }

    /// The mapping of a schema that stands for a mapping of the check.
    fn mapping<'s>(schema: &'s Value, noun: &str) -> &'s Value {
        let place = match noun {
            "verdict" => "/$defs/verdict_texts",
            "option" => "/$defs/long_option",
            "decision aid" => "/$defs/decision",
            "option to decide on" => "/$defs/decision_option",
            "scenario file" => "/$defs/file",
            _ => &format!("/$defs/{noun}"),
        };
        schema.pointer(place).unwrap_or_else(|| panic!("the schema has no {noun}"))
    }

    fn keys(value: &Value) -> BTreeSet<&str> {
        value.as_object().unwrap().keys().map(String::as_str).collect()
    }

    fn agree(schema: &Value, forms: &[Form]) {
        for form in forms {
            let mapping = mapping(schema, form.noun);
            assert_eq!(keys(&mapping["properties"]), form.keys.iter().copied().collect(), "{}", form.noun);
            assert_eq!(mapping["additionalProperties"], json!(false), "{}", form.noun);
        }
    }

    #[test]
    fn the_check_and_the_schema_take_the_same_keys() {
        let main = read(SchemaKind::Questionnaire);
        assert_eq!(keys(&main["properties"]), tables::keys_of_main().into_iter().collect());
        assert_eq!(main["additionalProperties"], json!(false));
        agree(&main, tables::FORMS);
        agree(&read(SchemaKind::Section), tables::FORMS);
        agree(&read(SchemaKind::Scenarios), crate::scenario::tables::FORMS);
        assert_eq!(keys(&read(SchemaKind::Response)["properties"]), crate::response::KEYS.into_iter().collect());
    }

    #[test]
    fn the_check_and_the_schema_take_the_same_words() {
        let schema = read(SchemaKind::Questionnaire);
        let listed = |value: &Value| -> Vec<String> {
            let consts = value["oneOf"].as_array().into_iter().flatten().map(|one| &one["const"]);
            let all = value["enum"].as_array().into_iter().flatten().chain(consts);
            all.map(|word| word.as_str().unwrap().to_owned()).collect()
        };
        for (key, words) in tables::words() {
            let place = match key {
                "status" => "/properties/status",
                "for" => "/$defs/audience",
                "lints" => "/$defs/level",
                _ => &format!("/$defs/{key}"),
            };
            assert_eq!(listed(schema.pointer(place).unwrap()), words, "{key}");
        }
        assert_eq!(listed(&schema["$defs"]["name"]["not"]), tables::KEYWORDS);
        for (noun, list) in tables::ONE_OF {
            let place = &schema["$defs"][noun];
            let ways = place["oneOf"].as_array().or(place["anyOf"].as_array()).unwrap();
            let keys: Vec<_> = ways.iter().map(|way| way["required"][0].as_str().unwrap()).collect();
            assert_eq!(keys, *list, "{noun}");
        }
    }

    #[test]
    fn a_lint_is_every_code_that_is_no_error() {
        let schema = read(SchemaKind::Questionnaire);
        let lints = Code::ALL.iter().filter(|code| code.level() != Level::Error).map(|code| code.name());
        assert_eq!(keys(&schema["properties"]["lints"]["properties"]), lints.collect());
    }

    #[test]
    fn everything_that_an_editor_completes_is_described() {
        for kind in SchemaKind::ALL {
            undescribed(&read(kind), kind.name());
        }
    }

    /// Fails at the first property without a description, its own or of what it refers to.
    fn undescribed(schema: &Value, kind: &str) {
        let mut places = vec![schema];
        places.extend(schema["$defs"].as_object().unwrap().values());
        for place in places {
            for (key, property) in place["properties"].as_object().into_iter().flatten() {
                let target = property["$ref"].as_str().and_then(|to| schema.pointer(to.trim_start_matches('#')));
                let described =
                    [Some(property), target].into_iter().flatten().any(|one| one["description"].is_string());
                assert!(described, "{kind}: `{key}` has no description");
            }
        }
    }

    #[test]
    fn a_key_is_taken_by_the_types_that_it_has_an_effect_on() {
        let whole = read(SchemaKind::Questionnaire);
        let question = json!({ "$ref": "#/$defs/question", "$defs": whole["$defs"] });
        let validator = jsonschema::validator_for(&question).unwrap();
        let options = json!({ "a": "A", "b": { "label": "B" } });
        for (kind, keys) in tables::keys_by_type() {
            let mut plain = json!({ "id": "q", "ask": "Q?", "type": kind });
            if ["choice", "scale", "choices"].contains(&kind) {
                assert!(!validator.is_valid(&plain), "{kind} needs options");
                plain["options"] = options.clone();
            }
            assert!(validator.is_valid(&plain), "{kind}");
            for (key, taken) in keys {
                let value = match (key, kind) {
                    ("options", _) => options.clone(),
                    ("range", "date") => json!("past"),
                    ("range", _) => json!("0..9"),
                    ("yes" | "no", _) => json!({ "becomes": "no" }),
                    _ => json!(1),
                };
                let mut question = plain.clone();
                question[key] = value;
                assert_eq!(validator.is_valid(&question), taken, "{kind} with {key}");
            }
        }
    }

    #[test]
    fn every_reference_leads_somewhere() {
        for kind in SchemaKind::ALL {
            let text = schema(kind);
            let schema: Value = serde_json::from_str(&text).unwrap();
            for (at, _) in text.match_indices("\"$ref\": \"#") {
                let rest = &text[at + "\"$ref\": \"#".len()..];
                let target = rest.split('"').next().unwrap();
                assert!(schema.pointer(target).is_some(), "{kind:?}: {target}");
            }
        }
    }
}
