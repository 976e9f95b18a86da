-- Format 4: sheets that go out to authorities and come back.

ALTER TABLE authority ADD COLUMN email           TEXT;

DROP TRIGGER authority_update;
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

DROP TRIGGER authority_delete;
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
  since        INTEGER NOT NULL REFERENCES change (number)
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
      'answer', OLD.answer)
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
      'answer', OLD.answer)
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
      'filled_by', OLD.filled_by)
  WHERE OLD.since < NEW.since;
END;
CREATE TRIGGER reading_delete BEFORE DELETE ON reading
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'reading', OLD.id, OLD.since, number, json_object(
      'sheet', OLD.sheet, 'file', OLD.file, 'digest', OLD.digest, 'received_on', OLD.received_on,
      'filled_by', OLD.filled_by)
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
