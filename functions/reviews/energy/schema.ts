import { z } from 'zod'
import { columnsAre, dateIsIn, joined } from '../../lib/conditions'
import { filedUnder, lineMember, notesMember, rowColumns, seenVersion } from '../../lib/resource/members'
import { columnsOf, readsOf } from '../../lib/resource/reads'

/** In characters. */
export const moodLimit = 100
export const notesLimit = 2_000

export const filing = filedUnder('energy_checkins', 'organization_id')

const level = z.int().min(1).max(5)

export const CheckInRow = z.object({
  ...rowColumns,
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
  ...filing.columns,
})
export type CheckInRow = z.infer<typeof CheckInRow>

export const newCheckIn = { energy_level: '', engagement_level: '', mood: '', notes: '', ...filing.none }

/** A level that was chosen in a form. */
const chosen = (message: string) =>
  z
    .string(message)
    .regex(/^[1-5]$/, message)
    .transform(Number)

/** Members of a form and of a JSON body. One that is left out keeps its value. */
export const checkInFields = {
  energy_level: chosen('Choose your energy from 1 to 5'),
  engagement_level: chosen('Choose your engagement from 1 to 5'),
  mood: lineMember(moodLimit, { none: 'Enter the mood as text', subject: 'A mood has' }).optional(),
  notes: notesMember(notesLimit).optional(),
  ...filing.fields,
}

export const NewCheckInForm = z.object(checkInFields)

export type NewCheckInValues = Pick<CheckInRow, 'energy_level' | 'engagement_level'> &
  Partial<Pick<CheckInRow, 'at' | 'mood' | 'notes' | 'organization_id'>>

export const CheckInForm = z.object({ ...checkInFields, seq: seenVersion('check-in') })

export const energyNames = ['Very low', 'Low', 'Medium', 'High', 'Very high'] as const

export const engagementNames = [
  'Disengaged',
  'Slightly engaged',
  'Moderately engaged',
  'Engaged',
  'Highly engaged',
] as const

/** @param level 1 to 5 */
export const energyName = (level: number) => energyNames[level - 1] ?? ''

/** @param level 1 to 5 */
export const engagementName = (level: number) => engagementNames[level - 1] ?? ''

type Levels = { energy_level: number; engagement_level: number }

/** `High energy, moderately engaged` */
export const levelsText = ({ energy_level, engagement_level }: Levels) =>
  `${energyName(energy_level)} energy, ${engagementName(engagement_level).toLowerCase()}`

/** Dates are inclusive. */
type CheckInFilter = Partial<Record<'from' | 'to' | 'organization_id', string>>

export const {
  find: checkIn,
  list: checkIns,
  page: pageOfCheckIns,
} = readsOf({
  kind: 'checkin',
  schema: CheckInRow,
  columns: columnsOf('energy_checkins', CheckInRow),
  where: ({ organization_id, ...dates }: CheckInFilter) =>
    joined([columnsAre('energy_checkins', { organization_id }), dateIsIn('date', dates)]),
  order: () => ({ columns: ['at', 'id'], isDescending: true }),
})
