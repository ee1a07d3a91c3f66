// Builds every workspace package with tsc, and the command line tool into one set of ES modules with esbuild:
// one file a command, what they share in chunks, so that a start reads few files (docs/decisions/0002-bundle.md).
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, existsSync, readdirSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc')

async function compile(name) {
  const folder = path.join(root, 'packages', name)
  if (!existsSync(path.join(folder, 'tsconfig.json'))) return
  // npm packs the licence only from the folder of the package itself.
  copyFileSync(path.join(root, 'LICENSE'), path.join(folder, 'LICENSE'))
  rmSync(path.join(folder, 'dist'), { recursive: true, force: true })
  const [status] = await once(spawn(process.execPath, [tsc, '-p', folder], { stdio: 'inherit' }), 'close')
  if (status !== 0) process.exit(1)
}

function sources(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
}

// What others are built on comes first; the rest only knows those.
const foundations = ['sdk', 'people-file', 'sandbox', 'directory-ringcentral']
const others = readdirSync(path.join(root, 'packages')).filter((name) => !foundations.includes(name))
for (const name of foundations) await compile(name)
await Promise.all(others.map(compile))

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
  entryPoints: ['src/main.ts', ...sources('src/commands')],
  outbase: 'src',
  splitting: true,
  // Native code, fonts and plugins stay packages; TypeScript is only reached for in oclif's development mode.
  external: [
    'sharp',
    'yaml',
    'libsql',
    'canvas',
    'typescript',
    'tsx',
    'ts-node',
    'pnpapi',
    '@avatarctl/people-file',
    '@avatarctl/sandbox',
    '@fontsource/*',
  ],
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
})
