// Which way imports run, as ARCHITECTURE.md draws it. `npm run check:imports` fails where they do not, and
// test/structure.test.ts shows for every rule that it does.

// Commands, the wizard that runs them, and what they share at the top of src.
const edge = [
  '^src/(?:commands|hooks|wizard)/',
  '^src/(?!(?:composition|ports|own-photos|records|errors|personal-failures|next-step|secret|redaction|near-name)\\.ts$)[^/]+\\.ts$',
]
const adapters =
  '^src/(plugins|generators|vault|images|network|settings|credentials|machine|terminal|report)/'
const common =
  '^src/(?:ports|own-photos|records|errors|personal-failures|next-step|secret|redaction|near-name)\\.ts$'
const source = '^(?:src|packages/[^/]+/src)/'
const connecting = '^(?:node:)?(?:https?|http2|net|tls|dgram)$'

/** The name of an npm package at the end of a resolved path. */
function npm(...names) {
  return `(?:^|/)node_modules/(?:${names.join('|')})/`
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circles',
      comment:
        'Two files that need each other are one idea in two files, or two ideas that are not yet told apart.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-orphans',
      comment: 'A file that nobody imports and that imports nobody is a leftover.',
      severity: 'error',
      from: { orphan: true, path: source, pathNot: ['\\.d\\.ts$', '^packages/[^/]+/src/index\\.ts$'] },
      to: {},
    },
    {
      name: 'no-unresolved',
      comment:
        'An import that leads nowhere escapes every other rule here. (Packages have to be built first.)',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'what-runs-is-a-dependency',
      comment:
        'A development dependency is not there once the tool is installed; only its types may be used.',
      severity: 'error',
      from: { path: source },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'commands-say-what',
      comment:
        'A command parses, calls one operation and renders: what it works with is built in composition.ts.',
      severity: 'error',
      from: { path: edge },
      to: {
        path: '^src/',
        pathNot: [...edge, '^src/(?:operations|terminal)/', '^src/composition\\.ts$', common],
      },
    },
    {
      name: 'commands-have-no-io',
      comment:
        'Files, processes and connections of a command could not be paced, checked or left out by a dry run.',
      severity: 'error',
      from: { path: '^src/(?:commands|hooks|wizard)/' },
      to: { path: '^(?:node:)?(?:fs|fs/promises|child_process|worker_threads)$' },
    },
    {
      name: 'operations-know-ports-only',
      comment:
        'Operations say in which order: with what is said by ports, and done by adapters they do not know.',
      severity: 'error',
      from: { path: '^src/operations/' },
      to: { path: '^src/', pathNot: ['^src/operations/', common] },
    },
    {
      name: 'operations-have-no-effects',
      comment:
        'An operation has no effect of its own: it gets types, p-map for its order, and what only computes.',
      severity: 'error',
      from: { path: '^src/operations/' },
      to: { pathNot: ['^src/', '^packages/sdk/', '^(?:node:)?(?:crypto|path)$', npm('p-map', 'picomatch')] },
    },
    {
      name: 'ports-know-nobody',
      comment:
        'Everything leans on ports, records and errors: whatever these imported would be imported everywhere.',
      severity: 'error',
      from: { path: common },
      to: { pathNot: [common, '^packages/sdk/'] },
    },
    {
      name: 'adapters-stay-apart',
      comment:
        'An adapter knows its own folder and the ports, so that each can be replaced and tested alone.',
      severity: 'error',
      from: { path: adapters },
      to: { path: '^src/', pathNot: ['^src/$1/', common] },
    },
    {
      name: 'nothing-reaches-back-to-commands',
      comment: 'composition.ts knows both sides of the ports, but not who asked for them.',
      severity: 'error',
      from: { path: '^src/', pathNot: edge },
      to: { path: edge },
    },
    {
      name: 'oclif-stays-at-the-edge',
      comment:
        'What commands are made of is nobody else’s business: the rest would run without a command line.',
      severity: 'error',
      from: { path: source, pathNot: edge },
      to: { path: npm('@oclif/[^/]+') },
    },
    {
      name: 'only-the-wrapper-opens-sqlite',
      comment:
        'libsql aborts Node on values that it does not expect, and ignores "readonly": the wrapper sees to both.',
      severity: 'error',
      from: { path: source, pathNot: '^src/vault/sqlite\\.ts$' },
      to: { path: npm('libsql', '@libsql/[^/]+') },
    },
    {
      name: 'only-images-decodes',
      comment: 'Pictures come from anybody: limits on size and format are enforced in one place.',
      severity: 'error',
      from: { path: source, pathNot: '^src/images/' },
      to: { path: npm('sharp', 'canvas', '@napi-rs/canvas') },
    },
    {
      name: 'only-network-connects',
      comment:
        'Pace, retry and the guard of hosts exist once; a plugin is handed a fetch. (The sandbox is a server; a plugin host answers by pipes that it was started with; what speaks LDAP connects by itself, and its manifest names the option that says where.)',
      severity: 'error',
      from: {
        path: source,
        pathNot: [
          '^src/network/',
          '^packages/sandbox/src/',
          '^packages/generator-active-directory/src/',
          '^src/plugins/host/child/(?:speech|watch)\\.ts$',
        ],
      },
      to: { path: [connecting, npm('undici', 'got', 'oauth4webapi', 'ldapts')] },
    },
    {
      name: 'sdk-is-types',
      comment: 'What is built on the sdk needs nothing of it at run time (the schema of manifests is data).',
      severity: 'error',
      from: { path: source, pathNot: '^packages/sdk/' },
      to: {
        path: '^packages/sdk/',
        pathNot: '^packages/sdk/schema/',
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'plugins-are-contributed',
      comment:
        'Bundled plugins are found by their manifest, as installed ones are; nobody imports their code. (The practice server is none.)',
      severity: 'error',
      from: { path: '^src/' },
      to: { path: '^packages/', pathNot: '^packages/(?:sdk|people-file|photo-files|fonts|sandbox)/' },
    },
    {
      name: 'packages-know-what-is-shared',
      comment:
        'Each package can be published by itself, with the types of the sdk, lists of people, fonts and colours. (The sandbox as a directory is put together from two others; whose photo a file is, has a rule of its own.)',
      severity: 'error',
      from: { path: '^packages/([^/]+)/src/', pathNot: '^packages/(?:directory-sandbox|generator-folder)/' },
      to: { path: '^packages/', pathNot: '^packages/(?:$1|sdk|people-file|fonts|colour)/' },
    },
    {
      name: 'one-way-to-match-photos',
      comment:
        'A folder of photos is matched to people as uploads are, by one package that nobody else has a use for.',
      severity: 'error',
      from: { path: '^packages/generator-folder/src/' },
      to: { path: '^packages/', pathNot: '^packages/(?:generator-folder|sdk|photo-files)/' },
    },
    {
      name: 'packages-never-know-the-tool',
      comment: 'A package is used without the tool, and the tool without the package.',
      severity: 'error',
      from: { path: '^packages/' },
      to: { path: '^(?:src|dist|bin|scripts)/' },
    },
    {
      name: 'packages-by-their-name',
      comment: 'Past its package.json, a package has no inside: what it exports is what it promises.',
      severity: 'error',
      from: { path: '^(src|packages/[^/]+)/' },
      to: {
        path: '^packages/',
        pathNot: '^$1/',
        dependencyTypes: ['local'],
        dependencyTypesNot: ['aliased'],
      },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: ['(?:^|/)node_modules/', '^packages/[^/]+/dist/', '^dist/'] },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.js', '.d.ts', '.cjs', '.mjs', '.json'],
    },
  },
}
