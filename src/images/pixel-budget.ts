/** At most this many pixels are being decoded at any time: some 400 MB where a format has to be decoded whole. */
const capacity = 100_000_000

let inUse = 0
const waiting: { pixels: number; start: () => void }[] = []

/**
 * Runs `task` when the pixels that it decodes fit beside those being decoded now, in order of asking. One that needs
 * more than there is runs alone.
 */
export async function withinPixelBudget<T>(pixels: number, task: () => Promise<T>): Promise<T> {
  const share = Math.min(pixels, capacity)
  if (waiting.length > 0 || inUse + share > capacity) {
    await new Promise<void>((start) => waiting.push({ pixels: share, start }))
  } else {
    inUse += share
  }
  try {
    return await task()
  } finally {
    inUse -= share
    startWaiting()
  }
}

function startWaiting(): void {
  for (let next = waiting[0]; next && inUse + next.pixels <= capacity; next = waiting[0]) {
    waiting.shift()
    inUse += next.pixels
    next.start()
  }
}
