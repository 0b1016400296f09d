import type { Context } from 'hono'
import { filedSubjects, subjectNames } from '../../ledger/sums'
import type { Once } from '../../lib/api/once'
import { fieldsProblem, hasMarkdown, invalidProblem, readBodyJson, readBodyText } from '../../lib/api/request'
import { editVersion, hasIfMatch, matchedVersion, rowTag, staleProblem } from '../../lib/api/version'
import { commitGuarded, conflict } from '../../lib/db/retry'
import type { App } from '../../lib/env'
import { ProblemError } from '../../lib/http/problem'
import type { FieldErrors } from '../../lib/resource/resource'
import { planCardsDue } from './cards-due'
import {
  type DocumentRefusal,
  hasFrontMatter,
  newDocument,
  readDerivedPlan,
  readUploadedPlan,
  slugOfTitle,
  uniqueId,
} from './document'
import { type NewPlan, NewPlanBody, planJson } from './json'
import { editPlan, type ParsedPlan, type PlanEnv, parseStoredPlan } from './load'
import type { Fault } from './markdown/lines'
import type { ReadPlan } from './markdown/read'
import { mergeBlocks } from './merge-blocks'
import { addPlan, defaultPlanLinks, type PlanSettings, type PutPlan } from './put'
import * as q from './queries'
import type { PlanWithContent } from './schema'

/**
 * Problem of an invalid plan document, with a line for each fault.
 * @param path the member that contains the document
 */
export const documentProblem = (wrong: DocumentRefusal, path = 'content') => {
  if ('member' in wrong) return fieldsProblem({ [wrong.member]: [wrong.message] })
  const errors = wrong.errors.slice(0, 100).map(({ line, message }) => ({ path, line, message }))
  const detail = errors.map(({ line, message }) => `Line ${line}: ${message}`).join(' ')
  return new ProblemError({ ...invalidProblem(errors), detail })
}

export const planOfRequest = <E extends App>(c: Context<E>, id: string) => q.plan(c.env.DB, c.var.user.id, id)

/** Reads for the API's JSON of a plan. */
export const planJsonReads = <E extends App>(c: Context<E>, id: string) =>
  [planOfRequest(c, id), planCardsDue(c, id)] as const

/** JSON of a plan for the API. */
export const readPlanJson = async <E extends App>(c: Context<E>, row: PlanWithContent) =>
  planJson(row, await planCardsDue(c, row.id))

/** Response to a saved document. @param more warnings, and whether the edit was merged */
export const respondPlan = async (
  c: Context<App>,
  id: string,
  status: 200 | 201,
  more: { warnings?: Fault[]; merged?: true } = {},
) => {
  const [row, cardsDue] = await Promise.all(planJsonReads(c, id))
  if (!row) return c.notFound()
  if (status === 201) c.header('Location', `${c.req.path}/${id}`)
  c.header('ETag', rowTag(row.seq))
  return c.json({ ...planJson(row, cardsDue), ...more }, status)
}

/**
 * The version in `If-Match`: the current one, or one whose text is still stored, so that an edit of it can be merged.
 */
export const ifMatchSeq = <E extends App>(c: Context<E>, row: PlanWithContent) =>
  matchedVersion(
    c,
    () => row,
    (found) => readPlanJson(c, found),
    async (version) => (await q.contentAt(c.env.DB, c.var.user.id, row.id, version)) !== null,
  )

type Changes = { content?: string; links?: Partial<PlanSettings> }

type Edit = {
  row: PlanWithContent
  /** Version named in the request. */
  seq: number | undefined
  edit: (opened: ParsedPlan, now: number) => Changes
  /** The member that contains the document. */
  path?: string
}

/**
 * Merges an edit of an earlier version with later changes. Null if that version's text is no longer stored, or if both
 * changed the same block.
 */
const mergedEdit = async (c: Context<PlanEnv>, { row, seq, edit }: Edit): Promise<Edit['edit'] | null> => {
  const base = seq === undefined ? null : await q.contentAt(c.env.DB, c.var.user.id, row.id, seq)
  if (base === null) return null
  const current = await readPlanJson(c, row)
  const merge: Edit['edit'] = ({ row: saved }, now) => {
    const changes = edit(parseStoredPlan({ ...saved, content: base }), now)
    if (changes.content === undefined) return changes
    const { text, conflicts } = mergeBlocks(base, changes.content, saved.content)
    if (conflicts.length > 0) throw new ProblemError(staleProblem(c, current))
    return { ...changes, content: text }
  }
  return merge
}

/**
 * Edits a plan at the version in the request, else at the latest version. An edit of an earlier version is merged block
 * by block. An edit without effect writes nothing. Null if the plan does not exist.
 * @throws ProblemError 409, 412 and 422
 */
