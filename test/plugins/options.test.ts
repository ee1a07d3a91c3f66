import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { PluginManifest } from '@avatarctl/sdk'
import { expect } from 'chai'
import type { AppError } from '../../src/errors.ts'
import { checker } from '../../src/plugins/json-schema.ts'
import { resolveOptions } from '../../src/plugins/options.ts'
import { repository } from '../support/command-line.ts'

const schema = {
  type: 'object',
  properties: {
    set: { enum: ['set1', 'set2'], default: 'set1' },
    weight: { type: 'integer', minimum: 1 },
    dark: { type: 'boolean' },
    colours: { type: 'array', items: { type: 'string' } },
  },
  additionalProperties: false,
} as const

const origin = { plugin: 'robots', version: '1.0.0', bundled: false, modulePath: '/robots/index.js' }
const robohash = { id: 'robohash', options: schema, origin }

describe('the options of a contribution', () => {
  it('get their defaults from the schema', async () => {
    expect(await resolveOptions(robohash, {})).to.deep.equal({ set: 'set1' })
  })

  it('may have a format that nobody knows, and no user is told of it', async () => {
    const said: unknown[] = []
    const shown = globalThis.console
    const { warn } = shown
    shown.warn = (...words) => said.push(words)
    try {
      const options = {
        type: 'object',
        properties: { server: { type: 'string', format: 'far-out' } },
      } as const
      expect(await resolveOptions({ ...robohash, options }, { server: 'x' })).to.deep.equal({ server: 'x' })
    } finally {
      shown.warn = warn
    }
    expect(said).to.deep.equal([])
  })

  it('become the type that the schema asks for', async () => {
    const given = { weight: '3', dark: 'true', colours: 'red,blue' }
    expect(await resolveOptions(robohash, given)).to.deep.equal({
      set: 'set1',
      weight: 3,
      dark: true,
      colours: ['red', 'blue'],
    })
  })

  for (const [given, says] of [
    [{ set: 'set9' }, 'set1, set2'],
    [{ sett: 'set1' }, 'unknown key "sett"'],
    [{ weight: 'heavy' }, 'must be integer'],
    [{ weight: '0' }, '>= 1'],
  ] as const) {
    it(`refuse ${JSON.stringify(given)} in one sentence`, async () => {
      const error = await resolveOptions(robohash, given).catch((thrown: unknown) => thrown)
      expect(error).to.include({ code: 'wrong-use' })
      expect((error as AppError).message).to.contain(says)
    })
  }

  it('are none where a contribution declares none', async () => {
    expect(await resolveOptions({ id: 'initials', origin }, {})).to.deep.equal({})
    const error = await resolveOptions({ id: 'initials', origin }, { x: '1' }).catch(
      (thrown: unknown) => thrown,
    )
    expect(error).to.include({ code: 'wrong-use' })
  })
  it('that are declared wrongly are said to be', async () => {
    const wrong = { id: 'robohash', options: { type: 'robot' } as never, origin }
    const error = await resolveOptions(wrong, {}).catch((thrown: unknown) => thrown)
    expect(error).to.include({ code: 'plugin' })
  })

  it('of plugins that come with the tool are declared rightly, as nobody looks at that again', async () => {
    const packages = path.join(repository, 'packages')
    const manifests = await Promise.all(
      (await readdir(packages)).map(async (name) => {
        const file = path.join(packages, name, 'package.json')
        return (JSON.parse(await readFile(file, 'utf8')) as { avatarctl?: PluginManifest }).avatarctl
      }),
    )
    const declared = manifests
      .flatMap((one) => [...(one?.contributes.generators ?? []), ...(one?.contributes.directories ?? [])])
      .flatMap(({ options }) => options ?? [])
    expect(declared.length).to.be.greaterThan(2)
    for (const options of declared) await checker(options)
  })
})
