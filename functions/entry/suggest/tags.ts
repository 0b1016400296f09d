import { constant, part } from '../../lib/sql'
import { afterAll } from '../queries'
import { foundIds, type Limits, type Names } from './found'

/** Tags with time in the latest month that has any; their subjects. */
const latestTags = (userId: string, limit: number) => part`
  SELECT subject FROM month_subjects
  WHERE user_id = ${userId} AND month = (SELECT max(month) FROM month_subjects WHERE user_id = ${userId})
    AND subject >= 'tag:#' AND subject < 'tag:$'
  LIMIT ${limit}`

const tagsIn = (table: 'tag_stats' | 'tag_counts', userId: string, prefix: string, limit: number) => part`
  SELECT DISTINCT tag FROM ${constant(table)}
  WHERE user_id = ${userId} AND tag >= ${prefix} COLLATE NOCASE AND tag < ${prefix + afterAll} COLLATE NOCASE
  ORDER BY tag COLLATE NOCASE, tag
  LIMIT ${limit}`

/** SELECT of the tags that may be meant. */
export const tagsNamed = (userId: string, { prefix, match }: Names, most: Limits) => part`
  SELECT 'tags' AS kind, json_object('name', used, 'inactive',
    EXISTS (SELECT 1 FROM inactive_tags WHERE user_id = ${userId} AND tag = used)) AS data
  FROM (
    SELECT substr(subject, 6) AS used FROM (
      SELECT subject FROM total_stats INDEXED BY total_stats_tags
      WHERE user_id = ${userId} AND subject >= 'tag:#' AND subject < 'tag:$'
        AND subject >= ${`tag:#${prefix}`} COLLATE NOCASE AND subject < ${`tag:#${prefix}${afterAll}`} COLLATE NOCASE
      ORDER BY subject COLLATE NOCASE, subject
      LIMIT ${most.names / 2})
    UNION SELECT tag FROM (${tagsIn('tag_stats', userId, prefix, most.names / 2)})
    UNION SELECT tag FROM (${tagsIn('tag_counts', userId, prefix, most.names / 2)})
    UNION
    SELECT substr(subject, 6) FROM (${latestTags(userId, most.names / 2)})
    UNION
    SELECT value
    FROM (${match ? foundIds(match, most.found) : part`SELECT NULL AS id WHERE 0`}) AS hits
      CROSS JOIN sessions ON user_id = ${userId} AND sessions.id = hits.id
      CROSS JOIN json_each(sessions.tags))`
