import { v7 as uuid } from 'uuid'
import { addedInContext } from '../context/added'
import { todayOf } from '../lib/now'
import { filingErrors } from '../lib/resource/filing'
import type { FieldErrors, Resource } from '../lib/resource/resource'
import { deleteRow, restoreRow } from '../lib/resource/stored'
import * as q from './queries'
import { linksLimit, type NewSkillValues, type Skill } from './schema'
import { nameTaken } from './words'
import { addSkills, updateSkill } from './writes'

type Links = Pick<NewSkillValues, 'projects' | 'plans'>

/** Errors of projects and plans that are not there; those that the skill has already are left alone. */
const linkErrors = async (
  db: D1Database,
  userId: string,
  { projects = [], plans = [] }: Links,
  before: Links | null,
): Promise<FieldErrors> => {
  const newProjects = projects.filter((id) => !before?.projects?.includes(id))
  const newPlans = plans.filter((id) => !before?.plans?.includes(id))
  const [foundProjects, foundPlans] = await Promise.all([
    newProjects.length > 0 ? q.usedProjects(db, userId, { ids: newProjects }) : [],
    newPlans.length > 0 ? q.usedPlans(db, userId, { ids: newPlans }) : [],
  ])
  const isMissing = (ids: string[], found: q.Used[]) =>
    ids.some((id) => !found.some((one) => one.id === id && !one.deleted))
  return {
    ...(isMissing(newProjects, foundProjects) && { project_ids: ['Choose from your projects'] }),
    ...(isMissing(newPlans, foundPlans) && { plan_ids: ['Choose from your plans'] }),
    ...(projects.length + plans.length > linksLimit && {
      project_ids: [`At most ${linksLimit} projects and plans together`],
    }),
  }
}

const validate = async (
  db: D1Database,
  userId: string,
  values: NewSkillValues | Skill,
  before: Skill | null,
  today: string,
) => {
  const isToCome = values.used_on && values.used_on !== before?.used_on && values.used_on > today
  const [links, organization, count] = await Promise.all([
    linkErrors(db, userId, values, before),
    filingErrors(db, userId, values, before),
    before === null ? q.skillCount(db, userId) : 0,
  ])
  const errors = {
    ...links,
    ...organization,
    ...(count >= q.skillsLimit && {
      name: [`You have ${q.skillsLimit} skills, the most there can be. Delete one first.`],
    }),
    ...(isToCome && { used_on: ['Enter today or an earlier day'] }),
  }
  return Object.keys(errors).length > 0 ? errors : null
}

/** The writes that the pages and the API of skills share. */
export const skillResource: Resource<Skill, NewSkillValues> = {
  name: 'skill',
  find: q.skill,
  validate: (db, userId, values, before, c) => validate(db, userId, values, before, todayOf(c)),
  insert: (db, userId, id, values, now, c) =>
    addSkills(db, userId, [{ ...addedInContext(c, values), id }], todayOf(c), now),
  update: (db, userId, values, now, before, c) =>
    updateSkill(
      db,
      userId,
      values,
      before,
      { id: uuid(), level: values.confidence_level, note: '', date: null },
      todayOf(c),
      now,
    ),
  remove: deleteRow('skills'),
  restore: restoreRow('skills'),
  refused: { unique: 'skills.name_key', errors: { name: [nameTaken] } },
}
