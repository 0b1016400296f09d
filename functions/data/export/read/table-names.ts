import { kindEntries } from '../../../lib/kinds'

/** Names of tables that belong to no kind. */
const otherNames: Record<string, string> = {
  card_reviews: 'Card ratings',
  skill_progress: 'Skill history',
  task_carries: 'Carried-over tasks',
  goal_targets: 'Targets of goals',
  goal_ticks: 'Ticks of goals',
  goal_skips: 'Skipped periods of goals',
  goal_former_parents: 'Former parent goals',
  rates: 'Hourly rates',
  budgets: 'Budgets',
  former_clients: 'Former clients of projects',
  days_off: 'Days off',
  inactive_tags: 'Archived tags',
  removed_categories: 'Removed categories',
  imports: 'Imports',
  import_columns: 'Chosen columns of imports',
  pr_review_activities: 'Pull request reviews',
  app_usage: 'App usage',
  usage_clients: 'Devices that report app usage',
  user_apps: 'App rules',
  app_limits: 'Limits of categories and all apps',
  limit_extensions: 'Extensions of limits',
  kept_overlaps: 'Kept overlaps',
}

/** The name of a table in messages. */
export const tableName = (table: string) =>
  kindEntries.find(([, entry]) => entry.table === table)?.[1].many ?? otherNames[table] ?? table
