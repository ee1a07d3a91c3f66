import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import type { ChangeResult } from '../../src/records.ts'
import type { Passed } from './cutting-proxy.ts'
import { type Errand, errandOf, type PersonsTrouble } from './errands.ts'

/** What everybody is shown with at one moment: the SHA-256 of their photo, or null for none. */
export type Shown = ReadonlyMap<string, string | null>

export function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** SHA-256 of every original in a vault, by its bytes. */
export async function originalsIn(home: string): Promise<Set<string>> {
  const folder = path.join(home, 'vault', 'originals')
  const hashes = new Set<string>()
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (entry.isFile()) hashes.add(sha256(await readFile(path.join(entry.parentPath, entry.name))))
  }
  return hashes
}

/** Nothing is an original that the service never showed, and nobody's photo gave way without being one. */
export async function expectOriginals(home: string, moments: readonly Shown[]): Promise<void> {
  const stored = await originalsIn(home)
  const everShown = new Set(moments.flatMap((moment) => [...moment.values()]))
  for (const hash of stored) expect(everShown.has(hash), `the original ${hash} was shown once`).to.equal(true)
  const now = moments.at(-1)
  for (const [id, hash] of moments[0] ?? []) {
    if (hash === null || now?.get(id) === hash) continue
    expect(stored.has(hash), `the photo of ${id}, which gave way, is an original`).to.equal(true)
  }
}

/** After a request that was to change something, nothing is sent for that person before a look was answered. */
export function expectLooksBetweenWrites(passed: readonly Passed[]): void {
  const unseen = new Set<string>()
  for (const request of passed) {
    const asked = errandOf(request)
    if (!asked) continue
    const { person, errand } = asked
    if (errand === 'record' && request.answer === 'whole') unseen.delete(person)
    if (!isWrite(errand)) continue
    expect(unseen.has(person), `${request.method} for ${person} without a look`).to.equal(false)
    unseen.add(person)
  }
}

/** What is reported is what the service shows. */
export function expectTruth(
  results: ReadonlyMap<string, ChangeResult>,
  before: Shown,
  now: Shown,
  troubles: ReadonlyMap<string, PersonsTrouble>,
): void {
  for (const [id, { outcome, after, error }] of results) {
    const trouble = troubles.get(id)
    const told = `${trouble?.name ?? 'nothing went wrong'}: ${outcome} (${error?.message ?? 'no error'})`
    if (outcome === 'done') expect(now.get(id), told).to.equal(after?.sha256 ?? null)
    else if (outcome !== 'unknown') expect(now.get(id), told).to.equal(before.get(id))
    if (troubles.size > 0 && !trouble) expect(outcome, told).to.equal('done')
  }
}

/** What arrived is not sent again, whatever became of the answer. */
export function expectSentOnce(
  passed: readonly Passed[],
  troubles: ReadonlyMap<string, PersonsTrouble>,
): void {
  const writes = passed.map(errandOf).filter((asked) => asked && isWrite(asked.errand))
  for (const [id, { name, errand, trouble }] of troubles) {
    const arrived = 'cut' in trouble ? trouble.cut.startsWith('answer') : trouble.arrives
    if (!isWrite(errand) || !arrived) continue
    expect(writes.filter((asked) => asked?.person === id).length, name).to.equal(1)
  }
}

function isWrite(errand: Errand): boolean {
  return errand === 'upload' || errand === 'removal'
}
