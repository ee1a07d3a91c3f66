// Writes the tables of docs/privacy.md from the manifests of all plugins in packages/: whom each generator and directory
// asks, and what they are told. What stands around the tables is written by hand. With --check: fails when the tables are
// not what the manifests say today.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import prettier from 'prettier'
import { cell, code, table } from './markdown-table.js'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const page = path.join(root, 'docs/privacy.md')
const bundled = Object.keys(readJson(path.join(root, 'package.json')).dependencies)

function readJson(file) {
  return JSON.parse(readFileSync(file, 'utf8'))
}

/** Every contribution of a kind, with the package that it comes in. */
function contributed(kind) {
  return readdirSync(path.join(root, 'packages')).flatMap((folder) => {
    const { name, avatarctl } = readJson(path.join(root, 'packages', folder, 'package.json'))
    return (avatarctl?.contributes[kind] ?? []).map((one) => ({
      ...one,
      named: `[${code(one.id)}](../packages/${folder}/README.md)`,
      isBundled: bundled.includes(name),
    }))
  })
}

const list = (words, none) => (words.length === 0 ? none : words.map(cell).join('; '))

function generators() {
  // What stays on this machine comes first, and then what comes with the tool.
  const all = contributed('generators').map(({ hosts, hostOptions = [], ...rest }) => ({
    ...rest,
    asked: [...hosts.map(code), ...hostOptions.map((option) => `the server in the option ${code(option)}`)],
  }))
  const sorted = all.toSorted((a, b) => a.asked.length - b.asked.length || (a.id < b.id ? -1 : 1))
  return table(
    ['generator', 'makes', 'there', 'asks', 'tells them'],
    sorted.map(({ named, produces, isBundled, asked, sends }) => [
      named,
      produces === 'photo' ? 'photos' : 'artwork',
      isBundled ? 'with the tool' : 'only when installed',
      list(asked, '**nobody**'),
      list(sends, 'nothing'),
    ]),
  )
}

function directories() {
  return table(
    ['directory', 'asks', 'signs in with'],
    contributed('directories').map(({ named, hosts = [], options, secrets = [], signIn }) => {
      const server = signIn && options.properties[signIn.browser.server]?.default
      const asked = [...hosts.map(code), ...(server ? [`or the server that you name in its place`] : [])]
      const ways = [...secrets.map(code), ...(signIn ? ['or your own sign-in, through the browser'] : [])]
      return [named, list(asked, '**nobody**: it is on this machine'), list(ways, 'nothing')]
    }),
  )
}

const made = { generators, directories }
const before = readFileSync(page, 'utf8')
const after = before.replaceAll(
  /(<!-- (\w+): made by `npm run reference` -->\n).*?(\n<!-- end -->)/gs,
  (_, begin, name, end) => `${begin}\n${made[name]()}\n${end}`,
)
const formatted = await prettier.format(after, { parser: 'markdown', printWidth: 110 })

if (!process.argv.includes('--check')) {
  writeFileSync(page, formatted)
} else if (before !== formatted) {
  process.stderr.write('docs/privacy.md is stale: run `npm run reference` and commit it.\n')
  process.exit(1)
}
