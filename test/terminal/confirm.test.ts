import path from 'node:path'
import { expect } from 'chai'
import { repository } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'
import { inTerminal, keys, noTerminal } from '../support/terminal.ts'

describe('a question before something that cannot be taken for granted', () => {
  const home = temporaryFolder()

  it('takes y for yes, n, Enter and Ctrl-D for no, and Ctrl-C as the wish to stop', async function () {
    this.timeout(60_000)
    // Reason for skipping: there is no terminal.
    if (noTerminal) this.skip()
    const program = `
      import { confirm } from ${JSON.stringify(path.join(repository, 'src/terminal/confirm.ts'))}
      const { signal } = new AbortController()
      for (const name of ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'])
        await confirm('A long sentence.', { yes: false, signal, question: name + '?' }).then(
          () => console.log(name + ': agreed'),
          (error) => console.log(name + ': ' + error.code + ' ' + error.exitCode),
        )`
    const typed = ['y\r', 'n\r', keys.enter, keys.ctrlD, keys.ctrlC, ' YES \r']
    const { code, screen } = await inTerminal(['--import', 'tsx', '--input-type=module', '--eval', program], {
      home: repository,
      typed: typed.map((text) => ({ after: /\? \(y\/N\) /, keys: text })),
      env: { HOME: home.path },
    })
    expect(code, screen).to.equal(0)
    expect(screen.split('\n').filter((line) => /: /.test(line))).to.deep.equal([
      'first: agreed',
      'second: confirmation-needed 2',
      'third: confirmation-needed 2',
      'fourth: confirmation-needed 2',
      'fifth: interrupted 130',
      'sixth: agreed',
    ])
    expect(screen).to.not.contain('A long sentence')
  })
})
