//! The letterhead of the clinic that hands out the paper.

use std::fmt::Write as _;

use crate::questionnaire::Clinic;
use crate::text::escape;

/// Its looks, which stand on no page without it.
pub(super) const STYLE: &str = "<style>\n\
    .clinic { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0 3mm; align-items: center; margin: 0 0 3mm; padding: 0 0 1.5mm; border-bottom: 0.3mm solid; }\n\
    .clinic img { grid-row: 1 / 3; height: 12mm; max-width: 50mm; object-fit: contain; object-position: left; }\n\
    .clinic p { grid-column: 2; margin: 0; }\n\
    .clinic .who { font-size: 10pt; font-weight: 700; }\n\
    </style>\n";

/// Address, and how the clinic is reached.
fn parts(clinic: &Clinic) -> impl Iterator<Item = &str> {
    clinic.address.iter().map(String::as_str).chain(clinic.reached_by())
}

pub(super) fn html(clinic: &Clinic) -> String {
    let mut head = "<div class=\"clinic\">\n".to_owned();
    if let Some(logo) = &clinic.logo {
        // The address was made by us, of letters that need no escape; escaped all the same, as any other value.
        let _ = writeln!(head, "<img src=\"{}\" alt=\"\">", escape::html(&logo.uri));
    }
    let reach: Vec<String> = parts(clinic).map(escape::html).collect();
    let _ = writeln!(head, "<p class=\"who\">{}</p>\n<p>{}</p>\n</div>", escape::html(&clinic.name), reach.join(" · "));
    head
}

pub(super) fn markdown(clinic: &Clinic) -> String {
    let parts = parts(clinic).map(|part| format!(" · {}", escape::markdown(part)));
    format!("**{}**{}\n\n", escape::markdown(&clinic.name), parts.collect::<String>())
}

/// Line by line, with an empty one at the end.
pub(super) fn text(clinic: &Clinic) -> Vec<String> {
    let reached: Vec<&str> = clinic.reached_by().collect();
    let lines = std::iter::once(&clinic.name).chain(&clinic.address).cloned();
    let reached = (!reached.is_empty()).then(|| reached.join(" · "));
    lines.chain(reached).chain([String::new()]).collect()
}
