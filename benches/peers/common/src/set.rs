//! The rule set: whether somebody may take a diving course. It is made up; only its shape matters.

/// What a question takes.
#[derive(Clone, Copy)]
pub enum Kind {
    YesNo,
    Choice(&'static [&'static str]),
    Choices(&'static [&'static str]),
    Number { low: i64, high: i64, decimals: u32, optional: bool },
}

pub struct Question {
    pub id: &'static str,
    pub kind: Kind,
}

/// A condition.
pub enum When {
    Yes(&'static str),
    In(&'static str, &'static [&'static str]),
    Any(&'static str, &'static [&'static str]),
    /// The number, a sign, and the bound in tenths.
    Number(&'static str, &'static str, i64),
    And(&'static [When]),
    Or(&'static [When]),
    Not(&'static When),
}

pub struct Rule {
    pub id: &'static str,
    pub verdict: usize,
    pub when: When,
}

pub const VERDICTS: [&str; 5] = ["fine", "advice", "conditions", "later", "never"];

const fn number(low: i64, high: i64, decimals: u32, optional: bool) -> Kind {
    Kind::Number { low, high, decimals, optional }
}

const fn ask(id: &'static str, kind: Kind) -> Question {
    Question { id, kind }
}

pub const QUESTIONS: &[Question] = &[
    ask("age", number(8, 90, 0, false)),
    ask("heart", Kind::Choice(&["healthy", "murmur", "medicine", "attack", "pacemaker"])),
    ask("ears", Kind::Choice(&["fine", "popping", "pain", "surgery"])),
    ask("dives", number(0, 400, 0, true)),
    ask("lungs", Kind::Choices(&["asthma", "cough", "smoker", "collapse", "surgery"])),
    ask("goal", Kind::Choice(&["pool", "shallow", "open", "deep", "wreck", "cave"])),
    ask("fear", Kind::Choice(&["calm", "uneasy", "afraid", "panic"])),
    ask("cold", Kind::Choice(&["none", "mild", "blocked"])),
    ask("medicines", Kind::Choices(&["thinner", "insulin", "sedative", "beta_blocker", "steroid", "antidepressant"])),
    ask("pressure", number(80, 200, 0, false)),
    ask("fainted", Kind::YesNo),
    ask("pregnant", Kind::YesNo),
    ask("swims", Kind::YesNo),
    ask("weeks_since", number(0, 300, 0, true)),
    ask("allergies", Kind::Choices(&["latex", "neoprene", "nickel", "sting", "plaster", "iodine", "pollen"])),
    ask("mass_index", number(14, 45, 1, false)),
];

use When::{And, Any, In, Not, Number, Or, Yes};

const fn rule(id: &'static str, verdict: usize, when: When) -> Rule {
    Rule { id, verdict, when }
}

pub const RULES: &[Rule] = &[
    rule("too_young", 4, Number("age", "<", 100)),
    rule("with_child", 4, Yes("pregnant")),
    rule("heart_grave", 4, In("heart", &["attack", "pacemaker"])),
    rule("heart_asks", 3, In("heart", &["murmur", "medicine"])),
    rule("lung_collapse", 4, Any("lungs", &["collapse"])),
    rule("lung_surgery", 3, Any("lungs", &["surgery"])),
    rule("asthma_cold", 3, And(&[Any("lungs", &["asthma"]), Not(&In("cold", &["none"]))])),
    rule("asthma_fit", 2, And(&[Any("lungs", &["asthma"]), In("cold", &["none"])])),
    rule("smoker_old", 2, And(&[Any("lungs", &["smoker"]), Number("age", ">=", 450)])),
    rule("ears_blocked", 3, Or(&[In("ears", &["pain", "surgery"]), In("cold", &["blocked"])])),
    rule("ears_pop", 1, In("ears", &["popping"])),
    rule("insulin_deep", 4, And(&[Any("medicines", &["insulin"]), In("goal", &["deep", "wreck", "cave"])])),
    rule("insulin_open", 3, And(&[Any("medicines", &["insulin"]), In("goal", &["open"])])),
    rule("sedated", 3, Any("medicines", &["sedative"])),
    rule("thin_blood", 2, And(&[Any("medicines", &["thinner"]), In("goal", &["wreck", "cave"])])),
    rule("slow_heart", 2, And(&[Any("medicines", &["beta_blocker"]), Number("pressure", "<", 1100)])),
    rule("steroids", 1, Any("medicines", &["steroid"])),
    rule("pressure_high", 3, Number("pressure", ">", 1600)),
    rule("pressure_raised", 2, And(&[Number("pressure", ">", 1400), Number("pressure", "<=", 1600)])),
    rule("fainted_deep", 4, And(&[Yes("fainted"), In("goal", &["deep", "wreck", "cave"])])),
    rule("fainted_ever", 3, Yes("fainted")),
    rule("panics", 3, In("fear", &["panic"])),
    rule("afraid_dark", 2, And(&[In("fear", &["afraid", "panic"]), In("goal", &["wreck", "cave"])])),
    rule("no_swimmer", 3, Not(&Yes("swims"))),
    rule("few_dives", 2, And(&[Number("dives", "<", 200), In("goal", &["deep", "wreck", "cave"])])),
    rule("long_ago", 1, And(&[Number("weeks_since", ">=", 520), Number("dives", "<", 500)])),
    rule("no_suit", 2, And(&[Any("allergies", &["neoprene", "latex"]), Not(&In("goal", &["pool"]))])),
    rule("stings", 2, And(&[Any("allergies", &["sting"]), In("goal", &["shallow", "open"])])),
    rule("metal", 1, Any("allergies", &["nickel"])),
    rule(
        "heavy",
        2,
        Or(&[Number("mass_index", ">", 380), And(&[Number("mass_index", ">", 325), Number("age", ">", 500)])]),
    ),
    rule("light", 1, And(&[Number("mass_index", "<", 175), In("goal", &["open", "deep"])])),
    rule(
        "old_deep",
        3,
        And(&[Number("age", ">=", 650), In("goal", &["deep", "cave"]), Not(&Any("medicines", &["beta_blocker"]))]),
    ),
];
