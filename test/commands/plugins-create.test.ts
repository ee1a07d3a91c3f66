import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import prettier from 'prettier'
import satisfies from 'semver/functions/satisfies.js'
import { readContributions } from '../../src/plugins/contributions.ts'
import { sdkFor } from '../../src/plugins/workshop.ts'
import { avatarctl, repository } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

interface Created {
  plugin: string
  id: string
  folder: string
  files: string[]
  assumed: Record<string, string>
}

describe('avatarctl plugins create', () => {
  const folder = temporaryFolder()
  const create = (...args: string[]) => avatarctl(['plugins', 'create', ...args], { home: folder.path })

  async function contents(root: string): Promise<Record<string, string>> {
    const entries = await readdir(root, { recursive: true, withFileTypes: true })
    const files = entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
    const texts = files.map(
      async (file) => [path.relative(root, file), await readFile(file, 'utf8')] as const,
    )
    return Object.fromEntries(await Promise.all(texts))
  }

  it('makes a package, and says what it assumed', async () => {
    const ended = await create('pixels', '--author', 'Ada')
    expect(ended.code, ended.stderr).to.equal(0)
    expect(ended.stdout).to.include('--title "Pixels", --licence "MIT", --artwork-licence "CC0-1.0"')
    const pkg = JSON.parse(
      await readFile(folder.join('avatarctl-generator-pixels/package.json'), 'utf8'),
    ) as { devDependencies: Record<string, string> }
    expect(pkg).to.include({ name: 'avatarctl-generator-pixels', license: 'MIT', author: 'Ada' })
    // In a checkout, the sdk is the one that lies there.
    expect(pkg.devDependencies['@avatarctl/sdk']).to.equal(`file:${path.join(repository, 'packages/sdk')}`)
    expect(ended.stdout).to.include('before you publish it')
  })

  it('makes the same files of the same answers, formatted, and with every answer as it was given', async () => {
    const hostile = 'A "quoted" \\ ${name} {{id}} $& <b>'
    const args = ['@acme/pixels', '--json', '--author', hostile, '--title', hostile.slice(0, 30)]
    const more = ['--licence', 'Apache-2.0', '--artwork-licence', 'CC-BY-4.0']
    const one = (await create(...args, ...more, '--folder', 'one')).json<Created>()
    const two = (await create(...args, ...more, '--folder', 'two')).json<Created>()
    expect(one).to.deep.include({ plugin: '@acme/avatarctl-generator-pixels', id: 'pixels', assumed: {} })
    const files = await contents(one.folder)
    expect(files).to.deep.equal(await contents(two.folder))
    expect(Object.keys(files).sort()).to.deep.equal([...one.files].sort())
    expect(files).to.include.keys('.gitignore', 'LICENSE')
    const pkg = JSON.parse(files['package.json']!) as { author: string; $schema: string }
    expect(pkg.author).to.equal(hostile)
    expect(files['LICENSE']).to.include('Apache License').and.to.include(hostile)
    const style = { printWidth: 110, semi: false, singleQuote: true, trailingComma: 'all' } as const
    for (const [name, text] of Object.entries(files).filter(([file]) => /\.(?:ts|js|json)$/.test(file)))
      expect(await prettier.check(text, { ...style, filepath: name }), name).to.equal(true)
  })

  it('makes a package that avatarctl takes, for the versions that are there', async () => {
    const { folder: root } = (await create('pixels', '--json')).json<Created>()
    const files = await contents(root)
    const pkg = JSON.parse(files['package.json']!) as Record<string, unknown>
    await mkdir(path.join(root, 'dist'))
    await writeFile(path.join(root, 'dist/generator.js'), '')
    const own = JSON.parse(await readFile(path.join(repository, 'package.json'), 'utf8')) as {
      version: string
    }
    const plugin = { name: 'pixels', version: '0.1.0', root, type: 'link', pjson: pkg }
    const found = await readContributions([plugin], own.version)
    expect(found.problems).to.deep.equal([])
    expect(found.generators.map(({ id }) => id)).to.deep.equal(['pixels'])
    const sdk = JSON.parse(await readFile(path.join(repository, 'packages/sdk/package.json'), 'utf8')) as {
      version: string
    }
    // Where the tool was installed, there is no sdk beside it, and the published one is asked for.
    expect(satisfies(sdk.version, sdkFor(folder.path, own.version))).to.equal(true)
  })

  it('makes nothing of a name or an answer that is not right', async () => {
    for (const args of [['initials'], ['../pixels'], ['pixels', '--licence', 'WTFPL']]) {
      const ended = await create(...args)
      expect(ended.code, ended.stderr).to.equal(2)
    }
    expect(await readdir(folder.path)).to.not.include('avatarctl-generator-pixels')
  })

  it('takes a folder that is empty, and leaves one alone that is not', async () => {
    await mkdir(folder.join('mine'))
    expect((await create('pixels', '--folder', 'mine')).code).to.equal(0)
    const before = await contents(folder.join('mine'))
    const again = await create('dots', '--folder', 'mine')
    expect(again.code).to.equal(2)
    expect(again.stderr).to.include('not empty')
    expect(await contents(folder.join('mine'))).to.deep.equal(before)
  })

  it('leaves a file alone, also when a link leads to it', async () => {
    await writeFile(folder.join('file'), 'mine')
    await symlink(folder.join('file'), folder.join('link'))
    for (const name of ['file', 'link']) expect((await create('pixels', '--folder', name)).code).to.equal(2)
    expect(await readFile(folder.join('file'), 'utf8')).to.equal('mine')
  })

  it('makes one plugin when it is asked twice at the same time', async () => {
    const both = await Promise.all([create('pixels'), create('pixels')])
    expect(both.map(({ code }) => code).sort()).to.deep.equal([0, 2])
    expect(await readdir(folder.join('avatarctl-generator-pixels'))).to.have.length(7)
  })
})
