import { z } from 'zod'
import type { Org } from '../lib/org'
import { constant, part } from '../lib/sql'
import { itemColumns, itemIds, withNames } from './queries'
import { ListedActionItem } from './schema'

const members = constant(
  Object.keys(ListedActionItem.shape)
    .map((name) => `'${name}', ${name}`)
    .join(', '),
)

/** SELECT of the first open action items that are due on a local date or before, as `data` in JSON. */
export const dueItems = (userId: string, today: string, limit: number, org: Org) => part`
    SELECT json_object(${members}) AS data
    FROM (
      WITH found AS (${itemIds(userId, org, { until: today }, '', limit)})
      SELECT ${itemColumns}
      FROM found
        CROSS JOIN action_items ON action_items.user_id = ${userId} AND action_items.id = found.id ${withNames}
      WHERE found.is_shown
      ORDER BY found.place)`

/** The action items of `dueItems`. */
export const DueItems = z.array(ListedActionItem)
