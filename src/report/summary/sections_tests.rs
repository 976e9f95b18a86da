//! Each section of a summary, word for word in both languages, from a handful of snapshots.

use super::*;
use crate::model::computed::Thresholds;
use crate::model::snapshot::Shown;
use crate::model::{Audience, Lang, ObjectiveId, Started, State};
use crate::report::check::Ground;
use crate::report::sample::{self, QUARTER, day};
use std::collections::HashMap;

/// Counts the seven lives of the sample; `each` is asked for more of it before it is done.
pub(super) fn summary(more: impl FnOnce(&mut Content)) -> Content {
    let (plans, authorities, started) = ([sample::plan()], sample::authorities(), Started::default());
    let frame = SummaryHeader {
        schema: SCHEMA.into(),
        quarter: QUARTER,
        as_of: day("2024-06-30"),
        state: "ended".into(),
        compared_with: QUARTER.previous(),
        scope: Bilingual::new("P Clean water", "P Rent vand"),
        known_at: 9,
        command: "fremdrift summary 2024-Q2 --plan P".into(),
        filters: "--plan P".into(),
        revision: None,
        thresholds: Thresholds::default(),
        audience: Audience::Internal,
        sent: None,
        frozen_plans: 0,
    };
    let ground = Ground {
        quarter: QUARTER,
        on: day("2024-06-30"),
        plans: &plans,
        authorities: &authorities,
        thresholds: Thresholds::default(),
        activities: &[],
        started: &started,
    };
    let lives = sample::lives();
    let before: HashMap<ObjectiveId, State> =
        lives.iter().filter_map(|(then, _)| then.as_ref().and_then(|o| Some((o.id, o.state.clone()?)))).collect();
    let was = lives.iter().filter_map(|(then, _)| then.as_ref()).map(|o| {
        let shown = Shown::of(o.state.as_ref(), QUARTER.previous());
        (o.id, Was { shown, state: o.state.clone(), approved: o.deadline_approved })
    });
    let since = Since { day: day("2024-03-31"), was: was.collect(), ..Since::default() };
    let mut builder = Builder::new(frame, ground, &plans, since, 100);
    for objective in sample::now() {
        builder.add(&objective, before.get(&objective.id), None);
    }
    let wells = lives.iter().find_map(|(then, now)| then.as_ref().filter(|_| now.is_none())).expect("one is gone");
    builder.gone(wells, Some((Some(day("2024-04-15")), Some("Agreed by both".into()))));
    let mut content = builder.finish(vec![]);
    more(&mut content);
    content
}

/// The lines of one section, without its heading's marks and the foot of the page.
pub(super) fn section(content: &Content, section: Section, lang: Lang) -> Vec<String> {
    let extent = Extent { paper: true, only: vec![section], ..Extent::default() };
    let page = page(content, lang, &View { extent, ..View::default() });
    let lines = sample::told(&page);
    let start = lines.iter().position(|line| line.starts_with("# ")).unwrap_or(lines.len());
    lines.into_iter().skip(start).filter(|line| !line.starts_with("_ ")).collect()
}

#[track_caller]
pub(super) fn says(content: &Content, of: Section, en: &[&str], da: &[&str]) {
    shows(&[section(content, of, Lang::En), section(content, of, Lang::Da)], [en, da]);
}

#[track_caller]
pub(super) fn shows(lines: &[Vec<String>; 2], [en, da]: [&[&str]; 2]) {
    assert_eq!(lines[0], en);
    assert_eq!(lines[1], da);
}

#[test]
fn the_headline_counts_statuses_and_lights_beside_the_quarter_before() {
    says(
        &summary(|_| ()),
        Section::Headline,
        &[
            "# Headline",
            "6 objectives, of which 5 are open. In the quarter 4 of the 6 that were open in it were reported. ◊",
            "Status | 2nd quarter of 2024 | 1st quarter of 2024 | Since then",
            "not started | 1 | 0 | +1",
            "ongoing | 3 | 5 | -2",
            "completed | 1 | 0 | +1",
            "never reported | 1 | 1 |",
            "Light | 2nd quarter of 2024 | 1st quarter of 2024 | Since then",
            "● green | 0 | 4 | -4",
            "▲ yellow | 1 | 1 |",
            "■ red | 1 | 0 | +1",
            "no light | 1 | 0 | +1",
            "○ not reported | 2 | 1 | +1",
            "– ended | 1 | 0 | +1",
        ],
        &[
            "# Overblik",
            "6 målsætninger, heraf 5 åbne. Der er indberettet om 4 af de 6, der var åbne i kvartalet. ◊",
            "Status | 2. kvartal 2024 | 1. kvartal 2024 | Ændring",
            "ikke påbegyndt | 1 | 0 | +1",
            "i gang | 3 | 5 | -2",
            "gennemført | 1 | 0 | +1",
            "aldrig indberettet | 1 | 1 |",
            "Trafiklys | 2. kvartal 2024 | 1. kvartal 2024 | Ændring",
            "● grøn | 0 | 4 | -4",
            "▲ gul | 1 | 1 |",
            "■ rød | 1 | 0 | +1",
            "ikke vurderet | 1 | 0 | +1",
            "○ ikke indberettet | 2 | 1 | +1",
            "– afsluttet | 1 | 0 | +1",
        ],
    );
}

