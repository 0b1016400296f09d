import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { ActionParts, ActionQuickAdd, lineLimit } from '../../../views/action-items/page'
import type { App } from '../../lib/env'
import { form } from '../../lib/form'
import { todayOf } from '../../lib/now'
import { wantsFragment } from '../../lib/page'
import { addRow } from '../../lib/resource/resource'
import { fragmentsWith } from '../../lib/respond'
import { cleanLine, firstCharacters } from '../../lib/text'
import { actionItemPages, actionItemsChanged, listPath } from '../pages'
import { actionItemResource } from '../resource'
import { type Source, sourceFields, sourceType } from '../schema'
import { dueText, sourcePath } from '../words'
import { interpretAction } from './read'

const title = 'New action item'
const none = 'Enter what is to be done'

const QuickForm = z.object({
  line: z
    .string(none)
    .transform(cleanLine)
    .pipe(z.string().min(1, none).max(lineLimit, `A line has at most ${lineLimit} characters`)),
  ...sourceFields,
})

type Draft = { line?: string; source_type?: string | null; source_id?: string | null }

const sourceOf = ({ source_type, source_id }: Draft): Source | null => {
  const { data: type } = sourceType.safeParse(source_type)
  return type && source_id ? { type, id: source_id } : null
}

/** The line with its errors; without script the whole form of a new action item. */
const invalidLine = async (c: Context<App>, draft: Draft, errors?: string[]) => {
  const { line = '' } = draft
  const text = cleanLine(firstCharacters(line, lineLimit))
  const { values, parts } = await interpretAction(c.env.DB, c.var.user.id, text, todayOf(c))
  if (wantsFragment(c)) return <ActionQuickAdd value={line} errors={errors} parts={parts} source={sourceOf(draft)} />
  const { description, due_date, priority, owner, person_id } = values
  const source = { source_type: draft.source_type ?? '', source_id: draft.source_id ?? '' }
  const typed = { description, due_date: due_date ?? '', priority, owner, person_id: person_id ?? '', ...source }
  return actionItemPages.newForm(c, { values: typed, errors: { description: errors } })
}

/** `/action-items/quick`: previews an action item while its line is typed, then adds it. */
export const quickAction = new Hono<App>()
  .get('/', async (c) => {
    const { line: typed = '' } = c.req.query()
    const line = cleanLine(firstCharacters(typed, lineLimit))
    if (!wantsFragment(c)) return c.render(await invalidLine(c, { line }), { title, heading: true })
    const read = line === '' ? null : await interpretAction(c.env.DB, c.var.user.id, line, todayOf(c))
    return c.render(<ActionParts parts={read?.parts} />)
  })

  .post(
    '/',
    form(QuickForm, title, (c, { values, errors }) =>
      invalidLine(
        c,
        values,
        [errors.line, errors.source_type, errors.source_id].flatMap((one) => one ?? []),
      ),
    ),
    async (c) => {
      const today = todayOf(c)
      const { line, source_type = null, source_id = null } = c.req.valid('form')
      const { values, errors } = await interpretAction(c.env.DB, c.var.user.id, line, today)
      const refuse = async (messages: string[]) => {
        c.status(422)
        return c.render(await invalidLine(c, { line, source_type, source_id }, messages), { title, heading: true })
      }
      if (errors.length > 0) return refuse(errors)
      const id = uuid()
      const source = sourceOf({ source_type, source_id })
      const due = dueText({ due_date: values.due_date ?? null }, today)
      const toast = {
        message: due ? `Action item added, ${due}` : 'Action item added',
        undo: `${listPath}/${id}/delete`,
      }
      const more = <ActionQuickAdd focused source={source} />
      const page = source ? sourcePath(source) : listPath
      const answer = fragmentsWith(c, () => actionItemsChanged(c, { toast, more, page }))
      const refused = await addRow(c, actionItemResource, id, { ...values, source_type, source_id })
      return refused ? refuse(Object.values(refused).flatMap((messages) => messages ?? [])) : answer()
    },
  )
