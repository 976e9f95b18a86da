-- fremdrift: the file, and what is in it.
--
-- A fremdrift file is one SQLite database. This page makes an empty one and explains it:
-- a paragraph a table, a comment a column. `sqlite3 new.db < schema.sql` gives the same file as
-- `fremdrift init`; an older file is brought to this shape by the steps in src/store/upgrade/.
--
-- Three rules hold everywhere.
--   1. Nothing is written outside a change. A change is one command that wrote: a row in `change`
--      that is open while it writes. Without an open change every INSERT, UPDATE and DELETE is
--      refused by the file itself, whichever program asks.
--   2. Live tables hold what is true now. `since` says which change wrote the row as it stands.
--      What a row said before goes to `history` by itself. So what was known at change N is: live
--      rows with since <= N, and versions in `history` with since <= N < until.
--   3. Texts that look like numbers stay texts. Days are written 2024-09-30. A partial date is a
--      year, quarter, month or day (2024, 2024-Q3, 2024-09, 2024-09-30) and falls on the last day
--      of what it names.

PRAGMA application_id = 1718772838;   -- 'frdf': how the file says that it is ours
PRAGMA user_version = 6;              -- the shape of the file; a higher number is a newer shape


-- One row a command that wrote: who, when, why, and what. Changes are numbered
-- without gaps, never altered and never deleted. The first change makes the file, and its uid is
-- the identity of the file and of all its copies.
CREATE TABLE change (
  number   INTEGER PRIMARY KEY,                -- 1, 2, 3 ...
  uid      TEXT NOT NULL UNIQUE,               -- UUID v7: the same change in two copies of the file
  at       TEXT NOT NULL,                      -- when, in UTC: 2024-09-30T13:05:00Z
  author   TEXT NOT NULL CHECK (author <> ''), -- who, as the person called herself
  verb     TEXT NOT NULL CHECK (verb <> ''),   -- what kind of command: log, import, edit ...; 'open' while it writes
  what     TEXT NOT NULL,                      -- before format 6: what it did, as a sentence; else empty
  reason   TEXT,                               -- why, in the author's words
  undoes   INTEGER REFERENCES change (number), -- the change that this one takes back
  program  TEXT NOT NULL,                      -- the version of the program that wrote it
  open     INTEGER CHECK (open = 1),           -- 1 while it writes, NULL for ever after
  day      TEXT CHECK (day IS date(day, '+0 days')), -- the day that it was where the author sat, as she said; NULL: before format 6
  operation TEXT CHECK (operation IS NULL OR json_valid(operation)), -- what it did, as a JSON object: its kind, then what that kind has; NULL: see what
  knew     TEXT CHECK (knew IS NULL OR json_valid(knew)), -- the uids of the newest changes that its author's copy held, as a JSON array; NULL: it was made in this file, and knew all before it
  CHECK (at IS strftime('%Y-%m-%dT%H:%M:%SZ', at))
) STRICT;

-- Serves the guards: is a change open, and which. At most one can be.
CREATE UNIQUE INDEX change_open ON change (open) WHERE open IS NOT NULL;


-- Older versions of live rows. Filled by the triggers below, on every update and delete, in every
-- table; never by hand, never altered.
CREATE TABLE history (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  noun    TEXT NOT NULL,                             -- the table
  row     INTEGER NOT NULL,                          -- the id of the row in that table
  since   INTEGER NOT NULL REFERENCES change (number), -- the change that wrote this version
  until   INTEGER NOT NULL REFERENCES change (number), -- the change that replaced or removed it
  was     TEXT NOT NULL CHECK (json_valid(was)),     -- the version: a JSON object, column by column
  CHECK (until > since)
) STRICT;

CREATE INDEX history_row ON history (noun, row, until);  -- the life of one row
CREATE INDEX history_until ON history (until);           -- what a change replaced: show it, undo it
CREATE INDEX history_since ON history (since);           -- does something stand on a change: undo
CREATE INDEX history_entry ON history (json_extract(was, '$.uid')) WHERE noun = 'entry'; -- what a line of the log said before


-- An agreement between Denmark and one country. It has many plans over time, with gaps.
CREATE TABLE partnership (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  code            TEXT NOT NULL UNIQUE CHECK (code <> ''),  -- ID, CN ...
  country_code    TEXT NOT NULL CHECK (country_code GLOB '[A-Z][A-Z]'), -- ISO 3166-1 alpha-2
  country         TEXT NOT NULL CHECK (country <> ''),      -- name in English
  country_da      TEXT,                                     -- name in Danish
  kind            TEXT,                                     -- strategic, green strategic ...
  year            INTEGER CHECK (year BETWEEN 1000 AND 2999), -- since which year
  established_on  TEXT CHECK (established_on IS date(established_on, '+0 days')),
  established_at  TEXT,                                     -- place
  note            TEXT,
  source          TEXT,                                     -- where these facts come from
  retired_on      TEXT CHECK (retired_on IS date(retired_on, '+0 days')), -- first day it no longer counts
  retired_reason  TEXT,
  since           INTEGER NOT NULL REFERENCES change (number)
) STRICT;


-- A document with a period, a signing date and a state: three different things, each of which may
-- be missing. A plan may serve two partnerships.
CREATE TABLE plan (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  code            TEXT NOT NULL UNIQUE CHECK (code <> '' AND instr(code, '/') = 0), -- ID-2021
  title           TEXT NOT NULL CHECK (title <> ''),
  title_da        TEXT,
  document        TEXT,                      -- action plan, work programme, joint statement ...
  period_start    TEXT,                      -- partial date; its first day counts
  period_end      TEXT,                      -- partial date; its last day counts
  signed_on       TEXT CHECK (signed_on IS date(signed_on, '+0 days')),
  signed_at       TEXT,                      -- place
  state           TEXT NOT NULL DEFAULT 'in-force'
                  CHECK (state IN ('in-preparation', 'in-force', 'expired', 'superseded')),
  caveat          TEXT,                      -- what every view of its objectives must say about them
  caveat_da       TEXT,
  case_number     TEXT,                      -- in the records system
  note            TEXT,
  source          TEXT,
  retired_on      TEXT CHECK (retired_on IS date(retired_on, '+0 days')),
  retired_reason  TEXT,
  since           INTEGER NOT NULL REFERENCES change (number),
  CHECK (period_start IS NULL OR CASE
    WHEN period_start GLOB '[12][0-9][0-9][0-9]' THEN 1
    WHEN period_start GLOB '[12][0-9][0-9][0-9]-Q[1-4]' THEN 1
    WHEN length(period_start) = 7 THEN period_start || '-01' IS date(period_start || '-01', '+0 days')
    ELSE period_start IS date(period_start, '+0 days') END),
  CHECK (period_end IS NULL OR CASE
    WHEN period_end GLOB '[12][0-9][0-9][0-9]' THEN 1
    WHEN period_end GLOB '[12][0-9][0-9][0-9]-Q[1-4]' THEN 1
    WHEN length(period_end) = 7 THEN period_end || '-01' IS date(period_end || '-01', '+0 days')
    ELSE period_end IS date(period_end, '+0 days') END)
) STRICT;

-- Which partnerships a plan serves.
CREATE TABLE plan_partnership (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  plan         INTEGER NOT NULL REFERENCES plan (id),
  partnership  INTEGER NOT NULL REFERENCES partnership (id),
  since        INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (plan, partnership)
) STRICT;

CREATE INDEX plan_partnership_back ON plan_partnership (partnership); -- the plans of a partnership


-- A heading of a plan. May be nested; an objective may have none.
CREATE TABLE area (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  plan            INTEGER NOT NULL REFERENCES plan (id),
  number          TEXT NOT NULL CHECK (number <> ''),  -- as the plan writes it: 3, 3B, IV
  sort            TEXT NOT NULL,   -- orders numbers as a person does: 1.10 after 1.9
  parent          INTEGER,         -- the area that this one lies in, of the same plan
  title           TEXT NOT NULL CHECK (title <> ''),
  title_da        TEXT,
  retired_on      TEXT CHECK (retired_on IS date(retired_on, '+0 days')),
  retired_reason  TEXT,
  since           INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (plan, number),
  UNIQUE (id, plan),
  CHECK (parent <> id),
  FOREIGN KEY (parent, plan) REFERENCES area (id, plan)
) STRICT;

CREATE INDEX area_parent ON area (parent) WHERE parent IS NOT NULL; -- the areas inside an area


