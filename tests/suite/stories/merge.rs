//! Two copies of one file, at the ministry and at the embassy, become one again.

use crate::merged::content;
use crate::support::{Desk, said};
use fremdrift::model::bundle::ChangeBundle;
use rusqlite::Connection;

/// Runs a command at another moment, as another person.
fn at(desk: &Desk, day: &str, who: &str, args: &[&str]) -> crate::support::Said {
    let mut command = desk.command();
    command.env("FREMDRIFT_TODAY", format!("{day}T09:00:00Z")).env("FREMDRIFT_AUTHOR", who).args(args);
    said(command.output().expect("it runs"))
}

fn does(desk: &Desk, day: &str, who: &str, args: &[&str]) -> String {
    let done = at(desk, day, who, args);
    assert_eq!(done.code, 0, "{args:?}: {done:?}");
    done.stdout
}

/// A file of changes that was altered, with a digest that fits: what is altered in it is seen later.
pub fn sealed(bundle: &serde_json::Value) -> String {
    let Ok(mut whole) = serde_json::from_value::<ChangeBundle>(bundle.clone()) else { return bundle.to_string() };
    whole.digest = None;
    whole.digest = Some(fremdrift::commands::merge::digest_of(&whole).expect("a digest"));
    serde_json::to_string(&whole).expect("JSON")
}

/// The file of the desk, and a copy of it that went to the embassy.
fn two() -> Desk {
    let desk = Desk::portfolio();
    std::fs::copy(desk.path("fremdrift.db"), desk.path("embassy.db")).unwrap();
    desk
}

fn here(desk: &Desk, day: &str, args: &[&str]) {
    does(desk, day, "Anna Ågård", args);
}

fn there(desk: &Desk, day: &str, args: &[&str]) {
    does(desk, day, "Bo, Jakarta", &[&["--db", "embassy.db"], args].concat());
}

#[test]
fn what_only_one_copy_knows_is_taken_over_change_by_change() {
    let desk = two();
    here(&desk, "2026-11-24", &["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Vi mødtes i Kbh."]);
    here(&desk, "2026-11-24", &["objective", "edit", "ID-2021/4.2", "--title-da", "Ny dansk titel"]);
    there(
        &desk,
        "2026-11-25",
        &["log", "ID-2021/3.7", "-l", "yellow", "-s", "ongoing", "-m", "Smørrebrød på ambassaden"],
    );
    there(&desk, "2026-11-25", &["objective", "add", "ID-2021/9.9", "--title", "Added there", "--lead", "ENS"]);
    there(&desk, "2026-11-25", &["log", "ID-2021/9.9", "-s", "ongoing"]);
    there(&desk, "2026-11-25", &["objective", "edit", "ID-2021/4.2", "--tag", "vand"]);
    let before = desk.ok(&["changes"]);
    let dry = does(&desk, "2026-11-26", "Anna Ågård", &["merge", "embassy.db", "--dry-run"]);
    assert!(dry.contains("Bo, Jakarta  log ID-2021/9.9: ongoing as of 2026-11-25"), "{dry}");
    assert_eq!(desk.ok(&["changes"]), before, "nothing was written");
    let told = does(&desk, "2026-11-26", "Anna Ågård", &["merge", "embassy.db"]);
    assert!(told.ends_with("merged embassy.db: 4 changes taken over\n"), "{told}");
    // Each with its own author and moment, and undone like any other.
    let changes = desk.ok(&["changes", "--format", "csv"]);
    assert!(changes.contains("2026-11-25 09:00 UTC;Bo, Jakarta;add objective ID-2021/9.9"), "{changes}");
    let log = desk.ok(&["show", "ID-2021/3.7"]);
    assert!(log.contains("Vi mødtes i Kbh.") && log.contains("Smørrebrød på ambassaden"), "{log}");
    assert!(desk.ok(&["verify"]).contains(" is whole: 8 changes"));
    // Once more, and the other way round.
    assert_eq!(desk.ok(&["merge", "embassy.db"]), "The other copy has nothing new.\n");
    does(&desk, "2026-11-26", "Bo, Jakarta", &["--db", "embassy.db", "merge", "fremdrift.db"]);
    assert!(content(&desk, "fremdrift.db") == content(&desk, "embassy.db"));
    assert!(desk.ok(&["--db", "embassy.db", "verify"]).contains(" is whole: 8 changes"));
    assert!(desk.ok(&["undo", "8"]).starts_with("undone: change 8 by Bo, Jakarta, edit objective ID-2021/4.2: tag"));
}

