import { explainPath, sessionsPath } from '../../../views/links'
import { sql } from '../../lib/sql'

/**
 * Something that a permission can depend on. `inactive`: a project or tag that is not offered any more, `ended`: a goal
 * that was completed or cancelled; time under these still counts. `deleted`: nothing can be tracked under it now.
 */
export type ConditionSubject = {
  name: string
  /** Of a project. */
  color: string | null
  href: string
  state: 'open' | 'inactive' | 'ended' | 'deleted'
}

type Row = Omit<ConditionSubject, 'href'> & { subject: string }

const rowsOf = (db: D1Database, userId: string, subjects: string) =>
  sql(db)`
    SELECT value AS subject, name, color, iif(deleted_at IS NOT NULL, 'deleted', iif(status = 'inactive', status, 'open')) AS state
    FROM json_each(${subjects}) CROSS JOIN projects
      ON projects.user_id = ${userId} AND projects.id = substr(value, 9)
    WHERE value LIKE 'project:%'
    UNION ALL
    SELECT value, title, NULL,
      iif(deleted_at IS NOT NULL, 'deleted', iif(status IN ('completed', 'cancelled'), 'ended', 'open'))
    FROM json_each(${subjects}) CROSS JOIN goals ON goals.user_id = ${userId} AND goals.id = substr(value, 6)
    WHERE value LIKE 'goal:%'
    UNION ALL
    SELECT value, substr(value, 5), NULL,
      iif(EXISTS (SELECT 1 FROM inactive_tags WHERE user_id = ${userId} AND tag = substr(value, 6)), 'inactive', 'open')
    FROM json_each(${subjects})
    WHERE value LIKE 'tag:#%'`.all<Row>()

const hrefOf = (subject: string) => {
  if (subject.startsWith('goal:')) return `/goals/${subject.slice(5)}`
  return subject.startsWith('project:') ? sessionsPath(null, subject) : explainPath(null, subject)
}

/**
 * What subjects are called, of those that are the person's own: others are not in it. A tag is text, and so always their
 * own. All tracked time has no name of its own and is not in it either. One statement; none where there is nothing to ask.
 */
export const conditionSubjects = async (
  db: D1Database,
  userId: string,
  subjects: string[],
): Promise<Map<string, ConditionSubject>> => {
  const named = [...new Set(subjects)].filter((subject) => subject !== 'all')
  if (named.length === 0) return new Map()
  const { results } = await rowsOf(db, userId, JSON.stringify(named))
  return new Map(results.map(({ subject, ...row }) => [subject, { ...row, href: hrefOf(subject) }]))
}

/** Whether a permission can depend on a subject from now on: on what is the person's own and not deleted. */
export const canDependOn = (subject: string, names: Map<string, ConditionSubject>) =>
  subject === 'all' || (names.get(subject)?.state ?? 'deleted') !== 'deleted'
