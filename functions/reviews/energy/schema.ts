import { z } from 'zod'
import { Instant, LocalDate } from '../../lib/api/values'
import { filingField, lineField, notesField, type RowField } from '../../lib/resource/fields'
import { defineKind, resourceOf } from '../../lib/resource/kind'
import { withContextOrg } from '../../lib/resource/new-row-filing'
import type { Resource } from '../../lib/resource/resource'
import { readsOf } from '../../lib/resource/row-reads'
import { insertRow } from '../../lib/resource/row-writes'
import { dayOf, isoWeekday, type Zone } from '../../lib/time/days'
import { hourAt } from '../../lib/time/hours'

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

/** Formats levels: `High energy (4), moderately engaged (3)`. */
export const levelsText = ({ energy_level: energy, engagement_level: engagement }: Levels) =>
  `${energyName(energy)} energy (${energy}), ${engagementName(engagement).toLowerCase()} (${engagement})`

/** Field for a level from 1 to 5, displayed as a row of choices. @param noun what to choose */
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
  } satisfies RowField
}

export const checkInKind = defineKind(
  'checkin',
  {
    energy_level: levelField('Energy', 'energy', energyNames),
    engagement_level: levelField('Engagement', 'engagement', engagementNames),
    mood: lineField(
      'Mood',
      100,
      { none: 'Enter the mood as text', subject: 'A mood has' },
      { wide: true, autocomplete: 'off' },
    ),
    notes: notesField(2_000),
    organization_id: filingField('organization_id', { isShort: true }),
  },
  {
    /** When it was made (epoch ms). */
    at: z.int(),
    time_zone: z.string(),
    /** Local date, weekday (1 to 7 from Monday) and hour (0 to 23) when it was made. They never change. */
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

/** Maximum time by which a device's clock may be ahead, in ms. */
const tolerance = 60_000

/**
 * Columns of a new check-in. Date, weekday and hour are calculated in the person's current zone.
 * @param now epoch ms
 */
export const checkInColumns = (values: NewCheckInValues, zone: Zone, now: number) => {
  const { at = now, mood = '', notes = '', organization_id = null, energy_level, engagement_level } = values
  const { time_zone } = zone
  const date = dayOf(at, zone)
  const moment = { at, time_zone, date, weekday: isoWeekday(date), hour: hourAt(at, time_zone).hour }
  return { ...moment, energy_level, engagement_level, mood, notes, organization_id }
}

const resource = resourceOf<CheckInRow, NewCheckInValues>(checkInKind, checkIn)

/** Writes of check-ins for pages and API. An edit keeps the time. */
export const checkInResource: Resource<CheckInRow, NewCheckInValues> = {
  ...resource,
  validate: async (db, userId, values, before, c) =>
    values.at !== undefined && values.at > Date.now() + tolerance
      ? { at: ['Enter a moment that has passed'] }
      : ((await resource.validate?.(db, userId, values, before, c)) ?? null),
  insert: (db, userId, id, values, now, c) => {
    const columns = checkInColumns(withContextOrg(c, values), c.var.user.preferences, now)
    return insertRow(db, checkInKind.table, userId, id, columns, now)
  },
}
