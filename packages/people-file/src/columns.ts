import { unusable } from './unusable.ts'

/** What a column can hold. */
export type Field =
  | 'id'
  | 'firstName'
  | 'lastName'
  | 'name'
  | 'initials'
  | 'email'
  | 'extension'
  | 'employee'
  | 'department'
  | 'site'
  | 'kind'
  | 'status'

/** For each field the columns that hold it, by their position, in the order in which they are asked. */
export type Columns = Partial<Record<Field, number[]>>

/** Headers without case, accents, blanks and punctuation. A later line is asked when the earlier ones are empty. */
const HEADERS: Record<Field, string[]> = {
  id: [
    'id',
    'userid personid objectid extensionid recordid uniqueid uid uuid guid objectguid entryuuid benutzerid identifiant',
  ],
  firstName: [
    'firstname givenname forename first given fname namefirst vorname rufname prenom primernombre nombredepila userfirstname',
    'preferredfirstname preferrednamefirstname legalfirstname legalnamefirstname',
  ],
  lastName: [
    'lastname surname sn familyname last family lname namelast nachname familienname zuname nomdefamille apellido apellidos userlastname',
    'preferredlastname preferrednamelastname legallastname legalnamelastname',
  ],
  name: [
    'name fullname displayname personname employeename contactname anzeigename vollername vollstandigername nomcomplet nomaffiche nomprenom namevorname lastnamefirstname nombrecompleto nombreyapellidos nombremostrado',
    'cn commonname',
  ],
  // Not "initials": Active Directory keeps middle initials under that name.
  initials: ['monogram monogramm monogramme monograma'],
  email: [
    'email emailaddress mail mailaddress emails emailid workemail emailwork workemailaddress useremail businessemail primaryemail primaryemailaddress primarysmtpaddress smtpaddress windowsemailaddress emailadresse mailadresse adresseemail adressemail adresseelectronique courriel correo correoelectronico email1value',
    'userprincipalname upn',
  ],
  extension: [
    'extension ext extensionnumber extnumber extno extensionno phoneextension durchwahl nebenstelle numerodeposte extensiontelefonica',
  ],
  employee: [
    'employee employeeid employeenumber employeeno employeecode staffid staffnumber personnelnumber payrollnumber personalnummer mitarbeiternummer mitarbeiterid matricule numerodempleado numeroempleado idempleado',
  ],
  department: [
    'department dept departmentname ou orgunit orgunitpath organizationalunit abteilung departement departamento',
  ],
  site: [
    'site sitename location office officelocation worklocation physicaldeliveryofficename standort buro bureau emplacement lieu sede oficina ubicacion',
  ],
  kind: ['kind type persontype recordtype extensiontype objecttype typ tipo'],
  status: [
    'status accountstatus userstatus employmentstatus accountenabled enabled active aktiv actif activo statut',
  ],
}

const MEANINGS = new Map<string, { field: Field; choice: number }>()
for (const [field, choices] of Object.entries(HEADERS) as [Field, string[]][]) {
  choices.forEach((words, choice) =>
    words.split(' ').forEach((word) => MEANINGS.set(word, { field, choice })),
  )
}

/** Lower-case letters and digits, without accents. */
export function bare(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[^\p{L}\p{N}]/gu, '')
    .toLowerCase()
}

/** Which columns are understood. Several may mean the same: the first that is not empty is used. */
export function recognise(headers: readonly string[]): Columns {
  const keys = headers.map((header) => {
    const whole = bare(header)
    return MEANINGS.has(whole) ? whole : bare(header.replace(/\[[^\]]*\]|\([^)]*\)/g, ''))
  })
  const found = keys
    .map((key, position) => ({ position, ...(meaning(key, keys) ?? { field: undefined, choice: 0 }) }))
    .sort((one, other) => one.choice - other.choice || one.position - other.position)
  const columns: Columns = {}
  for (const { field, position } of found) if (field) (columns[field] ??= []).push(position)
  return columns
}

/** `Name` and `Nom` beside a first name are the family name, `Nombre` beside a family name the first one. */
function meaning(key: string, keys: readonly string[]): { field: Field; choice: number } | undefined {
  const has = (field: Field) => keys.some((other) => MEANINGS.get(other)?.field === field)
  if (key === 'nom') return { field: has('firstName') ? 'lastName' : 'name', choice: 0 }
  if (key === 'nombre') return { field: has('lastName') ? 'firstName' : 'name', choice: 0 }
  if (key === 'name' && keys.includes('vorname') && !has('lastName')) return { field: 'lastName', choice: 0 }
  return MEANINGS.get(key)
}

/** Whether people can be told apart by these columns: a name or an e-mail address is needed. */
export function suffices(columns: Columns): boolean {
  return [columns.firstName, columns.lastName, columns.name, columns.email].some((positions) => positions)
}

/** The error for a file in which neither names nor e-mail addresses are found. */
export function noColumns(where: string, headers: readonly string[]) {
  const shown = headers.slice(0, 20).map((header) => `“${header.trim().slice(0, 40)}”`)
  if (headers.length > shown.length) shown.push(`and ${headers.length - shown.length} more`)
  return unusable(
    headers.length === 0
      ? `${where}: no header was found; the file is empty.`
      : `${where}: there is no column with a name or an e-mail address. Found: ${shown.join(', ')}.`,
    'The first row names the columns: id, first_name, last_name, name, email, extension, employee, department, site, kind, status; a name or an e-mail address is needed.',
  )
}
