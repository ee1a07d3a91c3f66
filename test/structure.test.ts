import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const config = path.join(root, '.dependency-cruiser.cjs')

interface Violation {
  from: string
  rule: { name: string }
}

/** Which file breaks which rule of the project's dependency-cruiser, in a folder. */
async function violations(folder: string): Promise<string[]> {
  const cli = path.join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs')
  const child = spawn(
    process.execPath,
    [cli, '--config', config, '--output-type', 'json', 'src', 'packages', 'bin'],
    { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] },
  )
  const output: Buffer[] = []
  for await (const piece of child.stdout) output.push(piece as Buffer)
  const { summary } = JSON.parse(Buffer.concat(output).toString('utf8')) as {
    summary: { violations: Violation[] }
  }
  return [...new Set(summary.violations.map(({ from, rule }) => `${from}: ${rule.name}`))].sort()
}

/** A small tool with every kind of file in its place, and every import that is allowed. */
const clean: Record<string, string[]> = {
  'bin/run.js': ['../src/main.ts'],
  'src/main.ts': ['@oclif/core', './commands/sync.ts'],
  'src/base-command.ts': ['@oclif/core', './composition.ts', './errors.ts', './terminal/table.ts'],
  'src/commands/sync.ts': ['../base-command.ts', '../operations/sync.ts', '../ports.ts', '@oclif/core'],
  'src/hooks/init.ts': ['../errors.ts', '../terminal/table.ts'],
  'src/wizard/chain.ts': ['../base-command.ts', '../terminal/table.ts', '../errors.ts', '@oclif/core'],
  'src/composition.ts': [
    './operations/sync.ts',
    './vault/sqlite.ts',
    './images/inspect.ts',
    './network/connect.ts',
    './plugins/read.ts',
    './report/report.ts',
    '@avatarctl/people-file',
    '@avatarctl/photo-files',
  ],
  'src/operations/sync.ts': ['./apply.ts', '../ports.ts', '../errors.ts', 'type @avatarctl/sdk'],
  'src/operations/apply.ts': ['p-map', 'picomatch'],
  'src/ports.ts': ['type @avatarctl/sdk', './errors.ts'],
  'src/errors.ts': [],
  'src/terminal/table.ts': ['../ports.ts'],
  'src/vault/sqlite.ts': ['libsql', 'node:fs', './rows.ts', '../ports.ts'],
  'src/vault/rows.ts': [],
  'src/images/inspect.ts': ['sharp', 'canvas', '../errors.ts'],
  'src/report/report.ts': ['node:fs', '../ports.ts'],
  'src/network/connect.ts': ['node:https', 'got', 'oauth4webapi', '../ports.ts'],
  'src/plugins/read.ts': ['@avatarctl/sdk/manifest.schema.json', 'type @avatarctl/sdk'],
  'packages/people-file/src/index.ts': ['node:fs', 'type @avatarctl/sdk'],
  'packages/photo-files/src/index.ts': ['@avatarctl/people-file', 'type @avatarctl/sdk'],
  'packages/generator-folder/src/generator.ts': ['@avatarctl/photo-files', 'type @avatarctl/sdk'],
  'packages/colour/src/index.ts': [],
  'packages/fonts/src/index.ts': ['node:fs'],
  'packages/directory-one/src/directory.ts': [
    'type @avatarctl/sdk',
    '@avatarctl/people-file',
    '@avatarctl/fonts',
    '@avatarctl/colour',
  ],
  'packages/directory-one/test/directory.test.ts': ['../src/directory.ts', 'node:net', 'sharp'],
  'packages/sandbox/src/server.ts': ['node:http', 'type @avatarctl/sdk'],
  'packages/sdk/src/index.ts': [],
}

