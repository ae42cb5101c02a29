//! The condition language: `keloid == often and not pregnant`.
//!
//! Text becomes a typed tree in one call ([`parse`]), which resolves every name in a [`Scope`]; the tree is judged
//! against [`Facts`] by [`evaluate`], in three truth values. This room knows names and types, but no questionnaires.
//!
//! Invariant: a [`Condition`] is only made by [`parse`], so every test in it fits the type of the question it names.

mod duration;
mod evaluate;
mod faults;
mod grammar;
mod lex;
mod parse;
mod resolve;
mod scope;
mod syntax;
mod tree;

pub use evaluate::{Facts, evaluate, support};
pub use parse::{MAX_BYTES, parse, parse_duration};
pub use scope::{Kind, Scope, Symbol};
pub use tree::{Comparison, Condition, Node, Test};
