import { z } from 'zod'
import { billingJson, billingMembers } from '../../../filing/rates/api'
import { combineFilter, filterFields } from '../../../ledger/subject'
import {
  dateInput,
  Instant,
  idInput,
  instantInput,
  jsonOf,
  listQuery,
  orgTimeInput,
  rowMembers,
  seqInput,
} from '../../../lib/api/values'
import { jsonColumn, textsColumn } from '../../../lib/db/sql'
import { TagList } from '../../../lib/tags'
import { isDate } from '../../../lib/time/days'
import { longestSeconds, SESSION_TOO_LONG } from '../../../lib/time/typed-time'
import { billingInput } from '../billing'
import {
  Artifacts,
  type Billing,
  billingColumns,
  ListedSession,
  notesSchema,
  sessionSource,
  sessionStatus,
  timeZone,
  titleText,
} from '../schema'

export const SessionJson = z
  .object({
    id: z.string(),
    source: sessionSource,
    project_id: z.string().nullable(),
    goal_id: z.string().nullable(),
    plan_id: z.string().nullable(),
    chunk_id: z.string().nullable(),
    task_id: z.string().nullable(),
    repo_owner: z.string().nullable(),
    repo_name: z.string().nullable(),
    pr_number: z.int().nullable(),
    title: z.string(),
    notes: z.string(),
    tags: z.array(z.string()),
    artifacts: z.array(z.string()).meta({ description: 'Names of or links to its results.' }),
    started_at: Instant,
    ended_at: Instant.nullable().meta({ description: 'Null while it runs.' }),
    duration_seconds: z
      .int()
      .nullable()
      .meta({ description: 'The tracked time. With idle time it is less than from start to end.' }),
    status: sessionStatus,
    planned: z.boolean().meta({ description: 'True while its end is in the future: it counts nowhere until then.' }),
    time_zone: z.string(),
    day_start_minute: z.int(),
    days: z
      .array(z.object({ date: z.string(), seconds: z.int() }))
      .meta({ description: 'Its seconds on each day it touches, starting with the first.' }),
    import_id: z.string().nullable(),
    ...billingMembers,
    ...rowMembers,
    seq: z.int().meta({ description: 'Its version; send it with an edit to detect conflicts.' }),
  })
  .meta({ id: 'Session' })

/** Stored form of `SessionJson`: instants in epoch ms, days as pairs. */
export const StoredSession = SessionJson.extend({
  ...billingColumns,
  tags: textsColumn,
  artifacts: textsColumn,
  days: jsonColumn(ListedSession.shape.days),
  started_at: z.int(),
  ended_at: z.int().nullable(),
  created_at: z.int(),
  updated_at: z.int(),
  focus_ends_at: z.int().nullable(),
  planned: z.literal([0, 1]).transform((planned) => planned === 1),
})
export type StoredSession = z.output<typeof StoredSession>

export const sessionJson = (session: StoredSession) =>
  jsonOf(SessionJson, {
    ...session,
    ...billingJson(session),
    days: session.days.map(([date, seconds]) => ({ date, seconds })),
  })

const source = z
  .enum(['manual', 'import', 'extension', 'cli'], 'Choose manual, import, extension or cli')
  .meta({ description: 'Defaults to `manual`. Only the timer creates timer sessions.' })

const seconds = z
  .int('Enter whole seconds')
  .min(0, 'Enter 0 seconds or more')
  .max(longestSeconds, SESSION_TOO_LONG)
  .meta({ description: 'At most the time from start to end, and 72 hours in a new session.' })

const bodyFields = {
  project_id: idInput.nullable().optional(),
  goal_id: idInput.nullable().optional(),
  plan_id: idInput.nullable().optional(),
  chunk_id: idInput
    .nullable()
    .optional()
    .meta({ description: 'A chunk of the plan. Another plan without a chunk leaves the old chunk.' }),
  task_id: idInput.nullable().optional(),
  title: titleText.optional(),
  notes: notesSchema.optional(),
  tags: TagList.optional(),
  artifacts: Artifacts.optional(),
  started_at: instantInput,
  ended_at: instantInput.optional(),
  duration_seconds: seconds.optional(),
  time_zone: timeZone.optional(),
  ...billingInput,
}

export const NewSessionBody = z.strictObject({ source: source.optional(), ...bodyFields }).meta({
  id: 'NewSession',
  example: { started_at: '2026-03-08T09:30:00.000Z', duration_seconds: 3600, title: 'Reading' },
})

const localTime = z.string().regex(/^\d{4}-\d\d-\d\dT([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/)
const noMoment = 'Enter an instant with its offset, or a local date-time such as 2026-03-08T09:30'

/** Parses an instant to epoch ms. Text without an offset stays text: a local time in the session's zone. */
const momentInput = z
  .union([instantInput, localTime.refine((text) => isDate(text.slice(0, 10)))], noMoment)
  .optional()
  .meta({ description: 'With an offset, or by the clocks of the session’s zone: 2026-03-08T09:30.' })

export const SessionPatch = z
  .strictObject({ ...bodyFields, started_at: momentInput, ended_at: momentInput, seq: seqInput })
  .meta({ id: 'SessionPatch', example: { title: 'Reading', tags: ['thesis'] } })
type Moments = { started_at?: number; ended_at?: number }
export type ParsedPatch = z.output<typeof SessionPatch>
export type SessionPatch = Omit<ParsedPatch, keyof Moments | keyof Billing> & Moments & Partial<Billing>

export const SessionsQuery = z
  .object({
    ...listQuery,
    org: orgTimeInput,
    from: dateInput.optional().meta({ description: 'The first day, inclusive.' }),
    to: dateInput.optional().meta({ description: 'The last day, inclusive.' }),
    ...filterFields,
    plan_id: idInput.optional().meta({ description: 'Sessions of a plan; the same as the subject `plan:<id>`.' }),
    status: sessionStatus.optional().meta({ description: 'With a day or a subject: only `completed`.' }),
  })
  .refine(({ from, to }) => from === undefined || to === undefined || from <= to, {
    path: ['to'],
    message: 'The range ends before it starts',
  })
  .transform(combineFilter)
  .refine(({ plan_id, subject }) => plan_id === undefined || subject === 'all', {
    path: ['plan_id'],
    message: 'Filter by a plan or by a subject, not both',
  })
export type SessionsQuery = z.output<typeof SessionsQuery>
