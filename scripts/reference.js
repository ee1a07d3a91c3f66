// Writes docs/plugins/reference.md from the code: the types of the sdk with their comments, the manifest's schema, and
// the rules of the contract suites. With --check: fails when the page is not what the code says today. Build first.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import prettier from 'prettier'
import ts from 'typescript'
import { directoryRules, generatorRules } from '@avatarctl/sdk/testing'
import { cell, code, table } from './markdown-table.js'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const page = path.join(root, 'docs/plugins/reference.md')
const sdk = path.join(root, 'packages/sdk')

function commentOf(node) {
  return ts
    .getJSDocCommentsAndTags(node)
    .map(({ comment }) => ts.getTextOfJSDocComment(comment) ?? '')
    .join('\n')
    .trim()
}

/** Every exported type of a file, with its comment and what is in it. */
function typesOf(file) {
  const source = ts.createSourceFile(
    file,
    readFileSync(path.join(sdk, file), 'utf8'),
    ts.ScriptTarget.Latest,
    true,
  )
  return source.statements
    .filter(
      (node) =>
        ts.canHaveModifiers(node) && node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword),
    )
    .flatMap((node) => {
      if (ts.isInterfaceDeclaration(node)) return [interfaceOf(node)]
      if (ts.isTypeAliasDeclaration(node))
        return [[`### ${node.name.text}`, commentOf(node), fence(node.type.getText())]]
      if (ts.isFunctionDeclaration(node)) {
        const { body, ...rest } = { body: node.body, text: node.getText() }
        const signature = rest.text.slice(0, rest.text.length - (body?.getText().length ?? 0)).trim()
        return [[`### ${node.name.text}`, commentOf(node), fence(signature.replace(/^export /, ''))]]
      }
      return []
    })
    .map((parts) => parts.filter((part) => part !== '').join('\n\n'))
}

const fence = (text) => '```ts\n' + text + '\n```'

function interfaceOf(node) {
  const extending = node.heritageClauses?.map((clause) => cell(clause.getText())).join(' ') ?? ''
  const rows = node.members.map((member) => {
    const name = member.name.getText() + (member.questionToken ? '?' : '')
    const parameters = member.parameters?.map((one) => one.getText()).join(', ')
    const type = `${parameters === undefined ? '' : `(${parameters}) => `}${member.type?.getText() ?? ''}`
    const plain = type.replaceAll(/\/\*\*.*?\*\//gs, '').replaceAll(/(?<![{,;|])\n\s+(?=\w+\??:)/g, '; ')
    return [code(name), code(plain), cell(commentOf(member))]
  })
  const members = rows.length > 0 ? table(['', 'type', ''], rows) : ''
  return [
    `### ${node.name.text}`,
    [commentOf(node), extending && `(${extending})`].filter(Boolean).join(' '),
    members,
  ]
}

const schema = JSON.parse(readFileSync(path.join(sdk, 'schema/manifest.schema.json'), 'utf8'))

/** Definitions of which whoever refers to them says all that matters. */
const repeated = new Set(['text', 'licenceId'])

/** The definition that a part of the schema stands for, with what is said on the spot before what is said there. */
function resolved(part) {
  const target = part.$ref ?? part.allOf?.[0]?.$ref
  if (!target?.startsWith('#/')) return part
  const name = target.split('/').at(-1)
  const definition = resolved(schema.definitions[name])
  const general = part.description && repeated.has(name) ? '' : definition.description
  return { ...definition, ...part, description: saidOnce(part.description, general) }
}

function saidOnce(first = '', second = '') {
  return first.includes(second) ? first : `${first} ${second}`.trim()
}

/** The keys of an object of the schema, the inner ones too. */
function keysOf({ properties = {}, required = [] }, before = '') {
  return Object.entries(properties).flatMap(([name, part]) => {
    const own = resolved(part)
    const each = own.items && resolved(own.items)
    const kind = own.enum?.map((one) => JSON.stringify(one)).join(' or ') ?? own.type ?? ''
    const inner = own.properties ?? own.additionalProperties?.properties
    const path = own.properties || !inner ? `${before}${name}.` : `${before}${name}.GROUP.`
    const rows =
      inner && name !== 'options' ? keysOf(own.properties ? own : own.additionalProperties, path) : []
    const said = saidOnce(own.description, each?.description && `Each: ${each.description}`)
    const needed = required.includes(name) ? 'yes' : ''
    return [[code(before + name), cell(each ? `list of ${each.type}s` : kind), needed, cell(said)], ...rows]
  })
}

const manifestTable = (kind) => table(['key', '', 'needed', ''], keysOf(schema.definitions[kind]))

function rulesOf(rules) {
  return table(
    ['it …', 'because'],
    rules.map(({ name, why }) => [cell(name), cell(why)]),
  )
}

const files = ['generator', 'person', 'directory', 'photo', 'pace', 'manifest'].map(
  (name) => `src/${name}.ts`,
)
const suites = ['generator-suite', 'generator-under-test', 'directory-suite', 'directory-under-test', 'rule']
const named = new Set(['testGenerator', 'testDirectory', 'PackagedGenerator', 'BareGenerator', 'Trial'])
for (const name of ['DirectoryUnderTest', 'PracticeDirectory', 'Rule', 'Runner']) named.add(name)
const ofSuites = suites
  .flatMap((name) => typesOf(`src/testing/${name}.ts`))
  .filter((text) => named.has(/^### (\w+)/.exec(text)?.[1] ?? ''))

const text = [
  '# Reference for authors of plugins',
  'Made from the code by `npm run reference`; the [guide](README.md) says how to use it.',
  '## The manifest',
  'The key `avatarctl` of package.json has one key, `contributes`, with lists of `generators` and `directories`. The schema is `@avatarctl/sdk/manifest.schema.json`; what it does not name is refused. A key that is new in a version of avatarctl is refused by older ones, so raise `engines.avatarctl` along with it.',
  'Beside it, package.json has `engines.avatarctl`, the range of versions that the plugin was tested with, and `"oclif": {}`.',
  '### avatarctl.contributes.generators[]',
  manifestTable('generator'),
  'Where `hosts` or `hostOptions` names somebody, `sends` says what they are told. Where it `produces` artwork, `licence.artwork` is needed.',
  '### avatarctl.contributes.directories[]',
  manifestTable('directory'),
  '## The rules for generators',
  '`testGenerator` has one test for each.',
  rulesOf(generatorRules),
  '## The rules for directories',
  '`testDirectory` has one test for each.',
  rulesOf(directoryRules),
  '## Types',
  'From `@avatarctl/sdk`.',
  ...files.flatMap(typesOf),
  '## The contract suites',
  'From `@avatarctl/sdk/testing`.',
  ...ofSuites,
].join('\n\n')
const formatted = await prettier.format(text + '\n', { parser: 'markdown', printWidth: 110 })

if (!process.argv.includes('--check')) {
  writeFileSync(page, formatted)
} else if (readFileSync(page, 'utf8') !== formatted) {
  process.stderr.write('docs/plugins/reference.md is stale: run `npm run reference` and commit it.\n')
  process.exit(1)
}
