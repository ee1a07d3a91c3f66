#!/usr/bin/env node
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const argv = process.argv.slice(2)
const [major, minor] = process.versions.node.split('.').map(Number)

if (major < 20 || (major === 20 && minor < 19)) {
  const message = `avatarctl needs Node 20.19 or newer, and this is ${process.versions.node}`
  const inJson = process.env.AVATARCTL_LOG_FORMAT === 'json' || /--log-format[= ]json/.test(argv.join(' '))
  const line = JSON.stringify({ time: new Date().toISOString(), level: 'error', message, exitCode: 1 })
  process.stderr.write(inJson ? `${line}\n` : `Error: ${message}\n`)
  process.exit(1)
}

if (argv.length === 1 && argv[0] === '--version') {
  // Answered without loading anything: scripts ask for it often.
  const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  process.stdout.write(`avatarctl/${version} ${process.platform}-${process.arch} node-${process.version}\n`)
} else if (argv[0] === 'completion' && argv[1] === '--complete') {
  // Somebody waits with the finger on the key.
  const { answerShell } = await import('../dist/composition/complete.js')
  process.stdout.write(await answerShell(argv.slice(2), root))
} else {
  const neverEnded = () => {
    process.stderr.write(
      'Error: Nothing is left to wait for, and the command has not ended. This is a bug; the next run settles what was begun.\n',
    )
    process.exitCode = 1
  }
  process.once('exit', neverEnded)
  const end = (code) => {
    process.off('exit', neverEnded)
    process.exit(code)
  }
  const { main } = await import('../dist/main.js')
  const code = await main(argv, root, end)
  // What is open after a failed write or fsync stays so: SQLite would, on its way out, write and sync the same file once
  // more. Otherwise it clears up after itself.
  if (code === 8) end(code)
  process.off('exit', neverEnded)
  process.exitCode = code
}
