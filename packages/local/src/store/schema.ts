/** Goes up when the tables change; a file of another version is refused, never rewritten. */
export const schemaVersion = 1

/**
 * The tables. AUTOINCREMENT keeps ids rising after deletions, so that the order of ids is the order
 * of arrival. `kept_keys` refers to no chart or point: a key outlives both.
 */
export const schema = `
CREATE TABLE charts (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE points (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  chart_id INTEGER NOT NULL,
  value REAL NOT NULL,
  at_millis INTEGER NOT NULL,
  tags TEXT,
  key TEXT
) STRICT;
CREATE INDEX points_by_chart ON points (chart_id, id);
CREATE TABLE kept_keys (
  key TEXT PRIMARY KEY,
  body_hash TEXT NOT NULL,
  answer TEXT NOT NULL,
  kept_at_millis INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_keys_by_age ON kept_keys (kept_at_millis);
`
