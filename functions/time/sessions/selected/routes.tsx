import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { z } from 'zod'
import { TagFields } from '../../../../views/changes/selected'
import { LinkFields, ShiftField, ZoneFields } from '../../../../views/time/sessions/selected'
import { type Act, deleteAct } from '../../../changes/acts'
import { selectionRoutes } from '../../../changes/selected'
import { orgTime } from '../../../frame/context/middleware'
import { constant, newSeq, part, type SqlPart, sql } from '../../../lib/db/sql'
import type { App } from '../../../lib/env'
import { type AnyDraft, submittedAll, submittedText } from '../../../lib/http/form'
import { ProblemError } from '../../../lib/http/problem'
import { isOrg } from '../../../lib/org'
import type { FieldErrors } from '../../../lib/resource/resource'
import { updateRows } from '../../../lib/resource/row-writes'
import { editedTags, tagsLimit } from '../../../lib/tags'
import { grouped } from '../../../lib/text/format'
import { convertWallTime, localDateTime, splitDays } from '../../../lib/time/days'
import { splitsOf } from '../../../lib/time/hours'
import { checkFiling, sessionChoices } from '../choices'
import { renderRegions, respondChange, startRedraws } from '../fragments'
import { resolveViewFilters } from '../list/page'
import { limitToContext, ViewQuery } from '../list/view'
import { formErrors, noPlan } from '../plan-link'
import { listedColumns, sessionRows, viewFacts } from '../queries'
import type { ListedSession } from '../schema'
import { dateError } from '../times/resolve'
import { zoneWords } from '../words'
import { guardNewProjects } from '../writes'
import { ManyEdit, RefileForm, shiftInstant } from './schema'

/** Edits a session. Returns null if that is impossible. The days are computed afterwards. */
type EditSession = (session: ListedSession) => Omit<ListedSession, 'days'> | null

export type ChangedSession = { before: ListedSession; after: ListedSession }

const times = ['started_at', 'ended_at', 'duration_seconds', 'time_zone', 'day_start_minute'] as const
const links = ['project_id', 'goal_id', 'plan_id', 'chunk_id', 'task_id'] as const

/** Days of a session; null if it would leave the range of valid years. */
const daysOf = (session: Omit<ListedSession, 'days'>) => {
  const ends = [session.started_at, session.ended_at]
  const isOutside = ends.some((at) => dateError(localDateTime(at, session.time_zone).date))
  return isOutside ? null : splitDays(session.started_at, session.duration_seconds, session)
}

/** Sessions that an edit changes, with their new values. Leaves out sessions that cannot be changed. */
export const planChanges = (sessions: ListedSession[], edit: EditSession): ChangedSession[] =>
  sessions.flatMap((before) => {
    const after = edit(before)
    if (!after) return []
    const isRescheduled = times.some((key) => before[key] !== after[key])
    const isRelinked = links.some((key) => (before[key] ?? null) !== (after[key] ?? null))
    if (!isRescheduled && !isRelinked && String(before.tags) === String(after.tags)) return []
    const days = isRescheduled ? daysOf(after) : before.days
    return days ? [{ before, after: { ...after, days } }] : []
  })

/** Changes the zone. Keeps the instants, whose days may change, or the clock times, which moves the instants. */
export const refileBy =
  ({ time_zone, day_start, keep }: RefileForm): EditSession =>
  (session) => {
    const zone = {
      time_zone: time_zone ?? session.time_zone,
      day_start_minute: day_start ?? session.day_start_minute,
    }
    const { started_at, ended_at } = session
    const start = keep === 'clock' ? convertWallTime(started_at, session.time_zone, zone.time_zone) : started_at
    return { ...session, ...zone, started_at: start, ended_at: start + ended_at - started_at }
  }

const shiftSession = (session: ListedSession, { shift }: ManyEdit) => {
  if (!shift) return session
  const started_at = shiftInstant(session.started_at, shift, session.time_zone)
  return { ...session, started_at, ended_at: started_at + session.ended_at - session.started_at }
}

/** Edits a session. A shift keeps its duration, idle time, zone and day start. */
export const editSessionBy =
  (edit: ManyEdit): EditSession =>
  (session) => {
    const tags = editedTags(session.tags, edit)
    if (tags.length > Math.max(tagsLimit, session.tags.length)) return null
    const { project_id = session.project_id, goal_id = session.goal_id, task_id = session.task_id } = edit
    return { ...shiftSession(session, edit), ...edit.plan, tags, project_id, goal_id, task_id }
  }

const editedColumns = ({ after }: ChangedSession) => {
  const { id, project_id, goal_id, plan_id = null, chunk_id = null, task_id = null, tags, days } = after
  const { started_at, ended_at, time_zone, day_start_minute } = after
  const { hours } = splitsOf(after)
  const links = { project_id, goal_id, plan_id, chunk_id, task_id }
  return { id, ...links, tags, days, hours, started_at, ended_at, time_zone, day_start_minute }
}

const writesOf = (db: D1Database, userId: string, changed: ChangedSession[], now: number) => [
  ...updateRows(
    db,
    'sessions',
    userId,
    changed.map(editedColumns),
    {
      planned_until: part`iif(value ->> 'ended_at' > ${now}, value ->> 'ended_at', NULL)`,
      updated_at: now,
      seq: newSeq(userId),
    },
    constant('AND deleted_at IS NULL'),
  ),
  ...guardNewProjects(db, userId, changed),
]

const sessionsLimit = 10_000

