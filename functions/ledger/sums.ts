import { type Range, wholeMonths } from '../lib/days'
import { allRows, part, type SqlPart, sql } from '../lib/sql'
import { type ActiveYear, daysOfYear } from './active-days'
import { monthSums } from './month-sums'
import { type DaySum, type NamedSubject, noTime, type Sums } from './schema'

/** Days with sessions, in order. */
export const daySums = (db: D1Database, userId: string, subject: string, { from, to }: Range) =>
  allRows<DaySum>(sql(db)`
    SELECT date, total_seconds, session_count
    FROM daily_stats
    WHERE user_id = ${userId} AND subject = ${subject} AND date BETWEEN ${from} AND ${to}
    ORDER BY date`)

/** Days with sessions, in order, of ranges that must not overlap, and the sums of whole months (`YYYY-MM`). */
export const periodSums = async (db: D1Database, userId: string, days: Range[], months: Range | null) => {
  const { join, month, seconds, count } = monthSums(months)
  const { results } = await sql(db)`
    SELECT 0 AS whole, date, total_seconds, session_count
    FROM json_each(${JSON.stringify(days)})
      CROSS JOIN daily_stats ON user_id = ${userId} AND subject = 'all'
        AND date BETWEEN value ->> 'from' AND value ->> 'to'
    UNION ALL
    SELECT 1, ${month} || '-01', ${seconds}, ${count}
    FROM total_stats ${join}
    WHERE user_id = ${userId} AND subject = 'all'`.all<DaySum & { whole: 0 | 1 }>()
  // Sorted here and not in SQL: D1 would count each row as read twice.
  results.sort((a, b) => (a.date < b.date ? -1 : 1))
  const sumsOf = (kind: 0 | 1) => results.filter(({ whole }) => whole === kind).map(({ whole: _, ...sum }) => sum)
  return { days: sumsOf(0), months: sumsOf(1) }
}

/** Marks the row of the first day among those of years and days off. */
const first = 'first'

/** The numbers of all days with tracked time, in order, all days off, and the date of the first session. */
export const activity = async (db: D1Database, userId: string) => {
  const { results } = await sql(db)`
    SELECT key AS year, value AS days
    FROM total_stats CROSS JOIN json_each(years)
    WHERE user_id = ${userId} AND subject = 'all'
    UNION ALL
    SELECT date, NULL FROM days_off WHERE user_id = ${userId}
    UNION ALL
    SELECT ${first}, min(date) FROM daily_stats WHERE user_id = ${userId} AND subject = 'all'
    ORDER BY 1`.all<{ year: string; days: string | null }>()
  const isYear = (row: { year: string; days: string | null }): row is ActiveYear =>
    row.days !== null && row.year !== first
  const active: number[] = []
  for (const row of results) if (isYear(row)) active.push(...daysOfYear(row))
  return {
    active,
    daysOff: new Set(results.flatMap(({ year, days }) => (days === null && year !== first ? [year] : []))),
    /** A session of no time counts, too; null without sessions. */
    firstDay: results.find(({ year }) => year === first)?.days ?? null,
  }
}

/** Matches no date and no month. */
export const emptyRange: Range = { from: '1', to: '0' }

const spans = ({ from, to }: Range) => {
  const { months, edges } = wholeMonths(from, to)
  return { months: months ?? emptyRange, before: edges[0] ?? emptyRange, after: edges[1] ?? emptyRange }
}

/** The earliest day with the most time, from the best days of whole months; null without time. */
export const bestDay = (db: D1Database, userId: string, range: Range) => {
  const { months, before, after } = spans(range)
  return sql(db)`
    SELECT date, seconds
    FROM (
      SELECT value ->> 0 AS date, value ->> 1 AS seconds
      FROM total_stats CROSS JOIN json_each(best)
      WHERE user_id = ${userId} AND subject = 'all' AND key BETWEEN ${months.from} AND ${months.to}
      UNION ALL
      SELECT date, total_seconds
      FROM daily_stats
      WHERE user_id = ${userId} AND subject = 'all' AND date BETWEEN ${before.from} AND ${before.to}
        AND total_seconds > 0
      UNION ALL
      SELECT date, total_seconds
      FROM daily_stats
      WHERE user_id = ${userId} AND subject = 'all' AND date BETWEEN ${after.from} AND ${after.to}
        AND total_seconds > 0
    )
    ORDER BY seconds DESC, date
    LIMIT 1`.first<{ date: string; seconds: number }>()
}

/** Reads whole months by month, and only the days before and after them by day. */
export const rangeSum = async (db: D1Database, userId: string, subject: string, range: Range) => {
  const { months, before, after } = spans(range)
  const { join, seconds, count } = monthSums(months)
  const sums = await sql(db)`
    SELECT coalesce(sum(total_seconds), 0) AS total_seconds, coalesce(sum(session_count), 0) AS session_count
    FROM (
      SELECT ${seconds} AS total_seconds, ${count} AS session_count
      FROM total_stats ${join}
      WHERE user_id = ${userId} AND subject = ${subject}
      UNION ALL
      SELECT total_seconds, session_count
      FROM daily_stats
      WHERE user_id = ${userId} AND subject = ${subject} AND date BETWEEN ${before.from} AND ${before.to}
      UNION ALL
      SELECT total_seconds, session_count
      FROM daily_stats
      WHERE user_id = ${userId} AND subject = ${subject} AND date BETWEEN ${after.from} AND ${after.to}
    )`.first<Sums>()
  return sums ?? noTime
}

/** JSON lists of ids; that of a chunk is `plan/chunk`. */
export type NameLists = Record<'projects' | 'goals' | 'plans' | 'chunks' | 'tasks', string | SqlPart>

