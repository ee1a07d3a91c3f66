import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { testDirectory } from '@avatarctl/sdk/testing'
import { repository } from '../support/command-line.ts'
import { openHosted } from '../support/hosted-directory.ts'
import { picture } from '../support/pictures.ts'

// A directory that is good by itself is as good in a process of its own.
describe('in a plugin host', () => {
  testDirectory({
    async open() {
      const folder = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-hosted-'))
      await mkdir(path.join(folder, 'photos'))
      await writeFile(
        path.join(folder, 'people.csv'),
        'id,name,email\n1,Ada,ada@example.com\n2,Grace,grace@example.com\n',
      )
      const png = await picture('red')
      await writeFile(path.join(folder, 'photos/1.png'), png)
      const origin = {
        ...{ plugin: '@acme/staff', version: '1.2.0' },
        modulePath: await realpath(path.join(repository, 'packages/directory-folder/dist/directory.js')),
      }
      const reopen = () => openHosted(origin, { options: { path: folder } })
      return {
        ...{ directory: await reopen(), withPhoto: '1', withoutPhoto: '2', reopen },
        makeImage: (number) => ({
          bytes: Buffer.concat([png, Buffer.from(`${number}`)]),
          mediaType: 'image/png',
        }),
        discard: () => rm(folder, { recursive: true, force: true }),
      }
    },
  })
})
