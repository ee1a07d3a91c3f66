import { readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import sharp from 'sharp'
import { gravatar, hashesOf, serve } from '../../packages/generator-gravatar/test/service.ts'
import { avatarctl, repository } from '../support/command-line.ts'
import { picturesIn } from '../support/inline-pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { avatarctlInTerminal, noTerminal } from '../support/terminal.ts'

interface Document {
  generator: string
  asks: string[]
  sends: string[]
  samples: {
    person: { id: string; name: string | null }
    label: string | null
    choice: { option: string; value: unknown } | null
  }[]
  failed: { person: { id: string }; error: { message: string } }[]
  sheets: string[]
  summary: { samples: number; failed: number; none: number }
}

describe('generators preview', function () {
  this.timeout(60_000)
  const home = temporaryFolder()

  async function preview(args: readonly string[], env: Record<string, string> = {}) {
    const temporary = { TMPDIR: home.path, ...env }
    return avatarctl(['generators', 'preview', ...args], { home: home.path, env: temporary })
  }

  async function document(...args: readonly string[]): Promise<Document & { code: number | null }> {
    const ended = await preview([...args, '--json'])
    expect(ended.stdout).to.not.contain('\x1b')
    return { code: ended.code, ...ended.json<Document>() }
  }

  it('says in a pipe where the picture is, and nothing else, even where kitty is at the other end', async () => {
    const ended = await preview(['initials'], { TERM: 'xterm-kitty', NO_COLOR: '' })
    expect(ended.code).to.equal(0)
    expect(ended.stdout + ended.stderr).to.not.contain('\x1b')
    const [file = '', ...more] = ended.stdout.split('\n')
    expect(more).to.deep.equal([''])
    expect(path.relative(home.path, file)).to.match(/^avatarctl-\w+\/initials\.png$/)
    expect(ended.stderr).to.contain('12 samples of Initials (initials)')
    const { width, height, format } = await sharp(await readFile(file)).metadata()
    expect(format).to.equal('png')
    expect(width / height).to.be.greaterThan(2)
  })

  it('makes a document for scripts: people of many scripts, and letters for each of them', async () => {
    const { code, samples, sheets, summary, ...rest } = await document('initials', '-o', 'all.png')
    expect(code).to.equal(0)
    expect(rest).to.deep.equal({ generator: 'initials', asks: [], sends: [], failed: [] })
    expect(summary).to.deep.equal({ samples: 12, failed: 0, none: 0 })
    expect(samples.map(({ label }) => label)).to.include.members(['AL', '小明', 'ŁŻ', '민수', 'NA'])
    expect(sheets).to.deep.equal([home.join('all.png')])
  })

  it('shows every style where none is given, and what was asked for where one is', async () => {
    const all = await document('dicebear', '--size', '32')
    expect(all.samples).to.have.lengthOf(30)
    expect(all.samples.map(({ choice }) => choice?.option)).to.deep.equal(Array(30).fill('style'))
    expect(all.samples.map(({ choice }) => choice?.value)).to.include.members(['bottts', 'rings', 'thumbs'])
    const seeds = ['--seed', 'Ada Lovelace', '--seed', 'bob@example.com']
    const one = await document('dicebear', '--size', '32', '--option', 'dicebear.style=rings', ...seeds)
    expect(one.samples.map(({ person, choice }) => [person.name, choice])).to.deep.equal([
      ['Ada Lovelace', null],
      [null, null],
    ])
  })

  it('shows no more than a hundred people of a file, and says so', async () => {
    const people = Array.from({ length: 120 }, (_, index) => ({ name: `Jane ${index}` }))
    await writeFile(home.join('people.json'), JSON.stringify(people))
    const ended = await preview(['identicon', '--from', 'people.json', '--size', '16'])
    expect(ended.stderr).to.contain('Only the first 100 of the people are shown.')
    expect(ended.stderr).to.contain('100 samples of')
  })

  it('leaves a file alone that is not ours', async () => {
    await writeFile(home.join('photo.png'), 'mine')
    const ended = await preview(['initials', '-o', 'photo.png'])
    expect([ended.code, ended.stdout]).to.deep.equal([2, ''])
    expect(ended.stderr).to.contain('was not made by avatarctl')
    expect(await readFile(home.join('photo.png'), 'utf8')).to.equal('mine')
  })

  it('knows no generator that is not there, and no option that is not its own', async () => {
    expect((await preview(['nobody'])).stderr).to.contain('There is no generator "nobody"')
    const stray = await preview(['initials', '--option', 'identicon.x=1'])
    expect([stray.code, stray.stderr.includes('identicon.x')]).to.deep.equal([2, true])
  })

  describe('in a terminal', function () {
    before(function () {
      if (noTerminal) this.skip()
    })

    async function show(env: Record<string, string>, ...args: string[]) {
      const options = { home: home.path, env: { TMPDIR: home.path, ...env } }
      return avatarctlInTerminal(['generators', 'preview', 'initials', '--size', '32', ...args], options)
    }

    it('of kitty’s or iTerm2’s kind shows the very picture that a file would have', async () => {
      await preview(['initials', '--size', '32', '-o', 'same.png'])
      const file = await readFile(home.join('same.png'))
      for (const env of [{ TERM: 'xterm-kitty' }, { TERM_PROGRAM: 'iTerm.app' }]) {
        const { code, sent } = await show(env)
        const { pictures, rest } = picturesIn(sent)
        expect(pictures.map((picture) => picture.equals(file))).to.deep.equal([true])
        expect(rest).to.contain('12 samples').and.not.contain('.png')
        expect(code).to.equal(0)
      }
      expect((await readdir(home.path)).filter((name) => name.startsWith('avatarctl-'))).to.deep.equal([])
    })

    it('of another kind, or where none is wanted, says where the file is', async () => {
      for (const [env, ...args] of [
        [{ TERM: 'xterm' }],
        [{ TERM: 'xterm-kitty', TMUX: '/tmp/tmux-0/default,1,0' }],
        [{ TERM: 'xterm-kitty', NO_COLOR: '1' }],
        [{ TERM: 'dumb', KITTY_WINDOW_ID: '1' }],
        [{ TERM: 'xterm-kitty' }, '--no-color'],
        [{ TERM: 'xterm-kitty' }, '--quiet'],
        [{ TERM: 'xterm-kitty' }, '-o', 'here.png'],
        [{ TERM: 'xterm-kitty' }, '--json'],
      ] as const) {
        const { screen, sent } = await show(env, ...args)
        const what = JSON.stringify([env, args])
        expect(sent, what).to.not.match(/\x1b_G|\x1b\]/)
        expect(screen, what).to.match(/\/(?:initials|here)\.png/)
      }
    })
  })

  describe('of a generator that asks somebody', () => {
    async function ask(answer: Parameters<typeof serve>[0], ...args: string[]) {
      await using service = await serve(answer)
      await avatarctl(['plugins', 'link', path.join(repository, 'packages/generator-gravatar')], {
        home: home.path,
      })
      const own = ['gravatar', '--option', `gravatar.baseUrl=${service.baseUrl}`]
      return { ...(await preview([...own, ...args])), asked: service.asked, baseUrl: service.baseUrl }
    }

    it('says whom it asks, and that the people are made up; nobody has a photo then', async () => {
      const { code, stdout, stderr, asked, baseUrl } = await ask(gravatar({}))
      expect(stderr).to.match(/gravatar may ask [^ ]*gravatar\.com/)
      expect(stderr).to.contain(new URL(baseUrl).origin)
      expect(stderr).to.contain('made-up people, whose addresses end in example.com')
      expect(stderr).to.contain('0 samples of Gravatar (gravatar); it has no image of 12 people')
      expect([code, stdout]).to.deep.equal([0, ''])
      expect(asked).to.have.lengthOf(12)
      expect((await readdir(home.path)).filter((name) => name.startsWith('avatarctl-'))).to.deep.equal([])
    })

    it('tells which samples failed, and shows the others', async () => {
      const [eve = ''] = hashesOf('eve@example.com')
      const photo = gravatar({ 'ada@example.com': 'g' })
      const ended = await ask(
        (url) => (url.pathname.endsWith(eve) ? { status: 503, headers: { 'retry-after': '0' } } : photo(url)),
        ...['--seed', 'ada@example.com', '--seed', 'eve@example.com'],
      )
      expect(ended.code).to.equal(3)
      expect(ended.stderr).to.match(/✖ eve@example\.com: gravatar .*failed: .* answered 503/)
      expect(ended.stderr).to.contain('1 sample of Gravatar').and.contain('the people that you named')
      expect(ended.stdout).to.match(/gravatar\.png\n$/)
    })
  })
})
