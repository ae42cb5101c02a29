//! The integration tests, in one binary.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::unreachable,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    clippy::type_complexity,
    reason = "a test that fails should fail loudly, and tests read files"
)]

mod ageing;
mod architecture;
mod assessments;
mod batch;
mod batch_cli;
mod batch_files;
mod batch_tables;
mod blanks;
mod catalog;
mod certainty;
mod class_tables;
mod cli;
mod compiled;
mod conditions;
mod contracts;
mod decision_aid;
mod diagnostics;
mod diff;
mod diff_complete;
mod diff_fields;
mod documents;
mod drafts;
mod engines;
mod examples;
mod first_day;
mod generate;
mod guidelines;
mod hostile;
mod interview_drawings;
mod interview_end;
mod interview_plain;
mod interview_pty;
mod interview_through;
mod interviews;
mod kills;
mod language;
mod letterheads;
mod long_runs;
mod mutations;
mod oracle;
mod outside;
mod overlays;
mod pages;
mod periods;
mod plans;
mod poison;
mod private;
mod proofs;
mod properties;
mod readers;
mod reading;
mod readme_and_docs;
mod rehearsals;
mod report_laws;
mod reports;
mod responses;
mod scenarios;
mod scores;
mod slips;
mod smp;
mod smp_proposals;
mod smp_scenarios;
mod smp_sheets;
mod spreadsheets;
mod support;
mod together;
mod told;
mod tools;
mod unreviewed;
mod validity;
mod visits;
