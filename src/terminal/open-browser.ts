import { spawn } from 'node:child_process'
import { pathToFileURL } from 'node:url'

/** Whether there is a program here that opens pages and pictures. */
export function canOpen(environment: Readonly<Record<string, string | undefined>> = process.env): boolean {
  return opener(environment).length > 0
}

/** Opens a file of this machine with what its user opens such files with; answers with whether it was tried. */
export const openFile = (file: string): boolean => openBrowser(pathToFileURL(file).href)

/**
 * Opens an address in the user's browser, as far as this machine can do that; whether it did, nobody says. Answers with
 * whether it was tried.
 */
export function openBrowser(
  address: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): boolean {
  if (!/^(?:https?|file):\/\//.test(address)) return false
  const [program, ...args] = opener(environment)
  if (program === undefined) return false
  // The address is an argument of its own: no shell reads it.
  const child = spawn(program, [...args, address], { stdio: 'ignore', detached: true, windowsHide: true })
  child.on('error', () => undefined)
  child.unref()
  return true
}

function opener(environment: Readonly<Record<string, string | undefined>>): readonly string[] {
  if (process.platform === 'darwin') return ['open']
  if (process.platform === 'win32') return ['rundll32', 'url.dll,FileProtocolHandler']
  // Without a screen it would open a browser of letters in the terminal, over ours.
  const hasScreen = environment['DISPLAY'] || environment['WAYLAND_DISPLAY'] || environment['WSL_DISTRO_NAME']
  return hasScreen ? ['xdg-open'] : []
}
