import { mkdir, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Sandbox } from '@avatarctl/sandbox'
import { liveBytes, liveNames, makeDisk, type Node } from './disk.ts'
import type { Recording } from './recording.ts'

/**
 * Puts folder and service into the state in which a run would have left them that was killed after so many of its
 * steps, and answers with the recording of that run. Nothing is lost: the power was on all the time.
 */
export async function killedAfter(
  recording: Recording,
  count: number,
  { home, sandbox }: { home: string; sandbox: Sandbox },
): Promise<Recording> {
  const steps = recording.steps.slice(0, count)
  // What was under way is done, and what comes later may sync it; only of a sync nobody knows how far it came.
  const begun = new Set(steps.map(({ operation }) => operation))
  for (const { operation, phase } of recording.steps.slice(0, count))
    if (phase === 'ended') begun.delete(operation)
  for (const operation of begun) if (operation.kind !== 'sync') steps.push({ operation, phase: 'ended' })
  const disk = makeDisk()
  for (const step of steps) disk.take(step)
  const root = path.join(home, 'disk')
  await rm(root, { recursive: true, force: true })
  await layOut(disk.root, root)
  for (const { operation } of steps)
    if (operation.kind === 'send')
      await sandbox.company.setPhoto(
        Number(operation.person),
        recording.shownAfterwards.get(operation.person) ?? null,
      )
  return { ...recording, steps, signal: 'SIGKILL' }
}

async function layOut(node: Node, at: string): Promise<void> {
  if (node.kind === 'file') return await writeFile(at, liveBytes(node), { mode: 0o600 })
  await mkdir(at, { recursive: true, mode: 0o700 })
  for (const [name, inner] of liveNames(node)) await layOut(inner, path.join(at, name))
}
