import { sql } from '../lib/sql'

/** How many sessions a statement reads; what they hold stays well under what D1 answers at once. */
export const sessionsAPage = 2000

/** A row as the database has it. Its columns are named in its statement. */
export type Row = Record<string, string | number | null>

/** The user's sessions after the one with that id, deleted ones too, in the order of their ids. */
export const sessionsAfter = async (db: D1Database, userId: string, id: string) =>
  (
    await sql(db)`
      SELECT id, number, source, project_id, goal_id, plan_id, chunk_id, task_id, repo_owner, repo_name, pr_number,
        title, notes, tags, artifacts, started_at, ended_at, duration_seconds, days, status, last_heartbeat_at,
        time_zone, day_start_minute, import_id, import_key, seq, created_at, updated_at, deleted_at
      FROM sessions
      WHERE user_id = ${userId} AND id > ${id}
      ORDER BY id
      LIMIT ${sessionsAPage}`.all<Row>()
  ).results

/** The user, and all that is theirs beside sessions, deleted rows too. */
export const account = async (db: D1Database, userId: string) => {
  const [users, projects, goals, imports] = await db.batch<Row>([
    sql(db)`
      SELECT id, email, username, github_user_id, github_username, avatar_url, role, preferences, created_at,
        updated_at, last_active_at
      FROM users
      WHERE id = ${userId}`,
    sql(db)`
      SELECT id, name, client, classification, status, color, import_id, seq, created_at, updated_at, deleted_at
      FROM projects
      WHERE user_id = ${userId}
      ORDER BY id`,
    sql(db)`
      SELECT id, parent_id, title, description, kind, category, start_date, target_date, status, progress_source,
        progress_percentage, target_minutes, completed_at, seq, created_at, updated_at, deleted_at
      FROM goals
      WHERE user_id = ${userId}
      ORDER BY id`,
    sql(db)`
      SELECT id, file_name, format, time_zone, imported, duplicates, rejected, total_seconds, seq, created_at
      FROM imports
      WHERE user_id = ${userId}
      ORDER BY id`,
  ])
  return {
    users: users?.results ?? [],
    projects: projects?.results ?? [],
    goals: goals?.results ?? [],
    imports: imports?.results ?? [],
  }
}
