import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { foundCompany } from '@avatarctl/sandbox'
import type { Person } from '@avatarctl/sdk'
import { openPace, testDirectory } from '@avatarctl/sdk/testing'
import directory from '../src/directory.ts'

testDirectory({
  plugin: new URL('..', import.meta.url),
  async open() {
    const stateFolder = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-sandbox-'))
    await foundCompany(stateFolder, { people: 20, limits: 'none' })
    const signal = new AbortController().signal
    const reopen = () =>
      directory.open({
        ...{ options: {}, secrets: {}, fetch: globalThis.fetch, pace: openPace, signal, stateFolder },
        warn: () => undefined,
      })
    const opened = await reopen()
    const people: Person[] = []
    for await (const person of opened.people({ signal })) if (person.kind === 'person') people.push(person)
    const withPhoto = people.find(({ photo }) => photo.state === 'present')
    const withoutPhoto = people.find(({ photo }) => photo.state === 'missing')
    const photo = await opened.readPhoto(withPhoto as Person, signal)
    const { bytes = new Uint8Array(), mediaType = '' } = photo.state === 'present' ? photo : {}
    return {
      ...{ directory: opened, reopen },
      withPhoto: String(withPhoto?.id),
      withoutPhoto: String(withoutPhoto?.id),
      // What follows the end of an image plays no part in the picture.
      makeImage: (number) => ({ bytes: Buffer.concat([bytes, Buffer.from(String(number))]), mediaType }),
      async discard() {
        await opened.close?.()
        await rm(stateFolder, { recursive: true, force: true })
      },
    }
  },
})
