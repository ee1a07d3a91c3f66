import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pathToFileURL } from 'node:url'
import axe, { type AxeResults } from 'axe-core'
import { expect } from 'chai'
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core'
import sharp from 'sharp'
import { thumbnail } from '../../src/images/thumbnail.ts'
import { noChromium, openChromium } from '../support/chromium.ts'
import { picture } from '../support/pictures.ts'
import { change, crowd, makeReport } from '../support/report-page.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

/** Names that break pages, in all the places where a page has texts. */
const hostile = [
  '</script><img src=x onerror="window.taken = 1">',
  '<!--<script>',
  `"' onmouseover=window.taken=1 x="`,
  '{{css}} $& $1 `code` ${window.taken}',
  'javascript:window.taken=1',
  '\u202egnp.exe',
  'مرحبا بالعالم (123)',
  '👩‍👩‍👧‍👦 José 🏳️‍🌈',
  'W'.repeat(500),
  '\u2028\u2029\u0000\u001b[31m',
  '__proto__',
]

/** What a text that got into the page might try: to load, to run, to restyle, and to tell. */
const intrusion = (elsewhere: string) => `
  const add = (name, values) => {
    const one = Object.assign(document.createElement(name), values)
    document.body.append(one)
    return one
  }
  add('style', { textContent: 'body { display: none }' })
  try { add('script', { textContent: 'window.taken = 1' }) } catch {}
  try { document.body.innerHTML += '<img src=x onerror="window.taken = 1">' } catch {}
  const face = new Promise((resolve) => {
    add('img', { src: '${elsewhere}/face.png', onload: () => resolve('loaded'), onerror: () => resolve('refused') })
  })
  Promise.all([face, fetch('${elsewhere}/').then(() => 'told', () => 'refused')])`

/** Notes when the first card is there, in milliseconds from when the page was asked for. */
const noteFirstCard = `
  new MutationObserver((_, watch) => {
    if (!document.querySelector('#wall li')) return
    window.firstCardAt = performance.now()
    watch.disconnect()
  }).observe(document, { childList: true, subtree: true })`

