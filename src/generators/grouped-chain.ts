import type { GeneratorPerson } from '@avatarctl/sdk'
import type { Chain } from '../ports.ts'

/** A chain for some people only. */
export interface ChainOfGroup {
  isFor(person: GeneratorPerson): boolean
  chain: Chain
}

/** One chain out of several: whoever is in a group is asked for there, the first that they are in, and the rest in `others`. */
export function groupedChain(groups: readonly ChainOfGroup[], others: Chain): Chain {
  const chains = [...groups.map(({ chain }) => chain), others]
  const generators = new Map(chains.flatMap((chain) => chain.generators).map((one) => [one.id, one]))
  return {
    generators: [...generators.values()],

    async ask(person, question) {
      const { chain } = groups.find(({ isFor }) => isFor(person)) ?? { chain: others }
      return await chain.ask(person, question)
    },

    async [Symbol.asyncDispose]() {
      const closed = await Promise.allSettled(chains.map((chain) => chain[Symbol.asyncDispose]()))
      const failed = closed.find((one) => one.status === 'rejected')
      if (failed) throw failed.reason
    },
  }
}
