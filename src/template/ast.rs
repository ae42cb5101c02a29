//! Whether every name in a template exists, found in MiniJinja's own tree without rendering it: a fault in a branch that is
//! rarely taken is found too.
//!
//! The names are held against a [`Shape`]: a sample of the data that holds everything once. Where the sample has nothing (an
//! empty list, a value that is not there), what stands below it is not known, and anything is taken.
//!
//! The tree is made by a parser that recurses, and walked by recursion. Both are safe because the vetting comes first: it
//! bounds the words of a tag, the blocks inside each other and the includes by reading the text (see [`super::scan`]).

use std::collections::BTreeMap;
use std::ops::Range;

use minijinja::machinery::ast::{CallArg, Expr, ForLoop, Stmt};
use minijinja::machinery::{self, Span};
use minijinja::syntax::SyntaxConfig;
use serde_json::Value;

use super::data::Misses;
use super::fault::{TemplateFault, nearest};
use super::vet::vet;
use crate::diagnostic::Code;

/// How many statements are looked at, those of an include each time that it is included: ten templates that include each other
/// twice and twice again are short to write and endless to walk. A template beyond that runs out of fuel when it is rendered.
const MOST_STATEMENTS: usize = 100_000;

/// The longest help that is given: of many known names only a near one is told.
const MOST_HELP: usize = 600;

/// What stands under a name: a part of the sample, or something that the sample does not show.
type Shape<'a> = Option<&'a Value>;

/// The trees of some templates, by name.
type Trees<'a> = BTreeMap<&'a str, Stmt<'a>>;

/// Looks at every name of the template `name` and of all that it includes.
///
/// # Errors
/// What keeps one of them from being read; or the first name that does not exist.
pub(super) fn check_names(given: &BTreeMap<String, String>, name: &str, sample: &Value) -> Result<(), TemplateFault> {
    let mut trees = Trees::new();
    for (name, source) in vet(given, name)? {
        // Blanks and line breaks around tags are no names: how they are trimmed does not matter here.
        let tree = machinery::parse(source, name, SyntaxConfig::default());
        trees.insert(name, tree.map_err(|error| TemplateFault::of_minijinja(&error, name, &Misses::default()))?);
    }
    Walk { trees: &trees, name, sample, loops: Vec::new(), left: MOST_STATEMENTS }.template(name)
}

/// On the way through a tree.
struct Walk<'a> {
    trees: &'a Trees<'a>,
    /// The template that is being read.
    name: &'a str,
    sample: &'a Value,
    /// The variables of the loops around this place, the innermost last.
    loops: Vec<(&'a str, Shape<'a>)>,
    /// How many statements are still looked at.
    left: usize,
}

impl<'a> Walk<'a> {
    /// A template sees the loops around its include.
    fn template(&mut self, name: &str) -> Result<(), TemplateFault> {
        // One that was not given may be missing: else the vetting had complained.
        let Some((name, tree)) = self.trees.get_key_value(name) else { return Ok(()) };
        let outer = std::mem::replace(&mut self.name, *name);
        self.statement(tree)?;
        self.name = outer;
        Ok(())
    }

