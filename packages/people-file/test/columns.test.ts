import { expect } from 'chai'
import { failure, read } from './reading.ts'

async function one(header: string, row: string) {
  return (await read(`${header}\n${row}`)).people[0]
}

describe('headers', () => {
  it('are those of the contract', async () => {
    const header = 'id,first_name,last_name,name,email,extension,employee,department,kind,status,site'
    expect(await one(header, '1,Ann,Lee,Annie,a@x,101,E7,Sales,person,enabled,Bern')).to.deep.equal({
      id: '1',
      firstName: 'Ann',
      lastName: 'Lee',
      name: 'Annie',
      email: 'a@x',
      extension: '101',
      employee: 'E7',
      department: 'Sales',
      site: 'Bern',
      kind: 'person',
      status: 'enabled',
    })
  })

  it('come in any order, case, punctuation and with remarks in brackets', async () => {
    const google =
      'First Name [Required],Last Name [Required],Email Address [Required],Org Unit Path [Required],Status [READ ONLY],Employee ID'
    expect(await one(google, 'Ann,Lee,a@x,/Sales,Suspended,E7')).to.deep.equal({
      id: 'a@x',
      firstName: 'Ann',
      lastName: 'Lee',
      email: 'a@x',
      employee: 'E7',
      department: '/Sales',
      kind: 'person',
      status: 'disabled',
    })
    const activeDirectory =
      'sn,givenName,mail,sAMAccountName,ou,physicalDeliveryOfficeName,employeeID,objectGUID'
    expect(await one(activeDirectory, 'Lee,Ann,a@x,al,Sales,Bern,E7,9f')).to.include({
      id: '9f',
      lastName: 'Lee',
      site: 'Bern',
    })
    expect(await one('EXT.,E-Mail  Address,FULL.NAME', '101,a@x,Ann')).to.include({
      extension: '101',
      email: 'a@x',
    })
  })

  it('may be German, French or Spanish', async () => {
    expect(await one('Vorname;Nachname;E-Mail-Adresse;Abteilung;Durchwahl', 'Zoë;Groß;z@x;IT;12')).to.include(
      {
        firstName: 'Zoë',
        lastName: 'Groß',
        email: 'z@x',
        department: 'IT',
        extension: '12',
      },
    )
    expect(await one('Name;Vorname', 'Groß;Zoë')).to.include({ firstName: 'Zoë', lastName: 'Groß' })
    expect(await one('Nom;Prénom;Courriel', 'Curie;Marie;m@x')).to.include({
      firstName: 'Marie',
      lastName: 'Curie',
    })
    expect(await one('Nombre;Apellidos;Correo electrónico', 'Ana;Gil;a@x')).to.include({
      firstName: 'Ana',
      email: 'a@x',
    })
    expect(await one('Nombre;Correo', 'Ana Gil;a@x')).to.include({ name: 'Ana Gil' })
    expect(await one('Nom;Courriel', 'Marie Curie;m@x')).to.include({ name: 'Marie Curie' })
  })

  it('of the same meaning give the first value that is there; a user principal name comes last', async () => {
    const header = 'userPrincipalName,mail,email,displayName,cn'
    expect(await one(header, 'u@x,m@x,e@x,Ann,Lee')).to.include({ email: 'm@x', name: 'Ann' })
    expect(await one(header, 'u@x,,e@x,,Lee')).to.include({ email: 'e@x', name: 'Lee' })
    expect(await one(header, 'u@x,,,,')).to.include({ id: 'u@x', email: 'u@x' })
  })

  it('that name nobody are refused, with those found and those expected', async () => {
    const error = await failure('\nfoo,"bar baz"\n1,2')
    expect(error).to.include({ kind: 'unusable', outcome: 'not-applied' })
    expect(error.message).to.contain('line 2').and.contain('“foo”, “bar baz”')
    expect(error.hint).to.contain('first_name')
    for (const empty of ['', '\n\n', '\ufeff']) expect((await failure(empty)).message).to.contain('empty')
    expect((await failure('id,department\n1,IT')).kind).to.equal('unusable')
  })

  it('alone are an empty list', async () => {
    expect(await read('id,name,email')).to.deep.equal({ people: [], warnings: [] })
  })
})
