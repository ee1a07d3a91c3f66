import { spawnSync } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect } from 'chai'
import { repository } from '../support/command-line.ts'

/** What `npm run check:links` says about one page. */
async function faultsOf(markdown: string): Promise<{ status: number | null; faults: string[] }> {
  const folder = await mkdtemp(path.join(tmpdir(), 'links-'))
  try {
    await writeFile(path.join(folder, 'other.md'), '# There it is\n')
    await writeFile(path.join(folder, 'page.md'), markdown)
    const remark = path.join(repository, 'node_modules/.bin/remark')
    const rules = ['--rc-path', path.join(repository, '.remarkrc.json'), '--no-color']
    const { status, stderr } = spawnSync(remark, [...rules, '--frail', '--quiet', '--no-stdout', folder], {
      cwd: folder,
      encoding: 'utf8',
    })
    return {
      status,
      faults: Array.from(stderr.matchAll(/Cannot find (.*?`.*?`)(?: in|\s)/g), ([, what = '']) => what),
    }
  } finally {
    await rm(folder, { recursive: true })
  }
}

describe('links in the documents', () => {
  it('lead to files, headings and pictures that are there', async () => {
    const good =
      '# Title\n\n[a](other.md) [b](other.md#there-it-is) [c](#title) [d](https://example.com/gone)\n'
    expect(await faultsOf(good)).to.deep.equal({ status: 0, faults: [] })
    const bad =
      '# Title\n\n[a](gone.md) [b](other.md#gone) [c](#gone)\n\n![d](gone.png)\n\n| in a table |\n| - |\n| [e](lost.md) |\n'
    const { status, faults } = await faultsOf(bad)
    expect(status).to.equal(1)
    expect(faults).to.deep.equal([
      'file `gone.md`',
      'heading for `#gone`',
      'heading for `#gone`',
      'file `gone.png`',
      'file `lost.md`',
    ])
  })
})
