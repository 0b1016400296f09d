import type { User } from '../../lib/env'
import { kindEntries } from '../../lib/kinds'
import { tableNames } from '../export/read/tables'
import type { Counts } from './compare'
import type { Preview } from './preview'
import { type Mode, modes } from './steps'

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
  kept_overlaps: 'Kept overlaps',
}

const nameOf = (table: string) =>
  kindEntries.find(([, entry]) => entry.table === table)?.[1].many ?? otherNames[table] ?? table

const none: Counts = { added: 0, changed: 0, removed: 0 }

type ShownTable = { name: string } & Record<Mode, Counts>

const sum = ({ added, changed, removed }: Counts) => added + changed + removed

/** Tables that either mode would change, by the names that people know. */
export const shownTables = ({ counts }: Pick<Preview, 'counts'>): ShownTable[] =>
  tableNames
    .map((table) => ({
      name: nameOf(table),
      replace: counts.replace[table] ?? none,
      merge: counts.merge[table] ?? none,
    }))
    .filter(({ replace, merge }) => sum(replace) + sum(merge) > 0)

export const totalOf = (preview: Pick<Preview, 'counts'>, mode: Mode): Counts =>
  Object.values(preview.counts[mode]).reduce(
    (all, one) => ({
      added: all.added + one.added,
      changed: all.changed + one.changed,
      removed: all.removed + one.removed,
    }),
    none,
  )

export const nothingToRestore = 'Nothing to restore: everything in the file is already here.'

/** The ways to restore a file that change anything. Only a replacement brings its name and preferences. */
export const modesOf = (preview: Pick<Preview, 'counts' | 'user'>, { username, preferences }: User) => {
  const { user } = preview
  const isOther = user.username !== username || JSON.stringify(user.preferences) !== JSON.stringify(preferences)
  return modes.filter((mode) => sum(totalOf(preview, mode)) > 0 || (mode === 'replace' && isOther))
}
