/** How many columns a sheet of few people has at most, and people a page. */
const maxColumns = 10
const maxFaces = 100

/** What a caller may choose; lengths are in CSS pixels, of which a sheet has two device pixels each. */
export interface SheetChoices {
  columns?: number | undefined
  faceSize?: number | undefined
  title?: string | undefined
}

/** Where everything goes, in CSS pixels. */
export interface SheetLayout {
  columns: number
  facesPerPage: number
  face: number
  cell: { width: number; height: number }
  /** Height added to a cell where there are labels. */
  label: number
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
  const face = choices.faceSize ?? 112
  const columns =
    choices.columns ?? (faces <= 5 ? faces : Math.min(maxColumns, Math.ceil(Math.sqrt(faces * 1.4))))
  return {
    columns: Math.max(1, Math.min(columns, faces)),
    facesPerPage: facesPerPage(choices),
    face,
    cell: { width: face + 32, height: face + 46 },
    label: 16,
    margin: 32,
    minWidth: 400,
    header: 56,
  }
}
