import { z } from 'zod'
import { billableMember, moneyText } from '../../filing/rates/schema'
import { flagColumn } from '../../lib/db/sql'
import { allowDateWords } from '../../lib/http/date-fields'
import { preferenceFields } from '../../lib/preferences'
import { lineMember, seenVersion, textMember } from '../../lib/resource/members'
import { Tags } from '../../lib/tags'
import { cleanLine } from '../../lib/text/text'
import { isTimeZone, zoneId } from '../../lib/time/days'

export const sessionSource = z.enum(['timer', 'manual', 'import', 'extension', 'cli'])
/** Billing of a session; null inherits from task, project or client. `hourly_rate`: in the smallest unit. */
export const billingColumns = {
  billable: flagColumn.nullable(),
  hourly_rate: z.int().min(0).nullable(),
  currency: z.string().nullable(),
}
export type Billing = z.infer<z.ZodObject<typeof billingColumns>>

export const sessionStatus = z.enum(['active', 'completed', 'abandoned'], 'Choose active, completed or abandoned')

/** Limits in characters. The API's contract names the first two. */
export const sessionTitleLimit = 200
export const sessionNotesLimit = 10_000
export const artifactLimit = 500
export const artifactsLimit = 50

/** Plan, chunk and task of a session. The chunk belongs to the plan. */
const links = z.object({
  plan_id: z.string().nullable(),
  chunk_id: z.string().nullable(),
  task_id: z.string().nullable(),
})

const finished = {
  id: z.string(),
  project_id: z.string().nullable(),
  goal_id: z.string().nullable(),
  title: z.string(),
  tags: z.array(z.string()),
  /** epoch ms */
  started_at: z.int(),
  ended_at: z.int(),
  duration_seconds: z.int(),
  time_zone: z.string(),
  day_start_minute: z.int(),
}

export const NewSession = z.object({
  ...finished,
  source: sessionSource,
  notes: z.string(),
  artifacts: z.array(z.string()).optional(),
  import_id: z.string().nullable(),
  import_key: z.string().nullable(),
  ...links.partial().shape,
  repo_owner: z.string().optional(),
  repo_name: z.string().optional(),
  pr_number: z.int().optional(),
  ...z.object(billingColumns).partial().shape,
})
export type NewSession = z.infer<typeof NewSession>

export const ListedSession = z.object({
  ...finished,
  number: z.int(),
  ...links.partial().shape,
  repo_owner: z.string().nullable().optional(),
  repo_name: z.string().nullable().optional(),
  pr_number: z.int().nullable().optional(),
  focus_ends_at: z.int().nullable(),
  /** Seconds by local date, in order. */
  days: z.array(z.tuple([z.iso.date(), z.int()])),
})
export type ListedSession = z.infer<typeof ListedSession>

export const SessionRow = ListedSession.extend({
  source: sessionSource,
  ...links.shape,
  notes: z.string(),
  artifacts: z.array(z.string()),
  ...billingColumns,
  seq: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
})
export type SessionRow = z.infer<typeof SessionRow>

export type SessionOnDay = ListedSession & { date: string; starts: 0 | 1 }

const words = { none: 'Enter text' }

const choice = z
  .string('Choose from the list')
  .max(100, 'Choose from the list')
  .transform((id) => id || null)

export const Artifacts = z
  .array(lineMember(artifactLimit, words), 'Enter the artifacts as a list of strings')
  .max(artifactsLimit, `At most ${artifactsLimit} artifacts`)
  .transform((artifacts) => artifacts.filter(Boolean))

/** Typed artifacts, one per line. */
const ArtifactLines = z
  .string('Enter links or paths, one per line')
  .transform((typed) => typed.split(/[\r\n]+/).map(cleanLine))
  .pipe(Artifacts)

/** A selected plan or chunk: `plan` or `plan/chunk`. */
export const planChoice = z
  .string('Choose from the list')
  .max(201, 'Choose from the list')
  .transform((text) => {
    const [plan_id = '', ...chunk] = text.trim().split('/')
    return { plan_id: plan_id || null, chunk_id: chunk.join('/') || null }
  })

const noZone = 'Enter a time zone, such as Europe/Lisbon'

