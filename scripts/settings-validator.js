// Puts the finished check of the settings in the place of src/settings/settings-validator.ts, which makes it anew: that
// takes longer than all the rest of reading the settings.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { Ajv } from 'ajv'
import standalone from 'ajv/dist/standalone/index.js'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const schema = path.join(root, 'schema/settings.schema.json')

/** As src/settings/settings-validator.ts has it. */
const howToCheck = { allErrors: true, strict: false, verbose: true }

/** A plugin of esbuild. */
export const settingsValidator = {
  name: 'settings-validator',
  setup(build) {
    build.onLoad({ filter: /src[\\/]settings[\\/]settings-validator\.ts$/ }, () => {
      const ajv = new Ajv({ ...howToCheck, code: { source: true, esm: true } })
      const code = standalone.default(ajv, ajv.compile(JSON.parse(readFileSync(schema, 'utf8'))))
      return {
        contents: `${code}\nexport const settingsValidator = () => Promise.resolve(validate)\n`,
        loader: 'js',
        resolveDir: root,
        watchFiles: [schema],
      }
    })
  },
}
