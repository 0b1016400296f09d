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
      description: 'Increases when a member changes meaning or is removed; new members may appear without.',
    }),
    exported_at: Instant,
    user: z.looseObject({ id: z.string(), preferences: z.looseObject({}) }),
    ...Object.fromEntries(smallKinds.map(({ table }) => [table, rowsWithIds])),
    goal_targets: rows.meta({ description: 'Each goal’s targets and when they took effect.' }),
    goal_former_parents: rows.meta({ description: 'Parents that goals had up to a date.' }),
    days_off: rows,
    inactive_tags: rows,
    imports: rowsWithIds,
    pr_review_activities: rows,
    app_usage: rowsWithIds,
    usage_clients: rowsWithIds.meta({ description: 'Clients that report app usage.' }),
    user_apps: rowsWithIds.meta({ description: 'App rules: your own and those an admin set for you.' }),
    kept_overlaps: rows.meta({ description: 'Pairs of sessions that overlap on purpose.' }),
    changes: rowsWithIds.meta({ description: 'Bulk changes in the last 30 days, in words.' }),
    sessions: rowsWithIds,
  })
  .meta({ id: 'Export' })
