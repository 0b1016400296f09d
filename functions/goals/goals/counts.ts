import type { OptionGroup } from '../../../views/ui/field'
import { mostUsedTags } from '../../filing/tags/queries'
import { isOfApps, subjectsIn } from '../../ledger/goal-tree'
import { subjectLabel } from '../../ledger/resolve-subject'
import { countedPattern } from '../../ledger/subject'
import { subjectNames } from '../../ledger/sums'
import { allRows, part, sql } from '../../lib/db/sql'
import { andInOrg } from '../../lib/kinds'
import type { Org } from '../../lib/org'

/** The most subjects that a goal counts. */
export const countLimit = 20

const named = /^(project|goal|plan|chunk|task|organization):/

/** Subjects that a person can choose: of a form as they are, of a name that is free, or of a row that is theirs. */
export const knownSubjects = async (db: D1Database, userId: string, subjects: string[]) => {
  const names = await subjectNames(
    db,
    userId,
    subjects.filter((subject) => named.test(subject)),
  )
  const present = new Map(names.map((name) => [name.subject, name]))
  return subjects.filter((subject) =>
    named.test(subject) ? present.get(subject)?.deleted === 0 : countedPattern.test(subject),
  )
}

/** A subject that a goal counts, as its page names it. */
export type CountedSubject = { subject: string; label: string; color?: string | null }

const appLabel = (subject: string) => subject.replace(/^app(-category)?:/, '')

const labelOf = (subject: string, name: string | null) => {
  if (isOfApps(subject)) return name ?? appLabel(subject)
  if (subject === 'all') return 'everything'
  if (subject === 'classification:learning') return 'all learning'
  return subjectLabel({ subject, name }, 24)
}

/** The subjects that a goal counts with their names, in their order; none for one that counts what names it. */
export const namedCounts = async (
  db: D1Database,
  userId: string,
  { counts }: { counts: string | null },
): Promise<CountedSubject[]> => {
  const subjects = subjectsIn(counts) ?? []
  if (subjects.length === 0) return []
  const [names, apps] = await Promise.all([
    subjectNames(db, userId, subjects),
    allRows<{ subject: string; label: string }>(sql(db)`
      SELECT value AS subject, label
      FROM json_each(${JSON.stringify(subjects)}) JOIN apps ON value = 'app:' || package_name`),
  ])
  const labels = new Map(apps.map(({ subject, label }) => [subject, label]))
  for (const { subject, label, deleted } of names) labels.set(subject, deleted ? `${label} (deleted)` : label)
  const colors = new Map(names.map(({ subject, color }) => [subject, color]))
  return subjects.map((subject) => ({
    subject,
    label: labelOf(subject, labels.get(subject) ?? null),
    color: colors.get(subject),
  }))
}

/** Choices that are offered of each kind. */
const offered = 100

const groups = {
  project: 'Projects',
  organization: 'Clients and organizations',
  tag: 'Tags',
  plan: 'Plans',
  repo: 'Repositories',
  goal: 'Other goals',
  app: 'Apps, by reported time',
  'app-category': 'Kinds of apps',
}

type Choice = { kind: keyof typeof groups; value: string; label: string }

/** The choices of what a goal counts: everything, all learning, and what the context has of each kind, by name. */
export const countChoices = async (db: D1Database, userId: string, org: Org): Promise<OptionGroup[]> => {
  const of = part`user_id = ${userId} AND deleted_at IS NULL`
  const [rows, tags] = await Promise.all([
    allRows<Choice>(sql(db)`
      SELECT * FROM (SELECT * FROM (
        SELECT 'project' AS kind, 'project:' || id AS value, name AS label
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
        SELECT 'repo', 'repo:' || lower(repo_owner || '/' || repo_name) AS value, repo_owner || '/' || repo_name
        FROM sessions WHERE ${of} AND repo_owner IS NOT NULL
        GROUP BY value ORDER BY max(started_at) DESC LIMIT 20)
      UNION ALL
      SELECT * FROM (
        SELECT 'app', 'app:' || daily_usage.package_name, coalesce(label, daily_usage.package_name)
        FROM daily_usage LEFT JOIN apps ON apps.package_name = daily_usage.package_name
        WHERE user_id = ${userId}
        GROUP BY daily_usage.package_name ORDER BY sum(total_seconds) DESC LIMIT 50)
      UNION ALL
      SELECT * FROM (
        SELECT DISTINCT 'app-category', 'app-category:' || category, category
        FROM apps WHERE category IS NOT NULL AND EXISTS (SELECT 1 FROM daily_usage WHERE user_id = ${userId})
        ORDER BY category LIMIT ${offered})`),
    mostUsedTags(db, userId, offered),
  ])
  const choices: Choice[] = [
    ...rows,
    ...tags
      .filter(({ inactive, counts }) => !inactive && counts.session)
      .map(({ tag }): Choice => ({ kind: 'tag', value: `tag:#${tag}`, label: `#${tag}` })),
  ]
  const byKind = Map.groupBy(choices, ({ kind }) => kind)
  return [
    {
      label: 'All time',
      options: [
        { value: 'all', label: 'Everything' },
        { value: 'classification:learning', label: 'All learning' },
      ],
    },
    ...Object.entries(groups).flatMap(([kind, label]) => {
      const options = byKind.get(kind as Choice['kind'])
      return options ? [{ label, options }] : []
    }),
  ]
}
