//! Sections that a summary seldom has, and the single page, word for word in both languages.

use super::sections_tests::{says, section, shows, summary};
use super::*;
use crate::model::{Lang, Quarter};
use crate::report::check::{Check, Finding, Severity};
use crate::report::sample::{self, QUARTER, day};
use crate::report::tally::{Lights, Tally};
use crate::report::trend::QuarterPoint;

#[test]
fn a_figure_that_is_not_the_one_that_was_sent_carries_an_r() {
    let content = summary(|content| {
        content.by_status.retain(|c| c.code == "ongoing");
        content.by_light.retain(|c| c.code == "green");
        content.by_status[0].sent = Some(4);
        content.not_yet = 2;
        content.restated =
            Some(Restated { quarter: QUARTER.previous(), revision: 1, reason: Some("A line came late".into()) });
    });
    says(
        &content,
        Section::Headline,
        &[
            "# Headline",
            "6 objectives, of which 5 are open. In the quarter 4 of the 6 that were open in it were reported. ◊",
            "Not counted: 2 objectives that came after 30 June 2024, or whose plan was signed after it.",
            "Status | 2nd quarter of 2024 | 1st quarter of 2024 | r | Since then",
            "ongoing | 3 | 5 | r | -2",
            "Light | 2nd quarter of 2024 | 1st quarter of 2024 | Since then",
            "● green | 0 | 4 | -4",
            "r: restated since it was first sent for the 1st quarter of 2024 (revision 1: A line came late).",
        ],
        &[
            "# Overblik",
            "6 målsætninger, heraf 5 åbne. Der er indberettet om 4 af de 6, der var åbne i kvartalet. ◊",
            "Ikke talt med: 2 målsætninger, der er kommet til efter 30. juni 2024, eller hvis plan er underskrevet senere.",
            "Status | 2. kvartal 2024 | 1. kvartal 2024 | r | Ændring",
            "i gang | 3 | 5 | r | -2",
            "Trafiklys | 2. kvartal 2024 | 1. kvartal 2024 | Ændring",
            "● grøn | 0 | 4 | -4",
            "r: rettet, siden det først blev afsendt for 1. kvartal 2024 (rettelse 1: A line came late).",
        ],
    );
}

#[test]
fn plans_are_set_beside_each_other_only_where_there_are_several() {
    assert!(section(&summary(|_| ()), Section::Plan, Lang::En).is_empty());
    let content = summary(|content| {
        let group = content.by_area[0].clone();
        content.by_plan =
            vec![Group { code: "P".into(), name: "Clean water".into(), name_da: "Rent vand".into(), ..group }];
    });
    says(
        &content,
        Section::Plan,
        &[
            "# By plan",
            "6 objectives by light",
            "Plan | ▲ yellow | ■ red | · no light | ○ not reported | – ended | Total",
            "P Clean water | 1 | 1 | 1 | 2 | 1 | 6",
        ],
        &[
            "# Fordelt på plan",
            "6 målsætninger fordelt på trafiklys",
            "Plan | ▲ gul | ■ rød | · ikke vurderet | ○ ikke indberettet | – afsluttet | I alt",
            "P Rent vand | 1 | 1 | 1 | 2 | 1 | 6",
        ],
    );
}

#[test]
fn a_contradiction_is_told_with_its_objective() {
    let content = summary(|content| {
        content.contradictions.push(Finding {
            check: Check::GreenOverdue,
            severity: Severity::Error,
            reference: "P/2".into(),
            title: "Wind atlas".into(),
            title_da: Some("Vindatlas".into()),
            deadline: Some("2024-03".into()),
            held: None,
            since: None,
            days: Some(91),
            names: vec![],
            illustrative: false,
        });
        content.contradictions.more = 2;
    });
    says(
        &content,
        Section::Contradictions,
        &[
            "# Contradictions",
            "- P/2 Wind atlas: green, though its date has passed (approved 2024-03, 91 days late) (error)",
            "- ... and 2 more: fremdrift check --plan P",
        ],
        &[
            "# Uoverensstemmelser",
            "- P/2 Vindatlas: grøn, selv om datoen er overskredet (godkendt 2024-03, overskredet med 91 dage) (fejl)",
            "- ... og 2 til: fremdrift check --plan P",
        ],
    );
}

