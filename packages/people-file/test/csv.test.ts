import { expect } from 'chai'
import { csvParser } from '../src/csv.ts'
import { failure, read } from './reading.ts'

const names = async (content: string, size?: number) =>
  (await read(content, size)).people.map((person) => person.name ?? person.firstName)

describe('CSV', () => {
  it('takes comma, semicolon or tab from the header, outside quotes', async () => {
    for (const delimiter of [',', ';', '\t']) {
      const content = `"Name";"E-Mail"\n"Lee; Ann";a@x`
        .replaceAll('";"', `"${delimiter}"`)
        .replace('";a', `"${delimiter}a`)
      expect((await read(content)).people[0]).to.include({ name: 'Lee; Ann', email: 'a@x' })
    }
    expect((await read('"name, full";email\nAnn;a@x')).people[0]).to.include({ email: 'a@x' })
    expect((await read('Name, Vorname;E-Mail\nAnn;a@x')).people[0]).to.include({ email: 'a@x' })
    expect(await names('name\nAnn')).to.deep.equal(['Ann'])
  })

  it("understands Excel's first line sep=", async () => {
    for (const size of [1, 6, 7, 1000]) {
      expect(await names('sep=;\r\nid;name\r\n1;Ann, B', size)).to.deep.equal(['Ann, B'])
      expect(await names('sep=|\nid|name\n1|Ann', size)).to.deep.equal(['Ann'])
    }
    expect((await failure('sep=;\nname\n"Ann')).message).to.contain('line 3')
  })

  it('takes any line end, skips blank lines, and needs none at the end', async () => {
    for (const end of ['\n', '\r\n', '\r']) {
      for (const size of [1, 2, 1000]) {
        const content = ['', 'name', 'Ann', '', '  ', ',,', 'Bob'].join(end)
        expect(await names(content, size)).to.deep.equal(['Ann', 'Bob'])
      }
    }
  })

  it('reads quoted fields with delimiters, quotes and line breaks in them', async () => {
    for (const size of [1, 3, 1000]) {
      const content = 'id,name,email\r\n1,"Lee, ""Ann""\r\nMarie" , a@x\r\n2, "Bo, B", b@x'
      const { people } = await read(content, size)
      expect(people[0]).to.include({ name: 'Lee, "Ann" Marie', email: 'a@x' })
      expect(people[1]).to.include({ name: 'Bo, B', email: 'b@x' })
    }
  })

  it('tolerates stray quotes in unquoted text, and ragged rows', async () => {
    const { people } = await read(
      'id,name,email\n1,Ann "Annie" Lee,a@x\n2,"Bob" Ray,b@x\n3,Cy\n4,Di,d@x,,,more',
    )
    expect(people.map(({ name }) => name)).to.deep.equal(['Ann "Annie" Lee', '"Bob" Ray', 'Cy', 'Di'])
    expect(people[1]).to.include({ email: 'b@x' })
  })

  it('never lets an unclosed quote swallow the people after it', async () => {
    for (const rest of ['', '\n3,Cy', '\n3,"Cy"\n4,Di', '\n3,Cy "the" C\n4,Di']) {
      const error = await failure(`id,name\n1,Ann\n2,"Bob${rest}`)
      expect(error).to.include({ kind: 'unusable', outcome: 'not-applied' })
      expect(error.message).to.contain('people.csv, line 3')
    }
    expect((await failure('id,name,email\n1,"Ann,"a@x"')).message).to.contain('line 2')
  })

  it('refuses a field or a row of more than 1 MiB', async () => {
    const long = 'x'.repeat(1024 * 1024)
    expect((await failure(`id,name\n1,Ann\n2,${long}`)).message)
      .to.contain('line 3')
      .and.contain('1 MiB')
    expect((await failure(`id,name\n1,Ann\n${','.repeat(1024 * 1024 + 1)}`)).message).to.contain('line 3')
    expect((await failure(`id,name\n1,Ann\n2,"${long}\n`)).hint).to.contain('line 3')
  })

  it('removes the guard against formulas', async () => {
    const { people } = await read(`id,name,extension\n'=1,'@nn,'+49 30\n2,'tHooft,`)
    expect(people[0]).to.include({ id: '=1', name: '@nn', extension: '+49 30' })
    expect(people[1]).to.include({ name: "'tHooft" })
  })

  it('gives the line on which a row begins, whatever the pieces', () => {
    const text = 'a,b\r\n\r\n"x\r\ny",1\r"z\n\n",2\nlast'
    for (let cut = 0; cut <= text.length; cut++) {
      const parser = csvParser({ delimiter: ',', name: 'f' })
      const rows = [...parser.push(text.slice(0, cut)), ...parser.push(text.slice(cut)), ...parser.end()]
      expect(rows).to.deep.equal([
        { line: 1, fields: ['a', 'b'] },
        { line: 3, fields: ['x\r\ny', '1'] },
        { line: 5, fields: ['z\n\n', '2'] },
        { line: 8, fields: ['last'] },
      ])
    }
  })
})
