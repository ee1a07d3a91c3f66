import { readFileSync, statSync } from 'node:fs'
import { messageOf } from '../errors.ts'
import { ownFile } from './own-file.ts'

const maxBytes = 1_000_000

/**
 * What a plugin declares, with the options of its generators in place of the files that hold them. It is not checked
 * yet, and may be anything. Throws where a file is not there, lies outside of the plugin, or is no JSON.
 */
export function withOptionsFiles(root: string, declared: unknown): unknown {
  if (!isRecord(declared) || !isRecord(declared['contributes'])) return declared
  const { generators } = declared['contributes']
  if (!Array.isArray(generators)) return declared
  const complete = generators.map((one: unknown) => withOptionsFile(root, one))
  return { ...declared, contributes: { ...declared['contributes'], generators: complete } }
}

function withOptionsFile(root: string, generator: unknown): unknown {
  if (!isRecord(generator) || typeof generator['optionsFile'] !== 'string') return generator
  const { optionsFile, ...rest } = generator
  if ('options' in rest) throw new Error(`it has both options and optionsFile ${optionsFile}`)
  const file = ownFile(root, optionsFile, 'optionsFile')
  if (statSync(file).size > maxBytes) throw new Error(`its optionsFile ${optionsFile} is larger than 1 MB`)
  try {
    return { ...rest, options: JSON.parse(readFileSync(file, 'utf8')) as unknown }
  } catch (error) {
    throw new Error(`its optionsFile ${optionsFile} cannot be read: ${messageOf(error)}`, { cause: error })
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