#[test]
fn what_both_copies_changed_is_listed_and_decided() {
    let desk = two();
    here(&desk, "2026-11-24", &["objective", "edit", "ID-2021/4.2", "--title", "Ours"]);
    here(&desk, "2026-11-24", &["objective", "edit", "ID-2021/4.3", "--title", "Ours too"]);
    here(&desk, "2026-11-24", &["objective", "edit", "ID-2021/4.4", "--title", "The same"]);
    here(
        &desk,
        "2026-11-24",
        &["objective", "edit", "ID-2021/4.5", "--deadline-approved", "2027", "--reason", "r", "--agreed-by", "a"],
    );
    there(&desk, "2026-11-25", &["objective", "edit", "ID-2021/4.2", "--title", "Theirs"]);
    there(&desk, "2026-11-25", &["objective", "edit", "ID-2021/4.3", "--title", "Theirs too"]);
    there(&desk, "2026-11-25", &["objective", "edit", "ID-2021/4.4", "--title", "The same"]);
    there(
        &desk,
        "2026-11-25",
        &["objective", "edit", "ID-2021/4.5", "--deadline-approved", "2028", "--reason", "r", "--agreed-by", "b"],
    );
    let told = at(&desk, "2026-11-26", "Anna Ågård", &["merge", "embassy.db", "--conflicts", "c.csv"]);
    assert_eq!(told.code, 4, "{told:?}");
    assert!(told.stderr.starts_with("3 conflicts are undecided; of each the later value"), "{told:?}");
    assert!(
        told.stdout.contains("Ours too") && told.stdout.contains("2026-11-24") && told.stdout.contains("Bo,"),
        "{told:?}"
    );
    // All is taken over; of what is undecided the later word is shown.
    assert!(told.stdout.ends_with("merged embassy.db: 4 changes taken over\n"), "{told:?}");
    assert!(desk.ok(&["show", "ID-2021/4.2"]).starts_with("ID-2021/4.2 Theirs\n"));
    // One by one: in a file, and on the command line.
    let file = desk.read("c.csv");
    assert_eq!(file.lines().count(), 4, "{file}");
    let filled: Vec<String> = file
        .lines()
        .map(|l| match l {
            l if l.contains("4.3;title") => format!("{l}theirs"),
            l if l.contains("4.5;") => format!("{l}vores"),
            l => l.to_string(),
        })
        .collect();
    desk.write("c.csv", filled.join("\n"));
    let settled =
        ["merge", "embassy.db", "--settle", "c.csv", "--take", "ID-2021/4.2.title=ours", "--reason", "aftalt"];
    let told = does(&desk, "2026-11-26", "Anna Ågård", &settled);
    assert!(told.ends_with("3 conflicts are decided  [change 11]\n"), "{told}");
    let shown = |file: &str, of: &str| desk.ok(&["--db", file, "show", of]);
    assert!(shown("fremdrift.db", "ID-2021/4.2").starts_with("ID-2021/4.2 Ours\n"));
    assert!(shown("fremdrift.db", "ID-2021/4.3").starts_with("ID-2021/4.3 Theirs too\n"));
    assert!(shown("fremdrift.db", "ID-2021/4.4").starts_with("ID-2021/4.4 The same\n"));
    assert!(shown("fremdrift.db", "ID-2021/4.5").contains("Deadline"));
    assert!(desk.ok(&["verify"]).contains(" is whole: 11 changes"));
    let changes = desk.ok(&["changes"]);
    assert!(changes.contains("3 decided") && changes.contains("aftalt"), "{changes}");
    // The embassy follows without being asked again, and so does a second merge here.
    let told = does(&desk, "2026-11-27", "Bo, Jakarta", &["--db", "embassy.db", "merge", "fremdrift.db"]);
    assert!(!told.contains("undecided"), "{told}");
    assert!(content(&desk, "fremdrift.db") == content(&desk, "embassy.db"));
    assert!(desk.ok(&["--db", "embassy.db", "verify"]).contains(" is whole: 11 changes"));
    assert_eq!(desk.ok(&["merge", "embassy.db"]), "The other copy has nothing new.\n");
    // The value that gave way is kept.
    let conn = Connection::open(desk.path("fremdrift.db")).unwrap();
    let dropped: String = conn.query_row("SELECT group_concat(dropped) FROM settled", [], |r| r.get(0)).unwrap();
    assert!(dropped.contains("Theirs") && dropped.contains("Ours too") && dropped.contains("2028"), "{dropped}");
}

