import path from 'node:path'
import type { Directory, Person } from '@avatarctl/sdk'
import { connectionsDesk } from './composition/connections-desk.ts'
import { directoryOpener } from './composition/open-directory.ts'
import { drawSheet, drawTemporarySheet, sheetPages } from './composition/draw-sheet.ts'
import { doctorDesk } from './composition/doctor-desk.ts'
import { generatorSignIn } from './composition/generator-sign-in.ts'
import { chainMaker } from './composition/make-chain.ts'
import { pluginWorkshop } from './composition/new-plugin.ts'
import { signInDesk } from './composition/sign-in-desk.ts'
import { photoLooks } from './composition/photo-looks.ts'
import { privateFolder } from './composition/private-folder.ts'
import { practice } from './composition/practice.ts'
import { type SharedParts, sharedParts } from './composition/shared-parts.ts'
import type { Surroundings } from './composition/surroundings.ts'
import { vaultDesks } from './composition/vault-desks.ts'
import { fingerprintOf } from './generators/fingerprint.ts'
import { wholeDirectoryFailure } from './operations/failure.ts'
import { peopleWithout } from './operations/people-without.ts'
import {
  type Darkroom,
  directoryKey,
  type DirectoryReader,
  type Fingerprint,
  type Ledger,
  type LedgerReader,
  type Originals,
  type PhotoHashes,
  type PhotoWriter,
  type Report,
} from './ports.ts'
import type { OwnPhotos } from './own-photos.ts'
import type { GivenOption } from './records.ts'

export type { KeptSandboxWish } from './composition/practice.ts'
export type { SignInDesk } from './composition/sign-in-desk.ts'

/** A directory opened to be looked at. */
export interface ReadingDesk extends AsyncDisposable {
  directory: string
  /** What was asked of it so far. */
  traffic: { readonly requests: number; readonly rateLimited: number }
  reader: DirectoryReader
  ledger: LedgerReader
  /** SHA-256 of pictures that count as no photo. */
  placeholders: ReadonlySet<string>
  /** What photos hash to, where that matters. */
  photoHashes: PhotoHashes | undefined
  darkroom: Darkroom
  fingerprint: Fingerprint
}

/** A directory opened to see whether it works. */
export type TestingDesk = Pick<ReadingDesk, 'directory' | 'traffic' | 'reader'> & {
  type: string
} & AsyncDisposable

/** A directory opened to be changed: its lock is held until it is disposed of. */
export interface WritingDesk extends ReadingDesk {
  ledger: Ledger
  originals: Originals
  writer: PhotoWriter
  /** Waits before the next try, the longer the more have failed. */
  pause(failures: number, stop: AbortSignal): Promise<void>
}

/**
 * The only place where adapters are built. What a command does not need is not even loaded: a start is short. Where it
 * works on several directories at once, each speaks in its own name, and `shared` is what they have in common.
 */