const invalid = (detail: string) =>
  new ProblemError({ status: 422, code: 'invalid', title: 'Nothing changed', detail, again: '/sessions' })

/** SQL condition: the session `s` is in the view that the form names. */
const inView = async (c: Context<App>): Promise<SqlPart> => {
  const { DB } = c.env
  const { id } = c.var.user
  const { from, to, q, org } = submittedText(c)
  const view = ViewQuery.safeParse({ from, to, q, subject: submittedAll(c, 'subject') })
  if (!view.success) throw invalid(view.error.issues[0]?.message ?? '')
  const seen = limitToContext(view.data, isOrg(org) ? await orgTime(DB, id, org) : c.var.orgTime)
  const facts = viewFacts(id, { ...seen, filters: await resolveViewFilters(DB, id, seen) })
  return part`s.id IN (SELECT session_id FROM (${facts}) AS d WHERE d.is_listed)`
}

/** The selected sessions: of a view, of an import, or single ones. */
const rowsOf = async (c: Context<App>, ids: string[]) => {
  const { all, import_id } = submittedText(c)
  const condition = all
    ? await inView(c)
    : import_id
      ? part`s.import_id = ${import_id}`
      : part`s.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`
  const sessions = await sessionRows<ListedSession>(sql(c.env.DB)`
    SELECT ${listedColumns}
    FROM sessions AS s
    WHERE s.user_id = ${c.var.user.id} AND s.status = 'completed' AND s.deleted_at IS NULL AND ${condition}
    LIMIT ${sessionsLimit + 1}`)
  if (sessions.length <= sessionsLimit) return sessions
  throw invalid(`At most ${grouped(sessionsLimit)} sessions can be changed at once. Filter by day first.`)
}

type Parsed = { edit: EditSession; done: string; to?: string } | { errors: FieldErrors }

/** @param takes fields of the edit. If all are empty, the first one gets the error. */
const edits = (
  kind: 'edit' | 'refile',
  takes: [first: string, ...more: string[]],
  fields: (c: Context<App>, draft: AnyDraft) => Child | Promise<Child>,
  parse: (db: D1Database, userId: string, values: Record<string, string>) => Parsed | Promise<Parsed>,
): Act<ListedSession> => ({
  kind,
  fields,
  takes,
  plan: async ({ db, userId, rows, now }, values) => {
    const parsed = await parse(db, userId, values)
    if ('errors' in parsed) {
      const { form, ...errors } = parsed.errors
      return { errors: { ...errors, ...(form && { [takes[0]]: form }) } }
    }
    const { edit, ...said } = parsed
    const changed = planChanges(await rows, edit)
    const ids = changed.map(({ before }) => before.id)
    return { ids, ...said, touched: { sessions: ids }, writes: writesOf(db, userId, changed, now.instant) }
  },
})

const parseEdit = async (db: D1Database, userId: string, values: Record<string, string>): Promise<Parsed> => {
  const { data, error } = ManyEdit.safeParse(values)
  if (error) return { errors: z.flattenError(error).fieldErrors }
  const { project_id = null, goal_id = null, task_id = null, plan = noPlan, shift, add_tags, remove_tags } = data
  const { errors } = await checkFiling(db, userId, { project_id, goal_id, task_id, ...plan })
  if (errors) return { errors: formErrors(errors) }
  const isTagged = add_tags.length + remove_tags.length > 0
  const isMoved = [data.project_id, data.goal_id, data.task_id, data.plan].some((link) => link !== undefined)
  const parts = [shift && 'Moved', isTagged && 'Tagged', isMoved && 'Moved'].filter((part) => part !== null && part)
  const done = (parts.length === 1 && parts[0]) || 'Edited'
  return { edit: editSessionBy(data), done, to: shift && parts.length === 1 ? ` by ${values.shift?.trim()}` : '' }
}

const parseRefile = (_db: D1Database, _userId: string, values: Record<string, string>): Parsed => {
  const { data, error } = RefileForm.safeParse(values)
  if (error) return { errors: z.flattenError(error).fieldErrors }
  const parts = [
    data.time_zone && ` to ${zoneWords(data.time_zone)}`,
    data.day_start !== null && ` to days starting at ${values.day_start}`,
  ]
  return { edit: refileBy(data), done: 'Moved', to: parts.filter(Boolean).join(',') }
}

/** `POST /sessions/selected` */
export const selectedSessions = selectionRoutes<ListedSession>({
  path: '/sessions',
  one: 'session',
  many: 'sessions',
  whole: { by: ['all', 'import_id'], with: ['from', 'to', 'subject', 'q', 'org'] },
  rowsOf,
  answer: (c, toast, page) =>
    respondChange(c, {
      regions: () => renderRegions(c, { after: null, many: true, redrawn: startRedraws(c) }),
      toast,
      page,
    }),
  acts: {
    tag: edits('edit', ['add_tags', 'remove_tags'], (_, draft) => <TagFields draft={draft} />, parseEdit),
    move: edits(
      'edit',
      ['project_id', 'goal_id', 'plan', 'task_id'],
      async (c, draft) => (
        <LinkFields draft={draft} choices={await sessionChoices(c.env.DB, c.var.user.id, c.var.org)} />
      ),
      parseEdit,
    ),
    shift: edits('edit', ['shift'], (_, draft) => <ShiftField draft={draft} />, parseEdit),
    'time zone': edits(
      'refile',
      ['time_zone', 'day_start', 'keep'],
      (c, draft) => <ZoneFields draft={draft} preferences={c.var.user.preferences} />,
      parseRefile,
    ),
    delete: deleteAct('session'),
  },
})
