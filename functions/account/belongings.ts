import { sql } from '../lib/sql'

/** How many things there are of each kind; of those that are counted one by one, at most one more than `counted`. */
export type Belongings = {
  sessions: number
  goals: number
  projects: number
  plans: number
  organizations: number
  people: number
  tokens: number
  devices: number
}

/** Counts stop here, which shows as "more than 100". */
export const countLimit = 100

/** Counts a user's things in few rows: sessions are summed up already. */
export const belongings = (db: D1Database, userId: string, now: number) =>
  sql(db)`
    SELECT
      coalesce((SELECT sum(session_count) FROM day_totals WHERE user_id = ${userId}), 0) AS sessions,
      (SELECT count(*) FROM (
        SELECT 1 FROM goals WHERE user_id = ${userId} AND deleted_at IS NULL LIMIT ${countLimit + 1})) AS goals,
      (SELECT count(*) FROM (
        SELECT 1 FROM projects WHERE user_id = ${userId} AND deleted_at IS NULL LIMIT ${countLimit + 1})) AS projects,
      (SELECT count(*) FROM (
        SELECT 1 FROM plans WHERE user_id = ${userId} AND deleted_at IS NULL LIMIT ${countLimit + 1})) AS plans,
      (SELECT count(*) FROM (
        SELECT 1 FROM organizations WHERE user_id = ${userId} AND deleted_at IS NULL
        LIMIT ${countLimit + 1})) AS organizations,
      (SELECT count(*) FROM (
        SELECT 1 FROM people WHERE user_id = ${userId} AND deleted_at IS NULL LIMIT ${countLimit + 1})) AS people,
      (SELECT count(*) FROM (
        SELECT 1 FROM api_tokens WHERE user_id = ${userId} LIMIT ${countLimit + 1})) AS tokens,
      (SELECT count(*) FROM (
        SELECT 1 FROM web_sessions WHERE user_id = ${userId} AND expires_at > ${now} LIMIT ${countLimit + 1}))
      + (SELECT count(*) FROM (
        SELECT 1 FROM program_sessions WHERE user_id = ${userId} AND expires_at > ${now}
        LIMIT ${countLimit + 1})) AS devices`.first<Belongings>()