-- A ministry, agency, province, company or bank. Its names are in authority_name.
CREATE TABLE authority (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  code            TEXT NOT NULL UNIQUE CHECK (code <> ''), -- ENS, KESDM ...
  country         TEXT NOT NULL CHECK (country GLOB '[A-Z][A-Z]'), -- ISO 3166-1 alpha-2
  note            TEXT,
  source          TEXT,
  retired_on      TEXT CHECK (retired_on IS date(retired_on, '+0 days')), -- closed from this day
  retired_reason  TEXT,
  since           INTEGER NOT NULL REFERENCES change (number),
  email           TEXT                       -- where its sheets are sent
) STRICT;

-- The names of an authority, each from a day. The name on a day is the one with the newest
-- name_from on or before it.
CREATE TABLE authority_name (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  authority  INTEGER NOT NULL REFERENCES authority (id),
  name_from  TEXT CHECK (name_from IS date(name_from, '+0 days')), -- NULL: from the beginning
  name       TEXT NOT NULL CHECK (name <> ''),  -- in its own language
  name_en    TEXT,
  name_da    TEXT,                              -- where its own language is not Danish
  since      INTEGER NOT NULL REFERENCES change (number)
) STRICT;

-- One name a day; and the names of one authority.
CREATE UNIQUE INDEX authority_name_day ON authority_name (authority, coalesce(name_from, ''));


-- The means through which an objective is carried out.
CREATE TABLE instrument (
  id              INTEGER PRIMARY KEY AUTOINCREMENT,
  code            TEXT NOT NULL UNIQUE CHECK (code <> ''), -- SSC, DSIF ...
  name            TEXT NOT NULL CHECK (name <> ''),
  name_da         TEXT,
  kind            TEXT NOT NULL CHECK (kind IN ('programme', 'fund', 'pool', 'initiative', 'agreement')),
  note            TEXT,
  retired_on      TEXT CHECK (retired_on IS date(retired_on, '+0 days')),
  retired_reason  TEXT,
  since           INTEGER NOT NULL REFERENCES change (number)
) STRICT;


-- A promise in a plan. How it goes is not here: that is in the progress log (`entry`).
CREATE TABLE objective (
  id                 INTEGER PRIMARY KEY AUTOINCREMENT,
  uid                TEXT NOT NULL UNIQUE,   -- UUID v7: the same objective in two copies, in a calendar
  plan               INTEGER NOT NULL REFERENCES plan (id),
  number             TEXT NOT NULL CHECK (number <> '' AND instr(number, '/') = 0), -- text: 1.10, 007
  sort               TEXT NOT NULL,          -- orders numbers as a person does: 1.10 after 1.9
  area               INTEGER,                -- of the same plan; may be missing
  title              TEXT NOT NULL CHECK (title <> ''),
  title_da           TEXT,
  interest           TEXT CHECK (interest IN ('political', 'commercial', 'sectoral')),
  continuing         INTEGER NOT NULL DEFAULT 0 CHECK (continuing IN (0, 1)), -- never ends by nature
  deadline_original  TEXT,                   -- partial date: as the plan was signed
  deadline_approved  TEXT,                   -- partial date: the latest that was agreed; see deadline_move
  due_on             TEXT GENERATED ALWAYS AS (CASE
    WHEN length(deadline_approved) = 4 THEN deadline_approved || '-12-31'
    WHEN deadline_approved GLOB '*-Q*' THEN date(substr(deadline_approved, 1, 4) || '-01-01', '+' || (3 * substr(deadline_approved, 7)) || ' months', '-1 day')
    WHEN length(deadline_approved) = 7 THEN date(deadline_approved || '-01', '+1 month', '-1 day')
    ELSE deadline_approved END) VIRTUAL, -- the day it falls on
  basis              TEXT CHECK (basis IN ('official', 'covered', 'announced', 'cooperation', 'illustrative')),
                     -- how the fact is known. official: the plan's own text; covered: a public source
                     -- says the plan covers it; announced: at the signing; cooperation: real work in
                     -- the period, not confirmed as a point of the plan; illustrative: made up
  source             TEXT,
  case_number        TEXT,
  added_on           TEXT CHECK (added_on IS date(added_on, '+0 days')),     -- NULL: with the plan
  retired_on         TEXT CHECK (retired_on IS date(retired_on, '+0 days')), -- first day out of the plan
  retired_reason     TEXT,
  since              INTEGER NOT NULL REFERENCES change (number),
  audience           TEXT CHECK (audience IN ('partner', 'public')), -- who may see it; NULL: internal, the state alone
  UNIQUE (plan, number),
  FOREIGN KEY (area, plan) REFERENCES area (id, plan),
  CHECK (deadline_original IS NULL OR CASE
    WHEN deadline_original GLOB '[12][0-9][0-9][0-9]' THEN 1
    WHEN deadline_original GLOB '[12][0-9][0-9][0-9]-Q[1-4]' THEN 1
    WHEN length(deadline_original) = 7 THEN deadline_original || '-01' IS date(deadline_original || '-01', '+0 days')
    ELSE deadline_original IS date(deadline_original, '+0 days') END),
  CHECK (deadline_approved IS NULL OR CASE
    WHEN deadline_approved GLOB '[12][0-9][0-9][0-9]' THEN 1
    WHEN deadline_approved GLOB '[12][0-9][0-9][0-9]-Q[1-4]' THEN 1
    WHEN length(deadline_approved) = 7 THEN deadline_approved || '-01' IS date(deadline_approved || '-01', '+0 days')
    ELSE deadline_approved IS date(deadline_approved, '+0 days') END)
) STRICT;

CREATE INDEX objective_order ON objective (plan, sort);                         -- a plan in its own order
CREATE INDEX objective_area ON objective (area) WHERE area IS NOT NULL;         -- the objectives of an area
CREATE INDEX objective_due ON objective (due_on) WHERE due_on IS NOT NULL;      -- due and overdue


-- Work under an objective, with its own authorities, deadline and log.
CREATE TABLE activity (
  id                 INTEGER PRIMARY KEY AUTOINCREMENT,
  uid                TEXT NOT NULL UNIQUE,
  objective          INTEGER NOT NULL REFERENCES objective (id),
  number             TEXT NOT NULL CHECK (number <> '' AND instr(number, '/') = 0),
  sort               TEXT NOT NULL,
  title              TEXT NOT NULL CHECK (title <> ''),
  title_da           TEXT,
  deadline_original  TEXT,
  deadline_approved  TEXT,
  due_on             TEXT GENERATED ALWAYS AS (CASE
    WHEN length(deadline_approved) = 4 THEN deadline_approved || '-12-31'
    WHEN deadline_approved GLOB '*-Q*' THEN date(substr(deadline_approved, 1, 4) || '-01-01', '+' || (3 * substr(deadline_approved, 7)) || ' months', '-1 day')
    WHEN length(deadline_approved) = 7 THEN date(deadline_approved || '-01', '+1 month', '-1 day')
    ELSE deadline_approved END) VIRTUAL,
  basis              TEXT CHECK (basis IN ('official', 'covered', 'announced', 'cooperation', 'illustrative')),
  source             TEXT,
  case_number        TEXT,
  added_on           TEXT CHECK (added_on IS date(added_on, '+0 days')),
  retired_on         TEXT CHECK (retired_on IS date(retired_on, '+0 days')),
  retired_reason     TEXT,
  since              INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (objective, number),
  UNIQUE (id, objective),
  CHECK (deadline_original IS NULL OR CASE
    WHEN deadline_original GLOB '[12][0-9][0-9][0-9]' THEN 1
    WHEN deadline_original GLOB '[12][0-9][0-9][0-9]-Q[1-4]' THEN 1
    WHEN length(deadline_original) = 7 THEN deadline_original || '-01' IS date(deadline_original || '-01', '+0 days')
    ELSE deadline_original IS date(deadline_original, '+0 days') END),
  CHECK (deadline_approved IS NULL OR CASE
    WHEN deadline_approved GLOB '[12][0-9][0-9][0-9]' THEN 1
    WHEN deadline_approved GLOB '[12][0-9][0-9][0-9]-Q[1-4]' THEN 1
    WHEN length(deadline_approved) = 7 THEN deadline_approved || '-01' IS date(deadline_approved || '-01', '+0 days')
    ELSE deadline_approved IS date(deadline_approved, '+0 days') END)
) STRICT;

CREATE INDEX activity_due ON activity (due_on) WHERE due_on IS NOT NULL;        -- due and overdue


