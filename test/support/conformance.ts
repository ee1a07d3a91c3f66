import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { ObservedExchange } from '@avatarctl/sandbox'
import { checkerFor, type Checker } from '../conformance/checker.ts'
import type { Description } from '../conformance/description.ts'
import { repository } from './command-line.ts'

const VARIABLE = 'RINGCENTRAL_OPENAPI'
/** RingCentral's own description is theirs, and no part of this repository: it is read where somebody has it. */
const USUAL_PLACE = '../shared/specs/ringcentral-openapi.json'

/** Why nothing is held against the description; undefined where it is there. */
export const unchecked: string | undefined = reasonAgainst()

/** A title that says why its tests are skipped, where they are. */
export function titled(title: string): string {
  return unchecked === undefined ? title : `${title} (skipped: ${unchecked})`
}

/** RingCentral's OpenAPI description, where it is. */
export function readDescription(): Description | undefined {
  return unchecked === undefined ? (JSON.parse(readFileSync(place(), 'utf8')) as Description) : undefined
}

/** Traffic of sandboxes that is held against RingCentral's description, where there is one; else it is let pass. */
export interface Traffic {
  /** For the option `observe` of a sandbox. */
  observe(exchange: ObservedExchange): void
  /** What violated the description since it was last asked, each violation once. */
  violations(): Promise<string[]>
  /** How many exchanges were observed so far. */
  readonly observed: number
}

export function conformance(): Traffic {
  checker ??= checkerOrNone()
  const check = checker
  const pending: Promise<string[]>[] = []
  let observed = 0
  return {
    observe(exchange) {
      observed++
      pending.push(check(exchange))
    },
    async violations() {
      const found = await Promise.all(pending.splice(0))
      return [...new Set(found.flat())]
    },
    get observed() {
      return observed
    },
  }
}

/** Compiling the schemas takes a while: once is enough. */
let checker: Checker | undefined

function checkerOrNone(): Checker {
  const description = readDescription()
  return description ? checkerFor(description) : () => Promise.resolve([])
}

function reasonAgainst(): string | undefined {
  if (existsSync(place())) return undefined
  return named() === ''
    ? `${VARIABLE} is not set, and there is no ${USUAL_PLACE}`
    : `${VARIABLE} names no file`
}

function place(): string {
  return named() === '' ? path.resolve(repository, USUAL_PLACE) : path.resolve(named())
}

function named(): string {
  return process.env[VARIABLE] ?? ''
}
