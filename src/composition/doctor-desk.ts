import path from 'node:path'
import { AppError, exitCodes } from '../errors.ts'
import type { Observation, Probe } from '../operations/diagnose.ts'
import type { Contributions } from '../plugins/contributions.ts'
import type { PluginState } from '../plugins/plugin-states.ts'
import type { VaultReader } from '../ports.ts'
import type { ListedConnection, RunRecord } from '../records.ts'
import type { Settings } from '../settings/settings.ts'
import type { VaultState } from '../vault/verify.ts'
import { generatorProbe } from './generator-probe.ts'
import type { OpenedDirectory } from './open-directory.ts'
import type { SharedParts } from './shared-parts.ts'
import type { Surroundings } from './surroundings.ts'

/** What is looked at, and with what. */
export interface DoctorParts {
  settings(): Promise<Settings>
  contributed(): Promise<Contributions>
  generators: SharedParts['generators']
  pluginStates(wish: { verify: boolean }): Promise<PluginState[]>
  verifyVault(wish: { readData: boolean; step(): void }): Promise<VaultState>
  vault(): Promise<VaultReader>
  listedConnections(): Promise<ListedConnection[]>
  openDirectory(address: string, how: { dryRun: boolean }): Promise<OpenedDirectory>
}

/** Less than this is not enough for a few thousand originals. */
const littleBytes = 1_000_000_000
const nothingLeftBytes = 50_000_000

/** A token that lives for an hour, and whoever compares times, bears as much. */
const skewMs = 120_000

const placeWords = { keyring: 'in the keyring', file: 'in a file', environment: 'in the environment' }

const ok = (message: string): Observation => ({ severity: 'ok', message })
const warning = (message: string, hint: string): Observation => ({ severity: 'warning', message, hint })

/** Everything that has to work, as probes; none of them changes anything. */
export function doctorDesk(surroundings: Surroundings, parts: DoctorParts) {
  const { dataFolder, configFolder, cacheFolder, signal } = surroundings

  function folder(subject: string, at: string, isPrivate: boolean): Probe {
    return {
      ...{ area: 'folders', subject },
      async look() {
        const { folderAccess } = await import('../machine/folder-access.ts')
        const { isThere, isWritable, isOpenToOthers } = await folderAccess(at)
        if (!isWritable)
          throw new AppError('cannot-write-output', `${at} cannot be written`, {
            hint: 'Give this user the right to write there, or set AVATARCTL_DATA_DIR, AVATARCTL_CONFIG_DIR or AVATARCTL_CACHE_DIR to another folder.',
          })
        if (isPrivate && isOpenToOthers)
          return [warning(`${at} can be looked into by others`, `\`chmod 700 ${at}\` closes it.`)]
        return [ok(isThere ? at : `${at}, which is made when it is needed`)]
      },
    }
  }

  const disk: Probe = {
    ...{ area: 'folders', subject: 'disk' },
    async look() {
      const { fileSystemOf } = await import('../machine/file-system.ts')
      const { kind, freeBytes } = await fileSystemOf(dataFolder)
      const free = `${(freeBytes / 1e9).toFixed(1)} GB free`
      const room =
        freeBytes < nothingLeftBytes
          ? ({
              severity: 'error',
              message: `The disk of the vault is full: ${free}`,
              hint: 'Make room: no photo is replaced while its original cannot be stored.',
              exitCode: exitCodes.vault,
            } as const)
          : freeBytes < littleBytes
            ? warning(`Little room for originals: ${free}`, 'Make room before a large run.')
            : ok(free)
      const lost = kind === 'memory' ? 'in memory (tmpfs)' : 'in a container’s own layer'
      if (kind === 'memory' || kind === 'container')
        return [
          room,
          warning(
            `The vault lies ${lost}: the originals are gone with it`,
            'Set AVATARCTL_DATA_DIR to a folder that lasts, such as a mounted volume.',
          ),
        ]
      if (kind === 'network')
        return [
          room,
          warning(
            'The vault lies on a network drive, where locks may not hold between machines',
            'Let one machine work with it, or set AVATARCTL_DATA_DIR to a disk of this one.',
          ),
        ]
      return [room]
    },
  }

  const vault: Probe = {
    ...{ area: 'vault', subject: 'originals' },
    async look() {
      const step = () => signal.throwIfAborted()
      const { originals, problems } = await parts.verifyVault({ readData: false, step })
      const [first] = problems
      if (first)
        return [
          {
            severity: 'error',
            message: `${problems.length === 1 ? 'One thing is' : `${problems.length} things are`} not in order; the first: ${[first.sha256, first.message].filter(Boolean).join(' ')}`,
            hint: '`avatarctl vault verify` lists all of them.',
            exitCode: exitCodes.vault,
          },
        ]
      using reader = await parts.vault()
      return [ok(`${originals} kept, each there with its size`), ...lastRun(reader.runs().at(-1))]
    },
  }

  const settingsFile: Probe = {
    ...{ area: 'settings', subject: 'file' },
    async look() {
      const { connections } = await parts.settings()
      const names = Object.keys(connections)
      return [ok(names.length > 0 ? `connections: ${names.join(', ')}` : 'no connections')]
    },
  }

  const plugins: Probe = {
    ...{ area: 'plugins', subject: 'all' },
    async look() {
      const states = await parts.pluginStates({ verify: true })
      const active = states.filter((state) => state.active)
      const broken = states.filter((state) => !state.active)
      return [
        ok(`${active.length} active`),
        ...broken.map(({ name, version, problem }) =>
          warning(
            `${name} ${version} is left out: ${problem ?? 'it is not active'}`,
            `\`avatarctl plugins list --verify\` shows all; \`avatarctl plugins uninstall ${name}\` takes it away.`,
          ),
        ),
      ]
    },
  }

  function secrets(address: string): Probe {
    return {
      ...{ area: 'connections', subject: address },
      async look() {
        const all = await parts.listedConnections()
        const one = all.find(({ name, problem }) => name === address && problem === null)
        if (!one || (Object.keys(one.secrets).length === 0 && one.session === null)) return []
        const { secrets, session } = one
        const held = [...Object.entries(secrets), ...Object.entries(session === null ? {} : { session })]
        const where = held.flatMap(([name, place]) =>
          place === null ? [] : [`${name} ${placeWords[place]}`],
        )
        const lacking = held.flatMap(([name, place]) => (place === null ? [name] : []))
        if (lacking.length > 0 && session === null)
          return [
            warning(
              `Secrets: ${[...where, `no ${lacking.join(', no ')}`].join(', ')}`,
              one.from === 'settings'
                ? `\`avatarctl login ${address}\` asks for what is missing.`
                : 'Set the variable that holds it.',
            ),
          ]
        return [ok(`Secrets: ${where.join(', ')}`)]
      },
    }
  }

  function connection(address: string): Probe {
    return {
      ...{ area: 'connections', subject: address },
      async look() {
        const { directory, pace, skew, close } = await parts.openDirectory(address, { dryRun: true })
        try {
          await directory.check('read', signal)
          const { service, account } = directory.identity
          const seen: Observation[] = [ok(`${service} ${account} answers, and may be read`)]
          seen.push(await mayBeWritten(directory, signal))
          seen.push(...limits(pace.state()))
          seen.push(...clock(skew()))
          return seen
        } finally {
          await close()
        }
      },
    }
  }

  return {
    /** Of this machine and what is kept on it; and of each of these directories, which are asked. */
    probes(addresses: readonly string[]): Probe[] {
      return [
        {
          ...{ area: 'machine', subject: 'node' },
          look: () => Promise.resolve([ok(`${process.version}, ${process.platform} ${process.arch}`)]),
        },
        folder('settings', configFolder, false),
        folder('data', dataFolder, true),
        folder('cache', cacheFolder, false),
        disk,
        vault,
        settingsFile,
        plugins,
        generatorProbe(parts.contributed, parts.generators),
        ...addresses.flatMap((address) => [secrets(address), connection(address)]),
      ]
    },

    /** The directories that are looked at where none is named: those of the settings and of the environment. */
    async everyAddress(): Promise<string[]> {
      const [{ connections }, { directories }] = await Promise.all([parts.settings(), parts.contributed()])
      const { describedIn } = await import('../plugins/find-directory.ts')
      const described = directories
        .filter((one) => describedIn(surroundings.environment, one))
        .map(({ id }) => id)
      return [...new Set([...Object.keys(connections), ...described])]
    },

    /** Where things lie, as `doctor` shows it beside where each setting comes from. */
    folders: {
      config: path.resolve(configFolder),
      data: path.resolve(dataFolder),
      cache: path.resolve(cacheFolder),
    },
  }
}

