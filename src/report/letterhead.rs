//! A clinic's letterhead as templates see it.

use serde::Serialize;

use crate::questionnaire::{Clinic, Questionnaire};

/// Who stands at the head of a report.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Letterhead {
    name: String,
    address: Vec<String>,
    phone: Option<ShownLink>,
    email: Option<ShownLink>,
    web: Option<ShownLink>,
    logo: Option<ShownLogo>,
    helpline: Option<String>,
}

/// Something that can be clicked: what is read, and where it leads.
#[derive(Clone, Debug, Serialize)]
struct ShownLink {
    text: String,
    url: String,
}

/// A picture, by the key that drawings have as well.
#[derive(Clone, Debug, Serialize)]
struct ShownLogo {
    uri: String,
}

impl Letterhead {
    /// The letterhead of a questionnaire, if it has one.
    pub(super) fn of(questionnaire: &Questionnaire) -> Option<Letterhead> {
        let Clinic { name, address, phone, email, web, logo, helpline } = questionnaire.clinic()?;
        let link = |text: &str, url: String| ShownLink { text: text.to_owned(), url };
        Some(Letterhead {
            name: name.clone(),
            address: address.clone(),
            phone: phone.as_ref().map(|phone| link(phone, format!("tel:{}", dialled(phone)))),
            email: email.as_ref().map(|email| link(email, format!("mailto:{email}"))),
            web: web.as_ref().map(|web| link(shown_address(web), web.clone())),
            logo: logo.as_ref().map(|logo| ShownLogo { uri: logo.uri.clone() }),
            helpline: helpline.clone(),
        })
    }
}

/// What a telephone dials: digits, and a `+` before them.
fn dialled(phone: &str) -> String {
    let plus = if phone.trim_start().starts_with('+') { "+" } else { "" };
    let national = phone.replace("(0)", "");
    let digits = if plus.is_empty() { phone } else { national.as_str() };
    digits.chars().filter(char::is_ascii_digit).fold(plus.to_owned(), |dialled, digit| dialled + &digit.to_string())
}

/// An address as people read it.
fn shown_address(web: &str) -> &str {
    let rest = web.strip_prefix("https://").or_else(|| web.strip_prefix("http://")).unwrap_or(web);
    rest.strip_suffix('/').unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_dialled_and_an_address_read() {
        for (written, dials) in [
            ("0113 496 0000", "01134960000"),
            ("+44 (0)113 496-0000", "+441134960000"),
            ("(0113) 496 0000", "01134960000"),
            ("\"><script>", ""),
        ] {
            assert_eq!(dialled(written), dials, "{written}");
        }
        assert_eq!(["https://a.example/", "http://a.example/b"].map(shown_address), ["a.example", "a.example/b"]);
    }
}
