// Writes docs/settings-reference.md from schema/settings.schema.json. With --check: fails when the page is not what the
// schema says today.
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import prettier from 'prettier'
import { cell, code, table } from './markdown-table.js'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const page = path.join(root, 'docs/settings-reference.md')
const schema = JSON.parse(readFileSync(path.join(root, 'schema/settings.schema.json'), 'utf8'))

const resolved = (part) =>
  part.$ref ? { ...schema.definitions[part.$ref.split('/').at(-1)], ...part } : part

const kinds = {
  string: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'true or false',
  object: 'names with values',
}

/** What may stand behind a name, in words. */
function kindOf(part) {
  const { enum: values, const: value, type, items, minimum, maximum } = part
  if (value !== undefined) return code(JSON.stringify(value))
  if (values) return values.map((one) => code(one)).join(', ')
  const range = maximum === undefined ? '' : ` from ${minimum} to ${maximum}`
  return [type]
    .flat()
    .map((one) =>
      one === 'array' ? `list${items ? ` of ${plural(kindOf(resolved(items)))}` : ''}` : kinds[one] + range,
    )
    .join(' or ')
}

const plural = (kind) => (kind === 'text' ? 'texts' : kind === kinds.object ? 'groups' : kind)

/** Where flag and variable of a setting are called otherwise than it is. */
const flags = {
  generator: ['`-g`', '`AVATARCTL_GENERATOR`'],
  generatorOptions: ['`--option`', '`AVATARCTL_OPTION`'],
  onFailure: ['`--on-failure`', '`AVATARCTL_ON_FAILURE`'],
  maxChanges: ['`--max-changes`', ''],
  directory: ['`-d`', '`AVATARCTL_DIRECTORY`'],
  size: ['`--size`', '`AVATARCTL_SIZE`'],
  concurrency: ['`--concurrency`', '`AVATARCTL_CONCURRENCY`'],
  kind: ['`--kind`', '`AVATARCTL_KIND`'],
  status: ['`--status`', '`AVATARCTL_STATUS`'],
}

const described = ({ properties, required = [] }, { withDefaults = true } = {}) =>
  Object.entries(properties).map(([name, part]) => {
    const own = resolved(part)
    const needed = required.includes(name) ? ' Needed.' : ''
    const byDefault =
      own.default === undefined || !withDefaults ? '' : ` By default ${code([own.default].flat().join(','))}.`
    return [code(name), cell(kindOf(own)), cell((own.description ?? '') + byDefault + needed)]
  })

const { properties, definitions } = schema
const inBoth = Object.keys(definitions.connection.properties).filter((name) => name in properties)
const only = (from, names) => ({
  ...from,
  properties: Object.fromEntries(names.map((name) => [name, from.properties[name]])),
})
const ofTop = only(
  schema,
  Object.keys(properties).filter((name) => !inBoth.includes(name)),
)
const ofConnection = only(
  definitions.connection,
  Object.keys(definitions.connection.properties).filter((name) => !inBoth.includes(name)),
)
const shared = described(only(schema, inBoth)).map(([name, kind, says]) => {
  const [flag = '', variable = ''] = flags[name.replaceAll('`', '')] ?? []
  return [name, kind, says, flag, variable]
})

const head = ['name', 'what', '']
const text = [
  '# Every setting',
  'Made from [the schema](../schema/settings.schema.json) by `npm run reference`; [settings](settings.md) says how to use them.',
  '## At the top',
  table(head, described(ofTop)),
  '## At the top, and for a connection',
  'What stands with a connection goes before what stands at the top.',
  table([...head, 'flag', 'variable'], shared),
  '## A connection',
  'Under `connections`, by a name of your own: lower-case letters, digits and hyphens.',
  table(head, described(ofConnection)),
  '## A group',
  'In the list `groups`.',
  table(head, described(definitions.groups.items, { withDefaults: false })),
  '## A person',
  'Under `people`, by e-mail address or by the id of the directory.',
  table(head, described(definitions.person)),
].join('\n\n')
const formatted = await prettier.format(text + '\n', { parser: 'markdown', printWidth: 110 })

if (!process.argv.includes('--check')) {
  writeFileSync(page, formatted)
} else if (readFileSync(page, 'utf8') !== formatted) {
  process.stderr.write('docs/settings-reference.md is stale: run `npm run reference` and commit it.\n')
  process.exit(1)
}