#[test]
fn changes_go_by_mail_as_well() {
    let desk = two();
    there(&desk, "2026-11-25", &["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Første"]);
    there(&desk, "2026-11-25", &["log", "ID-2021/3.8", "-s", "ongoing", "-m", "Anden"]);
    let told =
        at(&desk, "2026-11-25", "Bo", &["--db", "embassy.db", "export", "changes", "--since", "2", "-o", "all.json"]);
    assert_eq!((told.code, told.stderr.as_str()), (0, "wrote all.json\n"));
    there(&desk, "2026-11-25", &["export", "changes", "--since", "3", "-o", "last.json"]);
    assert!(std::fs::metadata(desk.path("all.json")).unwrap().len() < 20_000, "it fits an e-mail");
    desk.refuses(
        1,
        &["import", "changes", "last.json"],
        "error: the changes begin after number 3, and of those before it 1 are not here\n\
         hint: ask for more of them: fremdrift export changes --since 2 -o changes.json\n",
    );
    let told = desk.ok(&["import", "changes", "all.json"]);
    assert!(told.ends_with("merged all.json: 2 changes taken over\n"), "{told}");
    assert_eq!(desk.ok(&["import", "changes", "all.json"]), "The other copy has nothing new.\n");
    assert_eq!(desk.ok(&["merge", "embassy.db", "--lang", "da"]), "Den anden kopi har intet nyt.\n");
    assert!(desk.ok(&["show", "ID-2021/3.8"]).contains("Anden"));
}

#[test]
fn what_can_not_be_merged_is_refused_in_words() {
    let desk = two();
    desk.ok(&["--db", "other.db", "init"]);
    desk.refuses(
        1,
        &["merge", "other.db"],
        "error: this is a copy of another file: the two have never been the same\n\
         hint: only copies of one file can be merged: rows of another come in with fremdrift import\n",
    );
    desk.write("no.json", "{\"format\":6}");
    desk.refuses(
        1,
        &["import", "changes", "no.json"],
        "error: this is not a file of changes that fremdrift wrote\n\
         hint: it is written by: fremdrift export changes --since 40 -o changes.json\n",
    );
    desk.write("old.json", "{\"format\":5,\"changes\":[],\"rows\":[],\"steps\":[]}");
    desk.refuses(
        1,
        &["import", "changes", "old.json"],
        "error: it was written by a fremdrift of format 5, and this file has format 6\n\
         hint: open that file once with this program, as fremdrift verify does, and try again\n",
    );
    desk.refuses(
        1,
        &["export", "changes", "--since", "99"],
        "error: there is no change 99\nhint: see them with: fremdrift changes\n",
    );
}

