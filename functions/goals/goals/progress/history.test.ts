import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { beforeEach, expect, test, vi } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { hour } from '../../../../test/support/times'
import { localNow } from '../../../lib/env'
import { readPreferences } from '../../../lib/preferences'
import { addDays, calendarPeriod, dayOf, daysBetween, monthEnd, monthOf, monthStart } from '../../../lib/time/days'
import { goal as goalById } from '../queries'
import { goalPageData } from './page'
import type { Outcome } from './periods'

const { DB } = env
const begin = Date.parse('2026-03-04T09:00:00Z')

beforeEach(() => vi.useFakeTimers({ toFake: ['Date'] }))

const which = fc.nat(3)
const edits = fc.oneof(
  fc.record({
    do: fc.constant('goal' as const),
    kind: fc.constantFrom('weekly' as const, 'weekly' as const, 'monthly' as const, 'open' as const),
    target_minutes: fc.constantFrom(30, 60, 120, null),
    status: fc.constantFrom('in_progress' as const, 'in_progress' as const, 'completed' as const),
  }),
  fc.record({ do: fc.constant('week' as const), week_start: fc.integer({ min: 1, max: 7 }) }),
  fc.record({ do: fc.constant('rest' as const), rest_days: fc.subarray([1, 3, 6, 7]) }),
  fc.record({
    do: fc.constant('zone' as const),
    time_zone: fc.constantFrom('Pacific/Auckland', 'Pacific/Honolulu', 'UTC', 'America/New_York'),
    day_start_minute: fc.constantFrom(0, 0, 240, 1200),
  }),
  fc.record({ do: fc.constant('move' as const), goal: which, to: fc.option(which) }),
  fc.record({ do: fc.constantFrom('delete' as const, 'restore' as const), goal: which }),
  fc.record({
    do: fc.constantFrom('track' as const, 'track' as const),
    goal: which,
    ago: fc.nat(12),
    minutes: fc.constantFrom(20, 40, 70),
  }),
)
const steps = fc.array(fc.record({ hours: fc.oneof(fc.nat(20), fc.nat(140)), edit: edits }), {
  minLength: 8,
  maxLength: 16,
})
type Step = { hours: number; edit: typeof edits extends fc.Arbitrary<infer E> ? E : never }

type Rule = { kind: 'weekly' | 'monthly'; seconds: number; weekStart: number }
type Ended = { from: string; to: string; target_seconds: number; members: string[] }

const people = async (userId: string) => {
  const [row] = await rows<{ preferences: string; latest_day: string | null }>(
    'SELECT preferences, latest_day FROM users WHERE id = ?',
    userId,
  )
  if (!row) throw new Error('no such person')
  const preferences = readPreferences(row.preferences)
  return {
    id: userId,
    email: null,
    username: '',
    role: 'user' as const,
    created_at: 0,
    preferences,
    latest_day: row.latest_day,
  }
}

/** The periods that a goal's page shows as ended, without those that an edit cut short. */
const shownPeriods = async (client: Client, id: string) => {
  const user = await people(client.userId)
  const goal = await goalById(DB, client.userId, id)
  if (!goal) throw new Error('no such goal')
  const now = localNow(user)
  const { record } = await goalPageData(DB, user, goal, now)
  const isCalendar = ({ rule, from, to }: Outcome) =>
    rule.period === 'week'
      ? daysBetween(from, to) === 6
      : from === monthStart(monthOf(from)) && to === monthEnd(monthOf(to))
  return (record?.periods ?? []).filter((period) => isCalendar(period) && period.to < now.latestDay)
}

/** Keeps, as a naive diary would, each period on the day after its end. */
const diary = (root: string, parts: string[]) => {
  const parents = new Map<string, string | null>(parts.map((id) => [id, root]))
  const deleted = new Set<string>()
  const ended: Ended[] = []
  const below = (id: string): string[] => [
    id,
    ...parts.filter((part) => parents.get(part) === id && !deleted.has(part)).flatMap(below),
  ]
  let rule: Rule | null = { kind: 'weekly', seconds: 3600, weekStart: 1 }
  let isLast = false
  let reached = ''
  return {
    parents,
    deleted,
    ended,
    below,
    get rule() {
      return rule
    },
    /** A goal that has ended, or lost its target, keeps its rule up to the end of the day. */
    setRule: (next: Rule | null) => {
      isLast = next === null
      rule = next ?? rule
    },
    hasRule: () => rule !== null && !isLast,
    reach: (date: string) => {
      for (let day = reached || date; day < date; day = addDays(day, 1)) {
        if (rule) {
          const { from, to } = calendarPeriod(rule.kind === 'weekly' ? 'week' : 'month', day, rule.weekStart)
          if (to === day) ended.push({ from, to, target_seconds: rule.seconds, members: below(root) })
        }
        if (isLast) rule = null
      }
      if (date > reached) reached = date
    },
  }
}

