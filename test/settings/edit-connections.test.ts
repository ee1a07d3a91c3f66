import { readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { dropConnection, putConnection, useConnections } from '../../src/settings/edit-connections.ts'
import { editSettings } from '../../src/settings/edit-settings.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('connections in the settings file', () => {
  const folder = temporaryFolder()
  const file = () => folder.join('settings.yaml')
  const text = () => readFile(file(), 'utf8')

  const written = `# Ours, do not touch.
version: 2
directory: main, lab # both of them
connections:
  # The one in the cellar.
  main:
    type: folder # a folder
    generator: rings # as marketing wants it
    options:
      # Where it lies.
      path: /srv/a # since 2019
      old: 1
  lab: { type: sandbox } # to play with
# The end.
`

  it('are added below what is there, and every comment stays', async () => {
    await writeFile(file(), written)
    await editSettings(folder.path, (document) =>
      putConnection(document, { name: 'new', type: 'folder', options: { path: '/srv/b', deep: ['x'] } }),
    )
    const now = await text()
    expect(now).to.contain(
      '  new:\n    type: folder\n    options:\n      path: /srv/b\n      deep:\n        - x\n',
    )
    expect(now.replace(/ {2}new:[^]*- x\n\n?/, '')).to.equal(written)
  })

  it('are changed in their place: what else was said of one stays, with its comments', async () => {
    await writeFile(file(), written)
    await editSettings(folder.path, (document) =>
      putConnection(document, { name: 'main', type: 'folder', options: { path: '/srv/b' } }),
    )
    const wanted = written.replace('/srv/a', '/srv/b').replace('      old: 1\n', '')
    expect((await text()).replace(/\n\n/g, '\n')).to.equal(wanted)
  })

  it('are taken out, also of those that are used where none is named', async () => {
    await writeFile(file(), written)
    await editSettings(folder.path, (document) => dropConnection(document, 'main'))
    expect(await text())
      .to.contain('directory: lab # both of them\n')
      .and.contain('lab: { type: sandbox } # to play with')
      .and.contain('# The end.')
      .and.not.contain('/srv/a')
    await editSettings(folder.path, (document) => dropConnection(document, 'lab'))
    expect(await text()).to.not.match(/connections|directory/)
  })

  it('are used where none is named: the first one, and then whichever is chosen', async () => {
    const add = (name: string) =>
      editSettings(folder.path, (document) => putConnection(document, { name, type: 'sandbox', options: {} }))
    await add('first')
    await add('second')
    expect(await text()).to.contain('directory: first\n')
    await editSettings(folder.path, (document) => useConnections(document, 'second'))
    expect(await text()).to.contain('directory: second\n')
  })

  it('do not take the place of a directory that was chosen before there was any', async () => {
    await writeFile(file(), 'directory: folder:/srv/a\n')
    await editSettings(folder.path, (document) =>
      putConnection(document, { name: 'first', type: 'sandbox', options: {} }),
    )
    expect(await text()).to.contain('directory: folder:/srv/a\n')
  })
})