-- Roles: an authority has a role for an objective, or for one activity under it. Any role
-- may be missing, any may be held by several.
CREATE TABLE role (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  objective  INTEGER NOT NULL REFERENCES objective (id),
  activity   INTEGER,                      -- NULL: the role is for the objective itself
  role       TEXT NOT NULL CHECK (role IN ('lead', 'supporting', 'counterpart')),
  authority  INTEGER NOT NULL REFERENCES authority (id),
  place      INTEGER NOT NULL DEFAULT 1,   -- the order in which several are named
  from_day   TEXT CHECK (from_day IS date(from_day, '+0 days')),    -- NULL: from the beginning
  until_day  TEXT CHECK (until_day IS date(until_day, '+0 days')),  -- first day no more; NULL: still
  since      INTEGER NOT NULL REFERENCES change (number),
  FOREIGN KEY (activity, objective) REFERENCES activity (id, objective)
) STRICT;

-- The roles of an objective; and no role is held twice at once.
CREATE UNIQUE INDEX role_once ON role (objective, coalesce(activity, 0), role, authority, coalesce(from_day, ''));
-- The promises of an authority, in all countries.
CREATE INDEX role_authority ON role (authority, role, objective);


-- The United Nations' Sustainable Development Goals that an objective serves: 1 to 17.
CREATE TABLE sdg (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  objective  INTEGER NOT NULL REFERENCES objective (id),
  goal       INTEGER NOT NULL CHECK (goal BETWEEN 1 AND 17),
  since      INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (objective, goal)
) STRICT;

-- Free words on an objective.
CREATE TABLE tag (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  objective  INTEGER NOT NULL REFERENCES objective (id),
  tag        TEXT NOT NULL CHECK (tag <> ''),
  since      INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (objective, tag)
) STRICT;

-- The instruments through which an objective is carried out.
CREATE TABLE objective_instrument (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,
  objective   INTEGER NOT NULL REFERENCES objective (id),
  instrument  INTEGER NOT NULL REFERENCES instrument (id),
  since       INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (objective, instrument)
) STRICT;


-- The progress log: what was true as of a day. A line is never altered. A correction is a new line
-- that supersedes the old one; a withdrawn line goes to `history` and stays readable there. Each
-- line carries the whole state, so the newest line on or before a day is the state on that day;
-- `said` names the fields that the officer wrote, the others are carried over from the line before.
CREATE TABLE entry (
  id               INTEGER PRIMARY KEY AUTOINCREMENT,
  uid              TEXT NOT NULL UNIQUE,          -- UUID v7: the same line in two copies of the file
  objective        INTEGER NOT NULL REFERENCES objective (id),
  activity         INTEGER,                       -- NULL: the line is about the objective itself
  as_of            TEXT NOT NULL CHECK (as_of IS date(as_of, '+0 days')), -- when it was true
  status           TEXT NOT NULL CHECK (status IN ('not-started', 'ongoing', 'suspended', 'completed',
                                                   'partly-completed', 'cancelled', 'carried-over')),
  light            TEXT CHECK (light IN ('green', 'yellow', 'red')), -- the officer's judgement
  note             TEXT,
  evidence         TEXT,                          -- an address or a case number that proves it
  expected         TEXT,                          -- partial date: when it is now expected to end
  expected_reason  TEXT,
  blocked_by       TEXT,                          -- what stands in the way
  ask              INTEGER REFERENCES authority (id), -- who can take it away
  said             TEXT NOT NULL,                 -- 'status light note': what was written on this line
  basis            TEXT CHECK (basis IN ('sourced', 'illustrative')), -- NULL: reported by an officer
  source           TEXT,
  supersedes       TEXT,                          -- uid of the line that this one corrects
  since            INTEGER NOT NULL REFERENCES change (number),
  audience         TEXT CHECK (audience IN ('partner', 'public')), -- who may read its texts; NULL: internal
  FOREIGN KEY (activity, objective) REFERENCES activity (id, objective),
  -- An objective that has ended has no light.
  CHECK (light IS NULL OR status IN ('not-started', 'ongoing', 'suspended')),
  CHECK (expected IS NULL OR CASE
    WHEN expected GLOB '[12][0-9][0-9][0-9]' THEN 1
    WHEN expected GLOB '[12][0-9][0-9][0-9]-Q[1-4]' THEN 1
    WHEN length(expected) = 7 THEN expected || '-01' IS date(expected || '-01', '+0 days')
    ELSE expected IS date(expected, '+0 days') END)
) STRICT;

-- The state as of a day, by one seek: everything that a count needs, newest last.
CREATE INDEX entry_state ON entry (objective, activity, as_of, id, status, light, expected, basis);
CREATE INDEX entry_supersedes ON entry (supersedes) WHERE supersedes IS NOT NULL; -- the line that corrects another


-- Each time that an approved deadline was moved: from, to, why, and who agreed. Never altered; the
-- last move agrees with deadline_approved of the objective or activity.
CREATE TABLE deadline_move (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  uid        TEXT NOT NULL UNIQUE,
  objective  INTEGER NOT NULL REFERENCES objective (id),
  activity   INTEGER,
  before     TEXT,                    -- partial date; NULL: there was none
  after      TEXT,                    -- partial date; NULL: there is none any more
  as_of      TEXT NOT NULL CHECK (as_of IS date(as_of, '+0 days')), -- the day it was agreed
  reason     TEXT NOT NULL CHECK (reason <> ''),
  agreed_by  TEXT,
  since      INTEGER NOT NULL REFERENCES change (number),
  FOREIGN KEY (activity, objective) REFERENCES activity (id, objective),
  CHECK (before IS NOT after),
  CHECK (before IS NULL OR CASE
    WHEN before GLOB '[12][0-9][0-9][0-9]' THEN 1
    WHEN before GLOB '[12][0-9][0-9][0-9]-Q[1-4]' THEN 1
    WHEN length(before) = 7 THEN before || '-01' IS date(before || '-01', '+0 days')
    ELSE before IS date(before, '+0 days') END),
  CHECK (after IS NULL OR CASE
    WHEN after GLOB '[12][0-9][0-9][0-9]' THEN 1
    WHEN after GLOB '[12][0-9][0-9][0-9]-Q[1-4]' THEN 1
    WHEN length(after) = 7 THEN after || '-01' IS date(after || '-01', '+0 days')
    ELSE after IS date(after, '+0 days') END)
) STRICT;

CREATE INDEX deadline_move_life ON deadline_move (objective, activity, as_of); -- the moves of one deadline


-- Each time that an original deadline turned out to be written down otherwise than it was signed: from,
-- to, and why. It is no move: what was signed was so all the time. Never altered.
CREATE TABLE deadline_correction (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  uid        TEXT NOT NULL UNIQUE,
  objective  INTEGER NOT NULL REFERENCES objective (id),
  activity   INTEGER,
  before     TEXT,                    -- partial date; NULL: there was none
  after      TEXT,                    -- partial date; NULL: there is none any more
  as_of      TEXT NOT NULL CHECK (as_of IS date(as_of, '+0 days')), -- the day it was corrected
  reason     TEXT NOT NULL CHECK (reason <> ''),
  since      INTEGER NOT NULL REFERENCES change (number),
  FOREIGN KEY (activity, objective) REFERENCES activity (id, objective),
  CHECK (before IS NOT after),
  CHECK (before IS NULL OR CASE
    WHEN before GLOB '[12][0-9][0-9][0-9]' THEN 1
    WHEN before GLOB '[12][0-9][0-9][0-9]-Q[1-4]' THEN 1
    WHEN length(before) = 7 THEN before || '-01' IS date(before || '-01', '+0 days')
    ELSE before IS date(before, '+0 days') END),
  CHECK (after IS NULL OR CASE
    WHEN after GLOB '[12][0-9][0-9][0-9]' THEN 1
    WHEN after GLOB '[12][0-9][0-9][0-9]-Q[1-4]' THEN 1
    WHEN length(after) = 7 THEN after || '-01' IS date(after || '-01', '+0 days')
    ELSE after IS date(after, '+0 days') END)
) STRICT;

CREATE INDEX deadline_correction_life ON deadline_correction (objective, activity, as_of); -- the corrections of one deadline


-- Which authority took over from which, and from what day: so that old quarters can be read through
-- a reorganisation. The roles that went over are in `role`, with their days.
CREATE TABLE succession (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  authority  INTEGER NOT NULL REFERENCES authority (id),  -- the one before
  successor  INTEGER NOT NULL REFERENCES authority (id),
  kind       TEXT NOT NULL CHECK (kind IN ('rename', 'merge', 'split', 'transfer')),
                                   -- rename: the same one under another code; merge: it went into the
                                   -- successor; split: it went into several; transfer: it goes on, some
                                   -- of its objectives went over
  from_day   TEXT NOT NULL CHECK (from_day IS date(from_day, '+0 days')), -- first day of the successor
  reason     TEXT NOT NULL CHECK (reason <> ''),
  since      INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (authority, successor, from_day),
  CHECK (authority <> successor)
) STRICT;

