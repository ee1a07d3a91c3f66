import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { fiveColleagues, makeCompany, snapshot } from '../support/company.ts'
import { linkPlugins, writePlugin } from '../support/hostile-plugins.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { directoryFailure, workbench } from '../support/workbench.ts'

describe('promise 9: one person’s failure is reported with the reason, and stops nobody else', () => {
  const home = temporaryFolder()
  beforeEach(async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
  })

  it('serves everybody else', async () => {
    const bench = await workbench(home.path, (real) => ({
      writePhoto: (person, ...rest) =>
        person.id === '1'
          ? Promise.reject(directoryFailure('rejected', 'not-applied', 'the extension is unassigned'))
          : real.writePhoto(person, ...rest),
    }))
    const { outcome } = await bench.sync()
    await bench.close()
    expect(outcome).to.equal('some-failed')
    expect(
      bench.results.map(({ change, outcome: one, error }) => [change.person.id, one, error?.message]),
    ).to.deep.equal([
      ['1', 'failed', 'the extension is unassigned'],
      ['3', 'done', undefined],
    ])
  })

  it('serves everybody else when a plugin dies, and lets nobody have another avatar for it', async function () {
    this.timeout(60_000)
    const plugins = home.join('plugins')
    await writePlugin(plugins, 'robots', { misdeeds: { 1: 'process.exit(1)', 6: 'return null' } })
    await linkPlugins(home.join('data'), plugins, ['robots'])
    await makeCompany(home.join('company'), [...(await fiveColleagues()), { id: '6', name: 'Alan Turing' }])
    const args = ['sync', '-d', 'folder:company', '-g', 'robots,initials', '--json']
    const { code, json } = await avatarctl(args, { home: home.path })
    const { changes } = json<{
      changes: { person: { id: string }; generator: string; outcome: string; error?: { message: string } }[]
    }>()
    expect(code).to.equal(3)
    const died = 'robots of the plugin @acme/robots 1.2.0 ended its process with exit code 1'
    expect(
      Object.fromEntries(
        changes.map(({ person, generator, outcome, error }) => [
          person.id,
          outcome === 'failed' ? error?.message : [outcome, generator],
        ]),
      ),
    ).to.deep.equal({ 1: died, 3: ['done', 'robots'], 6: ['done', 'initials'] })
  })

  it('ends the run for what concerns everybody, before anything more is changed', async () => {
    const before = await snapshot(home.join('company'))
    const bench = await workbench(home.path, () => ({
      writePhoto: () => Promise.reject(directoryFailure('forbidden', 'not-applied', 'no permission to edit')),
    }))
    const error = await bench.sync().catch((thrown: unknown) => thrown)
    await bench.close()
    expect(error).to.include({ code: 'refused', exitCode: 5, message: 'no permission to edit' })
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
    expect(bench.ledger).to.be.an('object')
  })

  it('gives up on a directory that answers nobody', async () => {
    const many = Array.from({ length: 40 }, (_, index) => ({ id: `p${index}`, name: `Person ${index}` }))
    await makeCompany(home.join('company'), many)
    let asked = 0
    const bench = await workbench(home.path, () => ({
      writePhoto() {
        asked += 1
        return Promise.reject(directoryFailure('unavailable', 'not-applied', 'no answer'))
      },
    }))
    const error = await bench.sync().catch((thrown: unknown) => thrown)
    await bench.close()
    expect(error).to.include({ code: 'unreachable', exitCode: 6 })
    // Five people in a row and those begun meanwhile, five tries each.
    expect(asked).to.be.lessThan(45)
  })
})
