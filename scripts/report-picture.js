// Draws docs/pictures/report.png: a report of the made-up company in samples/company, as Chromium shows it, one half in
// light colours and the other in dark ones. `npm run build && node scripts/report-picture.js`; needs /usr/bin/chromium.
import { execFileSync } from 'node:child_process'
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { chromium } from 'playwright-core'
import sharp from 'sharp'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const home = mkdtempSync(path.join(os.tmpdir(), 'avatarctl-'))
const photos = path.join(home, 'company/photos')
const width = 1160
const height = 1180

/** Who has chosen a photo (a drawing stands in for it), and whose photo is damaged. */
const chosen = ['1002', '1005', '1009', '1012', '1016', '1020']
const damaged = '1011'

function avatarctl(...args) {
  const folders = {
    AVATARCTL_DATA_DIR: `${home}/data`,
    AVATARCTL_CONFIG_DIR: `${home}/config`,
    AVATARCTL_CACHE_DIR: `${home}/cache`,
  }
  try {
    execFileSync(process.execPath, [path.join(root, 'bin/run.js'), ...args], {
      cwd: home,
      env: { ...process.env, ...folders },
    })
  } catch (error) {
    // One photo is damaged on purpose.
    if (error.status !== 3) throw error
  }
}

/** As JPEG, which takes our mark away: it is a photo of somebody's own then. */
async function makePhotos() {
  const portraits = path.join(home, 'portraits')
  avatarctl(
    'generate',
    '--from',
    'company/people.csv',
    '-g',
    'dicebear',
    '--option',
    'dicebear.style=notionists',
    '-o',
    portraits,
    '--size',
    '256',
  )
  for (const name of readdirSync(portraits)) {
    const id = path.parse(name).name
    if (![...chosen, damaged].includes(id)) continue
    const photo = await sharp(readFileSync(path.join(portraits, name)))
      .flatten({ background: '#dfe7ee' })
      .jpeg()
      .toBuffer()
    const bytes = id === damaged ? photo.subarray(0, photo.length / 2) : photo
    writeFileSync(path.join(photos, `${id}.jpg`), bytes)
  }
}

async function screenshot(browser, colorScheme) {
  const page = await browser.newPage({ colorScheme, viewport: { width, height } })
  await page.goto(pathToFileURL(path.join(home, 'report.html')).href)
  await page.locator('#wall img').first().waitFor()
  // The folder is another one each time.
  await page
    .locator('#about')
    .evaluate((line) => (line.textContent = line.textContent.replace(/ \(folder:.*?\)/, '')))
  return await page.screenshot()
}

mkdirSync(photos, { recursive: true })
copyFileSync(path.join(root, 'samples/company/people.csv'), path.join(home, 'company/people.csv'))
const browser = await chromium.launch({
  executablePath: '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu'],
})
try {
  await makePhotos()
  avatarctl('sync', '-d', 'folder:company', '--replace', 'all', '--yes', '--report', 'report.html')
  const light = await screenshot(browser, 'light')
  const half = { left: width / 2, top: 0, width: width / 2, height }
  const dark = await sharp(await screenshot(browser, 'dark'))
    .extract(half)
    .toBuffer()
  await sharp(light)
    .composite([{ input: dark, left: half.left, top: 0 }])
    .png({ palette: true, compressionLevel: 9 })
    .toFile(path.join(root, 'docs/pictures/report.png'))
} finally {
  await browser.close()
  rmSync(home, { recursive: true, force: true })
}