CREATE INDEX succession_back ON succession (successor); -- from whom an authority took over


-- Which objective of a new plan goes on with which objective of an older one. One may be split into
-- several, and several may become one.
CREATE TABLE carried (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  objective    INTEGER NOT NULL REFERENCES objective (id),  -- of the new plan
  predecessor  INTEGER NOT NULL REFERENCES objective (id),  -- of the old plan
  as_of        TEXT NOT NULL CHECK (as_of IS date(as_of, '+0 days')), -- the day it went over
  since        INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (objective, predecessor),
  CHECK (objective <> predecessor)
) STRICT;

CREATE INDEX carried_on ON carried (predecessor); -- what an objective became


-- Settings of the file itself, each with its history: a frozen quarter keeps the values of its day.
-- A setting that is not here has the value that the manual gives.
CREATE TABLE setting (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  name   TEXT NOT NULL UNIQUE CHECK (name IN ('green-months', 'yellow-months')),
         -- of the computed light: up to how many months late it is green, and yellow
  value  INTEGER NOT NULL CHECK (value BETWEEN 0 AND 120),
  since  INTEGER NOT NULL REFERENCES change (number)
) STRICT;


-- Words of files that were imported, and their meaning: said once with --map or --ignore, and known from then on.
CREATE TABLE word (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  kind   TEXT NOT NULL CHECK (kind IN ('heading', 'status', 'light', 'date', 'authority')),
  word   TEXT NOT NULL CHECK (word <> ''), -- as the file has it; case, blanks and hyphens are alike
  means  TEXT NOT NULL CHECK (means <> ''), -- a field of the import, or a value as the file keeps it; ignore: passed over
  since  INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (kind, word)
) STRICT;


-- A sheet that goes out to one authority for one quarter and comes back filled in: a return. Sent once
-- more, with questions, it is another sheet.
CREATE TABLE sheet (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  code         TEXT NOT NULL UNIQUE CHECK (code <> ''),  -- printed on it: 2024-Q3-ENS-7f3a9c21
  quarter      TEXT NOT NULL CHECK (quarter GLOB '[12][0-9][0-9][0-9]-Q[1-4]'), -- that it asks about
  authority    INTEGER NOT NULL REFERENCES authority (id), -- that is asked
  due          TEXT CHECK (due IS date(due, '+0 days')), -- the last day for an answer
  lang         TEXT NOT NULL CHECK (lang IN ('da', 'en')), -- of its words
  accepted_on  TEXT CHECK (accepted_on IS date(accepted_on, '+0 days')), -- the answer was accepted
  since        INTEGER NOT NULL REFERENCES change (number)
) STRICT;

CREATE INDEX sheet_quarter ON sheet (quarter, authority); -- how do the returns of a quarter stand?

-- One row of a sheet: what it asks about, what the file said when it was made, what came back.
CREATE TABLE sheet_row (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  sheet      INTEGER NOT NULL REFERENCES sheet (id),
  place      INTEGER NOT NULL CHECK (place > 0), -- 1, 2, 3 ... from the top
  objective  INTEGER NOT NULL REFERENCES objective (id),
  activity   INTEGER,                          -- NULL: the row is about the objective itself
  asked      INTEGER NOT NULL CHECK (asked IN (0, 1)), -- 0: it has ended, and is only shown
  version    TEXT NOT NULL,                    -- printed in the row: which state it was made from
  base       TEXT NOT NULL CHECK (json_valid(base)), -- that state, field by field
  question   TEXT,                             -- what is asked beside it
  answer     TEXT CHECK (json_valid(answer)),  -- what came back: field by field in their words, and what became of it
  since      INTEGER NOT NULL REFERENCES change (number),
  shown      TEXT CHECK (shown IS NULL OR json_valid(shown)), -- what its reader saw of it; NULL: sent before it was kept
  UNIQUE (sheet, place),
  FOREIGN KEY (activity, objective) REFERENCES activity (id, objective)
) STRICT;

-- A file that came back and was read.
CREATE TABLE reading (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  sheet        INTEGER NOT NULL REFERENCES sheet (id),
  file         TEXT NOT NULL,                  -- its name
  digest       TEXT NOT NULL,                  -- SHA-256 of its bytes
  received_on  TEXT NOT NULL CHECK (received_on IS date(received_on, '+0 days')),
  filled_by    TEXT,                           -- who filled it in, as she wrote
  since        INTEGER NOT NULL REFERENCES change (number),
  saved_at     TEXT                            -- when it was last saved, as it says itself, in UTC; NULL: it does not
) STRICT;

CREATE INDEX reading_sheet ON reading (sheet); -- what came back for a sheet

-- A question on an answer; it goes out with the next sheet.
CREATE TABLE question (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  sheet      INTEGER NOT NULL REFERENCES sheet (id), -- whose answer is doubted
  objective  INTEGER NOT NULL REFERENCES objective (id),
  activity   INTEGER,
  text       TEXT NOT NULL CHECK (text <> ''),
  since      INTEGER NOT NULL REFERENCES change (number),
  FOREIGN KEY (activity, objective) REFERENCES activity (id, objective)
) STRICT;

CREATE INDEX question_sheet ON question (sheet); -- what is doubted of a sheet


-- Decisions where two copies of the file had written the same field: the newest word on it. The
-- value that gave way is kept here.
CREATE TABLE settled (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  noun     TEXT NOT NULL,                -- the table
  row      INTEGER NOT NULL,             -- the id of the row in that table of this copy; 0: it is in another
  field    TEXT NOT NULL,                -- '': whether the row is there at all
  taken    TEXT,                         -- the value that stands, in words
  dropped  TEXT,                         -- the value that gave way
  since    INTEGER NOT NULL REFERENCES change (number),
  uid      TEXT,                         -- the identity of the row, alike in every copy; NULL: before format 6
  value    TEXT CHECK (value IS NULL OR json_valid(value)) -- the value that stands, as JSON; NULL: before format 6
) STRICT;

CREATE INDEX settled_row ON settled (noun, row); -- was a field decided, and when


-- A frozen quarter that this file held until a backup was put in its place, and that the backup does not
-- hold. What was sent is still what was sent: it is in the file that was put aside, and comes back with
-- a merge.
CREATE TABLE put_aside (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  uid        TEXT NOT NULL,                  -- of the revision
  code       TEXT NOT NULL,                  -- of its plan
  quarter    TEXT NOT NULL CHECK (quarter GLOB '[12][0-9][0-9][0-9]-Q[1-4]'),
  number     INTEGER NOT NULL CHECK (number >= 0),
  digest     TEXT NOT NULL CHECK (length(digest) = 64), -- as it was printed
  frozen_on  TEXT NOT NULL CHECK (frozen_on IS date(frozen_on, '+0 days')),
  frozen_by  TEXT NOT NULL,
  file       TEXT NOT NULL,                  -- the name of the file that was put aside
  since      INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (uid, since)
) STRICT;


-- A quarter of a plan as it was sent. Revision 0 is the freeze; a later one is a restatement, with a
-- reason. Never altered, never deleted, not by undo either. When and by whom is in the change.
CREATE TABLE revision (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  uid       TEXT NOT NULL UNIQUE,            -- UUID v7: the same revision in two copies of the file
  plan      INTEGER NOT NULL,                -- the row of the plan; no reference, so that the plan may go
  code      TEXT NOT NULL,                   -- the code of the plan on that day
  quarter   TEXT NOT NULL CHECK (quarter GLOB '[12][0-9][0-9][0-9]-Q[1-4]'),
  number    INTEGER NOT NULL CHECK (number >= 0),
  as_of     TEXT NOT NULL CHECK (as_of IS date(as_of, '+0 days')), -- the day that it is as of
  known_at  INTEGER NOT NULL REFERENCES change (number),           -- the newest change that it knew, as the copy that froze it counts
  reason    TEXT,                            -- why it was restated, or frozen before its end
  content   TEXT NOT NULL CHECK (json_valid(content)), -- the summary in no language
  digest    TEXT NOT NULL CHECK (length(digest) = 64), -- SHA-256 of content, in hexadecimal
  since     INTEGER NOT NULL REFERENCES change (number),
  CHECK (number = 0 OR reason IS NOT NULL),
  CHECK (known_at < since)
) STRICT;

