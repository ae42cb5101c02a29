//! The integration tests, in one binary.

mod architecture;
mod assessments;
mod catalog;
mod cli;
mod conditions;
mod diagnostics;
mod documents;
mod generate;
mod hostile;
mod interview_plain;
mod interview_pty;
mod oracle;
mod properties;
mod reports;
mod smp;
mod support;
