import path from 'node:path'
import type { Directory, Person } from '@avatarctl/sdk'
import { connectionsDesk } from './composition/connections-desk.ts'
import { directoryOpener } from './composition/open-directory.ts'
import { drawSheet } from './composition/draw-sheet.ts'
import { generatorFinder } from './composition/find-generator.ts'
import { chainMaker } from './composition/make-chain.ts'
import { pluginWorkshop } from './composition/new-plugin.ts'
import { settingsDesk } from './composition/settings-desk.ts'
import { addedPlugins, pluginDesks } from './composition/plugin-desks.ts'
import { practice } from './composition/practice.ts'
import type { Surroundings } from './composition/surroundings.ts'
import { vaultDesks } from './composition/vault-desks.ts'
import { fingerprintOf } from './generators/fingerprint.ts'
import { wholeDirectoryFailure } from './operations/failure.ts'
import type { Contributions } from './plugins/contributions.ts'
import type { PluginHosts } from './plugins/host/plugin-hosts.ts'
import {
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

export type { KeptSandboxWish } from './composition/practice.ts'

/** A directory opened to be looked at. */
export interface ReadingDesk extends AsyncDisposable {
  directory: string
  /** What was asked of it so far. */
  traffic: { readonly requests: number; readonly rateLimited: number }
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
  /** Waits before the next try, the longer the more have failed. */
  pause(failures: number, stop: AbortSignal): Promise<void>
}

/** The only place where adapters are built. What a command does not need is not even loaded: a start is short. */
export function compose(surroundings: Surroundings) {
  const { version, dataFolder, signal, warn } = surroundings
  const vaultFolder = path.join(dataFolder, 'vault')
  let reading: Promise<Contributions> | undefined
  let hosted: PluginHosts | undefined
  const told = new Set<string>()

  async function read(): Promise<Contributions> {
    const { readContributions } = await import('./plugins/contributions.ts')
    const added = await addedPlugins(surroundings)
    const contributions = await readContributions([...surroundings.plugins, ...added.plugins], version)
    contributions.problems.unshift(...added.problems)
    for (const { plugin, message } of contributions.problems) {
      const sentence = `The plugin ${plugin} is left out: ${message}`
      if (!told.has(sentence)) warn(sentence)
      told.add(sentence)
    }
    return contributions
  }

  const contributed = () => (reading ??= read())
  const settings = settingsDesk(surroundings)
  const plugins = pluginDesks(surroundings, contributed, settings)
  const generator = generatorFinder(surroundings, {
    ...{ contributed, keepPlugins: plugins.keepPlugins },
    forget: () => (reading = undefined),
  })
  const connections = connectionsDesk(surroundings, contributed, settings)
  const openDirectory = directoryOpener(surroundings, hosts, connections.find)

  /** Processes for what does not come with the tool; generators have the same for a whole chain. */
  async function hosts(): Promise<PluginHosts> {
    const { pluginHosts } = await import('./plugins/host/plugin-hosts.ts')
    return (hosted ??= pluginHosts({
      entry: path.join(surroundings.root, 'dist/plugin-host.js'),
      onPrinted: surroundings.printed,
    }))
  }

  const chain = chainMaker(surroundings, { contributed, generator, hosts, darkroom })

  async function fingerprints(): Promise<Fingerprint> {
    const { generators } = await contributed()
    const known = new Map(generators.map((one) => [one.id, one]))
    return (id, person, options, size) => {
      const generator = known.get(id)
      return generator && fingerprintOf(generator, person, options, size)
    }
  }

  return {
    contributed,
    generator,

    /** As `generators show` has it. */
    async shownGenerator(id: string, options: readonly GivenOption[]) {
      const { shownGenerator } = await import('./composition/show-generator.ts')
      return shownGenerator(await generator(id), options)
    },

    chain,
    darkroom,
    targets: connections.targets,
    preferences: settings.preferences,

    /** Takes no lock and creates no file, but for a note in the cache how much of a limit is used; not in a dry run. */
    async openToRead(address: string, how: { dryRun: boolean }): Promise<ReadingDesk> {
      const { directory, pace, close } = await openDirectory(address, how)
      const key = directoryKey(directory.identity)
      try {
        const { openLedgerReader } = await import('./vault/ledger-reader.ts')
        const ledger = await openLedgerReader(vaultFolder, key)
        return {
          directory: key,
          traffic: pace,
          reader: await settings.reader(await readingHalf(directory)),
          ledger,
          darkroom: await darkroom(),
          fingerprint: await fingerprints(),
          async [Symbol.asyncDispose]() {
            ledger.close()
            await close()
          },
        }
      } catch (error) {
        await close()
        throw error
      }
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
        return {
          directory: key,
          traffic: pace,
          reader: await settings.reader(await readingHalf(directory)),
          writer: guardWrites(directory, () => held.mustHold()),
          pause: (failures, stop) => systemClock.sleep(backoff(failures), stop),
          ledger,
          originals,
          darkroom: await darkroom(),
          fingerprint: await fingerprints(),
          async [Symbol.asyncDispose]() {
            try {
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

    ...practice(surroundings),

    ...vaultDesks(surroundings),

    ...plugins,
  }
}

export type Composition = ReturnType<typeof compose>

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
