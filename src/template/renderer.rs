//! Whole report templates.
//!
//! Their language is MiniJinja without what computes: `{{ … }}`, `if`, `for` and `include` of a template that was given. There
//! is no `set`, no macro and no arithmetic, so a template cannot pile anything up; its work is bounded by fuel, its output
//! by a writer that stops, its depth by the scan, and an include of itself is found before anything is written.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Serde, Value, ValueKind};
use minijinja::{Environment, Error, ErrorKind, Output, UndefinedBehavior};
use serde::Serialize;

use super::ast::check_names;
use super::data::{Misses, to_value};
use super::escape::Escape;
use super::fault::TemplateFault;
use super::filters;
use super::places::unsafe_places;
use super::shape::folded;
use super::vet::vet;
use crate::diagnostic::Code;
use crate::value::json::json_tree;

/// The most that a template may write, in bytes.
pub const MAX_OUTPUT_BYTES: usize = 4 << 20;
/// How many steps a template may take; a long report takes about a hundredth of it.
const FUEL: u64 = 4_000_000;

/// The templates of one report, by name.
pub struct Renderer {
    templates: BTreeMap<String, String>,
}

impl Renderer {
    /// Takes all templates that may be used or included.
    pub fn new(templates: BTreeMap<String, String>) -> Renderer {
        Renderer { templates }
    }

    /// Renders one of them over a value.
    ///
    /// # Errors
    /// A fault of the template: syntax, an unknown name, too much work or output.
    pub fn render(&self, name: &str, escape: Escape, data: &serde_json::Value) -> Result<String, TemplateFault> {
        let misses = Misses::default();
        fill(&self.environment(name, escape)?, name, &(to_value(data, &misses), misses))
    }

    /// Renders some of them over each value, only to see whether that works. Says of each template that does not the position
    /// of the first value that it fails on, and why; one that cannot be used at all fails at the first.
    pub fn rehearse(
        &self,
        named: &[(&str, Escape)],
        data: impl Iterator<Item = impl Serialize>,
    ) -> Vec<Option<(usize, TemplateFault)>> {
        try_all(named, self.stages(named), data)
    }

    /// Each template with what it needs, ready to render; or why it cannot be used at all, which any value shows.
    fn stages(&self, named: &[(&str, Escape)]) -> Vec<Stage<'_>> {
        named.iter().map(|(name, escape)| self.environment(name, *escape).map_err(|fault| (0, fault))).collect()
    }

    /// Checks templates and all that they include: their syntax, that every name in them stands in a sample, and that they take
    /// each of the samples. Gives the first fault of each.
    pub fn check(&self, names: &[String], samples: Vec<serde_json::Value>) -> Vec<Option<TemplateFault>> {
        let named: Vec<(&str, Escape)> = names.iter().map(|name| (name.as_str(), Escape::Text)).collect();
        let stages = self.stages(&named);
        let failed = try_all(&named, stages, samples.iter());
        let all = folded(serde_json::Value::Array(samples));
        let sample = all.get(0).unwrap_or(&serde_json::Value::Null);
        let unknown = names.iter().map(|name| check_names(&self.templates, name, sample).err());
        // A name that is never there is the better reason than the sample that it fails on.
        unknown.zip(failed).map(|(unknown, failed)| unknown.or(failed.map(|(_, fault)| fault))).collect()
    }

    /// The values of an HTML page, and of what it includes, that stand where escaping does not keep them harmless: in a script,
    /// a style sheet, or outside quotes. Says nothing of a template that cannot be used.
    pub fn unsafe_places(&self, name: &str) -> Vec<TemplateFault> {
        unsafe_places(&self.templates, name)
    }

    /// Knows the vetted templates that `name` uses, and nothing else.
    fn environment(&self, name: &str, escape: Escape) -> Result<Environment<'_>, TemplateFault> {
        let mut environment = Environment::empty();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        environment.set_debug(false);
        environment.set_fuel(Some(FUEL));
        environment.set_formatter(move |out, _, value| write_value(out, value, escape));
        if let Ok(syntax) =
            SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build()
        {
            environment.set_syntax(syntax);
        }
        filters::register(filters::of_reports(), &mut environment);
        for (name, source) in vet(&self.templates, name)? {
            let added = environment.add_template(name, source);
            added.map_err(|error| TemplateFault::of_minijinja(&error, name, &Misses::default()))?;
        }
        Ok(environment)
    }
}

/// A template that can be rendered, or the position of the first value that it fails on, and why.
type Stage<'t> = Result<Environment<'t>, (usize, TemplateFault)>;

/// Renders each template over each value, until it fails.
fn try_all(
    named: &[(&str, Escape)],
    mut stages: Vec<Stage<'_>>,
    data: impl Iterator<Item = impl Serialize>,
) -> Vec<Option<(usize, TemplateFault)>> {
    for (at, data) in data.enumerate() {
        // Made once for all templates, and without the names that were asked for in vain: both took most of the time of
        // `candidacy check`. Where a template fails, it is filled again as it would be for people.
        let quick = Value::from(Serde(&data));
        let mut whole: Option<(Value, Misses)> = None;
        for (stage, (name, _)) in stages.iter_mut().zip(named) {
            let Ok(environment) = stage else { continue };
            if can_be_filled(environment, name, &quick) {
                continue;
            }
            let whole = whole.get_or_insert_with(|| {
                let misses = Misses::default();
                (to_value(&json_tree(&data), &misses), misses)
            });
            if let Err(fault) = fill(environment, name, whole) {
                *stage = Err((at, fault));
            }
        }
    }
    stages.into_iter().map(Result::err).collect()
}

