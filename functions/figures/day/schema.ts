import { z } from 'zod'
import { preferenceFields } from '../../lib/preferences'
import { seenVersion } from '../../lib/resource/members'
import { type ListedSession, SessionForm, timeZone } from '../../time/sessions/schema'

export type DaySession = ListedSession & { seq: number }

export const noGap = 'This form is incomplete. Reload the page and try again'
const id = z.string(noGap).min(1, noGap).max(100, noGap)

export const ShownPair = z.object({
  one: id,
  other: id,
  one_seq: seenVersion('day'),
  other_seq: seenVersion('day'),
})
export type ShownPair = z.output<typeof ShownPair>

/** A kept overlap to ask about again. */
export const KeptPair = ShownPair.pick({ one: true, other: true })

/** Form of a session that fills a gap, with the zone and day start of the gap. */
export const GapForm = SessionForm.pick({
  title: true,
  project_id: true,
  goal_id: true,
  task_id: true,
  started_at: true,
  ended_at: true,
  duration: true,
}).extend({
  /** `gapKey` */
  gap: z.string(noGap).regex(/^-?\d{1,10}--?\d{1,10}$/, noGap),
  time_zone: timeZone,
  day_start_minute: z
    .string(noGap)
    .regex(/^\d{1,4}$/, noGap)
    .transform(Number)
    .pipe(preferenceFields.day_start_minute),
})
export type GapForm = z.output<typeof GapForm>