#[test]
fn two_objectives_that_got_one_number_are_both_there_until_one_has_another() {
    let desk = two();
    here(&desk, "2026-11-24", &["objective", "add", "ID-2021/9.9", "--title", "Our new one"]);
    there(&desk, "2026-11-25", &["objective", "add", "ID-2021/9.9", "--title", "Their new one"]);
    let told = at(&desk, "2026-11-26", "Anna Ågård", &["merge", "embassy.db"]);
    assert_eq!(told.code, 4, "{told:?}");
    assert!(desk.ok(&["show", "ID-2021/9.9"]).starts_with("ID-2021/9.9 Our new one\n"));
    assert!(desk.ok(&["show", "ID-2021/9.9 (2)"]).starts_with("ID-2021/9.9 (2) Their new one\n"));
    let told = at(&desk, "2026-11-26", "Bo, Jakarta", &["--db", "embassy.db", "merge", "fremdrift.db"]);
    assert_eq!(told.code, 4, "{told:?}");
    assert!(content(&desk, "fremdrift.db") == content(&desk, "embassy.db"));
    here(&desk, "2026-11-27", &["objective", "edit", "ID-2021/9.9 (2)", "--number", "9.10"]);
    there(&desk, "2026-11-28", &["merge", "fremdrift.db"]);
    assert!(content(&desk, "fremdrift.db") == content(&desk, "embassy.db"));
    // A number that another one was moved to meanwhile.
    here(&desk, "2026-11-29", &["objective", "edit", "ID-2021/4.2", "--number", "9.12"]);
    there(&desk, "2026-11-30", &["objective", "edit", "ID-2021/4.3", "--number", "9.12"]);
    assert_eq!(at(&desk, "2026-12-01", "Anna Ågård", &["merge", "embassy.db"]).code, 4);
    let list = desk.ok(&["list", "--plan", "ID-2021"]);
    assert!(list.contains("ID-2021/9.12 ") && list.contains("ID-2021/9.12 (2)"), "{list}");
    assert!(desk.ok(&["verify"]).contains(" is whole"));
}

#[test]
fn one_copy_goes_on_with_what_the_other_took_out() {
    let desk = Desk::portfolio();
    desk.ok(&["objective", "add", "ID-2021/9.9", "--title", "Ny"]);
    std::fs::copy(desk.path("fremdrift.db"), desk.path("embassy.db")).unwrap();
    here(&desk, "2026-11-24", &["undo"]);
    there(&desk, "2026-11-25", &["log", "ID-2021/9.9", "-s", "ongoing"]);
    // It is there, since a line stands on it, and that is listed.
    let told = at(&desk, "2026-11-26", "Anna Ågård", &["merge", "embassy.db"]);
    assert_eq!(told.code, 4, "{told:?}");
    assert!(told.stdout.contains("was taken out") && told.stdout.contains("is there"), "{told:?}");
    assert!(desk.ok(&["show", "ID-2021/9.9"]).contains("ongoing"));
    // To withdraw the line ends it.
    here(&desk, "2026-11-27", &["undo", "5"]);
    assert!(desk.fails(1, &["show", "ID-2021/9.9"]).contains("no objective"));
    there(&desk, "2026-11-28", &["merge", "fremdrift.db"]);
    assert!(content(&desk, "fremdrift.db") == content(&desk, "embassy.db"));
}

#[test]
fn a_quarter_that_both_froze_stays_as_each_sent_it() {
    let desk = Desk::illustrated();
    std::fs::copy(desk.path("fremdrift.db"), desk.path("embassy.db")).unwrap();
    let freeze = [
        "freeze",
        "2023-Q2",
        "--plan",
        "ID-2021",
        "--skip-earlier",
        "--waive",
        "no-lead=r",
        "--waive",
        "green-overdue=r",
    ];
    here(&desk, "2026-11-24", &["log", "ID-2021/3.7", "-s", "ongoing", "-l", "red", "--as-of", "2023-06-30"]);
    here(&desk, "2026-11-24", &freeze);
    there(&desk, "2026-11-25", &freeze);
    let told = at(&desk, "2026-11-26", "Anna", &["merge", "embassy.db"]);
    assert_eq!(told.code, 4, "{told:?}");
    // Both are what was sent, and each is told by its digest.
    let quarters = desk.ok(&["quarters", "--plan", "ID-2021", "--format", "csv"]);
    assert_eq!(quarters.matches("2023-Q2").count(), 2, "{quarters}");
    let kept: Vec<&str> = quarters.lines().filter(|l| l.contains("2023-Q2")).collect();
    assert!(kept.iter().all(|l| l.contains(";0 (")), "{quarters}");
    desk.ok(&["merge", "embassy.db", "--take", "ours"]);
    assert!(desk.ok(&["verify"]).contains(" is whole"));
    does(&desk, "2026-11-27", "Bo, Jakarta", &["--db", "embassy.db", "merge", "fremdrift.db"]);
    assert_eq!(
        desk.ok(&["quarters", "--plan", "ID-2021"]),
        desk.ok(&["--db", "embassy.db", "quarters", "--plan", "ID-2021"])
    );
}

