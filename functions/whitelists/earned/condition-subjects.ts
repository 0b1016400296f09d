import { explainPath, sessionsPath } from '../../../views/links'
import type { Option } from '../../../views/ui/field'
import type { UnlockCondition } from '../../app-rules/schema'
import { dailyTarget } from '../../app-rules/unlock-condition'
import { openGoals } from '../../ledger/open-goals'
import { duration } from '../../lib/format'
import type { Preferences } from '../../lib/preferences'
import { sql } from '../../lib/sql'
import { isolated } from '../../lib/text'
import { projects } from '../../projects/queries'
import { projectLabel } from '../../projects/words'
import { mostUsedTags } from '../../tags/queries'

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

const offeredTags = 50
const lookedAt = 2 * offeredTags

/** Choices for everybody. Admins get only these, as a person's projects, goals and tags are private. */
export const allTimeOptions = (target?: number): Option[] => [
  {
    value: dailyTarget,
    label: target === undefined ? 'Daily target' : `Daily target, ${duration(target * 60)}`,
  },
  { value: 'all', label: 'All tracked time' },
]

/**
 * Choices for a person's own rule: the daily target, all time, active projects, open goals and the most used tags, and
 * the present choice even where it is inactive or deleted.
 */
export const conditionChoices = async (
  db: D1Database,
  { id, preferences }: { id: string; preferences: Pick<Preferences, 'daily_target_minutes'> },
  now?: UnlockCondition,
): Promise<Option[]> => {
  const [projectRows, goals, tags] = await Promise.all([
    projects(db, id),
    openGoals(db, id),
    mostUsedTags(db, id, lookedAt),
  ])
  const options = [
    ...allTimeOptions(preferences.daily_target_minutes),
    ...projectRows
      .filter(({ status }) => status === 'active')
      .map((project) => ({ value: `project:${project.id}`, label: `Project: ${projectLabel(project)}` })),
    ...goals.map(({ id, title }) => ({ value: `goal:${id}`, label: `Goal: ${title}` })),
    ...tags
      .filter(({ inactive, counts }) => !inactive && counts.session)
      .slice(0, offeredTags)
      .map(({ tag }) => ({ value: `tag:#${tag}`, label: `Tag: #${tag}` })),
  ]
  if (!now || options.some(({ value }) => value === now.subject)) return options
  const named = (await conditionSubjects(db, id, [now.subject])).get(now.subject)
  const deleted = named?.state === 'deleted' ? ' (deleted)' : ''
  return [...options, { value: now.subject, label: named ? `${named.name}${deleted}` : 'Deleted item' }]
}
