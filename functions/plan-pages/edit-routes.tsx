import { type Context, Hono } from 'hono'
import { EditPage, EditPreview } from '../../views/plan-pages/edit'
import { submittedText } from '../lib/form'
import { wantsFragment } from '../lib/page'
import { redirectTo } from '../lib/respond'
import { answerStale } from '../lib/stale'
import { editPlan, open } from '../plans/edit'
import { loadPlan, type PlanEnv } from '../plans/load'
import type { Fault } from '../plans/markdown/fault'
import { readPlan } from '../plans/markdown/read'
import { withLineBreaksOf } from '../plans/markdown/typed'
import { planPath } from '../plans/paths'
import { contentLimit, type PlanWithContent } from '../plans/schema'
import { keepForUndo } from '../plans/writes'

const titleOf = ({ title }: PlanWithContent) => `Edit ${title}`

type Typed = { text: string; seq: string; errors?: Fault[] }

const render = (c: Context<PlanEnv>, { text, seq, errors }: Typed) => {
  const { plan } = c.var
  if (errors) c.status(422)
  return c.render(<EditPage plan={plan} text={text} seq={seq} read={errors ? { errors } : readPlan(text)} />, {
    title: titleOf(plan),
    heading: true,
  })
}

/** Shows the lines of both versions that differ, with all that was typed kept. */
const renderStale = (c: Context<PlanEnv>, saved: PlanWithContent, text: string) => {
  const lines = (one: string) => one.split(/\r?\n/)
  const only = (one: string, other: string) => {
    const known = new Set(lines(other))
    return lines(one)
      .filter((line) => !known.has(line))
      .slice(0, 20)
      .join('\n')
  }
  const fields = [{ label: 'Lines', yours: only(text, saved.content), saved: only(saved.content, text) }]
  return answerStale(c, {
    what: 'plan',
    title: titleOf(saved),
    page: planPath(saved.id),
    action: planPath(saved.id, 'edit'),
    saved,
    fields,
    values: { content: text, seq: String(saved.seq) },
  })
}

const tooLarge: Fault = { line: 1, message: `A plan may have up to ${contentLimit / 1024} KB.` }

/** `/plans/:id/edit`: the markdown of a plan, with a preview of its chunks. */
export const planEdit = new Hono<PlanEnv>()
  .get('/:id/edit', loadPlan, (c) => {
    const { plan } = c.var
    return render(c, { text: plan.content, seq: String(plan.seq) })
  })

  .post('/:id/edit', loadPlan, async (c) => {
    const { plan, user } = c.var
    const { content = '', seq = '', preview } = await submittedText(c)
    const text = withLineBreaksOf(content, plan.content)
    const isLarge = new TextEncoder().encode(text).length > contentLimit
    if (preview !== undefined || c.req.query('preview') !== undefined) {
      if (wantsFragment(c)) return c.render(<EditPreview read={isLarge ? { errors: [tooLarge] } : readPlan(text)} />)
      return render(c, { text, seq })
    }
    if (isLarge) return render(c, { text, seq, errors: [tooLarge] })
    if (text === plan.content) return redirectTo(c, planPath(plan.id))
    const read = readPlan(text)
    if ('errors' in read) return render(c, { text, seq, errors: read.errors })
    if (seq !== String(plan.seq)) return renderStale(c, plan, text)
    const kept = keepForUndo(c.env.DB, user.id, plan.id, plan.content)
    const outcome = await editPlan(c.env.DB, user.id, open(plan), { content: text }, Date.now(), [kept])
    if ('errors' in outcome) return render(c, { text, seq, errors: outcome.errors })
    if ('stale' in outcome) return outcome.stale ? renderStale(c, outcome.stale, text) : c.notFound()
    return redirectTo(c, planPath(plan.id), { message: 'Plan saved' })
  })
