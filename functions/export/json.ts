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
      description: 'Increases when a field is removed or changes meaning, but not when one is added.',
    }),
    exported_at: Instant,
    user: z.looseObject({ id: z.string(), preferences: z.looseObject({}) }),
    ...Object.fromEntries(smallKinds.map(({ table }) => [table, rowsWithIds])),
    card_reviews: rowsWithIds.meta({ description: 'Ratings of cards, with the state of the card before and after.' }),
    skill_progress: rows.meta({ description: 'How the confidence in each skill has changed.' }),
    task_carries: rows.meta({ description: 'Tasks that were carried over, with the date that they were planned for.' }),
    goal_targets: rows.meta({ description: 'Each goal’s targets and when they took effect.' }),
    goal_former_parents: rows.meta({ description: 'Former parent goals, with the last date each applied.' }),
    days_off: rows,
    inactive_tags: rows,
    removed_categories: rows.meta({ description: 'Starting categories of goals that you removed.' }),
    imports: rowsWithIds,
    import_columns: rows.meta({ description: 'The columns chosen for CSV files, by a hash of their header.' }),
    pr_review_activities: rows,
    app_usage: rowsWithIds,
    usage_clients: rowsWithIds.meta({ description: 'Clients that report app usage.' }),
    user_apps: rowsWithIds.meta({ description: 'App rules: your own and those an admin set for you.' }),
    kept_overlaps: rows.meta({ description: 'Pairs of sessions whose overlap was kept.' }),
    changes: rowsWithIds.meta({ description: 'Summaries of bulk changes in the last 30 days.' }),
    sessions: rowsWithIds,
    card_files: rows.meta({ description: 'The cards file of each plan that has cards: `plan_id` and its markdown.' }),
  })
  .meta({ id: 'Export' })
