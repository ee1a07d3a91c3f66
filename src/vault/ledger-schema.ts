import { AppError } from '../errors.ts'
import { inTransaction, type Sqlite } from './sqlite.ts'

/** Raised with every change of the tables below; what an older ledger needs then stands in `ledger-upgrade.ts`. */
export const schemaVersion = 2

/** How people were last known. */
export const peopleTable = `
  CREATE TABLE people (
    directory TEXT NOT NULL, person TEXT NOT NULL, name TEXT, email TEXT, extension TEXT,
    PRIMARY KEY (directory, person)
  ) WITHOUT ROWID;
`

// originals.own: what of ours stood there ('artwork', 'photo'), NULL for what somebody else had put up.
const tables = `
  CREATE TABLE runs (
    id TEXT PRIMARY KEY, directory TEXT NOT NULL, command TEXT NOT NULL, tool TEXT NOT NULL,
    started TEXT NOT NULL, finished TEXT, outcome TEXT
  );
  CREATE TABLE originals (
    id INTEGER PRIMARY KEY, directory TEXT NOT NULL, person TEXT NOT NULL, sha256 TEXT, media_type TEXT, name TEXT,
    version TEXT, bytes INTEGER NOT NULL, saved TEXT NOT NULL, run TEXT NOT NULL REFERENCES runs(id),
    own TEXT, pruned TEXT
  );
  CREATE INDEX originals_of_person ON originals(directory, person);
  CREATE TABLE changes (
    id INTEGER PRIMARY KEY, run TEXT NOT NULL REFERENCES runs(id), directory TEXT NOT NULL, person TEXT NOT NULL,
    person_name TEXT, person_email TEXT, person_extension TEXT,
    action TEXT NOT NULL, reason TEXT NOT NULL, generator TEXT,
    state TEXT NOT NULL CHECK (state IN ('planned', 'saved', 'sending', 'confirmed', 'failed', 'unknown')),
    original INTEGER REFERENCES originals(id), sent_sha256 TEXT, next_standing TEXT,
    error_code TEXT, error_message TEXT, updated TEXT NOT NULL
  );
  CREATE INDEX changes_of_run ON changes(run);
  CREATE INDEX changes_of_person ON changes(directory, person);
  CREATE INDEX changes_open ON changes(directory) WHERE state IN ('planned', 'saved', 'sending', 'unknown');
  CREATE TABLE standings (
    directory TEXT NOT NULL, person TEXT NOT NULL, standing TEXT NOT NULL CHECK (standing IN ('own', 'restored')),
    version TEXT, before INTEGER REFERENCES originals(id), picture TEXT,
    PRIMARY KEY (directory, person)
  ) WITHOUT ROWID;
  ${peopleTable}
`

/** Lays out a new ledger; leaves one that has tables alone; refuses one that a newer tool has written. */
export function prepareSchema(database: Sqlite): void {
  if (versionOf(database) > 0) return
  inTransaction(database, () => {
    // Another run may have laid it out since.
    if (versionOf(database) === 0) database.exec(`${tables} PRAGMA user_version = ${schemaVersion};`)
  })
}

/** The ledger's schema version; 0 for an empty file. Throws `AppError` `vault-newer`. */
export function versionOf(database: Sqlite): number {
  const version = Number(database.get('PRAGMA user_version')?.['user_version'] ?? 0)
  if (version > schemaVersion) {
    throw new AppError(
      'vault-newer',
      `The ledger was written by a newer avatarctl (its version is ${version}, this one knows ${schemaVersion})`,
      { hint: 'Update avatarctl, or point AVATARCTL_DATA_DIR at another folder.' },
    )
  }
  return version
}
