import { spawnSync } from 'node:child_process'
import { mkdir } from 'node:fs/promises'

/** Why no disk can be mounted here; undefined where it can. */
export const noMount: string | undefined =
  process.platform !== 'linux'
    ? 'tmpfs is for Linux'
    : process.getuid?.() !== 0
      ? 'only root may mount'
      : undefined

/** A disk of so many KiB. */
export async function mountSmallDisk(folder: string, kib: number): Promise<void> {
  await mkdir(folder, { recursive: true })
  mustSucceed('mount', ['-t', 'tmpfs', '-o', `size=${kib}k`, 'tmpfs', folder])
}

export function growDisk(folder: string, kib: number): void {
  mustSucceed('mount', ['-o', `remount,size=${kib}k`, folder])
}

/** Lazily: a ledger that was read in this process is let go of when its statements are collected. */
export function unmount(folder: string): void {
  mustSucceed('umount', ['--lazy', folder])
}

function mustSucceed(command: string, args: string[]): void {
  const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`)
}
