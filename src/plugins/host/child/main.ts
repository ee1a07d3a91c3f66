import { syncBuiltinESMExports } from 'node:module'
import { Worker } from 'node:worker_threads'
import { directoryGuest } from './directory-guest.ts'
import { guardedFetch } from './guarded-fetch.ts'
import { guests } from './guests.ts'
import { questions } from './questions.ts'
import { speech } from './speech.ts'

// The process that a plugin's code runs in. Nothing of the tool is loaded here but what is needed to talk to it.

const [, , memoryBytes] = process.argv
new Worker(new URL('./plugin-host-watch.js', import.meta.url), {
  workerData: { memoryBytes: Number(memoryBytes) },
}).on('exit', () => process.kill(process.pid, 'SIGKILL'))

// Who ends "the parent" ends itself: a host that has outlived the tool is a mistake that is made in good faith.
Object.defineProperty(process, 'ppid', { get: () => process.pid })
syncBuiltinESMExports()

// Whoever stops the tool tells every process of it; the tool finishes what it has begun, and needs us for that.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined)

// A plugin may close them; nothing of importance goes there.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)

const { say } = speech((message, body) => {
  switch (message.type) {
    case 'response':
    case 'no-response':
      return fetches.onAnswer(message, body)
    case 'cancel':
      return asked.cancel(message.id)
    case 'open':
    case 'ask':
    case 'close':
      return generators.onQuestion(message)
    case 'origins':
    case 'open-directory':
    case 'call':
      return directory.onQuestion(message, body)
    case 'token':
    case 'no-token':
      return directory.onToken(message)
    case 'leave':
      return directory.leave(message.list)
    case 'release':
      return directory.release(message.turn)
    default:
      return directory.onWord(message)
  }
})
const fetches = guardedFetch(say)
const asked = questions(say)
const generators = guests(say, asked, fetches)
const directory = directoryGuest(say, asked, fetches)
process.on('uncaughtException', asked.onStray)
process.on('unhandledRejection', asked.onStray)
