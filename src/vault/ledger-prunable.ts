import type { Prunable } from '../records.ts'
import type { Sqlite } from './sqlite.ts'

/**
 * Originals that were stored before `time` and that nothing will ask for: drawings of our own, and photos that were
 * put back and read back. Never one that stood before a picture of ours, that an open or lost change refers to, or that
 * anybody else's row still needs.
 */
export function prunableOriginals(database: Sqlite, time: string): Prunable['originals'] {
  const rows = database.all(
    `WITH judged AS (
       SELECT o.sha256, o.bytes, o.own = 'artwork' AS drawn,
         o.saved < ?
         AND (o.own = 'artwork' OR o.sha256 = (
           SELECT c.sent_sha256 FROM changes c JOIN standings s ON s.directory = c.directory AND s.person = c.person
           WHERE c.directory = o.directory AND c.person = o.person AND s.standing = 'restored'
             AND c.state = 'confirmed' ORDER BY c.id DESC LIMIT 1))
         AND NOT EXISTS (
           SELECT 1 FROM standings s JOIN originals b ON b.id = s.before
           WHERE s.directory = o.directory AND s.person = o.person AND b.sha256 = o.sha256)
         AND NOT EXISTS (
           SELECT 1 FROM changes c JOIN originals b ON b.id = c.original
           WHERE c.directory = o.directory AND c.person = o.person AND b.sha256 = o.sha256
             AND (c.state IN ('planned', 'saved', 'sending', 'unknown')
               OR c.state = 'failed' AND c.sent_sha256 IS NOT NULL))
         AS spare
       FROM originals o WHERE o.sha256 IS NOT NULL AND o.pruned IS NULL)
     SELECT sha256, max(bytes) AS bytes, min(coalesce(drawn, 0)) AS drawn FROM judged
     GROUP BY sha256 HAVING min(coalesce(spare, 0)) = 1 ORDER BY sha256`,
    time,
  )
  return rows.map(({ sha256, bytes, drawn }) => ({
    sha256: String(sha256),
    bytes: Number(bytes),
    why: drawn === 1 ? 'own-drawing' : 'back-in-place',
  }))
}
