import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { generatorPackage } from '../support/made-up-package.ts'
import { type Registry, startRegistry } from '../support/registry.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { avatarctlInTerminal, keys, noTerminal, type Typed } from '../support/terminal.ts'

describe('plugins of a registry', function () {
  this.timeout(90_000)
  const home = temporaryFolder()
  let registry: Registry
  before(async () => {
    registry = await startRegistry()
    const robots = { hosts: ['robots.example'], sends: ['hashed email'] }
    await registry.publish(
      generatorPackage('@avatarctl/generator-robots', '1.0.0', 'robots', { contribution: robots }),
    )
  })
  after(async () => registry.close())

  const run = (args: string[]) =>
    avatarctl(['plugins', ...args], { home: home.path, env: registry.environment })
  const listed = async () => {
    const { json } = await run(['list', '--json'])
    const { plugins } = json<{ plugins: { name: string; version: string; kind: string }[] }>()
    return plugins.filter(({ kind }) => kind !== 'bundled').map(({ name, version }) => `${name}@${version}`)
  }

  describe('that bring a generator which a chain names and nobody brings here, in a terminal', () => {
    // Reason for skipping: there is no terminal.
    before(function () {
      if (noTerminal) this.skip()
    })
    const type = (args: string[], typed: readonly Typed[], env: Record<string, string> = {}) =>
      avatarctlInTerminal(args, { home: home.path, typed, env: { ...registry.environment, ...env } })
    const answer = (text: string) => [{ after: /\(y\/N\) /, keys: text }]
    const shows =
      /Plugin +@avatarctl\/generator-robots 1\.0\.0, from the registry\n[^]*Asks +robots\.example\n[^]*Sends +hashed email\n[^]*\nInstall @avatarctl\/generator-robots 1\.0\.0\? \(y\/N\)/

    it('are offered: no ends as without a terminal, yes installs it and goes on', async () => {
      const generate = ['generate', '--seed', 'Ada', '-g', 'robots', '-o', 'faces']
      const refused = await type(generate, answer(keys.enter))
      expect(refused.code, refused.screen).to.equal(2)
      expect(refused.screen).to.match(shows).and.to.contain('There is no generator "robots"')
      expect(await readdir(home.join('data/plugins'))).to.deep.equal([])
      expect(existsSync(home.join('faces'))).to.equal(false)

      const agreed = await type(generate, answer('y\r'))
      expect(agreed.code, agreed.screen).to.equal(0)
      expect(await readdir(home.join('faces'))).to.have.length(1)
      expect(await listed()).to.deep.equal(['@avatarctl/generator-robots@1.0.0'])
    })

    it('are not offered where there is none, where it is a stranger’s, and to whom cannot or does not want to be asked', async () => {
      await registry.publish(generatorPackage('@avatarctl/generator-posing', '1.0.0', 'other'))
      await registry.publish(generatorPackage('strangers', '1.0.0', 'strangers'))
      const people = ['generate', '--seed', 'Ada', '-g']
      for (const [args, env] of [
        [[...people, 'nowhere']],
        [[...people, 'posing']],
        [[...people, 'strangers']],
        [['sync', '-d', 'folder:x', '-g', 'robots', '--dry-run']],
        [['generators', 'show', 'robots', '--quiet']],
        [['generators', 'show', 'robots', '--safe-mode']],
        [['generators', 'show', 'robots'], { CI: 'true' }],
      ] satisfies [string[], Record<string, string>?][]) {
        const { code, screen } = await type(args, answer('y\r'), env)
        expect(code, screen).to.equal(2)
        expect(screen).to.contain('There is no generator').and.not.contain('y/N')
      }
      expect(await listed()).to.deep.equal([])
    })
  })

  it('are all there when several were installed at the same time', async () => {
    const names = ['north', 'east', 'south']
    for (const name of names) await registry.publish(generatorPackage(`@acme/${name}`, '1.0.0', name))
    const all = await Promise.all(names.map((name) => run(['install', `@acme/${name}`, '--yes', '--wait'])))
    for (const { code, stderr } of all) expect(code, stderr).to.equal(0)
    expect((await listed()).sort()).to.deep.equal(names.map((name) => `@acme/${name}@1.0.0`).sort())
    const { json } = await run(['list', '--verify', '--json'])
    expect(json<{ plugins: { active: boolean }[] }>().plugins.every(({ active }) => active)).to.equal(true)
  })
})
