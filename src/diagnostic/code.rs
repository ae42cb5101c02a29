//! All kinds of trouble, by name. A flat list that knows no other room.

/// How grave a diagnostic is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// The file cannot be used until this is corrected.
    Error,
    /// The file can be used, but this is probably not what was meant.
    Warning,
    /// Worth knowing.
    Note,
}

impl Level {
    /// The word that messages show.
    pub fn name(self) -> &'static str {
        match self {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "note",
        }
    }
}

macro_rules! codes {
    ($($code:ident $name:literal $level:ident $summary:literal;)*) => {
        /// A kind of trouble. Each has a page in `docs/diagnostics`, which `candidacy explain` prints.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = $summary] $code,)*
        }

        impl Code {
            /// Every code, in the order of the documentation.
            pub const ALL: &'static [Code] = &[$(Code::$code),*];

            /// The kebab-case name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$code => $name,)* }
            }

            /// The level it has unless a questionnaire sets another.
            pub fn level(self) -> Level {
                match self { $(Code::$code => Level::$level,)* }
            }

            /// One line that says what it is.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$code => $summary,)* }
            }

            /// The long explanation, in Markdown: why it is a fault, an example, the cure.
            pub fn explanation(self) -> &'static str {
                match self { $(Code::$code => include_str!(concat!("../../docs/diagnostics/", $name, ".md")),)* }
            }
        }
    };
}

