import { Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { operation } from '../lib/api/describe'
import { once } from '../lib/api/once'
import { orgInput } from '../lib/api/org'
import { body, invalidFields } from '../lib/api/request'
import { versioned } from '../lib/api/version'
import type { App } from '../lib/env'
import { early, type Loaded, loads } from '../lib/load'
import { todayOf } from '../lib/now'
import { resourceApi } from '../lib/resource/api'
import { commit } from '../lib/sql'
import { cleanLine } from '../lib/text'
import { NewProgressBody, NewSkillBody, ProgressJson, SkillJson, SkillPatch, skillJson } from './json'
import { latestOf } from './list'
import { progressOf, skills as readSkills, skill } from './queries'
import { skillResource } from './resource'
import { category, nameLimit, type Skill } from './schema'
import { addProgress } from './writes'

export type WithSkill = Loaded<'skill', Skill>

export const loadSkill = loads('skill', (c, id) => skill(c.env.DB, c.var.user.id, id))

const toCome = { date: ['Enter today or an earlier day'] }

/** The history is read with its skill. */
const withHistory = early((c) => progressOf(c.env.DB, c.var.user.id, c.req.param('id') ?? ''))

const progress = new Hono<App>()
  .get(
    '/',
    operation({
      summary: 'History of the confidence in a skill',
      description: 'The latest 200 entries, the latest first.',
      tag: 'Skills',
      versioned: true,
      item: true,
      answers: { schema: z.object({ items: z.array(ProgressJson) }).meta({ id: 'SkillHistory' }) },
    }),
    versioned,
    withHistory,
    loadSkill,
    async (c) => c.json({ items: await progressOf(c.env.DB, c.var.user.id, c.var.skill.id) }),
  )

  .post(
    '/',
    operation({
      summary: 'Set the confidence in a skill',
      tag: 'Skills',
      body: true,
      item: true,
      once: true,
      answers: { schema: ProgressJson },
    }),
    withHistory,
    loadSkill,
    body(NewProgressBody),
    once(),
    async (c) => {
      const { level, note, date } = c.req.valid('json')
      const { DB } = c.env
      const { user, skill } = c.var
      const today = todayOf(c)
      if (date !== undefined && date > today) throw invalidFields(toCome)
      const latest = (await progressOf(DB, user.id, skill.id))[0]?.date
      const entry = { id: uuid(), level, note, date: date ?? latestOf([latest, today]) ?? today }
      const writes = addProgress(DB, user.id, skill.id, entry, today, Date.now())
      const isDone = await commit(DB, user.id, [], [...c.var.claim(entry.id, entry), ...writes])
      return isDone ? c.json(entry) : c.notFound()
    },
  )

const skills = resourceApi(skillResource, {
  aName: 'a skill',
  tag: 'Skills',
  schema: SkillJson,
  json: (rows) => rows.map(skillJson),
  create: NewSkillBody,
  patch: SkillPatch,
  filter: {
    org: orgInput,
    category: category.optional(),
    team: z
      .string()
      .transform(cleanLine)
      .pipe(z.string().max(nameLimit, `At most ${nameLimit} characters`))
      .optional()
      .meta({ maxLength: nameLimit, description: 'That this team needs.' }),
  },
  list: readSkills,
})

/** `/api/v1/skills` */
export const skillsApi = new Hono<App>().route('/:id/progress', progress).route('/', skills)
