import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from '../../src/errors.ts'
import { picture } from './pictures.ts'

/** One person of a practice company, and the photo they have chosen, if any. */
export interface Colleague {
  id: string
  name: string
  email?: string
  department?: string
  kind?: string
  status?: string
  photo?: { file: string; bytes: Uint8Array }
}

/** Five people: two without a photo, two with one, and a room. */
export async function fiveColleagues(): Promise<Colleague[]> {
  return [
    { id: '1', name: 'Ada Lovelace', email: 'ada@example.com', department: 'Engines' },
    {
      id: '2',
      name: 'Grace Hopper',
      email: 'grace@example.com',
      photo: { file: '2.png', bytes: await picture('red') },
    },
    { id: '3', name: 'Łukasz Odziewa', email: 'lukasz@example.com', department: 'Sales' },
    {
      id: '4',
      name: 'Νίκος Παπάς',
      email: 'nikos@example.com',
      photo: { file: '4.jpg', bytes: await picture('blue', 'jpeg') },
    },
    { id: '5', name: 'Room Turing', email: 'room@example.com', kind: 'other' },
  ]
}

/** Lays a company out as a folder directory. */
export async function makeCompany(folder: string, colleagues: readonly Colleague[]): Promise<void> {
  await mkdir(path.join(folder, 'photos'), { recursive: true })
  await writePeople(folder, colleagues)
  for (const { photo } of colleagues) {
    if (photo) await writeFile(path.join(folder, 'photos', photo.file), photo.bytes)
  }
}

/** Writes people.csv anew; the photos stay as they are. */
export async function writePeople(folder: string, colleagues: readonly Colleague[]): Promise<void> {
  const quoted = (value = '') => `"${value.replaceAll('"', '""')}"`
  const rows = colleagues.map(({ id, name, email, department, kind, status }) =>
    [id, name, email, department, kind, status].map(quoted).join(','),
  )
  await writeFile(
    path.join(folder, 'people.csv'),
    ['id,name,email,department,kind,status', ...rows, ''].join('\n'),
  )
}

/** Every file below a folder with the SHA-256 of its bytes: equal when nothing at all was changed. */
export async function snapshot(folder: string): Promise<Record<string, string>> {
  const files: Record<string, string> = {}
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  for (const entry of entries) {
    if (!entry.isFile()) continue
    const file = path.join(entry.parentPath, entry.name)
    // SQLite takes its log and its index away when the last connection is gone, which may be a moment after it was closed.
    const bytes = await readFile(file).catch((error: unknown) => {
      if (codeOf(error) === 'ENOENT' && /-(shm|wal)$/.test(file)) return undefined
      throw error
    })
    if (bytes) files[path.relative(folder, file)] = createHash('sha256').update(bytes).digest('hex')
  }
  return Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)))
}
