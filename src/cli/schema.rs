//! `candidacy schema`.

use candidacy::schema::schema;

use super::args::SchemaArgs;
use super::fault::{CliFault, Exit};
use super::output;

/// Prints the schema of a kind of file.
pub fn run(args: &SchemaArgs) -> Result<Exit, CliFault> {
    output::print(&schema(args.kind.into()))?;
    Ok(Exit::Done)
}
