import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { expect, test } from 'vitest'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { runs } from '../../../test/support/runs'
import { commit } from '../../lib/db/sql'
import { localNow } from '../../lib/env'
import { addDays } from '../../lib/time/days'
import { userOf } from '../../time/sessions/import/testing'
import { newSession, putAll, putGoal, putProject } from '../../time/sessions/testing'
import type { PeriodUnit } from './fields'
import { noon, outcomesOf, today, utc } from './progress/testing'
import { newGoalValues } from './schema'
import { addGoal } from './writes'

const { DB } = env

stopClock(`${today}T12:00:00Z`)

const names = ['One', 'Two', 'Three', 'Four']

/** The goals that the page of a session says that it counts for, by their titles. */
const countsFor = async (client: Client, id: string) => {
  const answer = await client.get(`/sessions/${id}`)
  expect(cost(answer).trips).toBeLessThanOrEqual(3)
  const [, fact = ''] = /Counts for(.*?)<\/dd>/s.exec(await answer.text()) ?? []
  return Array.from(fact.matchAll(/href="\/goals\/([^"]+)"/g), ([, goal]) => goal ?? '').toSorted()
}

/** The last day of the period of a date, by the calendar. */
const lastDayOf = (date: string, period: PeriodUnit) => {
  const [year = 0, month = 1] = date.split('-').map(Number)
  const months = { month, quarter: Math.ceil(month / 3) * 3, year: 12 }
  if (period === 'day') return date
  if (period === 'week') return addDays(date, (7 - new Date(`${date}T00:00Z`).getUTCDay()) % 7)
  return new Date(Date.UTC(year, months[period], 0)).toISOString().slice(0, 10)
}

const history = fc.record({
  sessions: fc.array(
    fc.record({
      ago: fc.nat(20),
      minutes: fc.constantFrom(1, 30, 300),
      // Some reach into the next day.
      hour: fc.constantFrom(9, 22),
      project: fc.constantFrom(null, 0, 1),
      goal: fc.constantFrom(null, null, 0, 1, 2, 3),
      plan: fc.boolean(),
      tags: fc.subarray(['deep', 'mail']),
    }),
    { minLength: 3, maxLength: 6 },
  ),
  lists: fc.array(fc.uniqueArray(fc.nat(7), { maxLength: 3 }), { minLength: 4, maxLength: 4 }),
  days: fc.array(fc.constantFrom(null, null, '135'), { minLength: 4, maxLength: 4 }),
  period: fc.constantFrom<PeriodUnit>('week', 'week', 'day', 'month', 'quarter', 'year'),
  parent: fc.option(fc.tuple(fc.nat(3), fc.nat(3))),
  /** One counts something else since some days. */
  change: fc.option(fc.record({ goal: fc.nat(3), ago: fc.nat(15), list: fc.uniqueArray(fc.nat(7), { maxLength: 2 }) })),
  start: fc.option(fc.record({ goal: fc.nat(3), ago: fc.nat(15) })),
})