/** SELECT of `NamedSubject`, deleted ones too. A chunk has its plan's title as well. */
export const namesSelect = (userId: string, { projects, goals, plans, chunks, tasks }: NameLists) => part`
    SELECT 'project:' || projects.id AS subject, projects.name AS label, client, classification, color,
      projects.deleted_at IS NOT NULL AS deleted, organizations.id AS organization_id,
      organizations.name AS organization
    FROM json_each(${projects})
    CROSS JOIN projects ON projects.user_id = ${userId} AND projects.id = value
    LEFT JOIN organizations ON organizations.user_id = projects.user_id
      AND organizations.id = projects.organization_id AND organizations.deleted_at IS NULL
    UNION ALL
    SELECT 'goal:' || goals.id, title, '', NULL, NULL, deleted_at IS NOT NULL, NULL, NULL
    FROM json_each(${goals})
    CROSS JOIN goals ON user_id = ${userId} AND goals.id = value
    UNION ALL
    SELECT 'plan:' || plans.id, title, '', NULL, NULL, deleted_at IS NOT NULL, NULL, NULL
    FROM json_each(${plans})
    CROSS JOIN plans ON user_id = ${userId} AND plans.id = value
    UNION ALL
    SELECT 'chunk:' || value, plans.title || ': ' || plan_chunks.title, '', NULL, NULL, plans.deleted_at IS NOT NULL,
      NULL, NULL
    FROM json_each(${chunks})
    CROSS JOIN plans ON plans.user_id = ${userId} AND plans.id = substr(value, 1, instr(value, '/') - 1)
    CROSS JOIN plan_chunks ON plan_chunks.user_id = ${userId} AND plan_chunks.plan_id = plans.id
      AND plan_chunks.id = substr(value, instr(value, '/') + 1)
    UNION ALL
    SELECT 'task:' || tasks.id, title, '', NULL, NULL, deleted_at IS NOT NULL, NULL, NULL
    FROM json_each(${tasks})
    CROSS JOIN tasks ON user_id = ${userId} AND tasks.id = value`

const idsOf = (subjects: string[], prefix: string) =>
  JSON.stringify([...new Set(subjects)].flatMap((one) => (one.startsWith(prefix) ? [one.slice(prefix.length)] : [])))

/** Includes what is deleted. @param others subjects of plans, chunks, tasks and organizations */
export const subjectNames = async (
  db: D1Database,
  userId: string,
  projectIds: string[],
  goalIds: string[],
  others: string[] = [],
) => {
  const organizations = others.filter((subject) => subject.startsWith('organization:'))
  const isOnlyThese = projectIds.length + goalIds.length + others.length === organizations.length
  const names = await Promise.all([
    isOnlyThese
      ? []
      : allRows<NamedSubject>(
          sql(db)`${namesSelect(userId, {
            projects: JSON.stringify([...new Set(projectIds)]),
            goals: JSON.stringify([...new Set(goalIds)]),
            plans: idsOf(others, 'plan:'),
            chunks: idsOf(others, 'chunk:'),
            tasks: idsOf(others, 'task:'),
          })}`,
        ),
    organizations.length > 0 ? organizationNames(db, userId, organizations) : [],
  ])
  return names.flat()
}

/** A goal and everything below it; a deleted goal cuts its branch off. */
export const goalTreeIds = (db: D1Database, userId: string, id: string) =>
  allRows<{ id: string }>(sql(db)`
    WITH RECURSIVE below (id) AS (
      SELECT ${id}
      UNION
      SELECT goals.id
      FROM below CROSS JOIN goals INDEXED BY goals_by_parent
        ON goals.user_id = ${userId} AND goals.parent_id = below.id
      WHERE goals.deleted_at IS NULL
    )
    SELECT id FROM below`)

/** Projects of an organization; with null, projects without one. Includes deleted projects; a deleted organization has none. */
export const projectsOfOrganization = (db: D1Database, userId: string, id: string | null) => {
  const present = part`
    SELECT 1 FROM organizations
    WHERE organizations.user_id = ${userId} AND organizations.id = projects.organization_id AND deleted_at IS NULL`
  return id === null
    ? allRows<{ id: string }>(sql(db)`SELECT id FROM projects WHERE user_id = ${userId} AND NOT EXISTS (${present})`)
    : allRows<{ id: string }>(sql(db)`
        SELECT id FROM projects WHERE user_id = ${userId} AND organization_id = ${id} AND EXISTS (${present})`)
}

/** Organizations that are not deleted. @param subjects `organization:<id>` */
const organizationNames = (db: D1Database, userId: string, subjects: string[]) =>
  allRows<NamedSubject>(sql(db)`
    SELECT 'organization:' || organizations.id AS subject, name AS label, '' AS client, NULL AS classification,
      NULL AS color, 0 AS deleted
    FROM json_each(${idsOf(subjects, 'organization:')})
    CROSS JOIN organizations ON user_id = ${userId} AND organizations.id = value AND deleted_at IS NULL`)

/** Includes deleted projects: their sessions still count. @param key `nameKey` of the client */
export const projectsOfClient = (db: D1Database, userId: string, key: string) =>
  allRows<{ id: string }>(sql(db)`
    SELECT id
    FROM projects
    WHERE user_id = ${userId} AND substr(name_key, instr(name_key, char(31)) + 1) = ${key}`)

/** Includes deleted projects: their sessions still count. */
export const projectsOfClassification = (db: D1Database, userId: string, classification: string) =>
  allRows<{ id: string }>(sql(db)`
    SELECT id FROM projects WHERE user_id = ${userId} AND classification = ${classification}`)
