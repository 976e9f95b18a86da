-- Format 2: full-text search over titles and notes.

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

INSERT INTO search (rowid, title) SELECT id * 4, title || ' ' || coalesce(title_da, '') FROM objective;
INSERT INTO search (rowid, title) SELECT id * 4 + 1, title || ' ' || coalesce(title_da, '') FROM activity;
INSERT INTO search (rowid, note) SELECT id * 4 + 2, coalesce(note, '') || ' ' || coalesce(blocked_by, '') FROM entry
WHERE note IS NOT NULL OR blocked_by IS NOT NULL;
