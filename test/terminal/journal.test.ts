import { PassThrough } from 'node:stream'
import { expect } from 'chai'
import { neverShow } from '../../src/redaction.ts'
import { jsonJournal, textJournal } from '../../src/terminal/journal.ts'
import { onlyJson } from '../../src/terminal/only-json.ts'
import { logLines } from '../support/watching.ts'

/** Standard error of somebody's, and what was written on it. */
function stream(columns?: number) {
  const through = new PassThrough() as unknown as NodeJS.WriteStream & PassThrough
  if (columns !== undefined) Object.assign(through, { isTTY: true, columns })
  const pieces: string[] = []
  through.on('data', (bytes: Buffer) => void pieces.push(bytes.toString()))
  return { stream: through, text: () => pieces.join(''), lines: () => logLines(pieces.join('')) }
}

describe('a journal for people', () => {
  it('is sentences, broken where a terminal ends, with the hint of an error and without facts', () => {
    const { stream: wide, text } = stream(24)
    const journal = textJournal({ stream: wide, quiet: false })
    journal.info('The plugin robots is left out', { plugin: 'robots' })
    journal.error('Nobody was named', { hint: 'Name people.', code: 'wrong-use' })
    expect(text()).to.equal('The plugin robots is\nleft out\nError: Nobody was named\nName people.\n')
  })

  it('says which of several directories a sentence is about, beside whatever moves on the screen', () => {
    const { stream: out, text } = stream()
    const held: (() => void)[] = []
    const journal = textJournal({ stream: out, quiet: false, above: (write) => void held.push(write) })
    const part = journal.about({ connection: 'berlin' })
    part.warn('The keyring is locked')
    part.error('Refused', { hint: 'Sign in.' })
    expect(text()).to.equal('')
    for (const write of held) write()
    expect(text()).to.equal('berlin: The keyring is locked\nberlin: Error: Refused\nSign in.\n')
  })

  it('shows no secret, not even one that a line break would have hidden', () => {
    neverShow('correct horse battery staple')
    const { stream: out, text } = stream(24)
    textJournal({ stream: out, quiet: false }).info('It was correct horse battery staple all along')
    expect(text()).to.equal('It was [secret] all\nalong\n')
  })

  it('has nothing but errors where only they are wanted', () => {
    const { stream: quiet, text } = stream()
    const journal = textJournal({ stream: quiet, quiet: true })
    journal.info('one')
    journal.warn('two', { stack: 'of plates' })
    journal.about({ connection: 'three' }).info('four')
    journal.error('five', { hint: null, stack: 'Error: five\n    at home' })
    expect(text()).to.equal('Error: five\nError: five\n    at home\n')
  })
})

describe('a journal for a log collector', () => {
  it('is one object a line, whose time, level and message nothing can take the place of', () => {
    const { stream: out, lines } = stream()
    const journal = jsonJournal({ stream: out, quiet: false }, { command: 'sync' })
    journal.info('First\nline \u001b[31m', { time: 'never', level: 'loud', nothing: undefined })
    const [line] = lines()
    expect(line).to.include({ level: 'info', message: 'First\nline \u001b[31m', command: 'sync' })
    expect(Object.keys(line!)).to.deep.equal(['time', 'level', 'message', 'command'])
  })

  it('says in every line what is known by then, and of a part what is known of that', () => {
    const { stream: out, lines } = stream()
    const journal = jsonJournal({ stream: out, quiet: false })
    const part = journal.about({ connection: 'a' })
    part.know({ run: '7' })
    part.warn('in the part')
    journal.info('outside')
    expect(
      lines().map(({ level, message, connection, run }) => [level, message, connection, run]),
    ).to.deep.equal([
      ['warn', 'in the part', 'a', '7'],
      ['info', 'outside', undefined, undefined],
    ])
  })
})

describe('a stream on which there is only JSON', () => {
  it('makes lines of what others write, however it comes, with a level', () => {
    const { stream: out, lines } = stream(80)
    onlyJson(out, { quiet: false })
    out.write('half a ')
    out.write(Buffer.from('line\n\n'))
    out.write('\u001b[33m ›   Warning: old flag\u001b[39m\n ›   Error: no such file\nHave a look.\n')
    jsonJournal({ stream: out, quiet: false }).error('from the journal', { code: 'x' })
    expect(lines().map(({ level, message }) => [level, message])).to.deep.equal([
      ['info', 'half a line'],
      ['warn', 'old flag'],
      ['error', 'no such file'],
      ['info', 'Have a look.'],
      ['error', 'from the journal'],
    ])
    expect(out.isTTY).to.equal(false)
  })

  it('has only errors where nothing else is wanted', () => {
    const { stream: out, lines } = stream()
    onlyJson(out, { quiet: true })
    out.write('chatter\nError: and a reason\n')
    expect(lines().map(({ message }) => message)).to.deep.equal(['and a reason'])
  })
})
