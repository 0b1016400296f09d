import { type Context, Hono } from 'hono'
import { DetailsPage, NewPlanPage, schedulerNames } from '../../../../views/learning/plan-pages/details'
import { uniqueNameIndex } from '../../../filing/projects/queries'
import { commitGuarded } from '../../../lib/db/retry'
import type { App } from '../../../lib/env'
import { differences, type FieldDescriptions } from '../../../lib/http/conflict'
import { type AnyDraft, answerStale, form, submittedText } from '../../../lib/http/form'
import { redirectTo } from '../../../lib/http/respond'
import type { Org } from '../../../lib/org'
import { sha256Hex } from '../../../lib/secrets'
import { isSameJson, quoteShort } from '../../../lib/text/text'
import { readFilingChoices } from '../../../time/sessions/choices'
import { generalProject, withGeneral } from '../../../time/sessions/general'
import { newDocument, readDerivedPlan, slugOfTitle, uniqueId } from '../../plans/document'
import { linkErrors } from '../../plans/edit-by-version'
import { loadPlan, type PlanEnv } from '../../plans/load'
import { addChunk, newChunkId } from '../../plans/markdown/blocks'
import { editHead } from '../../plans/markdown/edit'
import { type ReadPlan, readPlan } from '../../plans/markdown/read'
import { addPlan, defaultPlanLinks } from '../../plans/put'
import { idsLike } from '../../plans/queries'
import type { PlanWithContent } from '../../plans/schema'
import { mayEdit, planPath } from '../../plans/schema'
import { editLatest } from '../fragments'
import { type Details, DetailsForm, detailsOf, frontMatterError, NewPlanForm } from './schema'

/** Document of a new plan; null if its title would not parse back as typed. @param now epoch ms */
const documentOf = ({ title, tags, total_hours, chunks }: NewPlanForm, id: string, now: number): ReadPlan | null => {
  const start = newDocument({ title, tags }, id, now)
  const begun = 'lines' in start ? readPlan(editHead(start, { total_hours }, now)) : null
  if (begun === null || 'errors' in begun) return null
  let plan = begun
  for (const chunk of chunks) {
    const values = {
      ...chunk,
      status: 'not_started',
      objectives: [],
      resources: [],
      deliverable: '',
      text: '',
    } as const
    const text = addChunk(plan, newChunkId(plan), { ...values, objectives: [], resources: [] }, null, now)
    const next = text === null ? null : readDerivedPlan(text)
    if (next === null || 'errors' in next) return null
    plan = next
  }
  return plan
}

/**
 * Adds a plan. Its id is made from its title. Returns the id; null if the document is invalid. In an organization, a
 * plan without a project gets the general project.
 */
const addFromForm = (db: D1Database, userId: string, org: Org, form: NewPlanForm): Promise<string | null> =>
  commitGuarded(db, userId, ['stats'], async () => {
    const now = Date.now()
    const start = slugOfTitle(form.title)
    const [taken, general] = await Promise.all([
      idsLike(db, userId, start),
      form.project_id ? null : generalProject(db, userId, org),
    ])
    const plan = documentOf(form, uniqueId(start, taken), now)
    if (plan === null) return { result: null }
    const { goal_id } = form
    const project_id = form.project_id ?? general?.id ?? null
    const writes = [
      ...(general?.writes(now) ?? []),
      ...addPlan(db, userId, plan, { ...defaultPlanLinks, goal_id, project_id }, now),
    ]
    return { result: plan.head.id, writes, unique: uniqueNameIndex }
  })

const seenOf = async (details: Details) => (await sha256Hex(JSON.stringify(details))).slice(0, 16)

const newPage = async (c: Context<App>, draft?: AnyDraft) => (
  <NewPlanPage
    choices={withGeneral(await readFilingChoices(c.env.DB, c.var.user.id, c.var.org), c.var.org)}
    draft={draft}
  />
)

const detailsPage = async (c: Context<PlanEnv>, draft?: AnyDraft) => {
  const { plan, user, org } = c.var
  const choices = await readFilingChoices(c.env.DB, user.id, org, plan)
  const details = detailsOf(plan)
  const seen = await seenOf(details)
  return (
    <DetailsPage
      planId={plan.id}
      mayEdit={mayEdit(plan)}
      details={details}
      seen={seen}
      choices={choices}
      draft={draft}
    />
  )
}

const refuse = async (c: Context<PlanEnv>, errors: AnyDraft['errors']) => {
  c.status(422)
  const draft = { values: submittedText(c), errors }
  return c.render(await detailsPage(c, draft), { title: `Edit ${c.var.plan.title}`, heading: true })
}

