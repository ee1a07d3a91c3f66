/** What the page says of itself, and of each directory in it. */
export const facts = JSON.parse(document.getElementById('facts').textContent)

/** Faces stand in blocks of so many people. */
const facesInBlock = 100
/** Blocks that are kept once they were read. */
const blocksKept = 30

/** Everybody of a part, with their place in it. */
export function peopleOf(part) {
  const blocks = document.querySelectorAll(`script[data-people="${part}"]`)
  const people = [...blocks].flatMap(({ textContent }) => JSON.parse(textContent))
  people.forEach((person, index) => {
    person.index = index
    person.reason &&= withTimes(person.reason)
  })
  return people
}

const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' })

/** Times as people write them, where they are. */
function withTimes(text) {
  return text.replace(/\b\d{4}-\d\d-\d\dT[\d:.]+Z/g, (time) => moment.format(new Date(time)))
}

const blocks = new Map()

/** Somebody's faces, before and after, as addresses of pictures; undefined while the file is still being read. */
export function facesOf(part, { index }) {
  const id = `faces-${part}-${Math.floor(index / facesInBlock)}`
  let block = blocks.get(id)
  if (!block) {
    const element = document.getElementById(id)
    if (!element) return document.readyState === 'loading' ? undefined : []
    block = JSON.parse(element.textContent)
  }
  // The block that was used last stands at the end.
  blocks.delete(id)
  blocks.set(id, block)
  if (blocks.size > blocksKept) blocks.delete(blocks.keys().next().value)
  return block[index % facesInBlock].map((face) => (face ? `data:image/webp;base64,${face}` : null))
}