    fn statements(&mut self, statements: &'a [Stmt<'a>]) -> Result<(), TemplateFault> {
        for statement in statements {
            let Some(left) = self.left.checked_sub(1) else { return Ok(()) };
            self.left = left;
            self.statement(statement)?;
        }
        Ok(())
    }

    fn statement(&mut self, statement: &'a Stmt<'a>) -> Result<(), TemplateFault> {
        match statement {
            Stmt::Template(template) => self.statements(&template.children),
            Stmt::EmitRaw(_) => Ok(()),
            Stmt::EmitExpr(emit) => self.shape_of(&emit.expr).map(drop),
            Stmt::IfCond(condition) => {
                self.shape_of(&condition.expr)?;
                self.statements(&condition.true_body)?;
                self.statements(&condition.false_body)
            }
            Stmt::ForLoop(each) => self.for_loop(each),
            Stmt::Include(include) => match &include.name {
                Expr::Const(target) => {
                    let (here, place) = (self.name, range(target.span()));
                    let read = self.template(target.value.as_str().unwrap_or_else(|| refused(here)));
                    read.map_err(|fault| fault.included_at(here, place))
                }
                _ => refused(self.name),
            },
            // The vetting refuses these, by the first word of the tag. They are named so that the compiler asks about what a
            // new version of MiniJinja adds.
            Stmt::WithBlock(_)
            | Stmt::Set(_)
            | Stmt::SetBlock(_)
            | Stmt::AutoEscape(_)
            | Stmt::FilterBlock(_)
            | Stmt::Block(_)
            | Stmt::Import(_)
            | Stmt::FromImport(_)
            | Stmt::Extends(_)
            | Stmt::Macro(_)
            | Stmt::CallBlock(_)
            | Stmt::Do(_) => refused(self.name),
        }
    }

    /// `for x in list if …`: `x` is known in its own `if` and in the body, but neither in the list nor in the `else`.
    fn for_loop(&mut self, each: &'a ForLoop<'a>) -> Result<(), TemplateFault> {
        let list = self.shape_of(&each.iter)?;
        let outside = self.loops.len();
        match &each.target {
            Expr::Var(variable) => self.loops.push((variable.id, element(list))),
            // `for a, b in list`: the report holds no list of pairs, so what the parts are is not known.
            target => names_in(target, &mut |name| self.loops.push((name, None))),
        }
        if let Some(wanted) = &each.filter_expr {
            self.shape_of(wanted)?;
        }
        self.statements(&each.body)?;
        self.loops.truncate(outside);
        self.statements(&each.else_body)
    }

    /// Looks at every name of an expression, in reading order. Gives what the expression leads to.
    fn shape_of(&self, expression: &'a Expr<'a>) -> Result<Shape<'a>, TemplateFault> {
        match expression {
            Expr::Const(_) => return Ok(None),
            Expr::Var(variable) => return self.variable(variable.id, range(variable.span())),
            Expr::GetAttr(path) => {
                let above = self.shape_of(&path.expr)?;
                // A path ends with its last name.
                let end = range(path.span()).end;
                return self.below(above, path.name, end.saturating_sub(path.name.len())..end);
            }
            Expr::GetItem(path) => {
                let above = self.shape_of(&path.expr)?;
                if let Expr::Const(key) = &path.subscript_expr
                    && let Some(name) = key.value.as_str()
                {
                    return self.below(above, name, range(key.span()));
                }
                self.shape_of(&path.subscript_expr)?;
                // A number or a computed name: any element of a list is like the others, those of a mapping are not.
                return Ok(element(above));
            }
            Expr::UnaryOp(operation) => self.all([&operation.expr])?,
            Expr::BinOp(operation) => self.all([&operation.left, &operation.right])?,
            Expr::Compare(chain) => self.all([&chain.expr].into_iter().chain(chain.ops.iter().map(|op| &op.expr)))?,
            Expr::IfExpr(choice) => {
                self.all([&choice.true_expr, &choice.test_expr].into_iter().chain(&choice.false_expr))?;
            }
            Expr::Slice(slice) => {
                self.all([&slice.expr].into_iter().chain(&slice.start).chain(&slice.stop).chain(&slice.step))?;
            }
            Expr::Filter(filter) => self.all(filter.expr.iter().chain(filter.args.iter().map(argument)))?,
            Expr::Test(test) => self.all([&test.expr].into_iter().chain(test.args.iter().map(argument)))?,
            Expr::Call(call) => self.all([&call.expr].into_iter().chain(call.args.iter().map(argument)))?,
            Expr::List(list) => self.all(&list.items)?,
            Expr::Tuple(tuple) => self.all(&tuple.items)?,
            Expr::Map(map) => self.all(map.keys.iter().chain(&map.values))?,
        }
        // What an operator, a filter or a call gives is not a part of the sample.
        Ok(None)
    }

    fn all(&self, expressions: impl IntoIterator<Item = &'a Expr<'a>>) -> Result<(), TemplateFault> {
        expressions.into_iter().try_for_each(|expression| self.shape_of(expression).map(drop))
    }

    fn variable(&self, name: &str, place: Range<usize>) -> Result<Shape<'a>, TemplateFault> {
        if let Some((_, shape)) = self.loops.iter().rev().find(|(variable, _)| *variable == name) {
            return Ok(*shape);
        }
        // What a loop knows of itself is MiniJinja's.
        if name == "loop" && !self.loops.is_empty() {
            return Ok(None);
        }
        self.below(Some(self.sample), name, place)
    }

    /// What stands under a name of a mapping; the name stands at `place`.
    fn below(&self, above: Shape<'a>, name: &str, place: Range<usize>) -> Result<Shape<'a>, TemplateFault> {
        match above {
            None | Some(Value::Null) => Ok(None),
            Some(Value::Object(map)) => match map.get(name) {
                Some(value) => Ok(Some(value)),
                None => Err(self.unknown(name, place, map.keys().map(String::as_str).collect())),
            },
            Some(Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_)) => {
                Err(self.unknown(name, place, Vec::new()))
            }
        }
    }

    fn unknown(&self, name: &str, place: Range<usize>, known: Vec<&str>) -> TemplateFault {
        TemplateFault {
            name: self.name.to_owned(),
            code: Code::TemplateName,
            message: format!("there is no `{}` here", name.escape_debug()),
            range: Some(place),
            help: nearest(name, &known).filter(|help| help.len() <= MOST_HELP),
            included: None,
        }
    }
}

