import { z } from 'zod'
import type { SessionSnapshot } from '../../../ledger/contribution'
import type { Zone } from '../../../lib/days'
import { bothDates, figureFields } from '../explain/schema'
import { journalDays, journalStart, parseMoment } from './moments'

/** A row of the journal; `before` and `after` are null where the session does not count. `at` is epoch ms. */
export type Edit = {
  number: number
  session_id: string
  at: number
  before: SessionSnapshot | null
  after: SessionSnapshot | null
}

/** The present state of a session, which the journal does not have. */
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

/** `since` and `until` are texts for `parseMoment`; an empty `until` is now. */
export const ChangesQuery = z
  .object({ ...figureFields, since: z.string().max(40).default('24h'), until: z.string().max(40).default('') })
  .superRefine(bothDates)
export type ChangesQuery = z.output<typeof ChangesQuery>

/** Epoch ms; `until` is null for now. */
export type Moments = { since: number; until: number | null }

type Errors = { since?: string[]; until?: string[] }

export const momentsIssue = ({ since, until }: Moments, now: number): Errors | undefined => {
  if (since < journalStart(now)) return { since: [`Edits are kept for ${journalDays} days`] }
  if (since > now) return { since: ['This is in the future'] }
  if (until !== null && until <= since) return { until: ['Choose a time after the start'] }
}

const invalidMoment = ['Enter a date and a time']

export const parseMoments = (
  { since, until }: Pick<ChangesQuery, 'since' | 'until'>,
  now: number,
  zone: Zone,
): { moments: Moments } | { errors: Errors } => {
  const [first, second] = [parseMoment(since, now, zone), until === '' ? null : parseMoment(until, now, zone)]
  if (first === undefined || second === undefined) {
    const [noSince, noUntil] = [first === undefined, second === undefined]
    return { errors: { ...(noSince && { since: invalidMoment }), ...(noUntil && { until: invalidMoment }) } }
  }
  const moments = { since: first, until: second }
  const errors = momentsIssue(moments, now)
  return errors ? { errors } : { moments }
}