#[test]
fn waivers_are_told_with_their_reasons() {
    let content = summary(|content| {
        let (check, references) = ("no-lead".into(), vec!["P/2".into(), "P/6".into()]);
        content.waivers.push(Waiver { check, references, reason: "The ministry decides in May".into() });
    });
    says(
        &content,
        Section::Waivers,
        &["# Waivers", "- no-lead (P/2, P/6): The ministry decides in May"],
        &["# Undtagelser", "- no-lead (P/2, P/6): The ministry decides in May"],
    );
}

#[test]
fn lines_that_came_after_their_quarter_was_frozen_are_told() {
    let content = summary(|content| {
        let late = |as_of, withdrawn, waiting| Late {
            subject: content.slips.rows[0].subject.clone(),
            as_of: day(as_of),
            quarter: QUARTER.previous(),
            change: 7,
            recorded: day("2024-05-02"),
            author: "Anna".into(),
            withdrawn,
            waiting,
        };
        let all = [late("2024-03-05", false, true), late("2024-03-06", true, false)];
        all.into_iter().for_each(|late| content.late.push(late));
    });
    says(
        &content,
        Section::Late,
        &[
            "# Late lines of the log",
            "- P/5 Dialogue. The line as of 5 March 2024 was recorded on 2 May 2024 by Anna, after the 1st quarter of 2024 was frozen; not restated.",
            "- P/5 Dialogue. The line as of 6 March 2024 was withdrawn on 2 May 2024 by Anna, after the 1st quarter of 2024 was frozen; restated.",
        ],
        &[
            "# Indberetninger, der kom efter låsningen",
            "- P/5 Dialog. Indberetningen pr. 5. marts 2024 blev registreret 2. maj 2024 af Anna, efter at 1. kvartal 2024 blev låst; ikke rettet.",
            "- P/5 Dialog. Indberetningen pr. 6. marts 2024 blev trukket tilbage 2. maj 2024 af Anna, efter at 1. kvartal 2024 blev låst; rettet.",
        ],
    );
}

#[test]
fn activities_are_counted_and_those_that_need_attention_are_listed() {
    let content = summary(|content| {
        let subject = Subject { reference: "P/1/2".into(), ..content.attention.rows[0].subject.clone() };
        let attention = Attention { subject: subject.clone(), ..content.attention.rows[0].clone() };
        let ended = Ended { subject: subject.clone(), ..content.ended.rows[0].clone() };
        let falling = Falling { subject, ..content.falling_due.rows[0].clone() };
        let one = |code: &str, count, before| CountOf { code: code.into(), count, before, sent: None };
        content.activities = Activities {
            count: 3,
            open: 2,
            due: 3,
            reported: 1,
            by_status: vec![one("ongoing", 2, 3), one("completed", 1, 0)],
            by_light: vec![one("red", 1, 0), one("not-reported", 1, 2), one("ended", 1, 1)],
            attention: Truncated { rows: vec![attention], more: 1 },
            ended: Truncated { rows: vec![ended], more: 0 },
            falling_due: Truncated { rows: vec![falling], more: 0 },
        };
    });
    says(
        &content,
        Section::Activities,
        &[
            "# Activities",
            "3 activities, of which 2 are open. In the quarter 1 of the 3 that were open in it were reported.",
            "Status: ongoing 2 (-1), completed 1 (+1).",
            "Light: ■ red 1 (+1), ○ not reported 1 (-1), – ended 1.",
            "## Activities that need attention",
            "Reference | Title | Lead | Why",
            "P/1/2 | Clean harbours | ENS | ■ red; blocked by: No money (can be solved by UM Ministry of Foreign Affairs). «The contractor is bankrupt.»",
            "- ... and 1 more: fremdrift due --plan P",
            "## Activities ended in the quarter",
            "Reference | Title | Status | As of | Evidence",
            "P/1/2 | Clean harbours | completed | 2024-05-31 | F2-7",
            "## Activities falling due or expected to end",
            "Reference | Title | Lead | Deadline | Expected | Falls",
            "P/1/2 | Clean harbours | ENS | 2024-Q3 |  | approved",
        ],
        &[
            "# Aktiviteter",
            "3 aktiviteter, heraf 2 åbne. Der er indberettet om 1 af de 3, der var åbne i kvartalet.",
            "Status: i gang 2 (-1), gennemført 1 (+1).",
            "Trafiklys: ■ rød 1 (+1), ○ ikke indberettet 1 (-1), – afsluttet 1.",
            "## Aktiviteter, der kræver opmærksomhed",
            "Reference | Titel | Ansvarlig | Begrundelse",
            "P/1/2 | Rene havne | ENS | ■ rød; afventer: No money (kan løses af UM Udenrigsministeriet). «The contractor is bankrupt.»",
            "- ... og 1 til: fremdrift due --plan P",
            "## Aktiviteter afsluttet i kvartalet",
            "Reference | Titel | Status | Gælder pr. | Dokumentation",
            "P/1/2 | Rene havne | gennemført | 2024-05-31 | F2-7",
            "## Aktiviteter med frist eller forventet afslutning",
            "Reference | Titel | Ansvarlig | Frist | Forventet | Gælder",
            "P/1/2 | Rene havne | ENS | 2024-Q3 |  | godkendt",
        ],
    );
}

