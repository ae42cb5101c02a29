//! What helps a person to decide: options with both their sides, and chances with their numbers, or the word that nobody has counted.

use super::Checker;
use super::names::Namespace;
use super::private::shows_private;
use super::shape::{Fields, Form, wrong_value};
use crate::condition::Condition;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Scalar, YamlValue};
use crate::questionnaire::{Chance, Counted, DecisionAid, DecisionOption};
use crate::source::Span;
use crate::value::{Date, parse_date};

pub(super) const DECISION: Form =
    Form { noun: "decision aid", keys: &["written", "renewed", "interests", "options", "chances"] };
pub(super) const DECISION_OPTION: Form = Form {
    noun: "option to decide on",
    keys: &["id", "title", "when", "treats", "benefits", "harms", "life", "sources"],
};
pub(super) const CHANCE: Form =
    Form { noun: "chance", keys: &["id", "what", "when", "count", "of", "group", "time", "counted", "sources"] };

/// The keys of a chance that has a number.
const NUMBER: [&str; 4] = ["count", "of", "group", "time"];

/// The word of a chance that has none.
const NOBODY: &str = "nobody";

const MOST_OPTIONS: usize = 100;
const MOST_CHANCES: usize = 100;
const MOST_PEOPLE: u32 = 100_000_000;

impl Checker<'_> {
    pub(super) fn decision(&mut self, fields: &Fields<'_>) -> Option<DecisionAid> {
        let entry = fields.entry("decision")?;
        let fields = Fields::of_entry(entry, DECISION, &mut self.out)?;
        let written = self.written_on(&fields);
        let (options, chances) = (fields.list("options", &mut self.out), fields.list("chances", &mut self.out));
        if self.check_most("options to decide on", options.len(), MOST_OPTIONS, entry.key.span)
            || self.check_most("chances", chances.len(), MOST_CHANCES, entry.key.span)
        {
            return None;
        }
        fields.needed("options", &mut self.out)?;
        let options: Vec<DecisionOption> = options.iter().filter_map(|item| self.decision_option(item)).collect();
        self.equal_detail(&options);
        Some(DecisionAid {
            renewed: self.needed_plain(&fields, "renewed").unwrap_or_default(),
            interests: self.needed_plain(&fields, "interests").unwrap_or_default(),
            options,
            chances: chances.iter().filter_map(|item| self.chance(item)).collect(),
            written: written?,
        })
    }

    fn written_on(&mut self, fields: &Fields<'_>) -> Option<Date> {
        let scalar = fields.needed_text("written", &mut self.out)?;
        let day = parse_date(scalar.text.trim());
        if day.is_none() {
            self.out.push(no_day(scalar));
        }
        day
    }

    fn decision_option(&mut self, item: &YamlValue) -> Option<DecisionOption> {
        let fields = Fields::of_item(item, DECISION_OPTION, &mut self.out)?;
        let id = self.own_id(&fields, Namespace::DecisionOption, "option to decide on");
        let when = self.shown_when(&fields, "option");
        let [benefits, harms] = ["benefits", "harms"].map(|key| {
            fields.needed(key, &mut self.out);
            let texts = fields.texts(key, &mut self.out);
            texts.into_iter().map(|text| text.text.clone()).collect::<Vec<_>>()
        });
        Some(DecisionOption {
            id: id?,
            title: self.needed_plain(&fields, "title").unwrap_or_default(),
            when,
            treats: fields.flag("treats", &mut self.out).unwrap_or(false),
            benefits,
            harms,
            life: self.needed_plain(&fields, "life").unwrap_or_default(),
            sources: self.citations(&fields),
            span: fields.head,
        })
    }

    /// A person sees by length alone which option its author likes: both sides of all are told in about as many points.
    fn equal_detail(&mut self, options: &[DecisionOption]) {
        let counts = || options.iter().flat_map(|option| [option.benefits.len(), option.harms.len()]);
        let (Some(fewest), Some(most)) = (counts().min(), counts().max()) else { return };
        let uneven = options.iter().find(|one| [one.benefits.len(), one.harms.len()].contains(&fewest));
        if let Some(option) = uneven.filter(|_| most > fewest + 1) {
            self.out.push(told_in_brief(option, most, fewest));
        }
    }

    fn chance(&mut self, item: &YamlValue) -> Option<Chance> {
        let fields = Fields::of_item(item, CHANCE, &mut self.out)?;
        let id = self.own_id(&fields, Namespace::Chance, "chance");
        let when = self.shown_when(&fields, "chance");
        let what = self.needed_plain(&fields, "what");
        let counted = self.chance_counted(&fields);
        let sources = self.citations(&fields);
        if counted.as_ref().is_some_and(Option::is_some) && !fields.has("sources") {
            self.out.push(from_nowhere(&fields));
        }
        Some(Chance { id: id?, what: what?, when, counted: counted?, sources, span: fields.head })
    }

    /// The number of a chance; none inside if it says that nobody has counted, none at all if it is faulty.
    fn chance_counted(&mut self, fields: &Fields<'_>) -> Option<Option<Counted>> {
        let numbered = NUMBER.iter().find_map(|key| fields.entry(key));
        let Some(nobody) = fields.entry("counted") else {
            return self.chance_number(fields, numbered.map(|entry| entry.key.span)).map(Some);
        };
        if let Some(number) = numbered {
            self.out.push(counted_and_not(number.key.span, nobody.key.span));
            return None;
        }
        let scalar = fields.text("counted", &mut self.out)?;
        if scalar.text != NOBODY {
            self.out.push(wrong_value("counted", scalar).help(
                "write `counted: nobody`, or the number itself, as in `count: 2`, `of: 100`, with its `group` and `time`",
            ));
            return None;
        }
        Some(None)
    }

    fn chance_number(&mut self, fields: &Fields<'_>, written: Option<Span>) -> Option<Counted> {
        if written.is_none() {
            self.out.push(without_number(fields));
            return None;
        }
        let [count, of] = ["count", "of"].map(|key| fields.needed_text(key, &mut self.out));
        let [group, time] = ["group", "time"].map(|key| self.needed_plain(fields, key));
        let (count, of) = (count?, of?);
        let (Some((fewest, most)), Some(people)) = (ends(&count.text), whole(&of.text)) else {
            self.out.push(no_count(if ends(&count.text).is_none() { count } else { of }));
            return None;
        };
        if people == 0 || fewest > most || most > people {
            self.out.push(more_than_all(count, of));
            return None;
        }
        Some(Counted { count: (fewest, most), of: people, group: group?, time: time? })
    }

    /// For whom something stands in a report, which must not tell what is private.
    fn shown_when(&mut self, fields: &Fields<'_>, what: &str) -> Option<Condition> {
        let scalar = fields.text("when", &mut self.out)?;
        let when = self.condition(scalar, |outline| outline.whole())?;
        if let Some(private) = self.outline.private_in(&when) {
            let fault = shows_private(scalar.span, &format!("that this {what} is told"), private);
            self.out.push(fault.help("leave `when` out, or test an answer that may be shown"));
        }
        Some(when)
    }
}