/// What the elements of a list are like.
fn element(list: Shape<'_>) -> Shape<'_> {
    list?.as_array()?.first()
}

fn argument<'a>(argument: &'a CallArg<'a>) -> &'a Expr<'a> {
    match argument {
        CallArg::Pos(value) | CallArg::Kwarg(_, value) | CallArg::PosSplat(value) | CallArg::KwargSplat(value) => value,
    }
}

/// The names that `for a, (b, c) in …` makes.
fn names_in<'a>(target: &'a Expr<'a>, found: &mut impl FnMut(&'a str)) {
    match target {
        Expr::Var(variable) => found(variable.id),
        Expr::List(list) => list.items.iter().for_each(|item| names_in(item, found)),
        _ => {} // MiniJinja's grammar has nothing else here.
    }
}

fn range(span: Span) -> Range<usize> {
    span.start_offset as usize..span.end_offset as usize
}

#[allow(clippy::panic, reason = "a statement that passed unseen would have names that nobody has looked at")]
fn refused(name: &str) -> ! {
    panic!(
        "the template `{name}` was vetted and has a statement that the vetting refuses: this is a fault of Candidacy"
    )
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// The first fault of the template `t`, and the text at its place.
    fn fault_of(templates: &[(&str, &str)]) -> Option<(String, String)> {
        let given: BTreeMap<String, String> =
            templates.iter().map(|(name, source)| ((*name).to_owned(), (*source).to_owned())).collect();
        let sample = json!({
            "verdict": { "title": "Go", "steps": 2 },
            "findings": [{ "text": "a", "because": [{ "ask": "b" }] }],
            "answer": { "age": { "words": "34" } },
            "notes": [],
            "url": null,
            "settled": true,
        });
        let fault = check_names(&given, "t", &sample).err()?;
        let place = fault.range.map_or("", |range| &given[&fault.name][range]);
        Some((fault.message, format!("{place} in {}", fault.name)))
    }

    fn fault(template: &str) -> Option<(String, String)> {
        fault_of(&[("t", template)])
    }

    #[test]
    fn names_that_exist_are_taken() {
        for template in [
            "{{ verdict.title|upper }} {{ verdict['title'] }} {{ verdict[\"steps\"] }}",
            "{% for f in findings %}{{ f.text }}{{ loop.index }}{% for b in f.because if b.ask %}{{ b.ask }}{% endfor %}{% endfor %}",
            // What hangs below something that is not known is taken, and is no name of its own.
            "{{ (findings|first).anything }} {{ answer[verdict.title].anything }} {{ notes[0].anything.more }}",
            "{{ url.anything }} {% for note in notes %}{{ note.anything }}{% endfor %}",
            "{{ findings[0].because[0].ask }} {{ findings[verdict.steps].text }}",
            "{% if not settled and (verdict.title in findings or true) %}{% elif none %}{% else %}{% endif %}",
            "{% for a, b in findings %}{{ a.x }}{{ b.y }}{% endfor %}",
            "{{ 'verdikt.title' }} {# verdikt #} verdikt",
        ] {
            assert_eq!(fault(template), None, "{template}");
        }
    }

    #[test]
    fn a_name_that_does_not_exist_is_a_fault_with_its_place() {
        for (template, name, place) in [
            ("{{ verdikt.title }}", "verdikt", "verdikt"),
            ("é {{ verdict.titel|upper }}", "titel", "titel"),
            ("{{ verdict['titel'] }}", "titel", "'titel'"),
            ("{{ findings[0].txet }}", "txet", "txet"),
            ("{{ findings.length }}", "length", "length"),
            ("{{ verdict.title.first }}", "first", "first"),
            ("{{ answer[fidnings].words }}", "fidnings", "fidnings"),
            ("{{ notes|join(sep) }}", "sep", "sep"),
            ("{{ (verdict.titel) }}", "titel", "titel"),
            ("{{ verdict.title if seetled else verdict.titel }}", "seetled", "seetled"),
            ("{% if settled %}{% elif verdict.title == verdict . titel %}{% endif %}", "titel", "titel"),
            ("{% for f in findings %}{% for b in f.because %}{{ b.aks }}{% endfor %}{% endfor %}", "aks", "aks"),
            ("{% for f in findings if f.txet %}{% endfor %}", "txet", "txet"),
            ("{% for f in f %}{% endfor %}", "f", "f"),
            ("{% for f in findings %}{% else %}{{ f.text }}{% endfor %}", "f", "f"),
            ("{% for f in findings %}{% endfor %}{{ f.text }}", "f", "f"),
            ("{{ loop.index }}", "loop", "loop"),
            ("{{ range(1) }}", "range", "range"),
        ] {
            let expected = (format!("there is no `{name}` here"), format!("{place} in t"));
            assert_eq!(fault(template), Some(expected), "{template}");
        }
    }

    #[test]
    fn an_include_sees_the_loops_around_it() {
        let part = ("part", "{{ f.text }}");
        assert_eq!(fault_of(&[("t", "{% for f in findings %}{% include 'part' %}{% endfor %}"), part]), None);
        let expected = ("there is no `f` here".to_owned(), "f in part".to_owned());
        assert_eq!(fault_of(&[("t", "{% include 'part' %}"), part]), Some(expected));
        let after = "{% include 'ok' %}{% include 'none' ignore missing %}{{ verdict.titel }}";
        let expected = ("there is no `titel` here".to_owned(), "titel in t".to_owned());
        assert_eq!(fault_of(&[("t", after), ("ok", "ok")]), Some(expected));
    }

    /// What a template is bounded to before its tree is made: a test runs on a small stack, and none of these overflows it.
    #[test]
    fn hostile_templates_end_in_a_message_or_in_nothing() {
        let many = |bit: &str, times: usize| bit.repeat(times);
        let long = |inside: String| format!("{{{{ {inside} }}}}");
        let too_long = Some("this tag is too long");
        for (template, message) in [
            (long(many("-", 30_000) + "1"), Some("`-` has no meaning in a tag")),
            (long(many("not ", 10_000) + "settled"), too_long),
            (long("verdict".to_owned() + &many(".b", 20_000)), too_long),
            (long("verdict".to_owned() + &many("[0]", 10_000)), too_long),
            (long(many("verdict[", 5_000) + "0" + &many("]", 5_000)), too_long),
            (long("verdict".to_owned() + &many("|lower", 10_000)), too_long),
            (long(many("(", 30_000) + "1" + &many(")", 30_000)), too_long),
            (long(many("settled if settled else ", 2_000) + "1"), too_long),
            (long(many("'a' ", 10_000)), too_long),
            (many("{% if settled %}", 2_000) + &many("{% endif %}", 2_000), Some("blocks are nested too deeply here")),
            (
                "{% if settled %}".to_owned() + &many("{% elif settled %}", 3_500) + "{% endif %}",
                Some("there are too many `elif` here"),
            ),
            ("{% if settled %}".to_owned() + &many("{% elif settled %}", 100) + "{% endif %}", None),
            (long(format!("'{}'", many("x", 60_000))), None),
            (many("{{ 'x' }}", 7_000), None),
            (long(many("9", 60_000)), Some("this does not read as a template: invalid integer (too large)")),
            (long(many("(", 31) + "1" + &many(")", 31)), None),
            (long(many("not ", 63) + "settled"), None),
            (long("url".to_owned() + &many("[url", 15) + &many("]", 15)), None),
            (
                many("{% if settled %}", 16) + &long(many("(", 31) + "1" + &many(")", 31)) + &many("{% endif %}", 16),
                None,
            ),
        ] {
            assert!(template.len() < 64 << 10, "{:.20}", template);
            assert_eq!(fault(&template).map(|(message, _)| message).as_deref(), message, "{:.60}", template);
        }
    }

    /// Ten templates, each of which includes the next two thousand times: the walk stops, and says nothing false.
    #[test]
    fn includes_that_multiply_come_to_an_end() {
        let bodies: Vec<(String, String)> =
            (0..9).map(|at| (at.to_string(), format!("{{% include '{}' %}}", at + 1).repeat(2_000))).collect();
        let mut templates: Vec<(&str, &str)> =
            bodies.iter().map(|(name, body)| (name.as_str(), body.as_str())).collect();
        templates.extend([("t", "{% include '1' %}"), ("9", "{{ settled }}")]);
        assert_eq!(fault_of(&templates), None);
    }

    /// Bits of templates that mostly read as something.
    const BITS: &[&str] = &[
        "{{ ",
        " }}",
        "{% if ",
        " %}",
        "{% for x in findings %}",
        "{% for ",
        "{% endfor %}",
        "{% else %}",
        "{% elif x %}",
        "{% endif %}",
        "{% include 'u' %}",
        "{{ verdict.title }}",
        "verdict",
        "findings",
        "x",
        "loop",
        ".",
        ".text",
        "|first",
        "|join",
        "(",
        ")",
        "[",
        "]",
        "0",
        "'text'",
        " in ",
        " not ",
        " if ",
        " else ",
        " and ",
        ", ",
        "é",
    ];

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2_000))]

        /// Nothing that the vetting takes is a statement that the walk refuses, and every fault has a place that exists.
        #[test]
        fn any_template_is_walked_or_refused_before(bits in proptest::collection::vec(0..BITS.len(), 0..16)) {
            let template: String = bits.iter().map(|bit| BITS[*bit]).collect();
            let given = BTreeMap::from([("t".to_owned(), template), ("u".to_owned(), "{{ x.text }}".to_owned())]);
            if let Err(fault) = check_names(&given, "t", &json!({ "verdict": {}, "findings": [{ "text": "a" }] })) {
                let place = fault.range.map(|range| given[&fault.name].get(range));
                assert_ne!(place, Some(None), "{given:?}: {}", fault.message);
            }
        }
    }
}
