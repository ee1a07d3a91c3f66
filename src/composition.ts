import path from 'node:path'
import type { Directory, GeneratorContribution, Person } from '@avatarctl/sdk'
import { AppError } from './errors.ts'
import { fingerprintOf } from './generators/fingerprint.ts'
import { makeChain, parseChain } from './generators/chain.ts'
import { closedFetch } from './network/closed-fetch.ts'
import { wholeDirectoryFailure } from './operations/failure.ts'
import { activateDirectory, activateGenerator } from './plugins/activate.ts'
import {
  type Contributed,
  type Contributions,
  type InstalledPlugin,
  readContributions,
} from './plugins/contributions.ts'
import { resolveOptions } from './plugins/options.ts'
import {
  type Chain,
  type Darkroom,
  directoryKey,
  type DirectoryReader,
  type Fingerprint,
  type Ledger,
  type LedgerReader,
  type Originals,
  type PhotoWriter,
} from './ports.ts'
import type { GivenOption } from './records.ts'

/** What the surroundings give: folders, installed plugins, and the user's wish to stop. */
export interface Surroundings {
  version: string
  dataFolder: string
  plugins: Iterable<InstalledPlugin>
  signal: AbortSignal
  /** One sentence for the user. */
  warn(sentence: string): void
}

/** A directory opened to be looked at. */
export interface ReadingDesk extends AsyncDisposable {
  directory: string
  reader: DirectoryReader
  ledger: LedgerReader
  darkroom: Darkroom
  fingerprint: Fingerprint
}

/** A directory opened to be changed: its lock is held until it is disposed of. */
export interface WritingDesk extends ReadingDesk {
  ledger: Ledger
  originals: Originals
  writer: PhotoWriter
}

