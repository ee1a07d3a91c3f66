import { startSandbox } from '@avatarctl/sandbox'
import { expect } from 'chai'
import type { ChangeResult } from '../../src/records.ts'
import { cuttingProxy, type Passed, type Passing, type Trouble } from './cutting-proxy.ts'
import { errandOf, type PersonsTrouble } from './errands.ts'
import {
  expectLooksBetweenWrites,
  expectOriginals,
  expectSentOnce,
  expectTruth,
  sha256,
  type Shown,
} from './network-promises.ts'
import { noisyPicture } from './pictures.ts'
import { serviceWorkbench } from './service-workbench.ts'

/**
 * A practice RingCentral of so many people, behind connections that break as a test wishes. After each of its runs it
 * holds what was done against promise 5.
 */
export async function troubledService(
  home: string,
  { people, hasPhoto }: { people: number; hasPhoto(index: number): boolean },
) {
  const sandbox = await startSandbox({ people: people * 2 + 20, limits: 'none' })
  const ids: string[] = []
  for (const { id, status } of sandbox.company.people) {
    const isMeant = ids.length < people && (status === 'Enabled' || status === 'NotActivated')
    if (!isMeant) sandbox.company.change(id, { status: 'Disabled' })
    else ids.push(String(id))
  }
  for (const [index, id] of ids.entries()) {
    const format = index % 2 === 0 ? 'png' : 'jpeg'
    const photo = hasPhoto(index) ? await noisyPicture(id, format) : null
    await sandbox.company.setPhoto(Number(id), photo, `image/${format}`)
  }

  let troubles: ReadonlyMap<string, PersonsTrouble> = new Map()
  /** What goes wrong with the lists that are asked for next. */
  const ofLists: Trouble[] = []
  const counts = new Map<string, number>()
  function troubleOf(request: Passing): Trouble | undefined {
    if (request.path.includes('/extension?')) return ofLists.shift()
    const { person, errand } = errandOf(request) ?? {}
    if (person === undefined) return undefined
    const nth = (counts.get(`${person} ${errand}`) ?? 0) + 1
    counts.set(`${person} ${errand}`, nth)
    const due = troubles.get(person)
    return due && due.errand === errand && due.nth === nth ? due.trouble : undefined
  }

  const passed: Passed[] = []
  const api = await cuttingProxy(sandbox.serverUrl, troubleOf, passed)
  const media = await cuttingProxy(sandbox.mediaUrl, troubleOf, passed)
  // The service names the address of what stands before it as that of its images.
  sandbox.settings.foreignImages = media.origin
  const addresses = { server: api.origin, media: media.origin }
  const open = () => serviceWorkbench(home, sandbox, { addresses, concurrency: people })

  const shown = (): Shown =>
    new Map(
      ids.map((id) => {
        const photo = sandbox.company.photo(Number(id))
        return [id, photo && sha256(photo.bytes)]
      }),
    )
  const moments = [shown()]

  /** A run in a process of its own, as it were. */
  async function run(
    command: 'restore' | 'sync',
    due: ReadonlyMap<string, PersonsTrouble> = new Map(),
  ): Promise<ReadonlyMap<string, ChangeResult>> {
    const before = shown()
    counts.clear()
    passed.length = 0
    troubles = due
    const bench = await open()
    try {
      await (command === 'sync' ? bench.sync({ replace: 'all' }) : bench.restore())
    } finally {
      await bench.close()
    }
    const results = new Map(bench.results.map((result) => [result.change.person.id, result]))
    moments.push(shown())
    await expectOriginals(home, moments)
    expectLooksBetweenWrites(passed)
    expectSentOnce(passed, due)
    expectTruth(results, before, shown(), due)
    return results
  }

  return {
    ...{ ids, ofLists, passed: passed as readonly Passed[], open, shown, run },
    /** Where nothing goes wrong any more, everybody gets their picture, and then what they had at first. */
    async goesThereAndBack(): Promise<void> {
      await run('sync')
      await run('restore')
      expect(shown()).to.deep.equal(moments[0])
    },
    async close() {
      await Promise.all([api.close(), media.close()])
      await sandbox.close()
    },
  }
}
