import { env } from 'cloudflare:workers'
import { rows } from '../../../../../test/support/client'
import { localNow, type User } from '../../../../lib/env'
import { addNextMeeting, readWithNext } from '../../../../people/meetings/repeat'
import type { MeetingRow } from '../../../../people/meetings/schema'
import type { Act } from '../acts/testing'
import type { Month } from '../oracle/testing'
import { clock, day, type Life, later, type Meeting, weekday } from '../testing'

/** Meetings of a series, of which the last one repeats, counted from a date. */
export type Series = Pick<Meeting, 'zone' | 'made' | 'length'> & {
  repeat: Life['series'][number]['repeat']
  from: string
  own: { when: [string, number]; isOpen: boolean }[]
  isOver: boolean
}

/** True for a date of a series, looked at alone. */
const isOf = ({ repeat, from }: Pick<Series, 'repeat' | 'from'>, date: string) => {
  const days = (Date.parse(date) - Date.parse(from)) / day
  if (repeat === 'weekdays') return weekday(date) <= 5
  return days % { daily: 1, weekly: 7, fortnightly: 14 }[repeat] === 0
}

/** The first date of a series after another. */
const nextOf = (series: Pick<Series, 'repeat' | 'from'>, after: string) => {
  let date = later(after, 1)
  while (!isOf(series, date)) date = later(date, 1)
  return date
}

/** Meetings of series, and those of the days around a date that nobody has seen yet. */
export const seriesMeetings = (all: Map<string, Series>, today: string) =>
  [...all].flatMap(([title, { own, isOver, ...series }]): Meeting[] => {
    const [last, time] = own.at(-1)?.when ?? ['9999', 0]
    const days = isOver ? [] : [-4, -3, -2, -1, 0, 1, 2, 3].map((n) => later(today, n))
    const ahead = days.filter((date) => date > last && isOf(series, date)).map((date): [string, number] => [date, time])
    const all = [...own.flatMap(({ when, isOpen }) => (isOpen ? [when] : [])), ...ahead]
    return all.map((when) => ({ ...series, id: title, title, when }))
  })

type Repeating = Pick<MeetingRow, 'id' | 'date' | 'repeat' | 'repeat_from'>

/** Acts of a person with repeating meetings, who opens a page now and then, each told to the month, too. */
export const seriesActs = (one: Life, month: Month, user: Pick<User, 'id' | 'preferences'>) => {
  const { state, now } = month
  const acts: Act[] = []
  const act = (at: number, does: Act['does']) => acts.push({ at, does })
  const set = (statement: string, ...values: (string | number)[]) =>
    env.DB.prepare(statement)
      .bind(...values, user.id)
      .run()
  for (const [n, { made, inDays, time, length: minutes, repeat, changes }] of one.series.entries()) {
    const title = `R${n}`
    const when = (inDays: number) =>
      later(month.clocksIn(state.series.get(title)?.zone ?? state.zone).at(now()).date, inDays)
    act(made, async () => {
      const date = when(inDays)
      const own = [{ when: [date, time] as [string, number], isOpen: true }]
      state.series.set(title, {
        ...{ zone: state.zone, made: now(), length: minutes, repeat, from: date, own, isOver: false },
      })
      await set(
        `INSERT INTO meetings (id, title, date, time, duration_minutes, time_zone, repeat, created_at, details_seq, seq, updated_at, user_id)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1, 1, 1, ?)`,
        ...[title, title, date, clock(time), minutes, state.zone, repeat, now()],
      )
    })
    for (const change of changes.filter(({ at }) => at > made))
      act(change.at, async () => {
        const series = state.series.get(title)
        const last = series?.own.at(-1)
        if (!series || !last || series.isOver) return
        const [row] = await rows<Repeating>(
          `SELECT id, date, repeat, repeat_from FROM meetings
           WHERE title = ? AND user_id = ? AND repeat <> 'none' AND deleted_at IS NULL`,
          ...[title, user.id],
        )
        if (!row) throw new Error(`${title} does not repeat`)
        const update = (columns: string, ...values: string[]) =>
          set(`UPDATE meetings SET ${columns} WHERE id = ? AND user_id = ?`, ...values, row.id)
        if (change.is === 'move') {
          const date = when(change.inDays)
          if (date !== last.when[0]) series.from = date
          last.when = [date, change.time]
          await update('date = ?, time = ?, repeat_from = ?', date, clock(change.time), series.from)
        } else if (change.is === 'track') {
          last.isOpen = false
          await update("session_id = 'session'")
        } else if (change.is === 'stop') {
          series.isOver = true
          await update("repeat = 'none'")
        } else {
          last.isOpen = false
          const [, after = ''] = [last.when[0], month.today()].sort()
          if (change.is === 'delete') series.isOver = true
          else {
            series.own.push({ when: [nextOf(series, after), last.when[1]], isOpen: true })
            await env.DB.batch(addNextMeeting(env.DB, user.id, row, month.today(), now()))
          }
          await update('deleted_at = 1')
        }
      })
  }
  for (const at of one.opened)
    act(at, async () => {
      for (const series of state.series.values()) {
        const [date, time] = series.own.at(-1)?.when ?? ['9999', 0]
        if (series.isOver || date >= month.today()) continue
        series.own.push({ when: [nextOf(series, later(month.today(), -1)), time], isOpen: true })
      }
      await readWithNext(env.DB, user.id, localNow(user, now()), async () => null)
    })
  return acts
}
