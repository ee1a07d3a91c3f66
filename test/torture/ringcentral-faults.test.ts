import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { type FaultEffect, type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { avatarctl, repository } from '../support/command-line.ts'
import { until } from '../support/until.ts'
import { dice } from '../support/dice.ts'

/** How many made-up misfortunes; each is the same every time. */
const count = Number(process.env['TORTURE_COUNT'] ?? 40)
const first = Number(process.env['TORTURE_FIRST'] ?? 1)

const effects: FaultEffect[] = [
  { kind: 'reset', when: 'before' },
  { kind: 'reset', when: 'within', afterBytes: 3_000 },
  { kind: 'reset', when: 'after' },
  { kind: 'lost-answer' },
  { kind: 'cut-answer', afterBytes: 120 },
  { kind: 'wrong-length', by: 5 },
  { kind: 'wrong-bytes' },
  { kind: 'answer', status: 503 },
  { kind: 'answer', status: 503, applied: true },
  { kind: 'answer', status: 502, body: '<html>bad gateway</html>', limitHeaders: false },
  { kind: 'html', status: 200 },
  { kind: 'late', ms: 300 },
]
const settings: Partial<SandboxOptions>[] = [
  {},
  { recordDelayMs: 400 },
  { listDelayMs: 2_000, recordDelayMs: 200 },
  { imagesOnApi: 'redirect', totals: false },
  { missingPhoto: 'placeholder', etags: 'md5' },
  { tokenLifetimeMs: 2_000, latencyMs: [5, 120] },
  { limits: { light: 60, medium: 50, heavy: 6, auth: 8, windowMs: 800 } },
  { limitHeaders: false, limits: 'none' },
]

describe('a RingCentral with every kind of misfortune', () => {
  for (let seed = first; seed < first + count; seed += 1) {
    it(`loses no photo and nobody, number ${seed}`, async function () {
      this.timeout(300_000)
      const throwDice = dice(seed)
      const pick = <T>(all: readonly T[]): T => all[Math.floor(throwDice() * all.length)]!
      const home = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-torture-'))
      const fast = { light: 5_000, medium: 4_000, heavy: 1_000, auth: 500, windowMs: 500 }
      const sandbox = await startSandbox({ people: 14, seed, limits: fast, ...pick(settings) })
      try {
        const before = photos(sandbox)
        for (let faults = 1 + Math.floor(throwDice() * 4); faults > 0; faults -= 1) {
          sandbox.setFault({
            ...{ effect: pick(effects), chance: 0.05 + throwDice() * 0.4, times: 40 },
            method: pick(['GET', 'PUT', 'DELETE', 'POST']),
            ...(throwDice() < 0.5
              ? { path: pick([/profile-image/, /extension\/\d+$/, /extension\?/, /oauth/]) }
              : {}),
          })
        }
        const all = throwDice() < 0.5 ? ['--replace', 'all', '--yes'] : []
        const env = sandbox.environment
        const run = (...args: string[]) => avatarctl([...args, '--json'], { home, env })
        if (throwDice() < 0.6)
          await killedAfter(sandbox, home, ['sync', ...all], Math.floor(throwDice() * 60))
        const disturbed = await run('sync', ...all)
        expect([0, 3, 6], disturbed.stderr).to.include(disturbed.code)
        if (throwDice() < 0.5) {
          const restored = await run('restore', '--all', '--yes')
          expect([0, 3, 6], restored.stderr).to.include(restored.code)
        }
        keepsHumanPhotos(sandbox, before, all.length > 0)

        sandbox.clearFaults()
        sandbox.settings.listDelayMs = 0
        for (const settled of [
          await run('restore', '--all', '--yes'),
          await run('restore', '--all', '--yes'),
        ])
          expect(settled.code, settled.stdout).to.equal(0)
        expect(photos(sandbox)).to.deep.equal(before)
        expect(sandbox.counters.violations).to.equal(0)
      } finally {
        await sandbox.close()
        await rm(home, { recursive: true, force: true })
      }
    })
  }
})

function photos({ company }: Sandbox): Map<number, string | null> {
  return new Map(
    company.extensions.map(({ id }) => [id, company.photo(id)?.bytes.toString('base64') ?? null]),
  )
}

/** While nothing was to be replaced, whoever had a photo has that very photo. */
function keepsHumanPhotos(sandbox: Sandbox, before: Map<number, string | null>, replaced: boolean): void {
  if (replaced) return
  const now = photos(sandbox)
  for (const [id, photo] of before)
    if (photo !== null) expect(now.get(id) === photo, `photo of ${id}`).to.equal(true)
}

/** Runs a command and kills it once the service has seen so many requests. */
async function killedAfter(sandbox: Sandbox, home: string, args: string[], requests: number): Promise<void> {
  const child = spawn(process.execPath, [path.join(repository, 'bin/run.js'), ...args], {
    cwd: home,
    env: {
      ...process.env,
      ...sandbox.environment,
      AVATARCTL_DATA_DIR: path.join(home, 'data'),
      AVATARCTL_CACHE_DIR: path.join(home, 'cache'),
      AVATARCTL_CONFIG_DIR: path.join(home, 'config'),
      AVATARCTL_CREDENTIALS: 'file',
    },
    stdio: 'ignore',
  })
  const ended = once(child, 'close')
  const isRunning = () => child.exitCode === null && child.signalCode === null
  await until(() => !isRunning() || sandbox.log.length >= requests)
  child.kill('SIGKILL')
  await ended
}
