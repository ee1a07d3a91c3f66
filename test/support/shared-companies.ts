import { createHash } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Sandbox } from '@avatarctl/sandbox'
import { makeCompany } from './company.ts'
import type { SharedCompany } from './second-actor.ts'
import { serviceWorkbench } from './service-workbench.ts'
import { type putTogether, workbench } from './workbench.ts'

type Bench = Awaited<ReturnType<typeof putTogether>>
type Disturb = Parameters<typeof putTogether>[0]['disturb']

/** A company of some people without photos, as our tool and somebody else find it. */
export interface Company extends SharedCompany {
  ids: readonly string[]
  /** Whether the directory itself refuses a write over what it was not told of. */
  conditionalWrite: boolean
  open(disturb?: Disturb): Promise<Bench>
}

/** A folder, in which somebody else saves and deletes files. */
export async function sharedFolder(home: string, people: number): Promise<Company> {
  const ids = Array.from({ length: people }, (_, index) => String(index + 1))
  const folder = path.join(home, 'company')
  await mkdir(folder, { recursive: true })
  await makeCompany(
    folder,
    ids.map((id) => ({ id, name: `Person ${id}`, email: `${id}@example.com` })),
  )
  const file = (id: string) => path.join(folder, 'photos', `${id}.png`)
  return {
    ...{ ids, conditionalWrite: true },
    put: (id, bytes) => (bytes ? writeFile(file(id), bytes) : rm(file(id), { force: true })),
    async shown(id) {
      const bytes = await readFile(file(id)).catch(() => null)
      const hash = bytes && createHash('sha256').update(bytes).digest('hex')
      return { sha256: hash, version: hash }
    },
    open: (disturb) => workbench(home, disturb, people),
  }
}

/** A RingCentral, in whose app people change their photos themselves. */
export function sharedService(home: string, sandbox: Sandbox, people: number): Company {
  const chosen = sandbox.company.people
    .filter(({ status }) => status === 'Enabled' || status === 'NotActivated')
    .slice(0, people)
  const isChosen = new Set(chosen.map(({ id }) => id))
  for (const { id } of sandbox.company.people) {
    if (!isChosen.has(id)) sandbox.company.change(id, { status: 'Disabled' })
  }
  return {
    ...{ ids: chosen.map(({ id }) => String(id)), conditionalWrite: false },
    put: (id, bytes) => sandbox.company.setPhoto(Number(id), bytes),
    shown(id) {
      const photo = sandbox.company.photo(Number(id))
      const hash = photo && createHash('sha256').update(photo.bytes).digest('hex')
      return Promise.resolve({ sha256: hash, version: photo && photo.etag })
    },
    open: (disturb) => serviceWorkbench(home, sandbox, { disturb, concurrency: people }),
  }
}