describe(`a report in a browser${noChromium === undefined ? '' : ` (skipped: ${noChromium})`}`, function () {
  this.timeout(120_000)
  const home = temporaryFolder()
  const file = () => home.join('report.html')
  let browser: Browser | undefined
  let context: BrowserContext | undefined
  before(async function () {
    if (noChromium !== undefined) return this.skip()
    browser = await openChromium()
  })
  after(() => browser?.close())
  afterEach(() => context?.close())

  /** Opens the file as somebody does who was sent it, and watches what it asks for and complains of. */
  async function open(
    options: BrowserContextOptions = {},
  ): Promise<Page & { asked: string[]; said: string[] }> {
    context = await browser!.newContext(options)
    const page = await context.newPage()
    const asked: string[] = []
    const said: string[] = []
    page.on('request', (request) => request.url().startsWith('data:') || asked.push(request.url()))
    page.on('console', (message) => said.push(message.text()))
    page.on('pageerror', (error) => said.push(error.message))
    await page.goto(pathToFileURL(file()).href)
    return Object.assign(page, { asked, said })
  }

  /** What axe finds wrong, as `rule: element`. */
  async function violations(page: Page): Promise<string[]> {
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate<AxeResults>('axe.run()')
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`))
  }

  const each = (page: Page, property: string) =>
    page.evaluate<unknown[]>(`[...document.querySelectorAll('#wall img')].map((one) => one.${property})`)
  const cardsOf = async (page: Page, count: number) => {
    const cards = page.locator('#wall li')
    await cards.nth(count - 1).waitFor({ state: 'attached' })
    await cards.nth(count).waitFor({ state: 'detached' })
  }
  const names = (page: Page) => page.locator('#wall .name').allTextContents()

  /** Four people: one each that was changed, replaced, failed and left alone. */
  async function four(dryRun = false): Promise<void> {
    const [red, blue] = [await picture('red'), await picture('blue')]
    const failed = {
      outcome: 'failed',
      error: { code: 'forbidden', message: 'you may not edit this person', hint: 'Ask for `Edit Users`.' },
    } as const
    const had = { before: { state: 'present', sha256: 'ab', version: '1' } } as const
    await makeReport(
      file(),
      async (part) => {
        await part.keep('2', 'before', red)
        for (const id of ['1', '2']) await part.keep(id, 'after', blue)
        const outcome = dryRun ? 'planned' : 'done'
        part.change(change({ id: '1', name: 'Ada Lovelace', department: 'Engines' }, { outcome }))
        part.change(
          change(
            { id: '2', name: 'José Łuk', department: 'Sales' },
            { ...had, outcome, action: 'replace', reason: 'every photo is to be replaced' },
          ),
        )
        part.change(change({ id: '3', name: 'Grace Hopper', department: 'Sales' }, failed))
        part.change(
          change(
            { id: '4', name: 'Zoë Ångström' },
            { ...had, outcome: 'skipped', action: 'skip', reason: 'somebody chose it', generator: null },
          ),
        )
      },
      { dryRun },
    )
  }

  it('shows faces before and after, what became of each, by whom and why', async () => {
    await four()
    const page = await open()
    expect(await page.title()).to.equal('Photos that were changed: acme')
    expect(await page.locator('#about').innerText()).to.contain('run 20261122T101500Z-1a2b')
    // What is out of sight has no text of its own until it is drawn.
    await page.locator('#wall img').nth(2).waitFor()
    const cards = await page.locator('#wall li').allInnerTexts()
    expect(cards.map((text) => text.split(/\s*\n\s*/))).to.deep.equal([
      ['No photo', 'After', 'Ada Lovelace', 'Engines', 'New avatar', 'by initials', 'No photo'],
      ['Before', 'After', 'José Łuk', 'Sales', 'Replaced', 'by initials', 'Every photo is to be replaced'],
      ['No photo', 'Grace Hopper', 'Sales', 'Failed', 'by initials', 'You may not edit this person'],
      ['Has a photo', 'Zoë Ångström', 'Left alone', 'Somebody chose it'],
    ])
    expect(await each(page, 'alt')).to.deep.equal([
      'Ada Lovelace, after',
      'José Łuk, before',
      'José Łuk, after',
    ])
    expect(await each(page, 'naturalWidth')).to.deep.equal([96, 96, 96])
    const numbers = (await page.locator('#numbers').innerText()).split(/\s*\n\s*/)
    expect(numbers.join(' ')).to.contain('Changed 2 Failed 1 Left as they are 1')
    expect(page.said).to.deep.equal([])
  })

  it('says who failed, why, and what to do next, and shows them', async () => {
    await four()
    const page = await open()
    const group = page.locator('#groups details')
    expect((await group.innerText()).split(/\s*\n\s*/)).to.deep.equal([
      'You may not edit this person · 1 person',
      'Ask for Edit Users.',
      'Grace Hopper',
      'Show this person',
    ])
    await group.getByRole('button').click()
    expect(await names(page)).to.deep.equal(['Grace Hopper'])
    await page.getByRole('button', { name: 'Show everybody' }).click()
    await cardsOf(page, 4)
  })

  it('finds people by any spelling, by what became of them, and by department', async () => {
    await four()
    const page = await open()
    const search = page.getByRole('searchbox')
    await search.fill('jose luk')
    expect(await names(page)).to.deep.equal(['José Łuk'])
    expect(await page.getByRole('status').innerText()).to.equal('1 of 4 people')
    await search.fill('')
    await page.getByRole('radio', { name: /Failed/ }).check()
    expect(await names(page)).to.deep.equal(['Grace Hopper'])
    await page.getByRole('radio', { name: /All/ }).check()
    await page.getByLabel('Department').selectOption('Sales')
    expect(await names(page)).to.deep.equal(['José Łuk', 'Grace Hopper'])
    await page.getByLabel('Order').selectOption('Name')
    expect(await names(page)).to.deep.equal(['Grace Hopper', 'José Łuk'])
    await page.getByLabel('View').selectOption('Faces')
    expect(await page.locator('#wall .state').first().isVisible()).to.equal(false)
  })

  it('asks nobody for anything, and runs nothing but its own script', async () => {
    await four()
    const page = await open()
    expect(page.asked).to.deep.equal([pathToFileURL(file()).href])
    let heard = 0
    const elsewhere = createServer((_, answer) => {
      heard += 1
      answer.end()
    }).listen(0, '127.0.0.1')
    await once(elsewhere, 'listening')
    const { port } = elsewhere.address() as AddressInfo
    const tried = await page.evaluate<string[]>(intrusion(`http://127.0.0.1:${port}`))
    expect(tried).to.deep.equal(['refused', 'refused'])
    expect(heard).to.equal(0)
    elsewhere.close()
    expect(await page.evaluate(`'taken' in window`)).to.equal(false)
    expect(await page.locator('main').isVisible()).to.equal(true)
    const text = await readFile(file(), 'utf8')
    expect(text).to.match(
      /default-src 'none'; img-src data:; style-src 'sha256-[^']+'; script-src 'sha256-[^']+'/,
    )
  })

  it('shows names that would break a page as they are', async () => {
    await makeReport(
      file(),
      (part) => {
        for (const [index, text] of hostile.entries()) {
          const about = { reason: text, generator: text, credit: text }
          const error = { code: 'x', message: text, hint: text }
          const bad = index % 2 === 1 ? ({ outcome: 'failed', error } as const) : {}
          part.change(
            change({ id: String(index), name: text, email: text, department: text }, { ...about, ...bad }),
          )
        }
      },
      { name: hostile[0]! },
    )
    const page = await open()
    // Controls, and what would turn the rest of a line, are blanks.
    const shown = hostile.map((text) => text.replace(/[\u202e\u2028\u2029\u0000\u001b]/g, ' '))
    expect(await page.locator('#wall .name').allTextContents()).to.deep.equal(shown)
    expect(await page.evaluate(`'taken' in window`)).to.equal(false)
    expect(await page.locator('img').count()).to.equal(0)
    expect(page.said).to.deep.equal([])
    expect(page.asked).to.have.length(1)
    expect(await violations(page)).to.deep.equal([])
    await page.setViewportSize({ width: 360, height: 800 })
    expect(await page.evaluate('document.documentElement.scrollWidth')).to.equal(360)
    // Each reason is a choice of its own, and chosen by its own text.
    await page.getByLabel('Reason').selectOption(shown[0]!)
    expect(await page.locator('#wall li').count()).to.equal(1)
  })

  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1200, 360])
      it(`has nothing that axe finds wrong (${colorScheme}, ${width} pixels wide)`, async () => {
        await four()
        const page = await open({ colorScheme, viewport: { width, height: 900 } })
        expect(await violations(page)).to.deep.equal([])
      })

  it('is dark where the system is, or where somebody says so, and light on paper', async () => {
    await four()
    const page = await open({ colorScheme: 'dark' })
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(await ground()).to.equal('rgb(20, 22, 26)')
    await page.getByRole('button', { name: 'Light colours' }).click()
    expect(await ground()).to.equal('rgb(246, 247, 249)')
    await page.getByRole('button', { name: 'Dark colours' }).click()
    await page.emulateMedia({ media: 'print' })
    expect(await ground()).to.equal('rgb(255, 255, 255)')
    expect(await page.getByRole('searchbox').isVisible()).to.equal(false)
  })

  it('can be used with the keyboard alone, and has names for who hears it', async () => {
    await four()
    const page = await open()
    const focused = () => page.evaluate('document.activeElement.textContent || document.activeElement.name')
    await page.keyboard.press('Tab')
    expect(await focused()).to.equal('Skip to the people')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    expect(await focused()).to.equal('state')
    await page.keyboard.press('ArrowRight')
    expect(await names(page)).to.deep.equal(['Ada Lovelace', 'José Łuk'])
    const roles: [Parameters<Page['getByRole']>[0], string?][] = [
      ['banner'],
      ['main'],
      ['contentinfo'],
      ['search', 'People'],
      ['region', 'Who needs a look'],
      ['region', 'In numbers'],
      ['region', 'People'],
      ['heading', 'Photos that were changed'],
    ]
    for (const [role, name] of roles)
      expect(
        await page.getByRole(role, name === undefined ? {} : { name, exact: true }).count(),
        role,
      ).to.equal(1)
  })

  it('says its numbers where scripts do not run', async () => {
    await four()
    const page = await open({ javaScriptEnabled: false })
    expect(await page.locator('noscript').innerText()).to.contain(
      'acme: 4 listed (2 changed, 1 failed, 1 left alone).',
    )
  })

  it('of a dry run says what would be', async () => {
    await four(true)
    const page = await open()
    expect(await page.locator('h1').innerText()).to.equal('Photos that would be changed')
    expect(await page.locator('#about').innerText()).to.contain('nothing was written')
    expect(await page.locator('#wall li').first().innerText())
      .to.contain('Gets an avatar')
      .and.contain('Planned')
  })

  it('of a run that ended before its end says so', async () => {
    await makeReport(file(), (part) => part.change(change({ id: '1' })), { isEnded: false })
    const page = await open()
    expect(await page.getByRole('note').innerText()).to.contain('ended before its end')
    await context?.close()
    await four()
    expect(await (await open()).getByRole('note').isVisible()).to.equal(false)
  })

  it('has up to 2,000 people on a page, and turns over above', async () => {
    await makeReport(file(), (part) => crowd(2000).forEach((person) => part.change(change(person))))
    const one = await open()
    await cardsOf(one, 2000)
    expect(await one.locator('#pager').isVisible()).to.equal(false)
    await context?.close()
    await makeReport(file(), (part) => crowd(2001).forEach((person) => part.change(change(person))))
    const page = await open()
    expect(await page.getByRole('status').innerText()).to.equal('1 to 2,000 of 2,001 people')
    await cardsOf(page, 2000)
    await page.getByRole('button', { name: 'Next' }).click()
    await cardsOf(page, 1)
    expect(await names(page)).to.deep.equal(['Person 2000'])
    expect(await page.getByRole('status').innerText()).to.equal('2,001 to 2,001 of 2,001 people')
    expect(await page.getByRole('button', { name: 'Page 2' }).getAttribute('aria-current')).to.equal('page')
    expect(await violations(page)).to.deep.equal([])
  })

  it('is printed with every face of the page', async () => {
    const bytes = await picture('red')
    const people = crowd(300)
    await makeReport(file(), async (part) => {
      for (const person of people) {
        await part.keep(person.id, 'after', bytes)
        part.change(change(person))
      }
    })
    const page = await open()
    const faces = () => page.locator('#wall img').count()
    expect(await faces()).to.be.lessThan(100)
    const pdf = await page.pdf({ format: 'A4' })
    expect(await faces()).to.equal(300)
    expect(pdf.length).to.be.greaterThan(50_000)
  })

  it('of 10,000 people with two faces each is there at once', async () => {
    const big = await sharp({
      create: {
        width: 96,
        height: 96,
        channels: 3,
        background: '#888',
        noise: { type: 'gaussian', mean: 128, sigma: 90 },
      },
    })
      .png()
      .toBuffer()
    const face = await thumbnail(big)
    expect(face.length).to.be.within(1200, 2048)
    const people = crowd(10_000)
    const had = { action: 'replace', before: { state: 'present', sha256: 'ab', version: '1' } } as const
    await makeReport(
      file(),
      async (part) => {
        for (const person of people) {
          await part.keep(person.id, 'before', face)
          await part.keep(person.id, 'after', face)
          part.change(change(person, had))
        }
      },
      { small: async (bytes) => bytes },
    )
    context = await browser!.newContext()
    const page = await context.newPage()
    await page.addInitScript(noteFirstCard)
    await page.goto(pathToFileURL(file()).href, { waitUntil: 'domcontentloaded' })
    const { first, whole } = await page.evaluate<{ first: number; whole: number }>(
      '({ first: firstCardAt, whole: performance.now() })',
    )
    const begun = performance.now()
    await page.getByRole('searchbox').fill('person 9999')
    expect(await names(page)).to.deep.equal(['Person 9999'])
    const found = performance.now() - begun
    await page.locator('#wall img').nth(1).waitFor()
    // On a quiet machine 0.2, 1 and 0.2 seconds.
    expect({ first, whole, found }).to.satisfy(() => first < 3_000 && whole < 12_000 && found < 3_000)
  })
})
