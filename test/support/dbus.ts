import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

/** Why there is no keyring here to be asked; undefined where there can be one. */
export const noKeyring: string | undefined = ['dbus-daemon', 'gnome-keyring-daemon'].some(
  (program) => spawnSync(program, ['--version']).error,
)
  ? 'needs dbus-daemon and gnome-keyring-daemon'
  : undefined

/** A bus of its own, on which services are found as on a desktop. */
export interface Bus extends AsyncDisposable {
  /** What a program needs to be on it. */
  env: Record<string, string>
}

/** Starts a bus, on which each of these names is brought by a program that never answers. */
export async function startBus(silent: readonly string[] = []): Promise<Bus> {
  const home = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-bus-'))
  const bus = await busIn(home, silent)
  return {
    env: bus.env,
    async [Symbol.asyncDispose]() {
      await bus[Symbol.asyncDispose]()
      // Services end with their bus, and may be writing still.
      await rm(home, { recursive: true, force: true, maxRetries: 20 })
    },
  }
}

/** A bus with a keyring that is unlocked, as after a sign-in at a desktop. */
export async function startKeyring(): Promise<Bus> {
  const bus = await startBus()
  await keyringOn(bus, '--unlock')
  return bus
}

/** A bus with a keyring that is locked, and on which nobody can be asked to unlock it. */
export async function startLockedKeyring(): Promise<Bus> {
  const whole = await startBus(['org.gnome.keyring.SystemPrompter'])
  await keyringOn(whole, '--unlock')
  // What it had unlocked is locked for the next one.
  const { HOME: home = '' } = whole.env
  const locked = await busIn(home, [])
  await keyringOn(locked, '--start')
  return {
    env: locked.env,
    async [Symbol.asyncDispose]() {
      await locked[Symbol.asyncDispose]()
      await whole[Symbol.asyncDispose]()
    },
  }
}

async function busIn(home: string, silent: readonly string[]): Promise<Bus> {
  const [data, run] = [path.join(home, 'data'), await mkdtemp(path.join(home, 'run-'))]
  const services = path.join(data, 'dbus-1/services')
  await mkdir(services, { recursive: true })
  for (const name of silent)
    await writeFile(
      path.join(services, `${name}.service`),
      `[D-BUS Service]\nName=${name}\nExec=/bin/sleep 40\n`,
    )
  const base = { PATH: process.env['PATH'] ?? '', HOME: home, XDG_DATA_HOME: data, XDG_RUNTIME_DIR: run }
  const daemon = spawn('dbus-daemon', ['--session', '--nofork', '--print-address=1'], {
    env: base,
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  const [address] = (await once(daemon.stdout, 'data')) as [Buffer]
  // What the bus starts has it as well, and may outlive us.
  daemon.stdout.destroy()
  return {
    env: { ...base, DBUS_SESSION_BUS_ADDRESS: address.toString().trim() },
    [Symbol.asyncDispose]: () => ended(daemon),
  }
}

/** Starts a keyring, which goes on in the background once it can be asked, and ends with its bus. */
async function keyringOn({ env }: Bus, how: '--unlock' | '--start'): Promise<void> {
  const daemon = spawn('gnome-keyring-daemon', ['--components=secrets', how], {
    env,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  daemon.stdin.on('error', () => undefined)
  daemon.stdin.end('password of the keyring')
  await once(daemon, 'exit')
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}
