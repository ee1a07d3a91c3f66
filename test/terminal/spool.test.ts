import { spawnSync } from 'node:child_process'
import { readdir } from 'node:fs/promises'
import { expect } from 'chai'
import { openSpool } from '../../src/terminal/spool.ts'
import { mountSmallDisk, noMount, unmount } from '../support/small-disk.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('a text that is kept for later', () => {
  const folder = temporaryFolder()
  const long = Array.from({ length: 60 }, (_, n) => `${n}: Жуковский ${'x'.repeat(50_000)}\n`)

  for (const onDisk of [true, false])
    it(`is given back as it was, ${onDisk ? 'in a file' : 'in memory'}, and leaves nothing behind`, async () => {
      const spool = openSpool({ onDisk, folder: folder.path })
      for (const text of long) {
        spool.write(text)
        // A name would stay where the process is killed.
        expect(await readdir(folder.path)).to.deep.equal([])
      }
      expect([...spool.pieces()].join('') === long.join('')).to.equal(true)
      spool.close()
    })

  it('may be short, or nothing', () => {
    const spool = openSpool({ onDisk: true, folder: folder.path })
    expect([...spool.pieces()].join('')).to.equal('')
    spool.write('a')
    expect([...spool.pieces()].join('')).to.equal('a')
    spool.close()
  })

  it('takes little memory, however long it is', () => {
    const module = new URL('../../src/terminal/spool.ts', import.meta.url)
    const script = `import { openSpool } from ${JSON.stringify(module)}
      const spool = openSpool({ onDisk: true, folder: ${JSON.stringify(folder.path)} })
      const line = 'x'.repeat(9_999) + '\\n'
      for (let n = 0; n < 20_000; n += 1) spool.write(line.replace('x', String(n)))
      let length = 0
      for (const piece of spool.pieces()) length += piece.length
      console.log(length)`
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--max-old-space-size=40', '--import=tsx', '--input-type=module', '--eval', script],
      { encoding: 'utf8' },
    )
    expect(Number(stdout), stderr).to.be.greaterThan(200_000_000)
  })

  it('stays in memory where there is no room for it', async function () {
    // Reason for skipping: only root can mount a small disk.
    if (noMount !== undefined) return this.skip()
    await mountSmallDisk(folder.join('small'), 1500)
    try {
      const spool = openSpool({ onDisk: true, folder: folder.join('small') })
      for (const text of long) spool.write(text)
      expect([...spool.pieces()].join('') === long.join('')).to.equal(true)
      spool.close()
    } finally {
      unmount(folder.join('small'))
    }
    const nowhere = openSpool({ onDisk: true, folder: folder.join('nowhere') })
    for (const text of long) nowhere.write(text)
    expect([...nowhere.pieces()].join('') === long.join('')).to.equal(true)
  })
})
