import type { MapRow, PhotoFile } from '@avatarctl/photo-files'

/** A photo, or a row of a table that names one which cannot be used. */
export type Entry = (PhotoFile | MapRow) & { label: string }
