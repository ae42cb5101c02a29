//! The rules written by hand over a typed struct, in two truth values.

use serde::Deserialize;

#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heart {
    Healthy,
    Murmur,
    Medicine,
    Attack,
    Pacemaker,
}
#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ears {
    Fine,
    Popping,
    Pain,
    Surgery,
}
#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Goal {
    Pool,
    Shallow,
    Open,
    Deep,
    Wreck,
    Cave,
}
#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fear {
    Calm,
    Uneasy,
    Afraid,
    Panic,
}
#[derive(Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Cold {
    None,
    Mild,
    Blocked,
}
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lung {
    Asthma,
    Cough,
    Smoker,
    Collapse,
    Surgery,
}
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Medicine {
    Thinner,
    Insulin,
    Sedative,
    BetaBlocker,
    Steroid,
    Antidepressant,
}
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Allergy {
    Latex,
    Neoprene,
    Nickel,
    Sting,
    Plaster,
    Iodine,
    Pollen,
}

/// Picks as bits.
pub struct Picks<T>(u8, std::marker::PhantomData<T>);

pub trait Bit {
    fn bit(self) -> u8;
}

macro_rules! bits {
    ($($name:ident)*) => {$(impl Bit for $name { fn bit(self) -> u8 { 1 << self as u8 } })*};
}
bits!(Lung Medicine Allergy);

impl<'de, T: Bit + Deserialize<'de>> Deserialize<'de> for Picks<T> {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct List<T>(std::marker::PhantomData<T>);
        impl<'de, T: Bit + Deserialize<'de>> serde::de::Visitor<'de> for List<T> {
            type Value = u8;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list")
            }
            fn visit_seq<A: serde::de::SeqAccess<'de>>(self, mut items: A) -> Result<u8, A::Error> {
                let mut bits = 0;
                while let Some(item) = items.next_element::<T>()? {
                    bits |= item.bit();
                }
                Ok(bits)
            }
        }
        Ok(Picks(from.deserialize_seq(List::<T>(std::marker::PhantomData))?, std::marker::PhantomData))
    }
}

impl<T: Bit> Picks<T> {
    fn has(&self, item: T) -> bool {
        self.0 & item.bit() != 0
    }
}

#[derive(Deserialize)]
pub struct Answers {
    age: u32,
    heart: Heart,
    ears: Ears,
    dives: Option<u32>,
    lungs: Picks<Lung>,
    goal: Goal,
    fear: Fear,
    cold: Cold,
    medicines: Picks<Medicine>,
    pressure: u32,
    fainted: bool,
    pregnant: bool,
    swims: bool,
    weeks_since: Option<u32>,
    allergies: Picks<Allergy>,
    mass_index: f64,
}

/// Which rules hold, rule 0 the lowest bit.
#[inline(never)]
pub fn judge(a: &Answers) -> u32 {
    let dark = a.goal == Goal::Wreck || a.goal == Goal::Cave;
    let deep = dark || a.goal == Goal::Deep;
    let held = [
        a.age < 10,
        a.pregnant,
        a.heart == Heart::Attack || a.heart == Heart::Pacemaker,
        a.heart == Heart::Murmur || a.heart == Heart::Medicine,
        a.lungs.has(Lung::Collapse),
        a.lungs.has(Lung::Surgery),
        a.lungs.has(Lung::Asthma) && a.cold != Cold::None,
        a.lungs.has(Lung::Asthma) && a.cold == Cold::None,
        a.lungs.has(Lung::Smoker) && a.age >= 45,
        a.ears == Ears::Pain || a.ears == Ears::Surgery || a.cold == Cold::Blocked,
        a.ears == Ears::Popping,
        a.medicines.has(Medicine::Insulin) && deep,
        a.medicines.has(Medicine::Insulin) && a.goal == Goal::Open,
        a.medicines.has(Medicine::Sedative),
        a.medicines.has(Medicine::Thinner) && dark,
        a.medicines.has(Medicine::BetaBlocker) && a.pressure < 110,
        a.medicines.has(Medicine::Steroid),
        a.pressure > 160,
        a.pressure > 140 && a.pressure <= 160,
        a.fainted && deep,
        a.fainted,
        a.fear == Fear::Panic,
        (a.fear == Fear::Afraid || a.fear == Fear::Panic) && dark,
        !a.swims,
        a.dives.is_some_and(|dives| dives < 20) && deep,
        a.weeks_since.is_some_and(|weeks| weeks >= 52) && a.dives.is_some_and(|dives| dives < 50),
        (a.allergies.has(Allergy::Neoprene) || a.allergies.has(Allergy::Latex)) && a.goal != Goal::Pool,
        a.allergies.has(Allergy::Sting) && (a.goal == Goal::Shallow || a.goal == Goal::Open),
        a.allergies.has(Allergy::Nickel),
        a.mass_index > 38.0 || (a.mass_index > 32.5 && a.age > 50),
        a.mass_index < 17.5 && (a.goal == Goal::Open || a.goal == Goal::Deep),
        a.age >= 65 && (a.goal == Goal::Deep || a.goal == Goal::Cave) && !a.medicines.has(Medicine::BetaBlocker),
    ];
    held.iter().enumerate().fold(0, |bits, (rule, held)| bits | u32::from(*held) << rule)
}
