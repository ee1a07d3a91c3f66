import { AppError } from '../errors.ts'
import type { PackageFile } from '../ports.ts'

/** What somebody says about a plugin that is to be made. */
export interface PluginAnswers {
  /** For people, at most 60 characters. */
  title: string
  /** Of the code; one of those that there is a text for. */
  licence: string
  /** SPDX identifier, of the pictures. */
  artworkLicence: string
  /** Who wrote it; empty where nobody is to be named. */
  author: string
}

/** Where the files of a new plugin come from, and go to. */
export interface PluginWorkshop {
  /** Ids and package names that are taken by what is bundled. */
  taken: { ids: readonly string[]; packages: readonly string[] }
  /** The version of the tool. */
  version: string
  /** What a new package depends on as `@avatarctl/sdk`: a range, or `file:` and the folder. */
  sdk: string
  /** The files of the template, with `{{word}}` where an answer goes. */
  template(licence: string): Promise<PackageFile[]>
  /** Writes all files into a folder that is not there or empty, or none. Throws `AppError` `cannot-write-output`. */
  write(folder: string, files: readonly PackageFile[]): Promise<string>
}

/** The names of a new plugin. */
export interface PluginNames {
  /** `pixels`. */
  id: string
  /** `avatarctl-generator-pixels`, or `@scope/…`. */
  package: string
  /** The folder that it gets unless another one is named. */
  folder: string
}

/** The names that follow from what was given, `pixels` or `@acme/pixels`. Throws `AppError` `wrong-use`. */
export function namesOf(given: string, { ids, packages }: PluginWorkshop['taken']): PluginNames {
  const match = /^(?:(@[a-z0-9][a-z0-9._-]*)\/)?((?:avatarctl-)?(?:generator-)?([a-z][a-z0-9-]{0,63}))$/.exec(
    given,
  )
  if (!match) {
    throw new AppError('wrong-use', `${JSON.stringify(given.slice(0, 80))} cannot be the name of a plugin`, {
      hint: 'Lower-case letters, digits and hyphens, beginning with a letter: pixels, or @acme/pixels for a package with a scope.',
    })
  }
  const [, scope, name = '', id = ''] = match
  const unscoped = name === id ? `avatarctl-generator-${id}` : name
  const own = scope === undefined ? unscoped : `${scope}/${unscoped}`
  if (ids.includes(id) || packages.includes(own) || own.startsWith('@avatarctl/')) {
    throw new AppError('wrong-use', `The name ${given} is taken by what comes with avatarctl`, {
      hint: 'Choose another one: a plugin that takes a bundled name is refused.',
    })
  }
  return { id, package: own, folder: unscoped }
}

/** What is assumed where nobody says anything. */
export function assumedAnswers({ id }: PluginNames): PluginAnswers {
  const title = id.replaceAll('-', ' ').replace(/^./, (letter) => letter.toUpperCase())
  return { title, licence: 'MIT', artworkLicence: 'CC0-1.0', author: '' }
}

/** What is wrong with an answer, in a sentence; undefined where nothing is. */
export const faultOf: { [Name in keyof PluginAnswers]: (answer: string) => string | undefined } = {
  title: (text) =>
    /^(?=.*\S)[^\u0000-\u001f\u007f-\u009f]{1,60}$/.test(text)
      ? undefined
      : 'A title is one line of at most 60 characters.',
  licence: (text) =>
    licences.includes(text) ? undefined : `The licence of the code is one of ${licences.join(', ')}.`,
  artworkLicence: (text) =>
    /^[A-Za-z0-9][A-Za-z0-9.+-]{0,99}$/.test(text)
      ? undefined
      : 'The licence of the pictures is an SPDX identifier, for example CC0-1.0 or CC-BY-4.0.',
  author: (text) =>
    /^[^\u0000-\u001f\u007f-\u009f]{0,100}$/.test(text)
      ? undefined
      : 'An author is one line of at most 100 characters.',
}

/** The licences of code that there is a text for. */
export const licences: readonly string[] = ['MIT', 'ISC', 'Apache-2.0', 'UNLICENSED']

/**
 * Makes a new generator package; gives its folder and files. Same names and answers, same files. Throws `AppError`
 * `wrong-use` for an answer that is not right.
 */
export async function createPlugin(
  workshop: PluginWorkshop,
  names: PluginNames,
  answers: PluginAnswers,
  folder: string,
): Promise<{ folder: string; files: string[] }> {
  for (const name of ['title', 'licence', 'artworkLicence', 'author'] as const) {
    const fault = faultOf[name](answers[name])
    if (fault !== undefined) throw new AppError('wrong-use', fault)
  }
  const words = wordsFor(names, answers, workshop)
  const files = (await workshop.template(answers.licence)).map(({ path, text }) => ({
    path,
    text: path === 'package.json' ? filledInJson(text, words) : filledIn(text, words),
  }))
  return { folder: await workshop.write(folder, files), files: files.map(({ path }) => path) }
}

type Words = Readonly<Record<string, string>>

function wordsFor(names: PluginNames, answers: PluginAnswers, { version, sdk }: PluginWorkshop): Words {
  const { title, licence, artworkLicence, author } = answers
  const holder = author === '' ? `the authors of ${names.package}` : author
  // Who has to be named is asked for by these licences only.
  const credit = artworkLicence.startsWith('CC-BY') ? `Pictures by ${holder}` : ''
  const named = { package: names.package, id: names.id, title, author, holder, credit }
  return { ...named, licence, artwork: artworkLicence, avatarctl: version, sdk }
}

function filledIn(text: string, words: Words): string {
  return text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => words[name] ?? '')
}

/** Word by word, so that an answer is text whatever it holds; what comes out empty is left out. */
function filledInJson(text: string, words: Words): string {
  const filled: unknown = JSON.parse(text, (_, value: unknown) => {
    if (typeof value !== 'string' || !value.includes('{{')) return value
    return filledIn(value, words) || undefined
  })
  return JSON.stringify(filled, null, 2) + '\n'
}
