import path from 'node:path'

/** Draws contact sheets into `file` and, where there are more pages, `file` with -2, -3 and so on; gives their paths. */
export async function drawSheet(
  faces: AsyncIterable<{ image: Uint8Array; name: string; substitute: string }>,
  file: string,
): Promise<string[]> {
  const [{ drawContactSheets }, { writeOutput }, { stampPhoto }] = await Promise.all([
    import('../images/contact-sheet.ts'),
    import('../images/output-folder.ts'),
    import('../images/stamp.ts'),
  ])
  const stamp = { generator: 'contact-sheet', revision: 1, fingerprint: '0' }
  const pages: string[] = []
  for await (const page of drawContactSheets(faces)) {
    const { dir, name, ext } = path.parse(path.resolve(file))
    pages.push(path.join(dir, `${name}${pages.length > 0 ? `-${pages.length + 1}` : ''}${ext || '.png'}`))
    await writeOutput(pages.at(-1) as string, stampPhoto(page, 'image/png', stamp))
  }
  return pages
}
