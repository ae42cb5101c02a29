//! The data that a template sees: JSON, whose mappings remember which name was asked for in vain.

use std::sync::{Arc, Mutex};

use minijinja::value::{Enumerator, Object, ObjectExt, Value};

/// A name that a mapping does not have, and those that it has. Names only: never what stands under them.
#[derive(Clone, Debug)]
pub(super) struct Miss {
    pub(super) name: String,
    pub(super) known: Vec<String>,
}

/// Where the last miss of one rendering is kept.
#[derive(Clone, Debug, Default)]
pub(super) struct Misses(Arc<Mutex<Option<Miss>>>);

impl Misses {
    /// The last miss.
    pub(super) fn last(&self) -> Option<Miss> {
        self.0.lock().ok().and_then(|miss| miss.clone())
    }

    fn keep(&self, miss: Miss) {
        if let Ok(mut last) = self.0.lock() {
            *last = Some(miss);
        }
    }
}

/// A mapping in the order of its keys.
#[derive(Debug)]
struct Record {
    fields: Vec<(String, Value)>,
    /// Whether that is also the order of their letters, as in mappings by id: these are the long ones.
    sorted: bool,
    misses: Misses,
}

impl Record {
    fn new(fields: Vec<(String, Value)>, misses: Misses) -> Record {
        let sorted = fields.is_sorted_by(|(one, _), (other, _)| one < other);
        Record { fields, sorted, misses }
    }

    fn find(&self, name: &str) -> Option<&Value> {
        let found = if self.sorted {
            let place = self.fields.binary_search_by(|(field, _)| field.as_str().cmp(name)).ok();
            place.and_then(|place| self.fields.get(place))
        } else {
            self.fields.iter().find(|(field, _)| field == name)
        };
        found.map(|(_, value)| value)
    }
}

impl Object for Record {
    fn get_value(self: &Arc<Self>, key: &Value) -> Option<Value> {
        let name = key.as_str()?;
        let found = self.find(name);
        if found.is_none() {
            let known = self.fields.iter().map(|(field, _)| field.clone()).collect();
            self.misses.keep(Miss { name: name.to_owned(), known });
        }
        found.cloned()
    }

    fn enumerate(self: &Arc<Self>) -> Enumerator {
        self.mapped_enumerator(|record| Box::new(record.fields.iter().map(|(field, _)| Value::from(field.as_str()))))
    }
}

/// JSON as MiniJinja sees it.
pub(super) fn to_value(json: &serde_json::Value, misses: &Misses) -> Value {
    match json {
        serde_json::Value::Null => Value::from(()),
        serde_json::Value::Bool(truth) => Value::from(*truth),
        serde_json::Value::Number(number) => {
            number.as_i64().map_or_else(|| Value::from(number.to_string()), Value::from)
        }
        serde_json::Value::String(text) => Value::from(text.as_str()),
        serde_json::Value::Array(items) => items.iter().map(|item| to_value(item, misses)).collect(),
        serde_json::Value::Object(map) => {
            let fields = map.iter().map(|(key, value)| (key.clone(), to_value(value, misses))).collect();
            Value::from_object(Record::new(fields, misses.clone()))
        }
    }
}
