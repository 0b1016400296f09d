import { z } from 'zod'
import type { Preferences } from '../../lib/preferences'
import { bothDates, figureFields } from '../explain/schema'
import type { SessionSnapshot } from './contribution'
import { journalDays, journalStart, parseMoment } from './moments'

/** A row of the journal, its images read; null where the session was or is not counted. `at` in epoch ms. */
export type Edit = {
  number: number
  session_id: string
  at: number
  before: SessionSnapshot | null
  after: SessionSnapshot | null
}

/** What the journal does not say of a session, as it is now. */
export type EditedSession = {
  id: string
  title: string
  source: string
  status: string
  created_at: number
  deleted_at: number | null
  import_id: string | null
  file_name: string | null
}

/** What the page is asked for. `since` and `until` as `momentOf` takes them; until now unless given. */
export const ChangesQuery = z
  .object({ ...figureFields, since: z.string().max(40).default('24h'), until: z.string().max(40).default('') })
  .superRefine(bothDates)
export type ChangesQuery = z.output<typeof ChangesQuery>

/** Two moments, in epoch ms; `until` is null for now, which nothing is after. */
export type Moments = { since: number; until: number | null }

/** What is wrong with two moments; undefined when figures of both can be told. */
export const momentsIssue = ({ since, until }: Moments, now: number) => {
  if (since < journalStart(now)) return { since: `Edits are kept for ${journalDays} days` }
  if (since > now) return { since: 'This is still to come' }
  if (until !== null && until <= since) return { until: 'This is not after the first moment' }
}

const invalidMoment = 'Enter a date and a time'

/** The moments that a query means, else what is wrong, by field. */
export const parseMoments = (
  { since, until }: Pick<ChangesQuery, 'since' | 'until'>,
  now: number,
  zone: Pick<Preferences, 'time_zone' | 'day_start_minute'>,
): { moments: Moments } | { errors: { since?: string[]; until?: string[] } } => {
  const [first, second] = [parseMoment(since, now, zone), until === '' ? null : parseMoment(until, now, zone)]
  if (first === undefined || second === undefined) {
    return {
      errors: {
        ...(first === undefined && { since: [invalidMoment] }),
        ...(second === undefined && { until: [invalidMoment] }),
      },
    }
  }
  const moments = { since: first, until: second }
  const wrong = momentsIssue(moments, now)
  if (!wrong) return { moments }
  return { errors: { since: wrong.since ? [wrong.since] : undefined, until: wrong.until ? [wrong.until] : undefined } }
}
