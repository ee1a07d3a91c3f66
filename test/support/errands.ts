import type { Passed, Trouble } from './cutting-proxy.ts'

/** A request to RingCentral about one person, by what it is for. */
export type Errand = 'image' | 'record' | 'removal' | 'upload'

/** What goes wrong for one person: with the n-th request of a kind, from 1. */
export interface PersonsTrouble {
  name: string
  errand: Errand
  nth: number
  trouble: Trouble
}

/** Whom a request is about, and what it is for; undefined for what concerns nobody in particular. */
export function errandOf({
  method,
  path,
}: Pick<Passed, 'method' | 'path'>): { person: string; errand: Errand } | undefined {
  const [, person = '', image] = /\/extension\/(\d+)(\/profile-image)?$/.exec(path) ?? []
  if (person === '') return undefined
  if (image === undefined) return { person, errand: 'record' }
  return { person, errand: method === 'PUT' ? 'upload' : method === 'DELETE' ? 'removal' : 'image' }
}
