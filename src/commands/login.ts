import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../base-command.ts'
import type { SignInDesk } from '../composition.ts'
import { AppError } from '../errors.ts'
import { browserSession, type BrowserSignInParts } from '../operations/browser-sign-in.ts'
import { wholeDirectoryFailure } from '../operations/failure.ts'
import { signIn } from '../operations/sign-in.ts'
import { mustBeOne } from '../sign-in-place.ts'
import { givenSecrets, isThroughBrowser } from '../terminal/given-secrets.ts'
import { showAddress } from '../terminal/show-address.ts'
import { signedInView } from '../terminal/sign-in-view.ts'

/** Below those that systems hand out by themselves, and nobody's by convention. */
const usualPort = 28_282

export default class Login extends BaseCommand {
  static override summary = 'Sign in to a directory, or for a generator, and keep what it takes'
  static override description = `In a terminal it asks: for a yes in the browser, or for secrets, which are not shown. Elsewhere secrets come on standard input, a bare one or lines NAME=VALUE, and never from a flag. The directory, or with -g the generator, is opened with them; only if that works are they kept.

The browser comes back to http://127.0.0.1:${usualPort}/callback, an address that has to be registered with the app.

Exit codes: 0 signed in, 2 wrong use, or the port is taken, 5 refused, or nobody said yes, 6 the directory cannot be reached, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> login acme',
    '<%= config.bin %> login acme --no-browser',
    '<%= config.bin %> login acme < acme.env',
    'pass show acme/jwt | <%= config.bin %> login acme --secret jwt',
    '<%= config.bin %> login -g active-directory',
  ]
  static override args = {
    name: Args.string({
      description: 'the connection (default: that of the settings, or the only one)',
      // What comes there is a secret, and no name.
      ignoreStdin: true,
    }),
  }
  static override flags = {
    generator: Flags.string({
      char: 'g',
      description: 'a generator that takes secrets, in place of a connection',
      helpValue: 'ID',
    }),
    browser: Flags.boolean({
      description: 'sign in through the browser; --no-browser: without opening it, as its address is shown',
      allowNo: true,
      env: 'AVATARCTL_BROWSER',
    }),
    port: Flags.integer({
      description: 'where the browser comes back to (0: any port that is free)',
      default: usualPort,
      min: 0,
      max: 65_535,
      env: 'AVATARCTL_PORT',
    }),
    timeout: Flags.integer({
      description: 'how long to wait for the browser, in seconds',
      default: 300,
      min: 1,
      max: 3600,
      env: 'AVATARCTL_TIMEOUT',
    }),
    secret: Flags.string({
      description: 'the name of the one secret that comes on standard input, bare',
      helpValue: 'NAME',
    }),
    verify: Flags.boolean({
      description: 'open the directory first; --no-verify keeps what was given as it is',
      allowNo: true,
      default: true,
      env: 'AVATARCTL_VERIFY',
    }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(Login)
    const { signal, asJson, document } = this
    const [say, note] = [(line: string) => this.say(line), (sentence: string) => this.note(sentence)]
    const desk = await this.desk(args.name, flags.generator)
    mustKnow(desk, flags.secret)
    const isBrowser = await isThroughBrowser(desk, flags, signal)
    const secrets = await givenSecrets(desk, { isBrowser, secret: flags.secret }, { note, signal })
    await using counter = await desk.counter(secrets)
    const { service } = counter.parts
    const parts = {
      ms: flags.timeout * 1000,
      signal,
      onAddress: (address: string) => showAddress(address, { ...flags, note }),
    }
    const session =
      isBrowser && service ? await throughBrowser(counter, flags.port, { service, ...parts }) : undefined
    const verify = flags.verify ? counter.verify : undefined
    const credentials = { secrets, ...(session ? { session } : {}) }
    const signedIn = await signIn(counter.parts, credentials, { verify, ofUser: desk.ofUser })
    signedInView({ ...desk, ...signedIn }, { asJson, document, say, note })
  }

  private async desk(connection: string | undefined, generator: string | undefined): Promise<SignInDesk> {
    mustBeOne(connection, generator)
    const composition = this.compose()
    return generator === undefined
      ? await composition.signInTo(connection)
      : await composition.signInToGenerator(generator)
  }
}

async function throughBrowser(
  { land }: Awaited<ReturnType<SignInDesk['counter']>>,
  port: number,
  parts: Omit<BrowserSignInParts, 'landing'>,
) {
  await using landing = await land(port)
  return await browserSession({ ...parts, landing }).catch((error: unknown) => {
    throw wholeDirectoryFailure(error)
  })
}

/** What was given in place of a name may be the secret itself, and is not repeated. */
function mustKnow({ secrets }: SignInDesk, given: string | undefined): void {
  if (given === undefined || secrets.some(({ name }) => name === given)) return
  throw new AppError('wrong-use', '--secret takes the name of a secret, which then comes on standard input', {
    hint: `Names: ${secrets.map(({ name }) => name).join(', ')}.`,
  })
}
