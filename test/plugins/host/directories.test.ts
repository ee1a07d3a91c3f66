import { existsSync } from 'node:fs'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { Directory, Person } from '@avatarctl/sdk'
import { AppError } from '../../../src/errors.ts'
import { makePace } from '../../../src/network/pace.ts'
import { type DirectoryParts, writeDirectory } from '../../support/hostile-directories.ts'
import { openHosted } from '../../support/hosted-directory.ts'
import { picture } from '../../support/pictures.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { until } from '../../support/until.ts'
import { directoryFailure, putTogether } from '../../support/workbench.ts'

const who = 'staff of the plugin @acme/staff 1.2.0'
const { signal } = new AbortController()
const ada: Person = { id: '1', kind: 'person', status: 'enabled', photo: { state: 'unknown' } }

describe('a directory in a plugin host', function () {
  this.timeout(30_000)
  const folder = temporaryFolder()
  const photo = (id: string) => folder.join('photos', id)
  let directory: Directory | undefined
  beforeEach(() => mkdir(folder.join('photos')))
  afterEach(async () => {
    await directory?.close?.()
    directory = undefined
  })

  /** Opens it; each of these parts is what it does wrong, or besides. */
  async function host(parts: DirectoryParts, how: Parameters<typeof openHosted>[1] = {}): Promise<Directory> {
    const origin = await writeDirectory(folder.path, parts)
    return (directory = await openHosted(origin, { options: { path: folder.join('photos') }, ...how }))
  }

  /** What was thrown: words, kind and what became of it. */
  async function thrown(work: Promise<unknown>): Promise<[string, unknown?, unknown?]> {
    const error = (await work.then(
      () => new Error('it succeeded'),
      (reason: unknown) => reason,
    )) as Error & Record<'kind' | 'outcome', unknown>
    return [error.message, error.kind, error.outcome]
  }

  async function everybody(from: Directory, people = from.people({ signal })): Promise<Person[]> {
    const all: Person[] = []
    for await (const person of people) all.push(person)
    return all
  }

  const note = (what: string) => `fs.appendFileSync(${JSON.stringify(folder.join('notes'))}, ${what} + ' ')`
  const notes = async () => (await readFile(folder.join('notes'), 'utf8')).trim().split(' ')
  /** Does it in the first process that comes this way, and not in those after it. */
  const once = (name: string, misdeed: string) =>
    `const flag = ${JSON.stringify(folder.join(name))}; if (!fs.existsSync(flag)) { fs.writeFileSync(flag, ''); ${misdeed} }`

  it('is given its options and secrets, and nothing of ours; what it warns of is told', async () => {
    process.env['A_SECRET_OF_OURS'] = 'hidden'
    const warnings: string[] = []
    await host(
      {
        open: `warn(JSON.stringify([options, secrets, stateFolder, process.env, process.ppid === process.pid]))`,
      },
      {
        options: { path: 'there' },
        context: { secrets: { key: 'k' }, stateFolder: '/state', warn: (one) => warnings.push(one) },
      },
    )
    delete process.env['A_SECRET_OF_OURS']
    expect(warnings.map((one) => JSON.parse(one) as unknown)).to.deep.equal([
      [{ path: 'there' }, { key: 'k' }, '/state', {}, true],
    ])
  })

  it('reads and writes photos as large as directories have, and fails alone what is larger', async () => {
    const there = await host({ person: `if (id === 'huge') return { id: 'x'.repeat(2e6) }` })
    const bytes = Buffer.alloc(40 * 2 ** 20, 7)
    const condition = { ifVersion: null, signal }
    await there.writePhoto(ada, { bytes, mediaType: 'image/png' }, condition)
    const found = await there.readPhoto(ada, signal)
    expect(found.state === 'present' && bytes.equals(found.bytes)).to.equal(true)
    const tooLarge = { bytes: Buffer.alloc(64 * 2 ** 20 + 1), mediaType: 'image/png' }
    expect(await thrown(there.writePhoto(ada, tooLarge, condition))).to.deep.equal([
      `${who} could not be asked: there is more to say than fits in a message`,
      ...['rejected', 'not-applied'],
    ])
    expect((await thrown(there.person('huge', signal))).slice(1)).to.deep.equal(['rejected', 'not-applied'])
    expect((await there.person('2', signal)).id).to.equal('2')
  })

  it('says who is signed in where it knows, and is held to what a person is', async () => {
    expect((await host({})).me).to.equal(undefined)
    await directory?.close?.()
    const knowing = await host({ me: `return personOf('2')` })
    expect(await knowing.me?.(signal)).to.deep.equal(await knowing.person('2', signal))
    await knowing.close?.()
    const vague = await host({ me: `return { id: '2' }` })
    expect(await thrown(vague.me!(signal))).to.deep.equal([
      `${who} gave a person (2) whose kind is not known`,
      ...['rejected', 'not-applied'],
    ])
    await vague.close?.()
    const refusing = await host({ me: `throw refused('forbidden', 'nobody may know')` })
    expect(await thrown(refusing.me!(signal))).to.deep.equal(['nobody may know', 'forbidden', 'not-applied'])
  })

  it('gives people only as far as they are asked for, and hears when nobody wants the rest', async () => {
    const there = await host({
      people: `try {
          for (let n = 0; n < 1e6; n++) { yield { ...personOf('1'), id: String(n), name: 'x'.repeat(1000) }; last = n }
        } finally { ${note('last')} }`,
      open: 'let last = 0',
    })
    let seen = 0
    for await (const { id } of there.people({ signal })) {
      expect(id).to.equal(String(seen))
      if (++seen === 600) break
    }
    await until(() => existsSync(folder.join('notes')))
    expect(Number((await notes())[0])).to.be.within(600, 5_000)
    const stop = new AbortController()
    const listing = (async () => {
      for await (const person of there.people({ signal: stop.signal }))
        if (person.id === '5') stop.abort(new Error('enough'))
    })()
    expect((await thrown(listing))[0]).to.equal('enough')
  })

  it('passes on what it throws as directories do; anything else it throws is its failure, by name', async () => {
    const there = await host({
      person: `if (id === '2') throw new TypeError('oops')
        throw Object.assign(refused('throttled', 'slow\\ndown'), { code: 'E-1', hint: 'Wait.', retryAfterMs: 5, more: 1 })`,
      writePhoto: 'throw new Error("lost")',
    })
    const error: unknown = await there.person('1', signal).catch((reason: unknown) => reason)
    expect({ ...(error as object) }).to.deep.equal({
      ...{
        name: 'Error',
        kind: 'throttled',
        code: 'E-1',
        hint: 'Wait.',
        retryAfterMs: 5,
        outcome: 'not-applied',
      },
    })
    expect((error as Error).message).to.equal('slow down')
    expect(await thrown(there.person('2', signal))).to.deep.equal([
      ...[`${who} failed: oops`, 'rejected', 'not-applied'],
    ])
    const written = { bytes: Buffer.from('x'), mediaType: 'image/png' }
    expect(
      (await thrown(there.writePhoto(ada, written, { ifVersion: null, signal }))).slice(1),
    ).to.deep.equal([...['rejected', 'unknown']])
  })

  it('is not believed what it cannot mean', async () => {
    const wrong: Record<string, [answer: string, says: string]> = {
      none: ['undefined', 'a person who is no object'],
      nobody: [`{ kind: 'person' }`, 'a person without an id'],
      robot: [`{ ...personOf(id), kind: 'robot' }`, 'a person (robot) whose kind is not known'],
      gone: [`{ ...personOf(id), status: 1 }`, 'a person (gone) whose status is not known'],
      named: [`{ ...personOf(id), name: {} }`, 'a person (named) whose name is no text'],
      seen: [
        `{ ...personOf(id), photo: { state: 'perhaps' } }`,
        'a person (seen) whose photo is in no known state',
      ],
      cyclic: [
        `(() => { const a = {}; a.a = a; return a })()`,
        'failed: Converting circular structure to JSON',
      ],
    }
    const cases = Object.entries(wrong).map(([id, [answer]]) => `if (id === '${id}') return ${answer}`)
    const there = await host({
      person: cases.join('\n'),
      people: `for (const id of ['1', 'robot']) yield { ...personOf(id), kind: id === '1' ? 'person' : id }`,
      readPhoto: `if (id === '1') return { state: 'present', bytes: 'x', mediaType: 'image/png', version: '1' }
        if (id === '2') return { state: 'present', bytes: Buffer.from('x'), mediaType: 'text/html', version: '1' }
        if (id === '3') return {}`,
    })
    for (const [id, [, says]] of Object.entries(wrong)) {
      const [words, kind] = await thrown(there.person(id, signal))
      expect(words.slice(who.length)).to.contain(says)
      expect(kind).to.equal('rejected')
    }
    expect((await thrown(everybody(there)))[0]).to.equal(
      `${who} gave a person (robot) whose kind is not known`,
    )
    for (const [id, says] of Object.entries({
      1: 'no Uint8Array',
      2: 'none of an image',
      3: 'no known state',
    }))
      expect((await thrown(there.readPhoto({ ...ada, id }, signal)))[0]).to.contain(says)
    expect((await there.person('2', signal)).name).to.equal('Person 2')
  })

  it('may wait for the tool as long as that takes, and has its own time limit', async () => {
    const slow = () => new Promise<Response>((resolve) => setTimeout(resolve, 1_500, new Response('slow')))
    const pace = makePace({ groups: { light: { limit: 1, windowMs: 1_500 } } })
    const there = await host(
      {
        person: `if (id === 'slow') return personOf(await (await fetch('https://staff.example/')).text())
          for (const _ of [1, 2]) await pace.send('light', async () => new Response(), { signal })`,
        people: 'for (;;);',
      },
      { limits: { questionMs: 1_000 }, context: { fetch: slow, pace } },
    )
    const both = await Promise.all(['slow', 'paced'].map((id) => there.person(id, signal)))
    expect(both.map(({ name }) => name)).to.deep.equal(['Person slow', 'Person paced'])
    expect(await thrown(everybody(there))).to.deep.equal([
      ...[`${who} did not answer within 1 s`, 'unavailable', 'not-applied'],
    ])
    expect((await there.readPhoto(ada, signal)).state, 'in a fresh process').to.equal('missing')
  })

  it('fetches and keeps the pace by way of the tool', async () => {
    const pace = makePace({ groups: { heavy: { limit: 10, windowMs: 100 } } })
    let asked = 0
    const fetch = (): Promise<Response> => {
      asked += 1
      if (asked === 1)
        return Promise.resolve(new Response('', { status: 429, headers: { 'retry-after': '0' } }))
      if (asked === 2) return Promise.resolve(new Response('sent'))
      return Promise.reject(directoryFailure('unavailable', 'unknown', 'the line is dead'))
    }
    const there = await host(
      {
        writeTurn: 'return pace.turn("heavy", signal)',
        writePhoto: `const sent = await pace.send('heavy', () => fetch('https://staff.example/'), { signal, turn })
          if (await sent.text() !== 'sent') throw new Error('another answer')`,
        person: `await pace.send('light', () => fetch('https://staff.example/'), { signal })`,
      },
      { context: { fetch, pace } },
    )
    const turn = await there.writeTurn?.('photo', signal)
    expect(turn?.group).to.equal('heavy')
    const write = (ifVersion: string | null) =>
      there.writePhoto(
        ada,
        { bytes: Buffer.from('x'), mediaType: 'image/png' },
        { ifVersion, signal, turn: turn! },
      )
    await write(null)
    expect([asked, pace.requests, pace.rateLimited]).to.deep.equal([2, 2, 1])
    const found = await there.readPhoto(ada, signal)
    const version = found.state === 'present' ? found.version : null
    expect((await thrown(write(version)))[0]).to.contain('the turn for this write was used or given back')
    const another = await there.writeTurn?.('photo', signal)
    const condition = { ifVersion: version, signal, turn: another! }
    expect(
      await thrown(there.writePhoto(ada, { bytes: Buffer.from('y'), mediaType: 'image/png' }, condition)),
    ).to.deep.equal([...['the line is dead', 'unavailable', 'unknown']])
    expect((await thrown(there.person('1', signal)))[0]).to.contain('there is no rate-limit group light')
    await there.writeTurn?.('photo', signal).then((one) => one.release())
    expect(pace.state()[0]?.free).to.be.greaterThan(0)
  })

  it('that dies is opened again; who kills it twice has failed, and everybody when five do in a row', async () => {
    const there = await host({
      open: note('"open"'),
      person: `if (id !== 'fine') process.exit(3)`,
    })
    const died = `${who} ended its process with exit code 3`
    expect(await thrown(there.person('a', signal))).to.deep.equal([died, 'unavailable', 'not-applied'])
    expect(await thrown(there.person('a', signal))).to.deep.equal([died, 'rejected', 'not-applied'])
    expect((await there.person('fine', signal)).id).to.equal('fine')
    for (const id of ['b', 'c', 'd', 'e', 'f']) await thrown(there.person(id, signal))
    const givenUp = `${who} is given up: for 5 people in a row it ended its process with exit code 3`
    expect((await thrown(there.person('fine', signal)))[0]).to.equal(givenUp)
    expect(await everybody(there), 'what it can do is still asked for').to.have.length(3)
    expect(await notes()).to.have.length(8)
  })

  it('that cannot be loaded or opened says so at once, in its own words where it has a reason', async () => {
    const start = `${who} cannot be `
    for (const [parts, says] of [
      [{ atImport: 'throw new Error("no licence")' }, `${start}loaded: it failed: no licence`],
      [{ origins: 'process.exit(1)' }, `${start}loaded: it ended its process with exit code 1`],
      [{ origins: 'return [1]' }, `${start}loaded: it gave origins that are no list of texts`],
      [{ open: 'throw new Error("no key")' }, `${start}opened: it failed: no key`],
      [{ identity: '{ service: 1 }' }, `${start}opened: it gave no service`],
      [{ open: 'throw refused("unauthorised", "wrong key")' }, 'wrong key'],
    ] as const)
      expect((await thrown(host(parts)))[0]).to.equal(says)
  })

  describe('with a sign-in through the browser', () => {
    const kept = 'globalThis.tokens = context.tokens'

    it('asks for its tokens one by one, and says which was refused', async () => {
      const asked: (string | undefined)[] = []
      const warnings: string[] = []
      const current = (refused?: string) => {
        asked.push(refused)
        return Promise.resolve(refused === undefined ? 'first' : 'second')
      }
      await host(
        {
          open: kept,
          check: `const first = await tokens.current()
            warn([first, await tokens.current(first)].join(' '))`,
        },
        { context: { tokens: { current }, warn: (one) => warnings.push(one) } },
      )
      await directory?.check('read', signal)
      expect(asked).to.deep.equal([undefined, 'first'])
      expect(warnings).to.deep.equal(['first second'])
    })

    it('hears why there is none, in words that it can hand on', async () => {
      const over = directoryFailure('unauthorised', 'not-applied', 'The sign-in has ended for acme')
      Object.assign(over, { hint: 'Run login.' })
      await host(
        { open: kept, check: 'await tokens.current()' },
        { context: { tokens: { current: () => Promise.reject(over) } } },
      )
      const error = await directory?.check('read', signal).catch((reason: unknown) => reason)
      expect(error).to.include({ kind: 'unauthorised', message: over.message, hint: 'Run login.' })
    })

    it('is nobody’s fault where this machine cannot keep what it was renewed to: nobody is served', async () => {
      const full = () => Promise.reject(new AppError('cannot-write-output', 'The disk is full'))
      await host({ open: kept, check: 'await tokens.current()' }, { context: { tokens: { current: full } } })
      expect(await thrown(directory!.check('read', signal))).to.deep.equal([
        'The disk is full',
        'unusable',
        'not-applied',
      ])
    })

    it('may wait for it as long as it takes', async () => {
      const slowly = () => new Promise<string>((resolve) => setTimeout(() => resolve('late'), 1_500))
      await host(
        { open: kept, check: 'await tokens.current()' },
        { context: { tokens: { current: slowly } }, limits: { questionMs: 1_000 } },
      )
      await directory?.check('read', signal)
    })

    it('has none where nobody can sign in like that', async () => {
      const warnings: string[] = []
      await host({ open: 'warn(String(context.tokens))' }, { context: { warn: (one) => warnings.push(one) } })
      expect(warnings).to.deep.equal(['undefined'])
    })
  })

  describe('that dies while it writes', () => {
    for (const [title, moment] of [
      ['and has written: is looked at, and not repeated', 'afterWrite'],
      ['and has not: is looked at, and then written', 'writePhoto'],
    ] as const) {
      it(title, async () => {
        const death = once('dead', 'process.exit(1)')
        const written = note('id')
        const origin = await writeDirectory(folder.path, {
          ...{ writePhoto: '', afterWrite: written },
          [moment]: moment === 'afterWrite' ? `${written}; ${death}` : death,
        })
        await writeFile(photo('2'), await picture('red'))
        const real = await openHosted(origin, { options: { path: folder.join('photos') } })
        const bench = await putTogether({
          home: folder.path,
          real,
          stop: new AbortController(),
          concurrency: 1,
        })
        const { outcome } = await bench.sync()
        await bench.close()
        expect(bench.results.map(({ change, outcome: one }) => [change.person.id, one])).to.deep.equal([
          ['1', 'done'],
          ['3', 'done'],
        ])
        expect(outcome).to.equal('done')
        expect((await notes()).filter((id) => id === '1')).to.deep.equal(['1'])
        expect(existsSync(folder.join('dead'))).to.equal(true)
      })
    }
  })
})
