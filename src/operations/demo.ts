import type { Stage } from '../ports.ts'

/** One command of the demonstration. */
export interface DemoStep {
  command: string
  exitCode: number
  summary: unknown
}

export interface DemoOutcome {
  steps: DemoStep[]
  /** The pictures of everybody as they were after the sync. */
  sheet: string[]
  /** Whether every photo is again, byte for byte, what it was before; undefined when a command failed. */
  restored: boolean | undefined
}

const before = [['list', '--columns', 'name,department,photo,owner'], ['sync'], ['sync']]
const after = [['restore', '--all', '--yes']]

/** The main job from beginning to end: look, do it, have nothing left to do, and take it back. */
export async function demo(
  stage: Stage,
  tell: { command(line: string): void; sheet(paths: readonly string[]): void },
): Promise<DemoOutcome> {
  const outcome: DemoOutcome = { steps: [], sheet: [], restored: undefined }
  const photos = stage.photos()

  async function run(args: readonly string[]): Promise<boolean> {
    const command = `avatarctl ${args.join(' ')}`
    tell.command(command)
    const { code, summary } = await stage.run(args)
    outcome.steps.push({ command, exitCode: code, summary })
    return code === 0
  }

  for (const args of before) if (!(await run(args))) return outcome
  outcome.sheet = await stage.drawSheet()
  tell.sheet(outcome.sheet)
  for (const args of after) if (!(await run(args))) return outcome
  const now = stage.photos()
  outcome.restored = [...photos].every(([id, hash]) => now.get(id) === hash) && now.size === photos.size
  return outcome
}
