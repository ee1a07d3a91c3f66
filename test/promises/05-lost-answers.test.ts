import { readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import { fiveColleagues, makeCompany, snapshot } from '../support/company.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { directoryFailure, type Fault, workbench } from '../support/workbench.ts'

describe('promise 5: a lost answer leads to a read-back, never to a blind repeat', () => {
  const home = temporaryFolder()
  beforeEach(async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
  })

  async function syncWith(
    fault: (real: Parameters<NonNullable<Parameters<typeof workbench>[1]>>[0]) => Fault,
  ) {
    let writes = 0
    const bench = await workbench(home.path, (real) => {
      const disturbed = fault(real)
      const write = disturbed.writePhoto
      if (!write) return disturbed
      return {
        ...disturbed,
        async writePhoto(...args) {
          writes += 1
          await write(...args)
        },
      }
    })
    const { outcome } = await bench.sync()
    await bench.close()
    return { outcome, results: bench.results, writes }
  }

  it('is done when the photo had arrived', async () => {
    const { outcome, results, writes } = await syncWith((real) => ({
      async writePhoto(...args) {
        await real.writePhoto(...args)
        throw directoryFailure('unavailable', 'unknown', 'the connection broke')
      },
    }))
    expect(outcome).to.equal('done')
    expect(results.map((result) => result.outcome)).to.deep.equal(['done', 'done'])
    expect(writes).to.equal(2)
  })

  it('is tried five times when it had not, each time after a look; then the next run does it', async () => {
    const { outcome, results, writes } = await syncWith(() => ({
      writePhoto: () => Promise.reject(directoryFailure('unavailable', 'unknown', 'the connection broke')),
    }))
    expect(outcome).to.equal('some-failed')
    expect(results.map(({ error }) => error?.message)).to.deep.equal([
      'the connection broke',
      'the connection broke',
    ])
    expect(writes).to.equal(10)
    expect((await syncWith(() => ({}))).results.map((result) => result.outcome)).to.deep.equal([
      'done',
      'done',
    ])
  })

  it('stays unknown when nobody can say, and is looked at by the next run', async () => {
    let down = false
    const { results } = await syncWith((real) => ({
      async writePhoto(...args) {
        await real.writePhoto(...args)
        down = true
        throw directoryFailure('unavailable', 'unknown')
      },
      readPhoto: (...args) =>
        down ? Promise.reject(directoryFailure('unavailable', 'not-applied')) : real.readPhoto(...args),
    }))
    expect(results.map((result) => result.outcome)).to.include('unknown')
    const before = await snapshot(home.join('company'))
    const { results: second } = await syncWith(() => ({}))
    const after = await snapshot(home.join('company'))
    expect(after).to.include(before)
    expect(second.every((result) => result.outcome === 'done')).to.equal(true)
  })

  it('does not call it ours when something else is served than what was sent', async () => {
    const other = await picture('green')
    const { results } = await syncWith((real) => ({
      async writePhoto(person, photo, condition) {
        await real.writePhoto(person, photo, condition)
        await writeFile(home.join('company', 'photos', `${person.id}.png`), other)
      },
    }))
    expect(results.map(({ outcome, error }) => [outcome, error?.code])).to.deep.equal([
      ['failed', 'not-served'],
      ['failed', 'not-served'],
    ])
    const { results: second } = await syncWith(() => ({}))
    expect(second).to.deep.equal([])
    expect(await readFile(home.join('company', 'photos', '1.png'))).to.deep.equal(other)
  })

  for (const [what, bytes] of [
    ['half a picture', async () => (await picture('red', 'png', 300)).subarray(0, 200)],
    ['an HTML page', () => Promise.resolve(Buffer.from('<!doctype html><title>Sign in</title>'))],
    ['nothing at all', () => Promise.resolve(Buffer.alloc(0))],
  ] as const) {
    it(`never takes ${what} for an original`, async () => {
      await writeFile(home.join('company', 'photos', '2.png'), await bytes())
      const before = await snapshot(home.join('company'))
      const bench = await workbench(home.path)
      await bench.sync({ replace: 'all' })
      await bench.close()
      expect(bench.results.find(({ change }) => change.person.id === '2')).to.include({ outcome: 'failed' })
      expect(await snapshot(home.join('company'))).to.include({ 'photos/2.png': before['photos/2.png'] })
    })
  }
})
