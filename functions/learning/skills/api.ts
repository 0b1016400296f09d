import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { addAct } from '../../lib/api/act'
import { describeOperation } from '../../lib/api/describe'
import { orgInput } from '../../lib/api/values'
import { versioned } from '../../lib/api/version'
import { commit } from '../../lib/db/sql'
import { type App, type Loaded, rowLoader, todayOf } from '../../lib/env'
import { submittedText } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import { filingErrors } from '../../lib/resource/filing'
import { withContextOrg } from '../../lib/resource/new-row-filing'
import type { FieldErrors, Resource } from '../../lib/resource/resource'
import { resourceApi } from '../../lib/resource/resource-api'
import { deleteRow, restoreRow } from '../../lib/resource/row-writes'
import { cleanLine } from '../../lib/text/text'
import { NewProgressBody, NewSkillBody, ProgressJson, SkillJson, SkillPatch, skillsJson } from './json'
import { nameTaken } from './list'
import * as q from './queries'
import { progressOf, skills as readSkills, skill } from './queries'
import { linksLimit, type NewSkillValues, type Skill, skillKind, skillNameLimit, type Used } from './schema'
import { addProgress, addSkills, updateSkill } from './writes'

type Links = Pick<NewSkillValues, 'projects' | 'plans'>

/** Errors of missing projects and plans. Links that the skill already has are accepted. */
const linkErrors = async (
  db: D1Database,
  userId: string,
  { projects = [], plans = [] }: Links,
  before: Links | null,
): Promise<FieldErrors> => {
  const newProjects = projects.filter((id) => !before?.projects?.includes(id))
  const newPlans = plans.filter((id) => !before?.plans?.includes(id))
  const [foundProjects, foundPlans] = await Promise.all([
    newProjects.length > 0 ? q.readSkillUses(db, userId, 'project', { ids: newProjects }) : [],
    newPlans.length > 0 ? q.readSkillUses(db, userId, 'plan', { ids: newPlans }) : [],
  ])
  const isMissing = (ids: string[], found: Used[]) =>
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

/** Writes shared by the pages and the API of skills. */
export const skillResource: Resource<Skill, NewSkillValues> = {
  name: 'skill',
  find: q.skill,
  validate: (db, userId, values, before, c) => validate(db, userId, values, before, todayOf(c)),
  insert: (db, userId, id, values, now, c) =>
    addSkills(db, userId, [{ ...withContextOrg(c, values), id }], todayOf(c), now),
  update: (db, userId, values, now, before, c) => {
    const entry = { id: uuid(), level: values.confidence_level, note: '', date: null }
    const statements = updateSkill(db, userId, values, before, entry, todayOf(c), now)
    if (entry.level === before.confidence_level || submittedText(c).field === undefined) return statements
    // Undo deletes the new entry, so that the former level is again the latest in the history.
    return {
      statements,
      toast: { message: 'Skill saved', undo: pathTo`/skills/${values.id}/progress/${entry.id}/delete` },
    }
  },
  remove: deleteRow('skills'),
  restore: restoreRow('skills'),
  refused: { unique: 'skills.name_key', errors: { name: [nameTaken] } },
}

export type SkillEnv = Loaded<'skill', Skill>

export const loadSkill = rowLoader('skill', skill)

const toCome = { date: ['Enter today or an earlier day'] }

const progress = new Hono<App>().get(
  '/',
  describeOperation({
    summary: 'History of the confidence in a skill',
    description: 'The latest 200 entries, the latest first.',
    tag: 'Skills',
    versioned: true,
    item: true,
    answers: { schema: z.object({ items: z.array(ProgressJson) }).meta({ id: 'SkillHistory' }) },
  }),
  versioned,
  loadSkill,
  async (c) => c.json({ items: await progressOf(c.env.DB, c.var.user.id, c.var.skill.id) }),
)

addAct(progress, '/', {
  summary: 'Set the confidence in a skill',
  tag: 'Skills',
  item: true,
  before: [loadSkill],
  input: NewProgressBody,
  schema: ProgressJson,
  run: async (c: Context<SkillEnv>, { input: { level, note, date }, now, claim }) => {
    const { DB } = c.env
    const { user, skill } = c.var
    const today = todayOf(c)
    if (date !== undefined && date > today) return { errors: toCome }
    const latest = (await progressOf(DB, user.id, skill.id))[0]?.date
    const entry = { id: uuid(), level, note, date: date ?? (latest && latest > today ? latest : today) }
    const writes = addProgress(DB, user.id, skill.id, entry, today, now)
    return (await commit(DB, user.id, [], [...claim(entry.id, entry), ...writes])) ? entry : null
  },
})

const skills = resourceApi(skillResource, {
  aName: 'a skill',
  tag: 'Skills',
  schema: SkillJson,
  json: skillsJson,
  create: NewSkillBody,
  patch: SkillPatch,
  filter: {
    org: orgInput,
    category: skillKind.Row.shape.category.optional(),
    team: z
      .string()
      .transform(cleanLine)
      .pipe(z.string().max(skillNameLimit, `At most ${skillNameLimit} characters`))
      .optional()
      .meta({ maxLength: skillNameLimit, description: 'That this team needs.' }),
  },
  list: readSkills,
})

/** `/api/v1/skills` */
export const skillsApi = new Hono<App>().route('/:id/progress', progress).route('/', skills)