const live = async (list: Step[]) => {
  vi.setSystemTime(begin)
  const client = await signedIn({ time_zone: 'UTC', week_start: 1 })
  const add = (body: object) => client.add('/goals', body)
  const root = await add({
    title: 'Root',
    kind: 'weekly',
    target_minutes: 60,
    status: 'in_progress',
    start_date: '2026-03-02',
  })
  const parts: string[] = []
  for (const title of ['A', 'B', 'C']) parts.push(await add({ title, parent_id: root }))
  const goals = [root, ...parts]
  const model = diary(root, parts)
  let preferences = (await people(client.userId)).preferences
  let instant = begin
  model.reach(dayOf(instant, preferences))

  for (const { hours, edit } of list) {
    instant += hours * hour
    vi.setSystemTime(instant)
    model.reach(dayOf(instant, preferences))
    const before = await shownPeriods(client, root)
    if (edit.do === 'goal') {
      const { do: _, ...values } = edit
      expect((await client.json('PATCH', `/api/v1/goals/${root}`, values)).status).toBe(200)
      const recurs = values.kind !== 'open' && values.target_minutes !== null && values.status === 'in_progress'
      model.setRule(
        recurs && values.kind !== 'open'
          ? { kind: values.kind, seconds: (values.target_minutes ?? 0) * 60, weekStart: preferences.week_start }
          : null,
      )
    } else if (edit.do === 'week' || edit.do === 'rest' || edit.do === 'zone') {
      const { do: _, ...changed } = edit
      expect((await client.json('PATCH', '/api/v1/me', { preferences: changed })).status).toBe(200)
      preferences = { ...preferences, ...changed }
      if (model.rule && model.hasRule()) model.setRule({ ...model.rule, weekStart: preferences.week_start })
      model.reach(dayOf(instant, preferences))
    } else {
      const id = goals[edit.goal] ?? root
      if (edit.do === 'track') {
        const started_at = new Date(instant - edit.ago * 24 * hour - 2 * hour).toISOString()
        const body = { goal_id: model.deleted.has(id) ? root : id, started_at, duration_seconds: edit.minutes * 60 }
        expect((await client.json('POST', '/api/v1/sessions', body)).status).toBe(201)
      } else if (id === root) continue
      else if (edit.do === 'move') {
        const to = edit.to === null ? null : (goals[edit.to] ?? null)
        const response = await client.json('PATCH', `/api/v1/goals/${id}`, { parent_id: to })
        if (response.status === 200) model.parents.set(id, to)
      } else if (edit.do === 'delete') {
        if ((await client.json('DELETE', `/api/v1/goals/${id}`)).status === 204) model.deleted.add(id)
      } else if ((await client.post(`/goals/${id}/restore`, {}, { part: true })).ok) model.deleted.delete(id)
    }
    if (edit.do === 'track') continue
    const after = await shownPeriods(client, root)
    expect(after.slice(0, before.length), 'what had ended moved').toEqual(before)
  }
  return { client, root, model }
}

const sessionsOf = (client: Client) =>
  rows<{ goal_id: string; days: string }>(
    'SELECT goal_id, days FROM sessions WHERE user_id = ? AND deleted_at IS NULL',
    client.userId,
  )

test('a period that has ended keeps its dates, target and members, whatever is edited later', async () => {
  await fc.assert(
    fc.asyncProperty(steps, async (list) => {
      const { client, root, model } = await live(list)
      const shown = await shownPeriods(client, root)
      const sessions = (await sessionsOf(client)).map(({ goal_id, days }) => ({
        goal_id,
        days: JSON.parse(days) as [string, number][],
      }))
      const expected = model.ended.map(({ from, to, target_seconds, members }) => ({
        from,
        to,
        target_seconds,
        seconds: sessions
          .filter(({ goal_id }) => members.includes(goal_id))
          .flatMap(({ days }) => days)
          .reduce((sum, [date, seconds]) => (date >= from && date <= to ? sum + seconds : sum), 0),
      }))
      const last = shown.map(({ from, to, rule, reached }) => ({
        from,
        to,
        target_seconds: rule.target,
        seconds: reached,
      }))
      expect(last).toEqual(expected.slice(-last.length || expected.length))
      expect(shown.length).toBeGreaterThanOrEqual(Math.min(expected.length, 6))
      for (const { from, reached, rule, state } of shown) {
        expect(state).toBe(reached >= rule.target ? 'met' : from >= '2026-03-02' ? 'missed' : 'uncounted')
      }
    }),
    { numRuns: runs(16) },
  )
})
