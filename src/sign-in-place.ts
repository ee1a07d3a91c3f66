import { AppError } from './errors.ts'

/** Either a connection, or a generator. */
export function mustBeOne(connection: string | undefined, generator: string | undefined): void {
  if (connection === undefined || generator === undefined) return
  throw new AppError('wrong-use', 'A connection and a generator at once are one too many', {
    hint: 'Leave out the name, or -g.',
  })
}
