import assert from 'node:assert/strict'

/** How long something may take that should be over at once, in milliseconds; below every runner's own limit. */
const patience = 1500

/** The outcome of a promise, or a failed assertion when it takes longer than that. */
export async function soon<T>(promise: Promise<T>, complaint: string): Promise<PromiseSettledResult<T>> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(resolve, patience, 'late')
  })
  const first = await Promise.race([Promise.allSettled([promise]), late])
  clearTimeout(timer)
  if (first === 'late') assert.fail(complaint)
  return first[0]
}

/** What a promise rejects with, or a failed assertion when it does not. */
export async function rejection(promise: Promise<unknown>, complaint: string): Promise<unknown> {
  const [outcome] = await Promise.allSettled([promise])
  if (outcome.status === 'fulfilled') assert.fail(complaint)
  return outcome.reason
}
