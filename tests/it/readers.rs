//! What a reader must find in a report: worked out from the report's data, looked for in the rendered page of any format.
//!
//! A page is cut at its headings of the second level into chapters. What is expected is a list of chapters too, each with
//! the words that it must hold. Words are compared without marks, tags and line breaks, so that one expectation serves all
//! formats, and a sentence that a template says by itself may change without a change here.

use candidacy::questionnaire::Audience;
use candidacy::report::Format;
use serde_json::Value as Json;

/// A chapter: its heading and what it holds, as bare words.
#[derive(Debug)]
struct Chapter {
    heading: String,
    holds: Vec<String>,
}

/// A text as words alone: what is no letter or digit parts them.
fn words(text: &str) -> String {
    let parts = text.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
    format!(" {} ", parts.collect::<Vec<_>>().join(" "))
}

fn without_markup(html: &str) -> String {
    let body = html.split_once("</style>").map_or(html, |(_, body)| body);
    let pieces = body.split('<').map(|piece| piece.split_once('>').map_or(piece, |(_, text)| text));
    pieces.collect::<Vec<_>>().join("\n")
}

/// A page without its character references (`&lt;`): each stands for a sign that parts words.
fn without_references(page: &str) -> String {
    let mut pieces = page.split('&');
    let first = pieces.next().unwrap_or_default().to_owned();
    pieces.fold(first, |text, piece| match piece.split_once(';') {
        Some((name, rest)) if !name.is_empty() && name.chars().all(|c| c == '#' || c.is_ascii_alphanumeric()) => {
            text + " " + rest
        }
        _ => text + " " + piece,
    })
}

/// The chapters of a page, in order, and as the first what stands before them.
fn chapters(page: &str, format: Format) -> Vec<(String, String)> {
    let page = if format == Format::Text { page.to_owned() } else { without_references(page) };
    let mut found = vec![(String::new(), String::new())];
    match format {
        Format::Html => {
            for (at, piece) in page.split("<h2").enumerate() {
                let (heading, rest) = if at == 0 { ("", piece) } else { piece.split_once("</h2>").unwrap() };
                let heading = heading.split_once('>').map_or("", |(_, heading)| heading);
                found.push((words(&without_markup(heading)), words(&without_markup(rest))));
            }
        }
        _ => {
            let lines: Vec<&str> = page.lines().collect();
            for (at, line) in lines.iter().enumerate() {
                let is_ruler = |line: &&&str| !line.is_empty() && line.chars().all(|c| c == '-');
                let heading = match format {
                    Format::Markdown => line.strip_prefix("## "),
                    _ => {
                        Some(*line).filter(|line| !line.is_empty() && lines.get(at + 1).as_ref().is_some_and(is_ruler))
                    }
                };
                match heading {
                    Some(heading) => found.push((words(heading), String::new())),
                    None => found.last_mut().unwrap().1 += &format!("{line}\n"),
                }
            }
            found.iter_mut().for_each(|(_, text)| *text = words(text));
        }
    }
    found
}

/// Holds a page against the data of its report: the chapters that a reader must find are there, in order, and hold what they
/// must; a chapter that has nothing to say is not there.
pub fn finds_everything(what: &str, report: &Json, page: &str, reader: Audience, format: Format) {
    let expected = match reader {
        Audience::Technician => technician(report, format),
        _ => client(report, format),
    };
    let chapters = chapters(page, format);
    for always in [text(report, "/questionnaire/title"), text(report, "/assessed_on/words")] {
        let before = chapters.iter().take_while(|(heading, _)| heading.trim().is_empty());
        assert!(
            before.clone().any(|(_, text)| text.contains(&words(always))),
            "{what}: {always:?} is missing at the top"
        );
    }
    let conditional = match reader {
        Audience::Technician => &TECHNICIANS[..],
        _ => &CLIENTS[..],
    };
    let known = |heading: &String| {
        expected.iter().any(|chapter| chapter.heading == *heading)
            || conditional.iter().any(|one| words(one) == *heading)
    };
    let shown: Vec<&String> = chapters.iter().map(|(heading, _)| heading).filter(|heading| known(heading)).collect();
    let due: Vec<&String> = expected.iter().map(|chapter| &chapter.heading).collect();
    assert_eq!(shown, due, "{what}: the chapters");
    for chapter in &expected {
        let (_, found) = chapters.iter().find(|(heading, _)| *heading == chapter.heading).unwrap();
        for passage in &chapter.holds {
            assert!(found.contains(passage), "{what}:{}lacks{passage}in\n{found}", chapter.heading);
        }
    }
}

