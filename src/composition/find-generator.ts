import type { GeneratorContribution } from '@avatarctl/sdk'
import { AppError } from '../errors.ts'
import { nearName } from '../near-name.ts'
import { installPlugin } from '../operations/install-plugin.ts'
import type { Contributed, Contributions } from '../plugins/contributions.ts'
import type { pluginDesks } from './plugin-desks.ts'
import type { Surroundings } from './surroundings.ts'

/** Plugins as they are known, and may be changed. */
export interface KnownPlugins {
  contributed(): Promise<Contributions>
  /** What they contribute is read again when it is asked for next. */
  forget(): void
  keepPlugins: ReturnType<typeof pluginDesks>['keepPlugins']
}

/**
 * Finds a generator by its id. Where nobody here brings it, and somebody is there to be asked, its plugin is offered
 * first; not in a dry run, which writes nothing. Throws `AppError`.
 */
export function generatorFinder(surroundings: Surroundings, plugins: KnownPlugins) {
  /** Of several directories that need the same plugin at the same time, the first one has it offered. */
  let offering: Promise<unknown> = Promise.resolve()

  async function find(
    id: string,
    { dryRun }: { dryRun: boolean },
  ): Promise<Contributed<GeneratorContribution>> {
    const known = await plugins.contributed()
    const there = generatorIn(known, id)
    if (there) return there
    mustNotBeLeftOut(id, known)
    const { safeMode } = surroundings
    if (dryRun || !(await isInstalledNow(id, surroundings, plugins))) throw unknown(id, known, safeMode)
    plugins.forget()
    const again = await plugins.contributed()
    mustNotBeLeftOut(id, again)
    const installed = generatorIn(again, id)
    if (!installed) throw unknown(id, again, safeMode)
    return installed
  }

  return async (id: string, how = { dryRun: false }): Promise<Contributed<GeneratorContribution>> => {
    const there = generatorIn(await plugins.contributed(), id)
    if (there) return there
    const found = offering.then(() => find(id, how))
    offering = found.catch(() => undefined)
    return await found
  }
}

const generatorIn = ({ generators }: Contributions, id: string) => generators.find((one) => one.id === id)

/**
 * Offers the plugin of ours that brings a generator, and installs it. Only ours: a slip of the pen must not lead to a
 * stranger's package. Whatever stands against it before the user has said yes is left to the error about the generator.
 */
async function isInstalledNow(
  id: string,
  { askToInstall, warn }: Surroundings,
  { keepPlugins }: KnownPlugins,
): Promise<boolean> {
  if (!askToInstall) return false
  const answer = { isYes: false }
  const consent: Parameters<typeof installPlugin>[2]['consent'] = {
    isTrusted: () => false,
    async confirm(offer, previous) {
      if (!offer.contributes.some((one) => one.kind === 'generator' && one.id === id))
        throw new AppError('plugin', `${offer.name} contributes no generator "${id}"`, {
          hint: 'Nothing was installed. Choose another generator with -g.',
        })
      await askToInstall(offer, previous)
      answer.isYes = true
    },
  }
  warn(`Nothing here brings the generator "${id}"; asking the npm registry.`)
  try {
    const { plugin } = await keepPlugins({ command: 'plugins install', wait: false }, (store, taken) =>
      installPlugin(store, taken, { name: `@avatarctl/generator-${id}`, consent }),
    )
    warn(`Installed ${plugin.name} ${plugin.version}`)
    return true
  } catch (error) {
    if (answer.isYes || !(error instanceof AppError) || error.code === 'interrupted') throw error
    return false
  }
}

/** Whoever brings it is there, and cannot be used. */
function mustNotBeLeftOut(id: string, { problems }: Contributions): void {
  const left = problems.find(({ generators }) => generators?.includes(id))
  if (!left) return
  const its = [left.plugin, left.version].join(' ').trim()
  throw new AppError('plugin', `The generator "${id}" of ${its} is left out: ${left.message}`, {
    hint: 'Update or uninstall the plugin, or choose another generator with -g.',
  })
}

function unknown(id: string, { generators }: Contributions, safeMode: boolean): AppError {
  const ids = generators.map((one) => one.id)
  const near = nearName(id, ids)
  const meant = near === undefined ? '' : `Did you mean ${near}? `
  const instead = safeMode
    ? 'Plugins that were installed or linked are left out in safe mode.'
    : `Where a plugin brings it: \`avatarctl plugins install ${id}\`.`
  return new AppError('wrong-use', `There is no generator "${id}"`, {
    hint: `${meant}Known here: ${ids.join(', ') || 'none'}. ${instead}`,
  })
}
