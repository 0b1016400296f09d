import type { Context } from 'hono'
import type { App } from '../../../lib/env'
import type { ReadWait, Reminder, ReminderScope } from '../../../lib/reminders'
import { duration } from '../../../lib/text/format'
import { sessionTitle, type TitledSession } from '../../sessions/title'
import { activeTimer } from '../queries'
import { addTime, startNextRound, takeBreak } from './actions'
import { lastFocus } from './queries'
import { breakEnd, breakOf, focusEnd, focusState, isUnanswered, nextStep, startsAutomatically } from './state'

/** Seconds that the action of the reminder adds. */
export const addedSeconds = 5 * 60

const shownForMs = 60 * 60_000

const stopped = 'Focus is over and the timer has stopped'

const keyOf = (id: string, at: number) => `${id}.${at}`
const idIn = (key: string) => key.split('.')[0] ?? ''

/** Reminders at the end of the running or last focus, and of its break. */
export const focusReminders = async ({ db, user, now, from, to }: ReminderScope): Promise<Reminder[]> => {
  const [active, last] = await Promise.all([activeTimer(db, user.id), lastFocus(db, user.id)])
  const step = nextStep(active, active ? null : last)
  // Another request is recording this step and will read reminders afterwards.
  if (step && step.at <= now) return []
  const all: Reminder[] = []
  const add = (one: TitledSession & { id: string }, at: number, title: string, acts: string[] = []) => {
    if (at < from || at > to) return
    const text = sessionTitle(one)
    all.push({
      key: keyOf(one.id, at),
      at,
      until: at + shownForMs,
      title,
      text,
      href: '/timer',
      tag: 'focus',
      acts,
    })
  }
  const end = active && focusEnd(active)
  if (active?.focus && end !== null) {
    if (active.focus.stops) add(active, end, stopped)
    else
      add(active, end, `Focus is over, time for a break of ${duration(breakOf(active.focus).seconds)}`, [
        'break',
        'more',
      ])
  }
  if (!last || last.focus.paused) return all
  const { focus, ended_at, break_ends_at } = last
  const starts = startsAutomatically(focus)
  // A round that began exactly at the end of the break was started automatically.
  const began = starts && active?.started_at === breakEnd(focus, ended_at) ? active.started_at : null
  const over = active ? began : break_ends_at
  // A person who ended the focus early knows that it is over.
  if (!active && focus.stops && ended_at === focusEnd(last)) add(last, ended_at, stopped, over === null ? [] : ['next'])
  if (over !== null && !isUnanswered(last)) {
    if (starts) add(last, over, 'The break is over and the next round begins')
    else add(last, over, 'The break is over', ['next'])
  }
  return all
}

/** Other reminders are held back until the end of the running focus. */
export const focusWait: Awaited<ReturnType<ReadWait>> = async ({ db, user, now }) => {
  const state = focusState(await activeTimer(db, user.id), null, now)
  return state && !state.isOver ? state.endsAt : null
}

export const actOnBreak = async (c: Context<App>, key: string) =>
  (await takeBreak(c.env.DB, c.var.user, idIn(key), Date.now())) !== null

export const actOnAddTime = async (c: Context<App>, key: string) =>
  (await addTime(c.env.DB, c.var.user, idIn(key), addedSeconds, Date.now())) !== null

export const actOnNextRound = async (c: Context<App>, key: string) =>
  (await startNextRound(c.env.DB, c.var.user, idIn(key), Date.now())) !== null
