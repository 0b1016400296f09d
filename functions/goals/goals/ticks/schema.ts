import { z } from 'zod'
import { dateMember, lineMember, numberOrNone } from '../../../lib/resource/members'
import type { GoalRow } from '../schema'

/** In characters, of a tick and of a reason to skip. */
export const noteLimit = 200

export const note = lineMember(noteLimit, { none: 'Enter the note as text', subject: 'A note has' })

const noAmount = 'Enter a number such as 20'

/** More than a person does in a day is a slip. */
const mostAmount = 1_000_000

export const amount = z.number(noAmount).min(-mostAmount, noAmount).max(mostAmount, noAmount)

export const TickFormFields = z.object({
  amount: numberOrNone.pipe(amount.nullable()).default(null),
  date: dateMember(true).or(z.literal('')).default(''),
  note: note.default(''),
})

export const SkipForm = z.object({ reason: note.default('') })

/** Errors of a tick that cannot be, by field. @param day the field of its day @param latest the last local date */
export const tickErrors = (
  { progress_source }: Pick<GoalRow, 'progress_source'>,
  { amount, date }: Pick<Tick, 'amount' | 'date'>,
  latest: string,
  day = 'date',
) => ({
  ...(amount < 0 && progress_source !== 'value' && { amount: ['Enter a number of 0 or more'] }),
  ...(date > latest && { [day]: ['Choose a day that is not in the future'] }),
})

/** One time that a person ticked, or a value that they noted, on a local day. */
export type Tick = { id: string; goal_id: string; date: string; amount: number; note: string; created_at: number }
