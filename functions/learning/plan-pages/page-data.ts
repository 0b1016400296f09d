import type { Context } from 'hono'
import { readDaySums } from '../../ledger/facts'
import { subjectFilter } from '../../ledger/resolve-subject'
import type { DaySum } from '../../ledger/schema'
import type { App, LocalNow, User } from '../../lib/env'
import { addDays, daysBetween } from '../../lib/time/days'
import { readMissingNames, type SubjectNames } from '../../time/sessions/list/page'
import { allSessions } from '../../time/sessions/list/view'
import { sessionsWithArtifacts } from '../../time/sessions/queries'
import { activeTimer } from '../../time/timer/queries'
import type { ActiveTimer } from '../../time/timer/schema'
import { cardsDueCount, dueCounts, reviewDay } from '../plans/cards-due'
import { parseStoredPlan } from '../plans/load'
import type { ReadChunk } from '../plans/markdown/read'
import { pageOfPlans, readCompletedChunks } from '../plans/queries'
import { type ChunkStatus, type PlanWithContent, partOfChunks } from '../plans/schema'
import { isShared } from '../plans/shared/propagate'

/** Number of days over which the pace is measured, including today. */
const paceDays = 28

/** Minimum tracked time in seconds, and minimum number of days with tracked time, for a forecast. */
const leastSeconds = 3600
const leastDays = 3

/** Minimum number of days over which the pace of a newer plan is measured. */
const shortestSpan = 7

/** Maximum length of a forecast, in days: five years. */
const forecastDays = 1_826

type Chunk = { status: ChunkStatus; duration_minutes: number | null }
type Day = { date: string; total_seconds: number }

/**
 * Planned minutes of the chunks still to do. A chunk without a duration counts as the average of the others; null if
 * most chunks have no duration.
 */
export const minutesLeft = (chunks: Chunk[]) => {
  const left = chunks.filter(({ status }) => status === 'not_started' || status === 'in_progress')
  const known = left.flatMap(({ duration_minutes }) => duration_minutes ?? [])
  if (known.length === 0 || known.length * 2 < left.length) return null
  const sum = known.reduce((total, minutes) => total + minutes, 0)
  return Math.round((sum * left.length) / known.length)
}

/**
 * Date when the plan is done at the pace of the last four weeks. Null if there is too little tracked time or too few
 * chunks have a duration.
 * @param days days with tracked time since `paceDays` ago, in order
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

/** Days with tracked time, to measure the pace. */
export const recentDays = (db: D1Database, userId: string, id: string, { today }: LocalNow) =>
  readDaySums(db, userId, subjectFilter(subjectOf(id)), { from: addDays(today, 1 - paceDays), to: today })

const latestSessions = (db: D1Database, userId: string, id: string) =>
  sessionsWithArtifacts(db, userId, { ...allSessions, subject: subjectOf(id) }, sessionLimit)

/** Number of a plan's cards that can be reviewed today. */
const cardsOf = (db: D1Database, user: Owner, id: string, { instant }: LocalNow) =>
  cardsDueCount(db, user.id, reviewDay(user, instant), { planId: id })

type Markdown = typeof import('../../lib/text/markdown')

/** The introduction as HTML, without a heading that repeats the title; null if nothing else is in it. */
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

/** All data of a plan that an edit of it may change. @param chunkId of the part of its chunks that is shown */
export const planOutline = async (
  row: PlanWithContent,
  { days, timer }: { days: DaySum[]; timer: ActiveTimer | null },
  now: LocalNow,
  chunkId?: string,
) => {
  // Loaded on use, because few requests show a plan.
  const rendered = await import('../../lib/text/markdown')
  const { read } = parseStoredPlan(row)
  const { content: _, chunks: __, chunk_seconds, ...plan } = row
  const part = partOfChunks(read.chunks, chunkId, plan.next_chunk)
  return {
    plan,
    introduction: renderIntroduction(read.introduction, plan.title, rendered),
    part: {
      ...part,
      chunks: part.chunks.map((chunk) => ({
        ...renderChunk(chunk, rendered),
        tracked_seconds: chunk_seconds.get(chunk.id) ?? 0,
      })),
    },
    warnings: read.warnings,
    pace: paceOf(read.chunks, days, now.today),
    timer,
  }
}
export type PlanOutline = Awaited<ReturnType<typeof planOutline>>

/**
 * Names for sessions on a plan's page: chunks without the plan's title, and no goal that belongs to the plan or has its
 * title.
 */
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

export const planPageData = async (
  db: D1Database,
  user: Owner,
  row: PlanWithContent,
  now: LocalNow,
  chunkId?: string,
) => {
  const withNames = async (sessions: Awaited<ReturnType<typeof latestSessions>>) => ({
    sessions,
    names: await readMissingNames(db, user.id, sessions),
  })
  const [days, { sessions, names }, cardsDue, timer, done] = await Promise.all([
    recentDays(db, user.id, row.id, now),
    latestSessions(db, user.id, row.id).then(withNames),
    cardsOf(db, user, row.id, now),
    activeTimer(db, user.id),
    isShared(row) ? readCompletedChunks(db, user.id, row) : [],
  ])
  const outline = await planOutline(row, { days, timer }, now, chunkId)
  return { outline, sessions, names: namesInPlan(names, outline.plan), cardsDue, done }
}
export type PlanPageData = Awaited<ReturnType<typeof planPageData>>

const pageSize = 100

/** A page of the list of plans, and the due cards. */
export const listedPlans = async <E extends App>(c: Context<E>, { after = '', tag = '' }: Record<string, string>) => {
  const { user, org } = c.var
  const { DB } = c.env
  const [{ rows, next }, due] = await Promise.all([
    pageOfPlans(DB, user.id, org, { above: after, tag }, pageSize),
    dueCounts(DB, user.id, reviewDay(user, Date.now()), { org }),
  ])
  return { plans: rows, next, due, view: { tag, after } }
}