export const editAtVersion = async (c: Context<PlanEnv>, asked: Edit) => {
  const { row, seq, path } = asked
  const merge = seq !== undefined && seq < row.seq ? await mergedEdit(c, asked) : null
  const edit = merge ?? asked.edit
  let merged: { merged?: true } = {}
  const isThere = await editVersion(c, {
    row,
    seq: merge ? undefined : seq,
    again: () => planOfRequest(c, row.id),
    write: async (saved) => {
      const opened = parseStoredPlan(saved)
      const now = Date.now()
      const changes = edit(opened, now)
      const { goal_id, project_id, scheduler, retention } = saved
      const isSame =
        (changes.content ?? saved.content) === saved.content &&
        Object.entries(changes.links ?? {}).every(
          ([name, value]) =>
            Object.entries({ goal_id, project_id, scheduler, retention }).find(([one]) => one === name)?.[1] === value,
        )
      // A retried request must not be merged as a second edit.
      if (isSame && merge && hasIfMatch(c)) throw new ProblemError(staleProblem(c, await readPlanJson(c, saved)))
      if (isSame) return true
      if (merge) merged = { merged: true }
      const read = changes.content === undefined ? null : readDerivedPlan(changes.content)
      if (read && 'errors' in read) throw documentProblem(read, path)
      const outcome = await editPlan(c.env.DB, c.var.user.id, opened, changes, now)
      if ('errors' in outcome) throw documentProblem(outcome, path)
      return 'saved' in outcome
    },
    json: (found) => readPlanJson(c, found),
  })
  return isThere ? merged : null
}

type Links = Partial<Pick<PlanSettings, 'goal_id' | 'project_id'>>

/** Names of the linked goal and project. */
const linkNames = (db: D1Database, userId: string, { goal_id, project_id }: Links) =>
  subjectNames(db, userId, filedSubjects({ goal_id, project_id }))

/** Errors of a goal or project that is deleted or not the person's. Unchanged links are accepted. */
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

const taken = () => fieldsProblem({ id: ['You already have a plan with this id'] })

/** Makes the document of a new plan from the members in the request. @throws ProblemError 422 */
const fromMembers = async (c: Context<App>, given: NewPlan, now: number): Promise<ReadPlan> => {
  const { DB } = c.env
  const { user } = c.var
  const start = given.id ?? slugOfTitle(given.title)
  const isGiven = given.id !== undefined || hasFrontMatter(given.content ?? '')
  const [errors, used] = await Promise.all([
    linkErrors(DB, user.id, given),
    isGiven ? [] : q.idsLike(DB, user.id, start),
  ])
  if (errors) throw fieldsProblem(errors)
  const read = newDocument(given, isGiven ? start : uniqueId(start, used), now)
  if ('lines' in read) return read
  throw documentProblem(read)
}

/**
 * Adds the plan in the request, sent as JSON or markdown.
 * @param claim null writes nothing
 * @throws ProblemError 422
 */
export const addRequestedPlan = async (
  c: Context<App>,
  claim: Once['Variables']['claim'] | null,
): Promise<Pick<PutPlan, 'plan' | 'links'>> => {
  const { DB } = c.env
  const { user } = c.var
  const given = hasMarkdown(c) ? null : await readBodyJson(c, NewPlanBody)
  const { text, leftOut } = given ? { text: '', leftOut: [] } : await readBodyText(c)
  const isNamed = given ? given.id !== undefined || hasFrontMatter(given.content ?? '') : hasFrontMatter(text)
  const markdown = async () => {
    const sent = readUploadedPlan(text, {}, leftOut)
    if ('errors' in sent) throw documentProblem(sent, '')
    if (isNamed) return sent
    const { id } = sent.head
    const free = readUploadedPlan(text, { id: uniqueId(id, await q.idsLike(DB, user.id, id)) }, leftOut)
    return 'errors' in free ? sent : free
  }
  return commitGuarded(DB, user.id, ['stats'], async () => {
    const now = Date.now()
    const read = given ? await fromMembers(c, given, now) : await markdown()
    const { id } = read.head
    const { goal_id = null, project_id = null, scheduler, retention } = given ?? {}
    const own = { goal_id, project_id, scheduler, retention }
    const links = {
      ...defaultPlanLinks,
      ...Object.fromEntries(Object.entries(own).filter(([, one]) => one !== undefined)),
    }
    const added = { plan: read, links }
    if (!claim) {
      if (isNamed && (await q.plan(DB, user.id, id))) throw taken()
      return { result: added }
    }
    return {
      result: added,
      writes: [...claim(id), ...addPlan(DB, user.id, read, links, now)],
      otherwise: async () => {
        if (isNamed && (await q.plan(DB, user.id, id))) throw taken()
        return conflict
      },
    }
  })
}
