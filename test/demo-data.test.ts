import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { validateEvents } from '../functions/apps/usage/schema'
import { streaks } from '../functions/ledger/streaks'
import { dayNumbers } from '../functions/ledger/testing'
import { addDays, dayOf, splitDays } from '../functions/lib/time/days'
import type { NewSession } from '../functions/time/sessions/schema'
import { demoHistory, demoPreferences } from '../scripts/history/demo'
import { demoUses } from '../scripts/history/demo-apps'
import { demoGoals } from '../scripts/history/demo-goals'
import { workstreams } from '../scripts/history/demo-workstreams'
import { heavyHistory } from '../scripts/history/heavy'
import type { History } from '../scripts/history/write'
import { runs } from './support/runs'
import { lisbon } from './support/times'

/** Moments over four years, so that the last 400 days hold each season and any weekday is today. */
const moments = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2028, 0) })

const split = (session: NewSession) => splitDays(session.started_at, session.duration_seconds, session)

const activeDates = (sessions: NewSession[]) =>
  new Set(sessions.flatMap((session) => split(session).map(([date]) => date)))

/** Faults that the database would refuse, and events that cannot have happened. */
const expectSound = ({ projects, goals, sessions }: History, now: number) => {
  const projectIds = new Set(projects.map(({ id }) => id))
  const goalIds = new Set(goals.map(({ id }) => id))
  const wrong = sessions.filter(
    (session) =>
      session.ended_at > now ||
      session.started_at % 1000 !== 0 ||
      session.duration_seconds <= 0 ||
      session.duration_seconds * 1000 > session.ended_at - session.started_at ||
      (session.project_id !== null && !projectIds.has(session.project_id)) ||
      (session.goal_id !== null && !goalIds.has(session.goal_id)),
  )
  expect(wrong).toEqual([])
  expect(new Set(sessions.map(({ id }) => id)).size).toBe(sessions.length)
  expect(goals.filter(({ parent_id }) => parent_id !== null && !goalIds.has(parent_id))).toEqual([])
}

describe('the demo account', () => {
  it('is sound whenever it is made', () => {
    fc.assert(
      fc.property(moments, (now) => {
        const made = demoHistory(now)
        expectSound(made, now)
        expect(made.sessions.length).toBeGreaterThan(700)
        expect(made.goals).toHaveLength(demoGoals.length)
      }),
      { numRuns: runs(20) },
    )
  })

  it('has a streak of about two weeks, and something today once the day is an hour old', () => {
    fc.assert(
      fc.property(moments, (now) => {
        const active = activeDates(demoHistory(now).sessions)
        const today = dayOf(now, lisbon)
        const range = {
          from: addDays(today, -400),
          to: today,
          today,
          restDays: demoPreferences.rest_days,
          daysOff: new Set<string>(),
        }
        const { current, longest } = streaks(dayNumbers(active), range)
        expect(current).toBeGreaterThanOrEqual(9)
        expect(current).toBeLessThanOrEqual(14)
        expect(longest).toBeGreaterThan(current)
        if (dayOf(now - 3_600_000, lisbon) === today) expect(active.has(today)).toBe(true)
      }),
      { numRuns: runs(20) },
    )
  })

  it('has some of everything, whenever it is made', () => {
    fc.assert(
      fc.property(moments, (now) => {
        const made = demoHistory(now)
        const { sessions, plans = [], cards = [], learnings = [], checkIns = [], meetings = [], reviews = [] } = made
        const today = dayOf(now, lisbon)
        const pulls = sessions.filter(({ pr_number }) => pr_number !== undefined)
        expect(new Set(pulls.map(({ repo_owner, repo_name }) => `${repo_owner}/${repo_name}`)).size).toBe(2)
        expect(new Set(reviews.map(({ activity_type }) => activity_type)).size).toBe(3)
        expect(plans.map(({ plan }) => [plan.head.status, plan.warnings])).toEqual([
          ['completed', []],
          ['in_progress', []],
        ])
        expect(cards.filter(({ state }) => state.is_new === 0 && state.sm2_next <= today).length).toBeGreaterThan(2)
        expect(cards.some(({ state }) => state.is_new === 1)).toBe(true)
        expect(learnings.length).toBeGreaterThanOrEqual(40)
        expect(checkIns.length).toBeGreaterThan(200)
        expect(meetings.filter(({ values }) => values.date === today)).toHaveLength(1)
        const uses = demoUses(now, lisbon).flatMap((device) => device.uses)
        const events = uses.map(({ started_at, ended_at, ...use }) => ({
          ...use,
          started_at: new Date(started_at).toISOString(),
          ended_at: new Date(ended_at).toISOString(),
        }))
        expect(validateEvents(events, now).rejected).toEqual([])
      }),
      { numRuns: runs(10) },
    )
  })

  it('spends its time on goals that it has, while they last', () => {
    const goals = new Map(demoGoals.map((goal) => [goal.title, goal]))
    for (const { goal: title = '', from, to } of workstreams.filter(({ goal }) => goal)) {
      const goal = goals.get(title)
      expect(goal, title).toBeDefined()
      expect(from, title).toBeGreaterThanOrEqual(goal?.start ?? 0)
      expect(Math.min(to, 0), title).toBeLessThanOrEqual(goal?.done ?? 0)
    }
  })
})

describe('a heavy account', () => {
  it('has 1,500 sessions and 30 goals a year, a dozen of them open, the same ones every time', () => {
    const now = Date.UTC(2026, 10, 20, 14)
    for (const years of [1, 2, 5]) {
      const made = heavyHistory({ years, now })
      expectSound(made, now)
      expect(made.sessions).toHaveLength(1500 * years)
      expect(made.goals).toHaveLength(30 * years)
      expect(made.goals.filter(({ status }) => status === 'not_started' || status === 'in_progress')).toHaveLength(12)
      expect(made).toEqual(heavyHistory({ years, now }))
    }
  })
})
