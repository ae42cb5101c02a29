//! What helps a clinic to write a question set of its own: schemas for editors, a set to start from, pictures, and why a
//! question is asked.

mod schemas;
