//! The end of an interview in words: result, day, points without a day, the reason, what to do next. One screen for the person
//! who answered, one for the technician.

use candidacy::questionnaire::Audience;
use candidacy::report::{Ending, Standing, Wait, day_in_words};
use candidacy::text::counted;

use super::prompter::Part;

/// The most waits, and the most points to settle, that a technician's screen lists.
const LISTED: usize = 3;

/// What stands at the very top.
pub fn title(ending: &Ending) -> String {
    let verdict = ending.verdict.as_deref().unwrap_or("not known yet");
    let day = day_in_words(ending.assessed_on);
    let standing = match ending.standing {
        Standing::Result => "result",
        Standing::SoFar => "result so far",
        Standing::AskAgain => "as of the last answers, to be asked again first",
    };
    match (ending.audience, &ending.client) {
        (Audience::Technician, Some(client)) => format!("{client}, {day} · {standing}: {verdict}"),
        (Audience::Technician, None) => format!("{day} · {standing}: {verdict}"),
        (Audience::Client | Audience::Everyone, _) if ending.standing == Standing::AskAgain => {
            format!("Ask again first. As of your last answers: {verdict}")
        }
        (Audience::Client | Audience::Everyone, _) => format!("Your {standing}, {day}: {verdict}"),
    }
}

/// What stands below it. `outlook` says what the result can still become.
pub fn parts(ending: &Ending, outlook: &str) -> Vec<Part> {
    let parts = match ending.audience {
        Audience::Technician => for_technician(ending),
        Audience::Client | Audience::Everyone => for_client(ending, outlook),
    };
    parts.into_iter().filter(|part| !part.text.is_empty()).collect()
}

fn for_client(ending: &Ending, outlook: &str) -> Vec<Part> {
    let mut parts: Vec<Part> = ending.since.iter().map(|since| shortened("", since)).collect();
    let day = day(ending);
    // Where there is a day, it says more than the result says of itself.
    parts.push(Part { extra: ending.first_day.is_some(), ..shortened("", &ending.says) });
    parts.extend(day.map(|day| Part::new("", day)));
    parts.push(Part::new("", outlook));
    if let Some(reason) = &ending.reason {
        let more = match ending.more {
            0 => String::new(),
            1 => " One more point is on your page.".to_owned(),
            more => format!(" {} more points are on your page.", in_words(more)),
        };
        let short = Some(first_sentence(reason).to_owned());
        parts.push(Part { short, ..Part::new("Why", format!("{reason}{more}")) });
    }
    let numbered = ending.to_do.len() > 1;
    for (to_do, number) in ending.to_do.iter().zip(1..) {
        let said = |text: &str| if numbered { format!("{number}. {text}") } else { text.to_owned() };
        let label = if number == 1 { "Do next" } else { "" };
        let short = Some(said(first_sentence(to_do)));
        parts.push(Part { short, extra: number > 1, ..Part::new(label, said(to_do)) });
    }
    parts
}

/// The first day, and what has none.
fn day(ending: &Ending) -> Option<String> {
    let things = match ending.to_settle.len() {
        1 => "one thing is".to_owned(),
        more => format!("{} things are", in_words(more).to_lowercase()),
    };
    match (ending.first_day.map(day_in_words), ending.to_settle.is_empty()) {
        (Some(day), true) => Some(format!("A first visit can be on {day} at the soonest.")),
        (Some(day), false) => Some(format!("A first visit can be on {day} at the soonest, once {things} settled.")),
        (None, true) => None,
        (None, false) => Some(format!("Before a first visit, {things} to be settled.")),
    }
}