/// A line that a freeze in another copy did not know is late here, whatever its number.
#[test]
fn a_line_that_the_other_copys_freeze_did_not_know_is_late() {
    let desk = Desk::illustrated();
    std::fs::copy(desk.path("fremdrift.db"), desk.path("embassy.db")).unwrap();
    here(
        &desk,
        "2026-11-24",
        &["log", "ID-2021/3.7", "-s", "ongoing", "-l", "red", "-m", "Sent", "--as-of", "2023-06-30"],
    );
    there(&desk, "2026-11-25", &["log", "ID-2021/3.8", "-s", "ongoing", "-m", "I tide", "--as-of", "2023-06-29"]);
    there(
        &desk,
        "2026-11-25",
        &[
            "freeze",
            "2023-Q2",
            "--plan",
            "ID-2021",
            "--skip-earlier",
            "--waive",
            "no-lead=r",
            "--waive",
            "green-overdue=r",
        ],
    );
    desk.ok(&["merge", "embassy.db"]);
    assert!(desk.ok(&["verify"]).contains(" is whole"));
    let quarters = desk.ok(&["restate", "2023-Q2", "--plan", "ID-2021", "--dry-run", "--reason", "r"]);
    assert!(quarters.contains("3.7") && !quarters.contains("3.8"), "{quarters}");
}

/// Two lines of one day change places when the copies meet, but not the moment at which they came.
#[test]
fn a_line_that_a_merge_puts_after_another_is_not_late() {
    let desk = Desk::illustrated();
    std::fs::copy(desk.path("fremdrift.db"), desk.path("embassy.db")).unwrap();
    there(&desk, "2026-11-24", &["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Deres", "--as-of", "2023-06-30"]);
    here(&desk, "2026-11-25", &["log", "ID-2021/3.7", "-s", "ongoing", "-m", "Vores", "--as-of", "2023-06-30"]);
    here(
        &desk,
        "2026-11-26",
        &[
            "freeze",
            "2023-Q2",
            "--plan",
            "ID-2021",
            "--skip-earlier",
            "--waive",
            "no-lead=r",
            "--waive",
            "green-overdue=r",
        ],
    );
    here(&desk, "2026-11-27", &["merge", "embassy.db"]);
    let show = desk.ok(&["show", "ID-2021/3.7"]);
    assert!(show.find("Vores") < show.find("Deres"), "newest first: {show}");
    // Theirs is late: the freeze did not know it. Ours was sent.
    let late = desk.ok(&["changes", "--limit", "1"]);
    assert!(late.contains("log ID-2021/3.7"), "{late}");
    assert!(desk.ok(&["verify"]).contains(" is whole"));
    let quarters = desk.ok(&["quarters", "--plan", "ID-2021", "--format", "csv"]);
    let row = quarters.lines().find(|l| l.contains("2023-Q2")).unwrap_or_default();
    assert!(row.split(';').any(|c| c == "1") && !row.split(';').any(|c| c == "2" || c == "3"), "{quarters}");
}

