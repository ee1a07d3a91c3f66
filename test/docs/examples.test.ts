import { readFileSync } from 'node:fs'
import { cp, mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { avatarctl, begin, type Ended, repository } from '../support/command-line.ts'
import { fiveColleagues, makeCompany } from '../support/company.ts'
import { picture } from '../support/pictures.ts'
import { commandsIn } from '../support/shell-words.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const { commands } = JSON.parse(readFileSync(path.join(repository, 'oclif.manifest.json'), 'utf8')) as {
  commands: Record<string, { examples: string[] }>
}
const examples = Object.values(commands).flatMap((one) =>
  one.examples.map((example) => example.replaceAll('<%= config.bin %>', 'avatarctl')),
)

/** Those that are not run here, and where they are. */
const elsewhere: Record<string, RegExp> = {
  'test/commands/plugins and test/e2e, with a registry':
    /^avatarctl plugins (?:install|uninstall|unlink|link|update)/,
  'test/commands/login.test.ts, with a service to sign in to': /avatarctl (?:login|logout acme)/,
  'test/commands/only-me.test.ts, with an account': / --me$/,
  'test/commands/sandbox.test.ts, which ends it': /^avatarctl sandbox (?!--reset)/,
  'test/commands/demo.test.ts, as it takes half a minute': /^avatarctl demo/,
}
const isElsewhere = (example: string) => Object.values(elsewhere).some((one) => one.test(example))

/** Those that go on until they are stopped, and what they say once they work. */
const endless: [RegExp, says: RegExp][] = [[/ --watch /, /"message":".*next run/i]]

/** Those that do not end with 0 in the world of this test, and why. */
const otherwise: [RegExp, code: number][] = [
  // She has never had a photo, so none is kept.
  [/^avatarctl vault export for-ada/, 2],
  // The ledger is in order: that takes a yes.
  [/^avatarctl vault verify --rebuild$/, 2],
  // Nobody can be asked here.
  [/^avatarctl connections add$/, 2],
  [/^avatarctl connections remove lab$/, 2],
  [/^avatarctl vault forget ada@example.com$/, 2],
  // A made-up company has nobody of that number in that folder.
  [/^avatarctl vault forget 4711 /, 2],
  // A run of this name is in the documents alone.
  [/20261122T101500Z-1a2b$/, 2],
  // Two of its five people have no photo: more than a tenth.
  [/--max-changes 10%$/, 2],
  // No connection of that kind is there.
  [/^avatarctl connections test 'ringcentral:\*'$/, 2],
]

describe('the examples in the help', () => {
  const home = temporaryFolder()

  beforeEach(async function () {
    const colleagues = await fiveColleagues()
    for (const company of ['company', 'lab']) await makeCompany(home.join(company), colleagues)
    await cp(home.join('company/people.csv'), home.join('people.csv'))
    await mkdir(home.join('photos/2026'), { recursive: true })
    const photo = await picture('green')
    for (const file of ['ada@example.com.jpg', 'photos/lukasz@example.com.png', 'photos/2026/3.png'])
      await writeFile(home.join(file), photo)
    await writeFile(home.join('photos.csv'), 'person,file\nada@example.com,ada@example.com.jpg\n')
    await mkdir(home.join('config'))
    const of = (name: string) => `  ${name}: { type: folder, options: { path: ${home.join(name)} } }\n`
    await writeFile(home.join('config/settings.yaml'), `directory: lab\nconnections:\n${of('lab')}`)
    await run(['sync', '-d', 'folder:company', '--person', 'lukasz@example.com'])
    if (this.currentTest?.title.startsWith('avatarctl connections add main')) return
    await run(['connections', 'add', 'main', '--type', 'folder', '--option', `path=${home.join('company')}`])
  })

  const run = (args: readonly string[]) => avatarctl(args, { home: home.path })

  async function untilItWorks(args: readonly string[], says: RegExp): Promise<Ended> {
    const begun = begin(args, { home: home.path })
    const looking = setInterval(() => {
      if (says.test(begun.said())) begun.kill('SIGINT')
    }, 100)
    const ended = await begun.ended
    clearInterval(looking)
    return ended
  }

  for (const example of examples.filter((one) => !isElsewhere(one)))
    it(example, async () => {
      const [words = []] = commandsIn(example)
      const args = words.slice(1).map((word) => word.replace(/^~/, home.path))
      const [, says] = endless.find(([which]) => which.test(example)) ?? []
      const { code, stderr, stdout } = says ? await untilItWorks(args, says) : await run(args)
      const [, expected = 0] = otherwise.find(([which]) => which.test(example)) ?? []
      expect(code, stderr + stdout).to.equal(expected)
      expect(stderr).not.to.match(/^ {4}at /m)
    })

  it('are run here, but for those that have a test of their own', () => {
    for (const [where, which] of Object.entries(elsewhere))
      expect(
        examples.filter((one) => which.test(one)),
        where,
      ).not.to.be.empty
    const lists = [...endless, ...otherwise].map(([which]) => which)
    for (const which of lists)
      expect(
        examples.filter((one) => which.test(one)),
        String(which),
      ).not.to.be.empty
  })
})
