import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { CapturePreview, CaptureForm as Form } from '../../../views/goals/capture'
import { addedTo } from '../../context/added'
import type { App } from '../../lib/env'
import { form, submittedText } from '../../lib/form'
import { localNow, todayOf } from '../../lib/now'
import { wantsFragment } from '../../lib/page'
import { fragmentsWith } from '../../lib/respond'
import { commit } from '../../lib/sql'
import { goalChanged } from '../fragments'
import { defaultCategory, removedCategories } from '../labels'
import { newForm } from '../pages'
import { addGoal } from '../writes'
import { CaptureForm, draftOf, interpret, lineOf } from './interpret'

const title = 'New goal'

/** The line with its errors; without script the whole form of a new goal. */
const invalidLine = (c: Context<App>, value = '', errors?: string[]) => {
  const today = todayOf(c)
  const interpretation = interpret(lineOf(value), today)
  if (wantsFragment(c)) return <Form value={value} errors={errors} preview={{ interpretation, today }} />
  return newForm(c, { ...draftOf(interpretation), errors: { title: errors } })
}

/** Adds a goal from one line, on any page. The line is previewed while it is typed. */
export const capture = new Hono<App>()
  .get('/', async (c) => {
    const line = lineOf(c.req.query('entry'))
    const today = todayOf(c)
    const interpretation = interpret(line, today)
    if (wantsFragment(c)) return c.render(<CapturePreview preview={{ interpretation, today }} />)
    return c.render(await newForm(c, draftOf(interpretation)), { title, heading: true })
  })

  .post(
    '/',
    form(CaptureForm, title, (c, { values, errors }) => invalidLine(c, values.entry, errors.entry)),
    async (c) => {
      const { DB } = c.env
      const { user } = c.var
      const { values, errors } = interpret(c.req.valid('form').entry, todayOf(c))
      if (errors.length > 0) {
        c.status(422)
        const { entry } = submittedText(c)
        return c.render(await invalidLine(c, entry, errors), { title, heading: true })
      }
      const id = uuid()
      const category = defaultCategory(await removedCategories(DB, user.id))
      const link = { href: `/goals/${id}`, text: values.title }
      const answer = fragmentsWith(c, () =>
        goalChanged(c, {
          toast: wantsFragment(c)
            ? { message: 'Goal added:', link, undo: `/goals/${id}/delete` }
            : { message: 'Goal added' },
          page: '/goals',
          more: <Form />,
        }),
      )
      await commit(
        DB,
        user.id,
        ['stats'],
        addGoal(DB, user.id, id, { ...values, category, organization_id: addedTo(c) }, localNow(user)),
      )
      return answer()
    },
  )
