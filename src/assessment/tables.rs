//! All rules at once, as bit masks.
//!
//! Every rule is multiplied out to conjunctions, and each conjunction has one bit. For every code of every column there is
//! a row of two masks: the conjunctions that the code leaves *true* and those that it leaves *possible* (not false). A
//! conjunction is as true as the least of its tests, so "and"ing one row for each column gives the truth of all of them
//! exactly, unknown included. "Not sure" with its verdict is one more conjunction of the single test `is unsure`.
//!
//! Measured on 16 questions and 32 rules: see `docs/speed.md`.

use super::program::{Builder, Formula, Literal};
use crate::classes::ClassCode;
use crate::questionnaire::Questionnaire;
use crate::value::Truth;
use crate::value::index::{QuestionIx, RuleIx, VerdictIx, fault, item, item_mut};

/// A rule that would take more conjunctions than this is found by a step of the program instead, as one more column.
const MOST_CUBES: usize = 16;

/// The masks of all rules.
#[derive(Debug)]
pub(crate) struct Tables {
    words: Vec<Word>,
    /// A true mask and a possible mask for each code of each window.
    rows: Vec<[u64; 2]>,
    /// What each bit stands for.
    bits: Vec<Bit>,
    /// The verdicts that some bit leads to, most cautious first.
    verdicts: Vec<VerdictIx>,
    /// For each of them the bits that lead to it, in as many words as there are.
    masks: Vec<u64>,
}

/// One word of every mask.
#[derive(Debug)]
struct Word {
    /// The columns of which some code makes a difference in it: rules of one section stand together, so these are few.
    windows: Vec<Window>,
    /// Which of its bits stand for something.
    used: u64,
}

/// Where the rows of a column stand.
#[derive(Clone, Copy, Debug)]
struct Window {
    column: u32,
    start: u32,
}

/// What a conjunction stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Bit {
    /// The rule, or the question that offers "not sure".
    pub of: Cause,
    pub verdict: VerdictIx,
}

/// What leads to a verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cause {
    /// A rule, by holding.
    Rule(RuleIx),
    /// "Not sure" or "rather not say" to a question, or a month or a year that is too vague.
    Unsure(QuestionIx),
}

impl Cause {
    /// The rule, if it is one.
    pub fn rule(self) -> Option<RuleIx> {
        match self {
            Cause::Rule(rule) => Some(rule),
            Cause::Unsure(_) => None,
        }
    }

    /// The question, if it is "not sure" to one.
    pub fn question(self) -> Option<QuestionIx> {
        match self {
            Cause::Rule(_) => None,
            Cause::Unsure(question) => Some(question),
        }
    }
}

/// A conjunction under construction.
type Cube = Vec<Literal>;

impl Tables {
    pub(crate) fn new(questionnaire: &Questionnaire, builder: &mut Builder<'_>) -> Tables {
        let (mut bits, mut cubes) = (Vec::new(), Vec::new());
        for section in questionnaire.sections() {
            for index in section.rules.iter() {
                let rule = &questionnaire[index];
                let formula = builder.formula(&rule.when);
                for cube in conjunctions(formula, builder) {
                    bits.push(Bit { of: Cause::Rule(index), verdict: rule.verdict });
                    cubes.push(cube);
                }
            }
            for index in section.questions.iter() {
                if let Some(verdict) = questionnaire[index].unsure {
                    bits.push(Bit { of: Cause::Unsure(index), verdict });
                    cubes.push(vec![builder.floor(index)]);
                }
            }
        }
        Tables::from_cubes(bits, &cubes)
    }

    fn from_cubes(bits: Vec<Bit>, cubes: &[Cube]) -> Tables {
        let count = cubes.len().div_ceil(64).max(1);
        let verdicts = verdicts(&bits);
        let masks = masks(&bits, &verdicts, count);
        let words = (0..count).map(|word| Word { windows: Vec::new(), used: used_bits(bits.len(), word) });
        let mut tables = Tables { words: words.collect(), rows: Vec::new(), verdicts, masks, bits };
        let mut asked: Vec<(usize, usize, &Literal)> = Vec::new();
        for (bit, cube) in cubes.iter().enumerate() {
            asked.extend(cube.iter().map(|literal| (literal.column, bit, literal)));
        }
        asked.sort_by_key(|(column, bit, _)| (bit / 64, *column));
        for of_one in asked.chunk_by(|a, b| (a.1 / 64, a.0) == (b.1 / 64, b.0)) {
            tables.add(of_one);
        }
        tables
    }

