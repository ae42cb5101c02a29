//! The SMP set as `build.rs` writes it.
#![allow(dead_code, unused_parens, reason = "generated: options that no rule names, and more brackets than needed")]

include!(concat!(env!("OUT_DIR"), "/smp.rs"));
