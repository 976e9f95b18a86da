-- Format 5: two copies of a file that are merged.

-- What was decided where two copies of the file had written the same field: the newest word on it. The
-- value that gave way is kept here.
CREATE TABLE settled (
  id       INTEGER PRIMARY KEY AUTOINCREMENT,
  noun     TEXT NOT NULL,                -- the table
  row      INTEGER NOT NULL,             -- the id of the row in that table
  field    TEXT NOT NULL,                -- '': whether the row is there at all
  taken    TEXT,                         -- the value that stands, in words
  dropped  TEXT,                         -- the value that gave way
  since    INTEGER NOT NULL REFERENCES change (number)
) STRICT;

CREATE INDEX settled_row ON settled (noun, row); -- was a field decided, and when

-- A revision that came from another copy of the file: the changes that stand before it here, but that
-- it did not know. Every other change before it, it knew.
CREATE TABLE unseen (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  revision  INTEGER NOT NULL REFERENCES revision (id),
  change    INTEGER NOT NULL REFERENCES change (number),
  since     INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (revision, change)
) STRICT;

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
      'dropped', OLD.dropped)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER settled_delete BEFORE DELETE ON settled
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'settled', OLD.id, OLD.since, number, json_object(
      'noun', OLD.noun, 'row', OLD.row, 'field', OLD.field, 'taken', OLD.taken,
      'dropped', OLD.dropped)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TRIGGER unseen_insert BEFORE INSERT ON unseen
WHEN NEW.since IS NOT (SELECT number FROM change WHERE open = 1)
BEGIN SELECT RAISE(ABORT, 'no change is open: nothing may be written'); END;
CREATE TRIGGER unseen_update BEFORE UPDATE ON unseen
BEGIN SELECT RAISE(ABORT, 'what was frozen is never altered'); END;
CREATE TRIGGER unseen_delete BEFORE DELETE ON unseen
BEGIN SELECT RAISE(ABORT, 'what was frozen is never deleted'); END;
