import { type Described, type Difference, differences } from '../../lib/conflict'
import { isTimeZone, localDateTime } from '../../lib/days'
import { type Clock, clockTime, exactDuration, shortDate, zoneName } from '../../lib/format'
import type { CardData, SessionData } from '../core/protocol'
import { isSameJson } from '../wire'
import { type LineDifferences, lineDifferences } from './line-differences'
import { type Conflict, type ConflictOf, isGone, type Names } from './schema'

/** Differences between the lost version and the present one: members, and lines of a plan’s document. */
export type VersionDifferences = { fields: Difference[]; lines: LineDifferences | null }

const none: VersionDifferences = { fields: [], lines: null }

/** In characters. */
const shownLength = 240
const leadLength = 60

const part = (text: string, start: number) => {
  const end = start + shownLength
  return `${start > 0 ? '…' : ''}${text.slice(start, end)}${end < text.length ? '…' : ''}`.toWellFormed()
}

/** Cuts two long texts around the first character in which they differ. */
const aroundDifference = ({ label, yours, saved }: Difference): Difference => {
  let same = 0
  while (same < yours.length && yours[same] === saved[same]) same += 1
  const isLong = Math.max(yours.length, saved.length) > shownLength
  const start = isLong ? Math.max(0, same - leadLength) : 0
  return { label, yours: part(yours, start), saved: part(saved, start) }
}

/** Compares two versions; where one is deleted, all that the other has. */
const compare = <Words extends Record<string, string>>(
  lost: Words | null,
  present: Words | null,
  empty: Words,
  described: Described<Words>,
): VersionDifferences => ({
  fields: differences(lost ?? empty, present ?? empty, described).map(aroundDifference),
  lines: null,
})

/** A name; the id of what is not there. */
const named = (id: string | null, name: string | null) => (id === null ? '' : (name ?? id))

const planText = ({ plan_id, chunk_id }: Pick<SessionData, 'plan_id' | 'chunk_id'>, names: Names) =>
  [named(plan_id, names.plan), named(chunk_id, names.chunk)].filter(Boolean).join(' / ')

type SessionWords = Record<
  'title' | 'when' | 'zone' | 'duration' | 'project' | 'goal' | 'plan' | 'notes' | 'artifacts',
  string
>

/** A session in words, its times by the clocks where it happened. @param today the reader's date */
const sessionWords = (session: SessionData, names: Names, clock: Clock, today: string): SessionWords => {
  const { start_time, end_time, duration_seconds } = session
  const time_zone = isTimeZone(session.time_zone) ? session.time_zone : 'UTC'
  const at = (instant: number) => clockTime(instant, time_zone, clock)
  const day = shortDate(localDateTime(start_time, time_zone).date, today)
  return {
    title: session.title,
    when: `${day}, ${at(start_time)}–${end_time === null ? 'running' : at(end_time)}`,
    zone: zoneName(session.time_zone),
    duration: duration_seconds === null ? '' : exactDuration(duration_seconds),
    project: named(session.project_id, names.project),
    goal: named(session.goal_id, names.goal),
    plan: planText(session, names),
    notes: session.notes,
    artifacts: session.artifacts.join('\n'),
  }
}

const noSession: SessionWords = {
  ...{ title: '', when: '', zone: '', duration: '' },
  ...{ project: '', goal: '', plan: '', notes: '', artifacts: '' },
}

const sessionDescribed: Described<SessionWords> = {
  title: ['Title'],
  when: ['When'],
  zone: ['Time zone'],
  duration: ['Duration'],
  project: ['Project'],
  goal: ['Goal'],
  plan: ['Plan'],
  notes: ['Notes'],
  artifacts: ['Links'],
}

const ofSession = ({ lost, lost_names, present }: ConflictOf<'session'>, clock: Clock, today: string) =>
  compare(
    lost && sessionWords(lost, lost_names, clock, today),
    present?.data && present.deleted_at === null ? sessionWords(present.data, present.names, clock, today) : null,
    noSession,
    sessionDescribed,
  )

type CardWords = Record<'question' | 'answer' | 'tags' | 'plan' | 'schedule', string>

const cardWords = (card: CardData, names: Names): CardWords => ({
  question: card.question,
  answer: card.answer,
  tags: card.tags.join(', '),
  plan: planText(card, names),
  schedule: `next review ${card.next_review}, interval ${card.interval_days} d, ease ${card.ease_factor.toFixed(2)}`,
})

const noCard: CardWords = { question: '', answer: '', tags: '', plan: '', schedule: '' }

const cardDescribed: Described<CardWords> = {
  question: ['Question'],
  answer: ['Answer'],
  tags: ['Tags'],
  plan: ['Plan'],
  schedule: ['Schedule'],
}

const ofCard = ({ lost, lost_names, present }: ConflictOf<'card'>) =>
  compare(
    lost && cardWords(lost, lost_names),
    present?.data && present.deleted_at === null ? cardWords(present.data, present.names) : null,
    noCard,
    cardDescribed,
  )

const ofPlan = ({ lost, present }: ConflictOf<'plan'>): VersionDifferences =>
  lost && present?.data && lost.content !== present.data.content
    ? { fields: [], lines: lineDifferences(lost.content, present.data.content) }
    : none

/** Compares the versions of a conflict where both are there. @param today the reader's date */
export const versionDifferences = (conflict: Conflict, clock: Clock, today: string): VersionDifferences => {
  if (conflict.type === 'session') return ofSession(conflict, clock, today)
  return conflict.type === 'card' ? ofCard(conflict) : ofPlan(conflict)
}

type Version = { created_at: number } | null

/** Compares versions by what a person knows of them. */
export const isSameVersion = (a: Version, b: Version) =>
  a !== null && b !== null && isSameJson({ ...a, created_at: 0 }, { ...b, created_at: 0 })

/** True where the lost version is what is there now. */
export const isPresent = (conflict: Conflict) => {
  if (conflict.refusal !== null) return false
  if (conflict.is_deletion || isGone(conflict)) return conflict.is_deletion === 1 && isGone(conflict)
  return isSameVersion(conflict.lost, conflict.present?.data ?? null)
}