CREATE INDEX revision_quarter ON revision (plan, quarter, number); -- the revisions of a quarter; two copies may have frozen it

-- The words of a revision: what each audience was given in each text format and language, byte for
-- byte, so that a later version of the program can't word it differently.
CREATE TABLE rendering (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  revision  INTEGER NOT NULL REFERENCES revision (id),
  audience  TEXT NOT NULL CHECK (audience IN ('internal', 'partner', 'public')),
  lang      TEXT NOT NULL CHECK (lang IN ('da', 'en')),
  format    TEXT NOT NULL CHECK (format IN ('text', 'markdown', 'csv-excel-da', 'csv-rfc4180', 'json')),
  body      TEXT NOT NULL,
  digest    TEXT NOT NULL CHECK (length(digest) = 64), -- SHA-256 of body
  since     INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (revision, audience, lang, format)
) STRICT;


-- A revision that came from another copy of the file: the changes that stand before it here, but that
-- it did not know. Every other change before it, it knew.
CREATE TABLE unseen (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  revision  INTEGER NOT NULL REFERENCES revision (id),
  change    INTEGER NOT NULL REFERENCES change (number),
  since     INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (revision, change)
) STRICT;


-- The writes of changes that another copy made, as they came: what such a change says is never judged or
-- written again. The rows that it wrote follow from all writes that the file knows.
CREATE TABLE foreign_write (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  noun   TEXT NOT NULL,                          -- the table
  uid    TEXT NOT NULL,                          -- the identity of the row, alike in every copy
  added  INTEGER NOT NULL CHECK (added IN (0, 1)), -- 1: the change added the row, with all of its columns
  data   TEXT CHECK (data IS NULL OR json_valid(data)), -- the columns that it wrote, as a JSON object; NULL: it removed the row
  since  INTEGER NOT NULL REFERENCES change (number) -- the change
) STRICT;

CREATE INDEX foreign_write_row ON foreign_write (noun, uid); -- all writes of one row
CREATE INDEX foreign_write_change ON foreign_write (since);  -- all writes of one change

-- The identities of rows that came from another copy, where a row has no uid and is no link. Of a row that
-- was added here, it is what the row was called when it was added.
CREATE TABLE row_identity (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  noun   TEXT NOT NULL,                          -- the table
  row    INTEGER NOT NULL,                       -- the id of the row in this copy
  uid    TEXT NOT NULL,                          -- its identity, alike in every copy
  since  INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (noun, row)
) STRICT;

-- Writes that a change which was made in this copy did not make itself, but computed: a name that became free when
-- a conflict ended, a value that a decision leads to. Another copy computes it too, so it is not sent.
CREATE TABLE derived_write (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  noun   TEXT NOT NULL,                          -- the table
  row    INTEGER NOT NULL,                       -- the id of the row in this copy
  field  TEXT NOT NULL,                          -- the column; *: the whole row
  since  INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (noun, row, field, since)
) STRICT;

-- Conflicts: what copies wrote without knowing of each other, and what nobody has decided. All values are in
-- the writes; one of them is shown meanwhile. Made anew whenever these rows are written, and never sent.
CREATE TABLE conflict (
  id      INTEGER PRIMARY KEY AUTOINCREMENT,
  noun    TEXT NOT NULL,                         -- the table
  row     INTEGER NOT NULL,                      -- the id of the row in this copy
  uid     TEXT NOT NULL,                         -- the identity of the row, alike in every copy
  field   TEXT NOT NULL,                         -- the column; '': whether the row is there at all
  kind    TEXT NOT NULL CHECK (kind IN ('value', 'presence', 'needed', 'name', 'circle', 'log', 'frozen')),
                                                 -- value: several values; presence: removed, and written on;
                                                 -- needed: removed, and referred to; name: several rows of one
                                                 -- name; circle: areas that lie in each other; log: lines that
                                                 -- contradict each other; frozen: one quarter, frozen twice
  day     TEXT CHECK (day IS date(day, '+0 days')), -- of lines of a log
  within  INTEGER,                               -- of a name: the row in which it is unique
  name    TEXT,                                  -- of a name: that name, in lower case
  claims  TEXT NOT NULL CHECK (json_valid(claims)), -- a JSON array: the uid of the change that wrote a value, and the value; the one that is shown first
  since   INTEGER NOT NULL REFERENCES change (number)
) STRICT;

CREATE INDEX conflict_row ON conflict (noun, uid); -- is a row undecided


-- The guards. For every table: without an open change nothing is written, and `since` must be that
-- change; what a row said before goes to `history`. They are alike, so nobody writes them: this part, up
-- to its end, is generated from the catalogue (src/model/catalogue);
-- `FREMDRIFT_BLESS=1 cargo test schema` writes it anew.

CREATE TRIGGER change_insert BEFORE INSERT ON change
WHEN NEW.open IS NOT 1 OR NEW.number IS NOT (SELECT coalesce(max(number), 0) + 1 FROM change)
BEGIN SELECT RAISE(ABORT, 'a change takes the next number and is open while it writes'); END;

CREATE TRIGGER change_update BEFORE UPDATE ON change
WHEN OLD.open IS NOT 1 OR NEW.open IS NOT NULL
  OR (NEW.number, NEW.uid, NEW.at, NEW.author, NEW.reason, NEW.undoes, NEW.program, NEW.day, NEW.knew)
     IS NOT (OLD.number, OLD.uid, OLD.at, OLD.author, OLD.reason, OLD.undoes, OLD.program, OLD.day, OLD.knew)
BEGIN SELECT RAISE(ABORT, 'a change is never altered'); END;

CREATE TRIGGER change_delete BEFORE DELETE ON change
BEGIN SELECT RAISE(ABORT, 'a change is never deleted'); END;

CREATE TRIGGER history_insert BEFORE INSERT ON history
WHEN NEW.until IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;

CREATE TRIGGER history_update BEFORE UPDATE ON history
BEGIN SELECT RAISE(ABORT, 'history is never altered'); END;

CREATE TRIGGER history_delete BEFORE DELETE ON history
BEGIN SELECT RAISE(ABORT, 'history is never deleted'); END;