/** One file with one import that is not allowed, and the rules that it breaks. */
const forbidden: [file: string, imports: string, ...rules: string[]][] = [
  // A circle is told of once.
  ['src/terminal/circle.ts', './circle-back.ts'],
  ['src/terminal/circle-back.ts', './circle.ts', 'no-circles'],
  ['src/terminal/orphan.ts', '', 'no-orphans'],
  ['src/terminal/lost.ts', './nowhere.ts', 'no-unresolved'],
  ['src/terminal/dev.ts', 'chai', 'what-runs-is-a-dependency'],
  ['packages/directory-one/src/undeclared.ts', 'p-map', 'what-runs-is-a-dependency'],
  ['src/commands/vault.ts', '../vault/rows.ts', 'commands-say-what'],
  ['src/hooks/vault.ts', '../vault/rows.ts', 'commands-say-what'],
  ['src/wizard/vault.ts', '../vault/rows.ts', 'commands-say-what'],
  ['src/base-vault.ts', './vault/rows.ts', 'commands-say-what'],
  ['src/commands/files.ts', 'node:fs/promises', 'commands-have-no-io'],
  ['src/hooks/processes.ts', 'node:child_process', 'commands-have-no-io'],
  ['src/wizard/files.ts', 'node:fs/promises', 'commands-have-no-io'],
  ['src/operations/adapter.ts', '../vault/rows.ts', 'operations-know-ports-only'],
  ['src/operations/composed.ts', '../composition.ts', 'operations-know-ports-only'],
  ['src/operations/files.ts', 'node:fs', 'operations-have-no-effects'],
  ['src/operations/net.ts', 'node:net', 'operations-have-no-effects', 'only-network-connects'],
  ['src/operations/got.ts', 'got', 'operations-have-no-effects', 'only-network-connects'],
  ['src/operations/sharp.ts', 'sharp', 'only-images-decodes', 'operations-have-no-effects'],
  ['src/operations/canvas.ts', 'canvas', 'only-images-decodes', 'operations-have-no-effects'],
  ['src/operations/libsql.ts', 'libsql', 'only-the-wrapper-opens-sqlite', 'operations-have-no-effects'],
  ['src/operations/oclif.ts', '@oclif/core', 'oclif-stays-at-the-edge', 'operations-have-no-effects'],
  ['src/operations/sdk.ts', '@avatarctl/sdk', 'sdk-is-types'],
  ['src/errors.ts', 'p-map', 'ports-know-nobody'],
  ['src/generators/vault.ts', '../vault/rows.ts', 'adapters-stay-apart'],
  ['src/terminal/operation.ts', '../operations/apply.ts', 'adapters-stay-apart'],
  ['src/report/terminal.ts', '../terminal/table.ts', 'adapters-stay-apart'],
  ['src/report/sharp.ts', 'sharp', 'only-images-decodes'],
  ['src/vault/composed.ts', '../composition.ts', 'adapters-stay-apart'],
  [
    'src/plugins/command.ts',
    '../commands/sync.ts',
    'adapters-stay-apart',
    'nothing-reaches-back-to-commands',
  ],
  ['src/terminal/oclif.ts', '@oclif/core', 'oclif-stays-at-the-edge'],
  ['src/vault/libsql.ts', 'libsql', 'only-the-wrapper-opens-sqlite'],
  ['src/terminal/canvas.ts', 'canvas', 'only-images-decodes'],
  ['packages/directory-one/src/sharp.ts', 'sharp', 'only-images-decodes', 'what-runs-is-a-dependency'],
  ['src/images/https.ts', 'node:https', 'only-network-connects'],
  ['packages/directory-one/src/http.ts', 'node:http', 'only-network-connects'],
  ['src/credentials/oauth.ts', 'oauth4webapi', 'only-network-connects'],
  ['packages/directory-one/src/sdk.ts', '@avatarctl/sdk', 'sdk-is-types'],
  ['src/plugins/bundled.ts', '@avatarctl/directory-one', 'plugins-are-contributed'],
  ['packages/sandbox/src/other.ts', '@avatarctl/directory-one', 'packages-know-what-is-shared'],
  ['packages/directory-one/src/photos.ts', '@avatarctl/photo-files', 'packages-know-what-is-shared'],
  ['packages/generator-folder/src/fonts.ts', '@avatarctl/fonts', 'one-way-to-match-photos'],
  ['packages/directory-one/src/tool.ts', '../../../src/errors.ts', 'packages-never-know-the-tool'],
  ['packages/sandbox/src/inside.ts', '../../people-file/src/index.ts', 'packages-by-their-name'],
  ['src/terminal/inside.ts', '../../packages/people-file/src/index.ts', 'packages-by-their-name'],
]

