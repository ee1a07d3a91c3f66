import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { HostedOrigin } from '../../src/plugins/host/plugin-hosts.ts'

/** What a plugin is made of; each part is JavaScript. */
export interface PluginParts {
  /** What it does in place of an answer, for the person of this id. */
  misdeeds?: Record<string, string>
  /** What it does for everybody else; by default it draws a square and labels it with the person's id. */
  otherwise?: string
  /** What happens when the module is imported. */
  atImport?: string
  /** What happens when the generator is opened, and closed. */
  open?: string
  close?: string
  /** What the generator is to the module; by default what it exports. */
  exported?: string
  /** What its manifest says beside the usual. */
  contribution?: Record<string, unknown>
}

/** Writes a generator package with one generator, whose id is `name`; gives what is known of it once it is installed. */
export async function writePlugin(folder: string, name: string, parts: PluginParts): Promise<HostedOrigin> {
  const root = path.join(folder, name)
  await mkdir(root, { recursive: true })
  const generator = {
    ...{
      id: name,
      title: name,
      description: name,
      module: './generator.mjs',
      produces: 'artwork',
      revision: 1,
    },
    ...{ deterministic: true, hosts: [], sends: [], licence: { code: 'MIT' } },
    ...parts.contribution,
  }
  const manifest = {
    ...{ name: `@acme/${name}`, version: '1.2.0', engines: { avatarctl: '*' }, oclif: {} },
    avatarctl: { contributes: { generators: [generator] } },
  }
  await writeFile(path.join(root, 'package.json'), JSON.stringify(manifest))
  await writeFile(path.join(root, 'generator.mjs'), moduleOf(parts))
  return { plugin: `@acme/${name}`, version: '1.2.0', modulePath: path.join(root, 'generator.mjs') }
}

/** Makes plugins known to the tool whose data folder this is, as a link would. */
export async function linkPlugins(
  dataFolder: string,
  folder: string,
  names: readonly string[],
): Promise<void> {
  const plugins = names.map((name) => ({
    type: 'link',
    name: `@acme/${name}`,
    root: path.join(folder, name),
  }))
  await mkdir(dataFolder, { recursive: true })
  await writeFile(
    path.join(dataFolder, 'package.json'),
    JSON.stringify({ private: true, oclif: { plugins } }),
  )
}

function moduleOf({
  misdeeds = {},
  otherwise = '',
  atImport = '',
  open = '',
  close = '',
  exported = 'export default',
}: PluginParts): string {
  const wrong = Object.entries(misdeeds).map(([id, misdeed]) => `case ${JSON.stringify(id)}: { ${misdeed} }`)
  return `import fs from 'node:fs'
${atImport}
const bytes = new TextEncoder().encode(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="#135"/></svg>',
)
${exported} {
  async open(context) { ${open} },
  async generate(request) {
    const { person, seed, size, options, fetch, signal } = request
    switch (person.id) { ${wrong.join('\n')} }
    ${otherwise}
    return { bytes, label: person.id }
  },
  async close() { ${close} },
}
`
}

const endless = 'await new Promise(() => setInterval(() => undefined, 1000))'

/** What a plugin may do in place of an answer, and what is then said of it; its process goes on working. */
export const wrongAnswers: Record<string, [misdeed: string, says: RegExp]> = {
  throws: ['throw new Error("no\\nrobot")', /failed: no robot$/],
  'throws what has no words': [
    'throw Object.create(null)',
    /failed: something that cannot be put into words/,
  ],
  'throws where nobody catches it': [
    `setTimeout(() => { throw new Error('out of the blue') }); ${endless}`,
    /failed: out of the blue$/,
  ],
  'leaves a rejection alone': [`void Promise.reject(new Error('alone')); ${endless}`, /failed: alone$/],
  'never answers': [endless, /did not answer within 1 s$/],
  'answers with nothing': [
    'return undefined',
    /answered with undefined, and neither with an image nor with null$/,
  ],
  'answers with text': ['return "<svg/>"', /answered with a string/],
  'answers with an array': ['return { bytes: [1] }', /whose bytes are an array and no Uint8Array$/],
  'answers with a trap': ['return { get bytes() { throw new Error("trap") } }', /failed: trap$/],
  'answers with an empty image': ['return { bytes: new Uint8Array() }', /an empty image$/],
  'answers with 500 MB': [
    'return { bytes: new Uint8Array(500 * 2 ** 20) }',
    /an image of 500 MB; the limit is 10 MB$/,
  ],
  'answers with a number for a reason': ['return { none: 404 }', /whose bytes are undefined/],
  'labels with a story': [
    'return { bytes, label: "x".repeat(101) }',
    /a label that is no text of at most 100/,
  ],
}

/** What a plugin may do that its process does not survive. */
export const deadlyAnswers: Record<string, [misdeed: string, says: RegExp]> = {
  loops: ['for (;;);', /did not answer within 1 s$/],
  'ends its process': ['process.exit(3)', /ended its process with exit code 3$/],
  'kills itself': ["process.kill(process.pid, 'SIGKILL')", /ended its process with SIGKILL$/],
  'kills its parent': [
    "process.kill((await import('node:process')).ppid, 'SIGKILL')",
    /ended its process with SIGKILL$/,
  ],
  aborts: ['process.abort()', /ended its process with SIGABRT$/],
  'writes rubbish to the pipe': [
    `fs.writeSync(3, 'rubbish, and more of it'); ${endless}`,
    /sent something that is not a message$/,
  ],
  'claims a message of 4 GB': [
    `fs.writeSync(3, Buffer.alloc(8, 255)); ${endless}`,
    /sent something that is not a message$/,
  ],
  'answers what nobody has asked': [
    `const head = Buffer.from('{"type":"none","id":99}')
     fs.writeSync(3, Buffer.concat([Buffer.from([0, 0, 0, head.length, 0, 0, 0, 0]), head])); ${endless}`,
    /sent something that is not a message$/,
  ],
  'closes the pipe': [`fs.closeSync(3); ${endless}`, /closed the pipe that it answers by$/],
  'breaks what everybody uses': [
    'JSON.stringify = () => "{}"; Promise.prototype.then = 1; globalThis.process = 1; return null',
    /robots of the plugin @acme\/robots 1.2.0 /,
  ],
}

/** What a plugin may fill the memory with. */
export const greed: Record<string, string> = {
  'a Map': 'const map = new Map(); for (let n = 0; ; n++) map.set(n, "x".repeat(100) + n)',
  Buffers: 'const all = []; for (;;) all.push(Buffer.alloc(1e6, 1))',
  'JSON.parse': `const text = JSON.stringify(Array(1e5).fill({ a: 1 }))
    const all = []; for (;;) all.push(JSON.parse(text))`,
}
