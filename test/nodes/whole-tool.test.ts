import { spawnSync } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect } from 'chai'
import { avatarctl, repository } from '../support/command-line.ts'
import { fiveColleagues, makeCompany, snapshot } from '../support/company.ts'
import { paintedByTheTool, theToolMustDrawGolden } from '../support/golden-tool.ts'
import { linkPlugins, writePlugin } from '../support/hostile-plugins.ts'
import { otherNodes } from '../support/other-nodes.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const mocha = createRequire(import.meta.url).resolve('mocha/bin/mocha.js')
const { nodes, remove } = await otherNodes()

/** What the Node that runs the tests paints. */
let usual: Record<string, string> | undefined

after(remove)

for (const { wanted, program, reason } of nodes)
  describe(`avatarctl with Node ${wanted}${reason === undefined ? '' : ` (skipped: ${reason})`}`, () => {
    const home = temporaryFolder()
    const startedBy = [program ?? '']
    const run = (...args: string[]) => avatarctl(args, { home: home.path, startedBy })

    before(function () {
      if (program === undefined) this.skip()
    })

    it('draws the golden pictures', async () => {
      await theToolMustDrawGolden({ home: home.path, startedBy })
    })

    it('passes the golden tests, with every option, style and script', () => {
      const tests = ['test/golden-pictures/@(people|options).test.ts', 'packages/*/test/golden.test.ts']
      const how = ['--no-config', '--forbid-only', '--timeout', '60000', '--node-option', 'import=tsx']
      const { UPDATE_GOLDEN: _, ...env } = process.env
      const { status, stdout, stderr } = spawnSync(program!, [mocha, ...how, ...tests], {
        ...{ cwd: repository, env, encoding: 'utf8' },
      })
      expect(status, stdout + stderr).to.equal(0)
      expect(stdout).to.match(/^ {2}\d{2,} passing/m)
    })

    it('paints the same PNGs and the same contact sheet', async () => {
      usual ??= await paintedByTheTool({ home: home.path })
      expect(await paintedByTheTool({ home: home.path, startedBy })).to.deep.equal(usual)
    })

    it('lists, fills and restores a folder, and has nothing else to say', async () => {
      const company = home.join('company')
      await makeCompany(company, await fiveColleagues())
      const before = await snapshot(company)
      const summary = async (...args: string[]) => {
        const { code, stderr, json } = await run(...args, '-d', `folder:${company}`, '--json')
        expect({ code, stderr }, args.join(' ')).to.deep.equal({ code: 0, stderr: '' })
        return json<{ summary: object }>().summary
      }
      expect(await summary('list')).to.include({ people: 4, missing: 2, own: 0 })
      expect(await summary('sync')).to.include({ done: 2, failed: 0 })
      expect(await summary('sync')).to.include({ planned: 0 })
      expect(await summary('list')).to.include({ missing: 0, own: 2 })
      expect(await summary('sync', '--replace', 'all', '-g', 'dicebear', '--yes')).to.include({ done: 4 })
      expect(await summary('restore', '--all', '--yes')).to.include({ done: 4, failed: 0 })
      expect(await snapshot(company)).to.deep.equal(before)
      expect((await run('vault', 'verify', '--read-data')).code).to.equal(0)
    })

    it('asks an installed generator in a process of the same Node, and ends it', async () => {
      await writePlugin(home.join('plugins'), 'robots', {
        misdeeds: { '2': 'return null', '3': 'process.exit(1)' },
        otherwise: 'return { bytes, label: process.version }',
      })
      await linkPlugins(home.join('data'), home.join('plugins'), ['robots'])
      const people = ['1', '2', '3'].map((id) => ({ id, name: `Ada ${id}` }))
      await writeFile(home.join('people.json'), JSON.stringify(people))
      const how = ['--from', 'people.json', '-g', 'robots,initials', '-o', 'out', '--json']
      const { code, json } = await run('generate', ...how)
      expect(code).to.equal(3)
      const { files, failed } = json<{
        files: { person: { id: string }; label: string }[]
        failed: { person: { id: string } }[]
      }>()
      const version = spawnSync(program!, ['--version'], { encoding: 'utf8' }).stdout.trim()
      const labels = Object.fromEntries(files.map(({ person, label }) => [person.id, label]))
      expect(labels).to.deep.equal({ '1': version, '2': 'A' })
      expect(failed.map(({ person }) => person.id)).to.deep.equal(['3'])
    })

    it('does the whole job in a practice company that speaks RingCentral’s protocol', async () => {
      const { code, stderr, json } = await run(
        'demo',
        '--people',
        '6',
        '--sheet',
        home.join('faces.png'),
        '--json',
      )
      expect(code, stderr).to.equal(0)
      expect(json<{ restored: boolean }>().restored).to.equal(true)
    })
  })
