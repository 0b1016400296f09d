import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { iso } from '../../lib/api/values'
import type { Difference } from '../../lib/http/conflict'
import { rateText } from '../../lib/money'
import { tidyTags } from '../../lib/tags'
import { type Clock, exactDuration } from '../../lib/text/format'
import { tagText } from '../../lib/text/text'
import { localDateTime, type Zone } from '../../lib/time/days'
import { linkSubjects, linkText, type PlanLink } from './plan-link'
import { type Billing, type SessionEdit, SessionForm, type SessionRow } from './schema'
import { applyTimesEdit, formTimes, resolveTypedTimes } from './times/edit'
import type { TimeErrors } from './times/resolve'
import { whenWords, zoneWords } from './words'
import type { EditedSession } from './writes'

type Texts = 'title' | 'project_id' | 'goal_id' | 'plan_id' | 'chunk_id' | 'task_id' | 'notes' | 'artifacts' | 'tags'

/** Form values of a session's billing. */
const billingValues = (session: Billing) => ({
  billable: session.billable === null ? '' : String(session.billable),
  hourly_rate: rateText(session),
})

/** Form values that a session and a running timer share. */
export const textValues = (session: Pick<SessionRow, Texts>) => ({
  title: session.title,
  project_id: session.project_id ?? '',
  goal_id: session.goal_id ?? '',
  plan: linkText(session),
  task_id: session.task_id ?? '',
  notes: session.notes,
  artifacts: session.artifacts.join('\n'),
  tags: tagText(session.tags),
})

export const formValues = (session: SessionRow, clock: Clock): Record<keyof SessionForm, string> => ({
  ...formTimes(session, clock),
  ...textValues(session),
  ...billingValues(session),
  time_zone: session.time_zone,
})

export const emptyValues = z.record(SessionForm.keyof(), z.string().default('')).parse({})

/** Form values that restore exactly this session, because `formValues` rounds times. */
export const exactFormValues = (
  session: Pick<SessionRow, 'started_at' | 'ended_at' | 'duration_seconds' | Texts> & Billing,
) => ({
  ...textValues(session),
  ...billingValues(session),
  started_at: iso(session.started_at),
  ended_at: iso(session.ended_at),
  duration: exactDuration(session.duration_seconds),
})

/** Parses the form of a new session. `now` in epoch ms. */
export const sessionFromForm = (
  { date, started_at, ended_at, duration, plan, hourly_rate: _, ...fields }: SessionForm,
  preferences: Zone,
  now: number,
) => {
  const zone = {
    time_zone: fields.time_zone || preferences.time_zone,
    day_start_minute: preferences.day_start_minute,
  }
  const times = resolveTypedTimes({ date, started_at, ended_at, duration }, zone, now)
  return { ...fields, ...plan, ...times, id: uuid(), source: 'manual' as const, import_id: null, import_key: null }
}

const statsFields = ['started_at', 'ended_at', 'duration_seconds', 'time_zone', 'project_id', 'goal_id'] as const
const linkFields = ['plan_id', 'chunk_id', 'task_id', 'billable', 'hourly_rate', 'currency'] as const
type StatsFields = Pick<SessionRow, (typeof statsFields)[number]> &
  Partial<PlanLink & Billing> & { task_id?: string | null }

export const affectsStats = (session: StatsFields, edited: StatsFields) =>
  [...statsFields, ...linkFields].some((field) => session[field] !== edited[field])

/**
 * Applies an edit, except its rate. Fields that are missing or unchanged since the form was shown keep their stored
 * values. @param isUndo see `applyTimesEdit`
 */
export const applyEdit = (
  session: SessionRow,
  edit: SessionEdit,
  clock: Clock,
  now: number,
  isUndo: boolean,
): EditedSession | { errors: TimeErrors } => {
  const { seq: _, date, started_at, ended_at, duration, time_zone = '', hourly_rate: __, plan, tags, ...fields } = edit
  const sent = Object.entries({ date, started_at, ended_at, duration }).filter(([, typed]) => typed !== undefined)
  const times = applyTimesEdit(session, Object.fromEntries(sent), time_zone, clock, now, isUndo)
  if ('errors' in times) return times
  const isRetagged = tags !== undefined && tagText(tags) !== tagText(tidyTags(session.tags))
  return { ...session, ...fields, ...plan, ...(isRetagged && { tags }), ...times }
}

/** Differences between an edit and the saved session, as text. `name` returns a subject's name. */
export const editDifferences = (
  yours: EditedSession,
  saved: SessionRow,
  clock: Clock,
  name: (subject: string) => string | undefined,
) => {
  const { date } = localDateTime(yours.started_at, yours.time_zone)
  const isMoved = yours.time_zone !== saved.time_zone
  const inWords = (session: EditedSession) =>
    Object.entries({
      Title: session.title,
      Project: (session.project_id && name(`project:${session.project_id}`)) ?? '',
      Goal: (session.goal_id && name(`goal:${session.goal_id}`)) ?? '',
      Plan: linkSubjects(session).map(name).find(Boolean) ?? '',
      Task: (session.task_id && name(`task:${session.task_id}`)) ?? '',
      When: `${whenWords(session, clock, date)}${isMoved ? `, ${zoneWords(session.time_zone)}` : ''}`,
      Duration: exactDuration(session.duration_seconds),
      Tags: tagText(session.tags),
      Billable: session.billable === null ? '' : session.billable ? 'Yes' : 'No',
      'Hourly rate': rateText({ hourly_rate: session.hourly_rate ?? null, currency: session.currency ?? null }),
      Notes: session.notes,
      Artifacts: (session.artifacts ?? []).join('\n'),
    })
  const inSaved = new Map(inWords(saved))
  return inWords(yours).flatMap(([label, text]): Difference[] => {
    const other = inSaved.get(label) ?? ''
    return text === other ? [] : [{ label, yours: text, saved: other }]
  })
}
