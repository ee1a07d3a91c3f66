/** What a promise fails with, in words. */
export async function failureOf(work: Promise<unknown>): Promise<string> {
  return await work.then(
    () => 'it did not fail',
    (error: unknown) => (error as Error).message,
  )
}
