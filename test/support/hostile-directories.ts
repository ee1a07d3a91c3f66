import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { HostedOrigin } from '../../src/plugins/host/plugin-hosts.ts'

/** What a directory does at the beginning of its calls, in JavaScript; what is not given is done well. */
export type DirectoryParts = Partial<
  Record<
    | 'atImport'
    | 'origins'
    | 'open'
    | 'identity'
    | 'check'
    | 'people'
    | 'person'
    | 'me'
    | 'readPhoto'
    | 'writeTurn'
    | 'writePhoto'
    | 'afterWrite'
    | 'removePhoto'
    | 'close',
    string
  >
>

/**
 * Writes the package @acme/staff 1.2.0 with the directory `staff:PATH`: the people 1, 2 and 3, whose photos are files
 * in that folder.
 */
export async function writeDirectory(
  folder: string,
  parts: DirectoryParts,
  { secrets = [] }: { secrets?: readonly string[] } = {},
): Promise<HostedOrigin> {
  const root = path.join(folder, 'staff')
  await mkdir(root, { recursive: true })
  const directory = {
    ...{ id: 'staff', title: 'Staff', description: 'Staff', module: './directory.mjs', scheme: 'staff' },
    ...{ hosts: [], options: { type: 'object', properties: { path: { type: 'string' } } }, secrets },
  }
  const manifest = {
    ...{ name: '@acme/staff', version: '1.2.0', engines: { avatarctl: '*' }, oclif: {} },
    avatarctl: { contributes: { directories: [directory] } },
  }
  await writeFile(path.join(root, 'package.json'), JSON.stringify(manifest))
  await writeFile(path.join(root, 'directory.mjs'), moduleOf(parts))
  return { plugin: '@acme/staff', version: '1.2.0', modulePath: path.join(root, 'directory.mjs') }
}

function moduleOf(parts: DirectoryParts): string {
  const part = (name: keyof DirectoryParts) => parts[name] ?? ''
  return `import fs from 'node:fs'
import path from 'node:path'
import { createHash } from 'node:crypto'
${part('atImport')}
const refused = (kind, message, outcome = 'not-applied') => Object.assign(new Error(message), { kind, outcome })
export default {
  origins(options) { ${part('origins')}; return [] },
  async open(context) {
    const { options, secrets, fetch, pace, warn, stateFolder } = context
    ${part('open')}
    const fileOf = (id) => path.join(options.path, id)
    const read = (id) => fs.existsSync(fileOf(id)) ? fs.readFileSync(fileOf(id)) : undefined
    const versionOf = (bytes) => createHash('sha256').update(bytes).digest('hex')
    function personOf(id) {
      const bytes = read(id)
      const photo = bytes ? { state: 'present', version: versionOf(bytes) } : { state: 'missing' }
      return { id, name: 'Person ' + id, email: id + '@example.com', kind: 'person', status: 'enabled', photo }
    }
    function mustBe(id, ifVersion) {
      const bytes = read(id)
      if ((bytes ? versionOf(bytes) : null) !== ifVersion) throw refused('changed', 'it has changed')
    }
    return {
      identity: ${parts.identity ?? `{ service: 'staff', account: 'acme' }`},
      limits: { mediaTypes: ['image/png'], maxBytes: 5e7, maxPixels: 1e7, preferredSize: 64 },
      can: { read: true, write: true, remove: true, reencodes: false, conditionalWrite: true, versionInList: true },
      async check(purpose, signal) { ${part('check')} },
      async *people({ signal }) { ${part('people')}; for (const id of ['1', '2', '3']) yield personOf(id) },
      async person(id, signal) { ${part('person')}; return personOf(id) },
      ${parts.me === undefined ? '' : `async me(signal) { ${parts.me} },`}
      async readPhoto({ id }, signal) {
        ${part('readPhoto')}
        const bytes = read(id)
        return bytes
          ? { state: 'present', bytes, mediaType: 'image/png', version: versionOf(bytes) }
          : { state: 'missing' }
      },
      ${parts.writeTurn === undefined ? '' : `async writeTurn(what, signal) { ${parts.writeTurn} },`}
      async writePhoto({ id }, photo, { ifVersion, signal, turn }) {
        ${part('writePhoto')}
        mustBe(id, ifVersion)
        fs.writeFileSync(fileOf(id), photo.bytes)
        ${part('afterWrite')}
      },
      async removePhoto({ id }, { ifVersion }) {
        ${part('removePhoto')}
        mustBe(id, ifVersion)
        fs.rmSync(fileOf(id))
      },
      async close() { ${part('close')} },
    }
  },
}
`
}
