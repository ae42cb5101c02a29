//! What conditions mean, as rows.

use super::world::{Known, NAMES, Names, World, parsed};
use candidacy::condition::{Scope, Symbol, evaluate, support};
use candidacy::value::Truth;

/// Every test and what it makes of every state of its question: `T`rue, `F`alse or unknown (`?`). The day is 2026-11-22.
const TESTS: &str = "
smoker                               | yes T, no F                                             | n/a F, unsure ?, withheld ?, open ?
not smoker                           | yes F, no T                                             | n/a T, unsure ?, withheld ?, open ?
not not smoker                       | yes T, no F                                             | n/a F, unsure ?, withheld ?, open ?
smoker is answered                   | yes T, no T                                             | n/a F, unsure F, withheld F, open ?
not smoker is answered               | yes F, no F                                             | n/a T, unsure T, withheld T, open ?
smoker is unsure                     | yes F, no F                                             | n/a F, unsure T, withheld T, open ?
not smoker is unsure                 | yes T, no T                                             | n/a T, unsure F, withheld F, open ?
smoker is withheld                   | yes F, no F                                             | n/a F, unsure F, withheld T, open ?
not smoker is withheld               | yes T, no T                                             | n/a T, unsure T, withheld F, open ?

keloid == once                       | never F, family F, once T, often F                      | n/a F, unsure ?, withheld ?, open ?
keloid != once                       | never T, family T, once F, often T                      | n/a F, unsure ?, withheld ?, open ?
not keloid == once                   | never T, family T, once F, often T                      | n/a T, unsure ?, withheld ?, open ?
keloid in [once, often]              | never F, family F, once T, often T                      | n/a F, unsure ?, withheld ?, open ?
not keloid in [once, often]          | never T, family T, once F, often F                      | n/a T, unsure ?, withheld ?, open ?
keloid in [never, family, once, often] | never T, often T                                      | n/a F, unsure ?, withheld ?, open ?
keloid is answered                   | never T, often T                                        | n/a F, unsure F, withheld F, open ?
keloid is unsure                     | never F, often F                                        | n/a F, unsure T, withheld T, open ?

stage == ii                          | i F, ii T, iii F, iv F                                  | n/a F, unsure ?, withheld ?, open ?
stage != ii                          | i T, ii F, iii T, iv T                                  | n/a F, unsure ?, withheld ?, open ?
stage < ii                           | i T, ii F, iii F, iv F                                  | n/a F, unsure ?, withheld ?, open ?
stage <= ii                          | i T, ii T, iii F, iv F                                  | n/a F, unsure ?, withheld ?, open ?
stage > ii                           | i F, ii F, iii T, iv T                                  | n/a F, unsure ?, withheld ?, open ?
stage >= ii                          | i F, ii T, iii T, iv T                                  | n/a F, unsure ?, withheld ?, open ?
stage <= iv                          | i T, iv T                                               | n/a F, unsure ?, withheld ?, open ?
stage in [i, iv]                     | i T, ii F, iii F, iv T                                  | n/a F, unsure ?, withheld ?, open ?
stage is answered                    | i T, iv T                                               | n/a F, unsure F, withheld F, open ?
stage is unsure                      | i F, iv F                                               | n/a F, unsure T, withheld T, open ?

skin_now has sunburn                 | psoriasis F, sunburn T, sunburn+eczema T, none F        | n/a F, unsure ?, withheld ?, open ?
skin_now has none                    | psoriasis F, sunburn+eczema F, none T                   | n/a F, unsure ?, withheld ?, open ?
skin_now has any [sunburn, eczema]   | psoriasis F, sunburn T, sunburn+eczema T, none F        | n/a F, unsure ?, withheld ?, open ?
skin_now has all [sunburn, eczema]   | psoriasis F, sunburn F, sunburn+eczema T, psoriasis+sunburn+eczema T | n/a F, unsure ?, withheld ?, open ?
skin_now has none [sunburn, eczema]  | psoriasis T, sunburn F, sunburn+eczema F, none T        | n/a F, unsure ?, withheld ?, open ?
not skin_now has none [sunburn]      | psoriasis F, sunburn T                                  | n/a T, unsure ?, withheld ?, open ?
skin_now has none [none]             | psoriasis T, none F                                     | n/a F, unsure ?, withheld ?, open ?
skin_now is answered                 | psoriasis T, none T                                     | n/a F, unsure F, withheld F, open ?
skin_now is unsure                   | psoriasis F, none F                                     | n/a F, unsure T, withheld T, open ?

