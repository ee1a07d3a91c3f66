import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { foundCompany } from '@avatarctl/sandbox'
import { openPace } from '@avatarctl/sdk/testing'
import { expect } from 'chai'
import plugin from '../src/directory.ts'

describe('the made-up company', () => {
  it('knows who is signed in: its administrator, who stands first in the list', async () => {
    const stateFolder = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-sandbox-'))
    await foundCompany(stateFolder, { people: 5, limits: 'none' })
    const signal = new AbortController().signal
    const directory = await plugin.open({
      ...{ options: {}, secrets: {}, fetch: globalThis.fetch, pace: openPace, signal, stateFolder },
      warn: () => undefined,
    })
    const first = await directory.people({ signal })[Symbol.asyncIterator]().next()
    expect(await directory.me?.(signal)).to.deep.equal(first.value)
    await directory.close?.()
    await rm(stateFolder, { recursive: true, force: true })
  })
})