CREATE TRIGGER partnership_insert BEFORE INSERT ON partnership
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER partnership_update BEFORE UPDATE ON partnership
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'partnership', OLD.id, OLD.since, NEW.since, json_object(
      'code', OLD.code, 'country_code', OLD.country_code, 'country', OLD.country,
      'country_da', OLD.country_da, 'kind', OLD.kind, 'year', OLD.year,
      'established_on', OLD.established_on, 'established_at', OLD.established_at, 'note', OLD.note,
      'source', OLD.source, 'retired_on', OLD.retired_on, 'retired_reason', OLD.retired_reason)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER partnership_delete BEFORE DELETE ON partnership
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'partnership', OLD.id, OLD.since, number, json_object(
      'code', OLD.code, 'country_code', OLD.country_code, 'country', OLD.country,
      'country_da', OLD.country_da, 'kind', OLD.kind, 'year', OLD.year,
      'established_on', OLD.established_on, 'established_at', OLD.established_at, 'note', OLD.note,
      'source', OLD.source, 'retired_on', OLD.retired_on, 'retired_reason', OLD.retired_reason)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER plan_insert BEFORE INSERT ON plan
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER plan_update BEFORE UPDATE ON plan
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'plan', OLD.id, OLD.since, NEW.since, json_object(
      'code', OLD.code, 'title', OLD.title, 'title_da', OLD.title_da, 'document', OLD.document,
      'period_start', OLD.period_start, 'period_end', OLD.period_end, 'signed_on', OLD.signed_on,
      'signed_at', OLD.signed_at, 'state', OLD.state, 'caveat', OLD.caveat,
      'caveat_da', OLD.caveat_da, 'case_number', OLD.case_number, 'note', OLD.note,
      'source', OLD.source, 'retired_on', OLD.retired_on, 'retired_reason', OLD.retired_reason)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER plan_delete BEFORE DELETE ON plan
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'plan', OLD.id, OLD.since, number, json_object(
      'code', OLD.code, 'title', OLD.title, 'title_da', OLD.title_da, 'document', OLD.document,
      'period_start', OLD.period_start, 'period_end', OLD.period_end, 'signed_on', OLD.signed_on,
      'signed_at', OLD.signed_at, 'state', OLD.state, 'caveat', OLD.caveat,
      'caveat_da', OLD.caveat_da, 'case_number', OLD.case_number, 'note', OLD.note,
      'source', OLD.source, 'retired_on', OLD.retired_on, 'retired_reason', OLD.retired_reason)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER plan_partnership_insert BEFORE INSERT ON plan_partnership
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER plan_partnership_update BEFORE UPDATE ON plan_partnership
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'plan_partnership', OLD.id, OLD.since, NEW.since, json_object(
      'plan', OLD.plan, 'partnership', OLD.partnership)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER plan_partnership_delete BEFORE DELETE ON plan_partnership
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'plan_partnership', OLD.id, OLD.since, number, json_object(
      'plan', OLD.plan, 'partnership', OLD.partnership)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER area_insert BEFORE INSERT ON area
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER area_update BEFORE UPDATE ON area
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'area', OLD.id, OLD.since, NEW.since, json_object(
      'plan', OLD.plan, 'number', OLD.number, 'sort', OLD.sort, 'parent', OLD.parent,
      'title', OLD.title, 'title_da', OLD.title_da, 'retired_on', OLD.retired_on,
      'retired_reason', OLD.retired_reason)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER area_delete BEFORE DELETE ON area
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'area', OLD.id, OLD.since, number, json_object(
      'plan', OLD.plan, 'number', OLD.number, 'sort', OLD.sort, 'parent', OLD.parent,
      'title', OLD.title, 'title_da', OLD.title_da, 'retired_on', OLD.retired_on,
      'retired_reason', OLD.retired_reason)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER authority_insert BEFORE INSERT ON authority
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER authority_update BEFORE UPDATE ON authority
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'authority', OLD.id, OLD.since, NEW.since, json_object(
      'code', OLD.code, 'country', OLD.country, 'note', OLD.note, 'source', OLD.source,
      'retired_on', OLD.retired_on, 'retired_reason', OLD.retired_reason, 'email', OLD.email)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER authority_delete BEFORE DELETE ON authority
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'authority', OLD.id, OLD.since, number, json_object(
      'code', OLD.code, 'country', OLD.country, 'note', OLD.note, 'source', OLD.source,
      'retired_on', OLD.retired_on, 'retired_reason', OLD.retired_reason, 'email', OLD.email)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER authority_name_insert BEFORE INSERT ON authority_name
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER authority_name_update BEFORE UPDATE ON authority_name
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'authority_name', OLD.id, OLD.since, NEW.since, json_object(
      'authority', OLD.authority, 'name_from', OLD.name_from, 'name', OLD.name,
      'name_en', OLD.name_en, 'name_da', OLD.name_da)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER authority_name_delete BEFORE DELETE ON authority_name
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'authority_name', OLD.id, OLD.since, number, json_object(
      'authority', OLD.authority, 'name_from', OLD.name_from, 'name', OLD.name,
      'name_en', OLD.name_en, 'name_da', OLD.name_da)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER instrument_insert BEFORE INSERT ON instrument
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER instrument_update BEFORE UPDATE ON instrument
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'instrument', OLD.id, OLD.since, NEW.since, json_object(
      'code', OLD.code, 'name', OLD.name, 'name_da', OLD.name_da, 'kind', OLD.kind, 'note', OLD.note,
      'retired_on', OLD.retired_on, 'retired_reason', OLD.retired_reason)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER instrument_delete BEFORE DELETE ON instrument
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'instrument', OLD.id, OLD.since, number, json_object(
      'code', OLD.code, 'name', OLD.name, 'name_da', OLD.name_da, 'kind', OLD.kind, 'note', OLD.note,
      'retired_on', OLD.retired_on, 'retired_reason', OLD.retired_reason)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER objective_insert BEFORE INSERT ON objective
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER objective_update BEFORE UPDATE ON objective
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'objective', OLD.id, OLD.since, NEW.since, json_object(
      'uid', OLD.uid, 'plan', OLD.plan, 'number', OLD.number, 'sort', OLD.sort, 'area', OLD.area,
      'title', OLD.title, 'title_da', OLD.title_da, 'interest', OLD.interest,
      'continuing', OLD.continuing, 'deadline_original', OLD.deadline_original,
      'deadline_approved', OLD.deadline_approved, 'basis', OLD.basis, 'source', OLD.source,
      'case_number', OLD.case_number, 'added_on', OLD.added_on, 'retired_on', OLD.retired_on,
      'retired_reason', OLD.retired_reason, 'audience', OLD.audience)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER objective_delete BEFORE DELETE ON objective
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'objective', OLD.id, OLD.since, number, json_object(
      'uid', OLD.uid, 'plan', OLD.plan, 'number', OLD.number, 'sort', OLD.sort, 'area', OLD.area,
      'title', OLD.title, 'title_da', OLD.title_da, 'interest', OLD.interest,
      'continuing', OLD.continuing, 'deadline_original', OLD.deadline_original,
      'deadline_approved', OLD.deadline_approved, 'basis', OLD.basis, 'source', OLD.source,
      'case_number', OLD.case_number, 'added_on', OLD.added_on, 'retired_on', OLD.retired_on,
      'retired_reason', OLD.retired_reason, 'audience', OLD.audience)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER activity_insert BEFORE INSERT ON activity
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER activity_update BEFORE UPDATE ON activity
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'activity', OLD.id, OLD.since, NEW.since, json_object(
      'uid', OLD.uid, 'objective', OLD.objective, 'number', OLD.number, 'sort', OLD.sort,
      'title', OLD.title, 'title_da', OLD.title_da, 'deadline_original', OLD.deadline_original,
      'deadline_approved', OLD.deadline_approved, 'basis', OLD.basis, 'source', OLD.source,
      'case_number', OLD.case_number, 'added_on', OLD.added_on, 'retired_on', OLD.retired_on,
      'retired_reason', OLD.retired_reason)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER activity_delete BEFORE DELETE ON activity
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'activity', OLD.id, OLD.since, number, json_object(
      'uid', OLD.uid, 'objective', OLD.objective, 'number', OLD.number, 'sort', OLD.sort,
      'title', OLD.title, 'title_da', OLD.title_da, 'deadline_original', OLD.deadline_original,
      'deadline_approved', OLD.deadline_approved, 'basis', OLD.basis, 'source', OLD.source,
      'case_number', OLD.case_number, 'added_on', OLD.added_on, 'retired_on', OLD.retired_on,
      'retired_reason', OLD.retired_reason)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER role_insert BEFORE INSERT ON role
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER role_update BEFORE UPDATE ON role
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'role', OLD.id, OLD.since, NEW.since, json_object(
      'objective', OLD.objective, 'activity', OLD.activity, 'role', OLD.role,
      'authority', OLD.authority, 'place', OLD.place, 'from_day', OLD.from_day,
      'until_day', OLD.until_day)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER role_delete BEFORE DELETE ON role
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'role', OLD.id, OLD.since, number, json_object(
      'objective', OLD.objective, 'activity', OLD.activity, 'role', OLD.role,
      'authority', OLD.authority, 'place', OLD.place, 'from_day', OLD.from_day,
      'until_day', OLD.until_day)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER sdg_insert BEFORE INSERT ON sdg
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER sdg_update BEFORE UPDATE ON sdg
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'sdg', OLD.id, OLD.since, NEW.since, json_object(
      'objective', OLD.objective, 'goal', OLD.goal)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER sdg_delete BEFORE DELETE ON sdg
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'sdg', OLD.id, OLD.since, number, json_object(
      'objective', OLD.objective, 'goal', OLD.goal)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER tag_insert BEFORE INSERT ON tag
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER tag_update BEFORE UPDATE ON tag
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'tag', OLD.id, OLD.since, NEW.since, json_object(
      'objective', OLD.objective, 'tag', OLD.tag)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER tag_delete BEFORE DELETE ON tag
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'tag', OLD.id, OLD.since, number, json_object(
      'objective', OLD.objective, 'tag', OLD.tag)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER objective_instrument_insert BEFORE INSERT ON objective_instrument
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER objective_instrument_update BEFORE UPDATE ON objective_instrument
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'objective_instrument', OLD.id, OLD.since, NEW.since, json_object(
      'objective', OLD.objective, 'instrument', OLD.instrument)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER objective_instrument_delete BEFORE DELETE ON objective_instrument
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'objective_instrument', OLD.id, OLD.since, number, json_object(
      'objective', OLD.objective, 'instrument', OLD.instrument)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER entry_insert BEFORE INSERT ON entry
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER entry_update BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'a line of the log is never altered'); END;
CREATE TRIGGER entry_delete BEFORE DELETE ON entry
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'entry', OLD.id, OLD.since, number, json_object(
      'uid', OLD.uid, 'objective', OLD.objective, 'activity', OLD.activity, 'as_of', OLD.as_of,
      'status', OLD.status, 'light', OLD.light, 'note', OLD.note, 'evidence', OLD.evidence,
      'expected', OLD.expected, 'expected_reason', OLD.expected_reason, 'blocked_by', OLD.blocked_by,
      'ask', OLD.ask, 'said', OLD.said, 'basis', OLD.basis, 'source', OLD.source,
      'supersedes', OLD.supersedes, 'audience', OLD.audience)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER deadline_move_insert BEFORE INSERT ON deadline_move
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER deadline_move_update BEFORE UPDATE ON deadline_move
BEGIN SELECT RAISE(ABORT, 'a line of the log is never altered'); END;
CREATE TRIGGER deadline_move_delete BEFORE DELETE ON deadline_move
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'deadline_move', OLD.id, OLD.since, number, json_object(
      'uid', OLD.uid, 'objective', OLD.objective, 'activity', OLD.activity, 'before', OLD.before,
      'after', OLD.after, 'as_of', OLD.as_of, 'reason', OLD.reason, 'agreed_by', OLD.agreed_by)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER deadline_correction_insert BEFORE INSERT ON deadline_correction
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER deadline_correction_update BEFORE UPDATE ON deadline_correction
BEGIN SELECT RAISE(ABORT, 'a line of the log is never altered'); END;
CREATE TRIGGER deadline_correction_delete BEFORE DELETE ON deadline_correction
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'deadline_correction', OLD.id, OLD.since, number, json_object(
      'uid', OLD.uid, 'objective', OLD.objective, 'activity', OLD.activity, 'before', OLD.before,
      'after', OLD.after, 'as_of', OLD.as_of, 'reason', OLD.reason)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER succession_insert BEFORE INSERT ON succession
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER succession_update BEFORE UPDATE ON succession
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'succession', OLD.id, OLD.since, NEW.since, json_object(
      'authority', OLD.authority, 'successor', OLD.successor, 'kind', OLD.kind,
      'from_day', OLD.from_day, 'reason', OLD.reason)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER succession_delete BEFORE DELETE ON succession
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'succession', OLD.id, OLD.since, number, json_object(
      'authority', OLD.authority, 'successor', OLD.successor, 'kind', OLD.kind,
      'from_day', OLD.from_day, 'reason', OLD.reason)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER carried_insert BEFORE INSERT ON carried
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER carried_update BEFORE UPDATE ON carried
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'carried', OLD.id, OLD.since, NEW.since, json_object(
      'objective', OLD.objective, 'predecessor', OLD.predecessor, 'as_of', OLD.as_of)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER carried_delete BEFORE DELETE ON carried
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'carried', OLD.id, OLD.since, number, json_object(
      'objective', OLD.objective, 'predecessor', OLD.predecessor, 'as_of', OLD.as_of)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER setting_insert BEFORE INSERT ON setting
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER setting_update BEFORE UPDATE ON setting
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'setting', OLD.id, OLD.since, NEW.since, json_object(
      'name', OLD.name, 'value', OLD.value)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER setting_delete BEFORE DELETE ON setting
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'setting', OLD.id, OLD.since, number, json_object(
      'name', OLD.name, 'value', OLD.value)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER word_insert BEFORE INSERT ON word
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER word_update BEFORE UPDATE ON word
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'word', OLD.id, OLD.since, NEW.since, json_object(
      'kind', OLD.kind, 'word', OLD.word, 'means', OLD.means)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER word_delete BEFORE DELETE ON word
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'word', OLD.id, OLD.since, number, json_object(
      'kind', OLD.kind, 'word', OLD.word, 'means', OLD.means)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER sheet_insert BEFORE INSERT ON sheet
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER sheet_update BEFORE UPDATE ON sheet
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'sheet', OLD.id, OLD.since, NEW.since, json_object(
      'code', OLD.code, 'quarter', OLD.quarter, 'authority', OLD.authority, 'due', OLD.due,
      'lang', OLD.lang, 'accepted_on', OLD.accepted_on)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER sheet_delete BEFORE DELETE ON sheet
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'sheet', OLD.id, OLD.since, number, json_object(
      'code', OLD.code, 'quarter', OLD.quarter, 'authority', OLD.authority, 'due', OLD.due,
      'lang', OLD.lang, 'accepted_on', OLD.accepted_on)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER sheet_row_insert BEFORE INSERT ON sheet_row
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER sheet_row_update BEFORE UPDATE ON sheet_row
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'sheet_row', OLD.id, OLD.since, NEW.since, json_object(
      'sheet', OLD.sheet, 'place', OLD.place, 'objective', OLD.objective, 'activity', OLD.activity,
      'asked', OLD.asked, 'version', OLD.version, 'base', OLD.base, 'question', OLD.question,
      'answer', OLD.answer, 'shown', OLD.shown)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER sheet_row_delete BEFORE DELETE ON sheet_row
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'sheet_row', OLD.id, OLD.since, number, json_object(
      'sheet', OLD.sheet, 'place', OLD.place, 'objective', OLD.objective, 'activity', OLD.activity,
      'asked', OLD.asked, 'version', OLD.version, 'base', OLD.base, 'question', OLD.question,
      'answer', OLD.answer, 'shown', OLD.shown)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER reading_insert BEFORE INSERT ON reading
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER reading_update BEFORE UPDATE ON reading
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'reading', OLD.id, OLD.since, NEW.since, json_object(
      'sheet', OLD.sheet, 'file', OLD.file, 'digest', OLD.digest, 'received_on', OLD.received_on,
      'filled_by', OLD.filled_by, 'saved_at', OLD.saved_at)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER reading_delete BEFORE DELETE ON reading
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'reading', OLD.id, OLD.since, number, json_object(
      'sheet', OLD.sheet, 'file', OLD.file, 'digest', OLD.digest, 'received_on', OLD.received_on,
      'filled_by', OLD.filled_by, 'saved_at', OLD.saved_at)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER question_insert BEFORE INSERT ON question
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER question_update BEFORE UPDATE ON question
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'question', OLD.id, OLD.since, NEW.since, json_object(
      'sheet', OLD.sheet, 'objective', OLD.objective, 'activity', OLD.activity, 'text', OLD.text)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER question_delete BEFORE DELETE ON question
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'question', OLD.id, OLD.since, number, json_object(
      'sheet', OLD.sheet, 'objective', OLD.objective, 'activity', OLD.activity, 'text', OLD.text)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER settled_insert BEFORE INSERT ON settled
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER settled_update BEFORE UPDATE ON settled
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'settled', OLD.id, OLD.since, NEW.since, json_object(
      'noun', OLD.noun, 'row', OLD.row, 'field', OLD.field, 'taken', OLD.taken,
      'dropped', OLD.dropped, 'uid', OLD.uid, 'value', OLD.value)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER settled_delete BEFORE DELETE ON settled
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'settled', OLD.id, OLD.since, number, json_object(
      'noun', OLD.noun, 'row', OLD.row, 'field', OLD.field, 'taken', OLD.taken,
      'dropped', OLD.dropped, 'uid', OLD.uid, 'value', OLD.value)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER put_aside_insert BEFORE INSERT ON put_aside
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER put_aside_update BEFORE UPDATE ON put_aside
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NEW.since IS NOT (SELECT number FROM change WHERE open = 1) OR NEW.id <> OLD.id;
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'put_aside', OLD.id, OLD.since, NEW.since, json_object(
      'uid', OLD.uid, 'code', OLD.code, 'quarter', OLD.quarter, 'number', OLD.number,
      'digest', OLD.digest, 'frozen_on', OLD.frozen_on, 'frozen_by', OLD.frozen_by, 'file', OLD.file)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER put_aside_delete BEFORE DELETE ON put_aside
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'put_aside', OLD.id, OLD.since, number, json_object(
      'uid', OLD.uid, 'code', OLD.code, 'quarter', OLD.quarter, 'number', OLD.number,
      'digest', OLD.digest, 'frozen_on', OLD.frozen_on, 'frozen_by', OLD.frozen_by, 'file', OLD.file)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER revision_insert BEFORE INSERT ON revision
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER revision_update BEFORE UPDATE ON revision
BEGIN SELECT RAISE(ABORT, 'what was frozen is never altered'); END;
CREATE TRIGGER revision_delete BEFORE DELETE ON revision
BEGIN SELECT RAISE(ABORT, 'what was frozen is never deleted'); END;

