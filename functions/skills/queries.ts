import { z } from 'zod'
import { trackedBy } from '../ledger/facts'
import { andInOrg } from '../lib/kinds'
import { allOrgs, type Org } from '../lib/org'
import { constant, part, rowsAs, type SqlPart, sql } from '../lib/sql'
import { ProgressEntry, Skill, SkillRow } from './schema'

const columns = constant(`
  skills.id, skills.name, skills.category, skills.confidence_level, skills.former_level, skills.level_on, skills.notes,
  skills.teams, skills.projects, skills.plans, skills.used_on, skills.organization_id, skills.seq, skills.updated_at`)

const lastOf = (list: 'projects' | 'plans', uses: string) =>
  constant(`
  coalesce((SELECT max(${uses}.last_date) FROM json_each(skills.${list}) AS link
    CROSS JOIN ${uses} ON ${uses}.id = link.value), '')`)

/** Tables of the last use of projects and plans, for `lastUsed`. */
const withUses = (userId: string) => part`
  WITH project_uses AS MATERIALIZED ${trackedBy(userId, 'project_id')},
    plan_uses AS MATERIALIZED ${trackedBy(userId, 'plan_id')}`

/** The latest of the mark by hand and the sessions on the skill's projects and plans; null without any. */
const lastUsed = part`
  nullif(max(coalesce(skills.used_on, ''), ${lastOf('projects', 'project_uses')}, ${lastOf('plans', 'plan_uses')}), '')
    AS last_used_date`

const projectCount = constant(`
  (SELECT count(*) FROM json_each(skills.projects) AS link
    CROSS JOIN projects ON projects.user_id = skills.user_id AND projects.id = link.value
  WHERE projects.deleted_at IS NULL) AS project_count`)

const organizationName = constant(`
  (SELECT organizations.name FROM organizations
    WHERE organizations.user_id = skills.user_id AND organizations.id = skills.organization_id
      AND organizations.deleted_at IS NULL) AS organization_name`)

const skillsWhere = (db: D1Database, userId: string, condition: SqlPart) =>
  rowsAs(
    Skill,
    sql(db)`
      ${withUses(userId)}
      SELECT ${columns}, ${lastUsed}, ${projectCount}, ${organizationName}
      FROM skills
      WHERE skills.user_id = ${userId} AND skills.deleted_at IS NULL ${condition}`,
  )

export const skill = async (db: D1Database, userId: string, id: string) =>
  (await skillsWhere(db, userId, part`AND skills.id = ${id}`))[0] ?? null

export type SkillFilter = { org?: Org; category?: string; team?: string }

const ofTeam = (team: string) => part`
  AND EXISTS (SELECT 1 FROM json_each(skills.teams) AS team WHERE team.value ->> 'team_name' = ${team} COLLATE NOCASE)`

/** Skills with ids below the cursor in descending order, for the API. Reads limit + 1 rows. */
export const skillsBefore = (
  db: D1Database,
  userId: string,
  { cursor, org = allOrgs, category, team }: SkillFilter & { cursor: string },
  limit: number,
) =>
  skillsWhere(
    db,
    userId,
    part`
      AND skills.id < ${cursor} ${category ? part`AND skills.category = ${category}` : constant('')}
        ${team ? ofTeam(team) : constant('')} ${andInOrg(userId, org, 'skill')}
      ORDER BY skills.id DESC
      LIMIT ${limit + 1}`,
  )

/** Skills that a person can have. */
export const skillsLimit = 500

/** All skills of a context, without the dates of their last use. */
export const allSkills = (db: D1Database, userId: string, org: Org = allOrgs) =>
  rowsAs(
    SkillRow,
    sql(db)`
      SELECT ${columns}
      FROM skills
      WHERE skills.user_id = ${userId} AND skills.deleted_at IS NULL ${andInOrg(userId, org, 'skill')}
      LIMIT ${skillsLimit}`,
  )

/** How many skills there are. */
export const skillCount = async (db: D1Database, userId: string) =>
  (
    await sql(db)`SELECT count(*) AS count FROM skills WHERE user_id = ${userId} AND deleted_at IS NULL`.first<{
      count: number
    }>()
  )?.count ?? 0

const Used = z.object({
  id: z.string(),
  name: z.string(),
  color: z.string().nullable(),
  deleted: z.int().transform(Boolean),
  last_session: z.string().nullable(),
})
export type Used = z.output<typeof Used>

type Which = { ids?: string[]; org?: Org }

const usedIn = async (db: D1Database, userId: string, kind: 'project' | 'plan', { ids, org = allOrgs }: Which) => {
  const [table, name, color] = kind === 'project' ? ['projects', 'name', 'color'] : ['plans', 'title', 'NULL']
  return rowsAs(
    Used,
    sql(db)`
      SELECT ${constant(table)}.id, ${constant(name)} AS name, ${constant(color)} AS color, deleted_at IS NOT NULL AS deleted,
        last_date AS last_session
      FROM ${constant(table)}
      LEFT JOIN ${trackedBy(userId, `${kind}_id`)} AS tracked ON tracked.id = ${constant(table)}.id
      WHERE user_id = ${userId}
        ${ids ? part`AND ${constant(table)}.id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))` : constant('')}
        ${andInOrg(userId, org, kind)}`,
  )
}

/** Projects, deleted ones too, with the local date of the last session on each. `which` limits them. */
export const usedProjects = (db: D1Database, userId: string, which: Which = {}) => usedIn(db, userId, 'project', which)

export const usedPlans = (db: D1Database, userId: string, which: Which = {}) => usedIn(db, userId, 'plan', which)

const UsedSkill = SkillRow.pick({ id: true, name: true, confidence_level: true })
export type UsedSkill = z.output<typeof UsedSkill>

/** Skills of a context that a project or a plan uses, by name. */
export const skillsUsedIn = (
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

/** Entries of a history that are shown and drawn. */
export const historyLimit = 200

/** The history of a skill's confidence, the latest first. */
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
