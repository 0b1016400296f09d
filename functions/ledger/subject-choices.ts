import type { Context } from 'hono'
import type { OptionGroup } from '../../views/ui/field'
import { allRows, constant, part, sql } from '../lib/db/sql'
import type { App } from '../lib/env'
import { andInOrg } from '../lib/kinds'
import { allOrgs, clientOf, type Org } from '../lib/org'
import { hasAppSubject } from './goal-tree'
import { subjectLabel } from './resolve-subject'
import { countedPattern } from './subject'
import { subjectNames } from './sums'

const isNamed = (subject: string) => /^(project|goal|plan|chunk|task|organization):/.test(subject)

/** Filters subjects: keeps the person's own rows that are not deleted, and subjects without a row. */
export const knownSubjects = async (db: D1Database, userId: string, subjects: string[]) => {
  const names = await subjectNames(db, userId, subjects.filter(isNamed))
  const present = new Map(names.map((name) => [name.subject, name]))
  return subjects.filter((subject) =>
    isNamed(subject) ? present.get(subject)?.deleted === 0 : countedPattern.test(subject),
  )
}

/** A chosen subject for display. Time still counts for `inactive` subjects, and for a goal that has `ended`. */
export type ChosenSubject = {
  subject: string
  label: string
  color?: string | null
  state: 'open' | 'inactive' | 'ended' | 'deleted'
}

const appLabel = (subject: string) => subject.replace(/^app(-category)?:/, '')

const labelOf = (subject: string, name: string | null) => {
  if (hasAppSubject(subject)) return name ?? appLabel(subject)
  if (subject === 'all') return 'everything'
  if (subject === 'classification:learning') return 'all learning'
  return name === null && isNamed(subject) ? 'a deleted item' : subjectLabel({ subject, name }, 24)
}

const stateOf = (subject: string, status: string | null | undefined): ChosenSubject['state'] => {
  if (status === 'inactive' || status === 'archived') return 'inactive'
  return subject.startsWith('goal:') && /^(completed|cancelled)$/.test(status ?? '') ? 'ended' : 'open'
}

/** Chosen subjects with their names, in the given order. */
export const namedSubjects = async (db: D1Database, userId: string, subjects: string[]): Promise<ChosenSubject[]> => {
  if (subjects.every((subject) => subject === 'all')) {
    return subjects.map((subject) => ({ subject, label: labelOf(subject, null), state: 'open' }))
  }
  const [names, others] = await Promise.all([
    subjectNames(db, userId, subjects),
    allRows<{ subject: string; label: string | null }>(sql(db)`
      SELECT value AS subject, label
      FROM json_each(${JSON.stringify(subjects)}) JOIN apps ON value = 'app:' || package_name
      UNION ALL
      SELECT 'tag:#' || tag, NULL FROM inactive_tags WHERE user_id = ${userId}`),
  ])
  const byName = new Map(names.map((name) => [name.subject, name]))
  const bySubject = new Map(others.map(({ subject, label }) => [subject, label]))
  return subjects.map((subject) => {
    const name = byName.get(subject)
    const label = labelOf(subject, name?.label ?? bySubject.get(subject) ?? null)
    if (name?.deleted || (!name && isNamed(subject)))
      return { subject, label: name ? `${label} (deleted)` : label, color: name?.color, state: 'deleted' }
    const isInactive = subject.startsWith('tag:') && bySubject.has(subject)
    return { subject, label, color: name?.color, state: isInactive ? 'inactive' : stateOf(subject, name?.status) }
  })
}

/** Maximum number of choices of each kind. */
const offered = 100

/** Latest uses of tags, by which their order counts. */
const tagsCounted = 4_000

const groups = {
  project: 'Projects',
  organization: 'Clients and organizations',
  tag: 'Tags',
  plan: 'Plans',
  repo: 'Repositories',
  goal: 'Goals',
  app: 'Apps, by reported time',
  'app-category': 'Kinds of apps',
}

type Choice = { kind: keyof typeof groups; value: string; label: string }

