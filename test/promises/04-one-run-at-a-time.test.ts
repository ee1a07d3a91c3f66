import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { type Colleague, makeCompany } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('promise 4: two runs on one directory never interleave', () => {
  const home = temporaryFolder()
  const run = (...args: string[]) => avatarctl(args, { home: home.path })
  const people: Colleague[] = Array.from({ length: 120 }, (_, index) => ({
    id: `p${index}`,
    name: `Ada Number${index}`,
  }))

  it('of several that start at once exactly one works, and the others say who holds the lock (exit 7)', async () => {
    await makeCompany(home.join('company'), people)
    const ended = await Promise.all(
      Array.from({ length: 4 }, () => run('sync', '-d', 'folder:company', '--json')),
    )
    const codes = ended.map(({ code }) => code).sort()
    expect(codes).to.include(0)
    for (const { code, json } of ended) {
      if (code === 0) continue
      expect(code).to.equal(7)
      expect(json<{ error: { code: string; message: string } }>().error).to.include({ code: 'locked' })
    }
    const done = ended
      .filter(({ code }) => code === 0)
      .map(({ json }) => json<{ summary: { done: number } }>().summary.done)
    expect(done.reduce((sum, count) => sum + count, 0)).to.equal(people.length)
  })

  it('lets runs on two directories work side by side in one data folder', async () => {
    await makeCompany(home.join('a'), people.slice(0, 40))
    await makeCompany(home.join('b'), people.slice(0, 40))
    const ended = await Promise.all(
      ['folder:a', 'folder:b'].map((directory) => run('sync', '-d', directory, '--json')),
    )
    expect(
      ended.map(({ code }) => code),
      ended.map(({ stdout, stderr }) => stdout + stderr).join('\n'),
    ).to.deep.equal([0, 0])
    expect(ended.map(({ json }) => json<{ summary: { done: number } }>().summary.done)).to.deep.equal([
      40, 40,
    ])
  })
})
