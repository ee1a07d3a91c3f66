import type { Document } from 'yaml'
import type { NewConnection } from '../records.ts'

/**
 * Adds a connection, or gives one of that name another type and other options; whatever else stands there stays. The first
 * one is used where none is named, unless something else is.
 */
export function putConnection(document: Document, { name, type, options }: NewConnection): void {
  const place = ['connections', name]
  const isFirst = Object.keys(contentsOf(document, ['connections'])).length === 0
  if (isFirst && !document.has('directory')) document.set('directory', name)
  if (!document.hasIn(place)) document.setIn(place, document.createNode({ type }))
  else document.setIn([...place, 'type'], type)
  const before = Object.keys(contentsOf(document, [...place, 'options']))
  for (const option of before.filter((one) => !Object.hasOwn(options, one)))
    document.deleteIn([...place, 'options', option])
  for (const [option, value] of Object.entries(options)) {
    // A plain value takes the place of one, and leaves the comment beside it.
    const isPlain = typeof value !== 'object'
    document.setIn([...place, 'options', option], isPlain ? value : document.createNode(value))
  }
  if (Object.keys(options).length === 0) document.deleteIn([...place, 'options'])
}

/** Takes a connection out, also where it is used by default. */
export function dropConnection(document: Document, name: string): void {
  document.deleteIn(['connections', name])
  if (Object.keys(contentsOf(document, ['connections'])).length === 0) document.delete('connections')
  const used = document.get('directory')
  if (typeof used !== 'string') return
  const all = used.split(',').map((one) => one.trim())
  const others = all.filter((one) => one !== name)
  if (others.length === 0) document.delete('directory')
  else if (others.length < all.length) document.set('directory', others.join(','))
}

/** Makes connections those that are used where none is named. */
export function useConnections(document: Document, addresses: string): void {
  document.set('directory', addresses)
}

function contentsOf(document: Document, place: readonly string[]): Record<string, unknown> {
  const node = document.getIn(place) as { toJS?(document: Document): unknown } | undefined
  return (node?.toJS?.(document) ?? {}) as Record<string, unknown>
}
