import { createHash } from 'node:crypto'
import path from 'node:path'
import { openPace } from '@avatarctl/sdk/testing'
import type { Directory, Generator } from '@avatarctl/sdk'
import folder from '../../packages/directory-folder/src/directory.ts'
import { makeChain } from '../../src/generators/chain.ts'
import { makeDarkroom } from '../../src/images/darkroom.ts'
import { verifyDecodes } from '../../src/images/verify-decodes.ts'
import { closedFetch } from '../../src/network/closed-fetch.ts'
import type { RestoreWish } from '../../src/operations/restore.ts'
import { restore } from '../../src/operations/restore.ts'
import { sync, type SyncWish } from '../../src/operations/sync.ts'
import { directoryKey } from '../../src/ports.ts'
import type { ChangeResult } from '../../src/records.ts'
import { guardWrites } from '../../src/vault/guarded-writer.ts'
import { openLedger } from '../../src/vault/ledger.ts'
import { openOriginals } from '../../src/vault/originals.ts'

/** Something that happens around one call of a directory: before it, instead of it, or after it. */
export type Fault = Partial<Pick<Directory, 'readPhoto' | 'writePhoto' | 'removePhoto' | 'check' | 'people'>>

/** A square in a colour of the seed's own, in each style another one. */
const squares: Generator = {
  generate({ seed, options }) {
    const { style = '' } = options as { style?: string }
    const colour = `#${createHash('sha256')
      .update(seed + style)
      .digest('hex')
      .slice(0, 6)}`
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="${colour}"/></svg>`
    return { bytes: new TextEncoder().encode(svg) }
  },
}

/**
 * The real parts, put together as the tool does it, around a real folder directory whose calls a test may disturb.
 * `disturb` is given the real directory and answers with the calls to replace.
 */
export async function workbench(
  home: string,
  disturb: (real: Directory) => Fault = () => ({}),
  concurrency = 2,
  style = '',
) {
  const stop = new AbortController()
  const real = await folder.open({
    ...{
      options: { path: path.join(home, 'company') },
      secrets: {},
      pace: openPace,
      fetch: closedFetch,
      signal: stop.signal,
      stateFolder: path.join(home, 'state'),
    },
    warn: () => undefined,
  })
  return await putTogether({ home, real, stop, disturb, concurrency, style })
}

/** The same around any directory that is open. */
export async function putTogether({
  home,
  real,
  stop: signal,
  disturb = () => ({}),
  concurrency = 2,
  style = '',
}: {
  home: string
  real: Directory
  stop: AbortController
  disturb?: ((real: Directory) => Fault) | undefined
  concurrency?: number | undefined
  /** Of the squares: another one makes every picture of ours out of date. */
  style?: string
}) {
  const directory: Directory = { ...real, ...disturb(real) }
  const key = directoryKey(directory.identity)
  const vault = path.join(home, 'vault')
  const ledger = await openLedger({ folder: vault, directory: key, tool: '0.0.0' })
  const originals = openOriginals({ folder: vault, directory: key, verifyDecodes })
  const results: ChangeResult[] = []
  const generator = { id: 'squares', produces: 'artwork', revision: 1 } as const
  const chain = makeChain(
    [
      {
        ...{ generator, fetch: closedFetch, options: style ? { style } : {} },
        activate: () => Promise.resolve(squares),
      },
    ],
    { signal: signal.signal },
  )
  const parts = {
    ...{
      reader: directory,
      writer: guardWrites(directory, () => Promise.resolve()),
      ledger,
      originals,
      chain,
      darkroom: makeDarkroom(),
    },
    progress: { phase: () => undefined, step: () => undefined },
    signal: signal.signal,
    concurrency,
    pause: () => Promise.resolve(),
    confirm: () => Promise.resolve(),
    onRun: (_run: string): void => undefined,
    onResult: (result: ChangeResult) => void results.push(result),
  }
  const wish: SyncWish = {
    selection: { kind: 'person', status: ['enabled', 'notActivated'], where: [], keys: [] },
    policy: { replace: 'own', refillRemoved: false },
    size: 64,
    concurrency,
  }

  return {
    ...{ directory, real, ledger, originals, parts, results, vault },
    stop: () => signal.abort(),
    sync: (policy: Partial<SyncWish['policy']> = {}) =>
      sync(parts, { ...wish, policy: { ...wish.policy, ...policy } }),
    restore: (restoreWish: RestoreWish = { keys: [], from: 'before-us' }) => restore(parts, restoreWish),
    async close() {
      await originals.close()
      await ledger.close()
      await directory.close?.()
    },
  }
}

/** A failure of a directory, as an adapter throws it. */
export function directoryFailure(
  kind: string,
  outcome: 'not-applied' | 'unknown',
  message: string = kind,
): Error {
  return Object.assign(new Error(message), { kind, outcome })
}
