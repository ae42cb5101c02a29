//! Who uses a questionnaire: what stands at the head of all that is printed from it.

use super::{Questionnaire, Rule};

/// A clinic's letterhead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clinic {
    /// Its name.
    pub name: String,
    /// Where it is, in one line or several.
    pub address: Vec<String>,
    /// Its telephone number, as people write it.
    pub phone: Option<String>,
    /// Its address for letters by mail.
    pub email: Option<String>,
    /// Its page.
    pub web: Option<String>,
    /// Its mark, for pages.
    pub logo: Option<Logo>,
    /// Whom to ring in need, as a line of advice.
    pub helpline: Option<String>,
}

/// A clinic's mark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logo {
    /// Its path inside the questionnaire's folder.
    pub path: String,
    /// The whole picture as an address (`data:…`), so that a page loads nothing.
    pub uri: String,
}

impl Clinic {
    /// How it is reached, item by item: telephone, mail, page.
    pub fn reached_by(&self) -> impl Iterator<Item = &str> {
        [&self.phone, &self.email, &self.web].into_iter().flatten().map(String::as_str)
    }
}

/// The tag of rules that find somebody in need and do not end the interview.
const HELPLINE: &str = "helpline";

impl Questionnaire {
    /// Whom the clinic itself knows for somebody in need, where a rule brings help or has the tag `helpline`. It is told behind what the
    /// rule advises: whom to call in danger must stay first.
    pub fn helpline_beside(&self, rule: &Rule) -> Option<&str> {
        let concerns = rule.helps || rule.tags.iter().any(|tag| tag == HELPLINE);
        self.clinic().and_then(|clinic| clinic.helpline.as_deref()).filter(|_| concerns)
    }
}
