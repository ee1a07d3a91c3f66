import { openBrowser } from './open-browser.ts'

/** Shows the address of a sign-in and opens it, where that is wanted and can be done. */
export function showAddress(
  address: string,
  { browser, timeout, note }: { browser?: boolean; timeout: number; note(sentence: string): void },
): void {
  const isOpened = browser !== false && openBrowser(address)
  note(
    isOpened
      ? 'A browser should open now. If none does, open this address:'
      : 'Open this address in a browser of this machine:',
  )
  // Whole, and also where nothing else is to be said: without it nothing goes on.
  process.stderr.write(`${address}\n`)
  note(`Waiting for up to ${timeout} s. Ctrl-C stops.`)
}
