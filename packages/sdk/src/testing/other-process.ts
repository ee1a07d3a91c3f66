import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import type { GeneratorPerson, Options } from '../generator.ts'
import { seedOf } from './people.ts'

// Answers by message, so that whatever a module prints does no harm. It takes its work by message too, since neither
// arguments nor the environment hold every string.
const script = `
process.once('message', async ({ module, questions, options, secrets }) => {
  const answers = []
  try {
    const { default: generator } = await import(module)
    const signal = new AbortController().signal
    const fetch = () => Promise.reject(new Error('There is no network in this process'))
    await generator.open?.({ options, secrets, fetch, signal })
    for (const question of questions) {
      const image = await generator.generate({ ...question, options, fetch, signal })
      answers.push(image && Buffer.from(image.bytes).toString('base64'))
    }
    await generator.close?.()
    process.send({ answers }, () => process.exit())
  } catch (error) {
    process.send({ error: String(error) }, () => process.exit())
  }
})`

/** How long the other process may take, in milliseconds. */
const limit = 15_000

/**
 * What a generator answers in a process of its own: in another folder, language and time zone, without the environment.
 * Base64, or null where it has no image. Only for generators that ask nobody.
 */
export function answersElsewhere(
  module: URL,
  people: readonly GeneratorPerson[],
  options: Options,
  secrets: Record<string, string>,
): Promise<(string | null)[]> {
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
    child.once('message', (message: { answers: (string | null)[]; error?: string }) => {
      if (message.error) reject(new Error(`In another process: ${message.error}`))
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

function environment(): NodeJS.ProcessEnv {
  const elsewhere = { TZ: 'Pacific/Kiritimati', LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }
  // Node does not start on Windows without it.
  return process.env.SystemRoot ? { ...elsewhere, SystemRoot: process.env.SystemRoot } : elsewhere
}
