import { resolve } from 'node:path'
import { AppError } from '../errors.ts'
import { parseOption } from '../flags.ts'
import type { Guide } from './guide.ts'
import { seeSamples } from './samples.ts'

/** Who makes the pictures, as `sync` is given it. */
export interface ChosenChain {
  /** `a,b`; undefined where the settings say it. */
  generator: string | undefined
  /** As `GENERATOR.NAME=VALUE`. */
  options: readonly string[]
  /** All of it on a command line. */
  args: readonly string[]
}

/** Whoever the others have no image for gets initials, or a pattern where no letters can be drawn. */
const drawn = 'initials,identicon'

type Kind = 'settings' | 'initials' | 'identicon' | 'dicebear' | 'gravatar' | 'folder' | 'own'

/** Chooses who makes the pictures, installs what is missing for it, and shows samples, until somebody says yes. */
export async function chooseChain(guide: Guide, address: string): Promise<ChosenChain> {
  const { generator: kept, groups } = (await guide.compose().targets(address))[0]!.preferences
  const preset = kept ?? (groups.length > 0 ? 'by groups' : undefined)
  const suggested = preset === undefined ? 'initials' : 'settings'
  let assumed: Kind = suggested
  for (;;) {
    const kind = await chooseKind(guide, preset, assumed)
    // What cannot be made is not suggested again.
    assumed = suggested
    const { generator, options } = await describe(guide, kind, preset)
    if (!(await canBeMade(guide, address, kind === 'settings' ? undefined : generator, options))) continue
    assumed = kind
    const styled = kind === 'dicebear' ? [...options, ...(await chooseLook(guide, 'dicebear'))] : options
    // Groups of the settings give way to a chain that is named.
    if (kind === 'settings') return { generator: undefined, options: [], args: [] }
    const args = ['-g', generator, ...styled.flatMap((option) => ['--option', option])]
    if (await seeSamples(guide, generator, styled)) return { generator, options: styled, args }
  }
}

async function chooseKind(guide: Guide, preset: string | undefined, assumed: Kind): Promise<Kind> {
  const { generators } = await guide.compose().contributed()
  const isThere = (id: string) => generators.some((one) => one.id === id)
  const all: readonly { value: Kind; name: string; description: string; isOffered: boolean }[] = [
    {
      value: 'settings',
      name: `As the settings say: ${preset ?? ''}`,
      description: 'What stands there for this directory.',
      isOffered: preset !== undefined,
    },
    {
      value: 'initials',
      name: 'Initials',
      description: 'The letters of the name on a colour. Drawn on this machine; nobody is asked.',
      isOffered: isThere('initials'),
    },
    {
      value: 'identicon',
      name: 'Patterns',
      description: 'A pattern that is everybody’s own. Drawn on this machine; nobody is asked.',
      isOffered: isThere('identicon'),
    },
    {
      value: 'dicebear',
      name: 'Drawn figures, in a style of your choice (DiceBear)',
      description: 'Drawn on this machine; nobody is asked.',
      isOffered: isThere('dicebear'),
    },
    {
      value: 'gravatar',
      name: `Gravatar where somebody has one, else initials${isThere('gravatar') ? '' : ' (to be installed)'}`,
      description:
        'Sends a hash of each e-mail address to gravatar.com, who can tell whom it asks about. It is installed after a yes.',
      isOffered: true,
    },
    {
      value: 'folder',
      name: 'Photos from a folder of yours, else initials',
      description: 'A file shows whom its name names: ada@example.com.jpg. Nobody is asked.',
      isOffered: isThere('folder'),
    },
    {
      value: 'own',
      name: 'A chain of your own',
      description: 'Generators in order of preference, such as robohash,initials.',
      isOffered: true,
    },
  ]
  const offered = all.filter(({ isOffered }) => isOffered)
  return await guide.choose('Which avatars?', {
    why: 'Whoever has no photo gets the first of these that has an image of them.',
    choices: offered.map(({ value, name, description }) => ({ value, name, description })),
    assumed,
  })
}

async function describe(
  guide: Guide,
  kind: Kind,
  preset: string | undefined,
): Promise<{ generator: string; options: string[] }> {
  switch (kind) {
    case 'settings':
      return { generator: preset ?? drawn, options: [] }
    case 'initials':
      return { generator: drawn, options: [] }
    case 'identicon':
    case 'dicebear':
      return { generator: kind, options: [] }
    case 'gravatar':
      return { generator: `gravatar,${drawn}`, options: [] }
    case 'folder': {
      const path = await guide.write('Folder:', {
        why: 'Where the photos are. They are read, and stay as they are.',
        assumed: 'photos',
        faultOf: () => undefined,
      })
      return { generator: `folder,${drawn}`, options: [`folder.path=${resolve(path)}`] }
    }
    case 'own': {
      const generator = await guide.write('Chain:', {
        why: 'Ids with commas between, the best first; `avatarctl generators list` shows them.',
        assumed: drawn,
        faultOf: faultOfChain,
      })
      return { generator, options: [] }
    }
  }
}

function faultOfChain(text: string): string | undefined {
  const isRight = text.split(',').every((id) => /^[a-z][a-z0-9-]*$/.test(id.trim()))
  return isRight ? undefined : 'Ids have lower-case letters, digits and hyphens; commas stand between them.'
}

/** Whether all of its generators are there; what is not is offered to be installed. */
async function canBeMade(
  guide: Guide,
  address: string,
  generator: string | undefined,
  given: readonly string[],
): Promise<boolean> {
  const composition = guide.compose()
  try {
    const preferences = (await composition.targets(address))[0]!.preferences
    const options = given.map(parseOption)
    await using _ = await composition.chain({ generator, options, preferences, dryRun: false })
    return true
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'interrupted') throw error
    guide.tellError({
      code: error.exitCode,
      said: { error: { message: error.message, hint: error.hint ?? null } },
    })
    return false
  }
}

/** The option that decides what a generator draws, where it has one. */
async function chooseLook(guide: Guide, id: string): Promise<string[]> {
  const { choices, generator } = await guide.compose().previewedGenerator(id, [])
  const [first] = choices
  if (!first) return []
  const { option } = first
  const values = choices.filter((one) => one.option === option).map(({ value }) => String(value))
  const properties = (generator.options?.properties ?? {}) as Record<string, { default?: unknown }>
  const preset = properties[option]?.default
  const chosen = await guide.choose(`Which ${option}?`, {
    why: `What ${generator.title} draws; the samples come next.`,
    choices: values.map((value) => ({ value, name: value })),
    ...(typeof preset === 'string' ? { assumed: preset } : {}),
  })
  return [`${id}.${option}=${chosen}`]
}
