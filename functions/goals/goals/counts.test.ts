import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { v7 as uuid } from 'uuid'
import { describe, expect, test } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { undoLast } from '../../data/changes/testing'
import { commit } from '../../lib/db/sql'
import { calendarPeriod } from '../../lib/time/days'
import { addMilestones } from './milestones/resource'
import { type Outcome, periodOutcome } from './progress/periods'
import {
  addCounted,
  begin,
  counts,
  first,
  goals,
  history,
  naively,
  nowIn,
  outcomesOf,
  today,
  valuesOf,
  verdictOf,
  zones,
} from './progress/testing'
import { type GoalValues, newGoalValues } from './schema'
import { addGoal, updateGoal } from './writes'

const { DB } = env

describe('what a goal reaches in each period', () => {
  test('is a naive sum of what fits it and its subgoal, and its verdict follows from it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...zones),
        history,
        fc.array(fc.tuple(goals, fc.option(counts)), { minLength: 1, maxLength: 4 }),
        async (zone, all, asked) => {
          const world = await begin(zone, all)
          const { userId } = world.client
          const { user, now } = nowIn(world.client, zone)
          for (const [one, below] of asked) {
            const values = valuesOf(one)
            await addCounted(world, values, zone, all, now)
            world.part = below === null ? null : { id: uuid(), counts: below }
            const part = { ...newGoalValues, title: 'Part', parent_id: world.goal, counts: below, start_date: first }
            if (world.part) await commit(DB, userId, [], addGoal(DB, userId, world.part.id, part, now))
            const naive = await naively(world)
            const { outcomes, shown } = await outcomesOf(world, user, now)
            expect(outcomes.length).toBeGreaterThan(0)
            const isTicked = values.times_of === 'ticks'
            for (const one of outcomes) {
              expect({ ...one, reached: naive(values, one) }).toEqual(one)
              expect({ ...one, state: verdictOf(one, all) }).toEqual(one)
            }
            const present = calendarPeriod(one.period, today, 1)
            const period = { ...present, reached: naive(values, present) }
            expect(shown.progress.basis).toMatchObject({ from: 'period', period })
            // At least so much is not at most a little less, in what is counted whole.
            if (!isTicked || all.ticks.every(({ amount }) => Number.isInteger(amount))) {
              const free = { restDays: [], daysOff: new Set<string>(), skips: new Map<string, string>() }
              for (const { reached, rule, ...one } of outcomes.filter(({ to, whole }) => to < today && whole)) {
                const isMost = rule.direction === 'at_most'
                const other = {
                  direction: isMost ? 'at_least' : 'at_most',
                  target: rule.target + (isMost ? 1 : -1),
                } as const
                const states = [rule, { ...rule, ...other }].map(
                  (rule) => periodOutcome({ ...one, rule }, reached, today, free).state,
                )
                const isFreeDay = states.includes('off')
                if (!isFreeDay && other.target > 0) expect(states.toSorted()).toEqual(['met', 'missed'])
              }
            }
            await DB.prepare(
              "UPDATE goals SET status = 'completed', deleted_at = iif(parent_id IS NULL, deleted_at, 1) WHERE user_id = ?",
            )
              .bind(userId)
              .run()
          }
        },
      ),
      { numRuns: runs(500, 8) },
    )
  })

  test('holds in ended periods when what counts changes, unless it is meant for the past; merges move it there and back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...zones), history, goals, goals, async (zone, all, one, other) => {
        const world = await begin(zone, all)
        const { userId } = world.client
        const { user, now } = nowIn(world.client, zone)
        const values = valuesOf(one)
        await addCounted(world, values, zone, all, now)
        const before = await outcomesOf(world, user, now)
        const ended = (outcomes: Outcome[]) => outcomes.filter(({ to }) => to < today)
        const edit = async (next: GoalValues, isForPast: boolean) => {
          const { goal } = await outcomesOf(world, user, now)
          await commit(DB, userId, [], updateGoal(DB, userId, world.goal, { ...next, seq: goal.seq }, now, isForPast))
          return outcomesOf(world, user, now)
        }
        const next = { ...valuesOf(other), period: values.period, kind: values.kind }
        const changed = await edit(next, false)
        const naive = await naively(world)
        expect(ended(changed.outcomes)).toEqual(ended(before.outcomes))
        expect(changed.outcomes.at(-1)).toMatchObject({ reached: naive(next, calendarPeriod(one.period, today, 1)) })
        const anew = await edit(next, true)
        for (const one of anew.outcomes) expect({ ...one, reached: naive(next, one) }).toEqual(one)

        await world.client.post('/projects/p2/merge', { into: 'p1' })
        const [counted, sum] = [
          { ...next, counts: next.counts?.replaceAll('project:p2', 'project:p1') ?? null },
          await naively(world),
        ]
        const merged = await outcomesOf(world, user, now)
        for (const one of merged.outcomes) expect(one.reached).toBe(sum(counted, one))
        await undoLast(world.client)
        expect((await outcomesOf(world, user, now)).outcomes).toEqual(anew.outcomes)
      }),
      { numRuns: runs(200, 4) },
    )
  })

  test('is for milestones the share of those that are reached, with subgoals as further ones', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.boolean(), { maxLength: 6 }),
        fc.array(fc.nat(100), { maxLength: 3 }),
        async (steps, parts) => {
          const client = await signedIn()
          const { user, now } = nowIn(client, { time_zone: 'UTC', day_start_minute: 0 })
          const id = uuid()
          const values = { ...newGoalValues, title: 'Goal', progress_source: 'milestones' as const }
          const below = parts.map((progress_percentage) => ({
            ...newGoalValues,
            title: 'Part',
            parent_id: id,
            progress_percentage,
          }))
          await commit(
            DB,
            client.userId,
            [],
            [
              ...addGoal(DB, client.userId, id, values, now),
              ...below.flatMap((part) => addGoal(DB, client.userId, uuid(), part, now)),
              ...addMilestones(DB, client.userId, id, steps.map(String), 0),
            ],
          )
          await DB.prepare("UPDATE goal_milestones SET completed_at = 1 WHERE user_id = ? AND description = 'true'")
            .bind(client.userId)
            .run()
          const { shown } = await outcomesOf({ client, goal: id, part: null, projects: {} }, user, now)
          const [all, done] = [
            steps.length + parts.length,
            100 * steps.filter(Boolean).length + parts.reduce((sum, one) => sum + one, 0),
          ]
          expect(shown.progress.percent).toBe(all === 0 ? 0 : Math.floor(done / all))
        },
      ),
      { numRuns: runs(200) },
    )
  })
})
