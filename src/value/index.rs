//! Numbers that stand for the things of one questionnaire, in the order in which they stand in its files, and the lists that
//! they index.
//!
//! Invariant: an index names something. The check gives indices out, one for each thing, and refuses more than fit into one;
//! a list is only made by the check (or, as long, from such a list). So an index that misses is a fault of Candidacy, or comes
//! from another questionnaire, and ends the run with a message instead of inventing an answer.

use std::collections::HashMap;
use std::fmt;
use std::marker::PhantomData;
use std::ops::{Index, IndexMut, Range};

/// A number that stands for one thing of a questionnaire.
pub trait Ix: Copy + fmt::Debug {
    /// What it stands for, in words: "question".
    const WHAT: &'static str;

    /// The index of a position.
    ///
    /// # Panics
    /// If the position does not fit: the check refuses more than 65,535 of anything.
    fn new(position: usize) -> Self;

    /// The number as a position in a list.
    fn at(self) -> usize;

    /// The index of a position in a file that is still being checked: none if it holds more than fit, which the check reports
    /// where it counts them.
    fn fitting(position: usize) -> Option<Self> {
        (position <= usize::from(u16::MAX)).then(|| Self::new(position))
    }
}

macro_rules! index {
    ($($(#[$doc:meta])* $name:ident = $what:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub u16);

        impl $name {
            /// The number as a position in a list.
            pub fn at(self) -> usize {
                usize::from(self.0)
            }

            /// The index of a position.
            ///
            /// # Panics
            /// If the position does not fit: the check refuses more than 65,535 of anything.
            pub fn new(position: usize) -> Self {
                assert!(
                    position <= usize::from(u16::MAX),
                    "the check lets at most 65,536 things of a kind through, yet there is a {} {position}", $what
                );
                #[expect(clippy::cast_possible_truncation, reason = "asserted above")]
                $name(position as u16)
            }
        }

        impl Ix for $name {
            const WHAT: &'static str = $what;

            fn new(position: usize) -> Self {
                $name::new(position)
            }

            fn at(self) -> usize {
                $name::at(self)
            }
        }
    )*};
}

index! {
    /// A question.
    QuestionIx = "question";
    /// A section.
    SectionIx = "section";
    /// A named condition.
    ConditionIx = "named condition";
    /// A score.
    ScoreIx = "score";
    /// A rule.
    RuleIx = "rule";
    /// A verdict. The order is the meaning: a greater one is more cautious.
    VerdictIx = "verdict";
    /// A guarantee.
    GuaranteeIx = "guarantee";
    /// A level of evidence.
    EvidenceIx = "level of evidence";
    /// A source that findings cite.
    SourceNoteIx = "source";
    /// A picture.
    ImageIx = "picture";
    /// A step of the plan.
    StepIx = "step of the plan";
}

/// One thing of each index, in order: what the check has proved to exist is found by `list[index]`, which cannot miss.
///
/// ```
/// use candidacy::value::index::{IndexVec, RuleIx};
///
/// let titles: IndexVec<RuleIx, &str> = ["minor", "keloid"].into_iter().collect();
/// assert_eq!(titles[RuleIx::new(1)], "keloid");
/// assert_eq!(titles.indices().count(), 2);
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct IndexVec<I, T> {
    items: Vec<T>,
    index: PhantomData<fn(I) -> I>,
}

impl<I, T> IndexVec<I, T> {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.items.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// All things, for what looks at none by its index.
    pub fn as_slice(&self) -> &[T] {
        &self.items
    }

    /// Every thing, in order.
    pub fn iter(&self) -> std::slice::Iter<'_, T> {
        self.items.iter()
    }

    /// Every thing, in order, to be changed.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.items.iter_mut()
    }
}

impl<I: Ix, T> IndexVec<I, T> {
    /// The same thing for each index of another list.
    pub fn like<U>(other: &IndexVec<I, U>, item: T) -> Self
    where
        T: Clone,
    {
        vec![item; other.len()].into()
    }

    /// Every index, ascending.
    pub fn indices(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T> {
        (0..self.items.len()).map(I::new)
    }

    /// Every thing with its index, in order.
    pub fn enumerated(&self) -> impl DoubleEndedIterator<Item = (I, &T)> + ExactSizeIterator {
        self.items.iter().enumerate().map(|(position, item)| (I::new(position), item))
    }

    /// The first thing of which that holds, by its index.
    pub fn find(&self, wanted: impl Fn(&T) -> bool) -> Option<I> {
        self.items.iter().position(wanted).map(I::new)
    }

    /// The index of each item by its name; of several with one name, that of the first.
    pub fn by_name<'v>(&'v self, name: impl Fn(&'v T) -> &'v str) -> HashMap<String, I> {
        self.enumerated().rev().map(|(index, item)| (name(item).to_owned(), index)).collect()
    }

    /// The same thing `count` times, in the room that the list has already.
    pub(crate) fn refill(&mut self, count: usize, item: T)
    where
        T: Clone,
    {
        self.items.clear();
        self.items.resize(count, item);
    }

    /// Adds a thing at the end.
    pub fn push(&mut self, item: T) {
        self.items.push(item);
    }
}

impl<I, T> Default for IndexVec<I, T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<I, T> From<Vec<T>> for IndexVec<I, T> {
    fn from(items: Vec<T>) -> Self {
        IndexVec { items, index: PhantomData }
    }
}

impl<I, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<S: IntoIterator<Item = T>>(items: S) -> Self {
        items.into_iter().collect::<Vec<T>>().into()
    }
}