#[test]
fn quarters_stand_beside_each_other_from_the_second_on() {
    let content = summary(|_| ());
    let point = |quarter: Quarter, reported| QuarterPoint {
        quarter,
        as_of: quarter.last_day(),
        tally: Tally {
            objectives: 6,
            due: 6,
            reported,
            lights: Lights { green: reported, not_reported: 6 - reported, ..Lights::default() },
            ..Tally::default()
        },
        illustrative: (1, 6),
        revision: None,
        differs: quarter < QUARTER,
    };
    let quarters = [point(QUARTER.previous(), 5), point(QUARTER, 4)];
    let lines = |lang, over_time| {
        let extent = Extent { only: vec![Section::Time], ..Extent::paper() };
        let told = sample::told(&page(&content, lang, &View { extent, over_time, ..View::default() }));
        told.into_iter().skip_while(|line| !line.starts_with("# ")).filter(|l| !l.starts_with("_ ")).collect::<Vec<_>>()
    };
    assert!(lines(Lang::En, &quarters[..1]).is_empty());
    shows(
        &[lines(Lang::En, &quarters), lines(Lang::Da, &quarters)],
        [
            &[
                "# Over time",
                "What the objectives showed at the end of each quarter",
                "Quarter | ● green | ○ not reported | Total",
                "2024-Q1 ◊ | 5 | 1 | 6",
                "2024-Q2 ◊ | 4 | 2 | 6",
                "How many of the objectives that were due were reported in each quarter",
                "Quarter | ● reported | ○ not reported | Total",
                "2024-Q1 ◊ | 5 | 1 | 6",
                "2024-Q2 ◊ | 4 | 2 | 6",
                "r: restated, or no longer as first sent: what is shown is what is now known.",
            ],
            &[
                "# Udvikling over tid",
                "Trafiklys ved kvartalets udgang",
                "Kvartal | ● grøn | ○ ikke indberettet | I alt",
                "2024-Q1 ◊ | 5 | 1 | 6",
                "2024-Q2 ◊ | 4 | 2 | 6",
                "Indberettede af de målsætninger, der skulle indberettes i kvartalet",
                "Kvartal | ● indberettet | ○ ikke indberettet | I alt",
                "2024-Q1 ◊ | 5 | 1 | 6",
                "2024-Q2 ◊ | 4 | 2 | 6",
                "r: rettet eller ikke længere som først afsendt: her vises det, der nu vides.",
            ],
        ],
    );
}

