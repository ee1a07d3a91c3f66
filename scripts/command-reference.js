// Writes docs/reference/commands.md and docs/reference/environment.md from oclif.manifest.json, the manifests of the
// bundled directories, and the topics of package.json. With --check: fails when a page is not what they say today, or when
// the code reads a variable that no page tells of.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { foreignVariables, ownVariables } from './environment-variables.js'
import { generatedPage, root } from './generated-page.js'
import { cell, code, prose, table } from './markdown-table.js'

const json = (file) => JSON.parse(readFileSync(path.join(root, file), 'utf8'))
const commands = Object.values(json('oclif.manifest.json').commands)
const { topics } = json('package.json').oclif

const nameOf = ({ id }) => id.replaceAll(':', ' ')
const anchorOf = (command) => `avatarctl-${nameOf(command).replaceAll(' ', '-')}`
const linkTo = (command, page = 'commands.md') => `[\`${nameOf(command)}\`](${page}#${anchorOf(command)})`
const plain = (text) => cell(prose(text))

/** Those that every command has. */
const common = Object.values(commands[0].flags).filter(({ helpGroup }) => helpGroup === 'GLOBAL')

/** `-d, --directory NAME` */
function spelt({ char, name, type, helpValue, options }) {
  const value = type === 'boolean' ? '' : ` ${helpValue ?? (options ? options.join('|') : 'VALUE')}`
  return code(`${char ? `-${char}, ` : ''}--${name}${value}`)
}

function described({ description = '', required, exclusive = [], relationships = [] }) {
  const not = [
    ...exclusive,
    ...relationships.filter(({ type }) => type === 'none').flatMap(({ flags }) => flags),
  ]
  const without = not.map((one) => code(`--${one.name ?? one}`)).join(', ')
  const marks = [required && 'Needed.', without && `Not together with ${without}.`].filter(Boolean)
  const sentence = plain(description)
  return marks.length === 0 ? sentence : `${sentence}. ${marks.join(' ')}`
}

const rowOf = (flag) => [
  spelt(flag),
  described(flag),
  flag.default === undefined ? '' : code(String(flag.default)),
  flag.env ? code(flag.env) : '',
]
const head = ['flag', 'what', 'default', 'variable']

/** What a command does, and its exit codes, which stand at the end of its description. */
function parted({ description = '' }) {
  const at = description.lastIndexOf('Exit codes:')
  return { text: description.slice(0, at).trim(), exitCodes: description.slice(at).trim() }
}

function usage(command) {
  const args = Object.values(command.args).map(({ name, required, multiple }) => {
    const word = name.toUpperCase() + (multiple ? '...' : '')
    return required ? word : `[${word}]`
  })
  return ['avatarctl', nameOf(command), ...args, '[FLAGS]'].join(' ')
}

const fence = (lines, language) => `\`\`\`${language}\n${lines.join('\n')}\n\`\`\``

function sectionOf(command) {
  const { text, exitCodes } = parted(command)
  const args = Object.values(command.args)
  const flags = Object.values(command.flags).filter(
    ({ helpGroup, hidden }) => helpGroup !== 'GLOBAL' && !hidden,
  )
  const examples = command.examples.map((one) => one.replaceAll('<%= config.bin %>', 'avatarctl'))
  return [
    `### avatarctl ${nameOf(command)}`,
    `${prose(command.summary)}.`,
    fence([usage(command)], 'text'),
    ...(text ? [prose(text)] : []),
    ...(args.length > 0
      ? [
          table(
            ['argument', 'what'],
            args.map((one) => [code(one.name.toUpperCase()), described(one)]),
          ),
        ]
      : []),
    ...(flags.length > 0 ? [table(head, flags.map(rowOf))] : []),
    fence(examples, 'sh'),
    prose(exitCodes),
  ]
}

const groups = [
  {
    title: 'Commands',
    description: 'The main job, and all that belongs to it.',
    its: ({ id }) => !id.includes(':'),
  },
  ...Object.entries(topics).map(([topic, { description }]) => ({
    title: `avatarctl ${topic}: commands`,
    description: `${description}.`,
    its: ({ id }) => id.startsWith(`${topic}:`),
  })),
].map((group) => ({ ...group, members: commands.filter((one) => group.its(one) && !one.hidden) }))

const madeOf = 'Made from the code by `npm run reference`'

