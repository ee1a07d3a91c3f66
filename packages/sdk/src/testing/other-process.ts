import { type ChildProcess, spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import type { GeneratorPerson, Options, PluginFetch } from '../generator.ts'
import { seedOf } from './people.ts'

// Answers by message, so that whatever a module prints does no harm. It takes its work by message too, since neither
// arguments nor the environment hold every string. Whom it asks is asked in the process that it was started from.
const script = `
const waiting = new Map()
let last = 0
const fetch = async (input, init) => {
  const request = new Request(input, init)
  const body = request.body ? Buffer.from(await request.arrayBuffer()).toString('base64') : undefined
  const asked = { url: request.url, method: request.method, headers: [...request.headers], redirect: request.redirect, body }
  const { error, status, headers, bytes } = await new Promise((resolve) => {
    waiting.set(++last, resolve)
    process.send({ fetch: last, asked })
  })
  if (error !== undefined) throw new TypeError(error)
  const isEmpty = [101, 204, 205, 304].includes(status)
  return new Response(isEmpty ? null : Buffer.from(bytes, 'base64'), { status, headers })
}
process.on('message', async ({ reply, module, questions, options, secrets, ...rest }) => {
  if (reply !== undefined) return waiting.get(reply)(rest)
  const answers = []
  try {
    const { default: generator } = await import(module)
    const signal = new AbortController().signal
    await generator.open?.({ options, secrets, fetch, signal })
    for (const question of questions) {
      const image = await generator.generate({ ...question, options, fetch, signal })
      answers.push(image?.bytes ? Buffer.from(image.bytes).toString('base64') : null)
    }
    await generator.close?.()
    process.send({ answers }, () => process.exit())
  } catch (error) {
    process.send({ error: String(error) }, () => process.exit())
  }
})`

/** How long the other process may take, in milliseconds. */
const limit = 15_000

type FromChild =
  | { answers: (string | null)[] }
  | { error: string }
  | {
      fetch: number
      asked: { url: string; body?: string } & Record<'method' | 'redirect', string> & {
          headers: [string, string][]
        }
    }

/**
 * What a generator answers in a process of its own: in another folder, language and time zone, without the environment.
 * Base64, or null where it has no image. `fetch` answers, here, what it asks there.
 */
export function answersElsewhere(
  module: URL,
  people: readonly GeneratorPerson[],
  given: { options: Options; secrets: Record<string, string>; fetch: PluginFetch },
): Promise<(string | null)[]> {
  const { options, secrets, fetch } = given
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      cwd: tmpdir(),
      env: environment(),
      timeout: limit,
      killSignal: 'SIGKILL',
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      reject(new Error(`The module ended its process (${code ?? signal ?? 'unknown'}) in place of an answer`))
    })
    child.on('message', (message: FromChild) => {
      if ('fetch' in message) void reply(child, message, fetch)
      else if ('error' in message) reject(new Error(`In another process: ${message.error}`))
      else resolve(message.answers)
    })
    child.send({
      module: module.href,
      questions: people.map((person) => ({ person, seed: seedOf(person), size: 256 })),
      options,
      secrets,
    })
  })
}

async function reply(
  child: ChildProcess,
  { fetch: number, asked }: Extract<FromChild, { fetch: number }>,
  fetch: PluginFetch,
): Promise<void> {
  const { url, method, headers, redirect, body } = asked
  const sent = body === undefined ? {} : { body: Buffer.from(body, 'base64') }
  const answer = await fetch(url, {
    method,
    headers,
    redirect: redirect as NonNullable<RequestInit['redirect']>,
    ...sent,
  }).then(
    async (response) => ({
      status: response.status,
      headers: [...response.headers],
      bytes: Buffer.from(await response.arrayBuffer()).toString('base64'),
    }),
    (error: unknown) => ({ error: error instanceof Error ? error.message : String(error) }),
  )
  if (child.connected) child.send({ reply: number, ...answer })
}

function environment(): NodeJS.ProcessEnv {
  const elsewhere = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }
  // Node does not start on Windows without it.
  return process.env.SystemRoot ? { ...elsewhere, SystemRoot: process.env.SystemRoot } : elsewhere
}