impl<'v, I, T> IntoIterator for &'v IndexVec<I, T> {
    type Item = &'v T;
    type IntoIter = std::slice::Iter<'v, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<I, T> IntoIterator for IndexVec<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.into_iter()
    }
}

impl<I: Ix, T> Index<I> for IndexVec<I, T> {
    type Output = T;

    #[track_caller]
    fn index(&self, index: I) -> &T {
        let count = self.items.len();
        match self.items.get(index.at()) {
            Some(item) => item,
            None => missing::<I>(index, count),
        }
    }
}

impl<I: Ix, T> IndexMut<I> for IndexVec<I, T> {
    #[track_caller]
    fn index_mut(&mut self, index: I) -> &mut T {
        let count = self.items.len();
        match self.items.get_mut(index.at()) {
            Some(item) => item,
            None => missing::<I>(index, count),
        }
    }
}

impl<I, T: fmt::Debug> fmt::Debug for IndexVec<I, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.items.fmt(f)
    }
}

#[cold]
#[track_caller]
fn missing<I: Ix>(index: I, count: usize) -> ! {
    let (what, at) = (I::WHAT, index.at());
    fault(&format!("{what} {at} of a list of {count}; the index belongs to another questionnaire"))
}

/// The item at a place that one of our own lists gave out.
///
/// # Panics
/// If there is none: that is a fault of Candidacy.
#[track_caller]
pub(crate) fn item<'l, T>(list: &'l [T], place: usize, what: &str) -> &'l T {
    match list.get(place) {
        Some(item) => item,
        None => misplaced(place, list.len(), what),
    }
}

/// The same, to be changed.
///
/// # Panics
/// If there is none: that is a fault of Candidacy.
#[track_caller]
pub(crate) fn item_mut<'l, T>(list: &'l mut [T], place: usize, what: &str) -> &'l mut T {
    let count = list.len();
    match list.get_mut(place) {
        Some(item) => item,
        None => misplaced(place, count, what),
    }
}

#[cold]
#[track_caller]
fn misplaced(place: usize, count: usize, what: &str) -> ! {
    fault(&format!("{what} {place} of a list of {count}"))
}

/// Ends the run because one of our own promises is broken: whatever went on from here would be a wrong answer in silence.
///
/// # Panics
/// Always.
#[cold]
#[track_caller]
#[expect(clippy::panic, reason = "a broken promise of ours: silence here would be a wrong answer")]
pub(crate) fn fault(promise: &str) -> ! {
    panic!("a fault of Candidacy: {promise}")
}

/// A run of things that stand one after the other: the questions of a section, say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct IxRange<I> {
    first: usize,
    end: usize,
    index: PhantomData<fn(I) -> I>,
}

impl<I> fmt::Debug for IxRange<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (self.first..self.end).fmt(f)
    }
}

impl<I: Ix> IxRange<I> {
    /// From the first position up to one past the last.
    pub fn new(positions: Range<usize>) -> Self {
        IxRange { first: positions.start, end: positions.end, index: PhantomData }
    }

    /// Every index, ascending.
    pub fn iter(self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I> {
        (self.first..self.end).map(I::new)
    }

    /// How many there are.
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.first)
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Whether the thing is one of them.
    pub fn contains(self, index: I) -> bool {
        (self.first..self.end).contains(&index.at())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_index_finds_its_thing() {
        let mut list: IndexVec<RuleIx, char> = IndexVec::default();
        list.push('a');
        list.push('b');
        list[RuleIx::new(0)] = 'c';
        assert_eq!(list.enumerated().map(|(_, item)| *item).collect::<String>(), "cb");
        assert_eq!(list.find(|item| *item == 'b'), Some(RuleIx::new(1)));
        assert_eq!(IxRange::<RuleIx>::new(1..3).iter().collect::<Vec<_>>(), [RuleIx::new(1), RuleIx::new(2)]);
    }

    #[test]
    #[should_panic(expected = "a fault of Candidacy: rule 2 of a list of 2")]
    fn an_index_of_another_questionnaire_is_loud() {
        let list: IndexVec<RuleIx, char> = "ab".chars().collect();
        let _ = list[RuleIx::new(2)];
    }

    #[test]
    #[should_panic(expected = "the check lets at most 65,536 things")]
    fn a_position_that_does_not_fit_is_loud() {
        let _ = QuestionIx::new(65_536);
    }
}
