import path from 'node:path'
import { AppError } from '../errors.ts'
import { privateFolder } from './private-folder.ts'

/** One person of a contact sheet. */
export interface SheetFace {
  image: Uint8Array
  name: string
  /** Shown where no letter of the name can be drawn. */
  substitute?: string
  /** Shown small below the name. */
  label?: string
}

export interface SheetWish {
  /** Width and height of a face, in pixels of the sheet. */
  side?: number
  columns?: number
  title?: string
}

/** Draws contact sheets, page by page, as PNG bytes. */
export async function* sheetPages(
  faces: AsyncIterable<SheetFace>,
  wish: SheetWish = {},
): AsyncGenerator<Uint8Array> {
  const [{ drawContactSheets }, { stampPhoto }] = await Promise.all([
    import('../images/contact-sheet.ts'),
    import('../images/stamp.ts'),
  ])
  const stamp = { generator: 'contact-sheet', revision: 1, fingerprint: '0' }
  for await (const page of drawContactSheets(faces, wish)) yield stampPhoto(page, 'image/png', stamp)
}

/** Draws contact sheets into a new folder for temporary files, which is made with the first page; gives their paths. */
export async function drawTemporarySheet(
  faces: AsyncIterable<SheetFace>,
  name: string,
  wish: SheetWish,
): Promise<string[]> {
  const { writeOutput } = await import('../images/output-folder.ts')
  const pages: string[] = []
  let folder: string | undefined
  for await (const page of sheetPages(faces, wish)) {
    folder ??= await privateFolder()
    const place = path.join(folder, pageName(name, '.png', pages.length))
    await writeOutput(place, page)
    pages.push(place)
  }
  return pages
}

/** Draws contact sheets into `file` and, where there are more pages, `file` with -2, -3 and so on; gives their paths. */
export async function drawSheet(
  faces: AsyncIterable<SheetFace>,
  file: string,
  wish: SheetWish = {},
): Promise<string[]> {
  const { dir, name, ext } = path.parse(path.resolve(file))
  if (!['', '.png'].includes(ext.toLowerCase()))
    throw new AppError('wrong-use', `A contact sheet is a PNG file, and ${file} does not end with .png`, {
      hint: 'For example --sheet faces.png.',
    })
  const [{ makeFolder }, { mustBeOurs, writeOutput }] = await Promise.all([
    import('../images/make-folder.ts'),
    import('../images/output-folder.ts'),
  ])
  const pageAt = (index: number) => path.join(dir, pageName(name, ext || '.png', index))
  // Before the faces are made, which may take long.
  await makeFolder(dir)
  await mustBeOurs(pageAt(0))
  const pages: string[] = []
  for await (const page of sheetPages(faces, wish)) {
    const place = pageAt(pages.length)
    await writeOutput(place, page)
    pages.push(place)
  }
  return pages
}

const pageName = (name: string, ending: string, index: number) =>
  `${name}${index > 0 ? `-${index + 1}` : ''}${ending}`
