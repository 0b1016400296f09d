import { Hono } from 'hono'
import { lastDays } from '../../ledger/range'
import { readableJson } from '../../lib/api/request'
import { iso } from '../../lib/api/values'
import type { App } from '../../lib/env'
import { todayOf } from '../../lib/today'
import { ActivitiesBody, ActivityBody, DaysQuery } from '../json'
import { parseBody, parseQuery } from '../request'
import { addActivities } from './add'
import * as q from './queries'

const dayJson = (day: q.ActivityDay) => ({
  ...day,
  total_count: day.comment_count + day.approve_count + day.request_changes_count,
})

/** `/api/activities`: review activity in pull requests. */
export const activities = new Hono<App>()
  .use(readableJson)
  .post('/', async (c) => {
    const body = await parseBody(c, ActivityBody)
    const { numbers, activities } = await addActivities(c, [body], (_, member) => member)
    const { activity_type, repo_owner, repo_name, pr_number } = body
    const created_at = iso(activities[0]?.created_at ?? 0)
    return c.json({ activity_id: numbers[0], activity_type, repo_owner, repo_name, pr_number, created_at }, 201)
  })

  .post('/batch', async (c) => {
    const bodies = (await parseBody(c, ActivitiesBody)).activities
    const { numbers, created } = await addActivities(c, bodies, (index, member) => `activities.${index}.${member}`)
    return c.json({ activity_ids: numbers, created_count: created, count: bodies.length }, 201)
  })

  .get('/stats', async (c) => {
    const { days } = parseQuery(c, DaysQuery)
    const stats = await q.activityDays(c.env.DB, c.var.user.id, lastDays(todayOf(c), days))
    return c.json({ stats: stats.map(dayJson), period_days: days })
  })
