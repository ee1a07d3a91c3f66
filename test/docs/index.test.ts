import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect } from 'chai'
import { repository } from '../support/command-line.ts'

const docs = path.join(repository, 'docs')

describe('the list of all pages', () => {
  it('has every page of docs, but for decisions, which have a folder of their own', async () => {
    const index = await readFile(path.join(docs, 'README.md'), 'utf8')
    const linked = new Set([...index.matchAll(/\]\(([^)#]+)/g)].map(([, to]) => to))
    const pages = (await readdir(docs, { recursive: true }))
      .map((name) => name.replaceAll(path.sep, '/'))
      .filter((name) => name.endsWith('.md') && name !== 'README.md' && !name.startsWith('decisions/'))
    expect(pages.filter((page) => !linked.has(page))).to.deep.equal([])
    expect(linked).to.include('decisions/')
  })
})

describe('the README', () => {
  it('is one screen and a half at most; what is longer has a page of its own', async () => {
    const lines = (await readFile(path.join(repository, 'README.md'), 'utf8')).split('\n')
    expect(lines.length).to.be.below(95)
  })
})
