import { testGenerator } from '@avatarctl/sdk/testing'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { jpeg } from './jpeg.ts'

const folder = mkdtempSync(path.join(tmpdir(), 'generator-folder-'))
writeFileSync(path.join(folder, 'ada.lovelace@example.com.jpg'), jpeg)
writeFileSync(path.join(folder, 'Turing, Alan.jpg'), jpeg)
after(() => rmSync(folder, { recursive: true }))

testGenerator({ plugin: new URL('..', import.meta.url), id: 'folder', options: { path: folder } })