/// `7`, or `2..67` where counts differ.
fn ends(text: &str) -> Option<(u32, u32)> {
    match text.split_once("..") {
        Some((fewest, most)) => Some((whole(fewest)?, whole(most)?)),
        None => whole(text).map(|count| (count, count)),
    }
}

fn whole(text: &str) -> Option<u32> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| text.parse().ok()).flatten().filter(|number| *number <= MOST_PEOPLE)
}

fn no_day(scalar: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadDate, scalar.span, format!("`{}` is not a day", scalar.text))
        .help("write year, month and day, such as `2026-11-22`")
}

fn told_in_brief(option: &DecisionOption, most: usize, fewest: usize) -> Diagnostic {
    let message = format!("a side of `{}` has {fewest} points, where one of another option has {most}", option.id);
    Diagnostic::new(Code::UnevenOptions, option.span, message)
        .help("tell both sides of every option in about as many points")
}

fn without_number(fields: &Fields<'_>) -> Diagnostic {
    Diagnostic::new(Code::BadChance, fields.head, format!("{} has no number", fields.what)).help(
        "give its `count`, `of` how many, in which `group` and `time`; if there is no such number, write `counted: nobody`",
    )
}

fn from_nowhere(fields: &Fields<'_>) -> Diagnostic {
    Diagnostic::new(Code::BadChance, fields.head, format!("{} does not say who counted", fields.what))
        .help("name the source, as in `sources: [A1]`")
}

fn counted_and_not(number: Span, nobody: Span) -> Diagnostic {
    Diagnostic::new(Code::BadChance, nobody, "a chance that nobody has counted has a number")
        .also(number, "the number stands here")
        .help("leave one of the two out")
}

fn no_count(scalar: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadChance, scalar.span, format!("`{}` is no count of people", scalar.text))
        .help("write whole numbers, as in `count: 3` and `of: 100`; where counts differ, `count: 2..67`")
}

fn more_than_all(count: &Scalar, of: &Scalar) -> Diagnostic {
    Diagnostic::new(Code::BadChance, count.span, format!("`{}` is no part of `{}`", count.text, of.text))
        .also(of.span, "out of so many")
        .help("write how many of all it happened to; of two counts the fewer first")
}
