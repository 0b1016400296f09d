import type { Context } from 'hono'
import type { Once } from '../lib/api/once'
import { hasMarkdown, invalidFields, sentJson, sentText } from '../lib/api/request'
import { conflict, retry } from '../lib/retry'
import { commit } from '../lib/sql'
import { freeId, hasFrontMatter, idFrom, newDocument, readSent } from './document'
import { type NewPlan, NewPlanBody } from './json'
import { linkErrors } from './links'
import type { ReadPlan } from './markdown/read'
import * as q from './queries'
import { refused } from './refused'
import { addPlan } from './writes'

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
