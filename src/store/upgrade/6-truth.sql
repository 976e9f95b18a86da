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
