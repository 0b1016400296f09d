import { z } from 'zod'
import { seenVersion } from '../../lib/version'
import type { sessionSource, sessionStatus } from '../../sessions/schema'

/** A session that was left without an end, or was once: all that is said of it. Instants in epoch ms. */
export type UnfinishedSession = {
  id: string
  source: z.infer<typeof sessionSource>
  status: z.infer<typeof sessionStatus>
  title: string
  project_id: string | null
  goal_id: string | null
  repo_owner: string | null
  repo_name: string | null
  pr_number: number | null
  started_at: number
  /** Of an abandoned one: when it was given up. */
  ended_at: number | null
  last_heartbeat_at: number | null
  time_zone: string
  day_start_minute: number
  seq: number
  deleted_at: number | null
}

/** What tells when a person was last at work: `answer` is that they said so. */
export type EndOptionKind = 'page' | 'earlier_page' | 'app' | 'pull_request' | 'answer'

/** An end that something speaks for, in epoch ms, and the whole seconds from the start to it. */
export type EndOption = { kind: EndOptionKind; at: number; seconds: number }

const seq = seenVersion('session')

/** What each button says: which version it was shown with. */
export const VersionForm = z.object({ seq })

/** The answer “still working”, for the timer that was asked about. */
export const CheckInForm = z.object({
  id: z.string('Open the page again').max(100, 'Open the page again'),
  seq,
})

const time = (message: string) => z.string(message).trim().max(40, 'At most 40 characters').default('')

/** When it ended: an instant, or a time as it is typed, on a date or on the day it started. */
export const EndForm = z.object({
  ended_at: time('Say when it ended'),
  date: time('Write the date as 2026-11-20'),
  seq,
})
export type EndForm = z.output<typeof EndForm>

/** What an Undo brings back: how it was, as of the version that the action made. */
export const UndoQuery = z.object({
  seq: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
  was: z.enum(['active', 'abandoned']),
  answered: z
    .string()
    .regex(/^\d{0,15}$/)
    .transform((text) => (text === '' ? null : Number(text)))
    .catch(null),
})
export type UndoQuery = z.output<typeof UndoQuery>
