import { writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { workerData } from 'node:worker_threads'

// A thread of its own beside the plugin's, which may be in a loop: ends the process when it takes up too much memory,
// whoever holds it, and when the tool is gone, which closes the pipe.

/** The descriptor of the pipe for last words, as the tool's `spawn` lays it out. */
const pipeDescriptor = 4
const lookEveryMs = 25

const { memoryBytes } = workerData as { memoryBytes: number }

function end(lastWords: string): void {
  try {
    writeSync(pipeDescriptor, lastWords)
  } catch {
    // Nobody is there to read them.
  }
  try {
    // What the plugin has started is in the same group, where there are groups.
    process.kill(-process.pid, 'SIGKILL')
  } catch {
    process.kill(process.pid, 'SIGKILL')
  }
}

new Socket({ fd: pipeDescriptor, readable: true, writable: false })
  .on('error', () => end('alone'))
  .on('close', () => end('alone'))
  .resume()

setInterval(() => {
  if (process.memoryUsage.rss() > memoryBytes) end('memory')
}, lookEveryMs)
