import { env } from 'cloudflare:workers'
import { expect } from 'vitest'
import { signedIn } from '../../../../../test/support/client'
import { putApps, putEarned, somePackage } from '../../../../apps/whitelists/testing'
import type { User } from '../../../../lib/env'
import { readPreferences } from '../../../../lib/preferences'
import { includeEndedSessions } from '../../../../time/sessions/planned'
import { addSplitSessions, withSplits } from '../../../../time/sessions/queries'
import { newSession, putProject } from '../../../../time/sessions/testing'
import { startTimer, stopTimer } from '../../../../time/timer/actions'
import * as focus from '../../../../time/timer/focus/actions'
import { lastRest } from '../../../../time/timer/focus/queries'
import { addedSeconds } from '../../../../time/timer/focus/reminders'
import { firstRound } from '../../../../time/timer/focus/state'
import { activeTimer } from '../../../../time/timer/queries'
import { postponeReminder } from '../../queries'
import { type pushService, remind, subscribed } from '../../testing'
import type { Month } from '../oracle/testing'
import { seriesActs } from '../series/testing'
import { clock, day, type Kind, kinds, type Life, later, length, minute } from '../testing'

export type Act = { at: number; does: () => Promise<unknown> }

/** A person as the product has them, and their acts, each told to the month, too. */
export const livedBy = async (one: Life, month: Month, service: ReturnType<typeof pushService>) => {
  const { first, state } = month
  const preferences: Record<string, unknown> = {
    ...{ time_zone: one.zone, day_start_minute: one.dayStart, rest_days: one.restDays, week_start: one.weekStart },
    ...{ focus_stops: one.choices.stops, focus_starts: one.choices.starts },
  }
  const client = await signedIn(preferences)
  const { userId } = client
  const user = { id: userId, preferences: readPreferences(JSON.stringify(preferences)) } as Pick<
    User,
    'id' | 'preferences'
  >
  const set = (statement: string, ...values: (string | number | null)[]) =>
    env.DB.prepare(statement)
      .bind(...values, userId)
      .run()
  const prefer = async (values: Record<string, unknown>) => {
    for (const [path, value] of Object.entries(values))
      await set(
        `UPDATE users SET preferences = json_set(preferences, '$.${path}', json(?)) WHERE id = ?`,
        JSON.stringify(value),
      )
    Object.assign(preferences, values)
    Object.assign(user, { preferences: readPreferences(JSON.stringify(preferences)) })
  }
  const devices = new Map<string, string>()
  const { id } = await (await subscribed(client, service, `${userId}-a`)).json<{ id: string }>()
  devices.set('a', id).set('b', 'b')
  const other = await service.browser(`${userId}-b`)
  await set(
    `INSERT INTO push_subscriptions (id, session_hash, endpoint_hash, endpoint, p256dh, auth, device, created_at, seen_at, user_id)
     SELECT 'b', session_hash, ?, ?, ?, ?, 'Phone', 1, 1, user_id FROM push_subscriptions WHERE user_id = ?`,
    ...[other.endpoint, other.endpoint, other.keys.p256dh, other.keys.auth],
  )
  const quietOf = ({ quiet, quietDaysOff }: Pick<Life, 'quiet' | 'quietDaysOff'>) => ({
    ...{ quiet_hours: quiet !== null, quiet_from: quiet?.from ?? 0, quiet_to: quiet?.to ?? 0 },
    quiet_days_off: quietDaysOff,
  })
  const wayOf = (kind: Kind) => (month.isMail(kind) ? 'mail' : 'push')
  const values: Partial<Record<Kind, object>> = one.values
  await remind(
    client,
    Object.fromEntries(kinds.map((kind) => [kind, { ...values[kind], by: wayOf(kind), since: first }])),
    { ...quietOf(one), together: one.together, device: devices.get(one.device) ?? 'all' },
  )
  const project_id = await putProject(client, 'Project')
  for (const [name, seconds, period, subject] of [
    ['Day app', one.apps.day * 60, 'day', 'all'],
    ['Week app', one.apps.week * 60, 'week', `project:${project_id}`],
  ] as const) {
    const package_name = somePackage()
    await putApps({ package_name, label: name })
    await putEarned(userId, { subject, seconds, period }, package_name)
  }
  await set(
    `INSERT INTO budgets (subject, minutes, period, user_id) VALUES (?, ?, ?, ?)`,
    ...[`project:${project_id}`, one.budget.minutes, one.budget.period],
  )
  await set(
    `INSERT INTO cards (id, question, answer, sm2_next, fsrs_next, next_review, is_new, seq, created_at, updated_at, user_id)
     VALUES ('card', 'Q', 'A', '2020-01-01', '2020-01-01', '2020-01-01', 0, 1, 1, 1, ?)`,
  )
  // So that each week's mail has something that is next.
  for (let n = -3; n < length + 9; n += 3)
    await set(
      `INSERT INTO tasks (id, title, date, seq, created_at, updated_at, user_id) VALUES (?, 'Ahead', ?, 1, 1, 1, ?)`,
      ...[`ahead-${n}`, later(one.start, n)],
    )
  const dayOff = async (date: string) => {
    if (state.off.delete(date)) return set('DELETE FROM days_off WHERE date = ? AND user_id = ?', date)
    state.off.add(date)
    return set('INSERT INTO days_off (date, seq, user_id) VALUES (?, 1, ?)', date)
  }
  for (const n of one.daysOff) await dayOff(later(one.start, n))
  for (const [n, { start, days }] of one.goals.entries()) {
    // Two days are forgiven, or a twentieth, and none behind the last one.
    const grace = Math.floor(Math.max(2, days / 20)) + 1
    state.goals.set(`Goal ${n}`, later(one.start, start + Math.min(grace, days)))
    await set(
      `INSERT INTO goals (id, title, status, start_date, target_date, seq, created_at, updated_at, user_id)
       VALUES (?, ?, 'in_progress', ?, ?, 1, 1, 1, ?)`,
      ...[`goal-${n}`, `Goal ${n}`, later(one.start, start), later(one.start, start + days - 1)],
    )
  }

  const acts: Act[] = []
  const act = (at: number, does: Act['does']) => acts.push({ at: first + at, does })
  const now = () => month.now()

  const pressed = new Set<number>()
  for (const { at: from, steps } of one.presses) {
    let at = from
    // A timer that runs for a day is abandoned, which is no matter of reminders.
    const all = [...steps, [{ is: 'endBreak' }, 1] as const, [{ is: 'stop' }, 1] as const]
    for (const [step, wait] of all) {
      while (pressed.has(at)) at += minute
      act(at, async () => {
        await includeEndedSessions(env.DB, { id: userId }, now())
        await focus.settleFocus(env.DB, user, now())
        const [active, rest] = [await activeTimer(env.DB, userId), await lastRest(env.DB, userId, now())]
        const [running, rested] = [active?.id ?? '', rest?.id ?? '']
        if ('pattern' in step) {
          const title = `Timer ${acts.length} ${now()}`
          const plan = step.pattern ? { focus: firstRound(step.pattern, one.choices) } : {}
          month.take({ is: 'start', pattern: step.pattern }, { title, project: step.project })
          await startTimer(env.DB, user, { title, project_id: step.project ? project_id : null, ...plan }, now())
          return
        }
        month.take({ is: step.is } as never)
        if (step.is === 'stop') await stopTimer(env.DB, user, {}, now())
        else if (step.is === 'break') await focus.takeBreak(env.DB, user, running, now())
        else if (step.is === 'more') await focus.addTime(env.DB, user, running, addedSeconds, now())
        else if (step.is === 'goOn') await focus.removeFocusEnd(env.DB, user, running, now())
        else if (step.is === 'pause') await focus.pauseFocus(env.DB, user, running, now())
        else if (active) return
        else if (step.is === 'resume') await focus.resumeFocus(env.DB, user, rested, now())
        else if (step.is === 'next') await focus.startNextRound(env.DB, user, rested, now())
        else await focus.endBreak(env.DB, user, rested, now())
      })
      pressed.add(at)
      at += wait * minute
    }
  }
  const zone = () => ({ time_zone: state.zone, day_start_minute: state.dayStart })
  const sessionOf = (session: { title: string; start: number; minutes: number; project: boolean }, at = zone()) =>
    withSplits(
      newSession(session.start, session.minutes, {
        ...at,
        title: session.title,
        project_id: session.project ? project_id : null,
      }),
    )
  for (const [n, { at, minutes, project }] of one.logged.entries())
    act(at, async () => {
      const start = now() - minutes * minute
      month.count({ start, project, zone: state.zone, dayStart: state.dayStart }, now())
      await env.DB.batch(
        addSplitSessions(env.DB, userId, [sessionOf({ title: `Log ${n}`, start, minutes, project })], now()),
      )
    })
  for (const [n, { made, ahead, minutes, project, moved, gone }] of one.blocks.entries()) {
    const [key, title] = [`block-${n}`, `Block ${n}`]
    act(made, async () => {
      const start = now() + ahead * minute
      state.blocks.set(key, {
        id: key,
        title,
        made: now(),
        start,
        minutes,
        project,
        zone: state.zone,
        dayStart: state.dayStart,
      })
      const session = { ...sessionOf({ title, start, minutes, project }), id: key }
      await env.DB.batch(addSplitSessions(env.DB, userId, [session], now()))
    })
    if (moved && moved.at > made)
      act(moved.at, async () => {
        const block = state.blocks.get(key)
        if (!block) return
        block.start = now() + moved.ahead * minute
        const session = sessionOf(block, { time_zone: block.zone, day_start_minute: block.dayStart })
        await set(
          `UPDATE sessions SET started_at = ?, ended_at = ?, planned_until = ?, days = ?, hours = ? WHERE id = ? AND user_id = ?`,
          ...[
            session.started_at,
            session.ended_at,
            session.ended_at,
            JSON.stringify(session.days),
            JSON.stringify(session.hours),
            key,
          ],
        )
      })
    if (gone !== null && gone > made)
      act(gone, async () => {
        if (state.blocks.delete(key)) await set('UPDATE sessions SET deleted_at = 1 WHERE id = ? AND user_id = ?', key)
      })
  }
  for (const [n, { made, inDays, time, due, moved, done }] of one.tasks.entries()) {
    const key = `task-${n}`
    act(made, async () => {
      const when: [string, number] | null = time === null ? null : [later(month.today(), inDays), time]
      const deadline = due === null ? null : later(month.today(), due)
      state.tasks.set(key, { id: key, title: `K${n}`, made: now(), time: when, due: deadline })
      await set(
        `INSERT INTO tasks (id, title, date, at, due_date, seq, created_at, updated_at, user_id) VALUES (?, ?, ?, ?, ?, 1, ?, 1, ?)`,
        ...[key, `K${n}`, when?.[0] ?? null, when ? clock(when[1]) : null, deadline, now()],
      )
    })
    if (moved && moved.at > made)
      act(moved.at, async () => {
        const task = state.tasks.get(key)
        if (!task) return
        task.time = [later(month.today(), moved.inDays), moved.time]
        await set(
          'UPDATE tasks SET date = ?, at = ? WHERE id = ? AND user_id = ?',
          task.time[0],
          clock(moved.time),
          key,
        )
      })
    if (done !== null && done > made)
      act(done, async () => {
        state.tasks.delete(key)
        await set("UPDATE tasks SET status = 'done' WHERE id = ? AND user_id = ?", key)
      })
  }
  for (const [n, { made, inDays, time, length: minutes, moved, gone }] of one.meetings.entries()) {
    const key = `meeting-${n}`
    const when = (inDays: number) =>
      later(month.clocksIn(state.meetings.get(key)?.zone ?? state.zone).at(now()).date, inDays)
    act(made, async () => {
      const date = when(inDays)
      state.meetings.set(key, {
        id: key,
        title: `M${n}`,
        zone: state.zone,
        made: now(),
        when: [date, time],
        length: minutes,
      })
      await set(
        `INSERT INTO meetings (id, title, date, time, duration_minutes, time_zone, created_at, details_seq, seq, updated_at, user_id)
         VALUES (?, ?, ?, ?, ?, ?, ?, 1, 1, 1, ?)`,
        ...[key, `M${n}`, date, clock(time), minutes, state.zone, now()],
      )
    })
    if (moved && moved.at > made)
      act(moved.at, async () => {
        const meeting = state.meetings.get(key)
        if (!meeting) return
        meeting.when = [when(moved.inDays), moved.time]
        await set(
          'UPDATE meetings SET date = ?, time = ? WHERE id = ? AND user_id = ?',
          meeting.when[0],
          clock(moved.time),
          key,
        )
      })
    if (gone !== null && gone > made)
      act(gone, async () => {
        state.meetings.delete(key)
        await set('UPDATE meetings SET deleted_at = 1 WHERE id = ? AND user_id = ?', key)
      })
  }
  for (const { at, does } of seriesActs(one, month, user)) act(at, does)
  for (const [n, { done }] of one.goals.entries())
    if (done !== null)
      act(done, async () => {
        state.goals.delete(`Goal ${n}`)
        await set("UPDATE goals SET status = 'completed', completed_at = 1 WHERE id = ? AND user_id = ?", `goal-${n}`)
      })
  for (const name of ['planned', 'closed'] as const)
    for (const at of one[name])
      act(at, async () => {
        if (month.today() > state[name]) state[name] = month.today()
        await prefer({ [`${name}_on`]: state[name] })
      })
  for (const { at, days } of one.cards)
    act(at, async () => {
      state.cardDue = later(month.today(), days)
      await set('UPDATE cards SET next_review = ? WHERE user_id = ?', state.cardDue)
    })
  for (const at of one.reviewed)
    act(at, async () => {
      const week = month.weekOf(later(month.today(), -2))
      if (state.reviewed.has(week)) return
      state.reviewed.add(week)
      await set(
        `INSERT INTO reviews (id, period, date, title, words, seq, created_at, updated_at, user_id)
         VALUES (?, 'week', ?, 'Week', 'Words', 1, 1, 1, ?)`,
        ...[week, week],
      )
    })
  const pushedKeys: { key: string; of: string; at: number }[] = []
  for (const [at, setting] of one.settings)
    act(at, async () => {
      if (['zone', 'dayStart', 'quiet', 'dayOff'].includes(setting.is)) month.forget()
      if (setting.is === 'zone') {
        state.zone = setting.zone
        await prefer({ time_zone: setting.zone })
      } else if (setting.is === 'dayStart') {
        state.dayStart = setting.dayStart
        await prefer({ day_start_minute: setting.dayStart })
      } else if (setting.is === 'quiet') {
        Object.assign(state, { quiet: setting.quiet, quietDaysOff: setting.quietDaysOff })
        const how = Object.entries(quietOf(setting)).map(([name, value]) => [`reminders.how.${name}`, value])
        await prefer(Object.fromEntries(how))
      } else if (setting.is === 'dayOff') await dayOff(later(month.today(), setting.inDays))
      else if (setting.is === 'switch') {
        const path = `reminders.${setting.kind}`
        if (state.since.delete(setting.kind)) await prefer({ [`${path}.by`]: 'off' })
        else {
          state.since.set(setting.kind, now())
          month.know(setting.kind)
          await prefer({ [`${path}.by`]: wayOf(setting.kind), [`${path}.since`]: now() })
        }
      } else if (setting.is === 'device') {
        if (state.statuses.get(setting.device) === 0) return
        state.statuses.set(setting.device, setting.status)
        const endpoint = `https://push.daymark.dev/send/${userId}-${setting.device}`
        if (setting.status === 201) service.statuses.delete(endpoint)
        else service.statuses.set(endpoint, setting.status)
      } else {
        const last = pushedKeys
          .filter(({ of, at: then }) => month.sent.get(of)?.isDone && then > now() - day / 2)
          .at(-1 - setting.back)
        const entry = last && month.sent.get(last.of)
        if (!last || !entry) return
        Object.assign(entry, { isDone: false, tries: 0, next: now() + 10 * minute, snoozed: true })
        expect(await postponeReminder(env.DB, userId, last.key, now() + 10 * minute).first()).not.toBeNull()
      }
    })
  return { client, acts, pushedKeys }
}