/// The chapters that stand in a client's report only if they have something to say.
const CLIENTS: [&str; 13] = [
    "What happens next",
    "What this result means",
    "Why",
    "What would change this result",
    "To clear up",
    "Still open",
    "The parts of this result",
    "Good to know",
    "Your options, side by side",
    "How often things happen",
    "How sure we are",
    "Sources",
    "About this page",
];
/// The same of a technician's report.
const TECHNICIANS: [&str; 17] = [
    "Waits, each with its day",
    "Clear first, no day",
    "What stands in the way",
    "Conditions",
    "Less grave",
    "Red flags, and answers that do not fit together",
    "Still to be answered by the client",
    "Decision",
    "Examination",
    "Findings",
    "Notes",
    "Not sure, or not said",
    "Sections",
    "Scores",
    "Open questions of the client",
    "Answers",
    "Sources",
];

/// The lines of a page of plain text that its template, or a part that belongs to a set, says by itself: all but the chapters
/// that tell findings, answers and sources.
pub fn own_lines(page: &str, reader: Audience) -> Vec<String> {
    let told = if reader == Audience::Technician { &TECHNICIANS[..] } else { &CLIENTS[..] };
    let lines: Vec<&str> = page.lines().collect();
    let is_ruler = |at: usize| lines.get(at).is_some_and(|line| !line.is_empty() && line.chars().all(|c| c == '-'));
    let (mut own, mut is_own) = (Vec::new(), true);
    for (at, line) in lines.iter().enumerate() {
        if is_ruler(at + 1) {
            is_own = !told.contains(line);
        }
        if is_own && line.chars().any(char::is_alphanumeric) {
            own.push(line.trim().to_owned());
        }
    }
    own
}

/// The five lines of a summary: which set and day, result, findings by rule, what is not sure, what is open.
pub fn summary(report: &Json) -> [String; 5] {
    let about = &report["questionnaire"];
    let (stopped, unchangeable) = (is(report, "stopped"), is(report, "unchangeable"));
    let (waiting, technician) = (number(report, "/waiting/count"), number(report, "/waiting/technician"));
    let settled = waiting == 0 || unchangeable || is(report, "settled_here");
    let result = if stopped {
        "Stopped; result"
    } else if settled {
        "Result"
    } else {
        "Result so far"
    };
    let title = if is(report, "known") { text(report, "/verdict/title") } else { "not known yet" };
    // An unclear answer is named beside what is open, and alone where nothing open can change it.
    let unclear = !items(report, "unsure").is_empty();
    let graver = number(report, "/could_become/step") > number(report, "/verdict/step");
    let could = match (unchangeable, unclear && graver) {
        _ if stopped => String::new(),
        (true, false) => String::new(),
        (true, true) => format!(" (unclear answers could make it: {})", text(report, "/could_become/title")),
        (false, false) => format!(" (open answers could make it: {})", text(report, "/can_become/title")),
        (false, true) => format!(" (open or unclear answers could make it: {})", text(report, "/could_become/title")),
    };
    let day = |one: &Json, before: &str, after: &str| match one["not_before"]["date"].as_str() {
        Some(date) => format!("{before}{date}{after}"),
        None => String::new(),
    };
    let first = match report["plan"]["first"]["on"]["date"].as_str() {
        Some(date) => {
            let title = text(report, "/plan/first/title").to_lowercase();
            format!("; {title} from {date}{}", day(report, " (waits end ", ")"))
        }
        None => day(report, "; not before ", ""),
    };
    let list = |told: Vec<String>| if told.is_empty() { "none".to_owned() } else { told.join(", ") };
    let findings = items(report, "findings").iter().map(|one| text(one, "/rule").to_owned() + &day(one, " (", ")"));
    let unsure = items(report, "unsure").iter().map(|one| {
        let cleared_up = one.pointer("/clear_up").and_then(Json::as_str);
        text(one, "/question").to_owned() + &cleared_up.map_or(String::new(), |how| format!(" ({how})"))
    });
    let open = match unchangeable {
        _ if stopped => "nothing more is asked".to_owned(),
        true if unclear && graver => "nothing but what is unclear".to_owned(),
        true => "nothing that matters".to_owned(),
        false => format!("{waiting} for the client, {technician} for the technician"),
    };
    let (name, id, version) = (text(about, "/title"), text(about, "/id"), text(about, "/version"));
    [
        format!("{name} ({id} {version}), {}", text(report, "/assessed_on/date")),
        format!("{result}: {title}{could}{first}"),
        format!("Findings: {}", list(findings.collect())),
        format!("Not sure or not said: {}", list(unsure.collect())),
        format!("Open: {open}"),
    ]
}

