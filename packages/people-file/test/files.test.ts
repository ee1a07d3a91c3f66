import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { readPeopleFile, type PersonRecord } from '../src/index.ts'

describe('a people file', () => {
  let folder: string
  beforeEach(async () => void (folder = await mkdtemp(path.join(tmpdir(), 'people-file-'))))
  afterEach(() => rm(folder, { recursive: true }))

  async function all(file: string, signal = new AbortController().signal) {
    const people: PersonRecord[] = []
    for await (const person of readPeopleFile(file, { signal, warn() {} })) people.push(person)
    return people
  }

  const failure = (file: string) =>
    all(file).then(
      () => undefined,
      (error: unknown) => error as Error,
    )

  it('is recognised by what is in it, not by its name', async () => {
    const file = path.join(folder, 'people.csv')
    await writeFile(file, '[{"name":"Ann"}]')
    expect(await all(file)).to.have.length(1)
  })

  it('that is not there, or is a folder, is named', async () => {
    const file = path.join(folder, 'none.csv')
    expect(await failure(file)).to.include({ kind: 'unusable', message: `There is no file ${file}.` })
    expect(await failure(folder)).to.include({
      kind: 'unusable',
      message: `${folder} is a folder, not a file.`,
    })
  })

  it('may be standard input', () => {
    const module = new URL('../src/index.ts', import.meta.url).href
    const script = `
      import { readPeopleFile } from ${JSON.stringify(module)}
      const options = { signal: new AbortController().signal, warn: console.warn }
      for await (const person of readPeopleFile('-', options)) console.log(person.name)`
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', '--input-type=module', '--eval', script],
      { input: 'name\nAnn\n,\nBob', encoding: 'utf8' },
    )
    expect({ stdout, stderr }).to.deep.equal({ stdout: 'Ann\nBob\n', stderr: '' })
  })

  it('can be given up before its end, and aborted', async () => {
    const file = path.join(folder, 'people.csv')
    await writeFile(
      file,
      'name\n' + Array.from({ length: 100_000 }, (_, index) => `Person ${index}`).join('\n'),
    )
    const controller = new AbortController()
    for await (const person of readPeopleFile(file, { signal: controller.signal, warn() {} })) {
      expect(person.name).to.equal('Person 0')
      break
    }
    const reading = readPeopleFile(file, { signal: controller.signal, warn() {} })
    await reading.next()
    controller.abort()
    const rest = async () => {
      for await (const person of reading) expect(person).to.be.an('object')
    }
    expect(await rest().catch((error: unknown) => error)).to.equal(controller.signal.reason)
  })

  it('of 50,000 rows is read in seconds', async () => {
    const file = path.join(folder, 'people.csv')
    const rows = Array.from(
      { length: 50_000 },
      (_, index) =>
        `${index},First${index},"Last, ${index}",p${index}@example.com,${1000 + index},Sales,User,Active`,
    )
    await writeFile(
      file,
      ['id,first_name,last_name,email,extension,department,kind,status', ...rows].join('\r\n'),
    )
    const begun = performance.now()
    expect(await all(file)).to.have.length(50_000)
    expect(performance.now() - begun).to.be.below(5000)
  })
})
