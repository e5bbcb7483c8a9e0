import { Connection } from './connection.ts'
import { StoreError } from './store-error.ts'

/** Goes up when the tables change. */
const schemaVersion = 1

/** Tells our files from those of other programs (`PRAGMA application_id`): "Spkb" in ASCII. */
const applicationId = 0x53_70_6b_62

/**
 * A chart has a row while something of it waits: the open bucket, and at most one claim or sealed claim.
 * Names are JSON, since SQLite takes no lone surrogate and Node 22 ends text at a NUL. What is short
 * comes first: what follows a long text is slow to read. Times are milliseconds since the epoch.
 */
const schema = `
CREATE TABLE charts (
  name TEXT PRIMARY KEY, open_at REAL, claim_at REAL, owner TEXT, lease REAL, is_sealed INTEGER,
  key TEXT UNIQUE, settings TEXT, body TEXT, claim TEXT, open TEXT) STRICT;
CREATE TABLE points (
  name TEXT, id INTEGER, at REAL NOT NULL, PRIMARY KEY (name, id)) STRICT, WITHOUT ROWID;
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT) STRICT, WITHOUT ROWID;
PRAGMA application_id = ${applicationId};
PRAGMA user_version = ${schemaVersion};`

/**
 * Opens a store's file and makes its tables when they are missing.
 *
 * @throws an error of SQLite or of the file system, or a StoreError for a file that is not ours
 */
export function openFile(
  path: string,
  options: { readonly account: string | undefined; readonly busyMillis: number },
): Connection {
  const connection = new Connection(path, options.busyMillis)
  try {
    const isNew = !isOurs(connection)
    // Not before: another program's file stays as it is.
    connection.useLog(isNew)
    if (isNew) {
      connection.change(() => {
        // Another process may have been faster.
        if (!isOurs(connection)) connection.execute(schema)
      })
    }
    if (options.account !== undefined) expectAccount(connection, options.account)
    return connection
  } catch (error) {
    connection.close()
    throw error
  }
}

/** What tells whose file it is. One statement, since another process may make the tables at any moment. */
const identity = `
SELECT application_id, user_version, (SELECT count(*) FROM sqlite_schema) AS tables
FROM pragma_application_id, pragma_user_version`

/** @returns false for an empty file */
function isOurs(connection: Connection): boolean {
  const { application_id: application, user_version, tables } = connection.first(identity) ?? {}
  const version = Number(user_version)
  if (application === applicationId && version === schemaVersion) return true
  if (application === applicationId && version > schemaVersion) throw new StoreError('newer')
  if (application !== 0 || version !== 0 || tables !== 0) throw new StoreError('foreign')
  return false
}

function expectAccount(connection: Connection, account: string): void {
  const isKnown = (): boolean => {
    const known = connection.value("SELECT value FROM meta WHERE name = 'account'")
    if (typeof known === 'string' && known !== account) throw new StoreError('account')
    return known === account
  }
  if (isKnown()) return
  connection.change(() => {
    // Another process may have been faster, for another account.
    if (!isKnown()) connection.run("INSERT INTO meta VALUES ('account', ?)", account)
  })
}
