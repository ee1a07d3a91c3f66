import { failure } from './failure.ts'

/** An answer's JSON object. Anything else is an answer of somebody in between, and says nothing about the request. */
export async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  try {
    const value: unknown = await response.json()
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw failure('unavailable', 'RingCentral answered with something that is not its JSON', {
    hint: 'A proxy on the way may have answered instead. Run the same again to go on.',
  })
}
