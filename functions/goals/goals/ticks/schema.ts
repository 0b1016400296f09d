import { z } from 'zod'
import { dateMember, lineMember, numberOrNone } from '../../../lib/resource/members'
import type { GoalRow } from '../schema'

/** Maximum length of a tick's note and of a reason to skip, in characters. */
export const noteLimit = 200

export const tickNote = lineMember(noteLimit, { none: 'Enter the note as text', subject: 'A note has' })

const noAmount = 'Enter a number such as 20'

/** Larger amounts in a day are probably typos. */
const mostAmount = 1_000_000

export const tickAmount = z.number(noAmount).min(-mostAmount, noAmount).max(mostAmount, noAmount)

export const TickFormFields = z.object({
  amount: numberOrNone.pipe(tickAmount.nullable()).default(null),
  date: dateMember(true).or(z.literal('')).default(''),
  note: tickNote.default(''),
  /** Day whose latest tick is removed; no tick is added. */
  untick: dateMember(true).or(z.literal('')).default(''),
})

/** `date`: a day of the period; empty for the present one. */
export const SkipForm = z.object({ reason: tickNote.default(''), date: dateMember().or(z.literal('')).default('') })

/** Errors of an invalid tick, by field. @param day name of the date's field @param latest last valid local date */
export const tickErrors = (
  { progress_source }: Pick<GoalRow, 'progress_source'>,
  { amount, date }: Pick<Tick, 'amount' | 'date'>,
  latest: string,
  day = 'date',
) => ({
  ...(amount < 0 && progress_source !== 'value' && { amount: ['Enter a number of 0 or more'] }),
  ...(date > latest && { [day]: ['Choose a day that is not in the future'] }),
})

/** A tick of a goal, or a noted value, on a local day. */
export type Tick = { id: string; goal_id: string; date: string; amount: number; note: string; created_at: number }
