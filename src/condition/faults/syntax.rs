//! What is wrong with the sentence.

use super::Faults;
use crate::condition::syntax::Word;
use crate::diagnostic::{Code, Diagnostic};
use crate::text::{is_odd, sign_name};
use std::ops::Range;

/// The longest condition that a message repeats with its brackets.
const LONGEST_READING: usize = 120;

impl Faults<'_> {
    /// `(  )`, or nothing at all.
    pub fn empty(&mut self) {
        let diagnostic = Diagnostic::new(Code::ConditionSyntax, self.scalar.span, "the condition is empty")
            .help("write a test, as in `smoker` or `age >= 18`; what always holds needs no condition");
        self.push(diagnostic);
    }

    /// The text is longer than any condition needs to be.
    pub fn too_long(&mut self, most: usize) {
        let message = format!("the condition has {} bytes, more than {most}", self.scalar.text.len());
        let diagnostic = Diagnostic::new(Code::ConditionDeep, self.scalar.span, message)
            .help("give its parts names under `conditions:` and use the names");
        self.push(diagnostic);
    }

    /// One bracket or `not` too many.
    pub fn too_deep(&mut self, at: &Range<usize>, most: usize) {
        let message = format!("more than {most} brackets and `not` inside each other");
        self.simple(
            Code::ConditionDeep,
            at,
            message,
            "give the inner part a name under `conditions:` and use the name",
        );
    }

    /// `AND`
    pub fn capitals(&mut self, at: &Range<usize>, written: &str, word: &str) {
        let message = format!("`{written}` is in capitals");
        self.simple(Code::ConditionSyntax, at, message, format!("write `{word}`"));
    }

    /// `&&`
    pub fn foreign_sign(&mut self, at: &Range<usize>, written: &str, cure: &str) {
        let message = format!("`{written}` has no meaning in a condition");
        self.simple(Code::ConditionSyntax, at, message, format!("write `{cure}`"));
    }

    /// A character that is part of nothing.
    pub fn stray_character(&mut self, at: &Range<usize>, written: &str) {
        let help = match written {
            "+" | "-" | "*" | "/" | "%" => "conditions do not calculate; compare an answer with a fixed value",
            odd if odd.chars().all(is_odd) => "delete it; it comes along with text copied from a page or a document",
            _ => "a condition has names, numbers, `( ) [ ] ,` and `== != < <= > >=`",
        };
        let message = format!("{} has no meaning in a condition", shown(written));
        self.simple(Code::ConditionSyntax, at, message, help);
    }

    /// `"often"`
    pub fn quoted(&mut self, at: &Range<usize>, inner: &str, plain: bool) {
        let help = match plain {
            true => format!("write `{inner}`"),
            false => "write the id of the option, not its label".into(),
        };
        self.simple(Code::ConditionSyntax, at, "names and options stand without quotes", help);
    }

    /// `{{ smoker }}`
    pub fn braces(&mut self, at: &Range<usize>, inner: &str) {
        let help = if inner.is_empty() { "write the name alone".into() } else { format!("write `{inner}`") };
        self.simple(Code::ConditionSyntax, at, "a condition is no template: names stand without braces", help);
    }

    /// A quote that nothing closes.
    pub fn quote_open(&mut self, at: &Range<usize>) {
        let help = "names and options stand without quotes: remove it";
        self.simple(Code::ConditionSyntax, at, "this quote is never closed", help);
    }

    /// `and or`, `and` at the end, `( )`: a test is missing. `before` is what stands before the gap, `after` what follows.
    pub fn test_missing(&mut self, before: Option<&Word<'_>>, after: Option<&Word<'_>>) {
        let (at, message) = match (before, after) {
            (Some(before), None) => (before.at.clone(), format!("a test is missing after `{}`", before.text)),
            (None, Some(after)) => (after.at.clone(), format!("a test is missing before `{}`", after.text)),
            (Some(before), Some(after)) => {
                let message = format!("a test is missing between `{}` and `{}`", before.text, after.text);
                (before.at.start..after.at.end, message)
            }
            (None, None) => return self.empty(),
        };
        let help = "write a test there, as in `smoker` or `age >= 18`, or remove what is too much";
        self.simple(Code::ConditionSyntax, &at, message, help);
    }

    /// `( a or b`
    pub fn bracket_open(&mut self, at: &Range<usize>) {
        let bracket = self.written(at);
        let closing = if bracket == "(" { ")" } else { "]" };
        let message = format!("this `{bracket}` is never closed");
        self.simple(Code::ConditionSyntax, at, message, format!("add `{closing}` where it should end"));
    }

    /// `a or b )`
    pub fn bracket_unopened(&mut self, at: &Range<usize>) {
        let message = format!("nothing opens this `{}`", self.written(at));
        self.simple(Code::ConditionSyntax, at, message, "remove it, or add the bracket that opens it");
    }

    /// `18 < age`
    pub fn number_first(&mut self, at: &Range<usize>, cure: Option<String>) {
        let help = cure.map_or("write the name first, as in `age >= 18`".into(), |cure| format!("write `{cure}`"));
        self.simple(Code::ConditionSyntax, at, "a test begins with the name of a question", help);
    }

    /// Something other than a name stands where a test begins.
    pub fn no_test(&mut self, at: &Range<usize>) {
        let written = self.written(at);
        let help = match written {
            "[" | "{" => "tests are grouped with `(` and `)`",
            _ => "begin with a name, as in `smoker` or `age >= 18`",
        };
        self.simple(Code::ConditionSyntax, at, format!("a test cannot begin with {}", shown(written)), help);
    }

    /// `age in`, `keloid ==`: the sentence stops too early.
    pub fn value_missing(&mut self, sign: &Word<'_>, wanted: &str) {
        let message = format!("{wanted} is missing after `{}`", sign.text);
        self.simple(Code::ConditionSyntax, &sign.at, message, example(sign.text));
    }

    /// `a == b c`: something stands where the test should be over.
    pub fn trailing(&mut self, at: &Range<usize>, test: &str) {
        let message = format!("{} does not belong to the test `{test}`", shown(self.written(at)));
        self.simple(
            Code::ConditionSyntax,
            at,
            message,
            "join two tests with `and` or `or`, or remove what is too much",
        );
    }

    /// `smoker pregnant`, `hair loss`
    pub fn two_names(&mut self, at: &Range<usize>, name: &str) {
        let second = self.written(at);
        let help = format!("join two tests with `and` or `or`; a name has no blanks, as in `{name}_{second}`");
        self.simple(Code::ConditionSyntax, at, format!("`{second}` does not belong to the test `{name}`"), help);
    }

    /// `keloid == [once, often]`
    pub fn list_compared(&mut self, at: &Range<usize>, sign: &str) {
        let help = "for several options write `in [once, often]`, or `has any [psoriasis, sunburn]` where several can be picked";
        self.simple(Code::ConditionSyntax, at, format!("`{sign}` compares with one value, not with a list"), help);
    }

    /// `age > 18 years`
    pub fn unit(&mut self, at: &Range<usize>, test: &str, on_a_date: Option<String>) {
        let message = format!("`{}` does not belong here: a number stands without its unit", self.written(at));
        let diagnostic = self.at(Code::ConditionSyntax, at, message).help(format!("write `{test}`"));
        self.push(match on_a_date {
            Some(cure) => diagnostic.help(format!("a date is tested as in `{cure}`")),
            None => diagnostic,
        });
    }

    /// `keloid == once, often`, `skin_now has sunburn, eczema`
    pub fn options_unlisted(&mut self, at: &Range<usize>, cure: &str) {
        self.simple(Code::ConditionSyntax, at, "several options stand in a list", format!("write as in `{cure}`"));
    }

    /// `18 < age < 65`, `age > 18 < 65`
    pub fn second_comparison(&mut self, at: &Range<usize>, name: &str) {
        let help = format!("join two tests with `and` or `or`, and repeat `{name}` in the second");
        self.simple(Code::ConditionSyntax, at, "a test has one comparison", help);
    }

    /// `age between 18 and 65`, `stopped between 3 and 6 months`
    pub fn between(&mut self, at: &Range<usize>, cure: &str) {
        let message = "`between` takes two spans of time, and `ago` or `ahead` behind them";
        self.simple(Code::ConditionSyntax, at, message, format!("write `{cure}`"));
    }

    /// `hba1c in 59-69`, `hba1c in 59`
    pub fn no_range(&mut self, at: &Range<usize>, name: &str, written: &str, second: Option<&str>) {
        let parts = written.split_once('-').filter(|(low, high)| !low.is_empty() && !high.contains('-'));
        let help = match (parts, second) {
            (Some((low, high)), _) => format!("write `{name} in {low}..{high}`"),
            (None, Some(second)) => format!("write `{name} in {written}..{}`", second.trim_start_matches('-')),
            (None, None) => format!("write `{name} == {written}`, or `{name} in {written}..…` for a range"),
        };
        self.simple(Code::ConditionSyntax, at, "a range has two dots between its ends", help);
    }

    /// `hba1c in ..40`
    pub fn open_range(&mut self, at: &Range<usize>, cure: &str) {
        self.simple(Code::ConditionSyntax, at, "a range in a condition has two ends", format!("write `{cure}`"));
    }

    /// `stopped after 6 months`
    pub fn span_for_a_day(&mut self, at: &Range<usize>, sign: &str, name: &str) {
        let span = self.written(at).to_owned();
        let help = format!("a span is tested as in `{name} within {span}` or `not {name} within {span}`");
        self.simple(Code::ConditionSyntax, at, format!("`{sign}` takes a day, and {span} is a span of time"), help);
    }

    /// `read_on within 2 days after 2026-01-01`
    pub fn within_of_day(&mut self, day: &Word<'_>) {
        let help = "for a fixed day write as in `read_on from 2026-01-01`, `before`, `after` or `until`";
        self.simple(Code::ConditionSyntax, &day.at, "here stands the id of another date question", help);
    }

    /// `at least 2`, `at least 2 [a, b]`
    pub fn count_of_what(&mut self, at: &Range<usize>, count: &str) {
        let help = format!("write as in `at least {count} of [a, b, c]`, with the conditions that are counted");
        self.simple(Code::ConditionSyntax, at, "`at least` does not say of what", help);
    }

    /// `exactly 2 of [a, b]`: `words` stand before `of`.
    pub fn other_count(&mut self, at: &Range<usize>, words: &[&str]) {
        let number = |word: &str| word.parse::<u32>().ok().or_else(|| number_in_words(word));
        let last = words.last().and_then(|word| number(word));
        let next = last.map_or("…".to_owned(), |count| count.saturating_add(1).to_string());
        let count = last.map_or("…".to_owned(), |count| count.to_string());
        let cure = match words {
            ["any" | "some" | "one"] => "join the tests with `or`".to_owned(),
            ["all" | "both"] => "join the tests with `and`".to_owned(),
            ["none" | "neither"] => "write `not (… or …)`".to_owned(),
            ["at", "most", _] | ["up", "to", _] => format!("write `not at least {next} of […]`"),
            ["exactly" | "just" | "only", _] => {
                format!("write `at least {count} of […] and not at least {next} of […]`")
            }
            ["more", "than", _] => format!("write `at least {next} of […]`"),
            ["fewer" | "less", "than", _] => format!("write `not at least {count} of […]`"),
            [first, "or", "more"] => {
                let count = number(first).map_or("…".to_owned(), |count| count.to_string());
                format!("write `at least {count} of […]`")
            }
            _ => format!("write `at least {count} of […]`"),
        };
        self.simple(Code::ConditionSyntax, at, "conditions are counted with `at least`", cure);
    }

    /// `note matches sore`
    pub fn looks_into_text(&mut self, at: &Range<usize>) {
        let message = "no condition looks into a text: it is for people";
        self.simple(Code::ConditionSyntax, at, message, "ask a choice or a yes/no question beside it, and use that");
    }

    /// `if age < 18`
    pub fn leading_word(&mut self, at: &Range<usize>, rest: &str) {
        let message = format!("a condition begins without `{}`", self.written(at));
        self.simple(Code::ConditionSyntax, at, message, format!("write `{rest}`"));
    }

    /// `skin_now contains sunburn`
    pub fn other_word(&mut self, at: &Range<usize>, cure: &str) {
        let message = format!("`{}` is not a word of conditions", self.written(at));
        self.simple(Code::ConditionSyntax, at, message, format!("write `{cure}`"));
    }

    /// `keloid is not answered`, `stage not in [a]`
    pub fn inner_not(&mut self, at: &Range<usize>, cure: &str) {
        self.simple(Code::ConditionSyntax, at, "`not` stands before the test", format!("write `{cure}`"));
    }

    /// `keloid is often`
    pub fn is_what(&mut self, at: &Range<usize>, cure: &str) {
        let message = "`is` is followed by `answered`, `unsure` or `withheld`, of a date also by `past` or `ahead`";
        self.simple(Code::ConditionSyntax, at, message, format!("write `{cure}`"));
    }

    /// `age is less than 18`, `age older than 18`: a whole test in English.
    pub fn in_words(&mut self, at: &Range<usize>, cure: &str) {
        let message = "a comparison is written with signs and words of its own";
        self.simple(Code::ConditionSyntax, at, message, format!("write `{cure}`"));
    }

    /// `in (a, b)`
    pub fn round_list(&mut self, at: &Range<usize>) {
        self.simple(Code::ConditionSyntax, at, "a list stands in square brackets", "write `[` and `]`");
    }

    /// `in a`
    pub fn bare_list(&mut self, at: &Range<usize>) {
        let option = self.written(at);
        self.simple(Code::ConditionSyntax, at, "a list stands in square brackets", format!("write `[{option}]`"));
    }

    /// `in []`
    pub fn empty_list(&mut self, at: &Range<usize>) {
        let help = "name at least one option; whether there is any answer says `is answered`";
        self.simple(Code::ConditionSyntax, at, "the list is empty", help);
    }

    /// `[a b]`, `[a,,b]`
    pub fn list_comma(&mut self, at: &Range<usize>) {
        let message = "options in a list are parted by one comma each";
        self.simple(Code::ConditionSyntax, at, message, "write them as in `[once, often]`");
    }

    /// `has [a, b]`
    pub fn no_quantifier(&mut self, at: &Range<usize>, sign: &Word<'_>) {
        let list = self.written(at);
        let help = format!("write `has any {list}`, `has all {list}` or `has none {list}`");
        self.simple(Code::ConditionSyntax, &sign.at, "`has` does not say how many of the list", help);
    }

    /// `a or b and c`
    pub fn mixed(&mut self, or: &Range<usize>, and: &Range<usize>, reading: &str) {
        let reading = reading.split_whitespace().collect::<Vec<_>>().join(" ");
        let help = match reading.len() {
            0..=LONGEST_READING => {
                format!("this reads as `{reading}`; write the brackets, there or where you mean them")
            }
            _ => "write brackets around the tests that belong together".into(),
        };
        let diagnostic = self.at(Code::MixedAndOr, or, "`and` and `or` are mixed without brackets");
        let diagnostic = self.also(diagnostic, and, "`and` binds tighter than `or`").help(help);
        self.push(diagnostic);
    }
}

