//! A set that stands on another one: started, taken to a newer base, written out.

mod flatten;
mod start;
mod upgrade;

pub use flatten::run as flatten;
pub use start::start;
pub use upgrade::run as upgrade;
