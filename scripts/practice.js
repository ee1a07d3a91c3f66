// The main job on a sample company in a temporary folder: list, sync, contact sheet, restore, and the proof that every
// photo is again what it was. Needs nothing but this machine.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import sharp from 'sharp'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const folder = mkdtempSync(path.join(os.tmpdir(), 'avatarctl-practice-'))
const company = path.join(folder, 'company')
const photos = path.join(company, 'photos')
cpSync(path.join(root, 'samples/company'), company, { recursive: true })
mkdirSync(photos, { recursive: true })

/** Stands in for a photo that somebody chose. */
async function portrait(file, sky, coat) {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 400 400">
    <rect width="400" height="400" fill="${sky}"/><circle cx="200" cy="165" r="75" fill="#f0c8a0"/>
    <ellipse cx="200" cy="400" rx="150" ry="140" fill="${coat}"/></svg>`
  await sharp(Buffer.from(svg)).toFile(path.join(photos, file))
}
await portrait('1002.png', '#bcd7ee', '#2f4858')
await portrait('1008.jpg', '#e9e2d0', '#5b3a29')
await portrait('1016.png', '#d7ecd9', '#7a1f3d')

function avatarctl(...args) {
  process.stdout.write(`\n$ avatarctl ${args.join(' ')}\n`)
  const { status } = spawnSync(process.execPath, [path.join(root, 'bin/run.js'), ...args], {
    cwd: folder,
    stdio: 'inherit',
    env: { ...process.env, AVATARCTL_DATA_DIR: path.join(folder, 'data') },
  })
  if (status !== 0) process.exit(status ?? 1)
}

function photographs() {
  return readdirSync(photos).map((name) => [
    name,
    createHash('sha256')
      .update(readFileSync(path.join(photos, name)))
      .digest('hex'),
  ])
}

const before = JSON.stringify(photographs())
avatarctl('list', '-d', 'folder:company', '--columns', 'name,department,photo,owner')
avatarctl('sync', '-d', 'folder:company')
avatarctl('sync', '-d', 'folder:company')
avatarctl('generate', '-d', 'folder:company', '--all', '-o', 'faces', '--sheet', 'faces.png', '--quiet')
avatarctl('restore', '-d', 'folder:company', '--all')
const same = JSON.stringify(photographs()) === before

process.stdout.write(`
Contact sheet: ${path.join(folder, 'faces.png')}
${same ? 'Every photo is byte for byte what it was before.' : 'The photos are NOT what they were before.'}
`)
process.exit(same ? 0 : 1)