/// Whether a template can be filled; what it would write is only counted.
fn can_be_filled(environment: &Environment<'_>, name: &str, data: &Value) -> bool {
    let rendered = environment
        .get_template(name)
        .and_then(|template| template.render_captured_to(data.clone(), &mut Counted::default()).map(drop));
    rendered.is_ok()
}

fn fill(environment: &Environment<'_>, name: &str, (data, misses): &(Value, Misses)) -> Result<String, TemplateFault> {
    let mut written = Bounded::default();
    let rendered = environment
        .get_template(name)
        .and_then(|template| template.render_captured_to(data.clone(), &mut written).map(drop));
    match rendered {
        Ok(()) => Ok(text_of(written.bytes)),
        Err(_) if written.full => Err(too_much(name)),
        Err(error) => Err(TemplateFault::of_minijinja(&error, name, misses)),
    }
}

#[allow(clippy::panic, reason = "an empty report would read as if nothing had been found")]
fn text_of(written: Vec<u8>) -> String {
    match String::from_utf8(written) {
        Ok(text) => text,
        Err(error) => {
            panic!("a template wrote what is no text ({error}): this is a fault of Candidacy, please report it")
        }
    }
}

/// Counts what a template writes, up to the same bound as [`Bounded`].
#[derive(Default)]
struct Counted(usize);

impl io::Write for Counted {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        if self.0 > MAX_OUTPUT_BYTES { Err(io::Error::other("full")) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Takes what a template writes, up to a bound.
#[derive(Default)]
struct Bounded {
    bytes: Vec<u8>,
    full: bool,
}

impl io::Write for Bounded {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.full = self.bytes.len() + bytes.len() > MAX_OUTPUT_BYTES;
        if self.full {
            return Err(io::Error::other("full"));
        }
        self.bytes.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Writes texts and whole numbers, `yes` and `no`; nothing for what is not there. Lists and mappings do not print.
fn write_value(out: &mut Output<'_>, value: &Value, escape: Escape) -> Result<(), Error> {
    let text = match value.kind() {
        ValueKind::Undefined => return Err(Error::from(ErrorKind::UndefinedError)),
        ValueKind::None => return Ok(()),
        ValueKind::Bool => Cow::Borrowed(if value.is_true() { "yes" } else { "no" }),
        ValueKind::String | ValueKind::Number => {
            value.as_str().map_or_else(|| Cow::Owned(value.to_string()), Cow::Borrowed)
        }
        _ => return Err(Error::from(ErrorKind::NonPrimitive)),
    };
    out.write_str(&escape.apply(&text)).map_err(|_| Error::from(ErrorKind::WriteFailure))
}

fn too_much(name: &str) -> TemplateFault {
    TemplateFault {
        name: name.to_owned(),
        code: Code::TemplateLarge,
        message: format!("this template writes more than {} MiB", MAX_OUTPUT_BYTES >> 20),
        range: None,
        help: Some("look for a loop inside a loop".to_owned()),
        included: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A report that is rehearsed is in another form than one that is written: both must read alike.
    #[test]
    fn what_is_rehearsed_reads_as_what_is_written() {
        let template = "{{ text }}|{{ yes }}{{ no }}|{{ nothing }}|{{ number }}|{{ list|join }}|{{ list|length }}|\
            {% for item in map %}{{ item }}={{ map[item] }};{% endfor %}|{% if map.b %}{{ inner.deep.text|upper }}{% endif %}\
            {% if nothing %}wrong{% endif %}{% if empty %}wrong{% endif %}{% for item in things %}{{ item.id }},{% endfor %}";
        let renderer = Renderer::new([("a.txt".to_owned(), template.to_owned())].into());
        let environment = renderer.environment("a.txt", Escape::Html).unwrap();
        let data = serde_json::json!({
            "text": "<a & b>", "yes": true, "no": false, "nothing": null, "number": -3, "list": ["x", "y"], "empty": [],
            "map": { "b": "1", "a": "2" }, "inner": { "deep": { "text": "é" } }, "things": [{ "id": 1 }, { "id": "two" }],
        });
        let whole = renderer.render("a.txt", Escape::Html, &data).unwrap();
        let quick = fill(&environment, "a.txt", &(Value::from(Serde(&data)), Misses::default())).unwrap();
        assert_eq!(quick, whole);
        assert!(can_be_filled(&environment, "a.txt", &Value::from(Serde(&data))));
    }

    #[test]
    fn a_name_that_is_not_there_is_told_of_also_when_it_is_rehearsed() {
        let renderer = Renderer::new([("a.txt".to_owned(), "{{ about.titel }}".to_owned())].into());
        let data = [serde_json::json!({ "about": { "title": "T" } })];
        let found = renderer.rehearse(&[("a.txt", Escape::Text)], data.iter());
        let (at, fault) = found[0].clone().unwrap();
        assert_eq!((at, fault.code), (0, Code::TemplateName));
        assert!(fault.help.unwrap().contains("`title`"));
    }
}
