import type { Context } from 'hono'
import { v7 as uuid } from 'uuid'
import { type App, todayOf } from '../../../lib/env'
import { rateLimit } from '../../../lib/rate-limit'
import { filingErrors } from '../../../lib/resource/filing'
import type { FieldErrors } from '../../../lib/resource/resource'
import { removeRows } from '../../../lib/resource/stored'
import { commit } from '../../../lib/sql'
import { fetchCalendar } from './fetch'
import {
  addressOf,
  type CalendarRow,
  calendars,
  deleteCalendar,
  noteFailed,
  sealAddress,
  untouchedOf,
  updateCalendar,
} from './queries'
import { applyReading, type Change } from './refresh'

const readingsAnHour = 20

/** Counts a reading that a person asks for. */
export const limitReadings = (c: Context<App>) =>
  rateLimit(
    c,
    'calendars',
    [{ key: `calendars:${c.var.user.id}`, limit: readingsAnHour, seconds: 3_600 }],
    `You can read calendars ${readingsAnHour} times an hour.`,
  )

/** True where the person subscribes to that address already. @param id of a calendar that may have it */
const isKnown = async (c: Context<App>, address: string, id?: string) => {
  const rows = (await calendars(c.env.DB, c.var.user.id)).filter((row) => row.id !== id)
  return (await Promise.all(rows.map((row) => addressOf(c.env, row)))).includes(address)
}

/** `address` is null to keep that of the calendar. */
type Values = { address: string | null; name?: string; organization_id?: string | null }

type Saved = { row: CalendarRow; done: Change | { problem: string } | null } | { errors: FieldErrors }

/**
 * Subscribes to a calendar, or saves one that is there. A new address is read at once; one that cannot be reached now is
 * kept and read later.
 */
export const saveCalendar = async (
  c: Context<App>,
  { address, name, organization_id = null }: Values,
  before: CalendarRow | null,
  also: (id: string) => D1PreparedStatement[] = () => [],
): Promise<Saved> => {
  const { DB } = c.env
  const { user } = c.var
  const wrong = await filingErrors(DB, user.id, { organization_id }, before)
  if (wrong) return { errors: wrong }
  const now = Date.now()
  const host = address === null ? (before?.host ?? '') : new URL(address).hostname
  const own = before ?? {
    id: uuid(),
    address: '',
    events: [],
    asked_at: now,
    read_at: null,
    error: null,
    created_at: now,
  }
  const row = { ...own, name: name || host, host, organization_id }
  if (address === null) {
    await updateCalendar(DB, user.id, row).run()
    return { row, done: null }
  }
  if (await isKnown(c, address, row.id)) return { errors: { address: ['You subscribe to this calendar already'] } }
  await limitReadings(c)
  row.address = await sealAddress(c.env, row.id, address)
  const fetched = await fetchCalendar(address)
  const done = await applyReading(DB, user, row, fetched, before === null ? also(row.id) : undefined)
  if ('problem' in done && !('unreachable' in done)) return { errors: { address: [done.problem] } }
  if (before) await updateCalendar(DB, user.id, row).run()
  if (before && 'problem' in done) await noteFailed(DB, user.id, row.id, done.problem, now).run()
  return { row, done }
}

/** Forgets a calendar and the coming meetings of it that nobody touched. */
export const unsubscribe = (c: Context<App>, row: CalendarRow) =>
  commit(
    c.env.DB,
    c.var.user.id,
    ['stats'],
    [
      ...removeRows(c.env.DB, c.var.user.id, 'meeting', untouchedOf(c.var.user.id, row, todayOf(c))),
      deleteCalendar(c.env.DB, c.var.user.id, row.id),
    ],
  )
