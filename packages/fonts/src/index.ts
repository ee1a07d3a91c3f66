export { capitals, families, type Family } from './families.ts'
export type { Weight } from './font-files.ts'
export { shapeWith, type Shaped } from './fonts.ts'
export { graphemesOf } from './graphemes.ts'
