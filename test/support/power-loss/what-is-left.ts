import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { AppError } from '../../../src/errors.ts'
import { openLedger } from '../../../src/vault/ledger.ts'
import { openOriginals } from '../../../src/vault/originals.ts'
import { openVaultReader } from '../../../src/vault/vault-reader.ts'
import { dataFolder, hashOf } from './recording.ts'

/** A photo that the service was told to overwrite or to remove; null where there was none. */
export interface Overwritten {
  person: string
  sha256: string | null
}

/** What is wrong with what a power cut left; nothing where all is well. */
export type Judge = (overwritten: readonly Overwritten[]) => string[]

/** A part of the vault that is looked at by itself: what is left of one does not depend on what is left of another. */
export interface Part {
  name: string
  paths: string[]
  /** `scratch` is a folder of its own, that does not exist yet. */
  judge(left: readonly (Buffer | undefined)[], scratch: string): Promise<Judge>
}

const vault = `${dataFolder}/vault`
const key = ({ person, sha256 }: Overwritten) => `${person} ${sha256}`

/** One original: under its name there is its picture or nothing, and its picture once that was overwritten. */
export function originalPart(file: string): Part {
  const sha256 = path.basename(file).split('.')[0] ?? ''
  return {
    name: `original ${sha256.slice(0, 8)}`,
    paths: [file],
    judge: ([bytes]) => {
      const isWhole = bytes !== undefined && hashOf(bytes) === sha256
      return Promise.resolve((overwritten) => {
        if (bytes !== undefined && !isWhole) return ['holds other bytes than its name says']
        if (isWhole) return []
        return overwritten.filter((one) => one.sha256 === sha256).map(({ person }) => `of ${person} is gone`)
      })
    },
  }
}

/** The list of originals: a line for everybody whose photo was overwritten, and good for lines to come. */
export function listPart(directory: string): Part {
  return {
    name: 'originals.ndjson',
    paths: [`${vault}/originals.ndjson`],
    judge: async ([bytes], scratch) => {
      const found = linesIn(bytes ?? Buffer.alloc(0), directory)
      mkdirSync(scratch)
      if (bytes) writeFileSync(path.join(scratch, 'originals.ndjson'), bytes)
      const originals = openOriginals({ folder: scratch, directory, verifyDecodes: () => Promise.resolve() })
      const refused = await originals
        .keep(
          { id: 'next', kind: 'person', status: 'enabled', photo: { state: 'unknown' } },
          { state: 'missing' },
          { own: null },
        )
        .then(() => originals.close())
        .catch(describeRefusal)
      const then = linesIn(readFileSync(path.join(scratch, 'originals.ndjson')), directory)
      const takesMore = then.length === found.length + 1 && then.at(-1) === 'next null'
      return (overwritten) => [
        ...(refused === undefined ? [] : [refused]),
        ...(takesMore ? [] : ['loses the next line']),
        ...lacking(overwritten, found).map((one) => `has no line for ${one}`),
      ]
    },
  }
}

/** The ledger: it opens, and says of everybody whose photo was overwritten that something was sent, and what for. */
export function ledgerPart(directory: string): Part {
  const names = ['ledger.sqlite', 'ledger.sqlite-wal', 'ledger.sqlite-journal']
  return {
    name: 'ledger',
    paths: names.map((name) => `${vault}/${name}`),
    judge: async (left, scratch) => {
      mkdirSync(scratch)
      for (const [index, bytes] of left.entries())
        if (bytes) writeFileSync(path.join(scratch, names[index]!), bytes)
      const sent: string[] = []
      try {
        const ledger = await openLedger({ folder: scratch, directory, tool: '0.0.0' })
        ledger.open()
        await ledger.close()
        using reader = await openVaultReader(scratch)
        for (const { id } of reader.runs())
          for (const { person, state, before } of reader.run(id).changes)
            if (before && state !== 'planned' && state !== 'saved')
              sent.push(key({ person: person.id, sha256: before.sha256 }))
      } catch (error) {
        const refused = describeRefusal(error)
        return () => [refused]
      }
      return (overwritten) =>
        lacking(overwritten, sent).map((one) => `does not know what was sent for ${one}`)
    },
  }
}

/** Whoever was overwritten more often than is recorded. */
function lacking(overwritten: readonly Overwritten[], recorded: readonly string[]): string[] {
  const left = [...recorded]
  return overwritten.map(key).filter((one) => {
    const at = left.indexOf(one)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

function linesIn(bytes: Buffer, directory: string): string[] {
  return bytes
    .toString()
    .split('\n')
    .flatMap((text) => {
      try {
        const line = JSON.parse(text) as Overwritten & { directory: string }
        return line.directory === directory ? [key(line)] : []
      } catch {
        return []
      }
    })
}

function describeRefusal(error: unknown): string {
  return error instanceof AppError ? `is refused: ${error.message}` : `makes the tool fail: ${String(error)}`
}
