import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { allRows, sql } from '../lib/sql'

const choiceLimit = 500

/** The goals of a context that time can be spent on now, by title. */
export const openGoals = (db: D1Database, userId: string, org: Org = allOrgs) =>
  allRows<{ id: string; title: string }>(sql(db)`
    SELECT id, title
    FROM goals
    WHERE user_id = ${userId} AND deleted_at IS NULL AND status IN ('not_started', 'in_progress')
      ${andInOrg(userId, org, 'goal')}
    ORDER BY title COLLATE NOCASE, id
    LIMIT ${choiceLimit}`)
