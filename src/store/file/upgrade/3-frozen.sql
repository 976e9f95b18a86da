-- Format 3: frozen quarters, reorganisations, objectives carried forward, settings, audiences.

ALTER TABLE objective ADD COLUMN audience           TEXT CHECK (audience IN ('partner', 'public'));
ALTER TABLE entry ADD COLUMN audience         TEXT CHECK (audience IN ('partner', 'public'));

DROP TRIGGER objective_update;
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

DROP TRIGGER objective_delete;
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

DROP TRIGGER entry_delete;
CREATE TRIGGER entry_delete BEFORE DELETE ON entry
BEGIN
  SELECT RAISE(ABORT, 'no change is open: nothing may be written')
  WHERE NOT EXISTS (SELECT 1 FROM change WHERE open = 1);
  INSERT INTO history (noun, row, since, until, was)
  SELECT 'entry', OLD.id, OLD.since, number, json_object(
      'uid', OLD.uid, 'objective', OLD.objective, 'activity', OLD.activity, 'as_of', OLD.as_of,
      'status', OLD.status, 'light', OLD.light, 'note', OLD.note, 'evidence', OLD.evidence,
      'expected', OLD.expected, 'expected_reason', OLD.expected_reason,
      'blocked_by', OLD.blocked_by, 'ask', OLD.ask, 'said', OLD.said, 'basis', OLD.basis,
      'source', OLD.source, 'supersedes', OLD.supersedes, 'audience', OLD.audience)
  FROM change WHERE open = 1 AND OLD.since < number;
END;

CREATE TABLE succession (
  id         INTEGER PRIMARY KEY AUTOINCREMENT,
  authority  INTEGER NOT NULL REFERENCES authority (id),
  successor  INTEGER NOT NULL REFERENCES authority (id),
  kind       TEXT NOT NULL CHECK (kind IN ('rename', 'merge', 'split', 'transfer')),

  from_day   TEXT NOT NULL CHECK (from_day IS date(from_day, '+0 days')),
  reason     TEXT NOT NULL CHECK (reason <> ''),
  since      INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (authority, successor, from_day),
  CHECK (authority <> successor)
) STRICT;

CREATE INDEX succession_back ON succession (successor);

CREATE TABLE carried (
  id           INTEGER PRIMARY KEY AUTOINCREMENT,
  objective    INTEGER NOT NULL REFERENCES objective (id),
  predecessor  INTEGER NOT NULL REFERENCES objective (id),
  as_of        TEXT NOT NULL CHECK (as_of IS date(as_of, '+0 days')),
  since        INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (objective, predecessor),
  CHECK (objective <> predecessor)
) STRICT;

CREATE INDEX carried_on ON carried (predecessor);

CREATE TABLE setting (
  id     INTEGER PRIMARY KEY AUTOINCREMENT,
  name   TEXT NOT NULL UNIQUE CHECK (name IN ('green-months', 'yellow-months')),

  value  INTEGER NOT NULL CHECK (value BETWEEN 0 AND 120),
  since  INTEGER NOT NULL REFERENCES change (number)
) STRICT;

CREATE TABLE revision (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  uid       TEXT NOT NULL UNIQUE,
  plan      INTEGER NOT NULL,
  code      TEXT NOT NULL,
  quarter   TEXT NOT NULL CHECK (quarter GLOB '[12][0-9][0-9][0-9]-Q[1-4]'),
  number    INTEGER NOT NULL CHECK (number >= 0),
  as_of     TEXT NOT NULL CHECK (as_of IS date(as_of, '+0 days')),
  known_at  INTEGER NOT NULL REFERENCES change (number),
  reason    TEXT,
  content   TEXT NOT NULL CHECK (json_valid(content)),
  digest    TEXT NOT NULL CHECK (length(digest) = 64),
  since     INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (plan, quarter, number),
  CHECK (number = 0 OR reason IS NOT NULL),
  CHECK (known_at < since)
) STRICT;

CREATE TABLE rendering (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  revision  INTEGER NOT NULL REFERENCES revision (id),
  audience  TEXT NOT NULL CHECK (audience IN ('internal', 'partner', 'public')),
  lang      TEXT NOT NULL CHECK (lang IN ('da', 'en')),
  format    TEXT NOT NULL CHECK (format IN ('text', 'markdown', 'csv-excel-da', 'csv-rfc4180', 'json')),
  body      TEXT NOT NULL,
  digest    TEXT NOT NULL CHECK (length(digest) = 64),
  since     INTEGER NOT NULL REFERENCES change (number),
  UNIQUE (revision, audience, lang, format)
) STRICT;

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
