import { mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { makePace } from '../../src/network/pace.ts'
import { paceFile } from '../../src/network/pace-file.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('what is remembered of a pace', () => {
  const home = temporaryFolder()
  const groups = { heavy: { limit: 3, windowMs: 60_000 } }
  const signal = new AbortController().signal
  const answered = (status: number, headers = {}) => Promise.resolve(new Response(null, { status, headers }))
  const send = (pace: ReturnType<typeof makePace>) => pace.send('heavy', () => answered(200), { signal })

  it('keeps the next process from sending what this one has used up', async () => {
    const file = paceFile(home.path, { account: 1 })
    const first = makePace({ groups, memory: await file.load() })
    const kept = file.keep(first)
    for (let sent = 0; sent < 3; sent += 1) await send(first)
    await kept[Symbol.asyncDispose]()
    const second = makePace({ groups, memory: await file.load() })
    expect(second.state()[0]).to.include({ free: 0 })
    const given = new AbortController()
    const waiting = second.turn('heavy', given.signal).catch(() => 'gave up')
    expect(second.state()[0]?.waitMs).to.be.within(50_000, 61_000)
    given.abort()
    expect(await waiting).to.equal('gave up')
  })

  it('knows of a penalty that is still running', async () => {
    const file = paceFile(home.path, { account: 2 })
    const refused = { 'retry-after': '40', 'x-rate-limit-limit': '3', 'x-rate-limit-window': '60' }
    const stop = new AbortController()
    const first = makePace({ groups })
    const kept = file.keep(first)
    const sending = first.send('heavy', () => answered(429, refused), { signal: stop.signal })
    while (first.rateLimited === 0) await new Promise((resolve) => setImmediate(resolve))
    stop.abort()
    await sending.catch(() => undefined)
    await kept[Symbol.asyncDispose]()
    const [state] = makePace({ groups, memory: await file.load() }).state()
    expect(state).to.include({ stopped: true, free: 0 })
  })

  it('tells one service from another, and is the owner’s alone', async () => {
    const file = paceFile(home.join('own'), { account: 3 })
    const pace = makePace({ groups })
    await using kept = file.keep(pace)
    await send(pace)
    await kept[Symbol.asyncDispose]()
    expect(await paceFile(home.join('own'), { account: 4 }).load()).to.deep.equal({})
    expect(Object.keys(await file.load())).to.deep.equal(['heavy'])
    expect((await stat(home.join('own'))).mode & 0o777).to.equal(0o700)
  })

  it('writes nothing where nothing was asked', async () => {
    const folder = home.join('untouched')
    await paceFile(folder, { account: 5 }).keep(makePace({ groups }))[Symbol.asyncDispose]()
    expect(await stat(folder).catch(() => 'absent')).to.equal('absent')
  })

  it('does without a file that is damaged or cannot be written', async () => {
    const file = paceFile(home.join('damaged'), { account: 6 })
    const pace = makePace({ groups })
    await send(pace)
    await file.keep(pace)[Symbol.asyncDispose]()
    const [name = ''] = await import('node:fs/promises').then((fs) => fs.readdir(home.join('damaged')))
    const whole = await readFile(path.join(home.join('damaged'), name), 'utf8')
    await writeFile(path.join(home.join('damaged'), name), whole.slice(0, 20))
    expect(await file.load()).to.deep.equal({})
    await mkdir(home.join('file'))
    await writeFile(home.join('file/pace'), '')
    await paceFile(home.join('file/pace'), { account: 7 }).keep(pace)[Symbol.asyncDispose]()
  })
})
