//! The pages on conditions: what they call wrong is wrong in that way, what they offer instead is right.

use super::world::parse;
use candidacy::diagnostic::Code;

const PAGES: [Code; 10] = [
    Code::ConditionSyntax,
    Code::ConditionDeep,
    Code::UnknownName,
    Code::NameTooEarly,
    Code::WrongTest,
    Code::UnknownOption,
    Code::RepeatedOption,
    Code::NotTestable,
    Code::MixedAndOr,
    Code::BadDuration,
];

/// The lines of each fenced block of a kind.
fn blocks<'t>(page: &'t str, kind: &str) -> Vec<Vec<&'t str>> {
    let opening = format!("```{kind}\n");
    page.split(&opening).skip(1).map(|rest| rest.split("```").next().unwrap().lines().collect()).collect()
}

/// The condition of a line `when: …`, without its comment.
fn condition(line: &str) -> &str {
    let text = line.strip_prefix("when: ").unwrap_or_else(|| panic!("{line}"));
    text.split(" #").next().unwrap_or(text)
}

#[test]
fn the_pages_on_conditions_say_what_the_engine_says() {
    for code in PAGES {
        let page = code.explanation();
        let [wrong, right @ ..] = &blocks(page, "yaml")[..] else { panic!("{} has no example", code.name()) };
        assert!(!right.is_empty(), "{} offers no cure", code.name());
        let mut messages = Vec::new();
        for line in wrong {
            let (_, diagnostics) = parse(condition(line));
            assert!(diagnostics.iter().all(|fault| fault.code == code), "{line}: {diagnostics:?}");
            assert!(!diagnostics.is_empty(), "{line} is right");
            messages.extend(diagnostics.into_iter().map(|fault| fault.message));
        }
        for message in blocks(page, "text").concat() {
            assert!(messages.iter().any(|said| said == message), "{}: {message}", code.name());
        }
        for line in right.concat() {
            assert!(parse(condition(line)).1.is_empty(), "{}: {line}", code.name());
        }
    }
}
