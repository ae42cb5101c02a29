//! Reports that nobody reads: every shipped template for a witness of everything, and a template that fails in one branch.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use candidacy::assessment::{Assessment, Engine};
use candidacy::catalog::shipped_templates;
use candidacy::proof::{Proved, prove_until, prove_with_witnesses};
use candidacy::questionnaire::{Audience, Questionnaire, Texts, load};
use candidacy::report::{Format, rehearse};
use candidacy::source::Sources;

use crate::support::{day, small};

fn shipped() -> Vec<(Format, String)> {
    let templates = Format::templates();
    assert_eq!(templates.len(), 7, "{templates:?}");
    templates
}

#[test]
fn the_shipped_templates_render_for_a_witness_of_everything() {
    let questionnaire = small();
    let (_, witnesses) = prove_with_witnesses(&questionnaire, day());
    let judged =
        witnesses.iter().map(|response| Engine::new(&questionnaire, day()).assess(response, Audience::Everyone));
    let judged: Vec<Assessment> = judged.collect();
    let verdicts: BTreeSet<usize> = judged.iter().map(|assessment| assessment.verdict.at()).collect();
    let findings = judged.iter().flat_map(|assessment| &assessment.findings);
    let rules: BTreeSet<usize> = findings.map(|finding| finding.rule.at()).collect();
    assert_eq!(verdicts.len(), questionnaire.verdicts().len());
    assert_eq!(rules.len(), questionnaire.rules().len());
    assert_eq!(rehearse(&Engine::new(&questionnaire, day()), &shipped_templates(), &shipped(), &witnesses), []);
}

#[test]
fn a_branch_that_only_one_rule_takes_is_tried() {
    let questionnaire = small();
    let (_, witnesses) = prove_with_witnesses(&questionnaire, day());
    let mut templates = shipped_templates();
    let text = "{% for finding in findings %}{% if finding.not_before %}{{ finding.nothing }}{% endif %}{% endfor %}";
    templates.by_name.insert("own.md".to_owned(), text.to_owned());
    let own = [(Format::Markdown, "own.md".to_owned())];
    let failures = rehearse(&Engine::new(&questionnaire, day()), &templates, &own, &witnesses);
    let [failure] = failures.as_slice() else { panic!("{failures:?}") };
    assert_eq!(failure.fault.message, "there is no `nothing` here");
    let said: Vec<String> =
        failure.response.iter().map(|(question, _)| questionnaire.questions()[question].id.clone()).collect();
    assert_eq!(said, ["fever"]);
}

/// A set of so many yes/no questions with a rule each.
fn large(count: usize, question: impl Fn(usize) -> String, when: impl Fn(usize) -> String) -> Questionnaire {
    let verdicts = "verdicts:\n  - fine: { title: Fine, says: Go. }\n  - later: { title: Later, says: Wait. }\n";
    let mut set =
        format!("questionnaire: large\nversion: 1.0.0\ntitle: A large set\nlanguage: en\n{verdicts}sections:\n");
    set += "  - id: part\n    title: Part\n    valid_for: always\n    questions:\n";
    for at in 0..count {
        writeln!(set, "      - {{ id: q{at}, ask: Is it {at}?, type: yes_no, unsure: fine{} }}", question(at)).unwrap();
    }
    set += "    rules:\n";
    for at in 0..count {
        writeln!(set, "      - {{ id: r{at}, when: {}, verdict: later, finding: It is {at}. }}", when(at)).unwrap();
    }
    load(&Texts::one("large.yaml", set), "large.yaml", &mut Sources::default()).0.unwrap()
}

/// The rules that each of the responses shows, and how many rules are said to be left out.
fn shown(questionnaire: &Questionnaire) -> (Vec<BTreeSet<usize>>, usize) {
    let Proved { witnesses, not_shown, .. } = prove_until(questionnaire, day(), day());
    let engine = Engine::new(questionnaire, day());
    let rules = |response| {
        let findings = engine.assess(response, Audience::Everyone).findings;
        findings.iter().map(|finding| finding.rule.at()).collect()
    };
    (witnesses.iter().map(rules).collect(), not_shown)
}

#[test]
fn in_a_large_set_rules_share_the_responses_that_show_them() {
    let together = large(270, |_| String::new(), |at| format!("q{at}"));
    let (responses, left_out) = shown(&together);
    assert!(responses.len() < 5, "{}", responses.len());
    assert_eq!(responses.iter().flatten().collect::<BTreeSet<_>>().len(), 270);
    assert_eq!(left_out, 0);
}

#[test]
fn what_cannot_share_a_response_is_counted_where_it_is_too_much() {
    let skip = |at: usize| if at == 0 { String::new() } else { format!(", when: q{}", at - 1) };
    let chain = large(270, skip, |at| format!("q{at} is unsure"));
    let (responses, left_out) = shown(&chain);
    let rules: BTreeSet<&usize> = responses.iter().flatten().collect();
    assert_eq!(rules.len() + left_out, 270);
    assert_eq!(rules.len(), 64_000 / 270);
}
