import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { openPace, testDirectory } from '@avatarctl/sdk/testing'
import directory from '../src/directory.ts'

/** The smallest PNG there is, and as many others as are asked for: what follows its end plays no part. */
function image(number: number): { bytes: Uint8Array; mediaType: string } {
  const png =
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=='
  return {
    bytes: Buffer.concat([Buffer.from(png, 'base64'), Buffer.from(`${number}`)]),
    mediaType: 'image/png',
  }
}

testDirectory({
  plugin: new URL('..', import.meta.url),
  async open() {
    const folder = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-folder-'))
    await mkdir(path.join(folder, 'photos'))
    await writeFile(
      path.join(folder, 'people.csv'),
      'id,name,email\n1,Ada,ada@example.com\n2,Grace,grace@example.com\n',
    )
    await writeFile(path.join(folder, 'photos/1.png'), image(-1).bytes)
    const reopen = () =>
      directory.open({
        options: { path: folder },
        secrets: {},
        pace: openPace,
        fetch: () => Promise.reject(new Error('a folder asks nobody')),
        signal: new AbortController().signal,
        stateFolder: path.join(folder, 'state'),
        warn: () => undefined,
      })
    return {
      ...{ directory: await reopen(), withPhoto: '1', withoutPhoto: '2', reopen, makeImage: image },
      discard: () => rm(folder, { recursive: true, force: true }),
    }
  },
})
