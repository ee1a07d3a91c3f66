const SHOWN = 10

/** Warns of people with several photos, of whom only one is used; of the first ten, and then how many more. */
export function shadowWarnings(warn: (sentence: string) => void) {
  let count = 0
  return {
    note([used, ...others]: string[]) {
      if (used === undefined || others.length === 0) return
      count++
      if (count <= SHOWN) warn(`photos: ${used} is used, and not ${others.join(', ')} of the same person.`)
    },
    end() {
      if (count > SHOWN) warn(`photos: … and ${count - SHOWN} more people with several photos.`)
    },
  }
}