/// A file from elsewhere can't make the program run in circles, nor write what is not its own.
#[test]
fn a_hostile_file_of_changes_is_refused() {
    let desk = two();
    there(&desk, "2026-11-25", &["area", "add", "ID-2021/99", "--title", "Ny"]);
    there(&desk, "2026-11-25", &["export", "changes", "--since", "2", "-o", "all.json"]);
    let whole: serde_json::Value = serde_json::from_str(&desk.read("all.json")).expect("JSON");
    let before = std::fs::read(desk.path("fremdrift.db")).unwrap();
    let mut files = Vec::new();
    let mut with = |alter: &dyn Fn(&mut serde_json::Value)| {
        let mut altered = whole.clone();
        alter(&mut altered);
        files.push(sealed(&altered));
    };
    with(&|v| v["steps"][0]["writes"][0]["columns"]["plan"] = 1.into());
    with(&|v| v["steps"][0]["writes"][0]["columns"]["plan"] = "[\"NO\"]".into());
    with(&|v| v["steps"][0]["writes"][0]["columns"]["parent"] = v["steps"][0]["writes"][0]["row"].clone());
    with(&|v| v["steps"][0]["writes"][0]["table"] = "sqlite_schema".into());
    with(&|v| v["steps"][0]["writes"][0]["columns"]["title) --"] = "x".into());
    with(&|v| v["steps"][0]["writes"][0]["added"] = false.into());
    with(&|v| v["steps"][0]["writes"][0]["row"] = "[\"x\"]".into());
    let own = "a row of area has an identity that is not its own";
    let why = [
        "the plan of area is not a row of the kind that it should be",
        own,
        "the parent of area is not a row of the kind that it should be",
        "there is no table sqlite_schema",
        "the table area has no column title) --",
        "it alters a row of area that was never added",
        own,
    ];
    for ((n, text), why) in files.iter().enumerate().zip(why) {
        desk.write("evil.json", text);
        desk.refuses(
            1,
            &["import", "changes", "evil.json"],
            &format!(
                "error: «add area ID-2021/99», by Bo, Jakarta on 2026-11-25, can't be taken over: {why}\n\
                 hint: nothing was taken over; ask for the changes once more, or for the other copy itself: fremdrift merge OTHER.db\n"
            ),
        );
        assert!(std::fs::read(desk.path("fremdrift.db")).unwrap() == before, "{n}");
    }
    for args in [
        &["import", "changes", "all.json", "--plan", "ID-2021"][..],
        &["export", "changes", "--since", "1", "--plan", "ID-2021"],
    ] {
        assert!(desk.fails(2, args).contains("changes"), "what can't be followed is not passed over");
    }
}

#[test]
fn a_lead_that_was_taken_out_and_put_back_is_the_same_lead() {
    let desk = two();
    here(&desk, "2026-11-24", &["objective", "edit", "ID-2021/3.7", "--lead", "MST|ENS"]);
    there(&desk, "2026-11-25", &["objective", "edit", "ID-2021/3.7", "--lead", "UM"]);
    there(&desk, "2026-11-25", &["objective", "edit", "ID-2021/3.7", "--lead", "ENS"]);
    let told = does(&desk, "2026-11-26", "Anna Ågård", &["merge", "embassy.db"]);
    assert!(told.ends_with("merged embassy.db: 2 changes taken over\n"), "both want ENS to be there: {told}");
    does(&desk, "2026-11-26", "Bo, Jakarta", &["--db", "embassy.db", "merge", "fremdrift.db"]);
    assert!(content(&desk, "fremdrift.db") == content(&desk, "embassy.db"));
    let leads = |file| desk.ok(&["--db", file, "list", "--text", "Lombok", "--format", "csv"]);
    assert!(leads("embassy.db").contains("ENS"), "{}", leads("embassy.db"));
}

#[test]
fn a_tag_that_one_copy_gave_and_took_and_the_other_gave_stays() {
    let desk = two();
    here(&desk, "2026-11-24", &["objective", "edit", "ID-2021/3.7", "--tag", "vand"]);
    there(&desk, "2026-11-24", &["objective", "edit", "ID-2021/3.7", "--tag", "vand"]);
    there(&desk, "2026-11-25", &["objective", "edit", "ID-2021/3.7", "--tag", "skov"]);
    // The embassy took it out without knowing that the ministry had given it too: it stays, and is listed.
    for (who, file, other) in
        [("Bo, Jakarta", "embassy.db", "fremdrift.db"), ("Anna Ågård", "fremdrift.db", "embassy.db")]
    {
        let told = at(&desk, "2026-11-26", who, &["--db", file, "merge", other]);
        assert!(told.code == 4 && told.stdout.contains("tag vand"), "{told:?}");
    }
    assert!(content(&desk, "fremdrift.db") == content(&desk, "embassy.db"));
}

#[test]
fn a_lead_that_only_moved_down_its_list_is_taken_out_without_asking() {
    let desk = two();
    here(&desk, "2026-11-24", &["objective", "edit", "ID-2021/3.7", "--lead", "UM"]);
    there(&desk, "2026-11-25", &["objective", "edit", "ID-2021/3.7", "--lead", "MST|ENS"]);
    does(&desk, "2026-11-26", "Anna Ågård", &["merge", "embassy.db"]);
    does(&desk, "2026-11-26", "Bo, Jakarta", &["--db", "embassy.db", "merge", "fremdrift.db"]);
    assert!(content(&desk, "fremdrift.db") == content(&desk, "embassy.db"));
}

