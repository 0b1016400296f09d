import { constant, part } from '../../lib/sql'
import { afterAll } from '../queries'
import { foundIds, type Limits, type Names } from './found'

/** Tags with time in the latest month that has any. */
const latestTags = (userId: string, limit: number) => part`
  SELECT DISTINCT tag
  FROM session_days CROSS JOIN session_tags
    ON session_tags.user_id = session_days.user_id AND session_tags.session_id = session_days.session_id
  WHERE session_days.user_id = ${userId}
    AND date >= substr((SELECT max(date) FROM day_totals WHERE user_id = ${userId} AND session_count > 0), 1, 7)
  ORDER BY tag
  LIMIT ${limit}`

const tagsIn = (table: 'session_tags' | 'tag_counts', userId: string, prefix: string, limit: number) => part`
  SELECT DISTINCT tag FROM ${constant(table)}
  WHERE user_id = ${userId} AND tag >= ${prefix} COLLATE NOCASE AND tag < ${prefix + afterAll} COLLATE NOCASE
  ORDER BY tag COLLATE NOCASE, tag
  LIMIT ${limit}`

/** SELECT of the tags that may be meant. */
export const tagsNamed = (userId: string, { prefix, match }: Names, most: Limits) => part`
  SELECT 'tags' AS kind, json_object('name', used, 'inactive',
    EXISTS (SELECT 1 FROM inactive_tags WHERE user_id = ${userId} AND tag = used)) AS data
  FROM (
    SELECT tag AS used FROM (${tagsIn('session_tags', userId, prefix, most.names / 2)})
    UNION SELECT tag FROM (${tagsIn('tag_counts', userId, prefix, most.names / 2)})
    UNION
    SELECT tag FROM (${latestTags(userId, most.names / 2)})
    UNION
    SELECT value
    FROM (${match ? foundIds(match, most.found) : part`SELECT NULL AS id WHERE 0`}) AS hits
      CROSS JOIN sessions ON user_id = ${userId} AND sessions.id = hits.id
      CROSS JOIN json_each(sessions.tags))`
