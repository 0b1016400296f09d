import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import type { z } from 'zod'
import { SkillPage } from '../../../views/learning/skills/skill'
import type { ToastProps } from '../../../views/ui/toast'
import { commit } from '../../lib/db/sql'
import { todayOf } from '../../lib/env'
import { type AnyDraft, form, submittedText } from '../../lib/http/form'
import { pathTo } from '../../lib/http/path-to'
import type { Problem } from '../../lib/http/problem'
import { prefetchFragments, respond, respondProblem, wantsFragment } from '../../lib/http/respond'
import { loadSkill, type SkillEnv } from './api'
import { skillPageData } from './list'
import { progressOf, skill } from './queries'
import { LastUsedForm, levelNames, linkText, ProgressForm, SkillLink } from './schema'
import * as w from './writes'

const pathOf = (c: Context<SkillEnv>, action = '', query?: Record<string, string>) =>
  pathTo`/skills/${c.var.skill.id}` + action + (query ? `?${new URLSearchParams(query)}` : '')

const invalid = (title: string, detail: string): Problem => ({ status: 422, code: 'invalid', title, detail })

const noLink = invalid('Nothing added', 'Choose one of your projects or plans from the list.')
const noDate = invalid('Invalid date', 'Enter today or an earlier day.')
const onlyLevel = invalid('It’s the only level', 'A skill keeps one. Set another level first.')

/** All content of the skill’s page, for an out-of-band swap by htmx. Null if the skill is deleted. */
const skillBody = async (c: Context<SkillEnv>, draft?: AnyDraft) => {
  const data = await skillPageData(c.env.DB, c.var.user.id, c.var.org, c.var.skill.id)
  return data && <SkillPage {...data} today={todayOf(c)} draft={draft} oob={wantsFragment(c)} />
}

/** Commits writes and responds with the changed skill; undefined if a guard failed. */
const save = async (c: Context<SkillEnv>, writes: D1PreparedStatement[], toast: ToastProps) => {
  const fragments = prefetchFragments(c, () => skillBody(c))
  const isDone = await commit(c.env.DB, c.var.user.id, [], writes)
  return isDone ? respond(c, { toast, page: pathOf(c), fragments }) : undefined
}

const isThere = async (c: Context<SkillEnv>) => (await skill(c.env.DB, c.var.user.id, c.var.skill.id)) !== null

/** Fields of a form. An Undo sends them in its URL. */
const fieldsOf = async (c: Context<SkillEnv>) => ({ ...submittedText(c), ...c.req.query() })

const setLink = async (c: Context<SkillEnv>, isLinked: boolean) => {
  const { skill: row, user } = c.var
  const { data } = SkillLink.safeParse((await fieldsOf(c)).link)
  if (!data) return respondProblem(c, noLink)
  const toast = {
    message: isLinked ? 'Added' : 'Removed',
    undo: pathOf(c, isLinked ? '/links/remove' : '/links', { link: linkText(data) }),
  }
  const saved = await save(c, w.setSkillLink(c.env.DB, user.id, row.id, data, isLinked, Date.now()), toast)
  if (saved) return saved
  return (await isThere(c)) ? respondProblem(c, noLink) : c.notFound()
}

/** Marks the skill as used today, or on the date in an Undo. */
const setUsed = async (c: Context<SkillEnv>) => {
  const { skill: row, user } = c.var
  const today = todayOf(c)
  const { date: typed = today } = await fieldsOf(c)
  const { data } = LastUsedForm.safeParse({ date: typed })
  if (!data || (data.date ?? '') > today) return respondProblem(c, noDate)
  const toast = {
    message: data.date === today ? 'Marked as used today' : 'No longer marked as used today',
    undo: pathOf(c, '/use', { date: row.used_on ?? '' }),
  }
  const saved = await save(c, w.setLastUsed(c.env.DB, user.id, row.id, data.date, Date.now()), toast)
  return saved ?? c.notFound()
}

const removeLevel = async (c: Context<SkillEnv>) => {
  const { skill: row, user } = c.var
  const entry = c.req.param('entry') ?? ''
  const removed = (await progressOf(c.env.DB, user.id, row.id)).find(({ id }) => id === entry)
  if (!removed) return c.notFound()
  const { level, note, date } = removed
  const undo = pathOf(c, '/progress/again', { level: `${level}`, note, date })
  const writes = w.removeProgress(c.env.DB, user.id, row.id, entry, Date.now())
  return (await save(c, writes, { message: 'Level removed', undo })) ?? respondProblem(c, onlyLevel)
}

const addLevel = async (c: Context<SkillEnv>, { level, note, date }: z.output<typeof ProgressForm>) => {
  const { skill: row, user } = c.var
  const today = todayOf(c)
  if (date !== null && date > today) return respondProblem(c, noDate)
  const entry = { id: uuid(), level, note, date }
  const toast = { message: `${levelNames[level]} saved`, undo: pathOf(c, pathTo`/progress/${entry.id}/delete`) }
  const writes = w.addProgress(c.env.DB, user.id, row.id, entry, today, Date.now())
  return (await save(c, writes, toast)) ?? c.notFound()
}

/** Actions on the page of a skill: `/skills/:id/…` */
export const skillActions = new Hono<SkillEnv>()
  .use(loadSkill)

  .post(
    '/progress',
    form<typeof ProgressForm, SkillEnv>(ProgressForm, 'New level', (c, draft) => skillBody(c, draft as AnyDraft), {
      heading: false,
    }),
    (c) => addLevel(c, c.req.valid('form')),
  )

  .post('/progress/again', (c) => {
    const { data } = ProgressForm.safeParse(c.req.query())
    return data ? addLevel(c, data) : c.notFound()
  })
  .post('/progress/:entry/delete', removeLevel)
  .post('/use', setUsed)
  .post('/links', (c) => setLink(c, true))
  .post('/links/remove', (c) => setLink(c, false))
