// Loaded before the tool (`node --import`): who sleeps for more than a second wakes up at once, and it is that much later.
import { performance } from 'node:perf_hooks'
import { syncBuiltinESMExports } from 'node:module'
import timers from 'node:timers/promises'

const [delay, wall, steady] = [timers.setTimeout, Date.now, performance.now.bind(performance)]
let skipped = 0

Date.now = () => wall() + skipped
performance.now = () => steady() + skipped
timers.setTimeout = async (ms, value, options) => {
  if (ms < 1000) return await delay(ms, value, options)
  await delay(1, undefined, options)
  skipped += ms
  return value
}
syncBuiltinESMExports()
