import type { RunRecord } from '../records.ts'
import type { Guide } from './guide.ts'

/** So many of the last runs are shown. */
const runsShown = 8

/** Whose originals are to be put back, as `restore` is given it. */
export async function chooseWhom(guide: Guide, address: string): Promise<string[]> {
  const runs = await lastRuns(guide, address)
  const whom = await guide.choose('Whose originals?', {
    why: 'What is put back stood there before avatarctl; who had no photo has none again.',
    choices: [
      { value: 'all', name: 'Everybody’s whose photo is ours now' },
      { value: 'person', name: 'One person’s' },
      ...(runs.length > 0 ? [{ value: 'run', name: 'Those of whomever one run has changed' } as const] : []),
    ],
    assumed: 'all',
  })
  if (whom === 'all') return ['--all']
  if (whom === 'run') return ['--run', await chooseRun(guide, runs)]
  const key = await guide.write('Person:', {
    why: 'An e-mail address, an extension, or the id in the directory.',
    faultOf: (answer) => (answer === '' ? 'Somebody has to be named.' : undefined),
  })
  return ['--person', key]
}

async function chooseRun(guide: Guide, runs: readonly RunRecord[]): Promise<string> {
  return await guide.choose('Which run?', {
    why: 'Everybody it changed gets back what it had found.',
    choices: runs.map(({ id, command, changes, startedAt }) => ({
      value: id,
      name: `${startedAt.slice(0, 16).replace('T', ' ')} UTC, ${command}, ${changes.confirmed} changed`,
    })),
  })
}

/** The latest first. */
async function lastRuns(guide: Guide, address: string): Promise<readonly RunRecord[]> {
  const answer = await guide.read<{ runs: readonly RunRecord[] }>({ id: 'runs:list', args: [] })
  await using desk = await guide.compose().openToRead(address, { dryRun: true })
  const { directory } = desk
  return (answer.said.runs ?? [])
    .filter((run) => run.directory === directory && run.changes.confirmed > 0)
    .sort((one, other) => (one.startedAt < other.startedAt ? 1 : -1))
    .slice(0, runsShown)
}