fn for_technician(ending: &Ending) -> Vec<Part> {
    let mut parts: Vec<Part> = ending.since.iter().map(|since| shortened("", since)).collect();
    let standing = ending.first_day.map(|day| format!("A first visit can be on {} at the soonest.", day_in_words(day)));
    parts.push(Part::new("", standing.unwrap_or_default()));
    parts.extend(open(ending).map(|open| Part::new("", open)));
    if ending.waits.is_empty() && ending.to_settle.is_empty() {
        parts.extend(ending.reason.iter().map(|reason| shortened("Why", reason)));
    }
    let wait = |wait: &Wait| {
        (
            format!("{}: {}", day_in_words(wait.until), wait.text),
            format!("{}: {}", day_in_words(wait.until), first_sentence(&wait.text)),
        )
    };
    parts.extend(list("Waits", ending.waits.iter().map(wait)));
    parts.extend(list(
        "Clear first",
        ending.to_settle.iter().map(|text| (text.clone(), first_sentence(text).to_owned())),
    ));
    parts.push(Part { extra: true, ..Part::new("Plan", planned(ending)) });
    parts
}

/// The steps to come in a line.
fn planned(ending: &Ending) -> String {
    let steps = ending.plan.iter().map(|step| format!("{}: {}", step.title, day_in_words(step.on)));
    steps.collect::<Vec<_>>().join(" · ")
}

/// Up to so many lines below a label, and how many more there are.
fn list(label: &str, texts: impl ExactSizeIterator<Item = (String, String)>) -> Vec<Part> {
    let left = texts.len().saturating_sub(LISTED);
    let mut parts: Vec<Part> = texts
        .take(LISTED)
        .zip(0..)
        .map(|((text, short), at)| Part { short: Some(short), extra: at > 0, ..Part::new("", text) })
        .collect();
    if let Some(first) = parts.first_mut() {
        label.clone_into(&mut first.label);
    }
    if left > 0 {
        parts.push(Part::new("", format!("and {left} more, on the sheet")));
    }
    parts
}

/// What is still open, for the technician.
fn open(ending: &Ending) -> Option<String> {
    let open = &ending.open;
    let asked = match (open.client, open.technician) {
        (0, 0) => return open.can_become.as_ref().map(|title| format!("What is open could make it “{title}”.")),
        (client, 0) => format!("Open: {} for the client.", counted(client, "question")),
        (0, technician) => format!("Open: {} for you.", counted(technician, "question")),
        (client, technician) => {
            format!("Open: {} for the client, {technician} for you.", counted(client, "question"))
        }
    };
    let made = open.can_become.as_ref().map(|title| format!(" This could make it “{title}”."));
    Some(format!("{asked}{}", made.unwrap_or_default()))
}

/// A part of which the first sentence is enough where there is little room.
fn shortened(label: &str, text: &str) -> Part {
    let short = first_sentence(text);
    Part { short: (short != text).then(|| short.to_owned()), ..Part::new(label, text) }
}

/// The first sentence of a text; all of it if it is one, or nobody can tell.
fn first_sentence(text: &str) -> &str {
    let ends = text.match_indices(' ').map(|(blank, _)| text.split_at(blank));
    ends.map(|(before, after)| (before, after.trim_start())).find(|end| is_end(*end)).map_or(text, |(first, _)| first)
}

/// Whether a sentence ends between these. After "Dr." and "e.g." it goes on: rather too much is said than too little.
fn is_end((before, after): (&str, &str)) -> bool {
    let word = before.rsplit(' ').next().unwrap_or_default();
    let is_short = |word: &str| word.chars().count() < 4 && word.starts_with(char::is_uppercase);
    let stop = word.strip_suffix('.').is_some_and(|word| !word.contains('.') && !is_short(word));
    (stop || word.ends_with(['?', '!'])) && after.chars().next().is_some_and(|next| !next.is_lowercase())
}

/// A small number as a word that begins a sentence.
fn in_words(number: usize) -> String {
    let words = ["No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten"];
    words.get(number).map_or_else(|| number.to_string(), |word| (*word).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shortened_at_the_end_of_a_sentence_only() {
        for (text, first) in [
            ("First. Second.", "First."),
            ("Is it? Yes.", "Is it?"),
            ("Ask Dr. Miller about it. Then wait.", "Ask Dr. Miller about it."),
            ("Take care, e.g. At home.", "Take care, e.g. At home."),
            ("Wait 1.5 months. “Then” come.", "Wait 1.5 months."),
            ("So? so it goes on.", "So? so it goes on."),
            ("No end", "No end"),
            ("", ""),
        ] {
            assert_eq!(first_sentence(text), first);
        }
    }
}
