import { days } from '../ledger/facts'
import { only } from '../ledger/resolve-subject'
import type { DaySum } from '../ledger/schema'
import { addDays } from '../lib/days'
import type { LocalNow, User } from '../lib/env'
import { cardsDueCount } from '../plans/cards-due'
import { open } from '../plans/load'
import type { ReadChunk } from '../plans/markdown/read'
import { paceDays, paceOf } from '../plans/pace'
import type { PlanWithContent } from '../plans/schema'
import { namesOf, type SubjectNames } from '../sessions/list/page'
import { allSessions } from '../sessions/list/view'
import { sessionsWithArtifacts } from '../sessions/queries'
import { activeTimer } from '../timer/queries'
import type { ActiveTimer } from '../timer/schema'

type Owner = Pick<User, 'id' | 'preferences'>

const sessionLimit = 10

const subjectOf = (id: string) => `plan:${id}`

/** Days with tracked time that the pace is taken from. */
export const recentDays = (db: D1Database, userId: string, id: string, { today }: LocalNow) =>
  days(db, userId, only(subjectOf(id)), { from: addDays(today, 1 - paceDays), to: today })

export const latestSessions = (db: D1Database, userId: string, id: string) =>
  sessionsWithArtifacts(db, userId, { ...allSessions, subject: subjectOf(id) }, sessionLimit)

/** How many cards of a plan can be reviewed today. */
const cardsOf = (db: D1Database, user: Owner, id: string, { today }: LocalNow) =>
  cardsDueCount(db, user.id, { today, newPerDay: user.preferences.new_cards_a_day }, { planId: id })

/** A chunk with its markdown as HTML. */
const shownChunk = (chunk: ReadChunk, { markdown, markdownLine }: typeof import('../lib/markdown')) => {
  const { id, number, title, status, duration_minutes } = chunk
  return {
    id,
    number,
    title,
    status,
    duration_minutes,
    objectives: chunk.objectives.map(markdownLine),
    resources: chunk.resources.map(markdownLine),
    deliverable: chunk.deliverable === '' ? null : markdownLine(chunk.deliverable),
    text: chunk.text === '' ? null : markdown(chunk.text),
  }
}
export type ShownChunk = ReturnType<typeof shownChunk> & { tracked_seconds: number }

/** Everything of a plan that an edit of it changes. */
export const planOutline = async (
  row: PlanWithContent,
  { days, timer }: { days: DaySum[]; timer: ActiveTimer | null },
  now: LocalNow,
) => {
  // Loaded when a plan is shown, because few requests show one.
  const rendered = await import('../lib/markdown')
  const { read } = open(row)
  const { content: _, chunks: __, chunk_seconds, ...plan } = row
  return {
    plan,
    introduction: read.introduction === '' ? null : rendered.markdown(read.introduction),
    chunks: read.chunks.map((chunk) => ({
      ...shownChunk(chunk, rendered),
      tracked_seconds: chunk_seconds.get(chunk.id) ?? 0,
    })),
    warnings: read.warnings,
    pace: paceOf(read.chunks, days, now.today),
    timer,
  }
}
export type PlanOutline = Awaited<ReturnType<typeof planOutline>>

/** Names for the sessions of a plan's own page: chunks without the plan, and no goal that is the plan's or named like it. */
const namesInPlan = (names: SubjectNames, { id, title, goal_id }: PlanOutline['plan']): SubjectNames => {
  const isNoise = (subject: string, label: string) =>
    subject === `plan:${id}` || subject === `goal:${goal_id}` || (subject.startsWith('goal:') && label === title)
  return new Map(
    [...names].flatMap(([subject, name]) => {
      if (isNoise(subject, name.label)) return []
      const label = subject.startsWith(`chunk:${id}/`) ? name.label.slice(`${title}: `.length) : name.label
      return [[subject, { ...name, label }] as const]
    }),
  )
}

export const planPageData = async (db: D1Database, user: Owner, row: PlanWithContent, now: LocalNow) => {
  const withNames = async (sessions: Awaited<ReturnType<typeof latestSessions>>) => ({
    sessions,
    names: await namesOf(db, user.id, sessions),
  })
  const [days, { sessions, names }, cardsDue, timer] = await Promise.all([
    recentDays(db, user.id, row.id, now),
    latestSessions(db, user.id, row.id).then(withNames),
    cardsOf(db, user, row.id, now),
    activeTimer(db, user.id),
  ])
  const outline = await planOutline(row, { days, timer }, now)
  return { outline, sessions, names: namesInPlan(names, outline.plan), cardsDue }
}
export type PlanPageData = Awaited<ReturnType<typeof planPageData>>
