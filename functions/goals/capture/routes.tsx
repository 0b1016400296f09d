import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { CaptureUnderstood, CaptureForm as Form } from '../../../views/goals/capture'
import { GoalCount } from '../../../views/shell/navigation'
import { ToastPart } from '../../../views/ui/toast'
import type { App } from '../../lib/env'
import { form, submittedText } from '../../lib/form'
import { cameFrom, flash, wantsFragment } from '../../lib/page'
import { commit } from '../../lib/sql'
import { todayOf } from '../../lib/today'
import { placedParts } from '../answers'
import { newForm, newTitle } from '../forms'
import { nowOf } from '../list'
import * as q from '../queries'
import type { ListedGoal } from '../schema'
import { tellPage } from '../tell'
import { addGoal } from '../writes'
import { CaptureForm, draftOf, lineOf, understand } from './understand'

type Line = { value?: string; errors?: string[] }

/** The line again with what is wrong with it; without script, the whole form of a new goal. */
const again = (c: Context<App>, { value = '', errors }: Line) => {
  const today = todayOf(c)
  const understood = understand(lineOf(value), today)
  if (wantsFragment(c)) return <Form value={value} errors={errors} read={{ understood, today }} />
  return newForm(c, { ...draftOf(understood), errors: { title: errors } })
}

/** Says that a goal was added, with the way to it and back; what shows goals on the page shows it, too. */
const capturedParts = async (c: Context<App>, goal: ListedGoal) => {
  const link = { href: `/goals/${goal.id}`, text: goal.title }
  const toast = { message: 'Goal added:', link, undo: `/goals/${goal.id}/delete` }
  const blank = <Form />
  if (/^\/goals(\?|$)/.test(cameFrom(c, '/'))) return placedParts(c, goal, { toast, more: blank })
  tellPage(c)
  return c.render(
    <>
      {blank}
      <GoalCount openGoals={await q.openGoalCount(c.env.DB, c.var.user.id)} oob />
      <ToastPart {...toast} />
    </>,
  )
}

/** A goal in one line, from any page: read while it is typed, written down when it is sent. */
export const capture = new Hono<App>()
  .get('/', async (c) => {
    const line = lineOf(c.req.query('entry'))
    const today = todayOf(c)
    const understood = understand(line, today)
    if (wantsFragment(c)) return c.render(<CaptureUnderstood read={{ understood, today }} />)
    return c.render(await newForm(c, draftOf(understood)), { title: newTitle, heading: true })
  })

  .post(
    '/',
    form(CaptureForm, newTitle, (c, { values, errors }) => again(c, { value: values.entry, errors: errors.entry })),
    async (c) => {
      const { DB } = c.env
      const { user } = c.var
      const { values, errors } = understand(c.req.valid('form').entry, todayOf(c))
      if (errors.length > 0) {
        c.status(422)
        return c.render(await again(c, { value: (await submittedText(c)).entry, errors }), {
          title: newTitle,
          heading: true,
        })
      }
      const id = uuid()
      await commit(DB, user.id, ['stats'], addGoal(DB, user.id, id, values, nowOf(user)))
      const goal = await q.goal(DB, user.id, id)
      if (wantsFragment(c) && goal) return capturedParts(c, goal)
      flash(c, { message: 'Goal added' })
      return c.redirect('/goals', 303)
    },
  )
