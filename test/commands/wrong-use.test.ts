import { spawnSync } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { avatarctl, repository } from '../support/command-line.ts'
import { fiveColleagues, makeCompany, snapshot } from '../support/company.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('wrong use, told in one sentence', () => {
  const home = temporaryFolder()
  const run = (args: string[], env: Record<string, string> = {}) => avatarctl(args, { home: home.path, env })
  beforeEach(async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
  })

  const wrong: [args: string[], says: RegExp][] = [
    [['sync', '-d', 'folder:company', '--person', 'nobody'], /nobody/],
    [['sync', '-d', 'folder:company', '--nope'], /--nope/],
    [['sync', '-d', 'folder:company', '--size', 'large'], /size/],
    [['sync', '-d', 'folder:company', '--option', 'initials.__proto__=1'], /__proto__/],
    [['sync', '-d', 'folder:company', '-g', 'robohash'], /robohash/],
    [['sync', '-d', 'folder:company', '--option', 'identicon.x=1', '-g', 'initials'], /identicon/],
    [['list', '-d', 'folder:nowhere'], /nowhere/],
    [['list', '-d', 'ringcentrum'], /ringcentrum/],
    [['list'], /No directory/],
    [['list', '-d', 'folder:company', '--sort', 'constructor'], /constructor/],
    [['list', '-d', 'folder:company', '--columns', '__proto__'], /__proto__/],
    [['list', '-d', 'folder:company', '--status', 'asleep'], /asleep/],
    [['restore', '-d', 'folder:company'], /Nobody was named/],
    [['restore', '-d', 'folder:company', '--at', 'yesterday'], /yesterday/],
    [['generate'], /Nobody was named/],
    [['generate', '--seed', 'Ada', '--shard', '3/2'], /3\/2/],
    [['runs'], /runs/],
    [['help', 'list', '--nope'], /nope/],
    [['nothing-like-this'], /nothing-like-this/],
  ]
  for (const [args, says] of wrong) {
    it(`${args.join(' ')}: exit 2, one JSON document, nothing else on standard output`, async () => {
      const before = await snapshot(home.join('company'))
      const { code, json } = await run([...args, '--json'])
      expect(code).to.equal(2)
      const { error } = json<{ error: { code: string; message: string; exitCode: number } }>()
      expect(error.exitCode).to.equal(2)
      expect(error.message).to.match(says)
      expect(await snapshot(home.join('company'))).to.deep.equal(before)
    })
  }

  it('takes flags that every command has before it as well', async () => {
    const { code, json } = await run(['--json', 'list', '-d', 'folder:company'])
    expect(code).to.equal(0)
    expect(json()).to.have.property('people')
  })

  it('takes the value of any flag from the environment, also of one that may be repeated', async () => {
    const env = { AVATARCTL_DIRECTORY: 'folder:company', AVATARCTL_WHERE: 'department=Engines' }
    const { code, json, stderr } = await run(['list', '--json'], env)
    expect(code, stderr).to.equal(0)
    expect(json<{ people: { id: string }[] }>().people.map(({ id }) => id)).to.deep.equal(['1'])
    const empty = await run(['list', '-d', 'folder:company', '--json', '--where', 'department='])
    expect(empty.json<{ people: { id: string }[] }>().people.map(({ id }) => id)).to.deep.equal(['2', '4'])
    const seeds = await run(['generate', '--json', '-o', 'faces'], { AVATARCTL_SEED: 'Ada' })
    expect(seeds.json<{ files: unknown[] }>().files).to.have.length(1)
  })

  it('takes no answer to a question from the environment', async () => {
    const env = {
      AVATARCTL_YES: '1',
      AVATARCTL_REPLACE: 'all',
      AVATARCTL_ALL: '1',
      AVATARCTL_MAX_CHANGES: '0',
    }
    const { code, json } = await run(['sync', '-d', 'folder:company', '--json'], env)
    expect(code).to.equal(0)
    expect(json<{ summary: { done: number } }>().summary.done).to.equal(2)
  })

  it('shows where an error comes from only with --debug', async () => {
    const args = ['list', '-d', 'folder:nowhere']
    expect((await run(args)).stderr).to.not.match(/\n\s+at /)
    expect((await run([...args, '--debug'])).stderr).to.match(/\n\s+at /)
    expect((await run(args, { AVATARCTL_DEBUG: '1' })).stderr).to.match(/\n\s+at /)
  })

  it('says that standard output cannot be written', async function () {
    // Reason for skipping: only Linux has a device that is always full.
    if (process.platform !== 'linux') this.skip()
    const command = `"${process.execPath}" "${repository}/bin/run.js" list -d folder:company > /dev/full`
    const { status, stderr } = spawnSync('sh', ['-c', command], { cwd: home.path, encoding: 'utf8' })
    expect(status).to.equal(2)
    expect(stderr)
      .to.contain('Standard output cannot be written')
      .and.not.match(/\n\s+at /)
  })

  it('generate never replaces a file that avatarctl has not made', async () => {
    const before = await snapshot(home.join('company'))
    const { code, stderr } = await run(['generate', '-d', 'folder:company', '--all', '-o', 'company/photos'])
    expect(code).to.equal(2)
    expect(stderr).to.contain('was not made by avatarctl')
    const after = await snapshot(home.join('company'))
    expect(after).to.include(before)

    await run(['generate', '--seed', 'Ada', '-o', 'faces', '--sheet', 'faces.png'])
    expect((await run(['generate', '--seed', 'Ada', '-o', 'faces', '--sheet', 'faces.png'])).code).to.equal(0)
  })

  it('keeps ids apart that end where a database might cut them', async () => {
    await writeFile(
      home.join('company', 'people.json'),
      JSON.stringify([
        { id: 'a\u0000b', name: 'Ada A' },
        { id: 'a', name: 'Cy C' },
        { id: '\ud800x', name: 'Di D' },
      ]),
    )
    await rm(home.join('company', 'people.csv'))
    await writeFile(home.join('company', 'photos', 'a%00b.png'), await picture('green'))
    const before = await snapshot(home.join('company'))
    expect((await run(['sync', '-d', 'folder:company', '--replace', 'all', '--yes'])).code).to.equal(0)
    expect((await run(['restore', '-d', 'folder:company', '--all', '--yes'])).code).to.equal(0)
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
    expect(await readFile(home.join('company', 'photos', 'a%00b.png'))).to.deep.equal(await picture('green'))
  })
})
