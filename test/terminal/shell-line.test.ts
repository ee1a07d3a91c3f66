import { expect } from 'chai'
import { readShellLine, typedInBash } from '../../src/terminal/shell-line.ts'

const breaks = ' \t\n"\'@><=;|&(:'
const read = (line: string) => readShellLine(line, breaks)

describe('a command line that is being typed', () => {
  it('is read as bash reads it, up to the cursor', () => {
    expect(read('avatarctl sync -d ac')).to.deep.include({
      words: ['avatarctl', 'sync', '-d'],
      current: 'ac',
    })
    expect(read('avatarctl sync ')).to.deep.include({ words: ['avatarctl', 'sync'], current: '' })
    expect(read(String.raw`a "b c" 'd e'f g\ h`)).to.deep.include({
      words: ['a', 'b c', 'd ef'],
      current: 'g h',
    })
    expect(read('a "b c').isQuoted).to.equal(true)
  })

  it('knows which part of the word bash puts a candidate in the place of', () => {
    const typed = (line: string, word: string) => typedInBash(word, read(line))
    expect(typed('a folder:comp', 'folder:company/')).to.equal('company/')
    expect(typed('a --photo=m', '--photo=missing')).to.equal('missing')
    expect(typed('a x,y', 'x,yes')).to.equal('x,yes')
    expect(typed('a "folder:co', 'folder:company')).to.equal('folder:company')
    expect(typedInBash('folder:company', readShellLine('a folder:co', ' '))).to.equal('folder:company')
  })

  it('gives names that no shell can take for something else', () => {
    const typed = typedInBash('it’s $(rm) & "y"; Łódź', { isQuoted: false, from: 0 })
    expect(typed).to.equal(String.raw`it\’s\ \$\(rm\)\ \&\ \"y\"\;\ Łódź`)
    expect(typedInBash('`x`', { isQuoted: false, from: 0 })).to.equal('\\`x\\`')
  })
})
