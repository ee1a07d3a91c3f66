// Builds every workspace package with TypeScript, and the command line tool into one set of ES modules with esbuild:
// one file a command, what they share in chunks, so that a start reads few files (docs/decisions/0002-bundle.md).
import { copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import ts from 'typescript'
import { settingsValidator } from './settings-validator.js'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const require = createRequire(import.meta.url)

/** What packages have in common (libraries, Node's types) is read once; a process of its own for each took twice as long. */
const common = new Map()

function readOnce(host) {
  const read = host.getSourceFile
  host.getSourceFile = (file, how, ...rest) => {
    if (!file.includes('/node_modules/')) return read(file, how, ...rest)
    const key = `${how.impliedNodeFormat} ${file}`
    if (!common.has(key)) common.set(key, read(file, how, ...rest))
    return common.get(key)
  }
  return host
}

function compile(name) {
  const folder = path.join(root, 'packages', name)
  const config = path.join(folder, 'tsconfig.json')
  if (!existsSync(config)) return
  // npm packs the licence only from the folder of the package itself.
  copyFileSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'))
  rmSync(path.join(folder, 'dist'), { recursive: true, force: true })
  const { fileNames, options, errors } = ts.getParsedCommandLineOfConfigFile(config, {}, ts.sys)
  const host = readOnce(ts.createCompilerHost(options))
  const program = ts.createProgram(fileNames, options, host)
  const found = [...errors, ...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics]
  if (found.length === 0) return
  process.stderr.write(ts.formatDiagnosticsWithColorAndContext(found, host))
  process.exit(1)
}

function sources(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
}

// What others are built on comes first; the rest only knows those.
const foundations = [
  'sdk',
  'colour',
  'people-file',
  'photo-files',
  'fonts',
  'sandbox',
  'directory-ringcentral',
]
const others = readdirSync(path.join(root, 'packages')).filter((name) => !foundations.includes(name))
for (const name of [...foundations, ...others]) compile(name)

const modules = {
  ...{ absWorkingDir: root, outdir: 'dist', bundle: true, format: 'esm', platform: 'node', target: 'node20' },
  ...{ legalComments: 'none', logLevel: 'warning' },
}
rmSync(path.join(root, 'dist'), { recursive: true, force: true })
// What runs in a process of its own (plugins, the thread beside them, the keyring): a file each, so that they start quickly.
await build({
  ...modules,
  entryPoints: {
    'plugin-host': 'src/plugins/host/child/main.ts',
    'plugin-host-watch': 'src/plugins/host/child/watch.ts',
    keyring: 'src/credentials/child/main.ts',
  },
  external: ['@napi-rs/keyring'],
})
await build({
  ...modules,
  entryPoints: ['src/main.ts', 'src/grouped-help.ts', ...sources('src/commands')],
  outbase: 'src',
  splitting: true,
  plugins: [settingsValidator],
  // Its modules can be taken in one by one; what Node would be given cannot.
  alias: { yaml: path.join(path.dirname(require.resolve('yaml/package.json')), 'browser/index.js') },
  // Native code, what plugins use too, and plugins stay packages; TypeScript is only reached for in oclif's development mode.
  external: [
    'sharp',
    '@napi-rs/keyring',
    'libsql',
    'canvas',
    'typescript',
    'tsx',
    'ts-node',
    'pnpapi',
    '@avatarctl/people-file',
    '@avatarctl/photo-files',
    '@avatarctl/sandbox',
    '@avatarctl/fonts',
  ],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
})

// What a report is made of. Whoever looks into one can read its script, so that is put together and left as it is.
const page = path.join(root, 'src/report/page')
mkdirSync(path.join(root, 'dist/report'), { recursive: true })
for (const name of ['report.html', 'report.css'])
  copyFileSync(path.join(page, name), path.join(root, 'dist/report', name))
await build({
  ...modules,
  outdir: 'dist/report',
  entryPoints: ['src/report/page/report.js'],
  format: 'iife',
  platform: 'browser',
  target: ['chrome109', 'firefox115', 'safari16.4'],
})
