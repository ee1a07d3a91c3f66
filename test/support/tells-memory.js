// Loaded before the tool (`node --import`): on SIGUSR2 it tells what is in use once the garbage is gone.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collectGarbage = runInNewContext('gc')

process.on('SIGUSR2', () => {
  collectGarbage()
  collectGarbage()
  const { heapUsed, rss } = process.memoryUsage()
  const listeners = process.eventNames().map((name) => process.listenerCount(name))
  const sum = listeners.reduce((total, count) => total + count, 0)
  process.stderr.write(`memory ${JSON.stringify({ heapUsed, rss, listeners: sum })}\n`)
})
