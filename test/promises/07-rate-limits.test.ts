import { type Sandbox, type SandboxOptions, startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { conformance } from '../support/conformance.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { until } from '../support/until.ts'

const traffic = conformance()

interface Document {
  changes: { outcome: string }[]
  summary: Record<string, number>
}

describe('promise 7: rate limits are respected', () => {
  const home = temporaryFolder()
  let sandbox: Sandbox
  afterEach(() => sandbox.close())
  afterEach(async () => expect(await traffic.violations()).to.deep.equal([]))

  async function start(options: SandboxOptions): Promise<void> {
    sandbox = await startSandbox({ people: 30, observe: traffic.observe, ...options })
  }
  async function run(...args: string[]): Promise<Document> {
    const { code, json, stderr } = await avatarctl([...args, '--json'], {
      home: home.path,
      env: sandbox.environment,
    })
    expect(code, stderr).to.equal(0)
    return json<Document>()
  }
  /** Eligible people of the made-up company without a photo. */
  const lacking = () =>
    sandbox.company.people.filter(
      ({ id, status }) => ['Enabled', 'NotActivated'].includes(status) && !sandbox.company.photo(id),
    )

  it('from one command to the next: none of them is refused for what the others did', async function () {
    this.timeout(90_000)
    await start({ people: 14, limits: { light: 60, medium: 50, heavy: 5, auth: 5, windowMs: 3_000 } })
    for (const args of [
      ['sync', '--dry-run'],
      ['sync'],
      ['sync', '--replace', 'all', '--yes'],
      ['restore', '--all', '--yes'],
      ['list'],
      ['list'],
      ['list'],
    ])
      await run(...args)
    expect(sandbox.counters).to.include({ rateLimited: 0, penaltyRestarts: 0 })
  })

  it('with tokens that live two seconds, a long way there, and tight limits', async function () {
    this.timeout(60_000)
    await start({
      ...{ people: 24, tokenLifetimeMs: 2_000, latencyMs: [25, 400] },
      limits: { light: 40, medium: 30, heavy: 8, auth: 8, windowMs: 2_500 },
    })
    const { summary } = await run('sync')
    expect(summary).to.include({ failed: 0, rateLimited: 0 })
    expect(lacking()).to.deep.equal([])
    expect(sandbox.counters.rateLimited).to.equal(0)
  })

  it('when the whole account is refused for a while, everybody is served afterwards, and nobody asks meanwhile', async function () {
    this.timeout(90_000)
    await start({ people: 12, limits: 'none', retryAfter: 'seconds' })
    const synced = run('sync')
    await until(() => sandbox.log.some(({ method }) => method === 'PUT'))
    sandbox.throttleAccount(1_500)
    const { summary } = await synced
    expect(summary['failed']).to.equal(0)
    expect(lacking()).to.deep.equal([])
    const [first = 0] = sandbox.log.filter(({ status }) => status === 429).map(({ time }) => time)
    expect(first).to.be.greaterThan(0)
    // Whatever was on its way is refused as well; then there is silence until the penalty is over.
    const meanwhile = sandbox.log.filter(({ time }) => time > first + 500 && time < first + 1_500)
    expect(meanwhile).to.deep.equal([])
  })
})
