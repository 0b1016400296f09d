import { z } from 'zod'
import { Instant, idInput, instantInput, iso, seqInput, withLength } from '../lib/api/values'
import { energyNames, engagementNames } from './levels'
import { type CheckInRow, mood, moodLimit, notes, notesLimit } from './schema'

const listOf = (names: readonly string[]) => names.map((name, index) => `${index + 1} ${name.toLowerCase()}`).join(', ')

const level = (names: readonly string[]) =>
  z
    .int('Enter a level from 1 to 5')
    .min(1, 'Enter a level from 1 to 5')
    .max(5, 'Enter a level from 1 to 5')
    .meta({ description: `${listOf(names)}.` })

const energy = level(energyNames)
const engagement = level(engagementNames)

export const CheckInJson = z
  .object({
    id: z.string(),
    at: Instant,
    time_zone: z.string(),
    date: z.string().meta({ format: 'date', description: 'The local date at that moment.' }),
    weekday: z.int().meta({ description: 'The weekday of that date, 1 (Monday) to 7.' }),
    hour: z.int().meta({ description: 'The hour on the clock at that moment, 0 to 23.' }),
    energy_level: energy,
    engagement_level: engagement,
    mood: z.string(),
    notes: z.string(),
    organization_id: z.string().nullable(),
    seq: z.int().meta({ description: 'The version; an edit may send it to detect conflicts.' }),
    created_at: Instant,
    updated_at: Instant,
  })
  .meta({ id: 'CheckIn' })

export const checkInJson = (row: CheckInRow) => ({
  ...row,
  at: iso(row.at),
  created_at: iso(row.created_at),
  updated_at: iso(row.updated_at),
})

const fields = {
  energy_level: energy,
  engagement_level: engagement,
  mood: withLength(mood, { maxLength: moodLimit }).optional(),
  notes: withLength(notes, { maxLength: notesLimit }).optional(),
  organization_id: idInput.nullable().optional(),
}

export const NewCheckInBody = z
  .strictObject({
    ...fields,
    at: instantInput.optional().meta({ description: 'When it was; now without it.', format: 'date-time' }),
  })
  .meta({ id: 'NewCheckIn', example: { energy_level: 4, engagement_level: 3, mood: 'calm' } })

export const CheckInPatch = z
  .strictObject({
    ...fields,
    energy_level: energy.optional(),
    engagement_level: engagement.optional(),
    seq: seqInput,
  })
  .meta({ id: 'CheckInPatch', example: { notes: 'After lunch' } })
