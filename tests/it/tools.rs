//! What helps a clinic to write a question set of its own: schemas for editors, a set to start from, pictures, why a question
//! is asked, and what would change a verdict.

mod folders;
mod graphs;
mod new_sets;
mod renames;
mod schemas;
mod shows;
mod what_ifs;
mod whys;