export function compose(given: Surroundings, shared: SharedParts = sharedParts(given)) {
  // People may be listed more than once, and what is odd about their list is said once.
  const surroundings = { ...given, warn: saidOnce(given.warn) }
  const { version, dataFolder, signal, warn } = surroundings
  const { contributed, settings, plugins, generator, hosts } = shared
  const vaultFolder = path.join(dataFolder, 'vault')
  const vault = vaultDesks(surroundings)
  const connections = connectionsDesk(surroundings, contributed, settings)
  const openDirectory = directoryOpener(surroundings, { hosts, ...connections, placed: settings.placed })

  const chain = chainMaker(surroundings, { ...shared, darkroom })

  const lookOf = photoLooks(vaultFolder, settings.preferences)

  async function fingerprints(): Promise<Fingerprint> {
    const { generators } = await contributed()
    const known = new Map(generators.map((one) => [one.id, one]))
    return (id, person, options, size) => {
      const generator = known.get(id)
      return generator && fingerprintOf(generator, person, options, size)
    }
  }

  return {
    /** For another one, which works on another directory at the same time. */
    shared,
    contributed,
    generator,

    /** As `generators show` has it. */
    async shownGenerator(id: string, options: readonly GivenOption[]) {
      const { shownGenerator } = await import('./composition/show-generator.ts')
      return shownGenerator(await generator(id), options)
    },

    /** As `generators preview` tries it. */
    async previewedGenerator(id: string, options: readonly GivenOption[]) {
      const { previewedGenerator } = await import('./composition/preview-generator.ts')
      const preferences = await settings.preferences(undefined)
      return previewedGenerator(await generator(id), options, (chosen) =>
        chain({ generator: id, options: chosen, preferences, dryRun: false }),
      )
    },

    chain,
    darkroom,
    targets: connections.targets,
    connectionTypes: connections.connectionTypes,
    listedConnections: connections.listedConnections,
    keepConnections: connections.keepConnections,
    preferences: settings.preferences,
    editSettings: settings.edit,
    keepChoice: settings.keepChoice,

    /** Takes no lock and creates no file, but for a note in the cache how much of a limit is used; not in a dry run. */
    async openToRead(address: string, how: { dryRun: boolean; hashes?: boolean }): Promise<ReadingDesk> {
      const { directory, pace, close } = await openDirectory(address, how)
      const key = directoryKey(directory.identity)
      try {
        const { openLedgerReader } = await import('./vault/ledger-reader.ts')
        const ledger = await openLedgerReader(vaultFolder, key)
        const look = await lookOf({ address, key, ledger, ...how })
        return {
          directory: key,
          traffic: pace,
          ...look.parts,
          reader: look.remembering(await settings.reader(await readingHalf(directory))),
          ledger,
          darkroom: await darkroom(),
          fingerprint: await fingerprints(),
          async [Symbol.asyncDispose]() {
            look.close()
            ledger.close()
            await close()
          },
        }
      } catch (error) {
        await close()
        throw error
      }
    },

    /** The same without the ledger, to see whether it works. */
    async openToTest(address: string): Promise<TestingDesk> {
      const { directory, type, pace, close } = await openDirectory(address, { dryRun: false })
      const reader = await readingHalf(directory)
      const key = directoryKey(directory.identity)
      return { directory: key, type, traffic: pace, reader, [Symbol.asyncDispose]: close }
    },

    async openToWrite(address: string, command: string, { wait }: { wait: boolean }): Promise<WritingDesk> {
      const { directory, pace, close } = await openDirectory(address, { dryRun: false })
      const key = directoryKey(directory.identity)
      const [{ takeLock, whenFree }, { openLedger }, { openOriginals }, { guardWrites }, { verifyDecodes }] =
        await Promise.all([
          import('./vault/locks.ts'),
          import('./vault/ledger.ts'),
          import('./vault/originals.ts'),
          import('./vault/guarded-writer.ts'),
          import('./images/verify-decodes.ts'),
        ])
      const [{ backoff }, { systemClock }] = await Promise.all([
        import('./network/backoff.ts'),
        import('./network/clock.ts'),
      ])
      const holder = { command, pid: process.pid, startedAt: new Date().toISOString() }
      let lock: Awaited<ReturnType<typeof takeLock>> | undefined
      try {
        lock = await whenFree(() => takeLock(path.join(dataFolder, 'locks'), key, holder), {
          wait,
          signal,
          onWait: warn,
        })
        const held = lock
        const ledger = await openLedger({ folder: vaultFolder, directory: key, tool: version })
        const originals = openOriginals({ folder: vaultFolder, directory: key, verifyDecodes })
        const look = await lookOf({ address, key, ledger, dryRun: false })
        return {
          directory: key,
          traffic: pace,
          ...look.parts,
          reader: look.remembering(await settings.reader(await readingHalf(directory))),
          writer: guardWrites(directory, () => held.mustHold()),
          pause: (failures, stop) => systemClock.sleep(backoff(failures), stop),
          ledger,
          originals,
          darkroom: await darkroom(),
          fingerprint: await fingerprints(),
          async [Symbol.asyncDispose]() {
            try {
              look.close()
              await originals.close()
              await ledger.close()
            } finally {
              await held.release()
              await close()
            }
          },
        }
      } catch (error) {
        await lock?.release()
        await close()
        throw error
      }
    },

    /** Photos of the user's own. Throws `AppError`. */
    async ownPhotos(wish: { paths: readonly string[]; map: string | undefined }): Promise<OwnPhotos> {
      const { ownPhotos } = await import('./images/own-photos.ts')
      return await ownPhotos({ ...wish, signal }).catch((error: unknown) => {
        throw wholeDirectoryFailure(error)
      })
    },

    /** People from a file, or from standard input for `-`. */
    async peopleFrom(file: string): Promise<AsyncIterable<Person>> {
      const { readPeopleFile } = await import('@avatarctl/people-file')
      const records = readPeopleFile(file, { signal, warn })
      const choose = await settings.choose()
      return (async function* () {
        try {
          for await (const record of records) yield choose({ ...record, photo: { state: 'unknown' } })
        } catch (error) {
          throw wholeDirectoryFailure(error)
        }
      })()
    },

    /** People of a directory, without the ledger. */
    async peopleOf(address: string): Promise<AsyncIterable<Person>> {
      const { placeholders } = await settings.preferences(address)
      if (placeholders.length > 0)
        return peopleWithout(await this.openToRead(address, { dryRun: false }), signal)
      const choose = await settings.choose()
      const { directory, close } = await openDirectory(address, { dryRun: false })
      return (async function* () {
        try {
          for await (const person of directory.people({ signal })) yield choose(person)
        } catch (error) {
          throw wholeDirectoryFailure(error)
        } finally {
          await close()
        }
      })()
    },

    drawSheet,
    drawTemporarySheet,
    sheetPages,
    privateFolder,

    workshop: pluginWorkshop(surroundings, contributed),

    /** Time for who waits for hours, whatever becomes of the machine meanwhile. */
    async wakingClock() {
      const { wakingClock } = await import('./network/waking-clock.ts')
      return wakingClock()
    },

    async output(folder: string) {
      const { openOutput } = await import('./images/output-folder.ts')
      return openOutput(folder)
    },

    /** A page that is made as a command goes on. */
    async report(file: string): Promise<Report> {
      const [{ openReport }, { thumbnail }, { makeFolder }] = await Promise.all([
        import('./report/report.ts'),
        import('./images/thumbnail.ts'),
        import('./images/make-folder.ts'),
      ])
      await makeFolder(path.dirname(path.resolve(file)))
      return await openReport(file, { page: path.join(surroundings.root, 'dist/report'), version, thumbnail })
    },

    ...signInDesk(surroundings, contributed, { ...settings, ...connections, openDirectory }),

    ...generatorSignIn(surroundings, shared),

    ...practice(surroundings),

    ...vault,

    ...plugins,

    doctor: doctorDesk(surroundings, {
      ...{ contributed, openDirectory, settings: settings.settings, generators: shared.generators },
      listedConnections: connections.listedConnections,
      ...{ pluginStates: plugins.pluginStates, verifyVault: vault.verifyVault, vault: vault.vault },
    }),

    settings: settings.settings,
  }
}

export type Composition = ReturnType<typeof compose>

function saidOnce(warn: (sentence: string) => void): (sentence: string) => void {
  const said = new Set<string>()
  return (sentence) => {
    if (said.has(sentence)) return
    said.add(sentence)
    warn(sentence)
  }
}

async function darkroom(): Promise<Darkroom> {
  const { makeDarkroom } = await import('./images/darkroom.ts')
  return makeDarkroom()
}

/** A directory without the means to write, at run time as well; asked patiently. */
async function readingHalf(directory: Directory): Promise<DirectoryReader> {
  const { retryingReads } = await import('./network/retrying-reads.ts')
  const { identity, limits, can } = directory
  return { identity, limits, can, ...retryingReads(directory) }
}
