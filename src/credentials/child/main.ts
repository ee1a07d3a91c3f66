import { text } from 'node:stream/consumers'
import { messageOf } from '../../errors.ts'
import type { KeyringAnswer, KeyringQuestion } from '../messages.ts'

// A process of its own for the keyring: the call waits for as long as somebody is asked to unlock it, holds up
// everything else meanwhile, and cannot be ended. Whoever has waited enough ends the process.

const service = 'avatarctl'

/** On Linux, the kernel's keyring would stand in where there is no other, and forget everything when the machine stops. */
const lasting = { linux: { store: 'secret-service' } } as const

async function answerTo(question: KeyringQuestion): Promise<KeyringAnswer> {
  const { Entry, findCredentials } = await import('@napi-rs/keyring')
  const answer: KeyringAnswer = { secrets: {}, failures: {} }

  function each(
    accounts: readonly string[],
    work: (entry: InstanceType<typeof Entry>) => string | null,
  ): void {
    for (const account of accounts) {
      try {
        answer.secrets[account] = work(new Entry(service, account, lasting))
      } catch (error) {
        answer.failures[account] = messageOf(error)
      }
    }
  }

  const secretOf = (entry: InstanceType<typeof Entry>): string | null => {
    const bytes = entry.getSecret()
    return bytes && Buffer.from(bytes).toString('utf8')
  }

  /** Accounts that nobody has told us of; a keyring that cannot be looked through has none. */
  function strays(prefix: string | undefined): string[] {
    if (prefix === undefined) return []
    try {
      const accounts = findCredentials(service).map(({ account }) => account)
      return accounts.filter((account) => account.startsWith(prefix))
    } catch {
      return []
    }
  }

  switch (question.ask) {
    case 'read':
      each(question.accounts, secretOf)
      return answer
    case 'write':
      for (const [account, secret] of Object.entries(question.secrets)) {
        each([account], (entry) => {
          // As bytes: letters would take twice the room on Windows.
          entry.setSecret(Buffer.from(secret, 'utf8'))
          if (secretOf(entry) === secret) return null
          throw new Error('what it gives back is not what it was given')
        })
      }
      return answer
    case 'remove':
      each([...new Set([...question.accounts, ...strays(question.prefix)])], (entry) => {
        entry.deleteCredential()
        return null
      })
      return answer
  }
}

const answer = await answerTo(JSON.parse(await text(process.stdin)) as KeyringQuestion)
process.stdout.write(JSON.stringify(answer))
