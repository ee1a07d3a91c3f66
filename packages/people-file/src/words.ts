import type { PersonKind, PersonStatus } from '@avatarctl/sdk'
import { bare } from './columns.ts'

function meanings<T>(table: [T, string][]): Map<string, T> {
  return new Map(
    table.flatMap(([meaning, words]) => words.split(' ').map((word) => [word, meaning] as const)),
  )
}

const KINDS = meanings<PersonKind>([
  [
    'person',
    'person people human user users employee staff member guest contractor consultant intern digitaluser virtualuser flexibleuser usermailbox mitarbeiter benutzer personne utilisateur persona usuario empleado',
  ],
  [
    'other',
    'other room rooms meetingroom conferenceroom roommailbox equipment equipmentmailbox resource queue callqueue ivr ivrmenu autoattendant autoreceptionist bot app application applicationextension service serviceaccount system shared sharedmailbox sharedlinesgroup group distributiongroup distributionlist mailinglist department announcement announcementonly voicemail messageonly pagingonly paginggroup parklocation delegatedlinesgroup groupcallpickup limited limitedextension faxuser fax site proxyadmin device phone commonphone commonarea contact raum warteschlange salle sala',
  ],
])

const STATUSES = meanings<PersonStatus>([
  [
    'enabled',
    'enabled active activated member true yes y 1 on current employed aktiv aktiviert ja actif oui activo si',
  ],
  [
    'notActivated',
    'notactivated notyetactivated pending pendingactivation invited provisioned staged nichtaktiviert',
  ],
  [
    'disabled',
    'disabled inactive deactivated suspended frozen locked blocked terminated left leaver former retired archived expired deleted removed false no n 0 off inaktiv deaktiviert gesperrt nein inactif non inactivo',
  ],
  ['unassigned', 'unassigned'],
])

/** What a word in the column `kind` means; `undefined` for a word that is not known. Empty: a person. */
export function kindOf(word: string): PersonKind | undefined {
  return word === '' ? 'person' : KINDS.get(bare(word))
}

/** What a word in the column `status` means; `undefined` for a word that is not known. Empty: enabled. */
export function statusOf(word: string): PersonStatus | undefined {
  return word === '' ? 'enabled' : STATUSES.get(bare(word))
}
