/**
 * How close the pace comes to what a service allows, over real connections to a server that is as strict as
 * RingCentral, on a clock twenty times as fast: 10 (heavy) or 50 (light) requests in 3 s for 10 or 50 a minute, and
 * 1.25 to 40 ms of latency for 25 to 800 ms. It takes about five minutes.
 *
 * What it must keep to: no 429, and within 2% of `count / limit` windows. The ideal beside it is what somebody would
 * need who knew everything beforehand and had no latency at all: the first `limit` requests are free, and each further
 * `limit` costs a window, so (ceil(count / limit) - 1) windows. With few windows, the round trips that nobody can
 * avoid weigh more against it.
 *
 *     node --import tsx bench/pace.ts
 */
import { execFile } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { directoryFetch } from '../src/network/directory-fetch.ts'
import { makePace } from '../src/network/pace.ts'
import { makeStrictLimits } from '../test/network/strict-limits.ts'

const execute = promisify(execFile)
const faster = 20
/** How many rows are measured at a time. */
const atATime = 6
/** How many ask at a time. */
const askers = 64
const windowMs = 60_000 / faster
const groups = { heavy: { limit: 10, windowMs }, light: { limit: 50, windowMs } }
type Group = keyof typeof groups

interface Run {
  group: Group
  count: number
  /** Shortest and longest latency in milliseconds, as it would be at the real pace. */
  latency: readonly [number, number]
}

interface Measured extends Run {
  seconds: number
  ideal: number
  plain: number
  refused: number
}

const latencies = [
  [25, 25],
  [25, 800],
  [800, 800],
] as const
const counts: readonly [Group, number][] = [
  ['heavy', 10],
  ['heavy', 50],
  ['heavy', 100],
  ['heavy', 200],
  ['light', 1_000],
  ['light', 5_000],
]

/** Latency before a request is counted and after it, in any proportion. */
async function startServer([least, most]: Run['latency']): Promise<{
  server: Server
  refused: () => number
}> {
  const limits = makeStrictLimits(groups)
  const server = createServer((request, response) => {
    const group = request.url!.slice(1)
    if (!(group in groups)) return response.end()
    const latency = (least + Math.random() * (most - least)) / faster
    const before = latency * Math.random()
    void (async () => {
      await pause(before)
      const { status, headers } = limits.judge(group, performance.now())
      await pause(latency - before)
      response.writeHead(status, headers).end()
    })()
  })
  server.keepAliveTimeout = 60_000
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return { server, refused: limits.refused }
}

/** Timers count whole milliseconds: the fraction is left to chance, so that it is right on average. */
async function pause(ms: number): Promise<void> {
  const whole = Math.floor(ms + Math.random())
  if (whole > 0) await delay(whole)
}

async function measure(run: Run): Promise<Measured> {
  const { group, count, latency } = run
  const { server, refused } = await startServer(latency)
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const { signal } = new AbortController()
  const fetch = directoryFetch({ origins: [origin], userAgent: 'bench', signal })
  // The first request loads what the client needs, which would count fifty times here.
  await fetch(`${origin}/warm-up`)
  const pace = makePace({ groups })

  const start = performance.now()
  const send = () =>
    pace.send(group, () => fetch(`${origin}/${group}`, { method: 'PUT', body: 'x' }), { signal })
  let left = count
  async function worker(): Promise<void> {
    while (left-- > 0) await send()
  }
  await Promise.all(Array.from({ length: Math.min(count, askers) }, worker))
  const seconds = (performance.now() - start) / 1_000

  server.closeAllConnections()
  server.close()
  const { limit } = groups[group]
  const ideal = ((Math.ceil(count / limit) - 1) * windowMs) / 1_000
  return { ...run, seconds, ideal, plain: ((count / limit) * windowMs) / 1_000, refused: refused() }
}

const head = ['group', 'count', 'latency ms', 'seconds', 'ideal', 'ratio', 'count / limit', 'ratio', '429s']

function row({ group, count, latency, seconds, ideal, plain, refused }: Measured): string[] {
  const [least, most] = latency
  return [
    group,
    String(count),
    least === most ? String(most) : `${least} to ${most}`,
    seconds.toFixed(2),
    ideal.toFixed(2),
    ideal > 0 ? (seconds / ideal).toFixed(4) : '-',
    plain.toFixed(2),
    (seconds / plain).toFixed(4),
    String(refused),
  ]
}

function print(rows: readonly string[][]): void {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((cells) => cells[column]!.length)))
  for (const cells of rows) {
    process.stdout.write(`${cells.map((cell, column) => cell.padStart(widths[column]!)).join('  ')}\n`)
  }
}

/** Each row has a process of its own, so that rows do not get into each other's way; longest first. */
async function measureAll(runs: readonly Run[]): Promise<Measured[]> {
  const measured = new Map<Run, Measured>()
  const left = runs.toSorted((a, b) => a.count - b.count)
  async function worker(): Promise<void> {
    for (let run = left.pop(); run; run = left.pop()) {
      const { stdout } = await execute(process.execPath, [
        ...process.execArgv,
        fileURLToPath(import.meta.url),
        JSON.stringify(run),
      ])
      measured.set(run, JSON.parse(stdout) as Measured)
    }
  }
  await Promise.all(Array.from({ length: atATime }, worker))
  return runs.map((run) => measured.get(run)!)
}

const [given] = process.argv.slice(2)
if (given) process.stdout.write(JSON.stringify(await measure(JSON.parse(given) as Run)))
else {
  const measured = await measureAll(
    counts.flatMap(([group, count]) => latencies.map((latency) => ({ group, count, latency }))),
  )
  print([head, ...measured.map(row)])
  const isMissed = ({ refused, seconds, plain }: Measured) => refused > 0 || seconds > plain * 1.02
  if (measured.some(isMissed)) process.exitCode = 1
}