await generatedPage('docs/reference/commands.md', [
  '# Every command',
  `${madeOf}. With \`--help\` each command says the same in a terminal. Every flag that has a variable can be given by it, and by the [settings](../settings.md); what is typed goes first. [Those of every command](#flags-of-every-command) are listed once. What the exit codes of all commands mean stands [with the errors](errors.md#exit-codes).`,
  ...groups.flatMap(({ title, members }) => [
    `**${title}**`,
    table(
      ['', ''],
      members.map((one) => [linkTo(one, ''), plain(one.summary)]),
    ),
  ]),
  '## Flags of every command',
  table(head, common.map(rowOf)),
  ...groups.flatMap(({ title, description, members }) => [
    `## ${title}`,
    description,
    ...members.flatMap(sectionOf),
  ]),
])

const byVariable = new Map()
for (const command of commands)
  for (const flag of Object.values(command.flags)) {
    if (!flag.env) continue
    const one = byVariable.get(flag.env) ?? { flag: flag.name, kind: flag, of: [], says: [] }
    one.of.push(command)
    if (!one.says.includes(flag.description)) one.says.push(flag.description)
    byVariable.set(flag.env, one)
  }

/** What is to be written into a variable. */
const valueOf = ({ type, options, helpValue }) =>
  type === 'boolean' ? '`true`' : options ? options.map(code).join(', ') : code(helpValue ?? 'TEXT')
const ofFlags = [...byVariable]
  .sort(([a], [b]) => (a < b ? -1 : 1))
  .map(([variable, { flag, kind, of, says }]) => [
    code(variable),
    code(`--${flag}`),
    valueOf(kind),
    says.map(plain).join('; or: '),
    of.length === commands.length
      ? '[every command](commands.md#flags-of-every-command)'
      : of.map((one) => linkTo(one)).join(', '),
  ])

const directories = readdirSync(path.join(root, 'packages'))
  .map((name) => json(`packages/${name}/package.json`).avatarctl?.contributes?.directories ?? [])
  .flat()
const ofDirectories = directories.flatMap(({ id, environment = {}, options, secrets = [] }) =>
  Object.entries(environment).map(([variable, name]) => [
    code(variable),
    code(id),
    secrets.includes(name) ? 'A secret.' : plain(options?.properties?.[name]?.description ?? ''),
    options?.properties?.[name]?.default === undefined ? '' : code(options.properties[name].default),
  ]),
)

await generatedPage('docs/reference/environment.md', [
  '# Every environment variable',
  `${madeOf}. A flag that is typed goes before its variable, and that before the [settings](../settings.md). What has to be said on the spot has no variable: \`--yes\`, \`--replace\`, \`--all\` and \`--max-changes\`. In that of a flag which may be repeated stands one value.`,
  '## In place of a flag',
  table(['variable', 'flag', 'value', 'what', 'of'], ofFlags),
  '## Folders, secrets and the rest',
  table(
    ['variable', 'what'],
    Object.entries(ownVariables).map(([name, says]) => [code(name), plain(says)]),
  ),
  '## What describes a directory',
  'Where they are set and `-d` is left out, they are the directory.',
  table(['variable', 'directory', 'what', 'default'], ofDirectories),
  '## Of others, which are heeded',
  table(
    ['variable', 'what'],
    Object.entries(foreignVariables).map(([name, says]) => [code(name), plain(says)]),
  ),
])

const sources = ['src', 'bin', ...directoriesOfSources()]
const told = new Set(
  [...byVariable.keys(), ...Object.keys(ownVariables)].map((name) =>
    name.replace(/[A-Z]+_NAME$|CONNECTION_.*$/, ''),
  ),
)
const untold = new Set(
  sources
    .flatMap((folder) =>
      readdirSync(path.join(root, folder), { recursive: true }).map((name) => path.join(folder, name)),
    )
    .filter((file) => /\.(?:ts|js)$/.test(file))
    .flatMap((file) => readFileSync(path.join(root, file), 'utf8').match(/\bAVATARCTL_[A-Z_]+/g) ?? [])
    .filter((name) => !told.has(name)),
)
if (untold.size > 0) {
  process.stderr.write(`scripts/environment-variables.js does not tell of ${[...untold].join(', ')}.\n`)
  process.exitCode = 1
}

function directoriesOfSources() {
  return readdirSync(path.join(root, 'packages')).map((name) => `packages/${name}/src`)
}
