import fc from 'fast-check'
import { expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { allOrgs, type Org } from '../../lib/org'
import { addDays, datesBetween, dayOf } from '../../lib/time/days'
import { journals, naivePeriod, secondsBetweenDates, type Written, writeJournal } from './testing'

type Row = { id: string }
const ids = (rows: Row[]) => rows.map(({ id }) => id).sort()

const weekdayOf = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay() || 7

/** The figures of a review, computed from the rows of a journal one by one. */
const naiveReview = (written: Written, period: 'week' | 'month', org: Org) => {
  const { isIn, preferences, sessions, goals, milestones, tasks, learnings, skills, checkIns, off } = written
  const { from, to } = naivePeriod(period, written.date, preferences.week_start)
  const whole =
    period === 'week'
      ? { from: addDays(from, -7), to: addDays(from, -1) }
      : naivePeriod('month', addDays(from, -1), preferences.week_start)
  const today = dayOf(Date.now(), preferences)
  const days = today >= from && today <= to ? datesBetween(from, today).length : Number.POSITIVE_INFINITY
  const before = datesBetween(whole.from, whole.to).slice(0, days)
  const isWithin = (date: string | null) => date !== null && date >= from && date <= to
  const shown = sessions.filter(({ project }) => isIn(org, { project }))
  const secondsOf = (of: Written['sessions'], first = from, last = to) => secondsBetweenDates(of, written, first, last)
  const free = (date: string) => off.includes(date) || preferences.rest_days.includes(weekdayOf(date))
  const present = goals.filter(({ deleted, own }) => !deleted && isIn(org, { own }))
  const shownTasks = tasks.filter((task) => isIn(org, { own: task.own, project: task.project }))
  const endedBy = ({ status, end }: Written['tasks'][number]) =>
    (status === 'done' || status === 'cancelled') && end <= to
  const moves = skills
    .filter(({ own }) => isIn(org, { own }))
    .flatMap(({ id, entries }) => {
      const levelBy = (date: string) =>
        entries
          .map((entry, index) => ({ ...entry, index }))
          .filter((entry) => entry.date <= date)
          .sort((a, b) => a.date.localeCompare(b.date) || a.index - b.index)
          .at(-1)?.level ?? null
      const [start, end] = [levelBy(addDays(from, -1)), levelBy(to)]
      return entries.some(({ date }) => isWithin(date)) && start !== end ? [{ id, before: start, after: end }] : []
    })
  const periods = datesBetween(addDays(written.first, -6), addDays(written.first, 130)).flatMap((date) => {
    const week = { from: date, to: addDays(date, 6) }
    if (weekdayOf(date) !== preferences.week_start || week.to < written.first || !isWithin(week.to)) return []
    const seconds = secondsOf(
      sessions.filter(({ goal_id }) => goal_id === written.weekly || goal_id === written.part),
      week.from,
      week.to,
    )
    const isMet = seconds >= written.target_seconds
    if (!isMet && week.from < written.first) return []
    return isIn(org, {}) ? [{ from: week.from, seconds, state: isMet ? 'met' : 'missed' }] : []
  })
  const felt = checkIns.filter(({ own, date }) => isIn(org, { own }) && isWithin(date))
  const average = (of: 'energy' | 'engagement') =>
    felt.length === 0 ? null : felt.reduce((sum, one) => sum + one[of], 0) / felt.length
  return {
    from,
    to,
    total_seconds: secondsOf(shown),
    previous_seconds: secondsOf(shown, before[0], before.at(-1)),
    target_seconds:
      org === allOrgs
        ? datesBetween(from, to).filter((date) => !free(date)).length * preferences.daily_target_minutes * 60
        : null,
    days: datesBetween(from, to)
      .map((date) => [date, secondsOf(shown, date, date)])
      .filter(([, seconds]) => Number(seconds) > 0),
    goal_periods: periods,
    goals_reached: ids(present.filter(({ done }) => isWithin(done))),
    goals_missed: ids(
      present.filter(
        ({ done, target, cancelled }) =>
          isWithin(target) && (done === null ? !cancelled : target !== null && done > target),
      ),
    ),
    milestones_reached: ids(milestones.filter(({ above, day }) => present.includes(above) && isWithin(day))),
    tasks_done: ids(shownTasks.filter(({ status, end }) => status === 'done' && isWithin(end))),
    tasks_dropped: ids(shownTasks.filter(({ status, end }) => status === 'cancelled' && isWithin(end))),
    tasks_carried: ids(
      shownTasks.filter(
        (task) => task.carries.some(isWithin) && (task.date === null || task.date > to) && !endedBy(task),
      ),
    ),
    tasks_without_time: ids(
      shownTasks.filter(
        (task) =>
          task.estimated &&
          ((isWithin(task.date) && (task.date ?? '') < today) || task.carries.some(isWithin)) &&
          !endedBy(task) &&
          secondsOf(sessions.filter(({ task_id }) => task_id === task.id)) === 0,
      ),
    ),
    goals_without_time: periods.filter(({ seconds }) => seconds === 0).map((one) => one.from),
    feedback: ids(written.feedback.filter((row) => !row.deleted && isWithin(row.date) && isIn(org, { own: row.own }))),
    learnings: ids(learnings.filter((row) => !row.deleted && isWithin(row.date) && isIn(org, row))),
    skills: moves.sort((a, b) => (a.id < b.id ? -1 : 1)),
    energy: { checkins: felt.length, energy: average('energy'), engagement: average('engagement') },
  }
}

test('every figure of a review is that of the rows of its days, in every zone and context', async () => {
  const check = fc.asyncProperty(journals, async (journal) => {
    const written = await writeJournal(journal)
    for (const period of ['week', 'month'] as const) {
      for (const org of written.contexts) {
        const answer = await written.client.json('GET', `/api/v1/reviews/${period}?date=${written.date}&org=${org}`)
        expect(answer.status).toBe(200)
        // biome-ignore lint/suspicious/noExplicitAny: compared as a whole
        const found = await answer.json<any>()
        const { period: named, ...expected } = { period, ...naiveReview(written, period, org) }
        expect(named).toBe(found.period)
        expect({
          ...found,
          period: undefined,
          days: found.days
            .filter((one: { total_seconds: number }) => one.total_seconds > 0)
            .map((one: { date: string; total_seconds: number }) => [one.date, one.total_seconds]),
          goal_periods: found.goal_periods.map(({ from, seconds, state }: Record<string, unknown>) => ({
            from,
            seconds,
            state,
          })),
          goals_reached: ids(found.goals_reached),
          goals_missed: ids(found.goals_missed),
          milestones_reached: ids(found.milestones_reached),
          tasks_done: ids(found.tasks_done),
          tasks_dropped: ids(found.tasks_dropped),
          tasks_carried: ids(found.tasks_carried),
          tasks_without_time: ids(found.tasks_without_time),
          goals_without_time: found.goals_without_time.map(({ date }: { date: string }) => date),
          feedback: ids(found.feedback),
          learnings: ids(found.learnings),
          skills: found.skills
            .map(({ id, before, after }: Record<string, unknown>) => ({ id, before, after }))
            .sort((a: Row, b: Row) => (a.id < b.id ? -1 : 1)),
        }).toEqual(expected)
      }
    }
  })
  await fc.assert(check, { numRuns: runs(60) })
})

test('a task of today has got no time only when its day is over', async () => {
  const zone = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }
  const client = await signedIn(zone)
  const today = dayOf(Date.now(), zone)
  const planned = async (date: string) => {
    const task = { title: 'A task', date, estimated_minutes: 30 }
    return await client.add('/tasks', task)
  }
  const yesterday = addDays(today, -1)
  const [past, present] = [await planned(yesterday), await planned(today)]
  const idleOf = async (date: string) => {
    const answer = await client.json('GET', `/api/v1/reviews/week?date=${date}`)
    return ids((await answer.json<{ tasks_without_time: Row[] }>()).tasks_without_time)
  }
  expect(await idleOf(yesterday)).toContain(past)
  expect(await idleOf(today)).not.toContain(present)
})

test('a goal that was cancelled, or reached on its date, is not missed', async () => {
  const zone = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }
  const client = await signedIn(zone)
  const target_date = addDays(dayOf(Date.now(), zone), -1)
  const goal = (status: string) => client.add('/goals', { title: status, target_date, status })
  const [open] = [await goal('in_progress'), await goal('cancelled'), await goal('completed')]
  await rows("UPDATE goals SET completed_on = target_date WHERE user_id = ? AND status = 'completed'", client.userId)
  const answer = await client.json('GET', `/api/v1/reviews/week?date=${target_date}`)
  expect(ids((await answer.json<{ goals_missed: Row[] }>()).goals_missed)).toEqual([open])
})
