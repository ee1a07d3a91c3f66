import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { type Sandbox, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { everyPowerCut, type Findings } from '../support/power-loss/every-power-cut.ts'
import { openJudging } from '../support/power-loss/judging.ts'
import { killedAfter } from '../support/power-loss/killed.ts'
import { record, type Recording, unrecordable } from '../support/power-loss/recording.ts'

/** Up to how many states of a part of the vault are looked at, at each moment. */
const thorough = Number(process.env['TORTURE_STATES'] ?? 256)
/** The same after each of many kills. */
const brief = Math.min(thorough, 12)
const replace = ['sync', '--replace', 'all', '--yes']
const restore = ['restore', '--all', '--yes']
const title = 'a power cut at any moment of real runs'

interface Place {
  home: string
  sandbox: Sandbox
}

describe(unrecordable === undefined ? title : `${title} (skipped: ${unrecordable})`, function () {
  this.timeout(3_600_000)
  if (unrecordable !== undefined) return void it.skip('records what runs do')

  const total: Omit<Findings, 'violations'> = {
    ...{ operations: 0, overwritten: 0, moments: 0, states: 0, distinct: 0 },
  }
  after(() => print('all together', total))

  /** Three people with a photo, two of them with the same one, and two without; the service has them all anew. */
  async function at<T>(work: (place: Place) => Promise<T>): Promise<T> {
    const home = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-power-loss-'))
    const sandbox = await startSandbox({ people: 5, seed: 1, limits: 'none' })
    try {
      const { company } = sandbox
      const [one, other] = company.people.filter(({ id }) => company.photo(id))
      const { bytes, mediaType } = company.photo(one!.id)!
      await company.setPhoto(other!.id, bytes, mediaType)
      return await work({ home, sandbox })
    } finally {
      await sandbox.close()
      await rm(home, { recursive: true, force: true })
    }
  }

  /** Looks at the last of some runs, or at all of them, and prints how much there was to look at. */
  async function lookAt(
    name: string,
    { sandbox }: Place,
    runs: readonly Recording[],
    { limit, since = 0 }: { limit: number; since?: number },
  ): Promise<string[]> {
    const judging = await openJudging()
    try {
      const directory = `ringcentral:${sandbox.company.accountId}`
      const findings = await everyPowerCut(runs, { judging, directory, limit, since })
      for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += findings[key]
      print(name, findings)
      for (const violation of findings.violations) process.stdout.write(`        BROKEN: ${violation}\n`)
      return findings.violations
    } finally {
      await judging.close()
    }
  }

  async function inARow(place: Place, ...commands: string[][]): Promise<Recording[]> {
    const runs: Recording[] = []
    for (const args of commands) runs.push(await record(args, { ...place, earlier: runs }))
    return runs
  }

  for (const [name, commands] of [
    ['replacing every photo, and putting every one back', [replace, restore]],
    ['a backup, and replacing every photo', [['backup'], replace]],
  ] as const)
    it(`breaks no promise: ${name}, from no data folder on`, async () => {
      await at(async (place) => {
        const runs = await inARow(place, ...commands.map((args) => [...args]))
        expect(runs.flatMap(({ steps }) => steps).some(isSent)).to.equal(true)
        expect(await lookAt(name, place, runs, { limit: thorough })).to.deep.equal([])
      })
    })

  it('breaks no promise in a run after one that was killed, wherever that was', async () => {
    const first = await at(async (place) => await record(replace, place))
    const violations: string[] = []
    for (const [index, { operation, phase }] of first.steps.entries()) {
      // A write that is kept is in the file: what matters of it is whether it was synced, and that is a step too.
      if (phase === 'ended' || operation.kind === 'write') continue
      const after = `${operation.kind} ${'path' in operation ? operation.path : operation.person}`
      await at(async (place) => {
        const killed = await killedAfter(first, index + 1, place)
        const next = await record(replace, { ...place, earlier: [killed] })
        const found = await lookAt(`killed at ${after}`, place, [killed, next], { limit: brief, since: 1 })
        violations.push(...found.map((violation) => `killed at ${after}: ${violation}`))
      })
    }
    expect(violations).to.deep.equal([])
  })

  for (const number of [1, 2, 3, 4, 5, 6, 7, 8])
    it(`breaks no promise where a disk is slow: fsync number ${number} of every thread takes half a second`, async () => {
      await at(async (place) => {
        const disturbance = `fsync:delay_enter=500000:when=${number}`
        const run = await record(replace, { ...place, disturbance })
        expect(await lookAt(`slow fsync ${number}`, place, [run], { limit: brief })).to.deep.equal([])
      })
    })

  for (const number of [1, 2, 4, 8, 16, 32, 64])
    it(`breaks no promise after a real kill -9, at write number ${number} of the ledger`, async () => {
      await at(async (place) => {
        const killed = await record(replace, { ...place, disturbance: `pwrite64:signal=KILL:when=${number}` })
        expect(killed.signal).to.equal('SIGKILL')
        const next = await record(replace, { ...place, earlier: [killed] })
        expect(await lookAt(`killed ${number}`, place, [killed, next], { limit: brief })).to.deep.equal([])
      })
    })
})

const isSent = ({ operation, phase }: Recording['steps'][number]) =>
  operation.kind === 'send' && phase === 'begun'

function print(name: string, numbers: Omit<Findings, 'violations'>): void {
  const { operations, overwritten, moments, states, distinct } = numbers
  process.stdout.write(
    `      ${name}: ${operations} operations, ${overwritten} photos overwritten or removed, ${moments} moments, ${states} states, ${distinct} different\n`,
  )
}