    /// Adds the rows of one column in one word, from the literals on it by bit.
    fn add(&mut self, literals: &[(usize, usize, &Literal)]) {
        let Some((column, bit, literal)) = literals.first() else {
            fault("a column has rows because some literal is on it")
        };
        let (word, start) = (bit / 64, self.rows.len());
        self.rows.resize(start + literal.truths.len(), [u64::MAX; 2]);
        for (_, bit, literal) in literals {
            for (code, truth) in literal.truths.iter().enumerate() {
                let [sure, possible] = item_mut(&mut self.rows, start + code, "row of masks");
                let others = !(1u64 << (bit % 64));
                if *truth != Truth::True {
                    *sure &= others;
                }
                if *truth == Truth::False {
                    *possible &= others;
                }
            }
        }
        let (Ok(column), Ok(start)) = (u32::try_from(*column), u32::try_from(start)) else {
            fault("rules and answers of a set are fewer than 65,536 each, and their rows no 2^32")
        };
        item_mut(&mut self.words, word, "word of a mask").windows.push(Window { column, start });
    }

    /// Which conjunctions are true and which are possible, in pairs of words.
    pub(crate) fn fold(&self, codes: &[ClassCode], alive: &mut Vec<u64>) {
        alive.clear();
        alive.extend(self.words.iter().flat_map(|word| self.fold_word(word, codes)));
    }

    /// One word of both, in two registers.
    fn fold_word(&self, word: &Word, codes: &[ClassCode]) -> [u64; 2] {
        let mut alive = [word.used; 2];
        for window in &word.windows {
            let code = *item(codes, window.column as usize, "column") as usize;
            let row = item(&self.rows, window.start as usize + code, "row of masks");
            alive = [alive[0] & row[0], alive[1] & row[1]];
        }
        alive
    }

    /// The most cautious verdict that is certain, and the most cautious that is possible.
    pub(crate) fn verdicts(&self, alive: &[u64]) -> (VerdictIx, VerdictIx) {
        let (pairs, _) = alive.as_chunks::<2>();
        let highest = |which: fn(&[u64; 2]) -> u64| {
            let meets = |mask: &[u64]| pairs.iter().zip(mask).any(|(pair, mask)| which(pair) & mask != 0);
            let mut masks = self.verdicts.iter().zip(self.masks.chunks_exact(self.words.len()));
            masks.find(|(_, mask)| meets(mask)).map_or(VerdictIx(0), |(verdict, _)| *verdict)
        };
        (highest(|pair| pair[0]), highest(|pair| pair[1]))
    }

    /// What is certain, in questionnaire order; a rule of several conjunctions may come several times in a row.
    pub(crate) fn certain<'a>(&'a self, alive: &'a [u64]) -> impl Iterator<Item = Bit> + 'a {
        self.set(alive, |pair| pair[0])
    }

    /// What is certain or possible.
    pub(crate) fn possible<'a>(&'a self, alive: &'a [u64]) -> impl Iterator<Item = Bit> + 'a {
        self.set(alive, |pair| pair[1])
    }

    fn set<'a>(&'a self, alive: &'a [u64], which: fn(&[u64; 2]) -> u64) -> impl Iterator<Item = Bit> + 'a {
        let (pairs, _) = alive.as_chunks::<2>();
        let (mut word, mut ones) = (0, pairs.first().map_or(0, which));
        std::iter::from_fn(move || {
            while ones == 0 {
                word += 1;
                ones = which(pairs.get(word)?);
            }
            let bit = word * 64 + ones.trailing_zeros() as usize;
            ones &= ones - 1;
            Some(*item(&self.bits, bit, "bit of a mask"))
        })
    }
}

/// Which bits of a word stand for something.
fn used_bits(count: usize, word: usize) -> u64 {
    match count.saturating_sub(word * 64) {
        left if left >= 64 => u64::MAX,
        left => (1u64 << left) - 1,
    }
}

fn verdicts(bits: &[Bit]) -> Vec<VerdictIx> {
    let mut verdicts: Vec<VerdictIx> = bits.iter().map(|bit| bit.verdict).collect();
    verdicts.sort_unstable_by_key(|verdict| std::cmp::Reverse(*verdict));
    verdicts.dedup();
    verdicts
}

fn masks(bits: &[Bit], verdicts: &[VerdictIx], words: usize) -> Vec<u64> {
    let mut masks = vec![0; verdicts.len() * words];
    for (row, verdict) in verdicts.iter().enumerate() {
        for (position, _) in bits.iter().enumerate().filter(|(_, bit)| bit.verdict == *verdict) {
            *item_mut(&mut masks, row * words + position / 64, "word of a mask") |= 1 << (position % 64);
        }
    }
    masks
}

/// The conjunctions of a rule, each with at most one literal a column.
fn conjunctions(formula: Formula, builder: &mut Builder<'_>) -> Vec<Cube> {
    let Some(cubes) = formula.multiplied_out(MOST_CUBES) else { return vec![vec![builder.literal(formula)]] };
    cubes.into_iter().map(|cube| cube.into_iter().cloned().collect()).collect()
}
