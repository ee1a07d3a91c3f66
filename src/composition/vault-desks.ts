import path from 'node:path'
import type { ExportFolder, VaultKeeper, VaultReader } from '../ports.ts'
import type { Rebuilt } from '../records.ts'
import type { VaultState } from '../vault/verify.ts'
import type { Surroundings } from './surroundings.ts'

/** How a command that needs the whole vault for itself takes it. */
export interface KeeperWish {
  /** As the user knows it, for whoever has to wait. */
  command: string
  wait: boolean
}

/** The vault, looked through, checked, and cleared out. */
export function vaultDesks({ dataFolder, cacheFolder, version, signal, warn }: Surroundings) {
  const folder = path.join(dataFolder, 'vault')

  /** Nobody else works with the vault until it is released. */
  async function lockVault({ command, wait }: KeeperWish): Promise<AsyncDisposable> {
    const { takeVaultLock, whenFree } = await import('../vault/locks.ts')
    const holder = { command, pid: process.pid, startedAt: new Date().toISOString() }
    const take = () => takeVaultLock(path.join(dataFolder, 'locks'), holder)
    const lock = await whenFree(take, { wait, signal, onWait: warn })
    return { [Symbol.asyncDispose]: () => lock.release() }
  }

  return {
    async vault(): Promise<VaultReader> {
      const { openVaultReader } = await import('../vault/vault-reader.ts')
      return await openVaultReader(folder)
    },

    /** Takes no lock and writes nothing. */
    async verifyVault(wish: { readData: boolean; step(): void }): Promise<VaultState> {
      const { verifyVault } = await import('../vault/verify.ts')
      return await verifyVault(folder, wish)
    },

    /** Does something with the vault held for oneself. */
    async keepVault<T>(wish: KeeperWish, work: (keeper: VaultKeeper) => Promise<T>): Promise<T> {
      await using _lock = await lockVault(wish)
      const [{ makeKeeper }, { openWholeLedger }] = await Promise.all([
        import('../vault/keeper.ts'),
        import('../vault/ledger.ts'),
      ])
      const database = await openWholeLedger(folder)
      try {
        return await work(makeKeeper(folder, database))
      } finally {
        database.close()
      }
    },

    /** The same to look at it only: takes no lock and writes nothing. Undefined where there is no vault yet. */
    async lookAtVault<T>(work: (keeper: VaultKeeper) => Promise<T>): Promise<T | undefined> {
      const [{ makeKeeper }, { mustHaveLedger, openLedgerFile }] = await Promise.all([
        import('../vault/keeper.ts'),
        import('../vault/ledger-file.ts'),
      ])
      await mustHaveLedger(folder)
      const database = openLedgerFile(folder)
      try {
        return database && (await work(makeKeeper(folder, database)))
      } finally {
        database?.close()
      }
    },

    /** Makes the ledger anew; `confirm` is asked where the one that is there could be read. */
    async rebuildLedger(wish: KeeperWish & { confirm(): Promise<void> }): Promise<Rebuilt> {
      await using _lock = await lockVault(wish)
      const { ledgerIsSound, rebuildLedger } = await import('../vault/rebuild-ledger.ts')
      if (await ledgerIsSound(folder)) await wish.confirm()
      return await rebuildLedger(folder, version)
    },

    /** Erases what services have answered. */
    async dropResponses(): Promise<void> {
      const { dropResponses } = await import('../network/response-cache.ts')
      await dropResponses(cacheFolder)
    },

    async exportFolder(target: string, heading: string): Promise<ExportFolder> {
      const { openExportFolder } = await import('../images/export-folder.ts')
      return await openExportFolder(target, heading)
    },
  }
}
