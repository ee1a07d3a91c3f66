import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect } from 'chai'
import { repository } from './support/command-line.ts'

interface Manifest {
  commands: Record<
    string,
    { examples?: string[]; description?: string; flags: Record<string, { env?: string }> }
  >
}

describe('oclif.manifest.json', () => {
  const manifest = JSON.parse(readFileSync(path.join(repository, 'oclif.manifest.json'), 'utf8')) as Manifest
  const commands = Object.entries(manifest.commands)

  it('is what the commands say today', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/manifest.js', '--check'], {
      cwd: repository,
      encoding: 'utf8',
    })
    expect(status, stderr).to.equal(0)
  })

  it('gives every command --json, examples and its exit codes', () => {
    for (const [id, { examples, description, flags }] of commands) {
      expect(flags, id).to.have.property('json')
      expect(examples, id).to.have.length.greaterThan(0)
      expect(description, id).to.contain('Exit codes:')
    }
  })

  it('names each environment variable after its flag, and none for what must be said on the spot', () => {
    for (const [id, { flags }] of commands) {
      for (const [name, { env }] of Object.entries(flags)) {
        const own = `AVATARCTL_${name.toUpperCase().replaceAll('-', '_')}`
        // AVATARCTL_OPTION has options of generators, which are none of a directory's.
        // AVATARCTL_GENERATOR has a chain, and not the one generator that somebody signs in for.
        const isOther =
          (id === 'connections:add' && name === 'option') ||
          (['login', 'logout'].includes(id) && name === 'generator')
        const none =
          isOther || ['yes', 'replace', 'all', 'max-changes', 'json', 'no-color', 'secret'].includes(name)
        expect(env, `${id} --${name}`).to.equal(none ? undefined : own)
      }
    }
  })
})
