import { spawnSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { repository } from './command-line.ts'
import { noMount } from './small-disk.ts'

/** Why the fonts of this machine cannot be hidden from a process; undefined where they can. */
export const noHiding: string | undefined = noMount ?? reasonAgainst()

const folders = '/usr/share/fonts /usr/local/share/fonts /var/cache/fontconfig'

/** Starts Node where the folders of this machine's fonts are empty: for that process, and for nobody else. */
export const whereFontsAreHidden: readonly string[] = [
  ...['unshare', '--mount', 'sh', '-c'],
  `for folder in ${folders}; do [ ! -d $folder ] || mount -t tmpfs none $folder; done; exec "$@"`,
  ...['sh', process.execPath],
]

/** Variables with which fontconfig, and what asks it, finds no font. Skia, for one, looks into folders by itself. */
export async function fontconfigWithoutFonts(folder: string): Promise<Record<string, string>> {
  await mkdir(folder, { recursive: true })
  const file = path.join(folder, 'fonts.conf')
  await writeFile(file, '<fontconfig></fontconfig>')
  return { FONTCONFIG_FILE: file, FONTCONFIG_PATH: folder }
}

const look = `
  import { GlobalFonts } from 'canvas'
  import sharp from 'sharp'
  const draw = (text) => sharp(Buffer.from(
    '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="32"><text y="24" font-size="20">' + text + '</text></svg>',
  )).raw().toBuffer()
  const [one, other] = await Promise.all([draw('Ag'), draw('mW')])
  process.stdout.write(JSON.stringify({ canvas: GlobalFonts.families.length > 0, sharp: !one.equals(other) }))`

/** Which of the libraries that draw have letters of this machine, for a program that is started like this. */
export function whoHasLetters(
  startedBy: readonly string[] = [process.execPath],
  env: Record<string, string> = {},
): { canvas: boolean; sharp: boolean } {
  const [program, ...args] = startedBy
  const { stdout, stderr } = spawnSync(program!, [...args, '--input-type=module', '--eval', look], {
    cwd: repository,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as { canvas: boolean; sharp: boolean }
}

function reasonAgainst(): string | undefined {
  const tried = spawnSync('unshare', ['--mount', 'true'])
  if (tried.error) return 'unshare is not installed'
  return tried.status === 0 ? undefined : 'a process cannot have mounts of its own here'
}