#[test]
fn every_change_is_counted_accounted_for_and_told() {
    says(
        &summary(|_| ()),
        Section::Changes,
        &[
            "# What changed",
            "Compared with the 1st quarter of 2024: 1 new, 4 changed, 1 unchanged, 1 retired.",
            "Of the 4 that changed: 2 worse, 1 fell silent, 1 ended.",
            "- ● green: 4 before; 1 to ▲ yellow, 1 to ■ red, 1 to – ended, 1 retired; 0 now.",
            "- ▲ yellow: 1 before; 1 to ○ not reported; 1 from ● green; 1 now.",
            "- ■ red: 0 before; 1 from ● green; 1 now.",
            "- no light: 0 before; 1 new; 1 now.",
            "- ○ not reported: 1 before; 1 from ▲ yellow; 2 now.",
            "- – ended: 0 before; 1 from ● green; 1 now.",
            "- New: P/4 New pipes",
            "- Retired: P/7 Wells (Agreed by both)",
            "- P/1 Clean harbours. Compared with the 1st quarter of 2024, the light has gone from green to red. «The contractor is bankrupt.»",
            "- P/2 Wind atlas. Compared with the 1st quarter of 2024, nothing has been reported in the quarter (last: yellow, 1 March 2024).",
            "- P/3 Training. Compared with the 1st quarter of 2024, the status has changed from ongoing to completed.",
            "- P/5 Dialogue. Compared with the 1st quarter of 2024, the light has gone from green to yellow and the expected end is now March 2025. Reason: The tender was late.",
        ],
        &[
            "# Hvad er ændret",
            "Sammenlignet med 1. kvartal 2024: 1 ny, 4 ændrede, 1 uændret, 1 udgået.",
            "Af de 4 ændrede: 2 forværret, 1 ikke længere indberettet, 1 afsluttet.",
            "- ● grøn: 4 før; 1 til ▲ gul, 1 til ■ rød, 1 til – afsluttet, 1 udgået; 0 nu.",
            "- ▲ gul: 1 før; 1 til ○ ikke indberettet; 1 fra ● grøn; 1 nu.",
            "- ■ rød: 0 før; 1 fra ● grøn; 1 nu.",
            "- ikke vurderet: 0 før; 1 ny; 1 nu.",
            "- ○ ikke indberettet: 1 før; 1 fra ▲ gul; 2 nu.",
            "- – afsluttet: 0 før; 1 fra ● grøn; 1 nu.",
            "- Ny: P/4 Nye rør",
            "- Udgået: P/7 Brønde (Agreed by both)",
            "- P/1 Rene havne. Sammenlignet med 1. kvartal 2024 er trafiklyset skiftet fra grønt til rødt. «The contractor is bankrupt.»",
            "- P/2 Vindatlas. Sammenlignet med 1. kvartal 2024 er der intet indberettet i kvartalet (senest: gul, 1. marts 2024).",
            "- P/3 Uddannelse. Sammenlignet med 1. kvartal 2024 er status ændret fra i gang til gennemført.",
            "- P/5 Dialog. Sammenlignet med 1. kvartal 2024 er trafiklyset skiftet fra grønt til gult og forventet afslutning nu marts 2025. Årsag: The tender was late.",
        ],
    );
}

#[test]
fn the_most_urgent_comes_first_and_silence_alone_last() {
    says(
        &summary(|_| ()),
        Section::Attention,
        &[
            "# What needs attention",
            "Reference | Title | Lead | Why",
            "P/1 | Clean harbours | ENS | ■ red; blocked by: No money (can be solved by UM Ministry of Foreign Affairs). «The contractor is bankrupt.»",
            "P/2 | Wind atlas |  | overdue by 91 days; ▲ yellow when last reported; not reported since 1 March 2024",
            "P/5 | Dialogue | UM | ▲ yellow",
            "## Not reported in the quarter, beside those above: 1",
            "Reference | Title | Lead | Status | Not reported since",
            "P/6 | Meters | ENS |  | never reported",
        ],
        &[
            "# Kræver opmærksomhed",
            "Reference | Titel | Ansvarlig | Begrundelse",
            "P/1 | Rene havne | ENS | ■ rød; afventer: No money (kan løses af UM Udenrigsministeriet). «The contractor is bankrupt.»",
            "P/2 | Vindatlas |  | frist overskredet med 91 dage; ▲ gul ved seneste indberetning; ikke indberettet siden 1. marts 2024",
            "P/5 | Dialog | UM | ▲ gul",
            "## Ikke indberettet i kvartalet ud over ovenstående: 1",
            "Reference | Titel | Ansvarlig | Status | Ikke indberettet siden",
            "P/6 | Målere | ENS |  | aldrig indberettet",
        ],
    );
}

