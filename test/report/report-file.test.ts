import { chmod, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { thumbnail } from '../../src/images/thumbnail.ts'
import { openReport } from '../../src/report/report.ts'
import { neverShow } from '../../src/redaction.ts'
import { repository } from '../support/command-line.ts'
import { picture } from '../support/pictures.ts'
import { change, makeReport } from '../support/report-page.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const surroundings = { page: path.join(repository, 'dist/report'), version: '1.2.3', thumbnail }

const refusal = (work: Promise<unknown>) =>
  work.then(
    () => 'done',
    (error: unknown) => (error as Error).message,
  )

describe('the file of a report', () => {
  const home = temporaryFolder()
  const file = () => home.join('report.html')
  const mode = async () => ((await stat(file())).mode & 0o777).toString(8)

  it('is for whoever asked for it; one that is replaced hands its permissions on, and nothing else is left', async () => {
    await makeReport(file(), (part) => part.change(change({ id: '1', name: 'Ada' })))
    expect(await mode()).to.equal('600')
    await chmod(file(), 0o644)
    await makeReport(file(), (part) => part.change(change({ id: '2', name: 'Grace' })))
    expect(await mode()).to.equal('644')
    expect(await readFile(file(), 'utf8'))
      .to.contain('"Grace"')
      .and.not.contain('"Ada"')
    expect(await readdir(home.path)).to.deep.equal(['report.html'])
  })

  it('is never somebody else’s, and is an HTML file', async () => {
    await writeFile(file(), '<!doctype html><title>mine</title>')
    expect(await refusal(openReport(file(), surroundings))).to.equal(
      `${file()} is there already and was not made by avatarctl; it was left alone`,
    )
    expect(await refusal(openReport(home.join('report.txt'), surroundings))).to.contain(
      'does not end with .html',
    )
    expect(await refusal(openReport(home.path + '/no/report.html', surroundings))).to.contain(
      'cannot be written',
    )
    expect(await readFile(file(), 'utf8')).to.contain('mine')
  })

  it('is not written over what somebody has put there meanwhile, and nothing else is left', async () => {
    const made = makeReport(file(), () => writeFile(file(), 'theirs'))
    expect(await refusal(made)).to.contain('was not made by avatarctl')
    expect(await readFile(file(), 'utf8')).to.equal('theirs')
    expect(await readdir(home.path)).to.deep.equal(['report.html'])
  })

  it('is left as it was when nothing was begun', async () => {
    await using report = await openReport(file(), surroundings)
    report.part('acme', 'sync')
    expect(await report.finish()).to.equal(null)
    expect(await readdir(home.path)).to.have.length(0)
  })

  it('has faces of at most 2 KB, and no face of a picture that was not put up', async () => {
    const bytes = await picture('red')
    await makeReport(file(), async (part) => {
      for (const id of ['1', '2'])
        for (const side of ['before', 'after'] as const) await part.keep(id, side, bytes)
      await part.keep('3', 'after', new TextEncoder().encode('no picture'))
      part.change(change({ id: '1' }))
      part.change(change({ id: '2' }, { outcome: 'failed', error: { code: 'x', message: 'refused' } }))
      part.change(change({ id: '3' }))
    })
    const [, json = ''] = /id="faces-0-0">(.*?)<\/script>/.exec(await readFile(file(), 'utf8')) ?? []
    const faces = JSON.parse(json) as (string | 0)[][]
    expect(faces.map((sides) => sides.map(Boolean))).to.deep.equal([
      [true, true],
      [true, false],
      [false, false],
    ])
    for (const face of faces.flat()) if (face) expect(Buffer.from(face, 'base64').length).to.be.at.most(2048)
  })

  it('shows nothing secret, whoever repeats it', async () => {
    neverShow('hunter-hunter-2')
    await makeReport(
      file(),
      (part) =>
        part.change(
          change(
            { id: '1' },
            { outcome: 'failed', error: { code: 'x', message: 'said hunter-hunter-2 to us' } },
          ),
        ),
      { name: 'hunter-hunter-2' },
    )
    expect(await readFile(file(), 'utf8'))
      .to.contain('said [secret] to us')
      .and.not.contain('hunter-hunter-2')
  })
})