/** Apps by their use in the last four weeks, then by the date of their last use. */
const appChoices = (userId: string) => part`
      SELECT * FROM (
        SELECT 'app' AS kind, 'app:' || used.package_name AS value, coalesce(label, used.package_name) AS label
        FROM used_apps AS used
          LEFT JOIN apps ON apps.package_name = used.package_name
          LEFT JOIN (
            SELECT package_name, sum(total_seconds) AS seconds FROM daily_usage
            WHERE user_id = ${userId} AND date >= date(${Date.now()} / 1000, 'unixepoch', '-28 days')
            GROUP BY package_name) AS recent ON recent.package_name = used.package_name
        WHERE used.user_id = ${userId}
        ORDER BY seconds DESC NULLS LAST, last_date DESC LIMIT 50)
      UNION ALL
      SELECT * FROM (
        SELECT DISTINCT 'app-category', 'app-category:' || category, category
        FROM apps WHERE category IS NOT NULL AND EXISTS (SELECT 1 FROM used_apps WHERE user_id = ${userId})
        ORDER BY category LIMIT ${offered})`

/** Choices for a page's filter. Null if the filter form is already on the page, undefined if it is closed. */
export const openChoices = async (c: Context<App>) => {
  if (/(^|\.)filter$/.test(c.req.query('open') ?? ''))
    return subjectChoices(c.env.DB, c.var.user.id, { org: c.var.org })
  return c.req.query('any') === undefined ? undefined : null
}

/**
 * Choices of what to count: everything, all learning, and the context's rows, by kind and name.
 * @param withApps also offers apps, by reported time
 */
export const subjectChoices = async (
  db: D1Database,
  userId: string,
  { org = allOrgs, withApps = false }: { org?: Org; withApps?: boolean } = {},
): Promise<OptionGroup[]> => {
  const of = part`user_id = ${userId} AND deleted_at IS NULL`
  const choices = await allRows<Choice>(sql(db)`
      SELECT * FROM (SELECT * FROM (
        SELECT 'project' AS kind, 'project:' || id AS value,
          name || coalesce(', ' || nullif(${constant(clientOf())}, ''), '') AS label
        FROM projects WHERE ${of} AND status = 'active' ${andInOrg(userId, org, 'project')}
        ORDER BY name COLLATE NOCASE LIMIT ${offered})
      UNION ALL
      SELECT * FROM (
        SELECT 'organization', 'organization:' || id, name FROM organizations WHERE ${of}
        ORDER BY name COLLATE NOCASE LIMIT ${offered})
      UNION ALL
      SELECT * FROM (
        SELECT 'plan', 'plan:' || id, title FROM plans
        WHERE ${of} AND status <> 'archived' ${andInOrg(userId, org, 'plan')}
        ORDER BY title COLLATE NOCASE LIMIT ${offered})
      UNION ALL
      SELECT * FROM (
        SELECT 'goal', 'goal:' || id, title FROM goals
        WHERE ${of} AND status IN ('not_started', 'in_progress') ${andInOrg(userId, org, 'goal')}
        ORDER BY title COLLATE NOCASE LIMIT ${offered}))
      UNION ALL
      SELECT * FROM (
        SELECT 'tag', 'tag:#' || tag, '#' || tag
        FROM (
          SELECT tag FROM session_tags WHERE user_id = ${userId} ORDER BY session_id DESC LIMIT ${tagsCounted})
        WHERE tag NOT IN (SELECT tag FROM inactive_tags WHERE user_id = ${userId})
        GROUP BY tag ORDER BY count(*) DESC, tag LIMIT ${offered})
      UNION ALL
      SELECT * FROM (
        SELECT 'repo', 'repo:' || lower(repo_owner || '/' || repo_name) AS value, repo_owner || '/' || repo_name
        FROM sessions INDEXED BY sessions_of_repos WHERE ${of} AND repo_owner IS NOT NULL
        GROUP BY value ORDER BY max(started_at) DESC LIMIT 20)
      ${withApps ? part`UNION ALL SELECT * FROM (${appChoices(userId)})` : constant('')}`)
  const byKind = Map.groupBy(choices, ({ kind }) => kind)
  return [
    {
      label: 'All time',
      options: [
        { value: 'all', label: 'All tracked time' },
        { value: 'classification:learning', label: 'All learning' },
      ],
    },
    ...Object.entries(groups).flatMap(([kind, label]) => {
      const options = byKind.get(kind as Choice['kind'])
      return options ? [{ label, options }] : []
    }),
  ]
}
