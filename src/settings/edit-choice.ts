import type { Document } from 'yaml'
import type { KeptChoice } from '../records.ts'

/**
 * Makes a directory the one that is used where none is named, and a chain the one that is used for it: at the connection
 * where it is one, else for every directory that has none of its own.
 */
export function putChoice(
  document: Document,
  { directory, connection, generator, options }: KeptChoice,
): void {
  document.set('directory', directory)
  const place = connection === undefined ? [] : ['connections', connection]
  if (generator !== undefined) document.setIn([...place, 'generator'], generator)
  for (const { contribution, name, value } of options) {
    const way = [...place, 'generatorOptions', contribution]
    // A part that is missing on the way has to be made as one that holds others.
    for (const length of [place.length + 1, way.length])
      if (!document.hasIn(way.slice(0, length))) document.setIn(way.slice(0, length), document.createNode({}))
    document.setIn([...way, name], value)
  }
}