age == 18                            | 17 F, 18 T, 19 F                                        | n/a F, unsure ?, withheld ?, open ?
age != 18                            | 17 T, 18 F, 19 T                                        | n/a F, unsure ?, withheld ?, open ?
age < 18                             | 0 T, 17 T, 18 F, 19 F                                   | n/a F, unsure ?, withheld ?, open ?
age <= 18                            | 17 T, 18 T, 19 F                                        | n/a F, unsure ?, withheld ?, open ?
age > 18                             | 17 F, 18 F, 19 T                                        | n/a F, unsure ?, withheld ?, open ?
age >= 18                            | 17 F, 18 T, 19 T                                        | n/a F, unsure ?, withheld ?, open ?
age > -1                             | 0 T, 18 T                                               | n/a F, unsure ?, withheld ?, open ?
age == 18.0                          | 18 T                                                    | n/a F, unsure ?, withheld ?, open ?
age is answered                      | 0 T                                                     | n/a F, unsure F, withheld F, open ?
age is unsure                        | 0 F                                                     | n/a F, unsure T, withheld T, open ?
weight == 0.3                        | 0.3 T, 0.30 T, 0.2 F                                    | n/a F, unsure ?, withheld ?, open ?
weight < 70.5                        | 70.4 T, 70.5 F, 70.6 F                                  | n/a F, unsure ?, withheld ?, open ?
weight >= 70                         | 69.9 F, 70 T, 70.0 T                                    | n/a F, unsure ?, withheld ?, open ?

