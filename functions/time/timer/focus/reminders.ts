import type { Context } from 'hono'
import type { App } from '../../../lib/env'
import type { ReadWait, Reminder, ReminderScope } from '../../../lib/reminders'
import { duration } from '../../../lib/text/format'
import { titleOf } from '../../sessions/words'
import { activeTimer } from '../queries'
import { addTime, settleFocus, startNextRound, takeBreak } from './actions'
import { lastRest } from './queries'
import { breakOf, focusEnd, focusState, startsItself } from './state'

/** Seconds that a press adds. */
export const addedSeconds = 5 * 60

const shownForMs = 60 * 60_000

const keyOf = (id: string, at: number) => `${id}.${at}`
const idIn = (key: string) => key.split('.')[0] ?? ''

/** The ends of the focus that runs, and of the break that is taken. */
export const focusReminders = async ({ db, user, now, from, to }: ReminderScope): Promise<Reminder[]> => {
  await settleFocus(db, user, now)
  const [active, rest] = await Promise.all([activeTimer(db, user.id), lastRest(db, user.id, now)])
  const end = active && focusEnd(active)
  const reminder = (id: string, at: number, title: string, acts: string[], text?: string): Reminder => ({
    ...{ key: keyOf(id, at), at, until: at + shownForMs, title, text, href: '/timer', tag: 'focus', acts },
  })
  const all: Reminder[] = []
  if (active?.focus && end !== null) {
    const pause = `Take a break of ${duration(breakOf(active.focus).seconds)}.`
    if (!active.focus.stops) {
      all.push(reminder(active.id, end, `Focus is over. ${pause}`, ['break', 'more'], titleOf(active)))
    } else all.push(reminder(active.id, end, 'Focus is over, and the timer stopped.', [], titleOf(active)))
  }
  if (!active && rest?.focus && !rest.focus.paused && rest.break_ends_at !== null) {
    const starts = startsItself(rest.focus)
    if (rest.focus.stops)
      all.push(reminder(rest.id, rest.ended_at, 'Focus is over, and the timer stopped.', ['next'], titleOf(rest)))
    const title = starts ? 'The break is over, and the next round begins.' : 'The break is over.'
    all.push(reminder(rest.id, rest.break_ends_at, title, starts ? [] : ['next'], titleOf(rest)))
  }
  return all.filter(({ at }) => at >= from && at <= to)
}

/** Other reminders wait for the end of a focus. */
export const focusWait: Awaited<ReturnType<ReadWait>> = async ({ db, user, now }) => {
  const state = focusState(await activeTimer(db, user.id), null, now)
  return state && !state.isOver ? state.endsAt : null
}

export const actOnBreak = async (c: Context<App>, key: string) =>
  (await takeBreak(c.env.DB, c.var.user, idIn(key), Date.now())) !== null

export const actOnMore = async (c: Context<App>, key: string) =>
  (await addTime(c.env.DB, c.var.user, idIn(key), addedSeconds, Date.now())) !== null

export const actOnNext = async (c: Context<App>, key: string) =>
  (await startNextRound(c.env.DB, c.var.user, idIn(key), Date.now())) !== null
