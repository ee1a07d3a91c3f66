import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { expect } from 'chai'
import type { PluginFetch } from '@avatarctl/sdk'
import { type Hosted, hostPlugin } from '../../support/hosted-generator.ts'
import type { PluginParts } from '../../support/hostile-plugins.ts'
import { temporaryFolder } from '../../support/temporary-folder.ts'
import { until } from '../../support/until.ts'

describe('a plugin host', function () {
  this.timeout(30_000)
  const folder = temporaryFolder()
  let hosted: Hosted | undefined
  const host = async (parts: PluginParts, more: Parameters<typeof hostPlugin>[2] = {}) =>
    (hosted = await hostPlugin(folder.path, parts, more))
  afterEach(async () => {
    await hosted?.generator.close?.()
    hosted = undefined
  })

  /** How often something has happened in a process of the plugin. */
  const note = (what: string) => `fs.appendFileSync(${JSON.stringify(folder.join('notes'))}, '${what} ')`
  const notes = async () => (await readFile(folder.join('notes'), 'utf8')).trim().split(' ')

  it('hands on the question, and answers with an image, null, or none and why', async () => {
    const { ask } = await host({
      misdeeds: {
        ...{ nobody: 'return null', quiet: 'return { bytes }', why: 'return { none: " no\\nᏣ " }' },
        story: 'return { none: "x".repeat(1e7) }',
      },
      otherwise: 'return { bytes, label: JSON.stringify([person, seed, size, options]) }',
    })
    const person = { id: 'ada', name: 'Łu 👩‍💻', kind: 'person', status: 'enabled' } as const
    const question = { person, seed: 's', size: 300, options: { set: [1, null] } }
    expect(JSON.parse((await ask('', question)) ?? '')).to.deep.equal(Object.values(question))
    expect(await ask('nobody')).to.equal(null)
    expect(await ask('quiet')).to.equal('')
    expect(await ask('why')).to.equal('none: no Ꮳ')
    expect(await ask('story')).to.equal(`none: ${'x'.repeat(300)}`)
    expect((await ask('huge', { options: { text: 'x'.repeat(2 ** 21) } })) ?? '').to.match(
      /could not be asked/,
    )
  })

  it('is started once, and ended by closing, whatever still goes on in it', async () => {
    const { generator, askAll } = await host({
      atImport: note('import'),
      open: `${note('open')}; setInterval(() => undefined, 10)`,
      otherwise: 'return { bytes, label: String(process.pid) }',
      close: note('close'),
    })
    const [pid, ...others] = await askAll('a', 'b', 'c')
    expect(others).to.deep.equal([pid, pid])
    await generator.close?.()
    expect(await notes()).to.deep.equal(['import', 'open', 'close'])
    expect(() => process.kill(Number(pid), 0)).to.throw()
  })

  it('has nothing of our environment, no private argument and a folder that is nobody’s', async () => {
    process.env['A_SECRET_OF_OURS'] = 'hidden'
    const { ask } = await host({
      otherwise:
        'return { bytes, label: [Object.keys(process.env).length, process.cwd(), process.argv.length] + "" }',
    })
    expect(await ask('ada')).to.equal('0,/,3')
    delete process.env['A_SECRET_OF_OURS']
  })

  it('keeps the beginning of what is printed, and takes away the rest', async () => {
    const { ask, generator, printed } = await host({
      otherwise: `process.stdout.write('Hello ' + 'x'.repeat(3e6)); console.error('oh')`,
    })
    expect(await ask('ada')).to.equal('ada')
    await generator.close?.()
    expect(printed).to.have.length(1)
    expect(printed[0]?.length).to.be.lessThan(5000)
    expect(printed[0]?.replace(/x+/, 'x')).to.match(/^Hello x+\n\(and \d+ bytes more\)\noh$/)
  })

  it('takes an answer that was given just before the process ended', async () => {
    const { ask } = await host({ otherwise: 'setImmediate(() => process.exit())' })
    expect([await ask('ada'), await ask('grace')]).to.deep.equal(['ada', 'grace'])
  })

  it('is started anew when what it loses has filled its memory; that costs nobody an image', async () => {
    const limits = { memoryBytes: 160 * 2 ** 20 }
    const { ask } = await host(
      { atImport: `${note('import')}; const lost = []`, otherwise: 'lost.push(Buffer.alloc(3e7, 1))' },
      { limits },
    )
    // Nobody knows when the thread that watches over the memory has its turn.
    let asked = 0
    do {
      expect(await ask(`p${asked}`)).to.equal(`p${asked}`)
    } while (++asked < 100 && (await notes()).length < 2)
    expect(await notes()).to.have.length.greaterThan(1)
  })

  it('is given up when it dies for several people in a row, and not before', async () => {
    const { ask, askAll } = await host(
      { atImport: note('import'), misdeeds: { fine: 'return { bytes }' }, otherwise: 'process.exit(1)' },
      { limits: { inARow: 3 } },
    )
    const died = 'robots of the plugin @acme/robots 1.2.0 ended its process with exit code 1'
    expect(await askAll('a', 'b')).to.deep.equal([died, died])
    expect(await ask('fine')).to.equal('')
    expect(await askAll('c', 'd')).to.deep.equal([died, died])
    expect(await ask('e')).to.equal(died)
    const starts = (await notes()).length
    const givenUp =
      'robots of the plugin @acme/robots 1.2.0 is given up: for 3 people in a row it ended its process with exit code 1'
    expect(await askAll('f', 'fine')).to.deep.equal([givenUp, givenUp])
    expect(await notes()).to.have.length(starts)
  })

  for (const [title, parts, says] of [
    ['throws at import', { atImport: 'throw new Error("no licence")' }, /it failed: no licence$/],
    ['loops at import', { atImport: 'for (;;);' }, /it did not answer within 3 s$/],
    ['ends its process at import', { atImport: 'process.exit(5)' }, /it ended its process with exit code 5$/],
    ['has no generator', { exported: 'export const robots =' }, /it has no generator as the default export/],
    ['throws when it is opened', { open: 'throw new Error("no key")' }, /it failed: no key$/],
  ] as const) {
    it(`that ${title} fails everybody with that reason, and is not tried again`, async () => {
      const { askAll, ask } = await host(
        { ...parts, atImport: `${note('import')}\n${'atImport' in parts ? parts.atImport : ''}` },
        { limits: { openMs: 3_000 } },
      )
      const said = [...(await askAll('a', 'b')), await ask('c')]
      for (const one of said) {
        expect(one).to.match(/^robots of the plugin @acme\/robots 1\.2\.0 cannot be opened: /)
        expect(one).to.match(says)
      }
      expect(await notes()).to.deep.equal(['import'])
    })
  }

  it('that says that nobody can be served is believed at once, in its own words, and ends', async () => {
    const kind =
      'throw Object.assign(new Error("the door\\nis locked"), { kind: "unavailable", hint: "Knock." })'
    const error = await host({ atImport: note(String(process.pid)), open: kind }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).to.include({ message: 'the door is locked', kind: 'unavailable', hint: 'Knock.' })
    expect(await notes()).to.have.length(1)
  })

  it('is told when an answer is no longer wanted; who waits for it is told at once', async () => {
    const { ask, generator } = await host({
      misdeeds: {
        slow: `${note('asked')}
          return new Promise(() => signal.addEventListener('abort', () => { ${note('aborted')} }))`,
        deaf: `${note('asked')}; for (;;);`,
      },
    })
    for (const id of ['slow', 'deaf']) {
      const stop = new AbortController()
      const answer = ask(id, { signal: stop.signal })
      await until(() => existsSync(folder.join('notes')))
      while (!(await notes()).at(-1)?.includes('asked'));
      stop.abort(new Error('enough'))
      expect(await answer).to.equal('enough')
      if (id === 'slow') while (!(await notes()).includes('aborted'));
    }
    await generator.close?.()
  })

  describe('fetches by way of the tool', () => {
    const echo: PluginFetch = async (input, init) => {
      const { url, method, headers } = new Request(input, init)
      const body = Buffer.from(init?.body as Uint8Array<ArrayBuffer>).toString('latin1')
      const text = JSON.stringify([url, method, headers.get('x-robot'), body, init?.redirect])
      return new Response(text, { status: 203, headers: { 'x-answer': 'yes' } })
    }

    it('what it asks for, and what it is answered', async () => {
      const { ask } = await host(
        {
          otherwise: `const response = await fetch(new URL('https://robots.example/a?b'), {
              method: 'POST', headers: { 'X-Robot': '7' }, body: Buffer.from([0, 255, 10]), redirect: 'error' })
            const { status, headers, url } = response
            return { bytes, label: [status, headers.get('x-answer'), await response.text()].join(' ').slice(0, 100) }`,
        },
        { fetch: echo },
      )
      expect(await ask('ada')).to.equal(
        '203 yes ["https://robots.example/a?b","POST","7","\\u0000ÿ\\n","error"]',
      )
    })

    it('and is told why it may not', async () => {
      const { ask } = await host({ otherwise: 'await fetch("https://elsewhere.example/")' })
      expect(await ask('ada')).to.match(/failed: this plugin declares no hosts, so it may not ask anybody$/)
    })

    it('and may wait for that as long as it takes, but answers in a time of its own', async () => {
      const { ask, askAll } = await host(
        {
          misdeeds: { late: 'await fetch("https://robots.example/"); await new Promise(() => {})' },
          otherwise: 'await fetch("https://robots.example/"); return { bytes, label: person.id }',
        },
        {
          limits: { questionMs: 500 },
          fetch: () => new Promise((resolve) => setTimeout(resolve, 1_000, new Response('slow'))),
        },
      )
      expect(await askAll('ada', 'bob')).to.deep.equal(['ada', 'bob'])
      expect(await ask('late')).to.match(/did not answer within 0.5 s$/)
    })

    it('and no more than 10 MB', async () => {
      const endless = new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(1e6)) })
      const { ask } = await host(
        { otherwise: 'await fetch("https://robots.example/")' },
        { fetch: () => Promise.resolve(new Response(endless)) },
      )
      expect(await ask('ada')).to.match(/failed: the answer has more than 10 MB$/)
    })

    it('only until its answer, and gives up what it aborts', async () => {
      let aborted = 0
      const hanging: PluginFetch = (url, init) =>
        new Promise((resolve, reject) => {
          if (new Request(url).url.endsWith('/short')) return resolve(new Response('yes'))
          init?.signal?.addEventListener('abort', () => {
            aborted += 1
            reject(new Error('aborted'))
          })
        })
      const { ask } = await host(
        {
          misdeeds: {
            left: `fetch("https://robots.example/long").catch(() => undefined)
              await fetch("https://robots.example/short"); return { bytes }`,
            aborts: 'await fetch("https://robots.example/long", { signal: AbortSignal.timeout(50) })',
          },
          otherwise: '',
        },
        { fetch: hanging },
      )
      expect(await ask('aborts')).to.match(/timeout/)
      await until(() => aborted === 1)
      expect(await ask('left')).to.equal('')
      await until(() => aborted === 2)
    })
  })
})
