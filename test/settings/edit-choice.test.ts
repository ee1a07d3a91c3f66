import { readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { putChoice } from '../../src/settings/edit-choice.ts'
import { editSettings } from '../../src/settings/edit-settings.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('a directory and a chain that are kept in the settings', () => {
  const folder = temporaryFolder()
  const file = () => folder.join('settings.yaml')
  const text = () => readFile(file(), 'utf8')
  const written = `# Ours.
version: 2
directory: lab # for now
connections:
  # In the cellar.
  lab:
    type: folder # a folder
    generator: initials # as marketing wants it
    options: { path: /srv/a }
`
  const style = { contribution: 'dicebear', name: 'style', value: 'bottts' }

  it('are kept with the connection where it is one, and every comment stays', async () => {
    await writeFile(file(), written)
    await editSettings(folder.path, (document) =>
      putChoice(document, {
        ...{ directory: 'lab', connection: 'lab' },
        ...{ generator: 'dicebear', options: [style] },
      }),
    )
    expect(await text()).to.equal(
      written
        .replace('generator: initials #', 'generator: dicebear #')
        .replace('/srv/a }\n', '/srv/a }\n    generatorOptions:\n      dicebear:\n        style: bottts\n'),
    )
  })

  it('hold for everything where it is none', async () => {
    await editSettings(folder.path, (document) =>
      putChoice(document, {
        ...{ directory: 'folder:/srv/b', connection: undefined },
        ...{ generator: 'dicebear,initials', options: [style] },
      }),
    )
    expect(await text()).to.match(
      /directory: folder:\/srv\/b\ngenerator: dicebear,initials\ngeneratorOptions:\n {2}dicebear:\n {4}style: bottts\n$/,
    )
  })

  it('leave the chain as it is where the settings have it', async () => {
    await writeFile(file(), written)
    await editSettings(folder.path, (document) =>
      putChoice(document, {
        ...{ directory: 'sandbox:', connection: undefined },
        ...{ generator: undefined, options: [] },
      }),
    )
    expect(await text()).to.equal(written.replace('directory: lab', 'directory: "sandbox:"'))
  })
})
