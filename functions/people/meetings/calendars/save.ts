import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { commitPlanned } from '../../../lib/db/retry'
import { type App, todayOf } from '../../../lib/env'
import { rateLimit } from '../../../lib/http/rate-limit'
import { filingErrors } from '../../../lib/resource/filing'
import type { FieldErrors } from '../../../lib/resource/resource'
import { removeRows } from '../../../lib/resource/row-writes'
import { type CalendarFailure, fetchCalendar } from './fetch'
import {
  addressOf,
  calendar,
  calendars,
  deleteCalendar,
  insertCalendar,
  saveReadFailure,
  sealAddress,
  untouchedOf,
  updateCalendar,
} from './queries'
import { applyReading, type MeetingCounts } from './refresh'
import { type CalendarRow, calendarsLimit } from './schema'

const readingsAnHour = 20

/** Applies the rate limit for reads that a person triggers. */
export const limitReadings = <E extends App>(c: Context<E>) =>
  rateLimit(
    c,
    'calendars',
    [{ key: `calendars:${c.var.user.id}`, limit: readingsAnHour, seconds: 3_600 }],
    `You can read calendars ${readingsAnHour} times an hour.`,
  )

/** True if the person already subscribes to that URL. @param id of a calendar that may have it */
const isKnown = async <E extends App>(c: Context<E>, address: string, id?: string) => {
  const rows = (await calendars(c.env.DB, c.var.user.id)).filter((row) => row.id !== id)
  return (await Promise.all(rows.map((row) => addressOf(c.env, row)))).includes(address)
}

/** `address`: null keeps the stored URL. */
type Values = { address: string | null; name?: string; organization_id?: string | null }

type Saved = { row: CalendarRow; done: MeetingCounts | CalendarFailure | null } | { errors: FieldErrors }

type Options = {
  /** Further statements for a new calendar. */
  also?: (id: string) => D1PreparedStatement[]
  /** Throws if the calendar is no longer at the version that the request names. */
  check?: () => Promise<unknown>
}

const full = `You can subscribe to ${calendarsLimit} calendars. Unsubscribe from one first.`

/**
 * Adds a calendar or saves an existing one. A new URL is read at once. If it is unreachable now, the calendar is stored
 * and read later.
 */
export const saveCalendar = async <E extends App>(
  c: Context<E>,
  { address, name, organization_id = null }: Values,
  before: CalendarRow | null,
  { also = () => [], check }: Options = {},
): Promise<Saved> => {
  const { DB } = c.env
  const { user } = c.var
  const wrong = await filingErrors(DB, user.id, { organization_id }, before)
  if (wrong) return { errors: wrong }
  const now = Date.now()
  const host = address === null ? (before?.host ?? '') : new URL(address).hostname
  const fresh = {
    id: uuid(),
    address: '',
    events: [],
    left_out: [],
    asked_at: now,
    read_at: null,
    error: null,
    created_at: now,
  }
  const row: CalendarRow = { ...(before ?? fresh), name: name || host, host, organization_id }
  if (before && address === null) {
    return commitPlanned(DB, user.id, [], async () => {
      await check?.()
      return { result: { row, done: null }, writes: [updateCalendar(DB, user.id, row)] }
    })
  }
  if (address === null) return { errors: { address: ['Enter an address'] } }
  if (await isKnown(c, address, row.id)) return { errors: { address: ['You already subscribe to this calendar'] } }
  await limitReadings(c)
  row.address = await sealAddress(c.env, row.id, address)
  const done = await applyReading(DB, user, row, await fetchCalendar(address), async (error) => {
    await check?.()
    const failed = error === null ? [] : [saveReadFailure(DB, user.id, row.id, error, now)]
    if (before) return [updateCalendar(DB, user.id, row), ...failed]
    if ((await calendars(DB, user.id)).length >= calendarsLimit) return { problem: full }
    return [...also(row.id), insertCalendar(DB, user.id, row), ...failed]
  })
  if ('problem' in done && !('unreachable' in done)) return { errors: { address: [done.problem] } }
  return { row, done }
}

/** Deletes a calendar and its future meetings that the person did not change. False if the calendar is gone. */
export const unsubscribe = <E extends App>(c: Context<E>, id: string, check?: Options['check']) => {
  const { DB } = c.env
  const { user } = c.var
  return commitPlanned(DB, user.id, ['stats'], async () => {
    await check?.()
    const row = await calendar(DB, user.id, id)
    if (!row) return { result: false }
    const meetings = removeRows(DB, user.id, 'meeting', untouchedOf(user.id, row, todayOf(c)))
    return { result: true, writes: [...meetings, deleteCalendar(DB, user.id, id)] }
  })
}
