import { type Context, Hono } from 'hono'
import { PlanTimer } from '../../../views/learning/plan-pages/actions'
import { EditPage, EditPreview } from '../../../views/learning/plan-pages/edit'
import { PlansPage } from '../../../views/learning/plan-pages/page'
import { editedSinceProblem } from '../../lib/db/recoverable'
import { part } from '../../lib/db/sql'
import type { App } from '../../lib/env'
import { fileDownload, markdownType } from '../../lib/files/download'
import { answerStale, submittedText } from '../../lib/http/form'
import { ProblemError } from '../../lib/http/problem'
import { redirectTo, wantsFragment } from '../../lib/http/respond'
import { contentLimit } from '../../lib/text/text'
import { activeTimer } from '../../time/timer/queries'
import { readUploadedPlan } from '../plans/document'
import { editPlan, loadDocument, loadPlan, type PlanEnv, parseStoredPlan } from '../plans/load'
import { editChunk, editHead, resolveWarnings } from '../plans/markdown/edit'
import { type Fault, formatLines, withLineBreaksOf } from '../plans/markdown/lines'
import { type MergeResult, mergeBlocks } from '../plans/merge-blocks'
import * as q from '../plans/queries'
import {
  chunkStatus,
  chunkStatusNames,
  mayEdit,
  type PlanWithContent,
  planPath,
  planStatus,
  planStatusNames,
} from '../plans/schema'
import { respondWithChunks } from './chunks/routes'
import {
  completionToast,
  editLatest,
  editOutline,
  moveToChunk,
  type PlanTextEdit,
  readOutline,
  respondWithPlan,
  savedOrThrow,
} from './fragments'
import { planRows, selectedPlans } from './list'
import { listedPlans } from './page-data'

const invalidStatus = (choices: string) =>
  new ProblemError({ status: 422, code: 'invalid', title: 'Invalid status', detail: `Choose ${choices}.` })

const planId = (c: Context) => c.req.param('id') ?? ''

export const plans = new Hono<App>()
  .get('/', async (c) => c.render(<PlansPage {...(await listedPlans(c, c.req.query()))} />, { title: 'Plans' }))
  .route('/', selectedPlans.routes)

  .get('/:id/timer', loadPlan, async (c) => {
    const { plan, user } = c.var
    if (!wantsFragment(c)) return c.redirect(planPath(plan.id), 303)
    const timer = await activeTimer(c.env.DB, user.id)
    return c.render(<PlanTimer plan={plan} timer={timer} reader={user.preferences} />)
  })

  .get('/:id/markdown', loadPlan, (c) => {
    const { id, content } = c.var.plan
    return fileDownload(c, { name: `${id}.md`, type: markdownType }, content)
  })

  .post('/:id/status', loadPlan, async (c) => {
    const { data: status } = planStatus.safeParse(submittedText(c).status)
    if (status === undefined) throw invalidStatus('not started, in progress, completed or archived')
    const outline = await editOutline(c, planId(c), (read, now) => editHead(read, { status }, now))
    const message = `Plan ${planStatusNames[status].toLowerCase()}`
    return outline ? respondWithPlan(c, outline, { message, canUndo: true }) : c.notFound()
  })

  .post('/:id/warnings', loadPlan, async (c) => {
    const outline = await editOutline(c, planId(c), resolveWarnings)
    return outline ? respondWithPlan(c, outline, { message: 'Values replaced', canUndo: true }) : c.notFound()
  })

  .post('/:id/chunks/:chunk/status', loadPlan, async (c) => {
    const { data: status } = chunkStatus.safeParse(submittedText(c).status)
    if (status === undefined) throw invalidStatus('not started, in progress, completed or skipped')
    const chunk = c.req.param('chunk')
    const outline = await editOutline(c, planId(c), (read, now) => editChunk(read, chunk, { status }, now))
    if (!outline) return c.notFound()
    const done = status === 'completed' ? completionToast(outline) : null
    const words = done ?? { message: `Chunk ${chunkStatusNames[status].toLowerCase()}` }
    return respondWithPlan(c, outline, { ...words, canUndo: true })
  })

  .route('/', planRows)

/**
 * Undoes the edit that created a version, unless the plan was edited since.
 * @param list `chunks` on the page of chunks
 */