/// What a contract says, by ids alone: a change of a rule shows here, and a change of words does not.
pub fn judged(contract: &str) -> String {
    let contract: Json = serde_json::from_str(contract).unwrap();
    let name = |json: &Json| json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    let day = |one: &Json| one["not_before"].as_str().map(|day| format!(", not before {day}")).unwrap_or_default();
    let mut told = format!(
        "{}, could become {}{}{}{}\n",
        name(&contract["verdict"]),
        name(&contract["could_become"]),
        day(&contract),
        if is(&contract, "settled") { ", settled" } else { "" },
        if is(&contract, "stopped") { ", stopped" } else { "" },
    );
    for section in items(&contract, "sections") {
        let (id, verdict, could) = (name(&section["id"]), name(&section["verdict"]), name(&section["could_become"]));
        told += &format!(
            "  section {id}: {verdict}{}\n",
            if could == verdict { String::new() } else { format!(" to {could}") }
        );
    }
    for finding in items(&contract, "findings") {
        let because =
            items(finding, "because").iter().map(|one| format!("{} {}", name(&one["question"]), one["answer"]));
        let because = because.collect::<Vec<_>>().join(", ");
        told += &format!("  finding {}{} because {because}\n", name(&finding["rule"]), day(finding));
    }
    for unsure in items(&contract, "unsure") {
        told += &format!("  {} {}: {}\n", name(&unsure["question"]), name(&unsure["answer"]), name(&unsure["verdict"]));
    }
    let open: Vec<String> = items(&contract, "open").iter().map(|one| name(&one["question"])).collect();
    if !open.is_empty() {
        told += &format!("  open: {}\n", open.join(" "));
    }
    for (id, score) in contract["scores"].as_object().unwrap() {
        told += &format!("  {id}: {}..{}\n", score["low"], score["high"]);
    }
    told
}

// ---- The data of a report ----

fn text<'j>(json: &'j Json, pointer: &str) -> &'j str {
    json.pointer(pointer).and_then(Json::as_str).unwrap_or_else(|| panic!("no text at {pointer}"))
}

fn number(json: &Json, pointer: &str) -> u64 {
    json.pointer(pointer).and_then(Json::as_u64).unwrap_or_else(|| panic!("no number at {pointer}"))
}

fn is(json: &Json, key: &str) -> bool {
    json[key].as_bool().unwrap_or_else(|| panic!("{key} is not true or false"))
}

fn items<'j>(json: &'j Json, key: &str) -> &'j [Json] {
    json[key].as_array().unwrap_or_else(|| panic!("{key} is no list"))
}

/// A chapter of these passages; those that are null are left out.
fn chapter<'j>(heading: &str, passages: impl IntoIterator<Item = &'j Json>) -> Chapter {
    let texts = passages.into_iter().filter(|one| !one.is_null());
    let told = texts.map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned));
    Chapter { heading: words(heading), holds: told.map(|one| words(&one)).filter(|one| one != "  ").collect() }
}

/// Everything that is said of a finding, wherever it is told in full.
fn finding(finding: &Json) -> Vec<&Json> {
    let mut told = vec![&finding["section"]["title"], &finding["text"]];
    told.extend(items(finding, "because").iter().flat_map(|said| [&said["ask"], &said["answer"]]));
    told.extend(items(finding, "advice"));
    told.extend([&finding["not_before"]["words"], &finding["changes"], &finding["evidence"]["says"]]);
    told
}

/// The same for a client: under its point, with the names of the answers, and with the word alone for how sure we are.
fn of_client(finding: &Json) -> Vec<&Json> {
    let mut told = vec![&finding["title"], &finding["text"]];
    told.extend(items(finding, "because").iter().flat_map(|said| [&said["name"], &said["answer"]]));
    told.extend(items(finding, "advice"));
    told.extend([&finding["not_before"]["words"], &finding["changes"], &finding["evidence"]["word"]]);
    told
}

fn sources(report: &Json) -> Option<Chapter> {
    let told = items(report, "sources").iter().flat_map(|one| [&one["title"], &one["publisher"], &one["year"]]);
    (!items(report, "sources").is_empty()).then(|| chapter("Sources", told))
}

