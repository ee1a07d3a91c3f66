import { type Sandbox, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { everyPowerCut } from '../support/power-loss/every-power-cut.ts'
import { type Judging, openJudging } from '../support/power-loss/judging.ts'
import { killedAfter } from '../support/power-loss/killed.ts'
import { sentBeforeSync, withoutSync } from '../support/power-loss/mutations.ts'
import type { Step } from '../support/power-loss/operations.ts'
import { record, type Recording, unrecordable } from '../support/power-loss/recording.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const title = 'promise 1, when the power fails: no photo is overwritten before its original is on the disk'

/** So many states of a part of the vault at each moment; `npm run test:torture` looks at more. */
const limit = 6
const everything = ['sync', '--replace', 'all', '--yes']

describe(unrecordable === undefined ? title : `${title} (skipped: ${unrecordable})`, function () {
  this.timeout(120_000)
  if (unrecordable !== undefined) return void it.skip('records what a run does')

  const home = temporaryFolder()
  /** Three people with a photo and two without. */
  const company = () => startSandbox({ people: 5, seed: 1, limits: 'none' })
  let recorded: Promise<Recording> | undefined
  let first: Recording
  let judging: Judging
  let directory: string

  async function run(work: (sandbox: Sandbox) => Promise<Recording>): Promise<Recording> {
    await using sandbox = await disposable(company())
    directory = `ringcentral:${sandbox.company.accountId}`
    return await work(sandbox)
  }
  /** What may go wrong in some runs that followed each other, looking at the last of them. */
  async function violations(...runs: Recording[]): Promise<string[]> {
    const findings = await everyPowerCut(runs, { judging, directory, limit, since: runs.length - 1 })
    // Whoever was being changed when a run was killed may be left alone by the next one.
    expect(findings.overwritten).to.be.within(4, 5)
    return findings.violations
  }
  /** A run in a folder that another one left, which was killed after its first step of that kind. */
  async function nextAfterKill(at: (step: Step) => boolean): Promise<string[]> {
    let killed = first
    const next = await run(async (sandbox) => {
      killed = await killedAfter(first, first.steps.findIndex(at) + 1, { home: home.path, sandbox })
      return await record(everything, { home: home.path, sandbox, earlier: [killed] })
    })
    return await violations(killed, next)
  }

  before(async () => {
    judging = await openJudging()
  })
  after(() => judging.close())
  beforeEach(async () => {
    recorded ??= run((sandbox) => record(everything, { home: home.path, sandbox }))
    first = await recorded
  })

  it('holds at every moment of a first run, whatever of its unsynced work is kept, torn or lost', async () => {
    expect(await violations(first)).to.deep.equal([])
  })

  it('holds after a run that was killed when it had named an original and not synced the folder', async () => {
    expect(await nextAfterKill(({ operation }) => operation.kind === 'link')).to.deep.equal([])
  })

  for (const [folder, path] of [
    ['the data folder', /\/data$/],
    ['the vault', /\/vault$/],
    ["an original's folder", /\/originals\/..$/],
  ] as const) {
    it(`holds after a run that was killed when it had made ${folder} and not synced the folder above`, async () => {
      const isMade = ({ operation }: Step) => operation.kind === 'make folder' && path.test(operation.path)
      expect(await nextAfterKill(isMade)).to.deep.equal([])
    })
  }

  for (const { what, path, found } of [
    { what: 'an original', path: /\.tmp$/, found: /^original \w+ holds other bytes/ },
    { what: "an original's folder", path: /originals\/..$/, found: /^original \w+ of \d+ is gone/ },
    { what: "the folder that holds an original's folder", path: /originals$/, found: /^original .* is gone/ },
    { what: 'the folder that holds the vault', path: /data$/, found: /^ledger does not know/ },
    { what: 'the folder that holds the data folder', path: /^avatarctl$/, found: /^originals.ndjson has no/ },
    { what: 'the list of originals', path: /ndjson$/, found: /^originals.ndjson has no line/ },
    { what: 'the log of the ledger', path: /-wal$/, found: /^ledger does not know what was sent/ },
  ])
    it(`the model notices a missing fsync of ${what}`, async () => {
      const noticed = await violations(withoutSync(first, path))
      expect(noticed.filter((violation) => found.test(violation))).to.not.deep.equal([])
    })

  for (const path of [/originals\/..$/, /ndjson$/, /-wal$/])
    it(`the model notices a photo that is sent before the fsync of ${path.source}`, async () => {
      expect(await violations(sentBeforeSync(first, path))).to.not.deep.equal([])
    })
})

async function disposable(sandbox: Promise<Sandbox>): Promise<Sandbox & AsyncDisposable> {
  const started = await sandbox
  return Object.assign(started, { [Symbol.asyncDispose]: () => started.close() })
}
