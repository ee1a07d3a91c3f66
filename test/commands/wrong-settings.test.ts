import { mkdir, rm, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What stands in the file, which command meets it, and what is said: the sentence, where that stands, what to do. */
interface Wrong {
  text: string
  command: string
  says: string
  /** The end of the sentence: what stands where. */
  at?: string
  hint: string | RegExp
}

const inFolder = 'sync -d folder:company --dry-run'

const wrong: Wrong[] = [
  {
    text: 'generatr: initials',
    ...{
      command: 'list -d folder:company',
      says: 'line 1: "generatr" is not known; did you mean "generator"?',
    },
    hint: /^Known there: /,
  },
  {
    text: 'kind: all\ngenerator: initals',
    ...{ command: inFolder, says: 'There is no generator "initals"', at: 'generator in FILE, line 2' },
    hint: 'Did you mean initials? Known here: ',
  },
  {
    text: 'generator: [initials, identicon, initials]',
    ...{ command: inFolder, says: 'initials stands twice in the chain initials,identicon,initials' },
    ...{ at: 'generator in FILE, line 1', hint: '' },
  },
  {
    text: 'groups:\n  - where: name=A*\n    generator: robohash',
    ...{
      command: inFolder,
      says: 'There is no generator "robohash"',
      at: 'groups[1].generator in FILE, line 3',
    },
    hint: /avatarctl plugins install robohash/,
  },
  {
    text: 'generatorOptions:\n  initials:\n    shape: circle\n    pallete: "#fff"',
    ...{
      command: inFolder,
      says: 'The options of initials are not right: initials has an unknown key "pallete"',
    },
    ...{ at: 'generatorOptions.initials.pallete in FILE, line 4', hint: 'Did you mean palette?' },
  },
  {
    text: 'groups:\n  - where: name=A*\n    generatorOptions:\n      initials:\n        shape: star',
    ...{ command: inFolder, says: 'initials.shape must be one of square, circle, rounded' },
    ...{ at: 'groups[1].generatorOptions.initials.shape in FILE, line 5', hint: /^initials knows/ },
  },
  {
    text: 'connections:\n  main:\n    type: foldr',
    ...{
      command: 'list -d main',
      says: 'The connection main is of the type "foldr", which nobody here brings',
    },
    ...{ at: 'connections.main in FILE, line 2', hint: 'Did you mean folder?' },
  },
  {
    text: 'connections:\n  main:\n    type: folder\n    options:\n      pth: company',
    ...{ command: 'list -d main', says: 'The options of folder are not right: folder lacks "path"' },
    ...{ at: 'connections.main.options in FILE, line 4', hint: 'Did you mean path?' },
  },
  {
    text: 'connections:\n  main:\n    type: ringcentral\n    options:\n      clientId: x\n      jwt: eyJhunter2',
    ...{
      command: 'list -d main',
      says: 'The connection main has jwt in the settings, where everybody can read it',
    },
    ...{ at: 'connections.main in FILE, line 2', hint: /avatarctl login main/ },
  },
  {
    text: 'directory: mian\nconnections:\n  main:\n    type: folder\n    options:\n      path: company',
    ...{ command: 'list', says: 'There is no directory "mian"', at: 'directory in FILE, line 1' },
    hint: 'Did you mean main? Known here: main, folder:',
  },
  {
    text: 'directory:\n  - main\n  - folder:company\n  - typo\nconnections:\n  main:\n    type: folder\n    options:\n      path: company',
    ...{
      command: 'list',
      says: 'There is no directory "typo"',
      at: 'directory in FILE, line 1',
      hint: 'Known here: main',
    },
  },
  {
    text: 'connections:\n  main:\n    type: folder\n    options:\n      path: nowhere',
    ...{
      command: 'list -d main',
      says: 'There is no folder nowhere.',
      hint: 'Give the folder that holds people.csv',
    },
  },
  {
    text: 'connections: { main: { type: folder } }',
    ...{ command: 'list -d mian', says: 'There is no directory "mian"', hint: 'Did you mean main?' },
  },
]

describe('settings that are not right, met by a command', () => {
  const home = temporaryFolder()

  async function met({ text, command }: Pick<Wrong, 'text' | 'command'>, ...more: string[]) {
    await makeCompany(home.join('company'), await fiveColleagues())
    await mkdir(home.join('config'))
    await writeFile(home.join('config', 'settings.yaml'), text)
    return await avatarctl([...command.split(' '), ...more], { home: home.path })
  }

  for (const { text, command, says, at, hint } of wrong)
    it(`are told in one sentence, with what to do: ${JSON.stringify(text.slice(0, 60))}`, async () => {
      const { code, stdout, stderr } = await met({ text, command })
      expect(code).to.equal(2)
      expect(stdout).to.equal('')
      const [sentence = '', advice = '', ...rest] = stderr.split('\n')
      expect(sentence)
        .to.match(/^Error: /)
        .and.include(says)
      if (at !== undefined)
        expect(sentence).to.include(`(${at.replace('FILE', home.join('config', 'settings.yaml'))})`)
      if (typeof hint === 'string') expect(advice).to.include(hint)
      else expect(advice).to.match(hint)
      expect(rest.join('')).to.equal('')
      expect(stderr).not.to.match(/hunter2|eyJ/)
    })

  it('are told to scripts in one document', async () => {
    const { code, json, stderr } = await met({ text: 'siz: 5', command: 'list -d folder:company' }, '--json')
    expect(code).to.equal(2)
    expect(stderr).to.equal('')
    const { error } = json<{ error: { code: string; exitCode: number; message: string } }>()
    expect(error).to.include({ code: 'unreadable-input', exitCode: 2 })
    expect(error.message).to.include('line 1: "siz" is not known; did you mean "size"?')
  })

  it('are no concern of a command that needs none', async () => {
    for (const command of ['generators list', 'vault list', 'runs list', '--version']) {
      const { code, stderr } = await met({ text: 'siz: 5', command })
      expect(code, `${command}: ${stderr}`).to.equal(0)
      await rm(home.join('config'), { recursive: true })
    }
  })

  it('are not blamed for what was given on the command line', async () => {
    const { stderr } = await met(
      { text: 'generatorOptions: { initials: { shape: circle } }', command: inFolder },
      ...['--option', 'initials.shape=star'],
    )
    expect(stderr).to.include('initials.shape must be one of').and.not.include('settings.yaml')
  })
})
