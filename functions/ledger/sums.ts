import { allRows, part, type SqlPart, sql } from '../lib/sql'
import { childrenOfBelow } from './goal-tree'
import type { NamedSubject } from './schema'

/** The numbers of all days with tracked time, in order, all days off, and the date of the first session. */
export const activity = async (db: D1Database, userId: string) => {
  const row = await sql(db)`
    SELECT json_group_array(unixepoch(date) / 86400 ORDER BY date) FILTER (WHERE total_seconds > 0) AS active,
      min(date) FILTER (WHERE total_seconds > 0 OR session_count > 0) AS first_day,
      (SELECT json_group_array(date) FROM days_off WHERE user_id = ${userId}) AS days_off
    FROM day_totals
    WHERE user_id = ${userId}`.first<{ active: string; first_day: string | null; days_off: string }>()
  const [active, daysOff]: [number[], string[]] = [JSON.parse(row?.active ?? '[]'), JSON.parse(row?.days_off ?? '[]')]
  return {
    active,
    daysOff: new Set(daysOff),
    /** A session of no time counts, too; null without sessions. */
    firstDay: row?.first_day ?? null,
  }
}

/** JSON lists of ids; that of a chunk is `plan/chunk`. */
export type NameLists = Record<'projects' | 'goals' | 'plans' | 'chunks' | 'tasks', string | SqlPart>

/** SELECT of `NamedSubject`, deleted ones too. A chunk has its plan's title as well. */
export const namesSelect = (userId: string, { projects, goals, plans, chunks, tasks }: NameLists) => part`
    SELECT 'project:' || projects.id AS subject, projects.name AS label, client, classification, color,
      projects.deleted_at IS NOT NULL AS deleted, organizations.id AS organization_id,
      organizations.name AS organization
    FROM projects
      LEFT JOIN organizations ON organizations.user_id = projects.user_id
        AND organizations.id = projects.organization_id AND organizations.deleted_at IS NULL
    WHERE projects.user_id = ${userId} AND projects.id IN (SELECT value FROM json_each(${projects}))
    UNION ALL
    SELECT 'goal:' || goals.id, title, '', NULL, NULL, deleted_at IS NOT NULL, NULL, NULL
    FROM goals
    WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${goals}))
    UNION ALL
    SELECT 'plan:' || plans.id, title, '', NULL, NULL, deleted_at IS NOT NULL, NULL, NULL
    FROM plans
    WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${plans}))
    UNION ALL
    SELECT 'chunk:' || plan_id || '/' || plan_chunks.id, plans.title || ': ' || plan_chunks.title, '', NULL, NULL, plans.deleted_at IS NOT NULL,
      NULL, NULL
    FROM plan_chunks
      JOIN plans ON plans.user_id = plan_chunks.user_id AND plans.id = plan_id
    WHERE plan_chunks.user_id = ${userId} AND (plan_id, plan_chunks.id) IN (
      SELECT substr(value, 1, instr(value, '/') - 1), substr(value, instr(value, '/') + 1) FROM json_each(${chunks}))
    UNION ALL
    SELECT 'task:' || tasks.id, title, '', NULL, NULL, deleted_at IS NOT NULL, NULL, NULL
    FROM tasks
    WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${tasks}))`

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
      ${childrenOfBelow(userId)}
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
    FROM organizations
    WHERE user_id = ${userId} AND deleted_at IS NULL
      AND id IN (SELECT value FROM json_each(${idsOf(subjects, 'organization:')}))`)

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
