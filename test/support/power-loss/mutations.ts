import type { Step } from './operations.ts'
import type { Recording } from './recording.ts'

/** The same run, had it not synced these files or folders. */
export function withoutSync(recording: Recording, path: RegExp): Recording {
  const steps = recording.steps.filter(
    ({ operation }) => operation.kind !== 'sync' || !path.test(operation.path),
  )
  if (steps.length === recording.steps.length) throw new Error(`nothing that matches ${path} was synced`)
  return { ...recording, steps }
}

/** The same run, had it sent every photo before the last sync of these that comes before it. */
export function sentBeforeSync(recording: Recording, path: RegExp): Recording {
  const steps: Step[] = []
  let moved = 0
  for (const step of recording.steps) {
    const isSent = step.operation.kind === 'send' && step.phase === 'begun'
    const sync = steps.findLastIndex(
      ({ operation, phase }) => operation.kind === 'sync' && phase === 'ended' && path.test(operation.path),
    )
    if (isSent && sync >= 0) moved += 1
    steps.splice(isSent && sync >= 0 ? sync : steps.length, 0, step)
  }
  if (moved === 0) throw new Error(`nothing was sent after a sync of what matches ${path}`)
  return { ...recording, steps }
}