async function put(folder: string, file: string, text: string): Promise<void> {
  await mkdir(path.join(folder, path.dirname(file)), { recursive: true })
  await writeFile(path.join(folder, file), text)
}

function importing(specifiers: readonly string[]): string {
  const lines = specifiers.map((specifier) =>
    specifier.startsWith('type ') ? `import type {} from '${specifier.slice(5)}'` : `import '${specifier}'`,
  )
  return `${lines.join('\n')}\nexport {}\n`
}

async function fixture(folder: string): Promise<void> {
  const dependencies = [
    'p-map',
    'picomatch',
    'libsql',
    'sharp',
    'canvas',
    'got',
    'oauth4webapi',
    '@oclif/core',
  ]
  for (const name of [...dependencies, 'chai']) {
    await put(folder, `node_modules/${name}/package.json`, JSON.stringify({ name, main: './index.js' }))
    await put(folder, `node_modules/${name}/index.js`, 'module.exports = {}')
  }
  const declared = Object.fromEntries(dependencies.map((name) => [name, '*']))
  const manifest = {
    name: 'tool',
    workspaces: ['packages/*'],
    dependencies: declared,
    devDependencies: { chai: '*' },
  }
  await put(folder, 'package.json', JSON.stringify(manifest))
  await put(folder, 'tsconfig.json', JSON.stringify({ compilerOptions: { module: 'nodenext' } }))
  await mkdir(path.join(folder, 'node_modules/@avatarctl'))
  for (const name of [
    'sdk',
    'people-file',
    'photo-files',
    'fonts',
    'colour',
    'directory-one',
    'generator-folder',
    'sandbox',
  ]) {
    const exports = { '.': './dist/index.js', './manifest.schema.json': './schema/manifest.schema.json' }
    const inner = { name: `@avatarctl/${name}`, exports, devDependencies: { '@avatarctl/sdk': '*' } }
    await put(folder, `packages/${name}/package.json`, JSON.stringify(inner))
    await put(folder, `packages/${name}/dist/index.js`, 'export {}')
    await symlink(
      path.join(folder, 'packages', name),
      path.join(folder, 'node_modules/@avatarctl', name),
      'junction',
    )
  }
  await put(folder, 'packages/sdk/schema/manifest.schema.json', '{}')
  for (const [file, imports] of Object.entries(clean)) await put(folder, file, importing(imports))
  for (const [file, imports] of forbidden) await put(folder, file, importing(imports ? [imports] : []))
}

describe('Imports', () => {
  it('run one way in this project', async () => {
    expect(await violations(root)).to.deep.equal([])
  })

  it('are refused, each by its rule, when they do not', async () => {
    const folder = await realpath(await mkdtemp(path.join(tmpdir(), 'structure-')))
    try {
      await fixture(folder)
      const expected = forbidden.flatMap(([file, , ...rules]) => rules.map((rule) => `${file}: ${rule}`))
      expect(await violations(folder)).to.deep.equal(expected.sort())
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  it('have no rule that is not shown to work', async () => {
    const named = (await readFile(config, 'utf8')).matchAll(/^ {6}name: '([\w-]+)'/gm)
    const shown = new Set(forbidden.flatMap(([, , ...rules]) => rules))
    expect([...shown].sort()).to.deep.equal(Array.from(named, ([, name]) => name).sort())
  })
})
