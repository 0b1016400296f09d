import { trackedAggregate } from '../../ledger/facts'
import { columnsAre, joinConditions } from '../../lib/db/conditions'
import { constant, part, rowsAs, sql } from '../../lib/db/sql'
import { andInOrg } from '../../lib/kinds'
import { allOrgs, type Org } from '../../lib/org'
import { readsOf } from '../../lib/resource/row-reads'
import { ProgressEntry, Skill, skillKind, Used, UsedSkill } from './schema'

/** SQL for the last date with a session on one of a skill's projects or plans. */
const lastUse = (list: 'projects' | 'plans') => `(
  SELECT max((
    SELECT max(date) FROM session_days AS own
    WHERE own.user_id = skills.user_id AND own.${list.slice(0, -1)}_id = link.value))
  FROM json_each(skills.${list}) AS link)`

/** SQL for the last use: the latest of the date marked by hand and of these sessions; NULL if never used. */
const lastUsed = constant(`
  nullif(max(coalesce(skills.used_on, ''), coalesce(${lastUse('projects')}, ''), coalesce(${lastUse('plans')}, '')), '')
    AS last_used_date`)

const projectCount = constant(`
  (SELECT count(*) FROM projects
  WHERE projects.user_id = skills.user_id AND projects.id IN (SELECT value FROM json_each(skills.projects))
    AND projects.deleted_at IS NULL) AS project_count`)

const ofTeam = (team: string) => part`
  AND EXISTS (SELECT 1 FROM json_each(skills.teams) AS team WHERE team.value ->> 'team_name' = ${team} COLLATE NOCASE)`

export const {
  find: skill,
  list: skills,
  page: pageOfSkills,
} = readsOf({
  ...skillKind.reads,
  schema: Skill,
  columns: part`${skillKind.columnsWith()}, ${lastUsed}, ${projectCount}`,
  where: ({ category, team }: { category?: string; team?: string }) =>
    joinConditions([columnsAre('skills', { category }), team && ofTeam(team)]),
})

/** Maximum number of skills of a person. */
export const skillsLimit = 500

/** Number of skills of a person. */
export const skillCount = async (db: D1Database, userId: string) =>
  (
    await sql(db)`SELECT count(*) AS count FROM skills WHERE user_id = ${userId} AND deleted_at IS NULL`.first<{
      count: number
    }>()
  )?.count ?? 0

/** Projects or plans, including deleted ones, with the local date of each one's last session. */
export const readSkillUses = (
  db: D1Database,
  userId: string,
  kind: 'project' | 'plan',
  { ids, org = allOrgs }: { ids?: string[]; org?: Org } = {},
) => {
  const [table, name, color] =
    kind === 'project' ? (['projects', 'name', 'color'] as const) : (['plans', 'title', 'NULL'] as const)
  return rowsAs(
    Used,
    sql(db)`
      SELECT ${constant(table)}.id, ${constant(name)} AS name, ${constant(color)} AS color, deleted_at IS NOT NULL AS deleted,
        ${trackedAggregate(table, 'max(date)')} AS last_session
      FROM ${constant(table)}
      WHERE user_id = ${userId}
        ${ids ? part`AND ${constant(table)}.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))` : constant('')}
        ${andInOrg(userId, org, kind)}`,
  )
}

/** Skills of a context that are linked to a project or a plan, sorted by name. */
export const readLinkedSkills = (
  db: D1Database,
  userId: string,
  list: 'projects' | 'plans',
  id: string,
  org: Org = allOrgs,
) =>
  rowsAs(
    UsedSkill,
    sql(db)`
      SELECT id, name, confidence_level
      FROM skills
      WHERE user_id = ${userId} AND deleted_at IS NULL AND instr(${constant(list)}, json_quote(${id})) > 0
        ${andInOrg(userId, org, 'skill')}
      LIMIT ${skillsLimit}`,
  )

/** Maximum number of history entries listed and drawn. */
const historyLimit = 200

/** History of a skill's level, latest first. */
export const progressOf = (db: D1Database, userId: string, skillId: string) =>
  rowsAs(
    ProgressEntry,
    sql(db)`
      SELECT id, level, note, date
      FROM skill_progress
      WHERE user_id = ${userId} AND skill_id = ${skillId}
      ORDER BY date DESC, created_at DESC, id DESC
      LIMIT ${historyLimit}`,
  )
