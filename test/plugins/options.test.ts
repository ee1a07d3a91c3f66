import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import type { PluginManifest } from '@avatarctl/sdk'
import { expect } from 'chai'
import type { AppError } from '../../src/errors.ts'
import { checker } from '../../src/plugins/json-schema.ts'
import { withOptionsFiles } from '../../src/plugins/options-file.ts'
import { chosenLicence } from '../../src/plugins/option-choices.ts'
import { resolveOptions } from '../../src/plugins/options.ts'
import { repository } from '../support/command-line.ts'

const schema = {
  type: 'object',
  properties: {
    set: { enum: ['set1', 'set2'], default: 'set1' },
    weight: { type: 'integer', minimum: 1 },
    dark: { type: 'boolean' },
    colours: { type: 'array', items: { type: 'string' } },
    turn: { type: 'array', items: { type: 'integer' } },
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
    const given = { weight: '3', dark: 'true', colours: 'red, blue', turn: '-10,20' }
    expect(await resolveOptions(robohash, given)).to.deep.equal({
      set: 'set1',
      weight: 3,
      dark: true,
      colours: ['red', 'blue'],
      turn: [-10, 20],
    })
    expect(await resolveOptions(robohash, { colours: '' })).to.deep.equal({ set: 'set1', colours: [] })
  })

  describe('where one of them decides about others', () => {
    const choice = (set: string, properties: object) => ({
      if: { properties: { set: { const: set } } },
      then: { title: set, licence: { artwork: 'CC-BY-4.0', credit: `${set} by Ada` }, properties },
    })
    const options = {
      ...schema,
      allOf: [
        choice('set1', { arms: { type: 'integer', maximum: 4 } }),
        choice('set2', { whiskers: { type: 'boolean' }, arms: { type: 'integer', maximum: 2 } }),
      ],
    }
    const choosing = { ...robohash, options }
    const refusal = async (given: Record<string, unknown>) => {
      const error = await resolveOptions(choosing, given).catch((thrown: unknown) => thrown)
      expect(error).to.include({ code: 'wrong-use' })
      return `${(error as AppError).message} ${(error as AppError).hint ?? ''}`
    }

    it('are those of what is chosen, or of its default', async () => {
      expect(await resolveOptions(choosing, { arms: '4' })).to.deep.equal({ set: 'set1', arms: 4 })
      const cat = { set: 'set2', whiskers: 'true', arms: '2' }
      expect(await resolveOptions(choosing, cat)).to.deep.equal({ set: 'set2', whiskers: true, arms: 2 })
      expect(await refusal({ set: 'set2', arms: '3' })).to.contain('.arms must be <= 2')
    })

    it('are refused where another choice has them, which is named', async () => {
      expect(await refusal({ whiskers: 'true' })).to.match(
        /unknown key "whiskers".*goes with set=set2.*robohash with set=set1 knows set, .*arms/,
      )
    })

    it('have the licence of what is chosen', () => {
      const licence = { code: 'MIT', artwork: 'CC0-1.0' }
      expect(chosenLicence({ licence, options }, { set: 'set2' })).to.deep.equal({
        code: 'MIT',
        artwork: 'CC-BY-4.0',
        credit: 'set2 by Ada',
      })
      expect(chosenLicence({ licence, options: schema }, {})).to.deep.equal(licence)
    })

    it('are left to the check where they are declared in another way', async () => {
      const any = { ...schema, allOf: [{ required: ['weight'] }, null, { if: {}, then: {} }] }
      const error = await resolveOptions({ ...robohash, options: any }, {}).catch((thrown: unknown) => thrown)
      expect(error).to.be.an.instanceOf(Error)
    })
  })

  it('that are misspelt are answered with the near name', async () => {
    const error = await resolveOptions(robohash, { wieght: '1' }).catch((thrown: unknown) => thrown)
    expect((error as AppError).hint).to.match(/^Did you mean weight\?/)
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
        const root = path.join(packages, name)
        const text = await readFile(path.join(root, 'package.json'), 'utf8')
        const { avatarctl } = JSON.parse(text) as { avatarctl?: PluginManifest }
        return withOptionsFiles(root, avatarctl) as PluginManifest | undefined
      }),
    )
    const declared = manifests
      .flatMap((one) => [...(one?.contributes.generators ?? []), ...(one?.contributes.directories ?? [])])
      .flatMap(({ options }) => options ?? [])
    expect(declared.length).to.be.greaterThan(2)
    for (const options of declared) await checker(options)
  })
})
