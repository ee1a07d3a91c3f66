import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { messageOf } from '../../src/errors.ts'
import { repository } from './command-line.ts'
import { npm } from './npm.ts'

/** A version of Node to run the tool with; without a program there is a reason why. */
export interface OtherNode {
  /** As it was asked for: the oldest exactly, the others by their line. */
  wanted: string
  program?: string
  reason?: string
}

/** What the npm registry has Node for, and how it calls that. */
const systems: Readonly<Record<string, string>> = { linux: 'linux', darwin: 'darwin', win32: 'win' }

/**
 * The oldest version of Node that package.json allows, and the later lines that are looked after, from the npm registry
 * that npm is configured with. Whoever asks removes them again.
 */
export async function otherNodes(): Promise<{ nodes: OtherNode[]; remove(): Promise<void> }> {
  const { engines } = JSON.parse(await readFile(path.join(repository, 'package.json'), 'utf8')) as {
    engines: { node: string }
  }
  const oldest = /^>=(\d+\.\d+\.\d+)$/.exec(engines.node)?.[1]
  if (oldest === undefined) throw new Error(`engines.node names no oldest version: ${engines.node}`)
  const folder = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-nodes-'))
  return {
    nodes: await Promise.all(
      [oldest, '22', '24'].map((wanted) => fetchNode(wanted, path.join(folder, wanted))),
    ),
    remove: () => rm(folder, { recursive: true, force: true }),
  }
}

/** The package is the program and its manual; that it has a script to run when it is installed is of no use here. */
async function fetchNode(wanted: string, folder: string): Promise<OtherNode> {
  const system = systems[process.platform]
  if (system === undefined) return { wanted, reason: `the npm registry has no Node for ${process.platform}` }
  const name = `node-${system}-${process.arch}`
  const how = ['--prefix', folder, '--ignore-scripts', '--no-save', '--fetch-retry-mintimeout', '1000']
  try {
    await npm(['install', ...how, `${name}@${wanted}`], { cwd: os.tmpdir() })
  } catch (error) {
    const said = /^npm error (?!code |syscall |errno )(.*)$/m.exec(messageOf(error))?.[1] ?? messageOf(error)
    return { wanted, reason: `npm cannot fetch ${name}@${wanted}: ${said}` }
  }
  const program = path.join(
    folder,
    'node_modules',
    name,
    process.platform === 'win32' ? 'bin/node.exe' : 'bin/node',
  )
  const { stdout, error } = spawnSync(program, ['--version'], { encoding: 'utf8' })
  if (error !== undefined || !stdout.startsWith(`v${wanted}`))
    return { wanted, reason: `${name}@${wanted} does not start: ${error?.message ?? stdout}` }
  return { wanted, program }
}
