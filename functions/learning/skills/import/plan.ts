import { v7 as uuid } from 'uuid'
import { storeUndoable } from '../../../changes/writes'
import { addProjects, projects as allProjects, nextColor, setStatusOfProjects } from '../../../filing/projects/queries'
import type { ProjectRow } from '../../../filing/projects/schema'
import { commitPlanned } from '../../../lib/db/retry'
import { constant, newSeq, sql } from '../../../lib/db/sql'
import { allOrgs } from '../../../lib/org'
import { updateRows } from '../../../lib/resource/row-writes'
import { plural } from '../../../lib/text/format'
import { nameKey } from '../../../lib/text/text'
import { pageOfSkills, skillsLimit } from '../queries'
import { type Level, linksLimit, type SkillRow } from '../schema'
import { addSkills, type NewSkill } from '../writes'
import type { ReadImport, ReadProject } from './read'

/** Values for lines that do not give them. */
type Defaults = { level: Level; category: SkillRow['category'] }

/** Organization of the page, and today's local date. */
type Added = { organization_id: string | null; today: string }

export type ImportValues = Defaults & { text: string }

export type ImportPlan = {
  newSkills: (NewSkill & Defaults)[]
  newProjects: (ReadProject & { id: string; color: ProjectRow['color'] })[]
  /** Existing skills that get links to projects. */
  linked: { id: string; name: string; projects: string[] }[]
  /** Numbers of unchanged skills and projects. */
  known: { skills: number; projects: number }
}

/** Maximum number of new names in an import, so that it fits in one batch. */
export const importLimit = 300

/** Plans an import against the current skills and projects. Generates ids of new rows. */
const planned = (read: ReadImport, skills: SkillRow[], projects: ProjectRow[], defaults: Defaults): ImportPlan => {
  const skillByKey = new Map(skills.map((skill) => [nameKey(skill.name), skill]))
  const projectByKey = new Map(projects.map((one) => [nameKey(one.name), one]))
  const newProjects = read.projects
    .filter(({ name }) => !projectByKey.has(nameKey(name)))
    .map((project, index) => ({ ...project, id: uuid(), color: nextColor(projects.length + index) }))
  const projectIds = new Map([
    ...[...projectByKey].map(([key, { id }]) => [key, id] as const),
    ...newProjects.map(({ name, id }) => [nameKey(name), id] as const),
  ])
  const projectsOf = (name: string) =>
    read.projects
      .filter(({ languages }) => languages.some((language) => nameKey(language) === nameKey(name)))
      .flatMap((project) => projectIds.get(nameKey(project.name)) ?? [])
  const newSkills = read.skills
    .filter(({ name }) => !skillByKey.has(nameKey(name)))
    .map(({ name, level, category }) => ({
      id: uuid(),
      name,
      level: level ?? defaults.level,
      confidence_level: level ?? defaults.level,
      category: category ?? defaults.category,
      projects: projectsOf(name).slice(0, linksLimit),
    }))
  const present = read.skills.flatMap(({ name }) => skillByKey.get(nameKey(name)) ?? [])
  const linked = present.flatMap((skill) => {
    const added = projectsOf(skill.name).filter((id) => !skill.projects.includes(id))
    const all = [...skill.projects, ...added].slice(0, linksLimit - skill.plans.length)
    return all.length > skill.projects.length ? [{ id: skill.id, name: skill.name, projects: all }] : []
  })
  const known = { skills: present.length - linked.length, projects: read.projects.length - newProjects.length }
  return { newSkills, newProjects, linked, known }
}

/** Reads skills and projects, and plans an import. */
export const planSkillImport = async (db: D1Database, userId: string, read: ReadImport, defaults: Defaults) => {
  const [{ rows: skills }, projects] = await Promise.all([
    pageOfSkills(db, userId, allOrgs, {}, skillsLimit),
    allProjects(db, userId),
  ])
  const plan = planned(read, skills, projects, defaults)
  return { plan, isTooMany: isTooMany(plan, skills.length) }
}

const isTooMany = ({ newSkills, newProjects }: ImportPlan, skillCount: number) =>
  newSkills.length > importLimit || newProjects.length > importLimit || skillCount + newSkills.length > skillsLimit

export const isEmptyImport = ({ newSkills, newProjects, linked }: ImportPlan) =>
  newSkills.length + newProjects.length + linked.length === 0

/** Deletes rows, or restores them. */
const setDeleted = (
  db: D1Database,
  userId: string,
  table: 'skills' | 'projects',
  ids: string[],
  at: number | null,
) => sql(db)`
  UPDATE ${constant(table)} SET deleted_at = ${at}
  WHERE user_id = ${userId} AND id IN (SELECT value FROM json_each(${JSON.stringify(ids)}))`

export const skillImportSummary = ({ newSkills, newProjects, linked }: ImportPlan) =>
  [
    newSkills.length > 0 && plural(newSkills.length, 'skill'),
    newProjects.length > 0 && plural(newProjects.length, 'project'),
    linked.length > 0 && `links of ${plural(linked.length, 'skill')}`,
  ]
    .filter(Boolean)
    .join(', ')

/**
 * The batch of an import. New rows are inserted as deleted and restored within the change, so that Undo deletes them
 * again.
 */
const writesOf = (
  db: D1Database,
  userId: string,
  { newSkills, newProjects, linked }: ImportPlan,
  { changeId, today, organization_id, now }: Added & { changeId: string; now: number },
) => {
  const skillIds = newSkills.map(({ id }) => id)
  const projectIds = newProjects.map(({ id }) => id)
  const added = newProjects.map((project) => ({ ...project, client: '', import_id: null, organization_id }))
  const linkedRows = linked.map(({ id, projects }) => ({ id, projects }))
  const skills = newSkills.map((skill) => ({ ...skill, organization_id }))
  const inactive = newProjects.filter(({ status }) => status === 'inactive').map(({ id }) => id)
  const change = {
    id: changeId,
    kind: 'edit',
    summary: `Imported ${skillImportSummary({ newSkills, newProjects, linked, known: { skills: 0, projects: 0 } })}`,
  } as const
  return [
    ...addProjects(db, userId, added, now),
    setStatusOfProjects(db, userId, inactive, 'inactive', now),
    ...addSkills(db, userId, skills, today, now),
    setDeleted(db, userId, 'projects', projectIds, now),
    setDeleted(db, userId, 'skills', skillIds, now),
    ...storeUndoable(
      db,
      userId,
      change,
      { projects: projectIds, skills: [...skillIds, ...linked.map(({ id }) => id)] },
      [
        setDeleted(db, userId, 'projects', projectIds, null),
        setDeleted(db, userId, 'skills', skillIds, null),
        ...updateRows(db, 'skills', userId, linkedRows, { updated_at: now, seq: newSeq(userId) }),
      ],
      now,
    ),
  ]
}

/** `plan` is null if the import is now too large, and empty if nothing in it is new any more. */
type Imported = { plan: ImportPlan | null; changeId: string }

/** Commits a confirmed import. */
export const importSkills = (
  db: D1Database,
  userId: string,
  read: ReadImport,
  defaults: Defaults,
  added: Added,
): Promise<Imported> =>
  commitPlanned<Imported>(db, userId, ['stats'], async () => {
    const { plan, isTooMany } = await planSkillImport(db, userId, read, defaults)
    const changeId = uuid()
    if (isTooMany) return { result: { plan: null, changeId } }
    const writes = isEmptyImport(plan) ? [] : writesOf(db, userId, plan, { ...added, changeId, now: Date.now() })
    return { result: { plan, changeId }, writes }
  })
