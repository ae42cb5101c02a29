//! Faults planted in the shipped questionnaire, one at a time: each is found by the check, a proof or a guarantee, or stands
//! below among the survivors, with the reason.
//!
//! `cargo test --test it mutations -- --nocapture` prints what finds each, and the score.

use std::fs;
use std::ops::Range;
use std::path::Path;

use candidacy::diagnostic::Code;
use candidacy::proof::prove;
use candidacy::questionnaire::{Files, Texts, load};
use candidacy::source::Sources;

use crate::support::day;

/// What is done to a set.
pub enum Fault {
    /// In a file, in the rule or question of this id, in the field of this key: this part becomes that.
    Edit(&'static str, &'static str, &'static str, &'static str, &'static str),
    /// In a file, the rule of this id is gone.
    Remove(&'static str, &'static str),
}

use Fault::{Edit, Remove};

/// What is planted. Other words in a set, or an entry moved within its file, break none of them.
pub const FAULTS: &[Fault] = &[
    // Flipped and shifted comparisons.
    Edit("you", "age_01_minor", "when", "age < 18", "age <= 18"),
    Edit("you", "age_01_minor", "when", "age < 18", "age > 18"),
    Edit("you", "age_01_minor", "when", "age < 18", "age < 16"),
    Edit(
        "healing",
        "int_05_keloid_family_deep_skin",
        "when",
        "keloid == family and (skin_type >= iv",
        "keloid == family and (skin_type < iv",
    ),
    Edit(
        "hair_loss",
        "fit_02_small_gain",
        "when",
        "norwood <= iia or exam_norwood <= iia",
        "norwood >= iia or exam_norwood <= iia",
    ),
    Edit(
        "hair_loss",
        "int_02_thin_sides",
        "when",
        "wants_length and norwood >= iii",
        "wants_length and norwood <= iii",
    ),
    Edit("you", "psy_03_help_now", "when", "mood == help_now", "mood == low_most_days"),
    Edit("health", "med_04_diabetes_high", "when", "hba1c == over_69", "hba1c == under_59"),
    Edit("practical", "con_04_no_think_time", "when", "not think_time", "think_time"),
    // Dropped options.
    Edit("you", "con_01_talk_alone", "when", "whose_idea in [others, pushed]", "whose_idea in [others]"),
    Edit("health", "med_01_maybe", "when", "pregnancy == maybe", "pregnancy == trying"),
    Edit("health", "med_08_cancer_now", "when", "cancer_treatment in [now, planned]", "cancer_treatment == now"),
    Edit("skin", "all_01_lasting", "when", "tattoo_reaction in [lasting, severe]", "tattoo_reaction == severe"),
    Edit("skin", "skin_08_deep_skin", "when", "skin_type in [v, vi]", "skin_type == vi"),
    Edit(
        "healing",
        "skin_05_keloid_many",
        "when",
        "keloid in [two_or_more, head_neck_or_tattoo]",
        "keloid == two_or_more",
    ),
    Edit("healing", "skin_06_scar_red", "when", "scar_look in [red, raised_itchy]", "scar_look == red"),
    Edit(
        "hair_loss",
        "loss_01_signs",
        "when",
        "scalp_signs has any [burning, red_scale, pus]",
        "scalp_signs has any [burning, pus]",
    ),
    Edit(
        "medicines",
        "med_06_immune",
        "when",
        "immune_why in [joints_bowel, transplant, other] or",
        "immune_why in [joints_bowel, other] or",
    ),
    // Swapped verdicts.
    Edit("you", "age_01_minor", "verdict", "not_suitable", "conditions"),
    Edit("health", "med_01_breastfeeding", "verdict", "defer", "suitable"),
    Edit("health", "med_03_bleeding", "verdict", "refer", "conditions"),
    Edit("health", "med_10_sarcoidosis", "verdict", "not_suitable", "refer"),
    Edit("medicines", "med_02_thinner", "verdict", "refer", "conditions"),
    Edit("skin", "skin_03_vitiligo", "verdict", "refer", "conditions"),
    Edit("skin", "all_02_dye_severe", "verdict", "refer", "suitable"),
    Edit("healing", "int_01_scar_is_keloid", "verdict", "not_suitable", "refer"),
    Edit("mind", "psy_01_strong", "verdict", "refer", "conditions"),
    Edit("practical", "bud_01_not_now", "verdict", "defer", "suitable"),
    // Wrong durations and directions of time.
    Edit("health", "med_08_cancer_half_year", "when", "cancer_ended within cancer_wait", "cancer_ended within 6 weeks"),
    Edit("health", "med_12_surgery", "when", "surgery_date within 6 weeks", "surgery_date within next 6 weeks"),
    Edit(
        "medicines",
        "med_09_isotretinoin_recent",
        "when",
        "isotretinoin_stopped within isotretinoin_wait",
        "isotretinoin_stopped within 6 weeks",
    ),
    Edit("healing", "skin_06_scar_young", "when", "scar_date within scar_wait", "scar_date within 12 weeks"),
    Edit(
        "healing",
        "pri_01_transplant_new",
        "when",
        "transplant_date within transplant_wait",
        "transplant_date within next 6 months",
    ),
    Edit("healing", "pri_02_laser", "when", "laser_removal_date within 8 weeks", "laser_removal_date within 8 days"),
    Edit("skin", "skin_07_tan", "when", "tan_last_sun within 4 weeks", "tan_last_sun within 4 days"),
    Edit(
        "hair_loss",
        "loss_03_areata_changing",
        "when",
        "areata_changed within areata_calm",
        "areata_changed within 12 weeks",
    ),
    Edit("you", "psy_04_upset", "when", "upset_on within 3 months", "upset_on within 3 weeks"),
    // `and` for `or`, and the other way round.
    Edit(
        "health",
        "med_12_antibiotics",
        "when",
        "antibiotics_end within antibiotics_wait or antibiotics_end",
        "antibiotics_end within antibiotics_wait and antibiotics_end",
    ),
    Edit("practical", "lif_02_trip_back", "when", "within next 12 weeks or", "within next 12 weeks and"),
    Edit(
        "health",
        "med_08_cancer_year",
        "when",
        "cancer_ended between cancer_wait and cancer_year ago",
        "cancer_ended within cancer_year or not cancer_ended within cancer_wait",
    ),
    Edit(
        "skin",
        "skin_03_lichen_lupus_quiet",
        "when",
        "skin_disease has lichen_lupus and not",
        "skin_disease has lichen_lupus or not",
    ),
    Edit(
        "hair_loss",
        "loss_05_scarring_open",
        "when",
        "loss_cause == scarring and (not scarring_confirmed or",
        "loss_cause == scarring and (not scarring_confirmed and",
    ),
    Edit("skin", "skin_08_fair_hair", "when", "fair_skin and light_hair", "fair_skin or light_hair"),
    // `not` lost or gained.
    Edit(
        "health",
        "med_11_fit_past",
        "when",
        "seizure_kind has fits and not last_fit",
        "seizure_kind has fits and last_fit",
    ),
    Edit("medicines", "med_numbing", "when", "numbing_wish and not numbing_risk", "numbing_wish and numbing_risk"),
    Edit("mind", "psy_02_some", "when", "some_worry and not strong_worry", "some_worry and strong_worry"),
    Edit("health", "med_04_diabetes_harm", "when", "diabetes_harm", "not diabetes_harm"),
    Edit("skin", "skin_03_vitiligo_scalp", "when", "vitiligo_scalp", "not vitiligo_scalp"),
    // Questions asked of the wrong people.
    Edit("health", "heart_kind", "when", "health_list has heart", "health_list has pressure"),
    Edit("health", "last_fit", "when", "seizure_kind has fits", "seizure_kind has faints"),
    Edit("medicines", "isotretinoin_stopped", "when", "isotretinoin == stopped", "isotretinoin == now"),
    Edit("hair_loss", "norwood", "when", "pattern == receding", "pattern == thinning"),
    Edit("mind", "upset_on", "when", "upset", "not upset"),
    Edit("practical", "trip_back", "when", "trip", "event"),
    // "Not sure" that counts for nothing.
    Edit("health", "hba1c", "unsure", "refer", "suitable"),
    // Rules that are gone.
    Remove("health", "med_12_infection"),
    Remove("health", "med_08_cancer_year"),
    Remove("medicines", "med_09_isotretinoin_now"),
    Remove("medicines", "med_02_aspirin_doctor"),
    Remove("you", "psy_03_help_now"),
    Remove("health", "med_11_pressure_high"),
];

/// Those that nothing finds, by their new text, and why that is all right.
const SURVIVORS: &[(&str, &str)] = &[
    (
        "practical: lif_02_trip_back: when: within next 12 weeks or -> within next 12 weeks and",
        "that the way back counts for itself is knowledge of the sun; the scenarios show it",
    ),
    (
        "skin: skin_08_fair_hair: when: fair_skin and light_hair -> fair_skin or light_hair",
        "only whoever knows the work knows that it takes both; the scenarios show it",
    ),
    (
        "practical: trip_back: when: trip -> event",
        "a day that is asked of others is no fault of itself; the scenarios show it",
    ),
];

/// The shipped questionnaire's files.
fn shipped() -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("questionnaires/smp");
    let in_folder = |inside: &str| {
        let files = fs::read_dir(folder.join(inside)).unwrap().map(|file| file.unwrap().path());
        let files = files.filter(|path| path.is_file());
        files
            .map(|path| {
                (path.strip_prefix(&folder).unwrap().to_str().unwrap().to_owned(), fs::read_to_string(&path).unwrap())
            })
            .collect::<Vec<_>>()
    };
    [in_folder(""), in_folder("images")].concat()
}

