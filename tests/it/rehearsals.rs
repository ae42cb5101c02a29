//! Reports that nobody reads: every shipped template for a witness of everything, and a template that fails in one branch.

use std::collections::BTreeSet;

use candidacy::assessment::{Assessment, Engine};
use candidacy::catalog::shipped_templates;
use candidacy::proof::prove_with_witnesses;
use candidacy::questionnaire::Audience;
use candidacy::report::{Format, rehearse};

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
