// Records docs/pictures/recording.svg: real commands, typed into a real shell in a terminal of 80 x 24, on a made-up
// company that this machine serves to itself. `npm run recording`; needs Linux, for its `script`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { animatedSvg } from './animated-svg.js'
import { screenOf } from './terminal-screen.js'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const picture = path.join(root, 'docs/pictures/recording.svg')
const size = { columns: 80, rows: 24 }

/** What is typed, and for how many milliseconds the answer is left to be read. */
const typed = [
  ['avatarctl list -d sandbox: --photo missing', 2_400],
  ['avatarctl sync -d sandbox:', 2_400],
  ['avatarctl sync -d sandbox:   # again: nothing to do', 1_800],
  ['avatarctl restore -d sandbox: --all', 4_000],
]

const home = mkdtempSync(path.join(os.tmpdir(), 'avatarctl-'))
mkdirSync(path.join(home, 'bin'))
writeFileSync(
  path.join(home, 'bin/avatarctl'),
  `#!/bin/sh\nexec '${process.execPath}' '${path.join(root, 'bin/run.js')}' "$@"\n`,
  { mode: 0o755 },
)

/** Says to whoever reads along that the shell waits; a terminal shows nothing of it. */
const waiting = '\u001B]133;A\u0007'

const shell = spawn(
  'script',
  [
    '--quiet',
    '--return',
    '--command',
    `stty columns ${size.columns} rows ${size.rows}; exec bash --norc --noprofile -i`,
    '/dev/null',
  ],
  {
    cwd: home,
    env: {
      ...{ PATH: `${home}/bin:${process.env.PATH}`, HOME: home, TERM: 'xterm-256color', LANG: 'C.UTF-8' },
      ...{ COLORTERM: '', HISTFILE: '/dev/null', PS1: String.raw`\[\e]133;A\a\]\[\e[32m\]$\[\e[0m\] ` },
      AVATARCTL_DATA_DIR: `${home}/data`,
      AVATARCTL_CONFIG_DIR: `${home}/config`,
      AVATARCTL_CACHE_DIR: `${home}/cache`,
      AVATARCTL_CREDENTIALS: 'file',
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  },
)

const screen = screenOf(size)
const started = performance.now()
const frames = []
let shown = Promise.resolve()
let prompts = 0
let whenWaiting = () => undefined

shell.stdout.on('data', (bytes) => {
  const at = performance.now() - started
  // Terminals are written to in turn; each screen is kept with the time at which it came.
  shown = shown.then(async () => {
    await screen.write(bytes)
    frames.push({ at, rows: screen.rows() })
  })
  prompts += bytes.toString('latin1').split(waiting).length - 1
  whenWaiting()
})

async function untilWaiting(count) {
  while (prompts < count)
    await new Promise((resolve) => {
      whenWaiting = resolve
    })
}

try {
  await untilWaiting(1)
  // Who is in the company is no part of the story.
  shell.stdin.write('avatarctl sandbox --reset --people 16 >/dev/null 2>&1; clear\r')
  await untilWaiting(2)
  await pause(300)
  await shown
  const begin = performance.now() - started
  for (const [index, [line, toRead]] of typed.entries()) {
    await pause(index === 0 ? 900 : 500)
    for (const letter of line) {
      shell.stdin.write(letter)
      await pause(38)
    }
    await pause(350)
    shell.stdin.write('\r')
    await untilWaiting(index + 3)
    await pause(toRead)
  }
  await shown
  const end = performance.now() - started
  const first = frames.findLast(({ at }) => at <= begin)
  const story = [{ ...first, at: begin }, ...frames.filter(({ at }) => at > begin)]
  const svg = animatedSvg({
    ...size,
    title: 'avatarctl in a terminal',
    description: `What is typed: ${typed.map(([line]) => line).join('; ')}.`,
    frames: story.map(({ at, rows }) => ({ at: at - begin, rows })),
    duration: end - begin,
  })
  writeFileSync(picture, svg)
  process.stdout.write(`${path.relative(process.cwd(), picture)}: ${Math.round(svg.length / 1024)} KB\n`)
} finally {
  const ended = once(shell, 'close')
  shell.stdin.end('exit\r')
  await ended
  rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 })
}
