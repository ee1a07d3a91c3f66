import { expect } from 'chai'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { avatarctl } from '../support/command-line.ts'
import { temporaryFolder } from '../support/temporary-folder.ts'

const rows = [
  ['id', 'name', 'email'],
  ['1', 'Ada Lovelace', 'ada@example.com'],
  ['2', 'José García', 'jose@example.com'],
  ['3', '李小龍', 'li@example.com'],
]
const csv = (delimiter: string, lineEnd: string) => rows.map((row) => row.join(delimiter) + lineEnd).join('')
const utf16 = (text: string) => Buffer.from(text, 'utf16le')

const readable: Record<string, string | Buffer> = {
  'UTF-8': csv(',', '\n'),
  'UTF-8 with a byte order mark': '\ufeff' + csv(',', '\r\n'),
  'line ends of old Macs': csv(',', '\r'),
  semicolons: csv(';', '\r\n'),
  tabs: csv('\t', '\n'),
  'a first line sep=;': '\ufeffsep=;\r\n' + csv(';', '\r\n'),
  'UTF-16 little endian with tabs, as Excel writes it': utf16('\ufeff' + csv('\t', '\r\n')),
  'UTF-16 little endian without a byte order mark': utf16(csv(',', '\n')),
  'UTF-16 big endian': utf16('\ufeff' + csv(',', '\n')).swap16(),
  'UTF-16 big endian without a byte order mark': utf16(csv(',', '\n')).swap16(),
}

const refused: Record<string, Buffer | string> = {
  'windows-1252': Buffer.from('id,name\n1,Jos\xe9 Garc\xeda\n', 'latin1'),
  'a quote that is never closed': 'id,name\n1,"Ada\n2,Bob\n',
  'an image': Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
  'an empty file': '',
  'no header': '1,Ada Lovelace\n2,Grace Hopper\n',
  'a line of three million characters': `id,name\n1,${'x'.repeat(3_000_000)}\n`,
}

describe('people files from elsewhere', () => {
  const home = temporaryFolder()

  async function list(people: string | Buffer) {
    const company = home.join('company')
    await mkdir(company)
    await writeFile(path.join(company, 'people.csv'), people)
    return avatarctl(['list', '-d', `folder:${company}`, '--json'], { home: home.path })
  }

  for (const [what, people] of Object.entries(readable)) {
    it(`reads ${what}`, async () => {
      const ended = await list(people)
      expect(ended.code, ended.stdout).to.equal(0)
      const found = ended.json<{ people: { id: string; name: string; email: string }[] }>().people
      expect(found.map(({ id, name, email }) => [id, name, email])).to.deep.equal(rows.slice(1))
    })
  }

  for (const [what, people] of Object.entries(refused)) {
    it(`refuses ${what} in one JSON document, with exit code 2`, async () => {
      const ended = await list(people)
      expect(ended.code).to.equal(2)
      const { error } = ended.json<{ error: Record<string, unknown> }>()
      expect(error).to.include({ code: 'unreadable-input', exitCode: 2 })
      expect(error['message']).to.include('people.csv')
      expect(error['hint']).to.be.a('string').that.is.not.empty
      expect(ended.stderr).not.to.match(/^\s+at /m)
    })
  }
})
