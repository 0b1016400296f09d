import type { Context } from 'hono'
import { days } from '../../ledger/facts'
import { only } from '../../ledger/resolve-subject'
import type { DaySum } from '../../ledger/schema'
import type { App, LocalNow, User } from '../../lib/env'
import { addDays, daysBetween } from '../../lib/time/days'
import { namesOf, type SubjectNames } from '../../time/sessions/list/page'
import { allSessions } from '../../time/sessions/list/view'
import { sessionsWithArtifacts } from '../../time/sessions/queries'
import { activeTimer } from '../../time/timer/queries'
import type { ActiveTimer } from '../../time/timer/schema'
import { cardsDueCount, dueCounts, reviewDay } from '../plans/cards-due'
import { open } from '../plans/load'
import type { ReadChunk } from '../plans/markdown/read'
import { doneOf, pageOfPlans } from '../plans/queries'
import type { ChunkStatus, PlanWithContent } from '../plans/schema'
import { isShared } from '../plans/shared/propagate'

/** The rate of tracked time is taken over this many days, today included. */
const paceDays = 28

/** Minimum tracked time in seconds, and number of days, for a forecast of the next weeks. */
const leastSeconds = 3600
const leastDays = 3

/** A plan that was begun later than `paceDays` ago is taken at least over this many days. */
const shortestSpan = 7

/** Forecasts end after five years, in days. */
const forecastDays = 1_826

type Chunk = { status: ChunkStatus; duration_minutes: number | null }
type Day = { date: string; total_seconds: number }

/**
 * Planned minutes of chunks that are still to do. Those without a duration count as the average of the others; null
 * where most have none.
 */
export const minutesLeft = (chunks: Chunk[]) => {
  const left = chunks.filter(({ status }) => status === 'not_started' || status === 'in_progress')
  const known = left.flatMap(({ duration_minutes }) => duration_minutes ?? [])
  if (known.length === 0 || known.length * 2 < left.length) return null
  const sum = known.reduce((total, minutes) => total + minutes, 0)
  return Math.round((sum * left.length) / known.length)
}

/**
 * When the rest of a plan is done at the rate of its last four weeks; null where there is too little tracked time, or
 * too few planned minutes. @param days those with tracked time since `paceDays` ago, in order
 */
export const paceOf = (chunks: Chunk[], days: Day[], today: string): { seconds: number; done_on: string } | null => {
  const minutes = minutesLeft(chunks)
  const seconds = days.reduce((sum, { total_seconds }) => sum + total_seconds, 0)
  const [first] = days
  if (minutes === null || first === undefined || seconds < leastSeconds || days.length < leastDays) return null
  const span = Math.min(paceDays, Math.max(shortestSpan, daysBetween(first.date, today) + 1))
  const ahead = Math.ceil((minutes * 60 * span) / seconds)
  return ahead <= forecastDays ? { seconds, done_on: addDays(today, ahead) } : null
}

type Owner = Pick<User, 'id' | 'preferences'>

const sessionLimit = 10

const subjectOf = (id: string) => `plan:${id}`

/** Days with tracked time that the pace is taken from. */
export const recentDays = (db: D1Database, userId: string, id: string, { today }: LocalNow) =>
  days(db, userId, only(subjectOf(id)), { from: addDays(today, 1 - paceDays), to: today })

const latestSessions = (db: D1Database, userId: string, id: string) =>
  sessionsWithArtifacts(db, userId, { ...allSessions, subject: subjectOf(id) }, sessionLimit)

/** How many cards of a plan can be reviewed today. */
const cardsOf = (db: D1Database, user: Owner, id: string, { instant }: LocalNow) =>
  cardsDueCount(db, user.id, reviewDay(user, instant), { planId: id })

type Markdown = typeof import('../../lib/text/markdown')

/** The introduction as HTML, without a heading that only repeats the title of the page; null if that is all. */
export const renderIntroduction = (text: string, title: string, { markdown }: Markdown) => {
  const [first = '', ...lines] = text.split('\n')
  const rest = lines.join('\n').trim()
  const isRepeated = first.startsWith('# ') && (rest === '' || first.slice(2).trim() === title)
  const shown = isRepeated ? rest : text
  return shown === '' ? null : markdown(shown)
}

/** A chunk with its markdown as HTML. */
export const renderChunk = (chunk: ReadChunk, { markdown, markdownLine }: Markdown) => {
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
export type PublicChunk = ReturnType<typeof renderChunk>
export type ShownChunk = PublicChunk & { tracked_seconds: number }

/** Everything of a plan that an edit of it changes. */
export const planOutline = async (
  row: PlanWithContent,
  { days, timer }: { days: DaySum[]; timer: ActiveTimer | null },
  now: LocalNow,
) => {
  // Loaded when a plan is shown, because few requests show one.
  const rendered = await import('../../lib/text/markdown')
  const { read } = open(row)
  const { content: _, chunks: __, chunk_seconds, ...plan } = row
  return {
    plan,
    introduction: renderIntroduction(read.introduction, plan.title, rendered),
    chunks: read.chunks.map((chunk) => ({
      ...renderChunk(chunk, rendered),
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
  const [days, { sessions, names }, cardsDue, timer, done] = await Promise.all([
    recentDays(db, user.id, row.id, now),
    latestSessions(db, user.id, row.id).then(withNames),
    cardsOf(db, user, row.id, now),
    activeTimer(db, user.id),
    isShared(row) ? doneOf(db, user.id, row) : [],
  ])
  const outline = await planOutline(row, { days, timer }, now)
  return { outline, sessions, names: namesInPlan(names, outline.plan), cardsDue, done }
}
export type PlanPageData = Awaited<ReturnType<typeof planPageData>>

const pageSize = 100

/** The plans of a page of the list, and the cards that are due. */
export const listedPlans = async <E extends App>(c: Context<E>, { after = '', tag = '' }: Record<string, string>) => {
  const { user, org } = c.var
  const { DB } = c.env
  const [{ rows, next }, due] = await Promise.all([
    pageOfPlans(DB, user.id, org, { above: after, tag }, pageSize),
    dueCounts(DB, user.id, reviewDay(user, Date.now()), { org }),
  ])
  return { plans: rows, next, due, view: { tag, after } }
}
