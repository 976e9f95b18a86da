-- Format 6: identities where rows were named by their number in one copy.

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

-- The day that it was where the author sat, beside the moment: the two are different things.
ALTER TABLE change ADD COLUMN day      TEXT CHECK (day IS date(day, '+0 days'));

-- A change said what it did in an English sentence, which nobody could take apart again for certain.
ALTER TABLE change ADD COLUMN operation TEXT CHECK (operation IS NULL OR json_valid(operation));

-- Numbers say in what order changes came into this file, not which of them its author knew. Of older
-- changes nobody can tell, but that it was none that came later.
ALTER TABLE change ADD COLUMN knew     TEXT CHECK (knew IS NULL OR json_valid(knew));

-- A decision is about a row of every copy, and the number of a row is that of one.
ALTER TABLE settled ADD COLUMN uid      TEXT;

DROP TRIGGER settled_update;
UPDATE settled SET uid = CASE noun
  WHEN 'objective' THEN (SELECT uid FROM objective t WHERE t.id = settled.row)
  WHEN 'activity' THEN (SELECT uid FROM activity t WHERE t.id = settled.row)
  WHEN 'entry' THEN (SELECT uid FROM entry t WHERE t.id = settled.row)
  WHEN 'deadline_move' THEN (SELECT uid FROM deadline_move t WHERE t.id = settled.row)
  WHEN 'revision' THEN (SELECT uid FROM revision t WHERE t.id = settled.row) END;

ALTER TABLE settled ADD COLUMN value    TEXT CHECK (value IS NULL OR json_valid(value));

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

-- Text that was typed over a shown cell is reported, so the shown text is kept; and which of two answers was
-- saved last, so that the older one does not win.
ALTER TABLE sheet_row ADD COLUMN shown      TEXT CHECK (shown IS NULL OR json_valid(shown));
ALTER TABLE reading ADD COLUMN saved_at     TEXT;

-- Each line of the log from another copy asks which line corrects it, and what it said before.
CREATE INDEX history_entry ON history (json_extract(was, '$.uid')) WHERE noun = 'entry'; -- what a line of the log said before
CREATE INDEX entry_supersedes ON entry (supersedes) WHERE supersedes IS NOT NULL; -- the line that corrects another

-- Two copies may have frozen one quarter: both are what was sent, and both are kept.
PRAGMA legacy_alter_table = ON;
ALTER TABLE revision RENAME TO revision_before;
PRAGMA legacy_alter_table = OFF;
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

INSERT INTO revision SELECT id, uid, plan, code, quarter, number, as_of, known_at, reason, content, digest, since FROM revision_before;
DROP TABLE revision_before;
CREATE INDEX revision_quarter ON revision (plan, quarter, number); -- the revisions of a quarter; two copies may have frozen it

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

-- Views for people who look with other tools (Datasette, sqlite-utils, a DB browser): read only, with the
-- words and references that the program shows instead of row numbers. The program does not use them. All
-- lines are shown, internal ones too: what goes to somebody else is exported with --audience.

-- Words of files that were imported, and their meaning: said once with --map or --ignore, and known from then on.
CREATE TABLE word (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  kind   TEXT NOT NULL CHECK (kind IN ('heading', 'status', 'light', 'date', 'authority')),
  word   TEXT NOT NULL CHECK (word <> ''), -- as the file has it; case, blanks and hyphens are alike
  means  TEXT NOT NULL CHECK (means <> ''), -- a field of the import, or a value as the file keeps it; ignore: passed over
  since  INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (kind, word)
) STRICT;

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