test('a session names the goals whose figures count it: in the period of one of its days, by the rule at its end', async () => {
  const property = fc.asyncProperty(
    history,
    async ({ sessions, lists, days: onDays, parent, change, start, period }) => {
      const client = await signedIn(utc)
      const { userId } = client
      const user = await userOf(client)
      const projects = [await putProject(client, 'Thesis'), await putProject(client, 'Other')]
      const acme = await client.add('/organizations', { name: 'Acme', type: 'client' })
      await rows('UPDATE projects SET organization_id = ? WHERE id = ?', acme, projects[0])
      await client.add('/plans', { id: 'l1', title: 'Plan' })
      const goals = names.map(() => uuid())
      const subjects = [
        ...projects.map((id) => `project:${id}`),
        ...['tag:#deep', 'tag:#mail', `organization:${acme}`, 'plan:l1', 'classification:learning', 'all'],
      ]
      const countsOf = (list: number[]) =>
        list.length === 0 ? null : JSON.stringify(list.map((one) => subjects[one] ?? 'all'))
      const first = Date.parse(`${addDays(today, -30)}T12:00:00Z`)
      for (const [index, id] of goals.entries()) {
        const values = {
          ...newGoalValues,
          ...{ title: names[index] ?? '', status: 'in_progress' as const, progress_source: 'time' as const },
          ...{ target_minutes: 60, period, counts: countsOf(lists[index] ?? []) },
          on_days: onDays[index] ?? null,
        }
        await commit(DB, userId, ['stats'], addGoal(DB, userId, id, values, localNow(user, first)))
      }
      if (parent && parent[0] < parent[1])
        await rows(
          'UPDATE goals SET parent_id = ? WHERE user_id = ? AND id = ?',
          goals[parent[0]],
          userId,
          goals[parent[1]],
        )
      if (start)
        await rows(
          'UPDATE goals SET start_date = ? WHERE user_id = ? AND id = ?',
          ...([addDays(today, -start.ago), userId, goals[start.goal]] as const),
        )
      if (change) {
        const id = goals[change.goal] ?? ''
        const counts = countsOf(change.list)
        const rule = {
          ...{ measure: 'time', times_of: null, counts, direction: 'at_least', period, target: 3600 },
          ...{ on_days: onDays[change.goal] ?? null, day_seconds: null },
        }
        await rows(
          "UPDATE goal_targets SET rule = ?, kind = 'open', target_minutes = NULL WHERE user_id = ? AND goal_id = ?",
          ...([JSON.stringify({ ...rule, counts: countsOf(lists[change.goal] ?? []) }), userId, id] as const),
        )
        await rows(
          "INSERT INTO goal_targets (user_id, goal_id, from_date, kind, target_minutes, week_start, rule) VALUES (?, ?, ?, 'open', NULL, 1, ?)",
          ...([userId, id, addDays(today, -change.ago), JSON.stringify(rule)] as const),
        )
        await rows('UPDATE goals SET counts = ? WHERE user_id = ? AND id = ?', counts, userId, id)
      }
      const stored = sessions.map(({ ago, hour, minutes, project, goal, plan, tags }) =>
        newSession(`${addDays(today, -ago - 2)}T${String(hour).padStart(2, '0')}:00:00Z`, minutes, {
          ...{ ...utc, tags, project_id: project === null ? null : projects[project] },
          ...{ goal_id: goal === null ? null : goals[goal], plan_id: plan ? 'l1' : null },
        }),
      )
      await putAll(client, stored)
      const figures = () =>
        Promise.all(
          goals.map(async (goal) => {
            const { outcomes } = await outcomesOf({ client, goal, part: null, projects: {} }, user, noon(today))
            return outcomes.map(({ reached }) => reached).join(' ')
          }),
        )
      /** Tells if a goal’s own list counts a session in a period that ends on a date. */
      const ownCounts = (goal: number, session: (typeof sessions)[number], last: string) => {
        const isChanged = change?.goal === goal && addDays(today, -change.ago) <= last
        const list = (isChanged ? change.list : lists[goal]) ?? []
        if (list.length === 0) return session.goal === goal
        const { project, tags, plan } = session
        // Time on a plan is learning, and all is the last.
        const fits = [
          project === 0,
          project === 1,
          tags.includes('deep'),
          tags.includes('mail'),
          project === 0,
          plan,
          plan,
        ]
        return list.some((one) => fits[one] ?? true)
      }
      for (const [nth, { id }] of stored.entries()) {
        const [row] = await rows<{ days: string }>('SELECT days FROM sessions WHERE user_id = ? AND id = ?', userId, id)
        const days: [string, number][] = JSON.parse(row?.days ?? '[]')
        const session = sessions[nth]
        const expected = goals.filter((_, index) =>
          days.some(([date]) => {
            const last = lastDayOf(date, period)
            const isBegun = start?.goal !== index || addDays(today, -start.ago) <= last
            const weekday = String(((new Date(`${date}T00:00Z`).getUTCDay() + 6) % 7) + 1)
            const below = parent && parent[0] < parent[1] && parent[0] === index ? [parent[1]] : []
            const counts = session && [index, ...below].some((one) => ownCounts(one, session, last))
            return isBegun && counts && (onDays[index]?.includes(weekday) ?? true)
          }),
        )
        expect(await countsFor(client, id)).toEqual(expected.toSorted())
        if (nth > 0) continue
        const before = await figures()
        await rows('UPDATE sessions SET deleted_at = 1 WHERE user_id = ? AND id = ?', userId, id)
        const after = await figures()
        await rows('UPDATE sessions SET deleted_at = NULL WHERE user_id = ? AND id = ?', userId, id)
        expect(goals.filter((_, index) => before[index] !== after[index])).toEqual(expected)
      }
    },
  )
  await fc.assert(property, { numRuns: runs(200), endOnFailure: true })
})

test('a session counts for two goals, not for one that is over, and says so again after an edit', async () => {
  const client = await signedIn(utc)
  const project = await putProject(client, 'Thesis')
  const [named, over] = [await putGoal(client, 'Read'), await putGoal(client, 'Old')]
  const id = await client.add('/goals', {
    ...{ title: '<b>Ten hours</b>', measure: 'time', period: 'week', target: 36_000 },
    counts: { any_of: [`project:${project}`] },
  })
  await client.json('PATCH', `/api/v1/goals/${over}`, { measure: 'time', target: 3600, counts: { any_of: ['all'] } })
  await rows("UPDATE goals SET status = 'completed', completed_on = ? WHERE id = ?", addDays(today, -9), over)
  const session = newSession(`${addDays(today, -1)}T09:00:00Z`, 30, { ...utc, project_id: project, goal_id: named })
  await putAll(client, [session])
  expect(await countsFor(client, session.id)).toEqual([id, named].toSorted())
  const page = `/sessions/${session.id}`
  const [, seq = ''] = /name="seq" value="(\d+)"/.exec(await (await client.get(`${page}/edit`)).text()) ?? []
  expect((await client.post(page, { field: 'project_id', project_id: '', seq })).status).toBe(303)
  expect(await countsFor(client, session.id)).toEqual([named])
})
