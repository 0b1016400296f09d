import { constant, newSeq, orStale, part, sql } from '../../lib/db/sql'
import { organizationInValue, presentOrganization } from '../../lib/org'
import { insertRows, setRow, updateRow } from '../../lib/resource/row-writes'
import { nameKey } from '../../lib/text/text'
import { type Level, linksLimit, type NewSkillValues, type SkillLink, type SkillRow, skillKind } from './schema'

export type NewSkill = NewSkillValues & { id: string }

/** Columns of a skill except its level. Missing members get the values of a new skill. */
const columnsOf = ({ name, teams = '', projects = [], plans = [], ...rest }: NewSkillValues) => ({
  name,
  name_key: nameKey(name),
  category: rest.category ?? 'technical',
  notes: rest.notes ?? '',
  teams: skillKind.fields.teams.stored(teams),
  projects: JSON.stringify(projects),
  plans: JSON.stringify(plans),
  used_on: rest.used_on ?? null,
  organization_id: rest.organization_id ?? null,
})

/** Adds skills, each with the first entry of its history. A duplicate name fails the batch. @param today local date */
export const addSkills = (db: D1Database, userId: string, added: NewSkill[], today: string, now: number) => {
  const rows = added.map((skill) => ({
    id: skill.id,
    confidence_level: skill.confidence_level ?? 1,
    ...columnsOf(skill),
  }))
  const first = rows.map(({ id, confidence_level: level }) => ({ id, skill_id: id, level }))
  return [
    ...insertRows(db, 'skills', userId, rows, {
      level_on: today,
      organization_id: presentOrganization(userId, organizationInValue),
      seq: newSeq(userId),
      created_at: now,
      updated_at: now,
    }),
    ...insertRows(db, 'skill_progress', userId, first, { date: today, created_at: now }),
  ]
}

/** Sets the level, the former level and the date of the level from the history. @param now epoch ms */
const settle = (db: D1Database, userId: string, id: string, now: number) => sql(db)`
  WITH entries AS MATERIALIZED (
      SELECT level, date, row_number() OVER (ORDER BY date DESC, created_at DESC, id DESC) AS place
      FROM skill_progress
      WHERE user_id = ${userId} AND skill_id = ${id}),
    latest AS (SELECT level FROM entries WHERE place = 1),
    former AS (SELECT level, place FROM entries WHERE level <> (SELECT level FROM latest) ORDER BY place LIMIT 1)
  UPDATE skills
  SET confidence_level = (SELECT level FROM latest), former_level = (SELECT level FROM former),
      level_on = (SELECT min(date) FROM entries WHERE place < coalesce((SELECT place FROM former), place + 1)),
      updated_at = ${now}, seq = ${newSeq(userId)}
  WHERE user_id = ${userId} AND id = ${id}`

export type NewEntry = {
  id: string
  level: Level
  note: string
  /** Local date; null for today. Then it is not before the latest entry's date, even after travel to an earlier day. */
  date: string | null
}

/** Adds an entry to the history of a skill that is not deleted. @param today local date */
export const addProgress = (
  db: D1Database,
  userId: string,
  skillId: string,
  { id, level, note, date }: NewEntry,
  today: string,
  now: number,
) => [
  sql(db)`
    INSERT INTO skill_progress (user_id, skill_id, date, created_at, id, level, note)
    SELECT ${userId}, skills.id,
      coalesce(${date}, max(${today}, coalesce((
        SELECT max(date) FROM skill_progress WHERE user_id = ${userId} AND skill_id = ${skillId}), ''))),
      ${now}, ${id}, ${level}, ${note}
    FROM skills
    WHERE skills.user_id = ${userId} AND skills.id = ${skillId} AND skills.deleted_at IS NULL`,
  orStale(db),
  settle(db, userId, skillId, now),
]

/** Removes an entry of a history. The only entry stays: the batch is rolled back. */
export const removeProgress = (db: D1Database, userId: string, skillId: string, id: string, now: number) => [
  sql(db)`
    DELETE FROM skill_progress
    WHERE user_id = ${userId} AND skill_id = ${skillId} AND id = ${id}
      AND (SELECT count(*) FROM (
        SELECT 1 FROM skill_progress WHERE user_id = ${userId} AND skill_id = ${skillId} LIMIT 2)) > 1`,
  orStale(db),
  settle(db, userId, skillId, now),
]

/** Saves a skill based on version `seq`. A changed level is added to its history. @param today local date */
export const updateSkill = (
  db: D1Database,
  userId: string,
  values: SkillRow,
  before: SkillRow,
  entry: NewEntry,
  today: string,
  now: number,
) => [
  ...updateRow(db, 'skills', userId, values, columnsOf(values), now),
  ...(values.confidence_level === before.confidence_level ? [] : addProgress(db, userId, values.id, entry, today, now)),
]

/**
 * Links a skill that is not deleted to one of the person's projects or plans, or removes the link.
 * @param now epoch ms
 */
export const setSkillLink = (
  db: D1Database,
  userId: string,
  skillId: string,
  { list, id }: SkillLink,
  isLinked: boolean,
  now: number,
) => {
  const column = constant(list)
  const added = isLinked ? part`UNION ALL SELECT ${id}` : constant('')
  const guard = isLinked
    ? part`
      AND EXISTS (SELECT 1 FROM ${column} AS linked
        WHERE linked.user_id = ${userId} AND linked.id = ${id} AND linked.deleted_at IS NULL)
      AND json_array_length(projects) + json_array_length(plans) < ${linksLimit}`
    : constant('')
  const linked = part`(
      SELECT json_group_array(value)
      FROM (SELECT value FROM json_each(skills.${column}) WHERE value <> ${id} ${added}))`
  return setRow(db, 'skills', userId, skillId, { [list]: linked }, now, guard)
}

/** Sets the local date on which a skill was last used; null for none. @param now epoch ms */
export const setLastUsed = (db: D1Database, userId: string, id: string, date: string | null, now: number) =>
  setRow(db, 'skills', userId, id, { used_on: date }, now)