function lastRun(run: RunRecord | undefined): Observation[] {
  if (!run) return []
  const { id, command, finishedAt, outcome, changes } = run
  if (changes.open > 0 || changes.unknown > 0)
    return [
      warning(
        `The last run (${command}, ${id}) left ${changes.open + changes.unknown} people open`,
        'The next `avatarctl sync` or `restore` settles them first.',
      ),
    ]
  return [ok(`last run: ${command}, ${finishedAt ?? 'not finished'}, ${outcome ?? 'open'}`)]
}

async function mayBeWritten(
  directory: OpenedDirectory['directory'],
  signal: AbortSignal,
): Promise<Observation> {
  if (!directory.can.write)
    return warning('Photos cannot be written there', '`avatarctl list` and `backup` work all the same.')
  await directory.check('write', signal)
  return ok('Photos may be changed there')
}

function limits(states: ReturnType<OpenedDirectory['pace']['state']>): Observation[] {
  if (states.length === 0) return []
  const each = states.map(
    ({ group, limit, windowMs, free }) => `${group} ${limit} in ${windowMs / 1000} s (${free} free)`,
  )
  const text = `Limits as seen: ${each.join(', ')}`
  return states.some(({ stopped }) => stopped)
    ? [warning(`${text}; the service has asked for a pause`, 'Wait a minute before the next run.')]
    : [ok(text)]
}

function clock(ms: number | undefined): Observation[] {
  if (ms === undefined) return []
  const seconds = Math.round(Math.abs(ms) / 1000)
  if (Math.abs(ms) < skewMs) return [ok(`The clocks agree to ${Math.max(1, seconds)} s`)]
  return [
    warning(
      `This machine's clock is ${seconds} s ${ms > 0 ? 'ahead of' : 'behind'} the service's`,
      'Set the clock (NTP): sign-ins may fail, and times in reports are wrong.',
    ),
  ]
}
