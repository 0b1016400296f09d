import { z } from 'zod'
import { Instant, LocalDate } from '../../lib/api/values'
import { type Field, filingField, lineField, notesField } from '../../lib/resource/fields'
import { kindOf } from '../../lib/resource/kind'
import { readsOf } from '../../lib/resource/reads'

export const energyNames = ['Very low', 'Low', 'Medium', 'High', 'Very high'] as const

export const engagementNames = [
  'Disengaged',
  'Slightly engaged',
  'Moderately engaged',
  'Engaged',
  'Highly engaged',
] as const

/** @param level 1 to 5 */
const energyName = (level: number) => energyNames[level - 1] ?? ''

/** @param level 1 to 5 */
const engagementName = (level: number) => engagementNames[level - 1] ?? ''

type Levels = { energy_level: number; engagement_level: number }

/** `High energy, moderately engaged` */
export const levelsText = ({ energy_level, engagement_level }: Levels) =>
  `${energyName(energy_level)} energy, ${engagementName(engagement_level).toLowerCase()}`

/** A level from 1 to 5, which a form shows side by side. @param noun what to choose */
const levelField = (label: string, noun: string, names: readonly string[]) => {
  const message = `Choose your ${noun} from 1 to 5`
  const noLevel = 'Enter a level from 1 to 5'
  const inJson = z
    .int(noLevel)
    .min(1, noLevel)
    .max(5, noLevel)
    .meta({ description: `${names.map((name, index) => `${index + 1} ${name.toLowerCase()}`).join(', ')}.` })
  return {
    label,
    column: z.int().min(1).max(5),
    member: z
      .string(message)
      .regex(/^[1-5]$/, message)
      .transform(Number),
    input: inJson,
    json: inJson,
    fresh: '',
    words: (level: number) => names[level - 1] ?? '',
    control: { as: 'input', props: {} },
  } satisfies Field
}

export const checkInKind = kindOf(
  'checkin',
  {
    energy_level: levelField('Energy', 'energy', energyNames),
    engagement_level: levelField('Engagement', 'engagement', engagementNames),
    mood: lineField(
      'Mood',
      100,
      { none: 'Enter the mood as text', subject: 'A mood has' },
      {
        wide: true,
        autocomplete: 'off',
      },
    ),
    notes: notesField(2_000),
    organization_id: filingField('organization_id', { isShort: true }),
  },
  {
    /** Epoch ms. */
    at: z.int(),
    time_zone: z.string(),
    /** Local date, weekday (1 to 7 from Monday) and hour (0 to 23) at that moment, which stay as they are. */
    date: z.string(),
    weekday: z.int(),
    hour: z.int(),
  },
  {
    at: Instant,
    date: LocalDate.meta({ description: 'The local date at that moment.' }),
    weekday: z.int().meta({ description: 'The weekday of that date, 1 (Monday) to 7.' }),
    hour: z.int().meta({ description: 'The hour on the clock at that moment, 0 to 23.' }),
  },
)

/** Its fields that most check-ins leave empty; the organization for people who have some. */
export const checkInWords = {
  ...checkInKind,
  fields: {
    mood: checkInKind.fields.mood,
    notes: checkInKind.fields.notes,
    organization_id: checkInKind.fields.organization_id,
  },
}

export type CheckInRow = z.output<typeof checkInKind.Row>
export type NewCheckInValues = z.output<typeof checkInKind.NewForm> & { at?: number }

export const {
  find: checkIn,
  list: checkIns,
  page: pageOfCheckIns,
} = readsOf({
  ...checkInKind.reads,
  schema: checkInKind.Row,
  order: () => ({ columns: ['energy_checkins.at', 'energy_checkins.id'], isDescending: true }),
})
