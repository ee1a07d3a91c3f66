import { Worker } from 'node:worker_threads'
import { guardedFetch } from './guarded-fetch.ts'
import { guests } from './guests.ts'
import { speech } from './speech.ts'

// The process that a plugin's code runs in. Nothing of the tool is loaded here but what is needed to talk to it.

const [, , memoryBytes] = process.argv
new Worker(new URL('./plugin-host-watch.js', import.meta.url), {
  workerData: { memoryBytes: Number(memoryBytes) },
}).on('exit', () => process.kill(process.pid, 'SIGKILL'))

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
      return inside.cancel(message.id)
    default:
      return inside.onQuestion(message)
  }
})
const fetches = guardedFetch(say)
const inside = guests(say, fetches)
process.on('uncaughtException', inside.onStray)
process.on('unhandledRejection', inside.onStray)
