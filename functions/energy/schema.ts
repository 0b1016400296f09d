import { z } from 'zod'
import { grouped } from '../lib/format'
import { cleanLine, cleanText } from '../lib/text'
import { seenVersion } from '../lib/version'

/** In characters. */
export const moodLimit = 100
export const notesLimit = 2_000

const level = z.int().min(1).max(5)

export const CheckInRow = z.object({
  id: z.string(),
  /** Epoch ms. */
  at: z.int(),
  time_zone: z.string(),
  /** Local date, weekday (1 to 7 from Monday) and hour (0 to 23) at that moment, which stay as they are. */
  date: z.string(),
  weekday: z.int(),
  hour: z.int(),
  energy_level: level,
  engagement_level: level,
  mood: z.string(),
  notes: z.string(),
  organization_id: z.string().nullable(),
  seq: z.int(),
  /** Epoch ms, like the one below. */
  created_at: z.int(),
  updated_at: z.int(),
})
export type CheckInRow = z.infer<typeof CheckInRow>

export const mood = z
  .string('Enter the mood as text')
  .transform(cleanLine)
  .pipe(z.string().max(moodLimit, `At most ${moodLimit} characters`))

export const notes = z
  .string('Enter the notes as text')
  .transform(cleanText)
  .pipe(z.string().max(notesLimit, `At most ${grouped(notesLimit)} characters`))

/** A level that was chosen in a form. */
const chosen = (message: string) =>
  z
    .string(message)
    .regex(/^[1-5]$/, message)
    .transform(Number)

const fields = {
  energy_level: chosen('Choose your energy from 1 to 5'),
  engagement_level: chosen('Choose your engagement from 1 to 5'),
  mood: mood.optional(),
  notes: notes.optional(),
}

export const NewCheckInForm = z.object(fields)

export type NewCheckInValues = Pick<CheckInRow, 'energy_level' | 'engagement_level'> &
  Partial<Pick<CheckInRow, 'at' | 'mood' | 'notes' | 'organization_id'>>

export const CheckInForm = z.object({ ...fields, seq: seenVersion('check-in') })
