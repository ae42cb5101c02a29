//! `candidacy schema`.

use candidacy::schema::schema;

use super::args::Schema;
use super::fault::{CliFault, Exit};
use super::output;

/// Prints the schema of a kind of file.
pub fn run(args: &Schema) -> Result<Exit, CliFault> {
    output::print(&schema(args.kind.into()))?;
    Ok(Exit::Done)
}