codes! {
    // Reading a text and its YAML (room `document`).
    NotText "not-text" Error "the file is not UTF-8 text";
    TooLarge "too-large" Error "the file is larger than a questionnaire can be";
    EmptyFile "empty-file" Error "the file has nothing in it";
    YamlSyntax "yaml-syntax" Error "the text is not YAML";
    TabIndent "tab-indent" Error "a line is indented with a tab";
    TooDeep "too-deep" Error "brackets or blocks are nested too deeply";
    AliasRefused "alias-refused" Error "aliases are not taken in these files";
    DuplicateKey "duplicate-key" Error "a key stands twice in one mapping";
    SecondDocument "second-document" Error "a file holds more than one YAML document";
    YamlTag "yaml-tag" Error "YAML tags are not taken in these files";
    // The shape of a questionnaire (room `questionnaire`).
    UnknownKey "unknown-key" Error "a key that has no meaning here";
    MissingKey "missing-key" Error "a key that must be there is not";
    WrongShape "wrong-shape" Error "a list, a mapping or a text was expected, and something else is there";
    WrongValue "wrong-value" Error "a value that is not one of those taken here";
    BadId "bad-id" Error "an id is not lower-case letters, digits and underscores, starting with a letter";
    BadCode "bad-code" Error "a code of another system that cannot be used";
    ReservedId "reserved-id" Error "an id that the language keeps for itself";
    DuplicateId "duplicate-id" Error "two things have the same id";
    TooMany "too-many" Error "more of something than the engine takes";
    EmptyText "empty-text" Error "a text that people would read is empty";
    UnusedKey "unused-key" Warning "a key that has no effect where it stands";
    MissingFile "missing-file" Error "a file that is named is not there or cannot be read";
    OutsideFolder "outside-folder" Error "a path leaves the questionnaire's folder";
    UnlistedFile "unlisted-file" Warning "a section or a part of a report that nothing reads";
    ShippedId "shipped-id" Warning "a question set that calls itself as a shipped one does";
    IncludeLoop "include-loop" Error "a section file includes itself or is included twice";
    BadRange "bad-range" Error "a range is malformed or empty";
    BadPicks "bad-picks" Error "`min` and `max` do not fit the options";
    ExclusiveOption "exclusive-option" Error "`exclusive` stands where only one option can be chosen";
    LockedAnswer "locked-answer" Error "an answer that must not be told as one that changes";
    TooFewOptions "too-few-options" Error "a choice without a choice";
    UnknownVerdict "unknown-verdict" Error "a verdict that is not among the verdicts";
    UnknownEvidence "unknown-evidence" Error "a level of evidence that is not among the evidence";
    UnknownSource "unknown-source" Error "a source that is not among the sources";
    UnknownRule "unknown-rule" Error "a rule that is not among the rules";
    UnknownOptionList "unknown-option-list" Error "a list of options that is not among the `option_lists`";
    UnusedOptionList "unused-option-list" Warning "a list of options that no question uses";
    UnusedSource "unused-source" Warning "a source that nothing cites";
    RuleWithoutEffect "rule-without-effect" Error "a rule that has no verdict and no text";
    FindingMissing "finding-missing" Warning "a rule gives a verdict without telling the person why";
    StopAudience "stop-audience" Warning "a rule that stops the interview cannot be known in it";
    BadTogether "bad-together" Error "questions that cannot be asked on one screen";
    PrivateShown "private-shown" Error "something that people read would show the answer to a private question";
    BadScore "bad-score" Error "a score adds up something that has no points";
    BadDerived "bad-derived" Error "a number cannot be worked out as it is written";
    BadPromise "bad-promise" Error "a guarantee promises nothing, or two things at once";
    BadDate "bad-date" Error "a text that should be a day is not one";
    BadDuration "bad-duration" Error "a text that should be a duration is not one";
    BadNotBefore "bad-not-before" Error "`not_before` is not a duration after a day";
    BadBy "bad-by" Error "`by` is not a duration before or after a day";
    BadPlan "bad-plan" Error "the steps of a plan do not fit together";
    BadChance "bad-chance" Error "a chance has no number, and does not say that nobody has counted";
    UnevenOptions "uneven-options" Warning "an option is told in less detail than another";
    UnknownStep "unknown-step" Error "a step that is not among the steps of the plan";
    BadNumber "bad-number" Error "a text that should be a number is not one";
    UnsafeImage "unsafe-image" Error "a picture could load or run something";
    BrokenImage "broken-image" Error "a picture does not draw, or may never end";
    // Texts that are templates (room `template`).
    TemplateSyntax "template-syntax" Error "a text is not a well-formed template";
    TemplateName "template-name" Error "a template names something that is not there";
    TemplateFails "template-fails" Error "a template fails when it is filled in";
    TemplateLarge "template-large" Error "a template is larger or deeper than the engine takes";
    ReportLoads "report-loads" Error "a report would load something from elsewhere";
    UnsafePlace "unsafe-place" Warning "a template writes a value where escaping does not keep it harmless";
    // Conditions (room `condition`).
    ConditionSyntax "condition-syntax" Error "a condition does not read as one";
    ConditionDeep "condition-deep" Error "a condition is nested too deeply or too long";
    UnknownName "unknown-name" Error "a condition names something that is not there";
    NameTooEarly "name-too-early" Error "a condition names something that only comes later";
    NameCircle "name-circle" Error "named conditions and scores name each other in a circle";
    WrongTest "wrong-test" Error "a test does not fit the type of what it tests";
    UnknownOption "unknown-option" Error "an option that the question does not have";
    RepeatedOption "repeated-option" Warning "an option stands twice in a list";
    NotTestable "not-testable" Error "a text answer cannot be judged";
    MixedAndOr "mixed-and-or" Warning "`and` and `or` are mixed without brackets";
    // What the proofs find (room `proof`).
    UnreachableSection "unreachable-section" Error "a section that no response can reach";
    UnreachableQuestion "unreachable-question" Error "a question that no response can reach";
    UnreachableOption "unreachable-option" Error "an option that no response can choose";
    DeadRule "dead-rule" Error "a rule that can never hold";
    OutrankedRule "outranked-rule" Warning "a rule that a graver one always hides, and that has no advice of its own";
    TwinRules "twin-rules" Warning "two rules that always hold together";
    BehindStop "behind-stop" Warning "a rule that no interview comes to, since another ends it first";
    UnreachableVerdict "unreachable-verdict" Error "a verdict that no response can get";
    ConstantCondition "constant-condition" Warning "a named condition that is always true or always false";
    IdlePart "idle-part" Warning "a part of a condition that never matters";
    BrokenGuarantee "broken-guarantee" Error "a guarantee that some response breaks";
    EmptyGuarantee "empty-guarantee" Error "a guarantee whose `when` can never hold";
    IdleQuestion "idle-question" Warning "a question whose answer nothing uses";
    IdleCondition "idle-condition" Warning "a named condition or score that nothing uses";
    NotOfAbsent "not-of-absent" Warning "a `not` that holds because its question was never asked";
    MissingValidity "missing-validity" Warning "nothing says how long answers may be believed that a verdict rests on";
    LastingChange "lasting-change" Warning "an answer that changes by itself is believed for ever";
    LeapDay "leap-day" Note "a span of many years that does not say what becomes of 29 February";
    LateQuestion "late-question" Note "a question that can decide most is asked after one that decides less";
    ImpossiblePlan "impossible-plan" Error "a plan that has no days for some response";
    EmptyGap "empty-gap" Warning "a text that can show an empty gap";
    WaitOver "wait-over" Warning "a wait whose day can have passed while its rule still holds";
    WaitUndated "wait-undated" Warning "a wait that has no day for some of those whom its rule holds for";
    WaitFixed "wait-fixed" Note "a wait for the end of something that never changes";
    WaitWindow "wait-window" Note "a wait that ends later than its rule does";
    MissingUnsure "missing-unsure" Warning "a grave question to which nobody can say that they are not sure";
    MildUnsure "mild-unsure" Warning "a \"not sure\" that counts for nothing, where an answer alone is grave";
    IdleOption "idle-option" Warning "an option that nothing looks at";
    OnlyTogether "only-together" Note "an option that counts only together with others";
    FewOffered "few-offered" Warning "a question that can be asked with nothing to choose between";
    FallingVerdict "falling-verdict" Warning "a scale of which more leads to a milder verdict";
    UnaskedFuture "unasked-future" Warning "a date that takes days ahead, of which nothing asks";
    BandHole "band-hole" Warning "a number that is left out between the bands of two rules";
    BandTouch "band-touch" Warning "a number that lies in the bands of two rules";
    IdlePoints "idle-points" Warning "answers that all add the same to a score";
    FallingPoints "falling-points" Warning "points that rise and fall along a scale";
    OptionalAnswer "optional-answer" Warning "a question that may be passed over, though verdicts rest on it";
    SameWords "same-words" Warning "two options, or two questions, that read the same";
    MildStop "mild-stop" Warning "a rule that stops the interview of somebody who may be treated";
    Undecided "undecided" Warning "a proof that would take more work than it is allowed";
    // A set that stands on another one (room `questionnaire`), and takes care as that does (room `caution`).
    UnknownSet "unknown-set" Error "the set that this one is based on is not here";
    OtherBase "other-base" Warning "the set that this one is based on is not what it was";
    OverlayTarget "overlay-target" Error "an entry of an overlay names a part that the base does not have";
    OverlayWas "overlay-was" Error "a part of the base is not what an entry says that it was";
    OverlayExists "overlay-exists" Error "an overlay adds what the base has already";
    OverlayFixed "overlay-fixed" Error "an overlay touches what stays as it is in the base";
    OverlayTwice "overlay-twice" Error "two entries of an overlay are about the same part";
    IdleAcceptance "idle-acceptance" Error "something is accepted that the overlay does not do";
    LessCautious "less-cautious" Error "an overlay takes less care than its base, and nobody took that upon them";
    CautionUndecided "caution-undecided" Warning "whether an overlay takes less care than its base was not decided";
    // A response (room `response`).
    UnknownQuestion "unknown-question" Error "an answer to a question that is not there";
    WrongAnswer "wrong-answer" Error "an answer that does not fit the type of its question";
    AnswerOutOfRange "answer-out-of-range" Error "an answer outside the range of its question";
    ExcludedOptions "excluded-options" Error "an exclusive option together with others";
    WrongPicks "wrong-picks" Error "too few or too many options picked";
    UnsureNotOffered "unsure-not-offered" Error "\"not sure\" where the question does not offer it";
    RequiredAnswer "required-answer" Error "a required question is skipped";
    OtherQuestionnaire "other-questionnaire" Error "the answers belong to another questionnaire";
    AnsweredLater "answered-later" Error "an answer is dated after the day of assessment";
    OtherVersion "other-version" Warning "the answers were given to another version";
    // Worked responses (room `scenario`).
    ScenarioFailed "scenario-failed" Error "an assessment is not what its scenario expects";
    NothingExpected "nothing-expected" Error "a scenario that expects nothing";
    UnknownBase "unknown-base" Error "a base that is not among the bases";
    UnknownSection "unknown-section" Error "a section that is not among the sections";
    HiddenAnswer "hidden-answer" Warning "a scenario answers a question that is not asked";
    UnusedBase "unused-base" Warning "a base that no scenario starts from";
    // A published table (rooms `document` and `guideline`).
    BadTable "bad-table" Error "a table that cannot be held against a question set";
    WrongCell "wrong-cell" Error "a cell of a table that some response contradicts";
    EmptyRow "empty-row" Error "a row of a table that is true of no response";
    TableGap "table-gap" Warning "a verdict of a section that no row of a table speaks of";
    RowsOverlap "rows-overlap" Note "two rows of a table that hold together and name different verdicts";
    // How the texts read (room `wording`).
    ReadingAge "reading-age" Warning "a text that is too hard to read";
    LongSentence "long-sentence" Warning "a sentence of too many words";
    MedicineStop "medicine-stop" Warning "a text that tells people to stop or change a medicine";
    ForbiddenClaim "forbidden-claim" Warning "a text that promises what nobody can promise";
    UnplannedStep "unplanned-step" Warning "a text names a step that its rule does not want";
    TextNumber "text-number" Warning "a text that names another number than its rule tests";
    UnaskedClient "unasked-client" Warning "a question that speaks to the client, and that no client is asked";
    TextWait "text-wait" Warning "a text that speaks of another wait than its rule has";
    MissingEvidence "missing-evidence" Warning "a rule that does not say how sure we are";
    MissingSource "missing-source" Warning "a rule or an option that does not say what it rests on";
    MissingTitle "missing-title" Warning "a rule without a point to put above it, where others have one";
    MissingLabel "missing-label" Warning "a date that a report cannot name, where others have a label";
    MissingKind "missing-kind" Warning "a source that does not say what sort of work it is, where others do";
    MissingClearUp "missing-clear-up" Warning "a grave \"not sure\" that nobody is told how to clear up";
    TooManyOptions "too-many-options" Warning "more options than people can weigh";
    MissingNone "missing-none" Warning "a list without an answer for people to whom nothing applies";
    DoubleNegative "double-negative" Warning "two words that say no and undo each other";
    TwoQuestions "two-questions" Warning "two questions that share one answer";
    EverChanges "ever-changes" Warning "what once was so would be told as never having been";
    LeadingQuestion "leading-question" Warning "a question that hints at its answer";
}

/// Names that codes had in earlier versions: what people wrote down still leads to the page.
const FORMER_NAMES: &[(&str, Code)] = &[("alias-limit", Code::AliasRefused)];

impl Code {
    /// The code with that name, or with that name in an earlier version.
    ///
    /// ```
    /// use candidacy::diagnostic::Code;
    ///
    /// assert_eq!(Code::named("unknown-name"), Some(Code::UnknownName));
    /// assert_eq!(Code::named("alias-limit"), Some(Code::AliasRefused));
    /// ```
    pub fn named(name: &str) -> Option<Code> {
        let former = || FORMER_NAMES.iter().find(|(former, _)| *former == name).map(|(_, code)| *code);
        Code::ALL.iter().copied().find(|code| code.name() == name).or_else(former)
    }
}
