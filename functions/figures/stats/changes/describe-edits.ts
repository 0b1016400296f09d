import { countsHours, type SessionSnapshot } from '../../../ledger/contribution'
import type { LedgerFilter } from '../../../ledger/resolve-subject'
import { duration, shortDate } from '../../../lib/text/format'
import { isolateDirection, isSameJson } from '../../../lib/text/text'
import type { SubjectNames } from '../../../time/sessions/list/page'
import type { EditEffect } from './change-lines'
import type { EditedSession } from './queries'

type Context = { ledger: LedgerFilter; subject: string; names: SubjectNames; today: string }

const total = ({ days }: SessionSnapshot) => days.reduce((sum, [, seconds]) => sum + seconds, 0)
const firstDay = ({ days }: SessionSnapshot) => days[0]?.[0] ?? ''

const timeWords = (before: SessionSnapshot, after: SessionSnapshot, { today }: Context) => {
  const [from, to] = [total(before), total(after)]
  const words: string[] = []
  if (to !== from) {
    const by = duration(Math.abs(to - from))
    words.push(`was ${to < from ? 'shortened' : 'lengthened'} by ${by} (${duration(from)} → ${duration(to)})`)
  }
  if (firstDay(before) !== firstDay(after)) {
    words.push(`was moved from ${shortDate(firstDay(before), today)} to ${shortDate(firstDay(after), today)}`)
  } else if (words.length === 0 && !isSameJson(before.days, after.days)) words.push('is split differently across days')
  return words
}

const hourWords = (before: SessionSnapshot, after: SessionSnapshot) => {
  if (isSameJson(before.hours, after.hours)) return []
  return ['was moved to other hours']
}

const tagsWords = (before: SessionSnapshot, after: SessionSnapshot) => {
  const tags = (some: string[], others: string[]) =>
    some.filter((tag) => !others.includes(tag)).map((tag) => isolateDirection(`#${tag}`))
  const [lost, got] = [tags(before.tags, after.tags), tags(after.tags, before.tags)]
  return [...(got.length > 0 ? [`got ${got.join(', ')}`] : []), ...(lost.length > 0 ? [`lost ${lost.join(', ')}`] : [])]
}

const nameIn = (names: SubjectNames, subject: string, none: string) =>
  subject.endsWith(':null') ? none : isolateDirection(names.get(subject)?.label ?? 'a deleted one')

/** Describes those changes of a session that can affect this figure. */
const describeChanges = (before: SessionSnapshot, after: SessionSnapshot, context: Context) => {
  const [kind] = context.subject.split(':')
  const { names } = context
  const words = timeWords(before, after, context)
  if (countsHours(context.ledger) && words.length === 0) words.push(...hourWords(before, after))
  if (
    ['project', 'client', 'organization', 'classification'].includes(kind ?? '') &&
    before.project_id !== after.project_id
  ) {
    const name = (id: string | null) => nameIn(names, `project:${id}`, 'no project')
    words.push(`was moved from ${name(before.project_id)} to ${name(after.project_id)}`)
  }
  if (kind === 'goal' && before.goal_id !== after.goal_id) {
    const name = (id: string | null) => nameIn(names, `goal:${id}`, 'no goal')
    words.push(`was moved from ${name(before.goal_id)} to ${name(after.goal_id)}`)
  }
  if (kind === 'tag') words.push(...tagsWords(before, after))
  if ((kind === 'repo' || kind === 'pr') && (before.repo !== after.repo || before.pr_number !== after.pr_number)) {
    words.push('was moved to another pull request')
  }
  if (kind === 'plan' && before.plan_id !== after.plan_id) words.push('was moved to another plan')
  if (kind === 'chunk' && (before.plan_id !== after.plan_id || before.chunk_id !== after.chunk_id)) {
    words.push('was moved to another chunk')
  }
  if (kind === 'task' && before.task_id !== after.task_id) words.push('was moved to another task')
  return words
}

/** `were moved from Web to App` if all sessions changed in the same way, else `were changed`. */
const describeEqualChanges = (edits: EditEffect[], context: Context) => {
  const [first, ...others] = edits.map(({ before, after }) =>
    before && after ? describeChanges(before, after, context) : [],
  )
  if (!first || first.length === 0 || others.some((words) => !isSameJson(words, first))) return 'were changed'
  return first.map((word) => word.replace(/^was /, 'were ')).join(', ')
}

/** True if an added session is a restored one: an earlier edit removed it, or it was created long before. */
const isRestored = ({ at, wasGone }: EditEffect, { source, created_at }: EditedSession) =>
  wasGone || ((source === 'manual' || source === 'import') && at - created_at > 60_000)

/** `was shortened by 1h 30m (2h → 30m)`. Contains user text. */
export const describeEdit = (edit: EditEffect, session: EditedSession | undefined, context: Context) => {
  const { before, after } = edit
  if (before && after) return describeChanges(before, after, context).join(', ') || 'was changed'
  if (before) {
    if (!session) return 'was permanently deleted'
    return session.status === 'active' ? 'is running again' : 'was deleted'
  }
  if (!session) return 'was added and later removed'
  if (isRestored(edit, session)) return 'was restored'
  if (session.file_name !== null) return `was imported from ${isolateDirection(session.file_name)}`
  return session.source === 'timer' || session.source === 'extension' ? 'added by timer' : 'was added'
}

export const describeEdits = (edits: EditEffect[], session: EditedSession | undefined, context: Context) => {
  const [first] = edits
  if (!first) return ''
  if (first.kind === 'changed') return describeEqualChanges(edits, context)
  if (first.kind === 'gone') return session ? 'were deleted' : 'were permanently deleted'
  if (!session) return 'were added and later removed'
  if (isRestored(first, session)) return 'were restored'
  return session.file_name === null ? 'were added' : `were imported from ${isolateDirection(session.file_name)}`
}