stopped within 6 months              | 2026-05-22 F, 2026-05-23 T, 2026-11-22 T, 2026-11-23 F  | n/a F, unsure ?, withheld ?, open ?
not stopped within 6 months          | 2026-05-22 T, 2026-05-23 F, 2026-11-23 T                | n/a T, unsure ?, withheld ?, open ?
stopped within 1 day                 | 2026-11-21 F, 2026-11-22 T, 2026-11-23 F                | n/a F, unsure ?, withheld ?, open ?
stopped within 2 weeks               | 2026-11-08 F, 2026-11-09 T                              | n/a F, unsure ?, withheld ?, open ?
stopped within 9 months              | 2026-02-22 F, 2026-02-23 T, 2026-02-28 T                | n/a F, unsure ?, withheld ?, open ?
stopped within 2 years               | 2024-11-22 F, 2024-11-23 T                              | n/a F, unsure ?, withheld ?, open ?
stopped within 9999 years            | 0001-01-01 T, 2026-11-22 T, 2026-11-23 F                | n/a F, unsure ?, withheld ?, open ?
stopped within next 6 weeks          | 2026-11-21 F, 2026-11-22 T, 2027-01-02 T, 2027-01-03 F  | n/a F, unsure ?, withheld ?, open ?
stopped within next 1 day            | 2026-11-21 F, 2026-11-22 T, 2026-11-23 F                | n/a F, unsure ?, withheld ?, open ?
stopped within next 3 months         | 2027-02-21 T, 2027-02-22 F                              | n/a F, unsure ?, withheld ?, open ?
not stopped within next 6 weeks      | 2026-11-21 T, 2026-11-22 F, 2027-01-03 T                | n/a T, unsure ?, withheld ?, open ?
stopped within half_year             | 2026-05-22 F, 2026-05-23 T, 2026-11-22 T                | n/a F, unsure ?, withheld ?, open ?
stopped is past                      | 0001-01-01 T, 2026-11-22 T, 2026-11-23 F                | n/a F, unsure ?, withheld ?, open ?
stopped is ahead                     | 2026-11-21 F, 2026-11-22 T, 9999-12-31 T                | n/a F, unsure ?, withheld ?, open ?
not stopped is ahead                 | 2026-11-21 T, 2026-11-22 F                              | n/a T, unsure ?, withheld ?, open ?
stopped before 2022-01-04            | 2022-01-03 T, 2022-01-04 F                              | n/a F, unsure ?, withheld ?, open ?
stopped until 2022-01-04             | 2022-01-04 T, 2022-01-05 F                              | n/a F, unsure ?, withheld ?, open ?
stopped after law_day                | 2022-01-04 F, 2022-01-05 T                              | n/a F, unsure ?, withheld ?, open ?
stopped from 2022-01-04              | 2022-01-03 F, 2022-01-04 T                              | n/a F, unsure ?, withheld ?, open ?
stopped between 3 months and 6 months ago | 2026-08-22 T, 2026-08-23 F, 2026-05-23 T, 2026-05-22 F | n/a F, unsure ?, withheld ?, open ?
stopped between 3 weeks and 6 weeks ahead | 2026-12-12 F, 2026-12-13 T, 2027-01-02 T, 2027-01-03 F | n/a F, unsure ?, withheld ?, open ?
age in 18..65                        | 17 F, 18 T, 65 T, 66 F                                  | n/a F, unsure ?, withheld ?, open ?
not age in adult..65                 | 17 T, 18 F, 65 F, 66 T                                  | n/a T, unsure ?, withheld ?, open ?
age >= adult                         | 17 F, 18 T                                              | n/a F, unsure ?, withheld ?, open ?
skin_now has at least 2              | psoriasis F, psoriasis+eczema T, psoriasis+sunburn+eczema T, none F | n/a F, unsure ?, withheld ?, open ?
not skin_now has at least 2          | psoriasis T, psoriasis+eczema F                         | n/a T, unsure ?, withheld ?, open ?
skin_now has at least 2 of [psoriasis, sunburn] | psoriasis+eczema F, psoriasis+sunburn T      | n/a F, unsure ?, withheld ?, open ?
stopped is answered                  | 2026-11-22 T                                            | n/a F, unsure F, withheld F, open ?
stopped is unsure                    | 2026-11-22 F                                            | n/a F, unsure T, withheld T, open ?

active_skin                          | skin_now: psoriasis T, eczema F                         | n/a F, unsure ?, withheld ?, open ?
not active_skin                      | skin_now: psoriasis F, eczema T                         | n/a T, unsure ?, withheld ?, open ?
";

#[test]
fn every_test_makes_of_every_state_what_the_table_says() {
    let names = Names::read(NAMES);
    for row in TESTS.lines().filter(|row| !row.is_empty()) {
        let [text, answers, states] = row.split('|').map(str::trim).collect::<Vec<_>>()[..] else { panic!("{row}") };
        let named = text.split_whitespace().find(|word| *word != "not").unwrap();
        let (subject, answers) = answers.split_once(": ").unwrap_or((named, answers));
        let Some(Symbol::Question(question, kind, _)) = names.resolve(subject) else { panic!("{row}") };
        let condition = parsed(text);
        for cell in answers.split(", ").chain(states.split(", ")) {
            let (state, expected) = cell.rsplit_once(' ').unwrap();
            let mut world = World::read("");
            world.known[question.at()] = Known::read(kind, state);
            assert_eq!(letter(evaluate(&condition, &world)), expected, "{text}, {subject} being {state}");
        }
    }
}

#[test]
fn the_table_has_every_state_in_every_row() {
    for row in TESTS.lines().filter(|row| !row.is_empty()) {
        for state in ["n/a", "unsure", "withheld", "open"] {
            assert!(row.contains(&format!("{state} ")), "{state} is missing: {row}");
        }
    }
}

