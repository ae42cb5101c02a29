//! The condition language: `keloid == often and not pregnant`.
//!
//! Text becomes a typed tree in one call ([`parse()`]), which resolves every name in a [`Scope`]; the tree is judged
//! against [`Facts`] by [`evaluate()`], in three truth values. This room knows names and types, but no questionnaires.
//!
//! Invariant: a [`Condition`] is only made by [`parse()`], so every test in it fits the type of the question it names.
//!
//! # Grammar
//!
//! ```ebnf
//! condition = conjunct , { "or" , conjunct } ;
//! conjunct  = negation , { "and" , negation } ;
//! negation  = "not" , negation | "(" , condition , ")" | test ;
//! test      = NAME                                                                (* yes_no, named condition *)
//!           | NAME , ( "==" | "!=" ) , OPTION                                     (* choice, scale *)
//!           | NAME , ( "<" | "<=" | ">" | ">=" ) , OPTION                         (* scale *)
//!           | NAME , ( "==" | "!=" | "<" | "<=" | ">" | ">=" ) , NUMBER           (* number, score *)
//!           | NAME , "in" , list                                                  (* choice, scale *)
//!           | NAME , "has" , ( OPTION | ( "any" | "all" | "none" ) , list )       (* choices *)
//!           | NAME , "within" , [ "next" ] , duration                             (* date *)
//!           | NAME , "is" , ( "answered" | "unsure" ) ;                           (* any question but a text *)
//! list      = "[" , OPTION , { "," , OPTION } , "]" ;
//! duration  = INTEGER , ( "days" | "weeks" | "months" | "years" ) ;
//! ```
//!
//! Details that the grammar does not say:
//!
//! - A test binds tighter than `not`, `not` tighter than `and`, `and` tighter than `or`; who mixes the last two without
//!   brackets is warned.
//! - `x has none` means the option `none`; `x has none [a, b]` means that neither is picked. So with `any` and `all`.
//! - Numbers are decimals with a point (`-1`, `18`, `70.5`) and have at most as many decimals as the answers they are
//!   compared with; points of a score are whole.
//! - A duration is at least 1 long; after 1 the singular is taken as well (`1 month`).
//! - A scale is not compared beyond its ends: `stage < first` could never hold, and is a fault.
//! - Brackets and `not` may stand 32 deep; a text may have [`MAX_BYTES`].
//!
//! # Meaning
//!
//! A test on a question that is
//!
//! | | any other test | `is answered` | `is unsure` |
//! |---|---|---|---|
//! | answered | true or false | true | false |
//! | not applicable | false | false | false |
//! | unsure or withheld | unknown | false | true |
//! | open (also: skipped) | unknown | unknown | unknown |
//!
//! A date of which only the month or the year is known is answered. What a test says of every day that it can be is so; where it
//! says one thing of one day and another of the next, the test is unknown.
//!
//! So `not x` is true where `x` does not apply, while `x != a` and `x has none [a]` are false there: both are tests.
//! `not`, `and` and `or` follow Kleene's strong logic ([`Truth`](crate::value::Truth)).
//!
//! | test | true when |
//! |---|---|
//! | `d within 6 months` | d ≤ day < d + 6 months, by the calendar, `day` being the day of assessment |
//! | `d within next 6 weeks` | day ≤ d < day + 6 weeks |
//! | `c has any […]` | at least one of them is picked |
//! | `c has all […]` | each of them is picked, whatever else is |
//! | `c has none […]` | none of them is picked, and the question is answered |
//! | `score >= 3` | it holds for all that the score can still be; false if it holds for none of it, else unknown |
//!
//! # From text to tree
//!
//! 1. `lex` cuts the text into tokens and understands what people bring along from other languages.
//! 2. `grammar` makes a sentence of them (`syntax`), one function for each line above.
//! 3. `resolve` looks the names up and holds each test against the type of what it tests (`tree`).
//!
//! What can be wrong is said in `faults`. One mistake gives one message; after it, reading goes on at the next `and`, `or`
//! or closing bracket.

mod duration;
mod evaluate;
mod faults;
mod grammar;
mod lex;
mod parse;
mod print;
mod resolve;
mod scope;
mod syntax;
mod tree;

pub use evaluate::{Facts, compare_interval, evaluate, judge_state, support};
pub use parse::{MAX_BYTES, parse, parse_duration};
pub use print::{Names, print, print_when};
pub use scope::{AnswerType, Scope, Symbol};
pub use tree::{Comparison, Condition, ConditionNode, Test};