fn texts(files: &[(String, String)]) -> Texts {
    files.iter().fold(Texts::default(), |texts, (path, text)| texts.with(path.clone(), text.clone()))
}

/// What check and proofs say.
fn found(files: &dyn Files) -> Vec<Code> {
    let (questionnaire, faults) = load(files, "questionnaire.yaml", &mut Sources::default());
    let mut codes: Vec<Code> = faults.iter().map(|fault| fault.code).collect();
    if let Some(questionnaire) = questionnaire {
        codes.extend(prove(&questionnaire, day()).iter().map(|fault| fault.code));
    }
    codes.sort_unstable();
    codes.dedup();
    codes
}

/// Where the entry of an id stands in a file: a line `- id: …` and the lines further in.
fn entry(text: &str, id: &str) -> Range<usize> {
    let starts: Vec<usize> = text.match_indices(&format!("- id: {id}\n")).map(|(start, _)| start).collect();
    let [start] = starts[..] else { panic!("`{id}` is the id of {} entries", starts.len()) };
    let start = text[..start].rfind('\n').map_or(0, |line| line + 1);
    let indent = |line: &str| line.len() - line.trim_start().len();
    let mut end = start;
    for (number, line) in text[start..].split_inclusive('\n').enumerate() {
        if number > 0 && !line.trim().is_empty() && indent(line) <= indent(&text[start..]) {
            break;
        }
        end += line.len();
    }
    start..end
}

