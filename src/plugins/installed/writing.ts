import { AppError, messageOf } from '../../errors.ts'

/** Does something that writes into the data folder, and tells a failure of the disk in words of ours. */
export async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('cannot-write-output', `Plugins cannot be stored: ${messageOf(error)}`, {
      hint: 'Make room on that disk and give this user the right to write there, or set AVATARCTL_DATA_DIR to another folder. Everything is as it was.',
      cause: error,
    })
  }
}
