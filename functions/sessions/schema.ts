import { z } from 'zod'
import { isTimeZone } from '../lib/days'

export const sessionSource = z.enum(['timer', 'manual', 'import', 'extension', 'cli'])
export const sessionStatus = z.enum(['active', 'completed', 'abandoned'])

/** Limits of what a session can hold, in characters; the contract names the first two. */
export const titleLimit = 200
export const notesLimit = 10_000
export const tagLimit = 50
export const tagsLimit = 20

/** A finished session that is to be written. Its split into local days follows from it. */
export const NewSession = z.object({
  id: z.string(),
  source: sessionSource,
  project_id: z.string().nullable(),
  goal_id: z.string().nullable(),
  title: z.string(),
  notes: z.string(),
  tags: z.array(z.string()),
  /** epoch ms */
  started_at: z.int(),
  ended_at: z.int(),
  duration_seconds: z.int(),
  time_zone: z.string(),
  day_start_minute: z.int(),
  import_id: z.string().nullable(),
  import_key: z.string().nullable(),
})
export type NewSession = z.infer<typeof NewSession>

/** How a session's seconds fall on the days it touches, the one it started on first. */
export type Split = [date: string, seconds: number][]

/** What a list shows of a finished session, wherever it stands. */
export const ListedSession = z.object({
  number: z.int(),
  id: z.string(),
  project_id: z.string().nullable(),
  goal_id: z.string().nullable(),
  title: z.string(),
  tags: z.array(z.string()),
  /** epoch ms */
  started_at: z.int(),
  ended_at: z.int(),
  duration_seconds: z.int(),
  days: z.array(z.tuple([z.iso.date(), z.int()])),
  time_zone: z.string(),
  day_start_minute: z.int(),
})
export type ListedSession = z.infer<typeof ListedSession>

/** A finished session with all that its own page and its form show. */
export const SessionRow = ListedSession.extend({
  source: sessionSource,
  notes: z.string(),
  seq: z.int(),
  created_at: z.int(),
  updated_at: z.int(),
})
export type SessionRow = z.infer<typeof SessionRow>

/** A session as one of a day's: on its first day, or carried into a later one. */
export type SessionOnDay = ListedSession & { date: string; starts: 0 | 1 }

const text = (limit: number) => {
  const message = `At most ${limit.toLocaleString('en')} characters`
  return z
    .string()
    .transform((typed) => typed.replace(/\r\n/g, '\n').trim())
    .pipe(z.string().max(limit, message))
}

const choice = z
  .string()
  .max(100)
  .transform((id) => id || null)
  .default(null)

/** Tags as they are typed: separated by commas, or by spaces where each has its `#`. Each once, in order. */
const Tags = z
  .string()
  .transform((typed) => {
    const tags = typed.split(/[,\n]|(?:^|\s)(?=#)/).map((tag) => tag.trim().replace(/^#+/, '').trim())
    const seen = new Map(tags.filter(Boolean).map((tag) => [tag.toLowerCase(), tag]))
    return [...seen.values()]
  })
  .pipe(
    z
      .array(z.string().max(tagLimit, `A tag has at most ${tagLimit} characters`))
      .max(tagsLimit, `At most ${tagsLimit} tags`),
  )
  .default([])

/** The form of a session. Its times are text, read by `resolveTyped`; an empty choice is none. */
export const SessionForm = z.object({
  title: text(titleLimit).default(''),
  project_id: choice,
  goal_id: choice,
  date: z.string().trim().max(40, 'Enter a date').default(''),
  started_at: z.string().trim().max(40, 'Enter a time, such as 9:30').default(''),
  ended_at: z.string().trim().max(40, 'Enter a time, such as 9:30').default(''),
  duration: z.string().trim().max(40, 'Enter how long, such as 1h 30m').default(''),
  notes: text(notesLimit).default(''),
  tags: Tags,
  time_zone: z
    .string()
    .trim()
    .refine((zone) => zone === '' || isTimeZone(zone), 'Choose a time zone from the list')
    .default(''),
})
export type SessionForm = z.output<typeof SessionForm>

/** The same for an edit, which names the version it saw. */
export const SessionEdit = SessionForm.extend({ seq: z.coerce.number().int() })
export type SessionEdit = z.output<typeof SessionEdit>

/** The one-line entry. */
export const EntryText = z.object({ entry: z.string().trim().max(500, 'At most 500 characters').default('') })
