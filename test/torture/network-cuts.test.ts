import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect } from 'chai'
import type { Passed } from '../support/cutting-proxy.ts'
import { type Errand, errandOf, type PersonsTrouble } from '../support/errands.ts'
import {
  everyCut,
  falseReceipts,
  type Misfortune,
  receiptsForNothing,
  wrongAnswers,
} from '../support/misfortunes.ts'
import { troubledService } from '../support/troubled-service.ts'

/** Only every n-th place is tried, where that is enough. */
const every = Number(process.env['TORTURE_EVERY'] ?? 1)
/** So many people of one run meet with something each; every fourth meets with nothing. */
const peopleInARun = 160
const isSpared = (index: number) => index % 4 === 3

interface Sweep {
  what: string
  command: 'restore' | 'sync'
  /** Whether everybody has a photo of their own at first. */
  photos: boolean
  errand: Errand
  nth: number
}

const sweeps: Sweep[] = [
  { what: 'the record before the original', command: 'sync', photos: true, errand: 'record', nth: 1 },
  { what: 'the image that becomes the original', command: 'sync', photos: true, errand: 'image', nth: 1 },
  { what: 'the record of the last look', command: 'sync', photos: true, errand: 'record', nth: 2 },
  { what: 'the image of the last look', command: 'sync', photos: true, errand: 'image', nth: 2 },
  { what: 'the upload', command: 'sync', photos: true, errand: 'upload', nth: 1 },
  { what: 'the first upload of somebody', command: 'sync', photos: false, errand: 'upload', nth: 1 },
  { what: 'the record of the read-back', command: 'sync', photos: true, errand: 'record', nth: 3 },
  { what: 'the image of the read-back', command: 'sync', photos: true, errand: 'image', nth: 3 },
  { what: 'the upload of the original', command: 'restore', photos: true, errand: 'upload', nth: 1 },
  { what: 'the removal', command: 'restore', photos: false, errand: 'removal', nth: 1 },
]

describe('a connection that breaks at every place of every request', () => {
  let home = ''
  beforeEach(async () => {
    home = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-torture-'))
  })
  afterEach(() => rm(home, { recursive: true, force: true }))

  for (const sweep of sweeps) {
    it(`loses nothing: ${sweep.what}`, async function () {
      this.timeout(1_800_000)
      const measured = await measure(path.join(home, 'measured'), sweep)
      const wrong =
        sweep.errand === 'upload' || sweep.errand === 'removal'
          ? [...falseReceipts, ...receiptsForNothing]
          : wrongAnswers
      const all = [...everyCut(measured).filter((_, index) => index % every === 0), ...wrong]
      const tally = new Map<string, number>()
      const share = Math.floor((peopleInARun * 3) / 4)
      for (let at = 0; at < all.length; at += share) {
        await suffer(path.join(home, String(at)), sweep, all.slice(at, at + share), tally)
      }
      const counts = [...tally].map(([outcome, count]) => `${count} ${outcome}`).join(', ')
      process.stdout.write(
        `      ${all.length - wrong.length} cuts, ${wrong.length} wrong answers: ${counts}\n`,
      )
    })
  }

  it('loses nothing: the list', async function () {
    this.timeout(1_800_000)
    const service = await troubledService(home, { people: 2, hasPhoto: () => true })
    try {
      const start = service.shown()
      const bench = await service.open()
      for await (const _ of bench.directory.people({ signal: AbortSignal.timeout(60_000) })) continue
      const list = service.passed.find(({ path }) => path.includes('/extension?')) as Passed
      const cuts = everyCut(list).filter((_, index) => index % every === 0)
      for (const { name, trouble } of [...cuts, ...wrongAnswers]) {
        service.ofLists.push(trouble)
        const asked = service.passed.length
        await bench.sync({ replace: 'all' }).then(
          () => expect.fail(`${name}: a list that was not whole was believed`),
          () => undefined,
        )
        expect(service.passed.slice(asked).map(errandOf).filter(Boolean), name).to.deep.equal([])
      }
      await bench.close()
      expect(service.shown()).to.deep.equal(start)
      await service.goesThereAndBack()
      process.stdout.write(
        `      ${cuts.length} cuts, ${wrongAnswers.length} wrong answers: no run began anything\n`,
      )
    } finally {
      await service.close()
    }
  })
})

/** How long such a request and its answer are, where nothing goes wrong. */
async function measure(home: string, { command, photos, errand, nth }: Sweep): Promise<Passed> {
  const service = await troubledService(home, { people: 1, hasPhoto: () => photos })
  try {
    await service.run('sync')
    if (command === 'restore') await service.run('restore')
    const requests = service.passed.filter((request) => errandOf(request)?.errand === errand)
    return { ...requests[nth - 1] } as Passed
  } finally {
    await service.close()
  }
}

/** One run in which everybody but a few meets with a misfortune of their own, and what follows it. */
async function suffer(
  home: string,
  { command, photos, errand, nth }: Sweep,
  misfortunes: readonly Misfortune[],
  tally: Map<string, number>,
): Promise<void> {
  const service = await troubledService(home, { people: peopleInARun, hasPhoto: () => photos })
  try {
    if (command === 'restore') await service.run('sync')
    const disturbed = service.ids.filter((_, index) => !isSpared(index))
    const troubles = new Map<string, PersonsTrouble>(
      misfortunes.map((misfortune, index) => [disturbed[index] as string, { ...misfortune, errand, nth }]),
    )
    const results = await service.run(command, troubles)
    for (const id of troubles.keys()) {
      const { outcome, error } = results.get(id)!
      const told = error ? `${outcome} (${error.code})` : outcome
      tally.set(told, (tally.get(told) ?? 0) + 1)
    }
    await service.goesThereAndBack()
  } finally {
    await service.close()
  }
}
