import { readFile, rm, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { VerifiedOriginal } from '../../src/ports.ts'
import { sha256 } from '../../src/vault/originals.ts'
import { fiveColleagues, makeCompany, snapshot } from '../support/company.ts'
import { picture } from '../support/pictures.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { type Fault, workbench } from '../support/workbench.ts'

describe('promise 1: no photo is overwritten or removed before its original is safe', () => {
  const home = temporaryFolder()
  const originalFile = (bytes: Uint8Array, ending: string) => {
    const hash = sha256(bytes)
    return home.join('vault', 'originals', hash.slice(0, 2), hash + ending)
  }

  beforeEach(async () => {
    await makeCompany(home.join('company'), await fiveColleagues())
  })

  it('has every original on disk, equal byte for byte, at the moment of every write and removal', async () => {
    let writes = 0
    const watched = await workbench(home.path, (real): Fault => {
      async function mustBeSafe(person: Parameters<typeof real.readPhoto>[0]) {
        writes += 1
        const found = await real.readPhoto(person, new AbortController().signal)
        const lines = (await readFile(home.join('vault', 'originals.ndjson'), 'utf8')).trim().split('\n')
        const last = lines
          .map((line) => JSON.parse(line) as VerifiedOriginal)
          .findLast((line) => line.person === person.id)
        if (found.state === 'missing') return void expect(last?.sha256).to.equal(null)
        const ending = found.mediaType === 'image/jpeg' ? '.jpg' : '.png'
        expect(await readFile(originalFile(found.bytes, ending))).to.deep.equal(Buffer.from(found.bytes))
        expect(last?.sha256).to.equal(sha256(found.bytes))
      }
      return {
        async writePhoto(person, photo, condition) {
          await mustBeSafe(person)
          await real.writePhoto(person, photo, condition)
        },
        async removePhoto(person, condition) {
          await mustBeSafe(person)
          await real.removePhoto?.(person, condition)
        },
      }
    })
    await watched.sync({ replace: 'all' })
    await watched.restore()
    await watched.close()
    expect(watched.results.map(({ outcome }) => outcome)).to.deep.equal(Array(8).fill('done'))
    expect(writes).to.equal(8)
  })

  it('lets no write through with a made-up, copied or borrowed proof, whatever it is cast to', async () => {
    const before = await snapshot(home.join('company'))
    const bench = await workbench(home.path)
    const { parts } = bench
    const signal = new AbortController().signal
    const grace = await bench.real.person('2', signal)
    const nikos = await bench.real.person('4', signal)
    const proof = await parts.originals.keep(grace, await bench.real.readPhoto(grace, signal), { own: null })

    for (const forged of [
      {},
      null,
      { ...proof },
      JSON.parse(JSON.stringify(proof)),
      { directory: proof.directory, person: '2', sha256: null, version: null },
    ]) {
      const refused = await parts.writer
        .admit(grace, forged as unknown as VerifiedOriginal, { what: 'photo', signal })
        .catch((error: unknown) => error)
      expect(refused).to.be.instanceOf(TypeError)
    }
    expect(
      await parts.writer.admit(nikos, proof, { what: 'photo', signal }).catch((error: unknown) => error),
    ).to.be.instanceOf(TypeError)
    await bench.close()
    expect(await snapshot(home.join('company'))).to.deep.equal(before)
  })

  it('lets a proof go out of date: the photo it speaks of has to stand there still', async () => {
    const bench = await workbench(home.path)
    const signal = new AbortController().signal
    const grace = await bench.real.person('2', signal)
    const proof = await bench.parts.originals.keep(grace, await bench.real.readPhoto(grace, signal), {
      own: null,
    })
    await writeFile(home.join('company', 'photos', '2.png'), await picture('green'))
    expect(
      await bench.parts.writer
        .admit(grace, proof, { what: 'photo', signal })
        .catch((error: unknown) => error),
    ).to.include({
      kind: 'changed',
    })
    await rm(home.join('company', 'photos', '2.png'))
    expect(
      await bench.parts.writer
        .admit(grace, proof, { what: 'photo', signal })
        .catch((error: unknown) => error),
    ).to.include({
      kind: 'changed',
    })
    await bench.close()
  })

  it('admits once: a second write needs a proof of its own', async () => {
    const bench = await workbench(home.path)
    const signal = new AbortController().signal
    const grace = await bench.real.person('2', signal)
    const proof = await bench.parts.originals.keep(grace, await bench.real.readPhoto(grace, signal), {
      own: null,
    })
    const admission = await bench.parts.writer.admit(grace, proof, { what: 'photo', signal })
    const photo = { bytes: await picture('green'), mediaType: 'image/png' }
    await admission.write(photo)
    expect(await admission.write(photo).catch((error: unknown) => error)).to.be.instanceOf(TypeError)
    await bench.close()
  })
})
