import type { FaultEffect } from '@avatarctl/sandbox'
import { expect } from 'chai'
import { plantSecrets } from '../support/canary.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const places: Record<string, { path: RegExp; method?: string }> = {
  'the sign-in': { path: /oauth\/token/ },
  'the account': { path: /account\/~$/ },
  'the list': { path: /extension\?/ },
  'a record': { path: /extension\/\d+$/, method: 'GET' },
  'an image': { path: /profile-image/, method: 'GET' },
  'an upload': { path: /profile-image/, method: 'PUT' },
  'a removal': { path: /profile-image/, method: 'DELETE' },
}

const commands = [
  ['list', '--debug'],
  ['sync', '--replace', 'all', '--yes', '--json', '--debug'],
  ['backup', '--debug'],
  ['restore', '--all', '--yes', '--debug'],
]
/** None of these asks the service; each shows what the others left behind. */
const afterwards = [
  ['runs', 'list', '--json'],
  ['vault', 'list', '--json'],
  ['vault', 'verify', '--json', '--debug'],
  ['vault', 'export', 'out'],
]

/** An answer that says back what a client must keep to itself. */
function telling(status: number, secret: string): FaultEffect {
  const message = `${secret} is not welcome`
  const body = JSON.stringify({
    error: message,
    error_description: message,
    errors: [{ errorCode: 'CMN-101', message }],
  })
  return {
    kind: 'answer',
    status,
    body,
    headers: { 'x-echo': secret, location: `https://example.com/?token=${secret}` },
  }
}

describe('promise 14: secrets under every fault', () => {
  const home = temporaryFolder()
  let runs = 0
  after(() => void process.stdout.write(`      ${runs} commands under faults, no secret seen\n`))

  for (const [name, place] of Object.entries(places)) {
    for (const [what, effectOf] of Object.entries<(secret: string) => FaultEffect>({
      'is reset': () => ({ kind: 'reset', when: 'after' }),
      'gets no answer': () => ({ kind: 'lost-answer' }),
      'is cut in the answer': () => ({ kind: 'cut-answer', afterBytes: 40 }),
      'has a wrong length': () => ({ kind: 'wrong-length', by: 20 }),
      'has wrong bytes': () => ({ kind: 'wrong-bytes' }),
      'is a page for people': () => ({ kind: 'html', status: 200 }),
      'is refused with what was sent': (secret) => telling(400, secret),
      'is unauthorised': (secret) => telling(401, secret),
      'is forbidden': (secret) => telling(403, secret),
      'is redirected': (secret) => telling(302, secret),
      fails: (secret) => telling(500, secret),
      'is throttled': (secret) => telling(429, secret),
    })) {
      it(`${name} ${what}`, async function () {
        this.timeout(300_000)
        const canary = await plantSecrets(home.path)
        try {
          const { RC_USER_JWT: jwt = '', RC_APP_CLIENT_SECRET: secret = '' } = canary.sandbox.environment
          canary.sandbox.setFault({ effect: effectOf(`${jwt} of ${secret}`), ...place, times: 2 })
          for (const args of [...commands, ...afterwards]) {
            expect(await canary.run(args), args.join(' ')).to.not.equal(1)
            runs += 1
          }
          await canary.expectSilence()
        } finally {
          await canary.sandbox.close()
        }
      })
    }
  }
})