#[test]
fn ends_are_told_with_their_evidence() {
    says(
        &summary(|_| ()),
        Section::Ended,
        &[
            "# Ended in the quarter",
            "Reference | Title | Status | As of | Evidence",
            "P/3 | Training | completed | 2024-05-31 | F2-7",
        ],
        &[
            "# Afsluttet i kvartalet",
            "Reference | Titel | Status | Gælder pr. | Dokumentation",
            "P/3 | Uddannelse | gennemført | 2024-05-31 | F2-7",
        ],
    );
}

#[test]
fn deadlines_until_the_end_of_the_next_quarter_are_listed() {
    says(
        &summary(|_| ()),
        Section::Due,
        &[
            "# Falling due or expected to end by the end of the next quarter",
            "Reference | Title | Lead | Deadline | Expected | Falls",
            "P/4 ◊ | New pipes | ENS | 2024-Q3 |  | approved",
        ],
        &[
            "# Frist eller forventet afslutning inden udgangen af næste kvartal",
            "Reference | Titel | Ansvarlig | Frist | Forventet | Gælder",
            "P/4 ◊ | Nye rør | ENS | 2024-Q3 |  | godkendt",
        ],
    );
}

#[test]
fn areas_have_their_lights_and_on_paper_their_statuses() {
    says(
        &summary(|_| ()),
        Section::Area,
        &[
            "# By area",
            "6 objectives by light",
            "Area | ▲ yellow | ■ red | · no light | ○ not reported | – ended | Total",
            "1 Water | 1 | 1 | 1 | 2 | 1 | 6",
            "6 objectives by status",
            "Area | □ not started | ▷ ongoing | ✓ completed | ○ never reported | Total",
            "1 Water | 1 | 3 | 1 | 1 | 6",
        ],
        &[
            "# Fordelt på indsatsområde",
            "6 målsætninger fordelt på trafiklys",
            "Indsatsområde | ▲ gul | ■ rød | · ikke vurderet | ○ ikke indberettet | – afsluttet | I alt",
            "1 Vand | 1 | 1 | 1 | 2 | 1 | 6",
            "6 målsætninger fordelt på status",
            "Indsatsområde | □ ikke påbegyndt | ▷ i gang | ✓ gennemført | ○ aldrig indberettet | I alt",
            "1 Vand | 1 | 3 | 1 | 1 | 6",
        ],
    );
}

#[test]
fn whoever_leads_nothing_is_named_last() {
    says(
        &summary(|_| ()),
        Section::Authority,
        &[
            "# By responsible authority",
            "6 objectives by light",
            "Lead | ▲ yellow | ■ red | · no light | ○ not reported | – ended | Total",
            "ENS Danish Energy Agency | 0 | 1 | 1 | 1 | 1 | 4",
            "UM Ministry of Foreign Affairs | 1 | 0 | 0 | 0 | 0 | 1",
            "(no lead) | 0 | 0 | 0 | 1 | 0 | 1",
            "6 objectives by status",
            "Lead | □ not started | ▷ ongoing | ✓ completed | ○ never reported | Total",
            "ENS Danish Energy Agency | 1 | 1 | 1 | 1 | 4",
            "UM Ministry of Foreign Affairs | 0 | 1 | 0 | 0 | 1",
            "(no lead) | 0 | 1 | 0 | 0 | 1",
        ],
        &[
            "# Fordelt på ansvarlig myndighed",
            "6 målsætninger fordelt på trafiklys",
            "Ansvarlig | ▲ gul | ■ rød | · ikke vurderet | ○ ikke indberettet | – afsluttet | I alt",
            "ENS Energistyrelsen | 0 | 1 | 1 | 1 | 1 | 4",
            "UM Udenrigsministeriet | 1 | 0 | 0 | 0 | 0 | 1",
            "(ingen ansvarlig) | 0 | 0 | 0 | 1 | 0 | 1",
            "6 målsætninger fordelt på status",
            "Ansvarlig | □ ikke påbegyndt | ▷ i gang | ✓ gennemført | ○ aldrig indberettet | I alt",
            "ENS Energistyrelsen | 1 | 1 | 1 | 1 | 4",
            "UM Udenrigsministeriet | 0 | 1 | 0 | 0 | 1",
            "(ingen ansvarlig) | 0 | 1 | 0 | 0 | 1",
        ],
    );
}