CREATE TRIGGER rendering_insert BEFORE INSERT ON rendering
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER rendering_update BEFORE UPDATE ON rendering
BEGIN SELECT RAISE(ABORT, 'what was frozen is never altered'); END;
CREATE TRIGGER rendering_delete BEFORE DELETE ON rendering
BEGIN SELECT RAISE(ABORT, 'what was frozen is never deleted'); END;

CREATE TRIGGER unseen_insert BEFORE INSERT ON unseen
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER unseen_update BEFORE UPDATE ON unseen
BEGIN SELECT RAISE(ABORT, 'what was frozen is never altered'); END;
CREATE TRIGGER unseen_delete BEFORE DELETE ON unseen
BEGIN SELECT RAISE(ABORT, 'what was frozen is never deleted'); END;

CREATE TRIGGER foreign_write_insert BEFORE INSERT ON foreign_write
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER foreign_write_update BEFORE UPDATE ON foreign_write
BEGIN SELECT RAISE(ABORT, 'what was frozen is never altered'); END;
CREATE TRIGGER foreign_write_delete BEFORE DELETE ON foreign_write
BEGIN SELECT RAISE(ABORT, 'what was frozen is never deleted'); END;

CREATE TRIGGER row_identity_insert BEFORE INSERT ON row_identity
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER row_identity_update BEFORE UPDATE ON row_identity
BEGIN SELECT RAISE(ABORT, 'what was frozen is never altered'); END;
CREATE TRIGGER row_identity_delete BEFORE DELETE ON row_identity
BEGIN SELECT RAISE(ABORT, 'what was frozen is never deleted'); END;