fn client(report: &Json, format: Format) -> Vec<Chapter> {
    let mut chapters = Vec::new();
    let verdict = &report["verdict"];
    let (known, stopped, waiting) = (is(report, "known"), is(report, "stopped"), number(report, "/waiting/count"));
    if stopped {
        let stop = items(report, "findings").iter().find(|finding| is(finding, "stop")).unwrap();
        let told = [&stop["text"], &stop["changes"]].into_iter().chain(items(stop, "advice"));
        // A page names the result in the heading, the others below it.
        let heading = match format {
            Format::Html => format!("{} We stop here", text(verdict, "/title")),
            _ => "We stop here".to_owned(),
        };
        chapters
            .push(chapter(&heading, told.chain([&verdict["title"]].into_iter().filter(|_| format != Format::Html))));
    } else {
        let result = if waiting == 0 { "Your result" } else { "Result so far" };
        let title = if known { text(verdict, "/title") } else { "Not known yet" };
        let could =
            if is(report, "unchangeable") || waiting == 0 { &Json::Null } else { &report["can_become"]["title"] };
        let says = if known { &verdict["says"] } else { &Json::Null };
        let reason = if known { &report["reason"] } else { &Json::Null };
        let told = [&report["not_before"]["words"], &reason["title"], &reason["text"]];
        chapters.push(chapter(&format!("{result} {title}"), told));
        let steps = items(report, "next").iter().flat_map(|step| [&step["about"], &step["text"]]);
        chapters.push(chapter("What happens next", steps));
        chapters.push(chapter("What this result means", [says, could]));
        let unclear = items(report, "unclear").iter().flat_map(|one| [&one["ask"], &one["answer"]]);
        if !items(report, "findings").is_empty() || unclear.clone().next().is_some() {
            let told =
                items(report, "findings").iter().flat_map(|one| [of_client(one), vec![&one["verdict"]["title"]]]);
            chapters.push(chapter("Why", unclear.chain(told.flatten())));
        }
        if number(verdict, "/step") > 1 {
            let ways = items(report, "what_if").iter().take(3);
            let told = ways.flat_map(|way| {
                let changes = items(way, "changes").iter().flat_map(|one| {
                    // What passes is named alone.
                    let passes = !one["passed"].is_null() && one["by"] != "person";
                    if passes { vec![&one["passed"]] } else { vec![&one["ask"], &one["then"], &one["now"]] }
                });
                [&way["from"]["words"], &way["verdict"]["title"]].into_iter().chain(changes)
            });
            chapters.push(chapter("What would change this result", told));
        }
    }
    if !items(report, "unsure").is_empty() {
        let told =
            items(report, "unsure").iter().flat_map(|one| [&one["ask"], &one["answer"], &one["verdict"]["title"]]);
        chapters.push(chapter("To clear up", told));
    }
    if stopped {
        return chapters;
    }
    if waiting > 0 && !is(report, "unchangeable") {
        let groups = items(&report["waiting"], "sections").iter();
        let told = groups.flat_map(|group| {
            let asks = if waiting > 12 { &[] } else { items(group, "asks") };
            [&group["title"]].into_iter().chain(asks).chain((waiting > 12).then_some(&group["count"]))
        });
        chapters.push(chapter("Still open", told));
    }
    if !items(report, "sections").is_empty() {
        let told = items(report, "sections").iter().flat_map(|one| {
            let (verdict, could) = (&one["verdict"]["title"], &one["could_become"]["title"]);
            let open = is(one, "known") && !is(one, "settled");
            [
                &one["title"],
                if is(one, "known") { verdict } else { &Json::Null },
                if open { could } else { &Json::Null },
            ]
        });
        chapters.push(chapter("The parts of this result", told));
    }
    if !items(report, "notes").is_empty() {
        chapters.push(chapter("Good to know", items(report, "notes").iter().flat_map(of_client)));
    }
    let decision = &report["decision"];
    if !decision.is_null() {
        if !items(decision, "options").is_empty() {
            let told = items(decision, "options").iter().flat_map(|one| {
                let sides = [items(one, "benefits"), items(one, "harms")].into_iter().flatten();
                [&one["title"], &one["life"]].into_iter().chain(sides)
            });
            chapters.push(chapter("Your options, side by side", told));
        }
        if !items(decision, "chances").is_empty() {
            let told = items(decision, "chances")
                .iter()
                .flat_map(|one| [&one["what"], &one["says"], &one["raw"], &one["group"], &one["time"]]);
            chapters.push(chapter("How often things happen", told));
        }
    }
    if !items(report, "legend").is_empty() {
        chapters.push(chapter("How sure we are", items(report, "legend").iter().map(|level| &level["says"])));
    }
    let kinds = items(report, "sources").iter().map(|one| &one["kind"]);
    if let Some(told) = sources(report) {
        let kinds = chapter("Sources", kinds).holds;
        chapters.push(Chapter { holds: told.holds.into_iter().chain(kinds).collect(), ..told });
    }
    if !decision.is_null() {
        let told = [&decision["written"]["words"], &decision["renewed"], &decision["interests"]];
        chapters.push(chapter("About this page", told));
    }
    chapters
}