/// `two`: for a cure.
pub(super) fn number_in_words(word: &str) -> Option<u32> {
    const WORDS: &[&str] = &["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
    let at = WORDS.iter().position(|known| *known == word)?;
    u32::try_from(at + 1).ok()
}

/// A few signs for a message: in backticks, unless it is a backtick or cannot be seen.
fn shown(written: &str) -> String {
    match written.chars().next() {
        Some('`') => "a backtick".into(),
        Some(first) if is_odd(first) => format!("a {}", sign_name(first)),
        _ => format!("`{written}`"),
    }
}

/// The cure for a sentence that stops after `sign`.
fn example(sign: &str) -> &'static str {
    match sign {
        "in" => "name the options, as in `in [once, often]`",
        "has" => "name an option or a list, as in `has sunburn` or `has any [psoriasis, sunburn]`",
        "any" | "all" | "none" => "name the options, as in `has any [psoriasis, sunburn]`",
        "is" => "write `is answered` or `is unsure`",
        "least" => "write how many, as in `at least 2 of [a, b, c]`",
        "before" | "until" | "after" | "from" => "write a day or another date, as in `born before 2008-03-01`",
        ".." => "write the other end, as in `hba1c in 59..69`",
        "<" | "<=" | ">" | ">=" => "write what it is compared with, as in `age >= 18`",
        _ => "write what it is compared with, as in `keloid == often`",
    }
}
