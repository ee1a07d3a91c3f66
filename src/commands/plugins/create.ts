import { Args, Flags } from '@oclif/core'
import { BaseCommand } from '../../base-command.ts'
import {
  assumedAnswers,
  createPlugin,
  faultOf,
  licences,
  namesOf,
  type PluginAnswers,
} from '../../operations/create-plugin.ts'
import { askAll, canAsk, type Question } from '../../terminal/ask.ts'
import { safeText } from '../../terminal/safe-text.ts'

const questions: Readonly<Record<keyof PluginAnswers, string>> = {
  title: 'Title, as people read it',
  author: 'Author, named in the licence; may be left out',
  licence: `Licence of the code, one of ${licences.join(', ')}`,
  artworkLicence: 'Licence of the pictures, e.g. CC-BY-4.0 to be named with them',
}

export default class PluginsCreate extends BaseCommand {
  static override summary = 'Make a new generator plugin, ready to test'
  static override description = `A package in TypeScript that draws already, with its manifest, a test with the contract suite, README and licence. In a terminal it asks for what no flag says.

Exit codes: 0 done, 2 a name or an answer that is not right, or a folder that is not empty or cannot be written, 130 interrupted.`
  static override examples = [
    '<%= config.bin %> plugins create pixels',
    '<%= config.bin %> plugins create @acme/pixels --folder ~/pixels --author "Acme Ltd" --artwork-licence CC-BY-4.0 --yes',
  ]
  static override args = {
    name: Args.string({ description: 'of the generator, or of the package with its scope', required: true }),
  }
  static override flags = {
    folder: Flags.string({
      description: 'where to make it (default: one with the name of the package, here)',
      env: 'AVATARCTL_FOLDER',
      helpValue: 'FOLDER',
    }),
    title: Flags.string({ description: 'as people read it', env: 'AVATARCTL_TITLE', helpValue: 'TEXT' }),
    author: Flags.string({ description: 'named in the licence', env: 'AVATARCTL_AUTHOR', helpValue: 'TEXT' }),
    licence: Flags.string({
      description: `of the code: ${licences.join(', ')}`,
      env: 'AVATARCTL_LICENCE',
      helpValue: 'ID',
    }),
    'artwork-licence': Flags.string({
      description: 'of the pictures, an SPDX identifier',
      env: 'AVATARCTL_ARTWORK_LICENCE',
      helpValue: 'ID',
    }),
    yes: Flags.boolean({ description: 'ask nothing' }),
  }

  async run(): Promise<void> {
    const { args, flags } = await this.parse(PluginsCreate)
    const workshop = await this.compose().workshop()
    const { sdk } = workshop
    const names = namesOf(args.name, workshop.taken)
    const answers = assumedAnswers(names)
    const given = { ...flags, artworkLicence: flags['artwork-licence'] }
    const open: Partial<PluginAnswers> = {}
    for (const name of ['title', 'author', 'licence', 'artworkLicence'] as const) {
      const flag = given[name]
      if (flag === undefined) open[name] = answers[name]
      else answers[name] = flag
    }
    const asking = !flags.yes && !this.asJson && canAsk()
    if (asking) Object.assign(answers, await askAll(questionsAbout(open), this.signal))
    const assumed = asking ? {} : open
    const { folder, files } = await createPlugin(workshop, names, answers, flags.folder ?? names.folder)
    if (this.asJson) {
      const all = { plugin: names.package, id: names.id, folder, files, sdk, answers, assumed }
      for (const [name, value] of Object.entries(all)) this.document.field(name, value)
      return this.document.end()
    }
    this.say(`${names.package} is in ${safeText(folder)}: ${files.length} files.`)
    const taken = Object.entries(assumed).map(([name, value]) => `${flagOf[name]} ${JSON.stringify(value)}`)
    if (taken.length > 0) this.say(`Nothing was said about these, so it has ${taken.join(', ')}.`)
    if (sdk.startsWith('file:'))
      this.say(
        `It uses the sdk of this checkout; before you publish it, depend on a version of @avatarctl/sdk.`,
      )
    this.say()
    this.say(`  cd ${safeText(flags.folder ?? names.folder)}`)
    this.say('  npm install && npm test')
    this.say('  avatarctl plugins link .')
    this.say(`  avatarctl generate -g ${names.id} --seed ada@example.com -o faces`)
  }
}

function questionsAbout(open: Partial<PluginAnswers>): Record<string, Question> {
  return Object.fromEntries(
    Object.entries(open).map(([name, assumed]) => {
      const key = name as keyof PluginAnswers
      return [name, { text: questions[key], assumed, faultOf: faultOf[key] }]
    }),
  )
}

const flagOf: Readonly<Record<string, string>> = {
  title: '--title',
  author: '--author',
  licence: '--licence',
  artworkLicence: '--artwork-licence',
}
