import { Hono } from 'hono'
import { readableJson } from '../../lib/api/request'
import { iso } from '../../lib/api/values'
import type { App } from '../../lib/env'
import { todayOf } from '../../lib/today'
import { ActivitiesBody, ActivityBody, DaysQuery } from '../json'
import { bodyOf, queryOf } from '../request'
import { lastDays } from '../stats'
import { addActivities } from './add'
import * as q from './queries'

const dayJson = (day: q.ActivityDay) => ({
  ...day,
  total_count: day.comment_count + day.approve_count + day.request_changes_count,
})

/** `/api/activities`, what was done in reviews of pull requests */
export const activities = new Hono<App>()
  .use(readableJson)
  .post('/', async (c) => {
    const given = await bodyOf(c, ActivityBody)
    const { numbers, activities } = await addActivities(c, [given], (_, member) => member)
    const { activity_type, repo_owner, repo_name, pr_number } = given
    const created_at = iso(activities[0]?.created_at ?? 0)
    return c.json({ activity_id: numbers[0], activity_type, repo_owner, repo_name, pr_number, created_at }, 201)
  })

  .post('/batch', async (c) => {
    const given = (await bodyOf(c, ActivitiesBody)).activities
    const { numbers, created } = await addActivities(c, given, (index, member) => `activities.${index}.${member}`)
    return c.json({ activity_ids: numbers, created_count: created, count: given.length }, 201)
  })

  .get('/stats', async (c) => {
    const { days } = queryOf(c, DaysQuery)
    const found = await q.activityDays(c.env.DB, c.var.user.id, lastDays(todayOf(c), days))
    return c.json({ stats: found.map(dayJson), period_days: days })
  })