/// Where the value of a key stands, which is in one line, in the entry of an id.
fn field(text: &str, id: &str, key: &str) -> Range<usize> {
    let entry = entry(text, id);
    let indent = text[entry.clone()].find('-').unwrap() + "- ".len();
    let line = format!("\n{}{key}: ", " ".repeat(indent));
    let found = text[entry.clone()].find(&line).unwrap_or_else(|| panic!("`{id}` has no `{key}`"));
    let start = entry.start + found + line.len();
    start..start + text[start..].find('\n').unwrap()
}

impl Fault {
    fn name(&self) -> String {
        match self {
            Edit(file, id, key, from, to) => format!("{file}: {id}: {key}: {from} -> {to}"),
            Remove(file, rule) => format!("{file}: without {rule}"),
        }
    }

    /// The files with the fault in them. Fails if the entry or the field is not there, or does not say once what is changed.
    fn planted(&self, files: &[(String, String)]) -> Texts {
        let mut files = files.to_vec();
        let (Edit(file, ..) | Remove(file, _)) = self;
        let (_, text) = files.iter_mut().find(|(path, _)| *path == format!("{file}.yaml")).unwrap();
        match self {
            Edit(_, id, key, from, to) => {
                let place = field(text, id, key);
                let value = &text[place.clone()];
                assert_eq!(value.matches(from).count(), 1, "{}: the field is `{value}`", self.name());
                let value = value.replacen(from, to, 1);
                text.replace_range(place, &value);
            }
            Remove(_, rule) => text.replace_range(entry(text, rule), ""),
        }
        texts(&files)
    }
}

/// The faults that nothing found.
fn survivors<'f>(faults: impl Iterator<Item = &'f Fault>) -> Vec<String> {
    let files = shipped();
    assert_eq!(found(&texts(&files)), [], "the questionnaire itself must be sound");
    let mut survivors = Vec::new();
    for fault in faults {
        let codes = found(&fault.planted(&files));
        println!("{}: {}", fault.name(), codes.iter().map(|code| code.name()).collect::<Vec<_>>().join(", "));
        if codes.is_empty() {
            survivors.push(fault.name());
        }
    }
    survivors
}

fn known() -> Vec<&'static str> {
    SURVIVORS.iter().map(|(name, _)| *name).collect()
}

#[test]
fn every_planted_fault_is_found_or_explained() {
    let survivors = survivors(FAULTS.iter());
    println!("{} of {} found", FAULTS.len() - survivors.len(), FAULTS.len());
    assert_eq!(survivors, known());
}

#[test]
fn every_fault_can_be_planted() {
    let files = shipped();
    assert!(FAULTS.len() >= 40);
    for fault in FAULTS {
        fault.planted(&files);
    }
}

/// Fields are found by key, wherever they stand in their entry, and nothing else is touched.
#[test]
fn a_fault_is_planted_by_id_and_key() {
    let file = "rules:\n  - id: one\n    finding: |-\n      Some words\n    when: a\n\n  - id: two\n    when: a\n";
    let with = |place: Range<usize>, to: &str| format!("{}{to}{}", &file[..place.start], &file[place.end..]);
    assert_eq!(
        with(field(file, "one", "when"), "b"),
        "rules:\n  - id: one\n    finding: |-\n      Some words\n    when: b\n\n  - id: two\n    when: a\n"
    );
    assert_eq!(with(entry(file, "one"), ""), "rules:\n  - id: two\n    when: a\n");
}