/** The only place where adapters are built. */
export function compose(surroundings: Surroundings) {
  const { version, dataFolder, signal, warn } = surroundings
  const vaultFolder = path.join(dataFolder, 'vault')
  let contributions: Contributions | undefined

  function contributed(): Contributions {
    if (!contributions) {
      contributions = readContributions(surroundings.plugins, version)
      for (const { plugin, message } of contributions.problems)
        warn(`The plugin ${plugin} is left out: ${message}`)
    }
    return contributions
  }

  async function openDirectory(address: string): Promise<Directory> {
    const [scheme, ...rest] = address.split(':')
    const contribution = contributed().directories.find(
      (one) => one.scheme === scheme && address.includes(':'),
    )
    if (!contribution) throw unknownDirectory(address, contributed())
    const { id, origin, options } = contribution
    const given = resolveOptions(id, options, { path: rest.join(':') })
    const plugin = await activateDirectory(id, origin)
    try {
      return await plugin.open({ options: given, secrets: {}, fetch: closedFetch, signal, warn })
    } catch (error) {
      throw wholeDirectoryFailure(error)
    }
  }

  function generator(id: string): Contributed<GeneratorContribution> {
    const contribution = contributed().generators.find((one) => one.id === id)
    if (!contribution) throw unknownGenerator(id, contributed())
    return contribution
  }

  function chain(text: string, options: readonly GivenOption[]): Chain {
    const links = parseChain(text).map((id) => {
      const contribution = generator(id)
      const given = options.filter((option) => option.contribution === id)
      const values = Object.fromEntries(given.map(({ name, value }) => [name, value]))
      return {
        generator: contribution,
        options: resolveOptions(id, contribution.options, values),
        activate: () => activateGenerator(id, contribution.origin),
      }
    })
    const stray = options.find(
      ({ contribution }) => !links.some(({ generator }) => generator.id === contribution),
    )
    if (stray) {
      throw new AppError(
        'wrong-use',
        `--option ${stray.contribution}.${stray.name} is for a generator that is not in the chain ${text}`,
      )
    }
    return makeChain(links, { fetch: closedFetch, signal })
  }

  const fingerprint: Fingerprint = (id, person, options, size) => {
    const generator = contributed().generators.find((one) => one.id === id)
    return generator && fingerprintOf(generator, person, options, size)
  }

  return {
    contributed,
    generator,
    chain,
    darkroom,

    /** Takes no lock and creates no file. */
    async openToRead(address: string): Promise<ReadingDesk> {
      const directory = await openDirectory(address)
      const { openLedgerReader } = await import('./vault/ledger.ts')
      const key = directoryKey(directory.identity)
      const ledger = openLedgerReader(vaultFolder, key)
      return {
        directory: key,
        reader: readingHalf(directory),
        ledger,
        darkroom: await darkroom(),
        fingerprint,
        async [Symbol.asyncDispose]() {
          ledger.close()
          await directory.close?.()
        },
      }
    },

    async openToWrite(address: string, command: string): Promise<WritingDesk> {
      const directory = await openDirectory(address)
      const key = directoryKey(directory.identity)
      const [{ takeLock }, { openLedger }, { openOriginals }, { guardWrites }, { verifyDecodes }] =
        await Promise.all([
          import('./vault/locks.ts'),
          import('./vault/ledger.ts'),
          import('./vault/originals.ts'),
          import('./vault/guarded-writer.ts'),
          import('./images/verify-decodes.ts'),
        ])
      const holder = { command, pid: process.pid, startedAt: new Date().toISOString() }
      const lock = await takeLock(path.join(dataFolder, 'locks'), key, holder)
      try {
        const ledger = await openLedger({ folder: vaultFolder, directory: key, tool: version })
        const originals = openOriginals({ folder: vaultFolder, directory: key, verifyDecodes })
        return {
          directory: key,
          reader: readingHalf(directory),
          writer: guardWrites(directory),
          ledger,
          originals,
          darkroom: await darkroom(),
          fingerprint,
          async [Symbol.asyncDispose]() {
            try {
              await originals.close()
              await ledger.close()
            } finally {
              await lock.release()
              await directory.close?.()
            }
          },
        }
      } catch (error) {
        await lock.release()
        throw error
      }
    },

    /** People from a file, or from standard input for `-`. */
    async peopleFrom(file: string): Promise<AsyncIterable<Person>> {
      const { readPeopleFile } = await import('@avatarctl/people-file')
      const records = readPeopleFile(file, { signal, warn })
      return (async function* () {
        try {
          for await (const record of records)
            yield { ...record, photo: { state: 'unknown' } } satisfies Person
        } catch (error) {
          throw wholeDirectoryFailure(error)
        }
      })()
    },

    /** People of a directory, without the ledger. */
    async peopleOf(address: string): Promise<AsyncIterable<Person>> {
      const directory = await openDirectory(address)
      return (async function* () {
        try {
          yield* directory.people({ signal })
        } catch (error) {
          throw wholeDirectoryFailure(error)
        } finally {
          await directory.close?.()
        }
      })()
    },

    /** Draws contact sheets into `file` and, where there are more pages, `file` with -2, -3 and so on. */
    async drawSheet(
      faces: AsyncIterable<{ image: Uint8Array; name: string; substitute: string }>,
      file: string,
    ): Promise<string[]> {
      const { drawContactSheets } = await import('./images/contact-sheet.ts')
      const { writeOutput } = await import('./images/output-folder.ts')
      const pages: string[] = []
      for await (const page of drawContactSheets(faces)) {
        const { dir, name, ext } = path.parse(path.resolve(file))
        pages.push(path.join(dir, `${name}${pages.length > 0 ? `-${pages.length + 1}` : ''}${ext || '.png'}`))
        await writeOutput(pages.at(-1) as string, page)
      }
      return pages
    },

    async output(folder: string) {
      const { openOutput } = await import('./images/output-folder.ts')
      return openOutput(folder)
    },

    async vault() {
      const { openVaultReader } = await import('./vault/vault-reader.ts')
      return openVaultReader(vaultFolder)
    },
  }
}

export type Composition = ReturnType<typeof compose>

async function darkroom(): Promise<Darkroom> {
  const { makeDarkroom } = await import('./images/darkroom.ts')
  return makeDarkroom()
}

/** A directory without the means to write, at run time as well. */
function readingHalf(directory: Directory): DirectoryReader {
  const { identity, limits, can } = directory
  return {
    identity,
    limits,
    can,
    check: (purpose, signal) => directory.check(purpose, signal),
    people: (query) => directory.people(query),
    person: (id, signal) => directory.person(id, signal),
    readPhoto: (person, signal) => directory.readPhoto(person, signal),
  }
}

function unknownDirectory(address: string, { directories }: Contributions): AppError {
  const schemes = directories.flatMap(({ scheme }) => (scheme === undefined ? [] : [`${scheme}:`]))
  return new AppError('wrong-use', `There is no directory "${address}"`, {
    hint: `Known here: ${schemes.join(', ')} (for example -d folder:PATH).`,
  })
}

function unknownGenerator(id: string, { generators }: Contributions): AppError {
  const known = generators.map((one) => one.id).join(', ') || 'none'
  return new AppError('wrong-use', `There is no generator "${id}"`, { hint: `Known here: ${known}.` })
}
