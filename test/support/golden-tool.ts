import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { avatarctl } from './command-line.ts'
import { drawingGenerators, goldenFolder, goldenPeople, peopleFile } from './golden-people.ts'
import { goldenPictures } from './golden-sheet.ts'

/** By whom the tool is started, and where. */
export type Start = Pick<Parameters<typeof avatarctl>[1], 'home' | 'startedBy' | 'env'>

/** Other ways to write letters, numbers and dates than those of whoever drew the golden pictures. */
const elsewhere = { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8', TZ: 'Pacific/Kiritimati' }

/** Throws unless the tool, in a process of its own that lives elsewhere, draws the golden picture of everybody. */
export async function theToolMustDrawGolden(start: Start): Promise<void> {
  // It passes over who has neither a name nor an e-mail.
  const people = (await goldenPeople()).filter(({ id }) => id !== 'extension-205')
  for (const { id: generator } of await drawingGenerators()) {
    const golden = goldenPictures(path.join(goldenFolder, `${generator}.svg`))
    const folder = path.join(start.home, generator)
    const files = await generate(start, ['-g', generator, '--format', 'svg', '-o', folder])
    const drawn = new Map(
      await Promise.all(
        files.map(async (file) => [file.person.id, await readFile(file.path, 'utf8')] as const),
      ),
    )
    for (const { id } of people)
      expect(drawn.get(id) ?? null, `${generator} for ${id}`).to.equal(golden.get(id))
    expect([...drawn.keys()].filter((id) => !golden.has(id))).to.deep.equal([])
  }
}

/** What the tool paints for the same people: the hash of each PNG, by person, and of a contact sheet. */
export async function paintedByTheTool(start: Start): Promise<Record<string, string>> {
  const folder = path.join(start.home, 'painted')
  const sheet = path.join(start.home, 'sheet.png')
  const files = await generate(start, [
    ...['-g', 'initials,dicebear', '--size', '96', '-o', folder, '--sheet', sheet],
  ])
  const hashes = Object.fromEntries(files.map(({ person, sha256 }) => [person.id, sha256]))
  return {
    ...hashes,
    sheet: createHash('sha256')
      .update(await readFile(sheet))
      .digest('hex'),
  }
}

async function generate(
  { env, ...start }: Start,
  args: readonly string[],
): Promise<{ person: { id: string }; path: string; sha256: string }[]> {
  const { code, stderr, json } = await avatarctl(['generate', '--from', peopleFile, ...args, '--json'], {
    ...start,
    env: { ...elsewhere, ...env },
  })
  expect(code, stderr).to.equal(0)
  return json<{ files: Awaited<ReturnType<typeof generate>> }>().files
}