#[test]
fn one_page_counts_in_sentences_and_tells_the_most_urgent() {
    let content = summary(|content| {
        content.attention.more = 3;
        content.frame.state = "running".into();
        content.expired.push(Expired { plan: "OLD".into(), ended: day("2023-12-31"), open: 2, late: 1 });
    });
    let lines = |lang| {
        let extent = Extent { brief: true, ..Extent::default() };
        sample::told(&page(&content, lang, &View { extent, ..View::default() }))
    };
    shows(
        &[lines(Lang::En), lines(Lang::Da)],
        [
            &[
                "= Status for the 2nd quarter of 2024: P Clean water",
                "! The 2nd quarter of 2024 is still running: this is how it stands as of today, 30 June 2024.",
                "! ◊ marks what is illustrative: made up to show the program, and reported by no authority. 1 of the 5 entries behind this page is.",
                "! Not counted: OLD, whose period ended on 31 December 2023, still has 2 objectives open, 1 of them late. See them with: fremdrift list --plan OLD --not-ended",
                "# Headline",
                "6 objectives, of which 5 are open. In the quarter 4 of the 6 that were open in it were reported. ◊",
                "Status: not started 1 (+1), ongoing 3 (-2), completed 1 (+1), never reported 1.",
                "Light: ● green 0 (-4), ▲ yellow 1, ■ red 1 (+1), no light 1 (+1), ○ not reported 2 (+1), – ended 1 (+1).",
                "# What changed",
                "Compared with the 1st quarter of 2024: 1 new, 4 changed, 1 unchanged, 1 retired.",
                "# What needs attention",
                "Reference | Title | Lead | Why",
                "P/1 | Clean harbours | ENS | ■ red; blocked by: No money (can be solved by UM Ministry of Foreign Affairs)",
                "P/2 | Wind atlas |  | overdue by 91 days; ▲ yellow when last reported; not reported since 1 March 2024",
                "P/5 | Dialogue | UM | ▲ yellow",
                "- ... and 3 more: fremdrift summary 2024-Q2 --only attention --plan P",
                "Not reported in the quarter, beside those above: 1",
                "# By area",
                "6 objectives by light",
                "Area | ▲ yellow | ■ red | · no light | ○ not reported | – ended | Total",
                "1 Water | 1 | 1 | 1 | 2 | 1 | 6",
                "_ As of 30 June 2024; known at change 9. Not frozen. Made with: fremdrift summary 2024-Q2 --plan P",
            ],
            &[
                "= Status for 2. kvartal 2024: P Rent vand",
                "! 2. kvartal 2024 er ikke slut: dette er status pr. i dag, 30. juni 2024.",
                "! ◊ markerer det, der er illustrativt: opdigtet for at vise programmet og ikke indberettet af nogen myndighed. Det gælder 1 af de 5 indberetninger bag denne side.",
                "! Ikke talt med: OLD, hvis periode sluttede 31. december 2023, har stadig 2 åbne målsætninger, heraf 1 forsinket. Se dem med: fremdrift list --plan OLD --not-ended",
                "# Overblik",
                "6 målsætninger, heraf 5 åbne. Der er indberettet om 4 af de 6, der var åbne i kvartalet. ◊",
                "Status: ikke påbegyndt 1 (+1), i gang 3 (-2), gennemført 1 (+1), aldrig indberettet 1.",
                "Trafiklys: ● grøn 0 (-4), ▲ gul 1, ■ rød 1 (+1), ikke vurderet 1 (+1), ○ ikke indberettet 2 (+1), – afsluttet 1 (+1).",
                "# Hvad er ændret",
                "Sammenlignet med 1. kvartal 2024: 1 ny, 4 ændrede, 1 uændret, 1 udgået.",
                "# Kræver opmærksomhed",
                "Reference | Titel | Ansvarlig | Begrundelse",
                "P/1 | Rene havne | ENS | ■ rød; afventer: No money (kan løses af UM Udenrigsministeriet)",
                "P/2 | Vindatlas |  | frist overskredet med 91 dage; ▲ gul ved seneste indberetning; ikke indberettet siden 1. marts 2024",
                "P/5 | Dialog | UM | ▲ gul",
                "- ... og 3 til: fremdrift summary 2024-Q2 --only attention --plan P",
                "Ikke indberettet i kvartalet ud over ovenstående: 1",
                "# Fordelt på indsatsområde",
                "6 målsætninger fordelt på trafiklys",
                "Indsatsområde | ▲ gul | ■ rød | · ikke vurderet | ○ ikke indberettet | – afsluttet | I alt",
                "1 Vand | 1 | 1 | 1 | 2 | 1 | 6",
                "_ Gælder pr. 30. juni 2024; opgjort efter ændring nr. 9. Foreløbig. Dannet med: fremdrift summary 2024-Q2 --plan P",
            ],
        ],
    );
}
