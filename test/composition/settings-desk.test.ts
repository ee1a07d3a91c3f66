import { spawn } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { readSettings } from '../../src/settings/settings-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('the settings, while several processes change them', () => {
  const config = temporaryFolder()

  it('lose nothing of what any of them says', async () => {
    const module = path.resolve(import.meta.dirname, '../../src/composition/settings-desk.ts')
    const script = `import { settingsDesk } from ${JSON.stringify(module)}
      const { edit } = settingsDesk({ configFolder: process.argv[2], signal: new AbortController().signal, warn() {} })
      for (let n = 0; n < 15; n += 1)
        await edit('test', (document) => document.setIn(['people', process.argv[1] + n], { initials: 'A' }))`
    const names = ['a', 'b', 'c']
    const ended = names.map(async (name) => {
      const child = spawn(
        process.execPath,
        ['--import=tsx', '--input-type=module', '--eval', script, name, config.path],
        { stdio: ['ignore', 'inherit', 'inherit'] },
      )
      return await new Promise((resolve) => child.on('close', resolve))
    })
    expect(await Promise.all(ended)).to.deep.equal([0, 0, 0])
    const { people } = await readSettings(config.path)
    const all = names.flatMap((name) => Array.from({ length: 15 }, (_, n) => `${name}${n}`))
    expect(Object.keys(people)).to.have.members(all)
    expect(await readdir(config.path)).to.deep.equal(['locks', 'settings.yaml'])
  })
})
