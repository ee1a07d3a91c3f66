import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from 'playwright-core'

const program = '/usr/bin/chromium'

/** Why no browser can be driven here; undefined where one can. */
export const noChromium: string | undefined = existsSync(program)
  ? undefined
  : `there is no ${program}; Debian's package chromium has it`

/** A headless Chromium that asks nobody but whom it is sent to. */
export async function openChromium(): Promise<Browser> {
  return await chromium.launch({
    executablePath: program,
    // What it does in the background would only be refused in a closed network; as root it has no sandbox of its own.
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'].concat([
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ]),
  })
}

/** Says yes or no on the practice server's page, and gives what the browser is shown then. */
export async function answerOnPage(
  page: Page,
  address: string,
  decision: 'Allow' | 'Deny',
): Promise<{ title: string; text: string }> {
  await page.goto(address)
  await page.getByRole('button', { name: decision }).click()
  return { title: await page.locator('h1').innerText(), text: await page.locator('main').innerText() }
}
