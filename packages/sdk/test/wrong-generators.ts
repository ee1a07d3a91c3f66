import { drawing, type PluginSource } from './plugin-folder.ts'

const online = { hosts: ['pictures.example.com'], sends: ['e-mail'] }

/** For each rule, a plugin that is right but for this one thing. */
export const wrongGenerators: Record<string, PluginSource> = {
  'is a plugin that says which avatarctl it is for': { pkg: { engines: { node: '>=20' } } },

  'brings nothing that would run when avatarctl starts': { pkg: { oclif: { hooks: { init: './hook.js' } } } },

  'installs without running anything': { pkg: { scripts: { postinstall: 'node make.js' } } },

  'publishes the modules that it names': { pkg: { files: ['README.md'] } },

  'has a complete manifest': { contribution: { revision: 0 } },

  'says under which licence its pictures may be used': { contribution: { licence: { code: 'MIT' } } },

  'says what it sends to the hosts that it asks': { contribution: { hosts: ['pictures.example.com'] } },

  'gives its options defaults that it would take itself': {
    contribution: {
      options: {
        type: 'object',
        properties: { light: { type: 'integer', default: '40', description: 'Light' } },
      },
    },
  },

  'has its module inside its package, with a generator as the default export': {
    contribution: { module: './elsewhere/generator.js' },
  },

  'has an image for somebody': { source: drawing({ before: 'return null' }) },

  'answers with an image or none, whoever it is asked for': {
    source: drawing({ before: 'if (!person.firstName) throw new Error("No name")' }),
  },

  'says in one short line why it has none, where it says so': {
    source: drawing({ before: 'if (!person.firstName) return { none: "no first\\nname" }' }),
  },

  'answers with SVG, PNG, JPEG, GIF or WebP': {
    source: drawing({ before: 'if (!person.firstName) return { bytes: new TextEncoder().encode("?") }' }),
  },

  'draws SVG that is well-formed, whatever the name holds': {
    source: drawing({ inside: '<title>${person.lastName}</title>' }),
  },

  'draws SVG without scripts, outside references and text': {
    source: drawing({ inside: '<text x="1" y="7">A</text>' }),
  },

  'answers with images that are not too large to be taken': {
    source: drawing({
      inside: '<desc>${"x".repeat(request.person.lastName === "王" ? 2_000_000 : 0)}</desc>',
    }),
  },

  'draws square images, large enough for the size asked for': { source: drawing({ box: '0 0 8 4' }) },

  'answers the same to the same question, when it says that it is deterministic': {
    source: `const seen = new Map()
      ${drawing({
        before: 'const key = person.id + signal.reason; seen.set(key, (seen.get(key) ?? 0) + 1)',
        inside: '<desc>${seen.get(key)}</desc>',
      })}`.replace('export default {', 'export default { open: () => seen.clear(),'),
  },

  'answers the same in another process, when it says that it is deterministic': {
    source: drawing({ inside: '<desc>${process.pid}</desc>' }),
  },

  'draws by seed and name alone, when it says that its artwork is deterministic': {
    source: drawing({ inside: '<desc>${person.department?.length}</desc>' }),
  },

  'leaves what it is handed as it is': { source: drawing({ before: 'person.firstName = "X"' }) },

  'asks only the hosts that it declares, and through the fetch that it is handed': {
    source: drawing({ before: 'await fetch("https://elsewhere.example.com/").catch(() => null)' }),
  },

  'throws when a host that it asks fails: no null, and no other picture': {
    contribution: online,
    source: drawing({
      before: `const answer = await fetch("https://pictures.example.com/", { signal })
        if (answer.status === 503) return null`,
    }),
  },

  'answers many people at the same time as it answers each alone': {
    source: drawing({
      before: 'globalThis.current = request; await null; return draw(globalThis.current, "")',
    }),
  },

  'stops soon after its signal is aborted': {
    contribution: online,
    source: drawing({ before: 'await fetch("https://pictures.example.com/").catch(() => null)' }),
  },

  'may be closed twice, and opened again': {
    source: `let open = false
      ${drawing()}`.replace(
      'export default {',
      `export default {
        open() { open = true },
        close() { if (!open) throw new Error('It is closed'); open = false },`,
    ),
  },
}

