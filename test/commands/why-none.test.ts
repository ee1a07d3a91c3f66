import { expect } from 'chai'
import { avatarctl } from '../support/command-line.ts'
import { makeCompany } from '../support/company.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

describe('why a generator has no image for somebody', function () {
  this.timeout(60_000)
  const home = temporaryFolder()
  const run = (...args: string[]) => avatarctl(args, { home: home.path })
  const tsalagi = 'ᏣᎳᎩ'
  const reason = 'no font here has the Cherokee letter Ꮳ'
  const passed = [{ generator: 'initials', reason }]
  const generate = (chain: string, ...more: string[]) =>
    run('generate', '--seed', tsalagi, '-g', chain, '-o', 'faces', ...more)

  describe('is told by generate', () => {
    it('beside the picture that another one made', async () => {
      const { code, json } = await generate('initials,identicon', '--json')
      const { files, failed } = json<{ files: object[]; failed: object[] }>()
      expect(files[0]).to.deep.include({ generator: 'identicon', passed })
      expect({ files: files.length, failed, code }).to.deep.equal({ files: 1, failed: [], code: 0 })
      const human = await generate('initials,identicon')
      expect(human.stdout).to.include(`! initials has none: ${reason}, identicon was used (1)\n`)
    })

    it('and for whom there is no picture at all, which is no failure', async () => {
      const { code, json } = await generate('initials', '--json')
      const person = { id: tsalagi, name: tsalagi }
      const { seconds: _, ...summary } = json<{ summary: { seconds: number } }>().summary
      expect(json()).to.deep.include({ files: [], failed: [], passed: [{ person, ...passed[0] }] })
      expect({ ...summary, code }).to.deep.equal({ files: 0, failed: 0, none: 1, code: 0 })
      const { stdout } = await generate('initials')
      expect(stdout).to.include(`! initials has none: ${reason} (1)\n    ${tsalagi}\n`)
    })
  })

  describe('is told by sync', () => {
    const colleagues = [
      { id: '1', name: tsalagi, email: 'sequoyah@example.com' },
      { id: '2', name: '101', email: '101@example.com' },
      { id: '3', name: '102', email: '102@example.com' },
    ]
    const sync = (chain: string, ...more: string[]) =>
      run('sync', '-d', 'folder:company', '-g', chain, ...more)
    beforeEach(() => makeCompany(home.join('company'), colleagues))
    const noLetter = 'neither the name nor the address has a letter'

    it('as the reason for leaving somebody alone, one line for all of whom it is true', async () => {
      const { json } = await sync('initials', '--json')
      const { changes } = json<{ changes: object[] }>()
      const words = `no generator has an image (initials: ${reason})`
      expect(changes[0]).to.deep.include({ action: 'skip', outcome: 'skipped', reason: words, passed })
      const { stdout, code } = await sync('initials')
      expect(stdout).to.include(`left alone: ${words} (1)\n    ${tsalagi}`)
      expect(stdout).to.include(`left alone: no generator has an image (initials: ${noLetter}) (2)\n`)
      expect(code).to.equal(0)
    })

    it('beside the change that another generator makes', async () => {
      const { stdout } = await sync('initials,identicon', '--dry-run')
      expect(stdout).to.include(`! initials has none: ${reason}, identicon was used (1)\n`)
      expect(stdout).to.include(`! initials has none: ${noLetter}, identicon was used (2)\n`)
      const { json } = await sync('initials,identicon', '--json')
      const { changes } = json<{ changes: object[] }>()
      expect(changes[0]).to.deep.include({ ...{ action: 'create', reason: 'no photo' }, passed })
    })
  })
})