const described: FieldDescriptions<Record<keyof Details, string>> = {
  title: ['Title'],
  tags: ['Tags'],
  total_hours: ['Hours'],
  goal_id: ['Goal'],
  project_id: ['Project'],
  scheduler: ['Card scheduler'],
  retention: ['Retention'],
}

/** Responds to a stale edit with both versions of the details, unless they are equal. */
const renderStale = async (c: Context<PlanEnv>, saved: PlanWithContent, yours: Details) => {
  const choices = await readFilingChoices(c.env.DB, c.var.user.id, c.var.org, saved)
  const nameIn = (options: { value: string | number; label: string }[], id: string | null) =>
    options.find(({ value }) => value === id)?.label ?? ''
  const words = (details: Details) => ({
    title: details.title,
    tags: details.tags.join(', '),
    total_hours: String(details.total_hours ?? ''),
    goal_id: nameIn(choices.goals, details.goal_id),
    project_id: nameIn(choices.projects, details.project_id),
    scheduler: schedulerNames[details.scheduler],
    retention: String(details.retention),
  })
  const fields = differences(words(yours), words(detailsOf(saved)), described)
  if (fields.length === 0) return redirectTo(c, planPath(saved.id))
  return answerStale(c, {
    what: 'plan',
    title: `Edit ${saved.title}`,
    page: planPath(saved.id),
    action: planPath(saved.id, 'details'),
    saved,
    fields,
    values: { ...submittedText(c), seen: await seenOf(detailsOf(saved)) },
  })
}

/**
 * Saves details if they have not changed since the form was rendered, even if other parts of the plan have. Otherwise
 * returns the newer plan.
 */
const save = async (c: Context<PlanEnv>, details: Details) => {
  const { plan } = c.var
  const { title, tags, total_hours, ...links } = details
  const seen: { newer?: PlanWithContent } = {}
  const outcome = await editLatest(c, plan.id, {
    edit: (read, now, row) => {
      if (!isSameJson(detailsOf(row), detailsOf(plan))) {
        seen.newer = row
        return null
      }
      const head = {
        ...(title !== row.title && { title }),
        ...(!isSameJson(tags, row.tags) && { tags }),
        ...(total_hours !== row.total_hours && { total_hours }),
      }
      return editHead(read, head, now)
    },
    links,
    after: async () => true,
    also: () => [],
  })
  return outcome ?? seen
}

const tooMuch = 'A title here would be read as something else. Use other words'

/** `/plans/new` and `/plans/:id/details` */
export const planDetails = new Hono<App>()
  .get('/new', async (c) => c.render(await newPage(c), { title: 'New plan', heading: true }))

  .post(
    '/',
    form(NewPlanForm, 'New plan', (c: Context<App>, draft) => newPage(c, draft as unknown as AnyDraft)),
    async (c) => {
      const values = c.req.valid('form')
      const { DB } = c.env
      const { user } = c.var
      const errors = await linkErrors(DB, user.id, values)
      const id = errors ? null : await addFromForm(DB, user.id, c.var.org, values)
      if (id !== null) return redirectTo(c, planPath(id), { message: `Plan ${quoteShort(values.title)} added` })
      c.status(422)
      const draft = { values: submittedText(c), errors: errors ?? { chunks: [tooMuch] } }
      return c.render(await newPage(c, draft), { title: 'New plan', heading: true })
    },
  )

  .get('/:id/details', loadPlan, async (c) =>
    c.render(await detailsPage(c), { title: `Edit ${c.var.plan.title}`, heading: true }),
  )

  .post(
    '/:id/details',
    loadPlan,
    form(DetailsForm, 'Edit plan', (c: Context<PlanEnv>, draft) => detailsPage(c, draft as unknown as AnyDraft)),
    async (c) => {
      const { plan, user } = c.var
      const { seen, retention = plan.retention, ...typed } = c.req.valid('form')
      const details = { ...typed, retention }
      if (seen !== (await seenOf(detailsOf(plan)))) return renderStale(c, plan, details)
      if (isSameJson(details, detailsOf(plan))) return redirectTo(c, planPath(plan.id))
      const errors = await linkErrors(c.env.DB, user.id, details, plan)
      if (errors) return refuse(c, errors)
      const outcome = await save(c, details)
      if ('refused' in outcome) return refuse(c, { title: [frontMatterError] })
      if ('saved' in outcome) return redirectTo(c, planPath(plan.id), { message: 'Plan saved' })
      return outcome.newer ? renderStale(c, outcome.newer, details) : c.notFound()
    },
  )
