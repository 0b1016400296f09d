import { explainPath, sessionsPath } from '../../../views/links'
import type { UnlockCondition } from '../../app-rules/schema'
import { sql } from '../../lib/sql'
import { isolated } from '../../lib/text'

/**
 * Subject of an unlock condition. Time still counts under `inactive` projects and tags and `ended` goals; nothing can
 * be tracked under `deleted` ones.
 */
export type ConditionSubject = {
  name: string
  /** Set for projects only. */
  color: string | null
  href: string
  state: 'open' | 'inactive' | 'ended' | 'deleted'
}

type Row = Omit<ConditionSubject, 'href'> & { subject: string }

const rowsOf = (db: D1Database, userId: string, subjects: string) =>
  sql(db)`
    SELECT value AS subject, name, color, iif(deleted_at IS NOT NULL, 'deleted', iif(status = 'inactive', status, 'open')) AS state
    FROM json_each(${subjects}) JOIN projects
      ON projects.user_id = ${userId} AND projects.id = substr(value, 9)
    WHERE value LIKE 'project:%'
    UNION ALL
    SELECT value, title, NULL,
      iif(deleted_at IS NOT NULL, 'deleted', iif(status IN ('completed', 'cancelled'), 'ended', 'open'))
    FROM json_each(${subjects}) JOIN goals ON goals.user_id = ${userId} AND goals.id = substr(value, 6)
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
 * Names of the person's own subjects; unknown ones and `all` are left out. Every tag counts as their own. One
 * statement, or none without subjects.
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

export const canDependOn = (subject: string, names: Map<string, ConditionSubject>) =>
  subject === 'all' || (names.get(subject)?.state ?? 'deleted') !== 'deleted'

/** Null unless the subject is the person's own and not deleted, or the rule has it already. */
export const findSubject = async (
  db: D1Database,
  userId: string,
  { subject }: UnlockCondition,
  before?: string | null,
) => {
  const names = await conditionSubjects(db, userId, [subject])
  const found = names.get(subject)
  return canDependOn(subject, names) || subject === before ? { name: found && isolated(found.name) } : null
}
