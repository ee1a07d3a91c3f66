import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

/** A package that exists nowhere else. */
export interface MadeUpPackage {
  name: string
  version: string
  /** Who has published it, as the registry says. */
  publisher?: string
  /** The tag that then points at this version; `latest` unless said otherwise. */
  tag?: string
  /** What else stands in package.json: `avatarctl`, `engines`, `scripts`, `dependencies`. */
  manifest?: Record<string, unknown>
  /** Its files by their path, without package.json. */
  files?: Record<string, string>
}

/**
 * A generator of that id whose pictures are one colour, as a package. `contribution` and `manifest` are laid over what
 * its package.json says; `module` takes the place of its code.
 */
export function generatorPackage(
  name: string,
  version: string,
  id: string,
  own: {
    colour?: string
    module?: string
    contribution?: Record<string, unknown>
    manifest?: Record<string, unknown>
    publisher?: string
  } = {},
): MadeUpPackage {
  const { colour = 'teal', contribution = {}, manifest = {}, publisher } = own
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 8"><rect width="8" height="8" fill="${colour}"/></svg>`
  const code = `export default { async generate() { return new TextEncoder().encode(${JSON.stringify(svg)}) } }\n`
  const generator = {
    id,
    title: `Made up ${id}`,
    description: 'One colour for everybody',
    module: './generator.js',
    produces: 'artwork',
    revision: 1,
    deterministic: true,
    hosts: [],
    sends: [],
    licence: { code: 'MIT', artwork: 'CC0-1.0' },
    ...contribution,
  }
  return {
    name,
    version,
    ...(publisher === undefined ? {} : { publisher }),
    manifest: {
      type: 'module',
      license: 'MIT',
      engines: { avatarctl: '>=0.1.0' },
      oclif: {},
      avatarctl: { contributes: { generators: [generator] } },
      ...manifest,
    },
    files: { 'generator.js': own.module ?? code },
  }
}

/** Writes a package into a folder that is made for it; answers with its package.json. */
export async function writePackage(folder: string, made: MadeUpPackage): Promise<Record<string, unknown>> {
  const { name, version, manifest = {}, files = {} } = made
  const whole = { name, version, ...manifest }
  for (const [file, text] of Object.entries({ ...files, 'package.json': JSON.stringify(whole, null, 2) })) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true })
    await writeFile(path.join(folder, file), text)
  }
  return whole
}

/** The package as a registry stores it. */
export async function packageTarball(made: MadeUpPackage): Promise<{
  manifest: Record<string, unknown>
  bytes: Buffer
  /** As npm writes it: `sha512-…`. */
  integrity: string
  /** SHA-1 in hex. */
  shasum: string
}> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'avatarctl-package-'))
  try {
    const manifest = await writePackage(path.join(folder, 'package'), made)
    await promisify(execFile)('tar', ['-czf', 'package.tgz', 'package'], { cwd: folder })
    const bytes = await readFile(path.join(folder, 'package.tgz'))
    const hash = (algorithm: string, encoding: 'base64' | 'hex') =>
      createHash(algorithm).update(bytes).digest(encoding)
    return { manifest, bytes, integrity: `sha512-${hash('sha512', 'base64')}`, shasum: hash('sha1', 'hex') }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
