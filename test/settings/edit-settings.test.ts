import { spawn, spawnSync } from 'node:child_process'
import { chmod, lstat, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import type { Document } from 'yaml'
import { AppError } from '../../src/errors.ts'
import { editSettings } from '../../src/settings/edit-settings.ts'
import { readSettings } from '../../src/settings/settings-file.ts'
import { snapshot } from '../support/company.ts'
import { mountSmallDisk, noMount, unmount } from '../support/small-disk.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the settings file, when the tool writes to it', () => {
  const home = temporaryFolder()
  const config = () => home.join('config')
  const file = (name = 'settings.yaml') => path.join(config(), name)
  const edit = (change: (document: Document) => void) => editSettings(config(), change)
  const setSize = (size: number) => edit((document) => document.set('size', size))
  const text = async (name?: string) => await readFile(file(name), 'utf8')

  async function write(content: string | Buffer, name?: string): Promise<void> {
    await mkdir(config(), { recursive: true })
    await writeFile(file(name), content)
  }

  it('is made for its owner alone, in YAML, with the schema for editors', async () => {
    expect(await setSize(64)).to.equal(file())
    expect(await text()).to.equal(
      [
        '# Settings of avatarctl; `avatarctl connections add` writes here as well, and keeps comments.',
        '# yaml-language-server: $schema=https://unpkg.com/avatarctl/schema/settings.schema.json',
        'version: 2',
        'size: 64',
        '',
      ].join('\n'),
    )
    expect((await stat(file())).mode & 0o777).to.equal(0o600)
    expect((await stat(config())).mode & 0o777).to.equal(0o700)
  })

  it('keeps comments, order, quotes, and what is said once for several places', async () => {
    const before = `# Ours
version: 2

# Who goes first
kind: person # never rooms
connections:
  # The main account
  main:
    type: folder
    options:
      path: '/srv/company' # on the server
groups:
  - &brand
    where: "department=Sales"
    generator: [gravatar, initials]
  - <<: *brand
    where: name=B*

# The end
`
    await write(before)
    await edit((document) => document.setIn(['connections', 'second'], { type: 'folder' }))
    expect(await text()).to.equal(
      before.replace('# on the server\n', '# on the server\n  second:\n    type: folder\n'),
    )
    await edit((document) => document.deleteIn(['connections', 'second']))
    expect(await text()).to.equal(before)
  })

  it('stays JSON where it is JSON, set in as it was, and with its names in their order', async () => {
    for (const indent of ['    ', '\t']) {
      const before = JSON.stringify(
        { version: 2, people: { b: { initials: 'B' } }, trustedPlugins: ['x'] },
        null,
        indent,
      )
      await write(`${before.replace('"b"', '"12"')}\n`, 'settings.json')
      await edit((document) => document.setIn(['people', '7'], { initials: 'C' }))
      expect(await text('settings.json')).to.equal(
        `{
@"version": 2,
@"people": {
@@"12": {
@@@"initials": "B"
@@},
@@"7": {
@@@"initials": "C"
@@}
@},
@"trustedPlugins": [
@@"x"
@]
}
`.replaceAll('@', indent),
      )
    }
  })

  it('keeps comments in JSON too', async () => {
    await write('{\n  # ours\n  "version": 2,\n  "generator": "initials" # for all\n}\n', 'settings.json')
    await edit((document) => document.set('kind', 'all'))
    expect(await text('settings.json')).to.equal(
      '{\n  # ours\n  "version": 2,\n  "generator": "initials", # for all\n  "kind": "all"\n}\n',
    )
  })

  const forms: Record<string, (text: string) => Buffer> = {
    'UTF-8 with its mark': (content) => Buffer.from(`\ufeff${content}`),
    'UTF-16 of Windows': (content) => Buffer.from(`\ufeff${content}`, 'utf16le'),
    'UTF-16 the other way round': (content) => Buffer.from(`\ufeff${content}`, 'utf16le').swap16(),
    'lines that end as on Windows': (content) => Buffer.from(content.replaceAll('\n', '\r\n')),
  }
  for (const [form, bytes] of Object.entries(forms))
    it(`stays in ${form}`, async () => {
      await write(bytes('# Größe\nversion: 2\nsize: 64\n'))
      await setSize(65)
      expect(await readFile(file())).to.deep.equal(bytes('# Größe\nversion: 2\nsize: 65\n'))
    })

  it('keeps its mode, whatever this user usually gives new files', async () => {
    await write('size: 64\n')
    await chmod(file(), 0o664)
    const umask = process.umask(0o077)
    try {
      await setSize(65)
    } finally {
      process.umask(umask)
    }
    expect((await stat(file())).mode & 0o777).to.equal(0o664)
  })

  it('stays where a link leads to, and the link stays', async () => {
    await mkdir(home.join('dotfiles'))
    await mkdir(config())
    await writeFile(home.join('dotfiles', 'avatarctl.yaml'), 'size: 64\n')
    await symlink('../dotfiles/avatarctl.yaml', file())
    await setSize(65)
    expect((await lstat(file())).isSymbolicLink()).to.equal(true)
    expect(await readFile(home.join('dotfiles', 'avatarctl.yaml'), 'utf8')).to.equal('size: 65\n')
    expect(await readdir(home.join('dotfiles'))).to.deep.equal(['avatarctl.yaml'])
  })

  it('of the first version is brought to this one, and a copy of it is kept', async () => {
    const old =
      '# Ours\ninitials:\n  # The boss\n  ada@example.com: AK # as she signs\n  "7": x\ntrustedPlugins: ["@acme/*"]\n'
    await write(old)
    await setSize(64)
    expect(await text()).to.equal(`# Ours
people:
  # The boss
  ada@example.com:
    initials: AK # as she signs
  "7":
    initials: x
trustedPlugins: ["@acme/*"]
version: 2
size: 64
`)
    expect(await text('settings.yaml.version-1')).to.equal(old)
    await setSize(65)
    expect(await readdir(config())).to.deep.equal(['settings.yaml', 'settings.yaml.version-1'])
  })

  it('is left as it is where something in it is wrong, or would be', async () => {
    await write('siz: 64\n')
    const asBefore = await snapshot(config())
    expect(await setSize(64).catch((error: unknown) => error)).to.be.instanceOf(AppError)
    expect(await snapshot(config())).to.deep.equal(asBefore)
    await write('size: 64\n')
    expect(await setSize(1).catch((error: unknown) => error)).to.be.instanceOf(AppError)
    expect(await text()).to.equal('size: 64\n')
  })

  it('is changed anew where somebody has saved it in between', async () => {
    await write('size: 64\n')
    let tries = 0
    await edit((document) => {
      tries += 1
      document.set('kind', 'all')
      if (tries > 1) return
      // An editor saves at the worst moment: after it was read, before it is written.
      spawnSync(process.execPath, ['-e', `require('fs').writeFileSync('${file()}', 'size: 65\\n# mine\\n')`])
    })
    expect(tries).to.equal(2)
    expect(await text()).to.equal('size: 65\nkind: all\n\n# mine\n')
  })

  it('is not written where that is not allowed, and this is said', async function () {
    // Reason for skipping: nothing stops root but a disk that can only be read.
    if (noMount !== undefined) return this.skip()
    await write('size: 64\n')
    spawnSync('mount', ['--bind', config(), config()])
    spawnSync('mount', ['-o', 'remount,bind,ro', config()])
    try {
      const error = (await setSize(65).catch((thrown: unknown) => thrown)) as AppError
      expect(error).to.include({ code: 'cannot-write-output', exitCode: 2 })
      expect(error.message).to.equal(`The settings ${file()} cannot be written: its disk can only be read`)
      expect(error.hint).to.match(/^Nothing was changed\./)
    } finally {
      unmount(config())
    }
    expect(await text()).to.equal('size: 64\n')
  })

  for (const [what, first] of Object.entries({
    'what it was': 'size: 64\n',
    'what it was in the first version': 'initials: { ada@example.com: AK }\n',
  }))
    it(`stays ${what} where the disk is full`, async function () {
      // Reason for skipping: only root can mount a small disk.
      if (noMount !== undefined) return this.skip()
      await mountSmallDisk(config(), 12)
      try {
        await write(first)
        await writeFile(file('ballast'), Buffer.alloc(4096)).catch(() => undefined)
        const many = Array.from({ length: 400 }, (_, n) => `name=person ${n}`)
        const error = (await edit((document) => document.set('exclude', many)).catch(
          (thrown: unknown) => thrown,
        )) as AppError
        expect(error.message).to.match(/cannot be written: there is no room left on its disk$/)
        expect(await text()).to.equal(first)
        expect((await readdir(config())).filter((name) => name.endsWith('.tmp'))).to.deep.equal([])
        await rm(file('ballast'))
        await setSize(64)
      } finally {
        unmount(config())
      }
    })

  it('is whole whenever a process that writes it is killed, and says everything that was said before', async function () {
    this.timeout(120_000)
    const module = path.resolve(import.meta.dirname, '../../src/settings/edit-settings.ts')
    const script = `import { editSettings } from ${JSON.stringify(module)}
      for (let n = Number(process.argv[1]); ; n += 1) {
        await editSettings(process.argv[2], (document) => document.setIn(['people', String(n)], { initials: 'A' }))
        process.stdout.write('.')
      }`
    let known = 0
    for (let round = 1; round <= 8; round += 1) {
      const child = spawn(
        process.execPath,
        ['--import=tsx', '--input-type=module', '--eval', script, String(known), config()],
        { stdio: ['ignore', 'pipe', 'inherit'] },
      )
      let done = 0
      // Each time after another number of changes, in the middle of the next one.
      child.stdout.on('data', (dots: Buffer) => {
        done += dots.length
        if (done >= round * 2) child.kill('SIGKILL')
      })
      await new Promise((resolve) => child.on('close', resolve))
      const { people } = await readSettings(config())
      expect(Object.keys(people).length).to.be.at.least(known + done)
      expect(Object.keys(people)).to.deep.equal(Object.keys(people).map((_, n) => String(n)))
      known = Object.keys(people).length
    }
  })
})
