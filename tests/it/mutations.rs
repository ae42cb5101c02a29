//! Faults planted in the shipped questionnaire, one at a time: each is found by the check, a proof or a guarantee, or stands
//! below among the survivors, with the reason.
//!
//! `cargo test --test it mutations -- --nocapture` prints what finds each, and the score.

use std::fs;
use std::path::Path;

use candidacy::diagnostic::Code;
use candidacy::proof::prove;
use candidacy::questionnaire::{Files, Texts, load};
use candidacy::source::Sources;

use crate::support::day;

/// A fault: in a file, this text becomes that.
enum Fault {
    Edit(&'static str, &'static str, &'static str),
    /// A rule is gone.
    Remove(&'static str, &'static str),
}

use Fault::{Edit, Remove};

/// What is planted. Each anchor stands exactly once in its file.
const FAULTS: &[Fault] = &[
    // Flipped and shifted comparisons.
    Edit("you", "when: age < 18\n", "when: age <= 18\n"),
    Edit("you", "when: age < 18\n", "when: age > 18\n"),
    Edit("you", "when: age < 18\n", "when: age < 16\n"),
    Edit("healing", "keloid == family and (skin_type >= iv", "keloid == family and (skin_type < iv"),
    Edit("hair_loss", "when: norwood <= iia or ludwig == i", "when: norwood >= iia or ludwig == i"),
    Edit("hair_loss", "wants_length and norwood >= iii", "wants_length and norwood <= iii"),
    Edit("you", "when: mood == help_now\n", "when: mood == low_most_days\n"),
    Edit("health", "when: hba1c == over_69\n", "when: hba1c == under_59\n"),
    Edit("practical", "when: not think_time\n", "when: think_time\n"),
    // Dropped options.
    Edit("you", "when: whose_idea in [others, pushed]", "when: whose_idea in [others]"),
    Edit("health", "when: pregnancy in [pregnant, maybe]", "when: pregnancy == pregnant"),
    Edit(
        "health",
        "when: cancer_treatment in [now, planned]\n    verdict",
        "when: cancer_treatment == now\n    verdict",
    ),
    Edit("skin", "when: tattoo_reaction in [lasting, severe]", "when: tattoo_reaction == severe"),
    Edit("skin", "when: skin_type in [v, vi]", "when: skin_type == vi"),
    Edit("healing", "when: keloid in [two_or_more, head_neck_or_tattoo]", "when: keloid == two_or_more"),
    Edit("healing", "when: scar_look in [red, raised_itchy]", "when: scar_look == red"),
    Edit(
        "hair_loss",
        "when: scalp_signs has any [burning, red_scale, pus, shiny]",
        "when: scalp_signs has any [burning, pus]",
    ),
    Edit("medicines", "immune_why in [joints_bowel, transplant, other] or", "immune_why in [joints_bowel, other] or"),
    // Swapped verdicts.
    Edit("you", "when: age < 18\n    verdict: not_suitable", "when: age < 18\n    verdict: conditions"),
    Edit(
        "health",
        "when: pregnancy == breastfeeding\n    verdict: defer",
        "when: pregnancy == breastfeeding\n    verdict: suitable",
    ),
    Edit(
        "health",
        "when: health_list has bleeding\n    verdict: refer",
        "when: health_list has bleeding\n    verdict: conditions",
    ),
    Edit(
        "health",
        "when: immune_list has sarcoidosis\n    verdict: not_suitable",
        "when: immune_list has sarcoidosis\n    verdict: refer",
    ),
    Edit(
        "medicines",
        "when: medicine_list has thinner\n    verdict: refer",
        "when: medicine_list has thinner\n    verdict: conditions",
    ),
    Edit(
        "skin",
        "when: skin_disease has vitiligo\n    verdict: refer",
        "when: skin_disease has vitiligo\n    verdict: conditions",
    ),
    Edit(
        "skin",
        "when: dye_reaction == severe\n    verdict: refer",
        "when: dye_reaction == severe\n    verdict: suitable",
    ),
    Edit(
        "healing",
        "when: scar_look == beyond_wound\n    verdict: not_suitable",
        "when: scar_look == beyond_wound\n    verdict: refer",
    ),
    Edit("mind", "when: strong_worry\n    verdict: refer", "when: strong_worry\n    verdict: conditions"),
    Edit("practical", "when: budget == not_now\n    verdict: defer", "when: budget == not_now\n    verdict: suitable"),
    // Wrong durations and directions of time.
    Edit("health", "when: cancer_ended within 6 months\n", "when: cancer_ended within 6 weeks\n"),
    Edit("health", "when: surgery_date within 6 weeks\n", "when: surgery_date within next 6 weeks\n"),
    Edit("medicines", "when: isotretinoin_stopped within 6 months\n", "when: isotretinoin_stopped within 6 weeks\n"),
    Edit("healing", "when: scar_date within 12 months\n", "when: scar_date within 12 weeks\n"),
    Edit("healing", "when: transplant_date within 6 months\n", "when: transplant_date within next 6 months\n"),
    Edit("healing", "when: laser_removal_date within 8 weeks\n", "when: laser_removal_date within 8 days\n"),
    Edit("skin", "when: tan_last_sun within 4 weeks\n", "when: tan_last_sun within 4 days\n"),
    Edit("hair_loss", "when: areata_changed within 12 months\n", "when: areata_changed within 12 weeks\n"),
    Edit("you", "when: upset_on within 3 months\n", "when: upset_on within 3 weeks\n"),
    // `and` for `or`, and the other way round.
    Edit(
        "health",
        "antibiotics_end within 2 weeks or antibiotics_end",
        "antibiotics_end within 2 weeks and antibiotics_end",
    ),
    Edit("practical", "trip_back within next 10 years or trip_back", "trip_back within next 10 years and trip_back"),
    Edit(
        "health",
        "cancer_ended within 12 months and not cancer_ended within 6",
        "cancer_ended within 12 months or not cancer_ended within 6",
    ),
    Edit("skin", "when: skin_disease has lichen_lupus and not", "when: skin_disease has lichen_lupus or not"),
    Edit(
        "hair_loss",
        "when: loss_cause == scarring and (not scarring_confirmed or",
        "when: loss_cause == scarring and (not scarring_confirmed and",
    ),
    Edit(
        "skin",
        "when: grey == mostly or hair_colour == grey_white",
        "when: grey == mostly and hair_colour == grey_white",
    ),
    // `not` lost or gained.
    Edit("health", "when: seizure_kind has fits and not last_fit", "when: seizure_kind has fits and last_fit"),
    Edit("medicines", "when: numbing_wish and not numbing_risk", "when: numbing_wish and numbing_risk"),
    Edit("mind", "when: some_worry and not strong_worry", "when: some_worry and strong_worry"),
    Edit("health", "when: diabetes_harm\n", "when: not diabetes_harm\n"),
    Edit("skin", "when: vitiligo_scalp\n", "when: not vitiligo_scalp\n"),
    // Questions asked of the wrong people.
    Edit("health", "when: health_list has heart\n", "when: health_list has pressure\n"),
    Edit("health", "when: seizure_kind has fits\n    unsure", "when: seizure_kind has faints\n    unsure"),
    Edit("medicines", "when: isotretinoin == stopped\n", "when: isotretinoin == now\n"),
    Edit("hair_loss", "when: pattern == receding\n", "when: pattern == thinning\n"),
    Edit("you", "when: upset\n", "when: not upset\n"),
    Edit("practical", "when: trip\n", "when: event\n"),
    // "Not sure" that counts for nothing.
    Edit(
        "health",
        "when: health_list has diabetes\n    unsure: refer",
        "when: health_list has diabetes\n    unsure: suitable",
    ),
    // Rules that are gone.
    Remove("health", "med_12_infection"),
    Remove("health", "med_08_cancer_year"),
    Remove("medicines", "med_09_isotretinoin_now"),
    Remove("medicines", "med_02_aspirin_doctor"),
    Remove("you", "psy_03_help_now"),
    Remove("health", "med_11_pressure_high"),
];

/// Those that nothing finds, by their new text, and why that is all right.
const SURVIVORS: &[(&str, &str)] = &[];

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

impl Fault {
    fn name(&self) -> String {
        match self {
            Edit(file, from, to) => format!("{file}: {} -> {}", from.trim(), to.trim()),
            Remove(file, rule) => format!("{file}: without {rule}"),
        }
    }

    /// The files with the fault in them. Fails if the place that it names is not there, or is not the only one.
    fn planted(&self, files: &[(String, String)]) -> Texts {
        let mut files = files.to_vec();
        let (Edit(file, ..) | Remove(file, _)) = self;
        let (_, text) = files.iter_mut().find(|(path, _)| *path == format!("{file}.yaml")).unwrap();
        *text = match self {
            Edit(_, from, to) => {
                assert_eq!(text.matches(from).count(), 1, "{}: the anchor must stand exactly once", self.name());
                text.replacen(from, to, 1)
            }
            Remove(_, rule) => {
                let start = text.find(&format!("  - id: {rule}\n")).unwrap_or_else(|| panic!("{}", self.name()));
                let end = text[start + 1..].find("\n  - id: ").map_or(text.len(), |end| start + 1 + end + 1);
                format!("{}{}", &text[..start], &text[end..])
            }
        };
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
fn all_anchors_still_stand() {
    let files = shipped();
    assert!(FAULTS.len() >= 40);
    for fault in FAULTS {
        fault.planted(&files);
    }
}