#[test]
fn objectives_without_an_interest_are_counted() {
    says(
        &summary(|_| ()),
        Section::Interest,
        &[
            "# By interest",
            "6 objectives by light",
            "Interest | ▲ yellow | ■ red | · no light | ○ not reported | – ended | Total",
            "(no interest given) | 1 | 1 | 1 | 2 | 1 | 6",
        ],
        &[
            "# Fordelt på interesse",
            "6 målsætninger fordelt på trafiklys",
            "Interesse | ▲ gul | ■ rød | · ikke vurderet | ○ ikke indberettet | – afsluttet | I alt",
            "(ingen interesse angivet) | 1 | 1 | 1 | 2 | 1 | 6",
        ],
    );
}

#[test]
fn open_objectives_that_are_expected_later_are_told_with_the_reason() {
    says(
        &summary(|_| ()),
        Section::Slips,
        &[
            "# Slips of what is open",
            "Reference | Title | Original | Approved | Expected | Later by | Unit | Computed | Reason",
            "P/5 | Dialogue | 2024-12 | 2024-12 | 2025-03 | +3 | months | ▲ yellow | The tender was late",
        ],
        &[
            "# Udskudte frister",
            "Reference | Titel | Oprindelig | Godkendt | Forventet | Senere med | Enhed | Beregnet | Årsag",
            "P/5 | Dialog | 2024-12 | 2024-12 | 2025-03 | +3 | måneder | ▲ gul | The tender was late",
        ],
    );
}

#[test]
fn deadlines_stand_on_a_line_in_their_order() {
    says(
        &summary(|_| ()),
        Section::Deadlines,
        &[
            "# Deadlines",
            "3 objectives with a date; 1 overdue on 30 June 2024.",
            "Reference | Title | Original | Approved | Expected | Light",
            "P/2 | Wind atlas | 2024-03 | 2024-03 |  | ○ not reported",
            "P/4 ◊ | New pipes |  | 2024-Q3 |  | no light",
            "P/5 | Dialogue | 2024-12 | 2024-12 | 2025-03 | ▲ yellow",
        ],
        &[
            "# Frister",
            "3 målsætninger med en dato; 1 overskredet pr. 30. juni 2024.",
            "Reference | Titel | Oprindelig | Godkendt | Forventet | Trafiklys",
            "P/2 | Vindatlas | 2024-03 | 2024-03 |  | ○ ikke indberettet",
            "P/4 ◊ | Nye rør |  | 2024-Q3 |  | ikke vurderet",
            "P/5 | Dialog | 2024-12 | 2024-12 | 2025-03 | ▲ gul",
        ],
    );
}

#[test]
fn that_nothing_contradicts_is_said() {
    says(
        &summary(|_| ()),
        Section::Contradictions,
        &["# Contradictions", "The checks found no contradictions."],
        &["# Uoverensstemmelser", "Der er ikke fundet uoverensstemmelser."],
    );
}

#[test]
fn the_annex_has_every_objective() {
    says(
        &summary(|_| ()),
        Section::Annex,
        &[
            "# Annex: every objective",
            "Reference | Title | Lead | Status | Light | As of | Note",
            "P/1 | Clean harbours | ENS | ongoing | ■ red | 2024-06-20 | The contractor is bankrupt.",
            "P/2 | Wind atlas |  | ongoing | ○ not reported | 2024-03-01 |",
            "P/3 | Training | ENS | completed | – ended | 2024-05-31 |",
            "P/4 ◊ | New pipes | ENS | not started | no light | 2024-06-01 |",
            "P/5 | Dialogue | UM | ongoing | ▲ yellow | 2024-06-10 |",
            "P/6 | Meters | ENS | never reported | ○ not reported |  |",
        ],
        &[
            "# Bilag: alle målsætninger",
            "Reference | Titel | Ansvarlig | Status | Trafiklys | Gælder pr. | Bemærkning",
            "P/1 | Rene havne | ENS | i gang | ■ rød | 2024-06-20 | The contractor is bankrupt.",
            "P/2 | Vindatlas |  | i gang | ○ ikke indberettet | 2024-03-01 |",
            "P/3 | Uddannelse | ENS | gennemført | – afsluttet | 2024-05-31 |",
            "P/4 ◊ | Nye rør | ENS | ikke påbegyndt | ikke vurderet | 2024-06-01 |",
            "P/5 | Dialog | UM | i gang | ▲ gul | 2024-06-10 |",
            "P/6 | Målere | ENS | aldrig indberettet | ○ ikke indberettet |  |",
        ],
    );
}
