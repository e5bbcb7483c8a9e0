/** Goes up when the tables change; a file of another version is refused, never rewritten. */
export const schemaVersion = 2

/** Tells our files from those of other programs (`PRAGMA application_id`): "Spik" in ASCII. */
export const applicationId = 0x53_70_69_6b

/**
 * The tables. Points lie in the order of their charts and of their arrival. `kept_keys` refers to no
 * chart or point: a key outlives both.
 */
export const schema: string = `
CREATE TABLE charts (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE points (
  chart_id INTEGER NOT NULL,
  id INTEGER NOT NULL,
  value REAL NOT NULL,
  at_millis INTEGER NOT NULL,
  tags TEXT,
  key TEXT,
  PRIMARY KEY (chart_id, id)
) STRICT, WITHOUT ROWID;
CREATE TABLE kept_keys (
  key TEXT PRIMARY KEY,
  body_hash BLOB NOT NULL,
  answer TEXT NOT NULL,
  kept_at_millis INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX kept_keys_by_age ON kept_keys (kept_at_millis);
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${schemaVersion};
`
