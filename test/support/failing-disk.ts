import { expect } from 'chai'
import { type PracticeAccount, syncOneByOne } from './practice-account.ts'
import { type Call, type DiskError, type Place, placesIn } from './strace.ts'

/** The calls that make, fill, order and remove files. */
export const fileCalls = [
  ...['openat', 'write', 'pwrite64', 'fsync', 'fdatasync', 'ftruncate', 'link', 'rename', 'unlink', 'mkdir'],
  ...['chmod', 'fchmod', 'fchown'],
] as const

/** The calls of a whole `sync` that concern the data folder, or the folder that its name stands in. */
export async function callsOnData(account: PracticeAccount): Promise<Call[]> {
  const { code, stdout, calls } = await account.trace(syncOneByOne, { names: fileCalls })
  expect(code, stdout).to.equal(0)
  await account.goBack(account.first)
  return placesIn(calls).filter((call) => isOnData(account, call))
}

export function isOnData({ data, home }: PracticeAccount, { text }: Call): boolean {
  return text.includes(data) || text.includes(`<${home}>`) || text.includes(`"${home}"`)
}

/**
 * SQLite ignores what comes of these: whether it may give a file of its own to the owner of another, and whether the
 * folder was synced in which it made one.
 */
export function isIgnoredBySqlite({ data }: PracticeAccount, { thread, name, text }: Call): boolean {
  return thread === 'main' && (name === 'fchown' || pathOf(text) === `${data}/vault`)
}

export interface FailedRun {
  /** The call that was made to fail; undefined where another one of that number was hit. */
  call: Call | undefined
  code: number | null
  calls: Call[]
}

/** Lets one call of a `sync` fail, and checks promise 1 and that the run ended as a run ends. */
export async function failedAt(account: PracticeAccount, at: Place, error: DiskError): Promise<FailedRun> {
  await account.goBack(account.first)
  const ended = await account.trace(syncOneByOne, { names: fileCalls, inject: { at, effect: { error } } })
  await account.expectOriginalsSafe()
  const call = ended.calls.find(({ text }) => text.includes('(INJECTED)'))
  // Without its own signals between threads Node ends itself; nothing of ours can answer to that.
  if (!call || !isOnData(account, call)) return { ...ended, call: undefined }
  const { summary, error: said } = ended.json<{ summary: { done: number }; error?: { code: string } }>()
  expect([0, 8], ended.stdout + ended.stderr).to.include(ended.code)
  if (ended.code === 0) expect(summary.done).to.equal(4)
  else if (said) expect(said.code).to.equal('vault-unwritable')
  else expect(ended.stderr, 'said after the document was complete').to.contain('The vault cannot store')
  return { ...ended, call }
}

/**
 * A failed fsync is never tried again, and no photo is changed on its strength. SQLite syncs the ledger itself (not its
 * log) once more when it takes a transaction back with which it was laid out; nothing was promised by then.
 */
export function expectNoSecondFsync(account: PracticeAccount, { call, calls }: FailedRun): void {
  if (!call) return
  const isTakenBack = pathOf(call.text) === `${account.data}/vault/ledger.sqlite`
  const again = calls
    .slice(calls.indexOf(call) + 1)
    .filter(({ name, text }) => /^f(data)?sync$/.test(name) && pathOf(text) === pathOf(call.text))
  if (!isTakenBack) expect(again, call.text).to.deep.equal([])
  expect(
    account.writes().filter((time) => time > call.time),
    `photos changed after ${call.text}`,
  ).to.deep.equal([])
}

/** The path behind the file descriptor that a call is about, or the one that it names. */
export function pathOf(text: string): string | undefined {
  return (/^\w+\(\d+<([^>]*)>/.exec(text) ?? /"([^"]*)"/.exec(text))?.[1]
}
