import type { Context } from 'hono'
import { subjectNames } from '../ledger/sums'
import type { Once } from '../lib/api/once'
import { hasMarkdown, invalidFields, sentJson, sentText } from '../lib/api/request'
import type { FieldErrors } from '../lib/resource/resource'
import { conflict, retry } from '../lib/retry'
import { commit } from '../lib/sql'
import { freeId, hasFrontMatter, idFrom, newDocument, readSent } from './document'
import { refused } from './edit-by-version'
import { type NewPlan, NewPlanBody } from './json'
import type { ReadPlan } from './markdown/read'
import type { PlanLinks } from './put'
import * as q from './queries'
import { addPlan } from './writes'

type Links = Partial<Pick<PlanLinks, 'goal_id' | 'project_id'>>

/** Names of a plan's goal and project. */
export const linkNames = async (db: D1Database, userId: string, { goal_id, project_id }: Links) =>
  goal_id || project_id ? subjectNames(db, userId, project_id ? [project_id] : [], goal_id ? [goal_id] : []) : []

/** Errors of a goal and a project that are not the person's, or deleted; those that stay as they were are accepted. */
export const linkErrors = async (
  db: D1Database,
  userId: string,
  links: Links,
  before?: Links,
): Promise<FieldErrors | null> => {
  const names = await linkNames(db, userId, links)
  const isWrong = (kind: 'goal' | 'project') => {
    const id = links[`${kind}_id`]
    return id && id !== before?.[`${kind}_id`] && !names.some((one) => one.subject === `${kind}:${id}` && !one.deleted)
  }
  const errors = {
    ...(isWrong('goal') && { goal_id: ['Choose one of your goals'] }),
    ...(isWrong('project') && { project_id: ['Choose one of your projects'] }),
  }
  return Object.keys(errors).length > 0 ? errors : null
}

const taken = () => invalidFields({ id: ['You already have a plan with this id'] })

/** Makes the document of a new plan from the members that a program sent. @throws ProblemError 422 */
const fromMembers = async (c: Context<Once>, given: NewPlan, now: number): Promise<ReadPlan> => {
  const { DB } = c.env
  const { user } = c.var
  const start = given.id ?? idFrom(given.title)
  const isGiven = given.id !== undefined || hasFrontMatter(given.content ?? '')
  const [errors, used] = await Promise.all([
    linkErrors(DB, user.id, given),
    isGiven ? [] : q.idsLike(DB, user.id, start),
  ])
  if (errors) throw invalidFields(errors)
  const read = newDocument(given, isGiven ? start : freeId(start, used), now)
  if ('lines' in read) return read
  throw refused(read)
}

/**
 * Adds the plan that a program sent as JSON or as markdown; returns its id.
 * @param onId called with the id before the write
 * @throws ProblemError 422
 */
export const addSent = async (c: Context<Once>, onId: (id: string) => void): Promise<string> => {
  const { DB } = c.env
  const { user, claim } = c.var
  const given = hasMarkdown(c) ? null : await sentJson(c, NewPlanBody)
  const sent = given ? null : readSent(await sentText(c))
  if (sent && 'errors' in sent) throw refused(sent, '')
  return retry(async () => {
    const now = Date.now()
    const read = sent ?? (given && (await fromMembers(c, given, now)))
    if (!read) return conflict
    const { id } = read.head
    onId(id)
    const links = { goal_id: given?.goal_id ?? null, project_id: given?.project_id ?? null, scheduler: 'sm2' as const }
    if (await commit(DB, user.id, ['stats'], [...claim(id), ...addPlan(DB, user.id, read, links, now)])) return id
    if (await q.plan(DB, user.id, id)) {
      if (given && given.id === undefined && !hasFrontMatter(given.content ?? '')) return conflict
      throw taken()
    }
    return conflict
  })
}