/// Conditions over several questions: what is known, the truth, and the questions that decided it. `worry` is the position
/// of the answer to `keloid` (0 to 3) and to `stage` (0 to 3), added up.
const REASONS: &str = "
smoker or pregnant                   | smoker=yes pregnant=yes             | T | smoker pregnant
smoker or pregnant                   | smoker=yes pregnant=no              | T | smoker
smoker or pregnant                   | smoker=yes                          | T | smoker
smoker or pregnant                   | smoker=no pregnant=no               | F | smoker pregnant
smoker or pregnant                   | smoker=no                           | ? | pregnant
smoker or pregnant                   | smoker=unsure                       | ? | smoker pregnant
smoker and pregnant                  | smoker=yes pregnant=yes             | T | smoker pregnant
smoker and pregnant                  | smoker=no pregnant=yes              | F | smoker
smoker and pregnant                  | smoker=no pregnant=n/a              | F | smoker pregnant
smoker and pregnant                  | smoker=no                           | F | smoker
smoker and pregnant                  | smoker=yes                          | ? | pregnant
smoker and pregnant                  |                                     | ? | smoker pregnant
not (smoker or pregnant)             | smoker=yes pregnant=no              | F | smoker
not (smoker and pregnant)            | smoker=no                           | T | smoker
not smoker                           | smoker=n/a                          | T | smoker
keloid == once or keloid == often    | keloid=once                         | T | keloid
stopped within 6 months and smoker   | stopped=2026-11-01 smoker=yes       | T | smoker stopped
(smoker and pregnant) or age < 18    | smoker=yes pregnant=no age=17       | T | age
(smoker and pregnant) or age < 18    | smoker=yes pregnant=no age=18       | F | pregnant age
(smoker or pregnant) and not age < 18 | smoker=yes pregnant=no age=30      | T | smoker age
smoker and (pregnant or age < 18)    | smoker=yes pregnant=unsure age=18   | ? | pregnant
smoker is unsure or pregnant         | smoker=withheld                     | T | smoker

active_skin                          | skin_now=sunburn                    | T | skin_now
active_skin and smoker               | skin_now=eczema smoker=no           | F | smoker skin_now
twice_named                          | skin_now=sunburn smoker=no          | T | skin_now
twice_named                          | skin_now=eczema smoker=no           | F | smoker skin_now
twice_named                          | skin_now=eczema                     | ? | smoker
not twice_named and pregnant         | skin_now=none smoker=no pregnant=yes | T | smoker pregnant skin_now
active_skin or active_skin           | skin_now=unsure                     | ? | skin_now

