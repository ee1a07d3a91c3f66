import { expect } from 'chai'
import type { Passed } from '../support/cutting-proxy.ts'
import { type Errand, errandOf, type PersonsTrouble } from '../support/errands.ts'
import { falseReceipts, type Misfortune, someCuts, wrongAnswers } from '../support/misfortunes.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { troubledService } from '../support/troubled-service.ts'

/** A sample of what test/torture/network-cuts.test.ts tries at every byte; what has to hold is told there and in the service. */
describe('promise 5: where connections to RingCentral break', function () {
  this.timeout(90_000)
  const home = temporaryFolder()

  /** What the n-th request of a kind is like in a sync where nothing goes wrong, and how it can break. */
  async function waysToBreak(): Promise<(errand: Errand, nth: number) => PersonsTrouble[]> {
    const usual = await troubledService(home.join('usual'), { people: 1, hasPhoto: () => true })
    await usual.run('sync')
    await usual.close()
    return (errand, nth) => {
      const requests = usual.passed.filter((request) => errandOf(request)?.errand === errand)
      return someCuts(requests[nth - 1] as Passed).map((way) => ({ ...way, errand, nth }))
    }
  }

  /** Each misfortune befalls somebody; every fourth person is spared. */
  function dealtOut(ids: readonly string[], all: readonly PersonsTrouble[]): Map<string, PersonsTrouble> {
    const struck = ids.filter((_, index) => index % 4 !== 3)
    return new Map(all.map((trouble, index) => [struck[index] as string, trouble]))
  }

  const enough = (all: readonly unknown[]) => Math.ceil((all.length * 4) / 3) + 1
  const on = (errand: Errand, nth: number, all: readonly Misfortune[]): PersonsTrouble[] =>
    all.map((misfortune) => ({ ...misfortune, errand, nth }))

  it('a sync loses no photo, repeats no upload blindly, and keeps nothing for an original that is none', async () => {
    const ways = await waysToBreak()
    const troubles = [
      ...on('image', 1, wrongAnswers),
      ...ways('image', 1),
      ...ways('record', 2),
      ...ways('upload', 1),
      ...on('upload', 1, falseReceipts),
      ...ways('image', 3),
    ]
    const service = await troubledService(home.join('sync'), {
      people: enough(troubles),
      hasPhoto: () => true,
    })
    try {
      const dealt = dealtOut(service.ids, troubles)
      const results = await service.run('sync', dealt)
      for (const [id, { errand, nth, name }] of dealt) {
        // Whose read-back was lost is looked at by the next run; everybody else was served in this one.
        const outcome = errand === 'image' && nth === 3 ? 'unknown' : 'done'
        expect(results.get(id)?.outcome, name).to.equal(outcome)
      }
      await service.goesThereAndBack()
    } finally {
      await service.close()
    }
  })

  it('a restore whose answers are lost puts everything back, and repeats no removal blindly', async () => {
    const lost = (errand: Errand): PersonsTrouble[] =>
      (['reset', 'end'] as const).map((ending) => ({
        ...{ name: `${ending} instead of an answer`, errand, nth: 1 },
        trouble: { cut: 'answer-head', bytes: 0, ending },
      }))
    const troubles = [...lost('upload'), ...on('upload', 1, falseReceipts)]
    const removals = [...lost('removal'), ...on('removal', 1, falseReceipts)]
    const mixed = troubles.flatMap((trouble, index) => [trouble, removals[index] as PersonsTrouble])
    const service = await troubledService(home.path, {
      people: mixed.length,
      hasPhoto: (index) => index % 2 === 0,
    })
    try {
      const start = service.shown()
      await service.run('sync')
      const results = await service.run(
        'restore',
        new Map(service.ids.map((id, index) => [id, mixed[index] as PersonsTrouble])),
      )
      expect([...results.values()].map(({ outcome }) => outcome)).to.deep.equal(mixed.map(() => 'done'))
      expect(service.shown()).to.deep.equal(start)
    } finally {
      await service.close()
    }
  })

  it('no list is believed that is not whole', async () => {
    const service = await troubledService(home.path, { people: 1, hasPhoto: () => true })
    const bench = await service.open()
    try {
      const start = service.shown()
      for await (const _ of bench.directory.people({ signal: AbortSignal.timeout(10_000) })) continue
      const list = service.passed.find(({ path }) => path.includes('/extension?')) as Passed
      for (const { name, trouble } of [...someCuts(list), ...wrongAnswers]) {
        service.ofLists.push(trouble)
        const begun = await bench.sync({ replace: 'all' }).then(
          () => true,
          () => false,
        )
        expect(begun, name).to.equal(false)
      }
      expect(service.passed.some((request) => errandOf(request))).to.equal(false)
      expect(service.shown()).to.deep.equal(start)
    } finally {
      await bench.close()
      await service.close()
    }
  })
})