/** Plugins that break a rule in another way, which may break others too. */
export const worseGenerators: readonly [rule: string, what: string, plugin: PluginSource][] = [
  [
    'has a complete manifest',
    'declares something nobody reads',
    { contribution: { colour: 'red' } as object },
  ],
  [
    'has a complete manifest',
    'has an option that nobody can understand',
    {
      contribution: { options: { type: 'object', properties: { light: { type: 'integer', default: 40 } } } },
    },
  ],
  [
    'is a plugin that says which avatarctl it is for',
    'is for every avatarctl there will ever be',
    { pkg: { engines: { avatarctl: '*' } } },
  ],
  [
    'is a plugin that says which avatarctl it is for',
    'is for no version in particular',
    { pkg: { engines: { avatarctl: 'latest' } } },
  ],
  [
    'is a plugin that says which avatarctl it is for',
    'has no key of oclif, so that its rc files would be read',
    { pkg: { oclif: undefined } },
  ],
  [
    'brings nothing that would run when avatarctl starts',
    'has an rc file',
    { files: { '.oclifrc.js': 'export default {}' } },
  ],
  ['installs without running anything', 'has to be compiled', { files: { 'binding.gyp': '{}' } }],
  ['publishes the modules that it names', 'cannot be packed', { pkg: { version: undefined } }],
  [
    'says what it sends to the hosts that it asks',
    'asks a machine by its number',
    { contribution: { hosts: ['127.0.0.1'], sends: ['seed'] } },
  ],
  [
    'throws when a host that it asks fails: no null, and no other picture',
    'draws something else when its host fails',
    {
      contribution: online,
      source: drawing({
        before: `const answer = await fetch("https://pictures.example.com/", { signal })
          if (answer.status !== 404) request.seed = "failed"`,
      }),
    },
  ],
  [
    'has its module inside its package, with a generator as the default export',
    'exports a function',
    { source: 'export default () => null' },
  ],
  [
    'has its module inside its package, with a generator as the default export',
    'names a module that is not there',
    { contribution: { module: './dist/none.js' } },
  ],
  [
    'answers with an image or none, whoever it is asked for',
    'answers undefined for somebody',
    { source: drawing({ before: 'if (!person.firstName) return' }) },
  ],
  ...(
    [
      ['says why it has none in a story', '{ none: "x".repeat(201) }'],
      ['says why it has none with nothing', '{ none: "" }'],
      ['says why it has none with no text', '{ none: 404 }'],
    ] as const
  ).map(([what, answer]): [string, string, PluginSource] => [
    'says in one short line why it has none, where it says so',
    what,
    { source: drawing({ before: `if (!person.firstName) return ${answer}` }) },
  ]),
  [
    'draws SVG without scripts, outside references and text',
    'puts the name in as markup',
    { source: drawing({ inside: '<title>${person.firstName}</title>' }) },
  ],
  [
    'asks only the hosts that it declares, and through the fetch that it is handed',
    'uses the global fetch',
    {
      contribution: online,
      source: drawing({
        before: 'await globalThis.fetch("https://pictures.example.com/").catch(() => null)',
      }),
    },
  ],
  [
    'answers the same in another process, when it says that it is deterministic',
    'ends its process',
    { source: drawing({ before: 'if (process.send && !process.env.PATH) process.exit(3)' }) },
  ],
  [
    'answers the same in another process, when it says that it is deterministic',
    'draws in the time zone of the machine',
    { source: drawing({ inside: '<desc>${new Date(2020, 0).getTime()}</desc>' }) },
  ],
]