/// A list of the sheet: what has room, and how many more there are.
fn listed(report: &Json, key: &str, heading: &str) -> Option<Chapter> {
    let list = &report["sheet"][key];
    let more = list["more"].as_u64().unwrap();
    let told = items(list, "items").iter().flat_map(|one| [&one["text"], &one["day"]["words"]]);
    let mut found = chapter(heading, told);
    if more > 0 {
        found.holds.push(words(&format!("and {more} more")));
    }
    (more > 0 || !items(list, "items").is_empty()).then_some(found)
}

fn technician(report: &Json, format: Format) -> Vec<Chapter> {
    let verdict = &report["verdict"];
    let (stopped, waiting) = (is(report, "stopped"), number(report, "/waiting/count"));
    let result = if waiting == 0 || stopped { "Result" } else { "Result so far" };
    let title = if is(report, "known") { text(verdict, "/title") } else { "Not known yet" };
    let open = if is(report, "unchangeable") || stopped { &Json::Null } else { &report["can_become"]["title"] };
    let deciding = if is(report, "known") { &report["sheet"]["deciding"]["text"] } else { &Json::Null };
    let first = [&report["not_before"]["words"], open, deciding];
    let mut chapters = vec![chapter(&format!("{result} {title}"), first)];
    let treated = is(report, "treated");
    let (clear, conditions) =
        if treated { ("Clear first, no day", "Conditions") } else { ("What stands in the way", "Less grave") };
    let flags = "Red flags, and answers that do not fit together";
    for (key, heading) in
        [("waits", "Waits, each with its day"), ("clear", clear), ("flags", flags), ("conditions", conditions)]
    {
        chapters.extend(listed(report, key, heading));
    }
    if waiting > 0 && !stopped {
        chapters.extend(listed(report, "open", "Still to be answered by the client"));
    }
    chapters.push(chapter("Decision", [&Json::from("Spoke with the client alone")]));
    if !items(&report["sheet"], "sides").is_empty() {
        // On paper, what has a box of its own stands there.
        let paper = format == Format::Html;
        let shown = items(report, "examine").iter().filter(|one| !paper || !is(one, "apart"));
        let told = shown.flat_map(|one| {
            let ticks = if one["answer"].is_null() { items(one, "options") } else { &[] };
            [&one["ask"], &one["answer"]].into_iter().chain(ticks)
        });
        chapters.push(chapter("Examination", told));
    }
    if format == Format::Html {
        // A page to print is the sheet alone.
        return chapters;
    }
    let findings = items(report, "findings");
    for (heading, key) in [("Findings", findings), ("Notes", items(report, "notes"))] {
        if !key.is_empty() {
            let told = key.iter().flat_map(|one| {
                [finding(one), vec![&one["rule"], &one["technician"], &one["verdict"]["title"]]].concat()
            });
            chapters.push(chapter(heading, told));
        }
    }
    if !items(report, "unsure").is_empty() {
        let told =
            items(report, "unsure").iter().flat_map(|one| [&one["ask"], &one["answer"], &one["verdict"]["title"]]);
        chapters.push(chapter("Not sure, or not said", told));
    }
    if !items(report, "sections").is_empty() && !stopped {
        chapters.push(chapter("Sections", items(report, "sections").iter().map(|one| &one["title"])));
    }
    if !items(report, "scores").is_empty() && !stopped {
        let told = items(report, "scores").iter().flat_map(|one| [&one["title"], &one["low"], &one["high"]]);
        chapters.push(chapter("Scores", told));
    }
    chapters.extend(sources(report));
    if waiting > 0 && !stopped {
        let groups = items(&report["waiting"], "sections").iter();
        chapters.push(chapter("Open questions of the client", groups.flat_map(|group| items(group, "asks"))));
    }
    if !items(report, "answers").is_empty() && !stopped {
        let told = items(report, "answers").iter().flat_map(|page| {
            let said = items(page, "answers").iter();
            // What a client wrote is not printed.
            let answer = |said: &'_ Json| said["state"] != "open" && !is(said, "note");
            let told =
                said.flat_map(move |said| [&said["ask"], if answer(said) { &said["answer"] } else { &Json::Null }]);
            [&page["title"]].into_iter().chain(told)
        });
        chapters.push(chapter("Answers", told));
    }
    chapters
}
