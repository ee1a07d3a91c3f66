import { existsSync } from 'node:fs'
import { readdir, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import { AppError } from '../errors.ts'
import type { VaultKeeper } from '../ports.ts'
import type { KnownPerson, Prunable } from '../records.ts'
import { syncFolder } from './durable-file.ts'
import { forgetInLedger, knownPeople, othersOriginals } from './ledger-people.ts'
import { forgetHashes, knownByHashes } from './photo-hashes.ts'
import { prunableOriginals } from './ledger-prunable.ts'
import { originalPaths } from './originals.ts'
import { readLines, rewriteLines } from './originals-list.ts'
import { inTransaction, type Sqlite } from './sqlite.ts'
import { unwritable } from './vault-error.ts'
import { verifyVault } from './verify.ts'

/**
 * The vault to be cleared out, with its open ledger. Whoever changes anything has to hold the lock on the whole vault.
 */
export function makeKeeper(folder: string, database: Sqlite): VaultKeeper {
  async function writing<T>(what: string, step: () => T | Promise<T>): Promise<T> {
    try {
      return await step()
    } catch (error) {
      throw unwritable(what, error)
    }
  }

  return {
    async mustBeSound() {
      const { problems } = await verifyVault(folder, { readData: false })
      const [first] = problems
      if (!first) return
      throw new AppError(
        'vault-damaged',
        `The vault is not in order (${problems.length} problems, the first: ${first.sha256 ?? ''} ${first.message})`,
        { hint: 'Nothing was deleted. `avatarctl vault verify` lists what is wrong.' },
      )
    },

    async prunable(time) {
      const known = new Set<string>()
      for await (const { sha256, prunedAt } of readLines(folder))
        if (sha256 !== null && prunedAt === undefined) known.add(sha256)
      for (const { sha256 } of database.all('SELECT sha256 FROM originals WHERE pruned IS NULL'))
        known.add(String(sha256))
      return {
        originals: prunableOriginals(database, time),
        strays: await strays(folder, known),
      }
    },

    strike: (hashes) =>
      writing('its list of originals', () => {
        const prunedAt = new Date().toISOString()
        return rewriteLines(folder, (line) =>
          line.sha256 !== null && hashes.has(line.sha256) ? { ...line, prunedAt } : line,
        )
      }),

    markPruned: (hashes) =>
      writing('its ledger', () =>
        inTransaction(database, () => {
          const now = new Date().toISOString()
          for (const hash of hashes)
            database.run('UPDATE originals SET pruned = ? WHERE sha256 = ? AND pruned IS NULL', now, hash)
        }),
      ),

    eraseOriginals: (hashes) =>
      writing('what was deleted', async () => {
        const shelves = new Set<string>()
        for (const hash of hashes)
          for (const file of originalPaths(folder, hash)) {
            await rm(file, { force: true })
            if (existsSync(path.dirname(file))) shelves.add(path.dirname(file))
          }
        for (const shelf of shelves) await syncFolder(shelf)
      }),

    eraseStrays: (found) =>
      writing('what was deleted', async () => {
        for (const { file } of found) await rm(path.join(folder, file), { force: true })
      }),

    find(key) {
      const known = knownPeople(database, key)
      const others = knownByHashes(folder, key).filter(
        (one) => !known.some(({ directory, person }) => directory === one.directory && person === one.person),
      )
      const nothingElse = { who: { name: null, email: null, extension: null }, originals: 0, isOurs: false }
      return [...known, ...others.map((one) => ({ ...one, ...nothingElse }))]
    },

    dropHashes: (person) => writing('what photos hash to', () => forgetHashes(folder, person)),

    async onlyOf(person) {
      const theirs = new Set<string>()
      const others = othersOriginals(database, person)
      for await (const line of readLines(folder)) {
        if (line.sha256 === null || line.prunedAt !== undefined) continue
        if (isOf(line, person)) theirs.add(line.sha256)
        else others.add(line.sha256)
      }
      return new Set([...theirs].filter((hash) => !others.has(hash)))
    },

    dropFromList: (person) =>
      writing('its list of originals', () =>
        rewriteLines(folder, (line) => (isOf(line, person) ? undefined : line)),
      ),

    dropFromLedger: (person) =>
      writing('its ledger', async () => {
        forgetInLedger(database, person)
        for (const name of await readdir(folder)) {
          if (isLedgerCopy(name)) await rm(path.join(folder, name), { force: true })
        }
      }),
  }
}

function isOf(line: { directory: string; person: string }, whose: KnownPerson): boolean {
  return line.directory === whose.directory && line.person === whose.person
}

/** A ledger of an earlier version, one that was set aside, or what a killed run left of either. */
const isLedgerCopy = (name: string) =>
  /^ledger-(version-\d+|set-aside-\w+|rebuilt)\.sqlite(\.[0-9a-f]+\.tmp)?(-wal|-shm|-journal)?$/.test(name)

/** What a killed run left of something that it had not finished. */
const isUnfinished = (name: string) =>
  /^(\.[0-9a-f]{16}\.tmp|\.originals\.ndjson\.tmp|ledger-(rebuilt\.sqlite|version-\d+\.sqlite\.[0-9a-f]+\.tmp)(-journal)?)$/.test(
    name,
  )

/** Files that nothing refers to. What is not named as the vault names its files was put there by somebody, and stays. */
async function strays(folder: string, known: ReadonlySet<string>): Promise<Prunable['strays']> {
  const found: Prunable['strays'] = []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const [, hash] = /^([0-9a-f]{64})(?:\.\w+)?$/.exec(entry.name) ?? []
    const isUnknown = hash !== undefined && !known.has(hash)
    if (!isUnknown && !isUnfinished(entry.name)) continue
    const file = path.join(entry.parentPath, entry.name)
    found.push({ file: path.relative(folder, file), bytes: (await stat(file)).size })
  }
  return found
}
