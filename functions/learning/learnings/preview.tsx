import type { Context } from 'hono'
import { Rendered } from '../../../views/learning/plan-pages/chunk'
import type { App } from '../../lib/env'
import { submittedText } from '../../lib/form'
import type { Pages } from '../../lib/resource/pages'
import { wantsFragment } from '../../lib/respond'
import { type ListedLearning, learning, type NewLearningValues } from './schema'

/** Markdown as HTML. Loaded when it is needed, because few requests show any. */
export const rendered = async (text: string) => (await import('../../lib/markdown')).markdown(text)

type Forms = Pick<Pages<ListedLearning, NewLearningValues>, 'newForm' | 'editForm'>

/** Answers what was typed with its preview: htmx gets the text alone, everyone else the form again. */
export const answerPreview = async (c: Context<App>, { newForm, editForm }: Forms) => {
  const { of = '', ...values } = submittedText(c)
  const row = of ? await learning(c.env.DB, c.var.user.id, of) : null
  if (of && !row) return c.notFound()
  if (wantsFragment(c)) return c.render(<Rendered>{await rendered(values.content ?? '')}</Rendered>)
  const draft = { values, errors: {} }
  const [title, form] = row
    ? [`Edit ${row.title}`, await editForm(c, row, draft)]
    : ['New learning', await newForm(c, draft)]
  return c.render(form, { title, heading: true })
}
