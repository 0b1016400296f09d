import { z } from 'zod'
import { dateMember, lineMember } from '../../../lib/resource/members'
import { numberOrNone } from '../schema'

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

/** One time that a person ticked, or a value that they noted, on a local day. */
export type Tick = { id: string; goal_id: string; date: string; amount: number; note: string; created_at: number }