export const undoPlanEdit = async (c: Context<App>, id: string, version: string, list?: string) => {
  const { DB } = c.env
  const { id: userId } = c.var.user
  const seq = Number(version)
  const [plan, undo] = await Promise.all([
    q.plan(DB, userId, id),
    Number.isSafeInteger(seq) ? q.readPlanUndo(DB, userId, id, seq) : null,
  ])
  if (!plan) return c.notFound()
  const edit: PlanTextEdit = (_, __, row) => {
    if (undo === null || row.seq !== seq) throw new ProblemError(editedSinceProblem)
    return undo.content
  }
  const also = (row: PlanWithContent, now: number) =>
    undo?.from && undo.into
      ? moveToChunk(DB, userId, id, { from: undo.into, into: undo.from }, part`${row.seq}`, now)
      : []
  const message = 'Change undone'
  if (list === 'chunks') {
    const row = savedOrThrow(await editLatest(c, id, { edit, also, after: () => q.plan(DB, userId, id) }))
    return row ? respondWithChunks(c, row, { message }) : c.notFound()
  }
  const outline = savedOrThrow(await editLatest(c, id, { edit, also, after: () => readOutline(c, id) }))
  return outline ? respondWithPlan(c, outline, { message }) : c.notFound()
}

const titleOf = ({ title }: PlanWithContent) => `Edit ${title}`

/** `base` is the text from which a form was rendered. */
type Typed = { text: string; base: string; seq: string; errors?: Fault[] }

const render = (c: Context<PlanEnv>, { errors, ...typed }: Typed) => {
  const { plan } = c.var
  if (errors) c.status(422)
  return c.render(<EditPage plan={plan} {...typed} read={errors ? { errors } : readUploadedPlan(typed.text, null)} />, {
    title: titleOf(plan),
    heading: true,
  })
}

/** Lines of a text that the other text lacks. */
const only = (one: string, other: string) => {
  const known = new Set(other.split(/\r?\n/))
  return one
    .split(/\r?\n/)
    .filter((line) => !known.has(line))
    .slice(0, 20)
    .join('\n')
}

/** Shows both versions of the blocks that both sides changed. Everything typed is kept. */
const renderStale = (c: Context<PlanEnv>, saved: PlanWithContent, { text, conflicts }: MergeResult) =>
  answerStale(c, {
    what: 'plan',
    title: titleOf(saved),
    page: planPath(saved.id),
    action: planPath(saved.id, 'edit'),
    saved,
    fields: conflicts.map(({ label, mine, theirs }) => ({
      label,
      yours: only(mine, theirs),
      saved: only(theirs, mine),
    })),
    values: { content: text, base: saved.content, seq: String(saved.seq) },
  })

const tooLarge: Fault = { line: 1, message: `A plan may have up to ${contentLimit / 1024} KB.` }

/** Saves a text based on the form's version, or merges it with later changes. */
const save = async (c: Context<PlanEnv>, plan: PlanWithContent, typed: Typed): Promise<Response> => {
  const { text, base, seq } = typed
  const isMerged = seq !== String(plan.seq)
  const merged = isMerged ? mergeBlocks(base, text, plan.content) : { text, conflicts: [] }
  if (merged.conflicts.length > 0) return renderStale(c, plan, merged)
  if (merged.text === plan.content) return redirectTo(c, planPath(plan.id))
  const edit = { content: merged.text }
  const outcome = await editPlan(c.env.DB, c.var.user.id, parseStoredPlan(plan), edit, Date.now())
  if ('errors' in outcome) return render(c, { ...typed, errors: outcome.errors })
  if ('stale' in outcome) return outcome.stale ? save(c, outcome.stale, typed) : c.notFound()
  return redirectTo(c, planPath(plan.id), {
    message: isMerged ? 'Plan saved with the other changes' : 'Plan saved',
  })
}

/** `/plans/:id/edit`: the markdown of a plan, with a preview of its chunks. */
export const planEdit = new Hono<PlanEnv>()
  .get('/:id/edit', loadPlan, async (c, next) => {
    if (!mayEdit(c.var.plan)) return redirectTo(c, planPath(c.var.plan.id, 'details'))
    if (c.req.query('field') !== undefined) return next()
    if (wantsFragment(c)) return redirectTo(c, c.req.path)
    const { content, seq } = c.var.plan
    return render(c, { text: content, base: content, seq: String(seq) })
  })

  .post('/:id/edit', loadDocument, async (c) => {
    const { plan } = c.var
    const { content = '', base: typedBase = '', seq = '', preview } = submittedText(c)
    const text = withLineBreaksOf(content, plan.content)
    const base = withLineBreaksOf(typedBase, plan.content)
    const isLarge = new TextEncoder().encode(text).length > contentLimit
    if (preview !== undefined || c.req.query('preview') !== undefined) {
      if (wantsFragment(c))
        return c.render(<EditPreview read={isLarge ? { errors: [tooLarge] } : readUploadedPlan(text, null)} />)
      return render(c, { text, base, seq })
    }
    if (isLarge) return render(c, { text, base, seq, errors: [tooLarge] })
    const read = readUploadedPlan(text, null)
    if ('errors' in read) return render(c, { text, base, seq, errors: read.errors })
    return save(c, plan, { text: formatLines(read.lines), base, seq })
  })
