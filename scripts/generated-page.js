import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import prettier from 'prettier'

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))

/**
 * Writes a page that is made from the code; with --check on the command line, fails when the page is not what the code
 * says today. `file` is relative to the project's folder, `parts` are its paragraphs.
 */
export async function generatedPage(file, parts) {
  const at = path.join(root, file)
  const text = await prettier.format(`${parts.join('\n\n')}\n`, { parser: 'markdown', printWidth: 110 })
  if (!process.argv.includes('--check')) {
    mkdirSync(path.dirname(at), { recursive: true })
    writeFileSync(at, text)
  } else if (textOf(at) !== text) {
    process.stderr.write(`${file} is stale: run \`npm run reference\` and commit it.\n`)
    process.exitCode = 1
  }
}

function textOf(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