/** An IANA time zone, normalised to its canonical spelling. */
export const timeZone = z
  .string(noZone)
  .max(100, noZone)
  .refine(isTimeZone, noZone)
  .transform(zoneId)
  .meta({ example: 'Europe/Lisbon', pattern: '^[A-Za-z]' })

/** Validated later by `resolveTyped`. */
const time = z.string('Enter text').trim().max(40, 'At most 40 characters')

export const titleText = lineMember(sessionTitleLimit, words)
export const notesSchema = textMember(sessionNotesLimit, words)

const fields = {
  title: titleText,
  project_id: choice,
  goal_id: choice,
  plan: planChoice,
  task_id: choice,
  date: allowDateWords(time.max(40), true),
  started_at: time,
  ended_at: time,
  duration: time,
  notes: notesSchema,
  artifacts: ArtifactLines,
  tags: Tags,
  billable: billableMember,
  /** Validated later by `readSessionRate`. */
  hourly_rate: moneyText,
  time_zone: z
    .string(noZone)
    .trim()
    .refine((zone) => zone === '' || isTimeZone(zone), noZone)
    .transform((zone) => zone && zoneId(zone)),
}

/** Form of a new session. An empty time zone means the person's preference. */
export const SessionForm = z.object({
  title: fields.title.default(''),
  project_id: fields.project_id.default(null),
  goal_id: fields.goal_id.default(null),
  plan: fields.plan.default({ plan_id: null, chunk_id: null }),
  task_id: fields.task_id.default(null),
  date: fields.date.default(''),
  started_at: fields.started_at.default(''),
  ended_at: fields.ended_at.default(''),
  duration: fields.duration.default(''),
  notes: fields.notes.default(''),
  artifacts: fields.artifacts.default([]),
  tags: fields.tags.default([]),
  billable: fields.billable.default(null),
  hourly_rate: fields.hourly_rate.default(''),
  time_zone: fields.time_zone.default(''),
})
export type SessionForm = z.output<typeof SessionForm>

/** Times of a form while they are being typed. */
export const TimesQuery = SessionForm.pick({
  date: true,
  started_at: true,
  ended_at: true,
  duration: true,
  time_zone: true,
})

/** Edit over version `seq`. Missing fields keep their values. */
export const SessionEdit = z
  .object(fields)
  .partial()
  .extend({ seq: seenVersion('session') })
export type SessionEdit = z.output<typeof SessionEdit>

/** Local times of a block in its own zone, or where to split it. A copy has no version. */
export const BlockForm = SessionForm.pick({ started_at: true, ended_at: true }).extend({
  at: SessionForm.shape.started_at,
  seq: seenVersion('session').default(0),
})

/** Times of a new block, as local date-times or instants, and their zone. */
export const FixedTimes = z.object({
  started_at: time.min(1),
  ended_at: time.min(1),
  time_zone: timeZone,
  day_start_minute: z.coerce.number().pipe(preferenceFields.day_start_minute),
  /** Id of the gap's list item in which the line was typed: `gap-…`. */
  row: z
    .string()
    .regex(/^gap-[\d-]{1,11}$/)
    .optional(),
  /** Apps that were used at that time, in words. */
  apps: z.string().max(400).optional().catch(undefined),
})
export type FixedTimes = z.output<typeof FixedTimes>

/** Answers about an end in the future: log as planned, log until now, or log on the previous day. */
const futureAnswers = ['planned', 'now', 'yesterday'] as const
export type FutureAnswer = (typeof futureAnswers)[number]

/** The last of repeated values, for example of a hidden field and a button with the same name. */
const lastText = z
  .union([z.string(), z.array(z.string()).transform((texts) => texts.at(-1) ?? '')])
  .catch('')
  .default('')

export const EntryText = z.object({
  entry: lineMember(500, words).default(''),
  /** Name of the project that the person agreed to create. */
  create: lastText,
  /** Name of the project that the line's button offered to create. */
  offered: lastText,
  /** Id of the project that the person chose for an unknown name. */
  project_id: lastText,
  /** The line about which the person was asked. */
  asked: lastText,
  /** The answer about an end in the future. */
  future: z
    .enum(['', ...futureAnswers])
    .catch('')
    .default(''),
})
