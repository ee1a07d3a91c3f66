import { expect } from 'chai'
import { openVaultReader } from '../../src/vault/vault-reader.ts'
import path from 'node:path'
import { type PracticeAccount, restoreAll, type Standing, syncAll } from './practice-account.ts'
import { type Call, type Place, placesIn } from './strace.ts'

/**
 * The calls that change something outside of a process, or begin to. What a killed process leaves behind is the same
 * wherever between two of them it was killed.
 */
export const changingCalls = [
  ...[
    'write',
    'pwrite64',
    'writev',
    'sendto',
    'sendmsg',
    'connect',
    'openat',
    'fsync',
    'fdatasync',
    'ftruncate',
  ],
  ...['link', 'rename', 'unlink', 'mkdir', 'chmod', 'fchmod', 'fchown', 'exit_group'],
] as const

/** Whether a call reaches out of the process: not a signal between its threads, nor a look at a file of Node's own. */
export function reachesOut({ text }: Call, data: string): boolean {
  if (/^write\((?!1<|2<)\d+<(anon_inode|pipe):/.test(text)) return false
  return !text.startsWith('openat(') || text.includes(data) || /O_(CREAT|WRONLY|RDWR)/.test(text)
}

/** A command that is killed, and where it begins. */
export interface Victim {
  account: PracticeAccount
  command: 'sync' | 'restore'
  args: readonly string[]
  before: Standing
  /** What it does when it is left alone. */
  places: Call[]
}

export async function victim(
  account: PracticeAccount,
  command: 'sync' | 'restore',
  args: readonly string[] = command === 'sync' ? syncAll : restoreAll,
): Promise<Victim> {
  if (command === 'restore') expect((await account.run(syncAll)).code).to.equal(0)
  const before = command === 'restore' ? await account.keep() : account.first
  const { code, stdout, calls } = await account.trace(args, { names: changingCalls })
  expect(code, stdout).to.equal(0)
  await account.goBack(before)
  return { account, command, args, before, places: placesIn(calls) }
}

/** How far a killed run had come: `completed` was not killed at all, `unbegun` left nothing behind. */
export type Stage = 'completed' | 'unbegun' | 'between' | 'recovered' | 'recovered, killed again'

/**
 * Kills a command at a place, checks promise 1, has it go on, killed once more at `again`, and checks promise 2.
 */
export async function killedAt(victim: Victim, at: Place, again: Place): Promise<Stage> {
  const { account, args, before } = victim
  const kill = (place: Place) =>
    account.trace(args, { names: [place.name], inject: { at: place, effect: { kill: true } } })
  const first = await kill(at)
  if (first.signal !== 'SIGKILL') expect(first.code, first.stdout + first.stderr).to.equal(0)
  await account.expectOriginalsSafe()
  const last = first.calls.find((call) => samePlace(call, at))
  if (first.signal === 'SIGKILL' && !(await account.wasTouched())) return 'unbegun'
  try {
    if (first.signal !== 'SIGKILL') return 'completed'
    // The same is left behind as by the kill at the next call that reaches out, which has its own turn.
    if (!last || !reachesOut(last, account.data)) return 'between'
    const second = await kill(again)
    if (second.signal !== 'SIGKILL') expect(second.code, second.stdout + second.stderr).to.equal(0)
    await account.expectOriginalsSafe()
    await expectToGoOn(victim, { twice: at.number % 4 === 0, isDone: second.signal === null })
    return second.signal === 'SIGKILL' ? 'recovered, killed again' : 'recovered'
  } finally {
    await account.goBack(before)
  }
}

function samePlace(one: Place, other: Place): boolean {
  return one.thread === other.thread && one.name === other.name && one.number === other.number
}

/** The next run goes on where a broken one stopped, and a further one does nothing; every original comes back. */
export async function expectToGoOn(
  { account, command }: Pick<Victim, 'account' | 'command'>,
  { twice, isDone = false }: { twice: boolean; isDone?: boolean },
): Promise<void> {
  if (command === 'sync' && !isDone) {
    const next = await account.run(syncAll)
    expect(next.code, next.stdout + next.stderr).to.equal(0)
    await account.expectOriginalsSafe()
  }
  if (command === 'sync' && twice) {
    const further = await account.run(syncAll)
    expect(further.json<{ changes: unknown[] }>().changes, 'left to do').to.deep.equal([])
  }
  const restored = await account.run(restoreAll)
  expect(restored.code, restored.stdout + restored.stderr).to.equal(0)
  account.expectAsAtFirst()
  using vault = await openVaultReader(path.join(account.data, 'vault'))
  for (const { changes } of vault.runs()) expect(changes, 'left open').to.include({ open: 0, unknown: 0 })
}
