import { type KindEntry, kindEntries, kinds } from '../lib/kinds'
import { allRows, constant, sql } from '../lib/sql'

/** How many sessions a statement reads; what they hold stays well under what D1 answers at once. */
export const sessionsAPage = 2000

/** A row as the database has it. Its columns are named in its statement. */
export type Row = Record<string, string | number | null>

const columnsOf = ({ columns }: Pick<KindEntry, 'columns'>) => constant(columns.join(', '))

/** The user's sessions after the one with that id, deleted ones too, in order of id. */
export const sessionsAfter = (db: D1Database, userId: string, id: string) =>
  allRows<Row>(sql(db)`
    SELECT ${columnsOf(kinds.session)}
    FROM sessions
    WHERE user_id = ${userId} AND id > ${id}
    ORDER BY id
    LIMIT ${sessionsAPage}`)

export const accountRow = (db: D1Database, userId: string) =>
  sql(db)`
    SELECT id, email, email_proven_at, username, github_user_id, github_username, avatar_url, role, preferences, created_at,
      updated_at, last_active_at, unlisted_locked_at, latest_day
    FROM users
    WHERE id = ${userId}`.first<Row>()

/** Kinds whose rows are read at once, projects first; sessions are read by pages. */
export const smallKinds: KindEntry[] = [
  kinds.project,
  ...kindEntries.flatMap(([kind, entry]) => (kind === 'project' || kind === 'session' ? [] : [entry])),
]

const rowsOf = (db: D1Database, userId: string, entry: KindEntry) => sql(db)`
  SELECT ${columnsOf(entry)} FROM ${constant(entry.table)} WHERE user_id = ${userId} ORDER BY id`

const tables = (db: D1Database, userId: string) => ({
  ...Object.fromEntries(smallKinds.map((entry) => [entry.table, rowsOf(db, userId, entry)])),
  goal_targets: sql(db)`
    SELECT goal_id, from_date, kind, target_minutes, week_start
    FROM goal_targets
    WHERE user_id = ${userId}
    ORDER BY goal_id, from_date`,
  goal_former_parents: sql(db)`
    SELECT goal_id, until_date, parent_id
    FROM goal_former_parents
    WHERE user_id = ${userId}
    ORDER BY goal_id, until_date`,
  days_off: sql(db)`
    SELECT date, label, seq FROM days_off WHERE user_id = ${userId} ORDER BY date`,
  inactive_tags: sql(db)`
    SELECT tag, seq FROM inactive_tags WHERE user_id = ${userId} ORDER BY tag`,
  removed_categories: sql(db)`
    SELECT category, seq FROM removed_categories WHERE user_id = ${userId} ORDER BY category`,
  imports: sql(db)`
    SELECT id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, seq, created_at
    FROM imports
    WHERE user_id = ${userId}
    ORDER BY id`,
  pr_review_activities: sql(db)`
    SELECT number, session_id, activity_type, repo_owner, repo_name, pr_number, metadata, date, created_at
    FROM pr_review_activities
    WHERE user_id = ${userId}
    ORDER BY number`,
  app_usage: sql(db)`
    SELECT id, package_name, started_at, ended_at, client_id, days, created_at FROM app_usage WHERE user_id = ${userId} ORDER BY id`,
  usage_clients: sql(db)`
    SELECT id, name, first_report_at, last_report_at FROM usage_clients WHERE user_id = ${userId} ORDER BY id`,
  user_apps: sql(db)`
    SELECT id, package_name, set_by, admin_id, label, is_whitelisted, after_subject, after_seconds, after_period, seq,
      created_at, updated_at
    FROM user_apps
    WHERE user_id = ${userId}
    ORDER BY id`,
  kept_overlaps: sql(db)`
    SELECT one, other FROM kept_overlaps WHERE user_id = ${userId} ORDER BY one, other`,
  changes: sql(db)`
    SELECT id, kind, summary, seq, created_at FROM changes WHERE user_id = ${userId} ORDER BY id`,
})

/** All that is the user's beside their sessions, by table, deleted rows too; read at one moment. */
export const listsOf = async (db: D1Database, userId: string) => {
  const statements = Object.entries(tables(db, userId))
  const found = await db.batch<Row>(statements.map(([, statement]) => statement))
  return statements.map(([table], index): [string, Row[]] => [table, found[index]?.results ?? []])
}
