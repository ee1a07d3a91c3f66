// What it costs to look for secrets in everything that is printed (`node --import tsx bench/redaction.ts`). Writes what `list --json` says of
// 100,000 people, and tells the time of the processor.
import { randomBytes } from 'node:crypto'
import { Writable } from 'node:stream'
import { neverShow } from '../src/redaction.ts'
import { redactStream } from '../src/terminal/redacted-stream.ts'

const people = Array.from({ length: 1_000 }, (_, id) => {
  const person = {
    id: String(id),
    name: `Person ${id}`,
    email: `person.${id}@example.com`,
    department: 'Sales',
  }
  const photo = { state: 'present', version: randomBytes(16).toString('hex'), owner: 'own-current' }
  return `,\n    ${JSON.stringify({ ...person, photo })}`
})

function measure(what: string, stream: Writable): void {
  const before = process.cpuUsage().user
  for (let line = 0; line < 100_000; line += 1) stream.write(people[line % people.length])
  process.stdout.write(`${what}: ${Math.round((process.cpuUsage().user - before) / 1_000)} ms\n`)
}

const sink = () => new Writable({ decodeStrings: false, write: (_, __, done) => done() })
const watched = () => {
  const stream = sink()
  redactStream(stream)
  return stream
}

measure('to warm up', sink())
measure('without looking', sink())
measure('no secret known', watched())
for (const known of [3, 40]) {
  for (let more = 0; more < known; more += 1) neverShow(randomBytes(600).toString('base64'))
  measure(`${known} secrets known`, watched())
}
