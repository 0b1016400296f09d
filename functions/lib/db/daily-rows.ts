import type { Context, MiddlewareHandler } from 'hono'
import { type App, type Bindings, isDevelopment, type PersonHead } from '../env'
import { ProblemError } from '../http/problem'
import { isReadMethod } from '../http/respond'
import { waitUntil } from '../http/wait-until'
import { grouped, plural } from '../text/format'
import { dayMs, hourMs } from '../time/units'
import { sql } from './sql'

/** Default limit of rows that a person may write on a UTC day in production. */
const defaultDailyRows = 50_000

/** Share of the limit that jobs may use. The rest is for the person's own actions. */
const jobShare = 0.8

/** The operator's limit, else the default; null if there is no limit: turned off, or in development by default. */
const dailyRows = (env: Pick<Bindings, 'DAILY_ROWS_WRITTEN' | 'ENVIRONMENT'>) => {
  const { DAILY_ROWS_WRITTEN: setting = '' } = env
  if (/^\d{1,15}$/.test(setting)) return Number(setting)
  return setting === 'off' || isDevelopment(env) ? null : defaultDailyRows
}

/** The UTC date of an instant (epoch ms). */
const utcDate = (now: number) => new Date(now).toISOString().slice(0, 10)

const rowsWrittenBy = async <E extends App>({ var: { cost } }: Context<E>, work: () => Promise<unknown>) => {
  const before = cost.rowsWritten
  await work()
  return cost.rowsWritten - before
}

/** Rows written by each person since `since` (epoch ms), not yet stored in the database. */
const waiting = new Map<string, { date: string; rows: number; since: number }>()

/** Maximum number of people in `waiting`; it is cleared when full. */
const remembered = 10_000

const waitingOf = (userId: string, date: string) => {
  const found = waiting.get(userId)
  return found?.date === date ? found : undefined
}

/** Stores the written rows once they reach 1 % of the limit or are an hour old, because storing also writes a row. */
const addWritten = async <E extends App>(c: Context<E>, limit: number, rows: number, date: string) => {
  const { unmetered, user } = c.var
  const now = Date.now()
  const { rows: before, since } = waitingOf(user.id, date) ?? { rows: 0, since: now }
  const all = before + rows
  if (waiting.size >= remembered) waiting.clear()
  waiting.set(user.id, { date, rows: all, since })
  if (all === 0 || (all < limit / 100 && now - since < hourMs)) return
  waiting.delete(user.id)
  await sql(unmetered)`
    UPDATE change_heads
    SET rows_written = iif(written_on = ${date}, rows_written, 0) + ${all}, written_on = ${date}
    WHERE user_id = ${user.id}`.run()
}

const reached = (limit: number, seconds: number) => {
  const wait = seconds < 5400 ? plural(Math.ceil(seconds / 60), 'minute') : plural(Math.round(seconds / 3600), 'hour')
  return new ProblemError({
    status: 429,
    code: 'daily_limit',
    title: 'Daily limit reached',
    detail:
      `Your changes today reached the limit of ${grouped(limit)} database rows, so nothing was saved. ` +
      `You can still read everything. Try again in ${wait}.`,
  })
}

const writtenOn = ({ written_on, rows_written = 0 }: PersonHead, date: string) =>
  written_on === date ? rows_written : 0

/** True during a restore. The limit does not stop it, because the person can change nothing else until it is done. */
const isRestore = <E extends App>(c: Context<E>) => c.var.head.restore_id !== null

const hasReached = <E extends App>(c: Context<E>, limit: number, date: string) =>
  writtenOn(c.var.head, date) + (waitingOf(c.var.user.id, date)?.rows ?? 0) >= limit && !isRestore(c)

/** Start of the next UTC day (epoch ms) if a job must wait for it; null if the job may continue. */
export const jobWaitsUntil = <E extends App>(c: Context<E>) => {
  const limit = dailyRows(c.env)
  const now = Date.now()
  return limit !== null && hasReached(c, limit * jobShare, utcDate(now)) ? now - (now % dayMs) + dayMs : null
}

/** Runs a write after the response to a read, and counts its rows. Does nothing if the limit is reached. */
export const writeLater = <E extends App>(c: Context<E>, write: () => Promise<unknown>) => {
  const limit = dailyRows(c.env)
  const date = utcDate(Date.now())
  if (limit !== null && hasReached(c, limit, date)) return
  const work = async () => {
    const rows = await rowsWrittenBy(c, write)
    if (limit !== null) await addWritten(c, limit, rows, date)
  }
  waitUntil(c, work())
}

/**
 * Limits the rows that a person writes on a UTC day: further writes get 429. Rows of a request are counted after its
 * response; reads are never counted.
 */
export const limitDailyRows: MiddlewareHandler<App> = async (c, next) => {
  const limit = dailyRows(c.env)
  if (limit === null || isReadMethod(c.req.method)) return next()
  const now = Date.now()
  const date = utcDate(now)
  if (hasReached(c, limit, date) && !c.var.facts.isOverDailyLimit) {
    const seconds = Math.ceil((dayMs - (now % dayMs)) / 1000)
    c.header('Retry-After', String(seconds))
    throw reached(limit, seconds)
  }
  const rows = await rowsWrittenBy(c, next)
  waitUntil(c, addWritten(c, limit, rows, date))
}
