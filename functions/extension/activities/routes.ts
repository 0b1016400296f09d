import { Hono } from 'hono'
import { lastDays } from '../../ledger/range'
import { once } from '../../lib/api/once'
import { readableJson } from '../../lib/api/request'
import { iso } from '../../lib/api/values'
import type { App } from '../../lib/env'
import { todayOf } from '../../lib/now'
import { part } from '../../lib/sql'
import { ActivitiesBody, ActivityBody, DaysQuery } from '../json'
import { parseBody, parseQuery } from '../stats'
import { addActivities } from './add'
import * as q from './queries'

const dayJson = (day: q.ActivityDay) => ({
  ...day,
  total_count: day.comment_count + day.approve_count + day.request_changes_count,
})

/** `/api/activities`: review activity in pull requests. */
export const activities = new Hono<App>()
  .use(readableJson)
  .post('/', once({ status: 201 }), async (c) => {
    const body = await parseBody(c, ActivityBody)
    const { activity_type, repo_owner, repo_name, pr_number } = body
    const answerOf = ([activity]: q.NewActivity[], activity_id: number | undefined) => {
      const created_at = iso(activity?.created_at ?? 0)
      return { activity_id, activity_type, repo_owner, repo_name, pr_number, created_at }
    }
    const { numbers, activities } = await addActivities(c, {
      bodies: [body],
      path: (_, member) => member,
      answer: (numbers, added) =>
        part`json_set(${JSON.stringify(answerOf(added.activities, 0))}, '$.activity_id', ${numbers} ->> 0)`,
    })
    return c.json(answerOf(activities, numbers[0]), 201)
  })

  .post('/batch', once({ status: 201 }), async (c) => {
    const bodies = (await parseBody(c, ActivitiesBody)).activities
    const count = bodies.length
    const { numbers, created } = await addActivities(c, {
      bodies,
      path: (index, member) => `activities.${index}.${member}`,
      answer: (numbers, added) =>
        part`json_object('activity_ids', json(${numbers}), 'created_count', ${added.created}, 'count', ${count})`,
    })
    return c.json({ activity_ids: numbers, created_count: created, count }, 201)
  })

  .get('/stats', async (c) => {
    const { days } = parseQuery(c, DaysQuery)
    const stats = await q.activityDays(c.env.DB, c.var.user.id, lastDays(todayOf(c), days))
    return c.json({ stats: stats.map(dayJson), period_days: days })
  })