CREATE TRIGGER derived_write_insert BEFORE INSERT ON derived_write
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER derived_write_update BEFORE UPDATE ON derived_write
BEGIN SELECT RAISE(ABORT, 'what was frozen is never altered'); END;
CREATE TRIGGER derived_write_delete BEFORE DELETE ON derived_write
BEGIN SELECT RAISE(ABORT, 'what was frozen is never deleted'); END;

CREATE TRIGGER conflict_insert BEFORE INSERT ON conflict
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER conflict_update BEFORE UPDATE ON conflict
BEGIN SELECT RAISE(ABORT, 'what is derived is never altered'); END;
CREATE TRIGGER conflict_delete BEFORE DELETE ON conflict
WHEN NOT EXISTS (SELECT 1 FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;


-- The end of what is generated.


-- The words of titles and notes, for `find`: an index made from other tables by the triggers below,
-- which keeps no text itself. A row is an objective (its id times 4), an activity (times 4, plus 1)
-- or a line of the log (times 4, plus 2). Letters count as typed: å is not a. Like every index it
-- can be thrown away and made again, so nothing guards it.
CREATE VIRTUAL TABLE search USING fts5 (title, note, content = '', tokenize = "unicode61 remove_diacritics 0");

CREATE TRIGGER objective_search_insert AFTER INSERT ON objective
BEGIN INSERT INTO search (rowid, title) VALUES (NEW.id * 4, NEW.title || ' ' || coalesce(NEW.title_da, '')); END;

CREATE TRIGGER objective_search_update AFTER UPDATE OF title, title_da ON objective
BEGIN
  INSERT INTO search (search, rowid, title) VALUES ('delete', OLD.id * 4, OLD.title || ' ' || coalesce(OLD.title_da, ''));
  INSERT INTO search (rowid, title) VALUES (NEW.id * 4, NEW.title || ' ' || coalesce(NEW.title_da, ''));
END;

CREATE TRIGGER objective_search_delete AFTER DELETE ON objective
BEGIN INSERT INTO search (search, rowid, title) VALUES ('delete', OLD.id * 4, OLD.title || ' ' || coalesce(OLD.title_da, '')); END;

CREATE TRIGGER activity_search_insert AFTER INSERT ON activity
BEGIN INSERT INTO search (rowid, title) VALUES (NEW.id * 4 + 1, NEW.title || ' ' || coalesce(NEW.title_da, '')); END;

CREATE TRIGGER activity_search_update AFTER UPDATE OF title, title_da ON activity
BEGIN
  INSERT INTO search (search, rowid, title) VALUES ('delete', OLD.id * 4 + 1, OLD.title || ' ' || coalesce(OLD.title_da, ''));
  INSERT INTO search (rowid, title) VALUES (NEW.id * 4 + 1, NEW.title || ' ' || coalesce(NEW.title_da, ''));
END;

CREATE TRIGGER activity_search_delete AFTER DELETE ON activity
BEGIN INSERT INTO search (search, rowid, title) VALUES ('delete', OLD.id * 4 + 1, OLD.title || ' ' || coalesce(OLD.title_da, '')); END;

CREATE TRIGGER entry_search_insert AFTER INSERT ON entry WHEN NEW.note IS NOT NULL OR NEW.blocked_by IS NOT NULL
BEGIN INSERT INTO search (rowid, note) VALUES (NEW.id * 4 + 2, coalesce(NEW.note, '') || ' ' || coalesce(NEW.blocked_by, '')); END;

CREATE TRIGGER entry_search_delete AFTER DELETE ON entry WHEN OLD.note IS NOT NULL OR OLD.blocked_by IS NOT NULL
BEGIN
  INSERT INTO search (search, rowid, note)
  VALUES ('delete', OLD.id * 4 + 2, coalesce(OLD.note, '') || ' ' || coalesce(OLD.blocked_by, ''));
END;


-- Views for people who look with other tools (Datasette, sqlite-utils, a DB browser): read only, with the
-- words and references that the program shows instead of row numbers. The program does not use them. All
-- lines are shown, internal ones too: what goes to somebody else is exported with --audience.

-- Each objective as it stands today: its newest line of the log, and who answers for it. What has been
-- taken out of its plan has a day in retired_on.
CREATE VIEW objective_now AS
SELECT p.code || '/' || o.number AS reference, p.code AS plan, o.number, a.number AS area, a.title AS area_title,
       o.title, o.title_da, o.interest,
       (SELECT group_concat(code, ', ') FROM (
            SELECT u.code FROM role r JOIN authority u ON u.id = r.authority
            WHERE r.objective = o.id AND r.activity IS NULL AND r.role = 'lead'
              AND (r.from_day IS NULL OR r.from_day <= date('now')) AND (r.until_day IS NULL OR r.until_day > date('now'))
            ORDER BY r.place, r.id)) AS lead,
       e.status, e.light, e.as_of, e.note, e.blocked_by, e.evidence,
       o.deadline_original, o.deadline_approved, e.expected, o.audience, o.retired_on
FROM objective o JOIN plan p ON p.id = o.plan LEFT JOIN area a ON a.id = o.area
LEFT JOIN entry e ON e.id = (
    SELECT id FROM entry WHERE objective = o.id AND activity IS NULL ORDER BY as_of DESC, id DESC LIMIT 1);

-- Each activity as it stands today, under its objective.
CREATE VIEW activity_now AS
SELECT p.code || '/' || o.number || '/' || t.number AS reference, p.code || '/' || o.number AS objective,
       t.title, t.title_da, e.status, e.light, e.as_of, e.note, t.deadline_original, t.deadline_approved, e.expected,
       t.retired_on
FROM activity t JOIN objective o ON o.id = t.objective JOIN plan p ON p.id = o.plan
LEFT JOIN entry e ON e.id = (
    SELECT id FROM entry WHERE objective = o.id AND activity = t.id ORDER BY as_of DESC, id DESC LIMIT 1);

-- The lines of the log that stand, by the references of what they are about, with who wrote each and when.
CREATE VIEW entry_named AS
SELECT p.code || '/' || o.number || coalesce('/' || t.number, '') AS reference, e.as_of, e.status, e.light, e.note,
       e.evidence, e.expected, e.expected_reason, e.blocked_by, u.code AS ask, e.audience, c.number AS change,
       c.author, c.at AS recorded_at, e.uid
FROM entry e JOIN objective o ON o.id = e.objective JOIN plan p ON p.id = o.plan JOIN change c ON c.number = e.since
LEFT JOIN activity t ON t.id = e.activity LEFT JOIN authority u ON u.id = e.ask;

-- Each move of an approved deadline, by the reference of what it is about: from, to, why, and who agreed.
CREATE VIEW deadline_move_named AS
SELECT p.code || '/' || o.number || coalesce('/' || t.number, '') AS reference, m.as_of, m.before, m.after, m.reason,
       m.agreed_by, c.author, c.at AS recorded_at
FROM deadline_move m JOIN objective o ON o.id = m.objective JOIN plan p ON p.id = o.plan
JOIN change c ON c.number = m.since LEFT JOIN activity t ON t.id = m.activity;
