import { allRows, constant, part, type SqlPart, sql } from '../lib/db/sql'
import type { NamedSubject } from './schema'

/** Days with tracked time as sorted day numbers, all days off, and the date of the first session. */
export const readActivity = async (db: D1Database, userId: string) => {
  const row = await sql(db)`
    SELECT json_group_array(unixepoch(date) / 86400) FILTER (WHERE total_seconds > 0) AS active,
      min(date) FILTER (WHERE total_seconds > 0 OR session_count > 0) AS first_day,
      (SELECT json_group_array(date) FROM days_off WHERE user_id = ${userId}) AS days_off
    FROM (SELECT date, total_seconds, session_count FROM day_totals WHERE user_id = ${userId} ORDER BY date)`.first<{
    active: string
    first_day: string | null
    days_off: string
  }>()
  const [active, daysOff]: [number[], string[]] = [JSON.parse(row?.active ?? '[]'), JSON.parse(row?.days_off ?? '[]')]
  return {
    active,
    daysOff: new Set(daysOff),
    /** First date with a session, even one of 0 seconds; null without sessions. */
    firstDay: row?.first_day ?? null,
  }
}

/** SQL of the ids of one kind among the subjects in `named`. */
const idsOf = (kind: string) =>
  constant(`(SELECT substr(subject, ${kind.length + 2}) FROM named WHERE subject GLOB '${kind}:*')`)

/**
 * SELECT of `NamedSubject`. Includes deleted rows, except organizations. The label of a chunk includes its plan.
 * @param subjects SELECT of the subjects
 */
export const namesSelect = (userId: string, subjects: SqlPart) => part`
    WITH named (subject) AS MATERIALIZED (${subjects})
    SELECT * FROM (
      SELECT 'project:' || projects.id AS subject, projects.name AS label, coalesce(organizations.name, '') AS client,
        classification, color, projects.deleted_at IS NOT NULL AS deleted, organizations.id AS organization_id,
        organizations.name AS organization, status
      FROM projects
        LEFT JOIN organizations ON organizations.user_id = projects.user_id
          AND organizations.id = projects.organization_id AND organizations.deleted_at IS NULL
      WHERE projects.user_id = ${userId} AND projects.id IN ${idsOf('project')}
      UNION ALL
      SELECT 'goal:' || id, title, '', NULL, NULL, deleted_at IS NOT NULL, NULL, NULL, status
      FROM goals
      WHERE user_id = ${userId} AND id IN ${idsOf('goal')}
      UNION ALL
      SELECT 'plan:' || id, title, '', NULL, NULL, deleted_at IS NOT NULL, NULL, NULL, status
      FROM plans
      WHERE user_id = ${userId} AND id IN ${idsOf('plan')}
      UNION ALL
      SELECT 'chunk:' || plan_id || '/' || plan_chunks.id, plans.title || ': ' || plan_chunks.title, '', NULL, NULL,
        plans.deleted_at IS NOT NULL, NULL, NULL, plans.status
      FROM plan_chunks JOIN plans ON plans.user_id = plan_chunks.user_id AND plans.id = plan_id
      WHERE plan_chunks.user_id = ${userId} AND (plan_id, plan_chunks.id) IN (
        SELECT substr(subject, 7, instr(subject, '/') - 7), substr(subject, instr(subject, '/') + 1)
        FROM named
        WHERE subject GLOB 'chunk:*'))
    UNION ALL
    SELECT 'task:' || id, title, '', NULL, NULL, deleted_at IS NOT NULL, NULL, NULL, status
    FROM tasks
    WHERE user_id = ${userId} AND id IN ${idsOf('task')}
    UNION ALL
    SELECT 'organization:' || id, name, '', NULL, NULL, 0, NULL, NULL, NULL
    FROM organizations
    WHERE user_id = ${userId} AND deleted_at IS NULL AND id IN ${idsOf('organization')}`

/** Reads the names of subjects, as in `namesSelect`. Without subjects, no statement is sent. */
export const subjectNames = async (db: D1Database, userId: string, subjects: string[]): Promise<NamedSubject[]> =>
  subjects.length === 0
    ? []
    : allRows(sql(db)`${namesSelect(userId, part`SELECT value FROM json_each(${JSON.stringify(subjects)})`)}`)

/** Ids of the project, goal and task that a row is filed under. */
type FiledUnder = { project_id?: string | null; goal_id?: string | null; task_id?: string | null }

/** The subjects that something is filed under. */
export const filedSubjects = ({ project_id, goal_id, task_id }: FiledUnder) => [
  ...(project_id ? [`project:${project_id}`] : []),
  ...(goal_id ? [`goal:${goal_id}`] : []),
  ...(task_id ? [`task:${task_id}`] : []),
]

/**
 * Projects of an organization. Includes deleted projects, because their sessions still count. Null: projects without an
 * organization. A deleted organization has no projects. @param id or SQL of it
 */
export const projectsOfOrganization = (db: D1Database, userId: string, id: string | null | SqlPart) => {
  const present = part`
    SELECT 1 FROM organizations
    WHERE organizations.user_id = ${userId} AND organizations.id = projects.organization_id AND deleted_at IS NULL`
  return id === null
    ? allRows<{ id: string }>(sql(db)`SELECT id FROM projects WHERE user_id = ${userId} AND NOT EXISTS (${present})`)
    : allRows<{ id: string }>(sql(db)`
        SELECT id FROM projects WHERE user_id = ${userId} AND organization_id = ${id} AND EXISTS (${present})`)
}

/** The id itself if any project had another client before; else null. @param id organization, its SQL, or `none` */
export const datedOrganization = (db: D1Database, userId: string, id: string | SqlPart) =>
  sql(db)`
    SELECT ${id} AS id FROM former_clients WHERE user_id = ${userId} AND organization_id IS NOT NULL LIMIT 1`.first<string>(
    'id',
  )

/** Projects with a classification. Includes deleted projects, because their sessions still count. */
export const projectsOfClassification = (db: D1Database, userId: string, classification: string) =>
  allRows<{ id: string }>(sql(db)`
    SELECT id FROM projects WHERE user_id = ${userId} AND classification = ${classification}`)
