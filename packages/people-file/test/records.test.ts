import { expect } from 'chai'
import { read } from './reading.ts'

describe('people', () => {
  it('are known by id, else e-mail, else name', async () => {
    const { people } = await read('id,first,last,email\n1,Ann,Lee,a@x\n,Bob,Ray,b@x\n,Cy,Fox,')
    expect(people.map(({ id }) => id)).to.deep.equal(['1', 'b@x', 'Cy Fox'])
  })

  it('have a display name only when it is more than first and last name', async () => {
    const { people } = await read('first,last,name\nAnn,Lee,Ann Lee\nBob,Ray,Bobby')
    expect(people.map(({ name }) => name)).to.deep.equal([undefined, 'Bobby'])
  })

  it('have the letters that were chosen for them', async () => {
    const { people } = await read('name,Monogram,Initials\nAda Lovelace,AK,K\nBob Ray,,Q')
    // What Active Directory calls initials are middle initials.
    expect(people.map(({ initials }) => initials)).to.deep.equal(['AK', undefined])
  })

  it('have trimmed values without control characters; ids are only trimmed', async () => {
    const { people } = await read(
      'id,name,department\n\u00a0e\u0301 \u200b,\u200b A\0n\u0007n\u00a0, Sales\u2028East \n',
    )
    expect(people[0]).to.include({ id: 'e\u0301', name: 'Ann', department: 'Sales East' })
  })

  it('whose ids differ only in normalisation or case are different people', async () => {
    const { people, warnings } = await read('id,name\n\u00e9,A\ne\u0301,B\na,C\nA,D')
    expect(people).to.have.length(4)
    expect(warnings).to.deep.equal([])
  })

  it('without name and e-mail are passed over, with the line', async () => {
    const { people, warnings } = await read('id,name,email\n1,,\n2,Bob,\n\n3,\u00a0,')
    expect(people).to.have.length(1)
    expect(warnings).to.have.length(2)
    expect(warnings[0]).to.contain('people.csv, line 2')
    expect(warnings[1]).to.contain('line 5')
  })

  it('with an id that was there before are warned about, ten times at most', async () => {
    const rows = Array.from({ length: 30 }, (_, index) => `7,Person ${index}`)
    const { people, warnings } = await read(['id,name', ...rows].join('\n'))
    expect(people.map(({ name }) => name)).to.deep.equal(['Person 0'])
    expect(warnings).to.have.length(11)
    expect(warnings[0]).to.contain('line 3').and.contain('“7”')
    expect(warnings[10]).to.contain('19 rows more')
  })
})

describe('kind and status', () => {
  it('are recognised by their usual words', async () => {
    const cells = [
      'User,Active',
      'DigitalUser,TRUE',
      ',',
      'Room,Not activated',
      'IVR Menu,INVITED',
      'shared mailbox,Frozen',
      'guest,0',
      'employee,unassigned',
    ]
    const { people, warnings } = await read(
      ['id,name,type,status', ...cells.map((cell, index) => `${index},P,${cell}`)].join('\n'),
    )
    expect(people.map(({ kind, status }) => `${kind} ${status}`)).to.deep.equal([
      'person enabled',
      'person enabled',
      'person enabled',
      'other notActivated',
      'other notActivated',
      'other disabled',
      'person disabled',
      'person unassigned',
    ])
    expect(warnings).to.deep.equal([])
  })

  it('touch nobody in doubt: unknown words are other and disabled, with one warning each', async () => {
    const { people, warnings } = await read(
      'id,name,kind,status\n1,A,wizard,zzz\n2,B,wizard,zzz\n3,C,person,-',
    )
    expect(people.map(({ kind, status }) => `${kind} ${status}`)).to.deep.equal([
      'other disabled',
      'other disabled',
      'person disabled',
    ])
    expect(warnings).to.have.length(3)
    expect(warnings[0]).to.contain('“wizard” (2 rows)')
    expect(warnings[1]).to.contain('“zzz” (2 rows)')
    expect(warnings[2]).to.contain('“-” (1 row)')
  })

  it('warn of a limited number of words', async () => {
    const rows = Array.from({ length: 50 }, (_, index) => `${index},P,word${index}`)
    const { warnings } = await read(['id,name,status', ...rows].join('\n'))
    expect(warnings).to.have.length(11)
    expect(warnings[10]).to.contain('40 rows')
  })
})
