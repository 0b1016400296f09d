import { coveredSeconds } from '../lib/intervals'
import { andInOrg, rowTags } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { allRows, sql } from '../lib/sql'
import type { ResolvedTimes } from '../sessions/times/resolve'

/** Maximum number of sessions compared, by their end. */
const limit = 20

/** Seconds of an interval (epoch ms) that finished sessions already cover. */
export const trackedSecondsWithin = async (db: D1Database, userId: string, { started_at, ended_at }: ResolvedTimes) => {
  const { results } = await sql(db)`
    SELECT started_at, duration_seconds
    FROM sessions
    WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL AND ended_at > ${started_at}
    ORDER BY ended_at
    LIMIT ${limit}`.all<{ started_at: number; duration_seconds: number }>()
  const inside = results.flatMap((other) => {
    const from = Math.max(other.started_at, started_at)
    const to = Math.min(other.started_at + other.duration_seconds * 1000, ended_at)
    return to > from ? [{ started_at: from, duration_seconds: (to - from) / 1000 }] : []
  })
  return coveredSeconds(inside)
}

/** End of the last finished session that ends between two instants; all in epoch ms. */
export const lastEndWithin = (db: D1Database, userId: string, from: number, to: number) =>
  sql(db)`
    SELECT max(ended_at) AS ended_at
    FROM sessions
    WHERE user_id = ${userId} AND status = 'completed' AND deleted_at IS NULL AND ended_at > ${from}
      AND ended_at <= ${to}`.first<number | null>('ended_at')

/** Sorts after every other character. */
export const afterAll = '\u{10FFFF}'

/** Tags read that begin with words of a line. */
const tagLimit = 60

/** The tags among the words that sessions or other rows have, and those that begin with one, ignoring the case of A to Z. */
export const tagsBeginning = async (db: D1Database, userId: string, words: string[]) => {
  if (words.length === 0) return []
  const list = JSON.stringify(words)
  const found = await allRows<{ tag: string }>(sql(db)`
    WITH known AS (
      SELECT tag FROM session_tags WHERE user_id = ${userId}
      UNION
      SELECT tag FROM (${rowTags(userId)}))
    SELECT DISTINCT tag
    FROM json_each(${list}) JOIN known
      ON tag >= value COLLATE NOCASE AND tag < value || ${afterAll} COLLATE NOCASE
    ORDER BY tag = value DESC, tag
    LIMIT ${tagLimit}`)
  return found.map(({ tag }) => tag)
}

/** Open tasks that a line may name, the latest date first. */
export const openTasks = (db: D1Database, userId: string, org: Org = allOrgs) =>
  allRows<{ id: string; title: string }>(sql(db)`
    SELECT id, title FROM (
      SELECT id, title FROM tasks
      WHERE user_id = ${userId} AND date >= '' AND status IN ('todo', 'in_progress') AND deleted_at IS NULL
        ${andInOrg(userId, org, 'task')}
      ORDER BY date DESC, position
      LIMIT 200)
    UNION ALL
    SELECT id, title FROM (
      SELECT id, title FROM tasks
      WHERE user_id = ${userId} AND date IS NULL AND status IN ('todo', 'in_progress') AND deleted_at IS NULL
        ${andInOrg(userId, org, 'task')}
      ORDER BY position
      LIMIT 100)`)
