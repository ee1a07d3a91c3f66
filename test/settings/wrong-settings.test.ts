import { spawnSync } from 'node:child_process'
import { chmod, mkdir, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { AppError } from '../../src/errors.ts'
import { readSettings } from '../../src/settings/settings-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** What stands in the file, and what is said of it: the end of the sentence, and what to do. */
type Wrong = [text: string | Buffer, says: string | RegExp, hint?: string | RegExp]

const yaml: Wrong[] = [
  ['generator: [a, b', 'line 1: a [ or { is opened and not closed', /"name: value"/],
  ['\ngenerator: "x', 'line 2: a quotation mark is opened and not closed'],
  ['connections:\n\tmain: 1', 'line 2: a tab stands at its beginning', /spaces/],
  ['size: 64\nkind: all\nsize: 65', 'line 3: "size" stands there twice', /one of them/],
  ['{\n "size": 64,\n "size": 65\n}', 'line 3: "size" stands there twice'],
  ['size: 64\n---\nsize: 65', 'line 2: a second document begins', /Take the line "---"/],
  ['exclude:\n  - *@example.com', 'line 2: a value begins with *, and so stands for an anchor', /in quotes/],
  ['exclude: &a [*a]', 'an anchor (&) holds itself by one of its aliases (*)'],
  [
    `a: &a [x,x,x,x,x,x,x,x,x]\n${Array.from('bcdef')
      .map((name, at) => `${name}: &${name} [${`*${'abcde'[at]},`.repeat(9)}]`)
      .join('\n')}`,
    'its aliases (*) stand for each other far too often',
  ],
  ['<<: 5', '"<<" takes the names of another part'],
  ['generator: !env CHAIN', 'line 1: a value begins with !', /Put it in quotes/],
  ['generator: @x', 'line 1: a value begins with @, % or `', 'Put it in quotes.'],
  ['kind: all\ngenerator: "C:\\people"', 'line 2: a backslash in "…"', /'C:\\people'/],
  ['a: b: c', 'line 1: names and values do not stand as they should', /colon and a space/],
  ['size:64\nkind: all', 'line 1: names and values do not stand as they should'],
  ['size:64', 'line 1: it is no list of names with values', /space after the colon/],
  ['[]', 'line 1: it is no list of names with values'],
  ['? [a]\n: 1', 'line 1: a name is a list'],
  ['['.repeat(20_000), 'it is nested more than 100 times'],
  ['- '.repeat(20_000), 'it is nested more than 100 times'],
  [`a: ${'{a: '.repeat(300)}`, 'it is nested more than 100 times'],
  [
    Array.from({ length: 1500 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'),
    'it is nested more than 100 times',
  ],
  ['{\n  // ours\n  "size": 64\n}', /line 2: .* is not known$/, /begin with #/],
  [
    'generatorOptions:\n  initials:\n    palette: #ff0000',
    'line 3: generatorOptions.initials.palette is empty and must be text or',
    /from # on it is a comment/,
  ],
  ['placeholders: [#ff]', 'line 1: a value begins with #, which begins a comment', /in quotes/],
  [Buffer.from([0xff, 0xfe, 0x00, 0xd8, 0, 0]), 'it is no text in UTF-8 or UTF-16', /UTF-8/],
  [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a]), 'it is no text in UTF-8 or UTF-16'],
  [Buffer.from('generator: \xe4', 'latin1'), 'it is no text in UTF-8 or UTF-16'],
  [Buffer.from('size: 64', 'utf16le'), 'it is no text', /UTF-8/],
  ['#'.repeat(4_000_001), 'it is larger than 4 MB'],
]

const keys: Wrong[] = [
  ['version: 2\n\ngeneratr: initials', 'line 3: "generatr" is not known; did you mean "generator"?', /size,/],
  ['trusted: []', 'line 1: "trusted" is not known', /trustedPlugins/],
  [
    'connections:\n  main:\n    typ: folder',
    'line 3: "typ" is not known in connections.main; did you mean "type"?',
  ],
  [
    'connections:\n  main:\n    type: folder\n    path: /srv',
    'line 4: "path" is not known in connections.main',
    /stands under "options"/,
  ],
  [
    'people:\n  ada@example.com:\n    initial: AK',
    'line 3: "initial" is not known in people.ada@example.com; did you mean "initials"?',
  ],
  [
    'groups:\n  - where: name=A*\n    generatr: x',
    'line 3: "generatr" is not known in groups[1]; did you mean "generator"?',
  ],
  [
    'connections:\n  a:\n    type: folder\n    groups:\n      - where: name=A\n      - wher: name=B',
    'line 6: "wher" is not known in connections.a.groups[2]; did you mean "where"?',
  ],
  ['groups:\n  - generator: initials', 'line 2: groups[1] lacks "where"'],
  ['connections:\n  main:\n    options: {}', 'line 2: connections.main lacks "type"', /type: folder/],
  [
    'siz: 5\nkind: all\nstatuss: []',
    'line 1: "siz" is not known; did you mean "size"? (and 1 more line is not right)',
  ],
]

const types: Wrong[] = [
  ['version: 3', 'line 1: it is of version 3, and this avatarctl knows 2', /newer avatarctl/],
  ['version: "2"', 'line 1: version is no whole number', /version: 2/],
  ['kind: all\nsize: big', 'line 2: size is "big" and must be a whole number'],
  ['size: 8', 'line 1: size is 8 and must be at least 16'],
  ['size: 64.5', 'line 1: size is 64.5 and must be a whole number'],
  ['concurrency: 65', 'line 1: concurrency is 65 and must be at most 64'],
  [
    'kind: persons',
    'line 1: kind is "persons" and must be one of person, other, all; did you mean "person"?',
  ],
  ['status: enabled', 'line 1: status is "enabled" and must be a list', /\[a, b\]/],
  [
    'status:\n  - enabled\n  - active',
    'line 3: status[2] is "active" and must be one of enabled, notActivated',
  ],
  ['onFailure: nxt', 'must be one of skip, next; did you mean "next"?'],
  ['maxChanges: 5 %', 'maxChanges is "5 %" and must be a number, or a percentage as in 5%'],
  ['maxChanges: 101%', 'maxChanges is "101%" and must be a number'],
  ['generator: 5', 'generator is 5 and must be text or a list', 'Put it in quotes: "5".'],
  ['generator: []', 'generator is empty'],
  ['directory: 5', 'directory is 5 and must be text or a list'],
  [
    'generatorOptions: { initials: dark }',
    'generatorOptions.initials is "dark" and must be names with values',
  ],
  ['generatorOptions: { initials: { palette: { a: 1 } } }', 'palette is names with values and must be'],
  ['generatorOptions: { Initials: {} }', '"Initials" in generatorOptions must be the id of a generator'],
  ['groups: { where: name=A }', 'groups is names with values and must be a list'],
  ['exclude: department=Sales', 'exclude is "department=Sales" and must be a list'],
  ['exclude: [Sales]', 'exclude[1] is "Sales" and must be FIELD=GLOB'],
  [
    'exclude:\n  - departement=Sales',
    'line 2: exclude[1] asks for "departement", which is none of name, email, extension, department, site, id; did you mean "department"?',
  ],
  ['groups:\n  - where: [name=A, nam=B]', 'groups[1].where[2] asks for "nam"'],
  ['placeholders: [abc]', 'placeholders[1] is "abc" and must be 64 hexadecimal digits'],
  [`placeholders: [${'g'.repeat(64)}]`, /placeholders\[1\] is "g{60}…" and must be 64 hexadecimal digits$/],
  ['trustedPlugins: "*"', 'trustedPlugins is "*" and must be a list'],
  ['people: [ada]', 'people is a list and must be names with values'],
  ['people: { ada: { initials: 12 } }', 'people.ada.initials is 12 and must be text', /"12"/],
  ['people: { ada: { initials: " " } }', 'people.ada.initials is " " and must be one letter or more'],
  ['initials: [AK]', 'line 1: initials is no list of letters'],
  ['initials:\n  ada@example.com: " "', 'line 2: people.ada@example.com.initials is " "'],
  ['connections: { Main: { type: folder } }', '"Main" in connections must be a word of lower-case letters'],
  [
    'connections: { main: { type: Ring Central } }',
    'type is "Ring Central" and must be the id of a directory',
  ],
]

/** None of it may be shown: it may be what nobody may see. */
const secret = 'eyJhbGciOiJSUzI1NiJ9.hunter2'
const secrets: Wrong[] = [
  [`credentials: ${secret}`, 'credentials is a text and must be one of keyring, file'],
  [`connections: ${secret}`, 'connections is a text and must be names with values'],
  [`connections:\n  main: ${secret}`, 'line 2: connections.main is a text and must be names with values'],
  [`RC_USER_JWT: ${secret}`, '"RC_USER_JWT" is not known', /avatarctl login/],
  [
    `connections:\n  main:\n    type: ringcentral\n    clientSecret: ${secret}`,
    'line 4: "clientSecret" is not known in connections.main',
    /avatarctl login/,
  ],
  [`connections:\n  main:\n    type: ringcentral\n    password: "${secret}`, 'a quotation mark is opened'],
  [`connections:\n  main:\n    jwt: *${secret}`, 'a value begins with *'],
]

describe('settings that are not right', () => {
  const folder = temporaryFolder()

  async function complaint(): Promise<AppError> {
    const error = await readSettings(folder.path).catch((thrown: unknown) => thrown)
    expect(error).to.be.instanceOf(AppError).and.include({ exitCode: 2, code: 'unreadable-input' })
    return error as AppError
  }

  function expectSaid({ message, hint = '' }: AppError, [, says, wanted = '']: Wrong): void {
    expect(message).to.contain(`The settings ${folder.path}`)
    if (typeof says === 'string') expect(message).to.include(says)
    else expect(message).to.match(says)
    if (typeof wanted === 'string') expect(hint).to.include(wanted)
    else expect(hint).to.match(wanted)
    // One sentence, and what to do in another.
    expect(`${message} ${hint}`).not.to.match(/\n|undefined|\[object|TypeError|YAMLParseError/)
  }

  for (const [what, table] of Object.entries({
    'cannot be read on': yaml,
    'have keys that nobody knows': keys,
    'have values that do not fit': types,
  }))
    describe(`because they ${what}`, () => {
      for (const wrong of table) {
        const [text] = wrong
        const title = typeof text === 'string' ? JSON.stringify(text.slice(0, 60)) : text.toString('hex')
        it(`are told in one sentence: ${title}`, async () => {
          await writeFile(folder.join('settings.yaml'), text)
          expectSaid(await complaint(), wrong)
        })
      }
    })

  for (const wrong of secrets)
    it(`never show what may be a secret: ${JSON.stringify(String(wrong[0]).replace(secret, '…'))}`, async () => {
      await writeFile(folder.join('settings.yaml'), wrong[0])
      const error = await complaint()
      expectSaid(error, wrong)
      expect(`${error.message} ${error.hint ?? ''} ${error.stack ?? ''}`).not.to.match(/hunter2|eyJ/)
    })

  describe('as the file is no such file', () => {
    const file = () => folder.join('settings.yaml')

    it('is told of a folder in its place', async () => {
      await mkdir(file())
      expectSaid(await complaint(), ['', 'it is a folder', 'Put a file in its place.'])
    })

    it('is told of a link that leads nowhere: nobody goes without their settings unknowingly', async () => {
      await symlink(folder.join('elsewhere', 'settings.yaml'), file())
      expectSaid(await complaint(), [
        '',
        'it is a link, and what it leads to is not there',
        /go without settings/,
      ])
    })

    it('is told of a link to itself', async () => {
      await symlink(file(), file())
      expectSaid(await complaint(), ['', 'it is a link that leads back to itself'])
    })

    it('is told of two files', async () => {
      await writeFile(file(), 'size: 64')
      await writeFile(folder.join('settings.json'), '{}')
      expectSaid(await complaint(), ['', 'there is settings.json beside it', /one of them/])
    })

    it('is told of a folder of settings that is none', async () => {
      await writeFile(folder.join('config'), '')
      const error = await readSettings(folder.join('config')).catch((thrown: unknown) => thrown)
      expectSaid(error as AppError, ['', 'its folder is no folder', /AVATARCTL_CONFIG_DIR/])
    })

    it('is told of a pipe, and nobody waits for what comes out of it', async function () {
      if (spawnSync('mkfifo', [file()]).status !== 0) return this.skip()
      expectSaid(await complaint(), ['', 'it is no file'])
    })

    it('is told of a file that this user may not read', async function () {
      await writeFile(file(), 'size: 64', { mode: 0o600 })
      await chmod(folder.path, 0o755)
      const asNobody = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath]
      const module = path.resolve(import.meta.dirname, '../../src/settings/settings-file.ts')
      const script = `import { readSettings } from '${module}'
        await readSettings('${folder.path}').catch(({ message, hint }) => console.log(message, hint))`
      const { stdout, error, status } = spawnSync(
        'setpriv',
        [...asNobody, '--import=tsx', '--input-type=module', '--eval', script],
        { encoding: 'utf8' },
      )
      // Reason for skipping: only root may become somebody else.
      if (error || status !== 0) return this.skip()
      expect(stdout).to.match(/this user may not read it Give yourself the right/)
    })
  })
})
