// Writes options.json, what each style may be told, from the schemas of the styles. With --check: fails when the file is
// not what they say today. Build first.
import { readFileSync, writeFileSync } from 'node:fs'
import { schema } from '@dicebear/core'
import { licenceOf } from '../dist/licences.js'
import { defaultStyle, loadStyle, styleNames } from '../dist/styles.js'
import { defaultsOf } from '../dist/taste.js'

const file = new URL('../options.json', import.meta.url)

/** What a person is drawn from and how large is not for an option to say; parts outside of the square are never seen. */
const notOurs = new Set(['seed', 'size', 'randomizeIds', 'clip'])

const colour = 'six hexadecimal digits, or transparent'

const descriptions = {
  flip: 'Mirrored',
  rotate: 'Turned by that many degrees',
  scale: 'Size of what is drawn in percent; less leaves a margin. 100 for most styles where it is left out',
  radius: 'How round the corners are, in percent; 50 is a circle',
  backgroundColor: `Colours of the ground to pick from: ${colour}. Soft ones, or those of the style, where it is left out`,
  backgroundType: 'Grounds to pick from; solid where it is left out',
  backgroundRotation: 'From how many to how many degrees a gradient is turned',
  translateX: 'Moved to the right by that many percent',
  translateY: 'Moved down by that many percent',
}

const words = (name) => name.replaceAll(/([A-Z]|\d+)/g, ' $1').toLowerCase()

/** What a style's own option says; their schemas do not tell. */
function describe(name, { items, type, default: preset }) {
  if (name.endsWith('Probability'))
    return `How often there is a part for ${words(name.replace('Probability', ''))}, of 100 times; ${preset} where it is left out`
  if (items?.type === 'integer') {
    const unit = name.endsWith('Rotation') ? 'degrees' : 'percent'
    return `${words(name).replace(/^./, (first) => first.toUpperCase())}: from how many to how many ${unit}; ${preset.join(' to ')} where it is left out`
  }
  if (items?.pattern) return `Colours to pick from for ${words(name.replace(/Color$/, ''))}: ${colour}`
  if (type === 'array') return `Kinds of ${words(name)} to pick from`
  return words(name)
}

/** Without the default: what DiceBear does by itself need not stand in every record of a picture. */
function option(name, { default: preset, ...rest }, spared = []) {
  const { type } = rest
  const list = type === 'array' && rest.items.type !== 'integer' ? { minItems: 1 } : {}
  const left = spared.length > 0 ? `. Without ${spared.join(', ')} where it is left out` : ''
  const description = descriptions[name] ?? describe(name, { ...rest, default: preset })
  if (name === 'scale') rest.minimum = 10
  if (rest.items?.enum) rest.items = { ...rest.items, enum: [...rest.items.enum].sort() }
  if (rest.items?.pattern) rest.items = { ...rest.items, description: colour }
  return { ...rest, ...list, description: `${description}${left}` }
}

/** The names that a style draws of itself, and that are not picked unless they are asked for. */
function spared(name, { default: all }, ours) {
  if (name.endsWith('Color') || !Array.isArray(all) || !Array.isArray(ours)) return []
  return all.filter((one) => !ours.includes(one))
}

async function choice(name) {
  const style = await loadStyle(name)
  const ours = defaultsOf(name, style)
  const own = Object.entries(style.schema.properties)
    .filter(([key]) => key !== 'backgroundColor')
    .map(([key, part]) => [
      key === 'style' ? 'variant' : key,
      option(key, part, spared(key, part, ours[key])),
    ])
  return {
    if: { properties: { style: { const: name } } },
    then: {
      title: style.meta.title,
      licence: licenceOf(name, style.meta),
      properties: Object.fromEntries(own),
    },
  }
}

const general = Object.entries(schema.properties)
  .filter(([name]) => !notOurs.has(name))
  .map(([name, part]) => [name, option(name, part)])
const style = { enum: styleNames, default: defaultStyle, description: 'What is drawn' }
const options = {
  type: 'object',
  properties: { style, ...Object.fromEntries(general) },
  allOf: await Promise.all(styleNames.map(choice)),
}

/** One option a line, so that a new version of the styles can be read as a difference. */
function write(value, depth = 0) {
  const inside = '  '.repeat(depth + 1)
  const parts = Array.isArray(value)
    ? value.map((one) => inside + write(one, depth + 1))
    : Object.entries(value).map(
        ([key, one]) => `${inside}${JSON.stringify(key)}: ${part(key, one, depth + 1)}`,
      )
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${parts.join(',\n')}\n${'  '.repeat(depth)}${close}`
}

function part(key, value, depth) {
  return ['allOf', 'then', 'properties'].includes(key) ? write(value, depth) : JSON.stringify(value)
}

const text = `${write(options)}\n`
if (!process.argv.includes('--check')) writeFileSync(file, text)
else if (readFileSync(file, 'utf8') !== text) {
  process.stderr.write(
    'packages/generator-dicebear/options.json is stale: run `npm run options` and commit it.\n',
  )
  process.exitCode = 1
}
