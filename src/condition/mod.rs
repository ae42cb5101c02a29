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
//! negation  = "not" , negation | "(" , condition , ")" | count | test ;
//! count     = "at" , "least" , number , "of" , "[" , condition , { "," , condition } , "]" ;
//! test      = NAME                                                                (* yes_no, named condition *)
//!           | NAME , ( "==" | "!=" ) , OPTION                                     (* choice, scale *)
//!           | NAME , ( "<" | "<=" | ">" | ">=" ) , OPTION                         (* scale *)
//!           | NAME , compare , number                                             (* number, score, worked-out number *)
//!           | NAME , "in" , list                                                  (* choice, scale *)
//!           | NAME , "in" , number , ".." , number                                (* number, score, worked-out number *)
//!           | NAME , "has" , ( OPTION | ( "any" | "all" | "none" ) , list )       (* choices *)
//!           | NAME , "has" , "at" , "least" , number , [ "of" , list ]            (* choices *)
//!           | NAME , "within" , [ "next" ] , duration                             (* date *)
//!           | NAME , "between" , duration , "and" , duration , ( "ago" | "ahead" ) (* date *)
//!           | NAME , ( "before" | "after" | "from" | "until" ) , ( DAY | VALUE )  (* date *)
//!           | NAME , "is" , ( "past" | "ahead" )                                  (* date *)
//!           | NAME , compare , NAME                                               (* two scales, numbers or dates; "==" and "!=" of two choices *)
//!           | NAME , ( "before" | "after" | "from" | "until" ) , NAME             (* two dates *)
//!           | NAME , "within" , duration , ( "after" | "before" ) , NAME          (* two dates, in days or weeks *)
//!           | NAME , "is" , ( "answered" | "unsure" | "withheld" ) ;              (* any question but a text *)
//! compare   = "==" | "!=" | "<" | "<=" | ">" | ">=" ;
//! list      = "[" , OPTION , { "," , OPTION } , "]" ;
//! number    = NUMBER | VALUE ;
//! duration  = INTEGER , ( "days" | "weeks" | "months" | "years" ) | VALUE ;
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
//! - A class of a table is tested as a scale is; what is meant is an `or` over the rows of the table, and in each an `and` with its columns.
//! - A scale is not compared beyond its ends: `stage < first` could never hold, and is a fault.
//! - Brackets and `not` may stand 32 deep; a text may have [`MAX_BYTES`].
//!
//! # Meaning
//!
//! A test on a question that is
//!
//! | | any other test | `is answered` | `is unsure` | `is withheld` |
//! |---|---|---|---|---|
//! | answered | true or false | true | false | false |
//! | not applicable | false | false | false | false |
//! | unsure | unknown | false | true | false |
//! | withheld | unknown | false | true | true |
//! | open (also: skipped) | unknown | unknown | unknown | unknown |
//!
//! A test on several questions is false where one of them does not apply, else unknown where one is not answered.
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
//! | `d between 3 months and 6 months ago` | d + 3 months ≤ day < d + 6 months |
//! | `d between 3 weeks and 6 weeks ahead` | day + 3 weeks ≤ d < day + 6 weeks |
//! | `d is past`, `d is ahead` | d ≤ day, day ≤ d: the day itself is both |
//! | `d before D`, `after`, `from`, `until` | d < D, d > D, d ≥ D, d ≤ D |
//! | `n in 59..69` | 59 ≤ n ≤ 69 |
//! | `c has any […]` | at least one of them is picked |
//! | `c has all […]` | each of them is picked, whatever else is |
//! | `c has none […]` | none of them is picked, and the question is answered |
//! | `c has at least 2 of […]` | so many of them are picked; without a list, of all but those that exclude the others |
//! | `a > b` | both are answered and a is greater; options are compared by their order |
//! | `d within 2 days after e` | e ≤ d < e + 2 days |
//! | `bmi >= 35` | it holds of the exact number that the answers make |
//! | `at least 2 of […]` | two are true; false if fewer than two are true or unknown, else unknown |
//! | `score >= 3` | it holds for all that the score can still be; false if it holds for none of it, else unknown |
//!
//! Where more of a score's questions lack an answer than it allows, every test on it is unknown.
//!
//! # From text to tree
//!
//! 1. `lex` cuts the text into tokens and understands what people bring along from other languages.
//! 2. `grammar` makes a sentence of them (`syntax`), one function for each line above.
//! 3. `resolve` looks the names up and holds each test against the type of what it tests (`tree`).
//!
//! What can be wrong is said in `faults`. One mistake gives one message; after it, reading goes on at the next `and`, `or`
//! or closing bracket.

mod class_table;
mod derived;
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

pub use class_table::{ClassRow, ClassTable};
pub use derived::DerivedNumber;
pub use evaluate::{Addend, Facts, compare_interval, evaluate, judge_derived, judge_pair, judge_state, support};
pub(crate) use evaluate::{at_least, passes};
pub use parse::{MAX_BYTES, parse, parse_duration};
pub use print::{Names, exact, print, print_when};
pub use scope::{AnswerType, Constant, Scope, Symbol};
pub use tree::{Comparison, Condition, ConditionNode, DateTest, NumberTest, PairTest, PicksTest, Test};
