//! The letterhead of a clinic. It must stay small enough to stand above a result without hiding it.

use super::Checker;
use super::files::{inside, outside};
use super::header::is_address;
use super::pictures::picture;
use super::shape::{Fields, Form, as_map, as_scalar, wrong_value};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Scalar, YamlValue};
use crate::questionnaire::{Clinic, Logo};
use crate::source::Span;
use crate::text::{counted, width};

pub(super) const CLINIC: Form =
    Form { noun: "clinic", keys: &["name", "address", "phone", "email", "web", "logo", "helpline"] };

/// How many columns a line of a letterhead may take: two thirds of a page, and one line of a telephone.
const LINE: usize = 60;
/// How many columns address, telephone, mail and page may take together: two small lines of a sheet.
const WHOLE: usize = 200;
/// How many lines an address may have.
const ADDRESS_LINES: usize = 4;
/// How many columns a line of advice may take.
const HELPLINE: usize = 200;

impl Checker<'_> {
    pub(super) fn clinic(&mut self, fields: &Fields<'_>) -> Option<Clinic> {
        let fields = Fields::of_entry(fields.entry("clinic")?, CLINIC, &mut self.out)?;
        let name = fields.needed_text("name", &mut self.out).map(|scalar| self.letterhead_line(scalar, "name"));
        let clinic = Clinic {
            address: self.address(&fields),
            phone: self.phone(&fields),
            email: self.email(&fields),
            web: self.web(&fields),
            logo: self.logo(&fields),
            helpline: self.helpline(&fields),
            name: name?,
        };
        let reached = clinic.address.iter().map(String::as_str).chain(clinic.reached_by()).map(width).sum();
        if reached > WHOLE {
            self.out.push(too_much(fields.head, reached));
        }
        Some(clinic)
    }

    /// One line of it, without blanks at its ends.
    fn letterhead_line(&mut self, scalar: &Scalar, key: &str) -> String {
        let text = scalar.text.trim();
        if text.contains('\n') {
            let fault = Diagnostic::new(Code::WrongValue, scalar.span, format!("`{key}` has more than one line"));
            self.out.push(fault.help("write it as one line; only `address` takes several"));
        } else if width(text) > LINE {
            self.out.push(too_long(scalar, key, LINE));
        }
        text.to_owned()
    }

    fn address(&mut self, fields: &Fields<'_>) -> Vec<String> {
        let Some(scalar) = fields.text("address", &mut self.out) else { return Vec::new() };
        let lines: Vec<String> =
            scalar.text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        if lines.len() > ADDRESS_LINES {
            let message = format!("the address has {}", counted(lines.len(), "line"));
            let fault = Diagnostic::new(Code::WrongValue, scalar.span, message);
            self.out.push(fault.help(format!(
                "put it into {ADDRESS_LINES} lines or fewer: more would push the result off the first screen"
            )));
        } else if lines.iter().any(|line| width(line) > LINE) {
            self.out.push(
                too_long(scalar, "address", LINE)
                    .help("an address may have several lines: write `address: |` and each line below it"),
            );
        }
        lines
    }

    fn phone(&mut self, fields: &Fields<'_>) -> Option<String> {
        let scalar = fields.text("phone", &mut self.out)?;
        let phone = self.letterhead_line(scalar, "phone");
        if !phone.chars().any(|c| c.is_ascii_digit()) {
            self.out.push(
                wrong_value("phone", scalar).help("write the number as people dial it, as in `\"0113 496 0000\"`"),
            );
        }
        Some(phone)
    }

    fn email(&mut self, fields: &Fields<'_>) -> Option<String> {
        let scalar = fields.text("email", &mut self.out)?;
        let email = self.letterhead_line(scalar, "email");
        if !is_email(&email) {
            self.out.push(wrong_value("email", scalar).help("write one address, as in `hello@clinic.example`"));
        }
        Some(email)
    }

    fn web(&mut self, fields: &Fields<'_>) -> Option<String> {
        let scalar = fields.text("web", &mut self.out)?;
        let web = self.letterhead_line(scalar, "web");
        if !is_address(&web) {
            let fault = Diagnostic::new(Code::WrongValue, scalar.span, "`web` is not a web address");
            self.out.push(fault.help("write the whole address, starting with `https://`"));
        }
        Some(web)
    }

    fn logo(&mut self, fields: &Fields<'_>) -> Option<Logo> {
        let scalar = fields.text("logo", &mut self.out)?;
        let Some(path) = inside(&scalar.text) else {
            self.out.push(outside(&scalar.text, scalar.span));
            return None;
        };
        let (uri, faults) = picture(self.files, &path, scalar.span, self.sources);
        self.out.append(faults);
        uri.map(|uri| Logo { path, uri })
    }

    fn helpline(&mut self, fields: &Fields<'_>) -> Option<String> {
        let scalar = fields.text("helpline", &mut self.out)?;
        if width(&scalar.text) > HELPLINE {
            self.out.push(too_long(scalar, "helpline", HELPLINE));
        } else if scalar.text.contains('{') {
            self.out
                .push(wrong_value("helpline", scalar).help("write it without `{`: it stands in other texts as it is"));
        }
        Some(scalar.text.split_whitespace().collect::<Vec<_>>().join(" "))
    }
}

/// What texts may name as `helpline`: read before the rest, since every text may name it.
pub(super) fn helpline_of(main: &YamlValue) -> Option<String> {
    let clinic = as_map(main.get("clinic")?);
    let entry = clinic.iter().find(|entry| entry.key.value == "helpline")?;
    let text = as_scalar(&entry.value)?.text.split_whitespace().collect::<Vec<_>>().join(" ");
    // A brace is a fault of its own, and must not open a gap in another text.
    (!text.is_empty()).then(|| text.replace('{', ""))
}

/// One name, one `@`, one place; nothing that could add a second reader or a subject to a link.
fn is_email(text: &str) -> bool {
    let plain = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || "._-+".contains(c));
    text.split_once('@').is_some_and(|(name, place)| plain(name) && plain(place) && place.contains('.'))
}

fn too_much(head: Span, columns: usize) -> Diagnostic {
    let message = format!("address, telephone, mail and page have {columns} characters together");
    Diagnostic::new(Code::WrongValue, head, message)
        .help(format!("say less: a letterhead takes {WHOLE} of them, so that the result stays on the first screen"))
}

fn too_long(scalar: &Scalar, key: &str, most: usize) -> Diagnostic {
    let message =
        format!("`{key}` has {}, more than a line of a letterhead takes", counted(width(&scalar.text), "character"));
    Diagnostic::new(Code::WrongValue, scalar.span, message).help(format!("say it in {most} characters or fewer"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mail_address_is_one_name_and_one_place() {
        for good in ["hello@clinic.example", "a.b+c@x-y.co.uk", "ärztin@praxis.example"] {
            assert!(is_email(good), "{good}");
        }
        for bad in
            ["", "hello", "@clinic.example", "a@b", "a b@c.d", "a@b.c?bcc=x@y.z", "a@b@c.d", "<a@b.c>", "a@b.c,d@e.f"]
        {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
