import { stripVTControlCharacters } from 'node:util'
import { expect } from 'chai'
import { csvLine } from '../../src/terminal/csv.ts'
import { fitted, padded } from '../../src/terminal/fitted.ts'
import { jsonDocument } from '../../src/terminal/json-document.ts'
import { safeText } from '../../src/terminal/safe-text.ts'
import { sentenceFor } from '../../src/terminal/sentence.ts'
import { streamingTable, table } from '../../src/terminal/table.ts'

describe('text of somebody else’s in a terminal', () => {
  it('cannot move the cursor, hide or reorder anything', () => {
    expect(safeText('a\u001b[2Jb\u202ec\u0000d\u009be\r\nf')).to.equal('a [2Jb c d e  f')
  })

  it('is cut by what it takes on the screen, never inside a letter', () => {
    expect(fitted('王小明明', 5)).to.equal('王小…')
    expect(fitted('éééé'.normalize('NFD'), 3)).to.equal('éé…'.normalize('NFD'))
    expect(padded('王', 4)).to.equal('王  ')
  })
})

describe('a streaming table', () => {
  it('fits into the room it was given', () => {
    const table = streamingTable<string>(
      [
        { title: 'NAME', weight: 1, value: (row) => row },
        { title: 'X', weight: 1, value: (row) => row },
      ],
      20,
    )
    expect(table.row('abcdefghijklmnop')).to.equal('abcdefgh…  abcdefgh…')
  })
})

describe('a table of rows that are all there', () => {
  const columns = [
    { title: 'NAME', value: ([name]: string[]) => name ?? '' },
    { title: 'KIND', value: ([, kind]: string[]) => kind ?? '' },
  ]
  const plain = (lines: string[]) => lines.map((line) => stripVTControlCharacters(line))

  it('is as wide as what stands in it', () => {
    expect(plain(table(columns, [['a', 'bundled']], 80))).to.deep.equal(['NAME  KIND', 'a     bundled'])
  })

  it('cuts the widest column where there is no room', () => {
    const lines = plain(table(columns, [['@acme/generator-dots', 'bundled']], 20))
    expect(lines).to.deep.equal(['NAME         KIND', '@acme/gene…  bundled'])
  })
})

describe('a sentence', () => {
  const text = 'Error: nothing is at /a/very/long/path/indeed'

  it('breaks at words on a terminal, and cuts none', () => {
    expect(sentenceFor({ isTTY: true, columns: 20 }, text)).to.equal(
      'Error: nothing is at\n/a/very/long/path/indeed',
    )
  })

  it('stays on one line for a program', () => {
    expect(sentenceFor({ columns: 20 }, text)).to.equal(text)
  })
})

describe('a line of CSV', () => {
  it('quotes text and disarms formulas', () => {
    expect(csvLine(['=1+1', 'a "b"', '+49 1'])).to.equal(`"'=1+1","a ""b""","'+49 1"\r\n`)
  })
})

describe('a JSON document written piece by piece', () => {
  function written(fill: (document: ReturnType<typeof jsonDocument>) => void): unknown {
    let text = ''
    const document = jsonDocument((piece) => (text += piece))
    fill(document)
    document.end()
    return JSON.parse(text)
  }

  it('is one valid document, with lists that may be empty', () => {
    const document = written((to) => {
      to.field('a', 1)
      to.list('empty')
      to.item('full', { x: 1 })
      to.item('full', 2)
      to.field('end', null)
    })
    expect(document).to.deep.equal({ a: 1, empty: [], full: [{ x: 1 }, 2], end: null })
  })

  it('can be completed with an error wherever it stands', () => {
    const document = written((to) => {
      to.item('people', 1)
      to.field('error', { code: 'x' })
    })
    expect(document).to.deep.equal({ people: [1], error: { code: 'x' } })
  })
})
