import type { VaultKeeper } from '../ports.ts'
import type { Prunable } from '../records.ts'

/** What `vault prune` finds, in numbers. */
export interface PruneTotals {
  drawings: number
  backInPlace: number
  strays: number
  bytes: number
}

/**
 * Gives up what is not needed any more. First the list says so, then the ledger, and only then the files go: whoever is
 * killed in between leaves files that nothing refers to, and never a reference without its file.
 */
export async function prune(
  keeper: VaultKeeper,
  wish: { savedBefore: string; dryRun: boolean; confirm(totals: PruneTotals): Promise<void> },
): Promise<{ found: Prunable; totals: PruneTotals }> {
  await keeper.mustBeSound()
  const found = await keeper.prunable(wish.savedBefore)
  const totals = totalsOf(found)
  if (wish.dryRun || found.originals.length + found.strays.length === 0) return { found, totals }
  await wish.confirm(totals)
  const hashes = new Set(found.originals.map(({ sha256 }) => sha256))
  if (hashes.size > 0) {
    await keeper.strike(hashes)
    await keeper.markPruned(hashes)
    await keeper.eraseOriginals(hashes)
  }
  await keeper.eraseStrays(found.strays)
  return { found, totals }
}

function totalsOf({ originals, strays }: Prunable): PruneTotals {
  const drawings = originals.filter(({ why }) => why === 'own-drawing').length
  const bytes = [...originals, ...strays].reduce((sum, one) => sum + one.bytes, 0)
  return { drawings, backInPlace: originals.length - drawings, strays: strays.length, bytes }
}
