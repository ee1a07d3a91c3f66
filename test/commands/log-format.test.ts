import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { linkPlugins, writePlugin } from '../support/hostile-plugins.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { avatarctlInTerminal, noTerminal } from '../support/terminal.ts'
import { type LogLine, logLines } from '../support/watching.ts'

/** Something that happens in the tool's process when it is done. */
function inTheEnd(what: string): Record<string, string> {
  const code = `process.once('beforeExit', () => { ${what} })`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}` }
}

describe('--log-format json', () => {
  const home = temporaryFolder()
  beforeEach(async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
  })

  async function run(args: string[], env: Record<string, string> = {}) {
    const ended = await avatarctl([...args, '--log-format', 'json'], { home: home.path, env })
    return { ...ended, log: logLines(ended.stderr) }
  }

  const found = (log: readonly LogLine[], words: RegExp) => log.find(({ message }) => words.test(message))

  it('tells which run on which directory it is, and what it came to', async () => {
    const { code, log, stdout } = await run(['sync', '-d', 'folder:company'])
    expect(code).to.equal(0)
    const end = log.at(-1)
    expect(end).to.deep.include({
      level: 'info',
      command: 'sync',
      connection: 'folder:company',
      directory: `folder:${home.join('company')}`,
      exitCode: 0,
    })
    expect(end?.['summary']).to.include({ people: 4, done: 2, failed: 0, skipped: 2 })
    expect(end?.['run']).to.match(/^\d{8}T\d{6}Z-/)
    expect(found(log, /begins/)?.['run']).to.equal(end?.['run'])
    expect(stdout, 'what people are shown is in the log').to.equal('')
  })

  it('keeps JSON on standard output apart from it, and is given by the environment, too', async () => {
    const args = ['sync', '-d', 'folder:company', '--json']
    const { json, stderr } = await avatarctl(args, {
      home: home.path,
      env: { AVATARCTL_LOG_FORMAT: 'json' },
    })
    expect(json()).to.have.property('changes').of.length(2)
    expect(logLines(stderr).at(-1)?.['exitCode']).to.equal(0)
  })

  it('leaves alone what a command has to give', async () => {
    const { stdout, log } = await run(['list', '-d', 'folder:company'])
    expect(stdout).to.contain('Ada Lovelace')
    expect(log).to.deep.equal([])
  })

  it('names who failed, with the reason, and nobody who was served', async () => {
    const plugins = home.join('plugins')
    await writePlugin(plugins, 'robots', { misdeeds: { 1: 'throw new Error("no robots today")' } })
    await linkPlugins(home.join('data'), plugins, ['robots'])
    const args = ['sync', '-d', 'folder:company', '-g', 'robots', '--quiet']
    const { code, log, stderr } = await run(args)
    expect(code).to.equal(3)
    expect(log).to.have.length(2)
    const [failed, end] = log
    expect(failed).to.deep.include({
      level: 'error',
      person: { id: '1', name: 'Ada Lovelace', email: 'ada@example.com', extension: null },
      generator: 'robots',
      code: 'generator-failed',
      outcome: 'failed',
    })
    expect(failed?.message).to.match(/^Ada Lovelace.*no robots today/)
    expect(end).to.deep.include({ level: 'error', exitCode: 3 })
    expect(stderr).not.to.contain('Odziewa')
  })

  it('tells with how many people another generator had to be used', async () => {
    const plugins = home.join('plugins')
    await writePlugin(plugins, 'robots', { otherwise: 'throw new Error("none left")' })
    await linkPlugins(home.join('data'), plugins, ['robots'])
    const args = ['sync', '-d', 'folder:company', '-g', 'robots,initials', '--on-failure', 'next']
    const { code, log } = await run(args)
    expect(code).to.equal(0)
    expect(found(log, /none left/)).to.deep.include({ level: 'warn', people: 2 })
  })

  it('has code, hint and exit code of what ends a run, and the stack as a field with --debug', async () => {
    const { code, log, stdout } = await run(['sync', '-d', 'folder:nowhere', '--debug'])
    expect(code).to.equal(2)
    const error = log.at(-1)
    expect(error).to.deep.include({ level: 'error', command: 'sync', code: 'unreadable-input', exitCode: 2 })
    expect(error?.['hint']).to.be.a('string')
    expect(error?.['stack']).to.contain('Error: ').and.to.contain('\n    at ')
    expect(stdout).to.equal('')
  })

  it('tells which connection it was where there are several', async () => {
    const { code, log } = await run(['sync', '-d', 'folder:company,folder:nowhere'])
    expect(code).to.equal(2)
    expect(found(log, /nowhere/)).to.deep.include({
      level: 'error',
      connection: 'folder:nowhere',
      exitCode: 2,
    })
    expect(log.find(({ summary }) => summary)).to.deep.include({ connection: 'folder:company', exitCode: 0 })
  })

  const strange: [what: string, args: string[], env: Record<string, string>, words: RegExp, level: string][] =
    [
      ['an unknown flag', ['sync', '--nope'], {}, /There is no flag --nope/, 'error'],
      ['an unknown command', ['snyc'], {}, /snyc/, 'error'],
      [
        'what Node warns of',
        ['list', '-d', 'folder:company', '--debug'],
        inTheEnd(`process.emitWarning('made up')`),
        /made up/,
        'warn',
      ],
      [
        'what another part prints',
        ['list', '-d', 'folder:company'],
        inTheEnd(`console.error('somebody else')`),
        /^somebody else$/,
        'info',
      ],
      [
        'a bug in the middle of nowhere',
        ['list', '-d', 'folder:company'],
        inTheEnd(`throw new Error('unforeseen')`),
        /unforeseen/,
        'error',
      ],
    ]
  for (const [what, args, env, words, level] of strange)
    it(`makes a line of ${what}`, async () => {
      const { log, stderr } = await run(args, env)
      expect(found(log, words), stderr).to.include({ level })
    })

  it('may stand before the command, as every flag that all of them have', async () => {
    const args = ['--log-format', 'json', 'list', '-d', 'folder:nowhere']
    const { code, stderr } = await avatarctl(args, { home: home.path })
    expect(code).to.equal(2)
    expect(logLines(stderr)[0]).to.include({ level: 'error', command: 'list' })
  })

  it('says what is needed where nothing was asked for', async () => {
    const { code, stderr } = await avatarctl([], { home: home.path, env: { AVATARCTL_LOG_FORMAT: 'json' } })
    expect(code).to.equal(2)
    expect(logLines(stderr)).to.have.length(1)
  })

  it('is text or json, and nothing else', async () => {
    const { code, stderr } = await avatarctl(['list', '-d', 'folder:company', '--log-format', 'xml'], {
      home: home.path,
    })
    expect(code).to.equal(2)
    expect(stderr).to.match(/text, json/)
  })

  it('asks nobody in a terminal, and moves nothing there', async function () {
    if (noTerminal) this.skip()
    const args = 'sync -d folder:company --replace all --log-format json'.split(' ')
    const { code, screen } = await avatarctlInTerminal(args, { home: home.path, typed: [] })
    expect(code).to.equal(2)
    expect(logLines(screen).at(-1)).to.deep.include({ code: 'confirmation-needed' })
  })
})
