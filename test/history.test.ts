import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { monthsBefore } from '../functions/learnings/months'
import { streaks } from '../functions/ledger/streaks'
import { dayNumbers } from '../functions/ledger/testing'
import { addDays, datesBetween, dayLengthSeconds, dayOf, isoWeekday, splitDays } from '../functions/lib/days'
import { isPackageName } from '../functions/lib/package-name'
import type { NewSession } from '../functions/sessions/schema'
import { validateEvents } from '../functions/usage/validate-events'
import { demoHistory, demoPreferences } from '../scripts/history/demo'
import { demoAdminRules, demoDefaults, demoRules, demoUses } from '../scripts/history/demo-apps'
import { demoGoals } from '../scripts/history/demo-goals'
import { workstreams } from '../scripts/history/demo-workstreams'
import { heavyHistory } from '../scripts/history/heavy'
import type { History } from '../scripts/history/write'
import { runs } from './runs'

const lisbon = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }

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

  it('has holidays, Sundays off, nights past midnight, overlaps, notes and a changing clock', () => {
    const { sessions } = demoHistory(Date.UTC(2026, 10, 20, 14))
    const active = activeDates(sessions)
    const dates = datesBetween('2025-10-20', '2026-11-19')
    expect(dates.filter((date) => isoWeekday(date) === 7 && active.has(date)).length).toBeLessThan(15)
    expect(datesBetween('2026-08-09', '2026-08-22').some((date) => active.has(date))).toBe(false)
    expect(sessions.filter((session) => split(session).length > 1).length).toBeGreaterThan(5)
    const byStart = sessions.toSorted((a, b) => a.started_at - b.started_at)
    const overlaps = byStart.filter((session, index) => session.started_at < (byStart[index - 1]?.ended_at ?? 0))
    expect(overlaps.length).toBeGreaterThan(5)
    expect(sessions.filter(({ notes }) => notes).length).toBeGreaterThan(20)
    const changed = dates.filter((date) => dayLengthSeconds(date, lisbon) !== 86_400)
    expect(changed.some((date) => active.has(date))).toBe(true)
  })

  it('has pull requests, of two repositories, in time that it has anyway, and reviews of them', () => {
    const now = Date.UTC(2026, 10, 20, 14)
    const { sessions, reviews = [] } = demoHistory(now)
    const pulls = sessions.filter(({ pr_number }) => pr_number !== undefined)
    expect(pulls.length).toBeGreaterThan(30)
    expect(pulls.every(({ source }) => source === 'extension')).toBe(true)
    expect(new Set(pulls.map(({ repo_owner, repo_name }) => `${repo_owner}/${repo_name}`)).size).toBe(2)
    expect(pulls.some(({ started_at }) => started_at > now - 30 * 86_400_000)).toBe(true)
    expect(new Set(reviews.map(({ activity_type }) => activity_type)).size).toBe(3)
    const ends = new Map(pulls.map(({ id, ended_at }) => [id, ended_at]))
    expect(reviews.filter(({ session_id, created_at }) => created_at > (ends.get(session_id ?? '') ?? 0))).toEqual([])
    expect(demoHistory(now)).toEqual(demoHistory(now))
  })

  it('has uses of apps from two devices, some thirty to sixty on most days, that a client may report', () => {
    fc.assert(
      fc.property(moments, (now) => {
        const devices = demoUses(now, lisbon)
        expect(devices.map(({ name }) => name)).toEqual(['Phone', 'Laptop'])
        const uses = devices.flatMap((device) => device.uses)
        const { rejected } = validateEvents(
          uses.map(({ started_at, ended_at, ...use }) => ({
            ...use,
            started_at: new Date(started_at).toISOString(),
            ended_at: new Date(ended_at).toISOString(),
          })),
          now,
        )
        expect(rejected).toEqual([])
        expect(uses.every(({ ended_at }) => ended_at <= now)).toBe(true)
        expect(new Set(uses.map(({ id }) => id)).size).toBe(uses.length)
        const counts = [...Map.groupBy(uses, ({ started_at }) => dayOf(started_at, lisbon)).values()].map(
          (day) => day.length,
        )
        expect(counts.length).toBeGreaterThanOrEqual(399)
        expect(counts.filter((count) => count >= 30 && count <= 60).length).toBeGreaterThan(300)
      }),
      { numRuns: runs(3) },
    )
    const now = Date.UTC(2026, 10, 20, 14)
    expect(demoUses(now, lisbon)).toEqual(demoUses(now, lisbon))
  })

  it('has a catalogue, rules of its own, two that wait for its time, and three apps that nobody decided about', () => {
    const names = demoDefaults.map(({ package_name }) => package_name)
    expect(names.length).toBeGreaterThanOrEqual(60)
    expect(new Set(names).size).toBe(names.length)
    const now = Date.UTC(2026, 10, 20, 14)
    const projects = demoHistory(now).projects.map(({ name, id }) => [name, id] as const)
    const rules = demoRules(new Map(projects)).flatMap((change) => change.rules)
    const ids = projects.map(([, id]) => `project:${id}`)
    const waiting = rules.flatMap(({ rule }) => rule.after ?? [])
    expect(waiting).toHaveLength(2)
    expect(waiting.every(({ subject }) => ids.includes(subject))).toBe(true)
    const known = new Set([...names, ...[...rules, ...demoAdminRules].map(({ package_name }) => package_name)])
    expect([...known].filter((name) => !isPackageName(name))).toEqual([])
    const used = new Set(demoUses(now, lisbon).flatMap(({ uses }) => uses.map(({ package_name }) => package_name)))
    expect([...used].filter((name) => !known.has(name))).toHaveLength(3)
    const isLocked = (name: string) => demoDefaults.some((app) => app.package_name === name && app.is_locked === 1)
    expect(rules.filter(({ package_name }) => isLocked(package_name))).toEqual([])
  })

  it('learns by two plans, one of them done, in its own time, and has cards due', () => {
    fc.assert(
      fc.property(moments, (now) => {
        const { plans = [], cards = [], sessions, goals, projects } = demoHistory(now)
        const today = dayOf(now, lisbon)
        expect(plans.map(({ plan }) => plan.head.status)).toEqual(['completed', 'in_progress'])
        for (const { plan, links, at } of plans) {
          expect(at).toBeLessThan(now)
          expect(plan.warnings).toEqual([])
          expect(goals.some(({ id }) => id === links.goal_id)).toBe(true)
          expect(projects.some(({ id }) => id === links.project_id)).toBe(true)
          const own = sessions.filter(({ plan_id }) => plan_id === plan.head.id)
          expect(own.length).toBeGreaterThan(5)
          const tracked = new Set(own.map(({ chunk_id }) => chunk_id))
          const untouched = plan.chunks.filter(({ status }) => status === 'not_started')
          expect(untouched.filter(({ id }) => tracked.has(id))).toEqual([])
        }
        const byFsrs = new Set(plans.flatMap(({ plan, links }) => (links.scheduler === 'fsrs' ? plan.head.id : [])))
        const due = cards.filter(({ values, state }) => {
          const next = byFsrs.has(values.plan_id ?? '') ? state.fsrs_next : state.sm2_next
          return state.is_new === 0 && next <= today
        })
        expect(due.length).toBeGreaterThan(2)
        expect(cards.some(({ state }) => state.is_new === 1)).toBe(true)
        const reviews = cards.flatMap((card) => card.reviews)
        expect(reviews.length).toBeGreaterThan(60)
        expect(reviews.every(({ reviewed_at }) => reviewed_at < now)).toBe(true)
      }),
      { numRuns: runs(20) },
    )
  })

  it('keeps a journal: learnings of its own projects and plans, and how it felt', () => {
    fc.assert(
      fc.property(moments, (now) => {
        const { learnings = [], checkIns = [], projects, plans = [] } = demoHistory(now)
        const today = dayOf(now, lisbon)
        expect(learnings.length).toBeGreaterThanOrEqual(40)
        const ids = new Set([null, ...projects.map(({ id }) => id), ...plans.map(({ plan }) => plan.head.id)])
        expect(learnings.filter(({ values }) => !ids.has(values.project_id ?? null))).toEqual([])
        expect(learnings.filter(({ values }) => !ids.has(values.plan_id ?? null))).toEqual([])
        const recalled = [monthsBefore(today, 1), monthsBefore(today, 12)]
        expect(recalled.filter((date) => !learnings.some((one) => one.date === date))).toEqual([])
        expect(checkIns.length).toBeGreaterThan(200)
        expect([...learnings, ...checkIns].filter(({ at, id }) => at > now || id === '')).toEqual([])
      }),
      { numRuns: runs(20) },
    )
  })

  it('meets people that it knows, about its projects, and remembers what came of it', () => {
    fc.assert(
      fc.property(moments, (now) => {
        const { meetings = [], people = [], learnings = [], actionItems = [], sessions } = demoHistory(now)
        const today = dayOf(now, lisbon)
        const [ids, known] = [new Set(meetings.map(({ id }) => id)), new Set(people.map(({ id }) => id))]
        for (const { values, at } of meetings) {
          expect(at, values.title).toBeLessThan(now)
          expect(values.attendees.length, values.title).toBeGreaterThan(0)
          expect(
            values.attendees.every((id) => known.has(id)),
            values.title,
          ).toBe(true)
          expect([values.project_id, values.organization_id], values.title).not.toContain(null)
          if (values.date >= today) expect([values.outcome_notes, values.session_id]).toEqual(['', null])
        }
        const dates = meetings.map(({ values }) => values.date)
        expect(dates.filter((date) => date === today)).toHaveLength(1)
        expect(dates.some((date) => date > today && date <= addDays(today, 7))).toBe(true)
        const learned = learnings.filter(({ values }) => values.source === 'meeting')
        expect(learned.filter(({ values }) => !ids.has(values.meeting_id ?? ''))).toEqual([])
        const promised = actionItems.filter(({ values }) => values.source_type === 'meeting')
        expect(promised.length).toBeGreaterThan(8)
        for (const { values, added, done } of promised) {
          const meeting = meetings.find(({ id }) => id === values.source_id)
          expect(dayOf(added.instant, lisbon)).toBe(meeting?.values.date)
          if (done) expect(done.instant, values.description).toBeGreaterThan(added.instant)
        }
        const logged = new Set(meetings.flatMap(({ values }) => values.session_id ?? []))
        expect(logged.size).toBe(2)
        expect(sessions.filter(({ id }) => logged.has(id))).toHaveLength(2)
      }),
      { numRuns: runs(20) },
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
