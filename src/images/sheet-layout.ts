/** How many columns a sheet of few people has at most, and people a page. */
const maxColumns = 10
const maxFaces = 100

/** Device pixels for each CSS pixel: sheets are sharp on screens of both kinds. */
export const sheetScale = 2

/** What a caller may choose. */
export interface SheetChoices {
  columns?: number | undefined
  /** Width and height of a face, in pixels of the sheet. */
  side?: number | undefined
  title?: string | undefined
}

/** Where everything goes, in CSS pixels. */
export interface SheetLayout {
  columns: number
  facesPerPage: number
  face: number
  cell: { width: number; height: number }
  /** Type sizes. */
  type: { name: number; label: number }
  /** From the face to the line of the first caption, and from that to the next one. */
  caption: { first: number; next: number }
  margin: number
  /** A page of one person still has room for a title. */
  minWidth: number
  /** Height kept for the title. */
  header: number
}

/** Most people that a page can take, before it is known how many there are. */
export function facesPerPage({ columns = maxColumns }: SheetChoices): number {
  return Math.max(1, Math.floor(maxFaces / columns)) * columns
}

/** A layout that fits the people of the first page: few of them get few columns, and no empty half page. */
export function layOut(faces: number, choices: SheetChoices): SheetLayout {
  const face = (choices.side ?? 224) / sheetScale
  const columns =
    choices.columns ?? (faces <= 5 ? faces : Math.min(maxColumns, Math.ceil(Math.sqrt(faces * 1.4))))
  const shape = {
    columns: Math.max(1, Math.min(columns, faces)),
    facesPerPage: facesPerPage(choices),
    face,
    margin: 32,
    minWidth: 400,
    header: 56,
  }
  // Names stay legible below small faces, and do not drown them.
  return face < 80
    ? {
        ...shape,
        cell: { width: Math.max(face + 24, 92), height: face + 38 },
        type: { name: 10.5, label: 9.5 },
        caption: { first: 16, next: 13 },
      }
    : {
        ...shape,
        cell: { width: face + 32, height: face + 46 },
        type: { name: 13, label: 11 },
        caption: { first: 20, next: 16 },
      }
}
