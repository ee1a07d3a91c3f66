// Writes oclif.manifest.json, from which oclif knows every command without loading one. With --check: fails when the
// file is not what the commands say today.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Plugin } from '@oclif/core'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const file = path.join(root, 'oclif.manifest.json')

const plugin = new Plugin({ root, type: 'core', ignoreManifest: true, errorOnManifestCreate: true })
await plugin.load()
// Commands are found in the order of the disk, which is not the same everywhere.
const commands = Object.entries(plugin.manifest.commands).sort(([a], [b]) => (a < b ? -1 : 1))
const text = JSON.stringify({ ...plugin.manifest, commands: Object.fromEntries(commands) }, null, 2) + '\n'

if (!process.argv.includes('--check')) {
  writeFileSync(file, text)
} else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write('oclif.manifest.json is stale: run `npm run manifest` and commit it.\n')
  process.exit(1)
}
