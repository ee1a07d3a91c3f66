/**
 * What it costs that a plugin runs in a process of its own: starting that process up to its first answer, a question
 * through it against one in this process, and its memory. Medians; after `npm run build`.
 *
 *     node --import tsx bench/plugin-host.ts
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Generator } from '@avatarctl/sdk'
import { closedFetch } from '../src/network/closed-fetch.ts'
import { pluginHosts } from '../src/plugins/host/plugin-hosts.ts'
import { writePlugin } from '../test/support/hostile-plugins.ts'

const starts = 41
const questions = 2000
const entry = path.join(path.dirname(fileURLToPath(import.meta.url)), '../dist/plugin-host.js')
const { signal } = new AbortController()
const folder = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-bench-'))

function median(times: number[]): string {
  return `${times.sort((a, b) => a - b)[times.length >> 1]!.toFixed(2)} ms`
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now()
  await work()
  return performance.now() - began
}

async function repeat(times: number, work: () => unknown): Promise<number[]> {
  const all: number[] = []
  for (let n = 0; n < times; n += 1) all.push(await timed(work))
  return all
}

const ask = async (generator: Generator, id = 'ada') =>
  generator.generate({
    person: { id, kind: 'person', status: 'enabled' },
    ...{ seed: id, size: 512, options: {}, fetch: closedFetch, signal },
  })

try {
  const origin = await writePlugin(folder, 'squares', {
    misdeeds: { pid: 'return { bytes, label: String(process.pid) }' },
  })
  async function open(): Promise<Generator> {
    const generator = pluginHosts({ entry }).generator('squares', origin)
    await generator.open?.({ options: {}, secrets: {}, fetch: closedFetch, signal })
    return generator
  }
  const first: number[] = []
  const bare: number[] = []
  for (let n = 0; n < starts; n += 1) {
    const generator = await open()
    first.push(await timed(() => ask(generator)))
    await generator.close?.()
    bare.push(await timed(() => once(spawn(process.execPath, ['-e', '0']), 'exit')))
  }
  say(`start up to the first answer   ${median(first)} (node -e 0: ${median(bare)})`)

  const hosted = await open()
  const { default: inside } = (await import(pathToFileURL(origin.modulePath).href)) as { default: Generator }
  for (const generator of [hosted, inside]) await repeat(200, () => ask(generator))
  say(`a question, one after another  ${median(await repeat(questions, () => ask(hosted)))}`)
  say(`the same in this process       ${median(await repeat(questions, () => ask(inside)))}`)
  const atOnce = await repeat(50, () => Promise.all(Array.from({ length: 16 }, () => ask(hosted))))
  say(`a question, 16 at a time       ${median(atOnce.map((ms) => ms / 16))}`)
  if (process.platform === 'linux') {
    const answer = await ask(hosted, 'pid')
    const pid = (answer && 'label' in answer && answer.label) || ''
    const [, kilobytes] = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? []
    say(`memory of the process          ${Math.round(Number(kilobytes) / 1024)} MB`)
  }
  await hosted.close?.()
} finally {
  await rm(folder, { recursive: true, force: true })
}
