import { z } from 'zod'
import { Instant } from '../lib/api/values'
import { exportVersion } from './document'
import { smallKinds } from './queries'

const rows = z.array(z.looseObject({}))
const rowsWithIds = z.array(z.looseObject({ id: z.string() }))

export const ExportJson = z
  .object({
    format: z.literal('daymark'),
    version: z.literal(exportVersion).meta({
      description: 'Raised when a member changes its meaning or goes; new members may come without.',
    }),
    exported_at: Instant,
    user: z.looseObject({ id: z.string(), preferences: z.looseObject({}) }),
    ...Object.fromEntries(smallKinds.map(({ table }) => [table, rowsWithIds])),
    goal_targets: rows.meta({ description: 'From when on a goal had which target.' }),
    days_off: rows,
    inactive_tags: rows,
    imports: rowsWithIds,
    pr_review_activities: rows,
    app_usage: rowsWithIds,
    usage_clients: rowsWithIds.meta({ description: 'What reports the use of apps.' }),
    user_apps: rowsWithIds.meta({ description: 'Rules about apps: your own, and what admins set for you.' }),
    kept_overlaps: rows.meta({ description: 'Sessions that overlap, by twos, and are meant to.' }),
    changes: rowsWithIds.meta({ description: 'What was changed in bulk within the last 30 days, in words.' }),
    sessions: rowsWithIds,
  })
  .meta({ id: 'Export' })