worry >= 3                           | keloid=often stage=i                | T | keloid stage
worry >= 3                           | keloid=often                        | T | keloid stage
worry >= 3                           | keloid=once stage=i                 | F | keloid stage
worry >= 3                           | keloid=once                         | ? | stage
worry >= 3                           | keloid=unsure stage=ii              | ? | keloid
worry >= 3                           | keloid=often stage=n/a              | T | keloid
worry >= 3                           | keloid=n/a stage=n/a                | F |
worry >= 4                           | keloid=n/a                          | F | stage
worry > 5                            | keloid=often                        | ? | stage
worry > 6                            |                                     | F | keloid stage
worry < 0                            |                                     | F | keloid stage
worry <= 6                           |                                     | T | keloid stage
worry < 7                            |                                     | T | keloid stage
worry == 0                           | keloid=never stage=i                | T | keloid stage
worry == 0                           | keloid=never                        | ? | stage
worry == 0                           | keloid=once                         | F | keloid stage
worry != 0                           | keloid=once                         | T | keloid stage
worry != 0                           | keloid=never stage=i                | F | keloid stage
worry != 0                           | keloid=never                        | ? | stage
worry == 7                           |                                     | F | keloid stage
worry != -1                          |                                     | T | keloid stage
worry in 3..5                        | keloid=often stage=i                | T | keloid stage
worry in 3..5                        | keloid=often stage=iv               | F | keloid stage
worry in 3..5                        | keloid=often                        | ? | stage
at least 2 of [smoker, pregnant, age < 18] | smoker=yes pregnant=yes       | T | smoker pregnant
at least 2 of [smoker, pregnant, age < 18] | smoker=yes pregnant=yes age=17 | T | smoker pregnant age
at least 2 of [smoker, pregnant, age < 18] | smoker=no pregnant=no         | F | smoker pregnant
at least 2 of [smoker, pregnant, age < 18] | smoker=yes pregnant=no        | ? | age
at least 2 of [smoker, pregnant, age < 18] | smoker=unsure pregnant=no     | ? | smoker age
at least 2 of [smoker, pregnant, age < 18] | smoker=n/a pregnant=n/a       | F | smoker pregnant
not at least 2 of [smoker, pregnant, age < 18] | smoker=no pregnant=no     | T | smoker pregnant
at least 1 of [smoker, not pregnant] | smoker=no pregnant=n/a              | T | pregnant
seen > stage                         | seen=iii stage=ii                   | T | stage seen
seen > stage                         | seen=ii stage=ii                    | F | stage seen
seen > stage                         | seen=n/a stage=ii                   | F | seen
seen > stage                         | seen=n/a                            | F | seen
seen > stage                         | seen=i                              | ? | stage
seen > stage                         | seen=i stage=unsure                 | ? | stage
not seen > stage                     | seen=n/a stage=ii                   | T | seen
older >= age                         | older=40 age=40                     | T | age older
older >= age                         | older=39 age=40                     | F | age older
ended after stopped                  | ended=2026-01-02 stopped=2026-01-01 | T | stopped ended
ended after stopped                  | ended=2026-01-01 stopped=2026-01-01 | F | stopped ended
ended from stopped                   | ended=2026-01-01 stopped=2026-01-01 | T | stopped ended
ended > stopped                      | ended=2026-01-02 stopped=2026-01-01 | T | stopped ended
ended within 2 days after stopped    | ended=2026-01-01 stopped=2026-01-01 | T | stopped ended
ended within 2 days after stopped    | ended=2026-01-02 stopped=2026-01-01 | T | stopped ended
ended within 2 days after stopped    | ended=2026-01-03 stopped=2026-01-01 | F | stopped ended
ended within 2 days after stopped    | ended=2025-12-31 stopped=2026-01-01 | F | stopped ended
ended within 1 week before stopped   | ended=2025-12-26 stopped=2026-01-01 | T | stopped ended
ended within 1 week before stopped   | ended=2025-12-25 stopped=2026-01-01 | F | stopped ended
ended within 2 days after stopped    | ended=n/a stopped=unsure            | F | ended
worry < 3 or smoker                  | keloid=often smoker=yes             | T | smoker
";

#[test]
fn reasons_are_the_answers_that_decided() {
    let names = Names::read(NAMES);
    let names = names.questions();
    for row in REASONS.lines().filter(|row| !row.is_empty()) {
        let [text, known, truth, because] = row.split('|').map(str::trim).collect::<Vec<_>>()[..] else {
            panic!("{row}")
        };
        let (condition, world) = (parsed(text), World::read(known));
        let decided: Vec<_> = support(&condition, &world).iter().map(|question| names[question.at()].0).collect();
        assert_eq!((letter(evaluate(&condition, &world)), decided.join(" ").as_str()), (truth, because), "{row}");
    }
}

/// Texts that say the same: brackets, blanks, line ends and the order of a list do not matter.
#[test]
fn the_same_can_be_written_with_other_blanks_and_brackets() {
    for (one, other) in [
        ("smoker and pregnant", "  smoker\n  and\tpregnant  "),
        ("smoker and pregnant", "((smoker) and (pregnant))"),
        ("smoker or (pregnant and age<18)", "smoker or pregnant and age < 18"),
        ("not keloid == once", "not (keloid==once)"),
        ("not smoker and pregnant", "(not smoker) and pregnant"),
        ("keloid != once", "keloid in [never, family, often]"),
        ("keloid in [once, often]", "keloid in [often,once]"),
        ("stage >= iii", "stage in [iii, iv]"),
        ("skin_now has sunburn", "skin_now has any [sunburn]"),
        ("age >= 018.0", "age >= 18"),
    ] {
        assert_eq!(bare(one), bare(other), "{one} / {other}");
    }
}

/// The tree without its places.
fn bare(text: &str) -> candidacy::condition::ConditionNode {
    super::laws::without_places(parsed(text)).node
}

fn letter(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "T",
        Truth::False => "F",
        Truth::Unknown => "?",
    }
}
