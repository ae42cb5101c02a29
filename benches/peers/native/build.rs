//! Writes the rules of the SMP set as a Rust function over a typed struct, as a person would: nobody writes 234 by hand.

use std::fmt::Write as _;
use std::path::Path;

use peer_common::MADE;
use peer_common::set::{Kind, Set, Term, Var, When};

fn main() {
    let path = format!("{MADE}/smp.json");
    println!("cargo::rerun-if-changed={path}");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|fault| panic!("{path}: {fault}; peer-prepare writes it"));
    let set: Set = serde_json::from_str(&text).unwrap();
    let out = Path::new(&std::env::var_os("OUT_DIR").unwrap()).join("smp.rs");
    std::fs::write(out, source(&set)).unwrap();
}

fn source(set: &Set) -> String {
    let mut out =
        String::from("use crate::said::{Bit, Day, Number, Picks, UNSURE_DAY, YesNo};\nuse serde::Deserialize;\n");
    set.variables.iter().for_each(|variable| options(&mut out, &variable.id, &variable.kind));
    out += "#[derive(Deserialize, Default)]\n#[serde(default)]\npub struct Answers {\n";
    for variable in &set.variables {
        let _ = match variable.kind {
            Kind::YesNo => writeln!(out, "{}: YesNo,", variable.id),
            Kind::Choice(_) => writeln!(out, "{}: {},", variable.id, camel(&variable.id)),
            Kind::Choices(_) => writeln!(out, "{}: Picks<{}>,", variable.id, camel(&variable.id)),
            Kind::Number => writeln!(out, "{}: Number,", variable.id),
            Kind::Date => writeln!(out, "{}: Day,", variable.id),
            Kind::Text => Ok(()),
        };
    }
    out += "}\n#[inline(never)]\npub fn judge(a: &Answers) -> [u64; 4] {\nlet mut bits = [0u64; 4];\n";
    for (at, rule) in set.rules.iter().enumerate() {
        let _ = writeln!(out, "bits[{}] |= u64::from({}) << {};", at / 64, condition(set, &rule.when), at % 64);
    }
    out + "bits\n}\n"
}

/// The options of a choice or a list as an enum.
fn options(out: &mut String, id: &str, kind: &Kind) {
    let (Kind::Choice(options) | Kind::Choices(options)) = kind else { return };
    let name = camel(id);
    let listed = matches!(kind, Kind::Choices(_));
    let _ = writeln!(out, "#[derive(Clone, Copy, PartialEq, Deserialize{})]", if listed { "" } else { ", Default" });
    let _ = writeln!(out, "enum {name} {{");
    if !listed {
        *out += "#[default]\n#[serde(skip)]\nMissing_,\n#[serde(rename = \"unsure\")]\nUnsure,\n";
    }
    for option in options {
        let _ = writeln!(out, "#[serde(rename = \"{option}\")]\n{},", camel(option));
    }
    *out += "}\n";
    if listed {
        let _ = writeln!(out, "impl Bit for {name} {{ fn bit(self) -> u32 {{ 1 << self as u32 }} }}");
    }
}

fn condition(set: &Set, when: &When) -> String {
    let id = |var: Var| set.id(var);
    let join = |parts: &[When], word: &str| {
        let parts: Vec<String> = parts.iter().map(|part| condition(set, part)).collect();
        format!("({})", parts.join(word))
    };
    match when {
        When::Given(var) => given(set, *var),
        When::Unsure(var) => unsure(set, *var),
        When::Yes(var) => format!("(a.{} == YesNo::Yes)", id(*var)),
        When::No(var) => format!("(a.{} == YesNo::No)", id(*var)),
        When::In(var, options) => among(set, *var, options),
        When::Any(var, options) => format!("(a.{}.bits & {:#x} != 0)", id(*var), mask(set, *var, options)),
        When::Number(var, sign, bound) => {
            let point = if bound.contains('.') { "" } else { ".0" };
            format!("(a.{}.value() {sign} {bound}{point})", id(*var))
        }
        When::Between(var, first, last) => {
            let (day, digits) = (id(*var), |day: &str| day.replace('-', "").trim_start_matches('0').to_owned());
            format!("(a.{day}.0 >= {} && a.{day}.0 <= {})", digits(first), digits(last))
        }
        When::Sum(terms, sign, bound) => {
            let term = |term: &Term| format!("i64::from({}) * {}", among(set, term.var, &term.options), term.points);
            let terms: Vec<String> = terms.iter().map(term).collect();
            format!("({} {sign} {bound})", terms.join(" + "))
        }
        When::And(parts) => join(parts, " && "),
        When::Or(parts) => join(parts, " || "),
        When::Not(inner) => format!("!{}", condition(set, inner)),
    }
}

fn given(set: &Set, var: Var) -> String {
    let variable = &set.variables[var];
    let id = &variable.id;
    match variable.kind {
        Kind::YesNo => format!("(a.{id} != YesNo::Missing)"),
        Kind::Choice(_) => format!("(a.{id} != {}::Missing_)", camel(id)),
        Kind::Choices(_) => format!("a.{id}.given"),
        Kind::Number => format!("a.{id}.given()"),
        Kind::Date => format!("(a.{id} != Day(0))"),
        Kind::Text => unreachable!("a text is never judged"),
    }
}

fn unsure(set: &Set, var: Var) -> String {
    let variable = &set.variables[var];
    let id = &variable.id;
    match variable.kind {
        Kind::YesNo => format!("(a.{id} == YesNo::Unsure)"),
        Kind::Choice(_) => format!("(a.{id} == {}::Unsure)", camel(id)),
        Kind::Choices(_) | Kind::Number => format!("a.{id}.unsure"),
        Kind::Date => format!("(a.{id} == UNSURE_DAY)"),
        Kind::Text => unreachable!("a text is never judged"),
    }
}

fn among(set: &Set, var: Var, options: &[String]) -> String {
    let (id, name) = (set.id(var), camel(set.id(var)));
    let options: Vec<String> = options.iter().map(|option| format!("{name}::{}", camel(option))).collect();
    format!("matches!(a.{id}, {})", options.join(" | "))
}

fn mask(set: &Set, var: Var, options: &[String]) -> u32 {
    let Kind::Choices(all) = &set.variables[var].kind else { unreachable!("only lists hold options") };
    options.iter().map(|option| 1 << all.iter().position(|known| known == option).unwrap()).sum()
}

/// `scar_raised` as `ScarRaised`.
fn camel(id: &str) -> String {
    id.split('_').map(|part| part[..1].to_uppercase() + &part[1..]).collect()
}