#[test]
fn a_list_that_was_written_anew_and_undone_is_as_it_was_in_both_copies() {
    let desk = two();
    here(&desk, "2026-11-24", &["objective", "edit", "ID-2021/4.2", "--lead", "MST|ENS"]);
    here(&desk, "2026-11-24", &["undo"]);
    does(&desk, "2026-11-26", "Bo, Jakarta", &["--db", "embassy.db", "merge", "fremdrift.db"]);
    assert!(content(&desk, "fremdrift.db") == content(&desk, "embassy.db"));
}

#[test]
fn a_decision_that_is_undone_is_open_again_in_both_copies() {
    let mut desk = two();
    let deadline = |year| {
        let edit = ["objective", "edit", "ID-2021/4.2", "--deadline-approved", year, "--reason", "r"];
        [edit.as_slice(), &["--agreed-by", "a"]].concat()
    };
    here(&desk, "2026-11-24", &deadline("2027"));
    there(&desk, "2026-11-25", &deadline("2028"));
    does(&desk, "2026-11-26", "Anna Ågård", &["merge", "embassy.db", "--take", "ours"]);
    there(&desk, "2026-11-26", &["merge", "fremdrift.db"]);
    let deadline = |file: &str| {
        let sql = "SELECT o.deadline_approved FROM objective o JOIN plan p ON p.id = o.plan WHERE p.code = 'ID-2021' AND number = '4.2'";
        let conn = Connection::open(desk.path(file)).expect("a file");
        conn.query_row(sql, [], |r| r.get::<_, String>(0)).expect("a deadline")
    };
    assert_eq!([deadline("fremdrift.db"), deadline("embassy.db")], ["2027"; 2]);
    here(&desk, "2026-11-27", &["undo"]);
    assert_eq!(at(&desk, "2026-11-28", "Bo, Jakarta", &["--db", "embassy.db", "merge", "fremdrift.db"]).code, 4);
    // The later word is shown, as before it was decided.
    assert_eq!([deadline("fremdrift.db"), deadline("embassy.db")], ["2028"; 2]);
    assert!(content(&desk, "fremdrift.db") == content(&desk, "embassy.db"));
    desk.now = "2026-11-29T10:00:00Z".into();
    assert!(desk.ok(&["verify"]).contains(" is whole"));
}

/// A change that the file's own rules do not let in is refused in our words, with the change that it was in.
#[test]
fn changes_that_break_a_rule_of_the_file_are_refused() {
    let desk = two();
    there(&desk, "2026-11-25", &["area", "add", "ID-2021/99", "--title", "Ny"]);
    there(&desk, "2026-11-25", &["export", "changes", "--since", "2", "-o", "all.json"]);
    let mut altered: serde_json::Value = serde_json::from_str(&desk.read("all.json")).expect("JSON");
    altered["steps"][0]["writes"][0]["columns"]["title"] = serde_json::Value::Null;
    desk.write("evil.json", sealed(&altered));
    desk.refuses(
        1,
        &["import", "changes", "evil.json"],
        "error: «add area ID-2021/99» can't be taken over: it breaks a rule of the file (NOT NULL constraint failed: area.title)\n\
         hint: ask for the changes once more: they were altered on the way, or their file is damaged\n",
    );
}

/// Two letters in a file are forty times as many in memory.
#[test]
fn a_file_of_nothing_but_small_values_is_not_unpacked() {
    let desk = two();
    desk.write("evil.json", format!("{{\"format\":5,\"changes\":[{}0]", "0,".repeat(4_000_000)));
    desk.refuses(
        1,
        &["import", "changes", "evil.json"],
        "error: a file of changes with more than 4000000 values is too large to be read\n\
         hint: merge the other copy itself: fremdrift merge OTHER.db\n",
    );
}

#[test]
fn a_file_of_changes_without_end_is_not_read_to_it() {
    let desk = two();
    let endless = vec![b' '; (64 << 20) + 1];
    let said = desk.pipe(&["import", "changes", "-"], &endless);
    assert_eq!(said.code, 2);
    assert_eq!(
        said.stderr,
        "error: stdin: more than 64 MiB is too large for what is read here\n\
         hint: merge the other copy itself: fremdrift merge OTHER.db\n"
    );
}
