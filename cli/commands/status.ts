import { duration, plural } from '../../functions/lib/time/duration'
import type { SessionData } from '../../functions/programs/sync/core/protocol'
import type { Context, Run } from '../context'
import { meter } from '../output/table'
import { sanitizeLine, truncateToWidth } from '../output/text'
import { storedAccount } from '../store/account'
import type { Database } from '../store/database'
import { storedPreferences } from '../store/person'
import { dueCount, runningSession, sessionsBetween } from '../store/queries'
import { sessionLabel } from '../time/labels'
import { clockText, currentDay, type Today } from '../time/today'

/** Seconds of a session within a day. */
const secondsOn = ({ start_time, duration_seconds }: SessionData, { from, to }: Today) => {
  const end = start_time + (duration_seconds ?? 0) * 1000
  return Math.floor(Math.max(0, Math.min(end, to) - Math.max(start_time, from)) / 1000)
}

const trackedOn = (db: Database, today: Today) =>
  sessionsBetween(db, today.from, today.to).reduce((sum, { data }) => sum + secondsOn(data, today), 0)

const meterWidth = 16

const timerLines = ({ terminal, store, now }: Context, today: Today) => {
  const { db } = store()
  const running = runningSession(db)
  if (!running) return { json: null, lines: [terminal.paint('dim', 'No timer is running.')] }
  const { data, id } = running
  const seconds = Math.max(0, Math.floor((now() - data.start_time) / 1000))
  const since = clockText(data.start_time, storedPreferences(db), today)
  const label = sessionLabel(db, data, id)
  const head = `${terminal.paint('green', '●')} ${terminal.paint('bold', duration(seconds))}`
  const json = { id, title: data.title, label, started_at: new Date(data.start_time).toISOString(), seconds }
  const rest = truncateToWidth(sanitizeLine(`${label} since ${since}`), terminal.width - 12)
  return { json: { ...json, plan_id: data.plan_id, chunk_id: data.chunk_id }, lines: [`${head}  ${rest}`] }
}

const waitingLine = ({ terminal, store, now }: Context) => {
  const { db, device } = store()
  const waiting = device.pendingCount()
  const rejected = db.get<{ count: number }>('SELECT count(*) AS count FROM rejected')?.count ?? 0
  const account = storedAccount(db)
  const { last_sync } = device.state()
  const ago = last_sync > 0 ? `synced ${duration(Math.max(0, (now() - last_sync) / 1000))} ago` : 'never synced'
  const parts = [
    ...(waiting > 0 ? [`${plural(waiting, 'change')} to send`] : []),
    ...(rejected > 0 ? [`${rejected} refused, see daymark sync status`] : []),
    account?.token ? ago : 'not signed in',
  ]
  return {
    json: { waiting, rejected, signed_in: Boolean(account?.token), last_sync: last_sync || null },
    line: terminal.paint('dim', parts.join(' · ')),
  }
}

/** Prints the timer and today's time, without using the network. */
export const status: Run = async (context) => {
  const { store, now, terminal } = context
  const { db } = store()
  const preferences = storedPreferences(db)
  const today = currentDay(preferences, now())
  const timer = timerLines(context, today)
  const tracked = trackedOn(db, today)
  const cards_due = dueCount(db, today, preferences.new_cards_a_day)
  const sync = waitingLine(context)
  const target = preferences.daily_target_minutes * 60
  const done = `${terminal.paint('cyan', meter(tracked / target, meterWidth))} ${duration(tracked)} of ${duration(target)} today`
  return {
    json: {
      date: today.date,
      timer: timer.json,
      tracked_seconds: tracked,
      target_seconds: target,
      cards_due,
      sync: sync.json,
    },
    text: [...timer.lines, done, ...(cards_due > 0 ? [`${plural(cards_due, 'card')} due`] : []), sync.line],
  }
}
