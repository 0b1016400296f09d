import type { Context } from 'hono'
import { EditGoal, EditingRow, type GoalDraft, NewGoal } from '../../views/goals/form'
import { type Difference, differences } from '../lib/conflict'
import type { App } from '../lib/env'
import { submittedText } from '../lib/form'
import { wantsFragment } from '../lib/page'
import { answerStale } from '../lib/stale'
import { nowOf } from './list'
import { withStanding } from './progress/standing'
import * as q from './queries'
import type { GoalValues, ListedGoal } from './schema'
import { described } from './words'

export const newTitle = 'New goal'
export const editTitle = 'Edit goal'

/** The form for a new goal; again, with messages next to its fields, when the input was invalid. */
export const newForm = async (c: Context<App>, draft?: GoalDraft) => (
  <NewGoal draft={draft} choices={await q.parentChoices(c.env.DB, c.var.user.id, '')} inPlace={wantsFragment(c)} />
)

/** The form of a goal that is there; again, with messages next to its fields, when the input was invalid. */
export const editForm = async <E extends App>(c: Context<E>, goal: ListedGoal, draft?: GoalDraft) => {
  const { DB } = c.env
  const { user } = c.var
  const [choices, shown] = await Promise.all([
    q.parentChoices(DB, user.id, goal.id),
    withStanding(DB, user.id, [goal], nowOf(user)),
  ])
  return shown.map((goal) => <EditGoal goal={goal} draft={draft} choices={choices} inPlace={wantsFragment(c)} />)
}

/** Answers with the form of a new goal as it was filled in, and what is wrong with it: 422. */
export const refuseNew = async (c: Context<App>, errors: GoalDraft['errors']) => {
  c.status(422)
  return c.render(await newForm(c, { values: await submittedText(c), errors }), { title: newTitle, heading: true })
}

/** The same of a goal that is there. */
export const refuseEdit = async <E extends App>(c: Context<E>, goal: ListedGoal, errors: GoalDraft['errors']) => {
  c.status(422)
  const draft = { values: await submittedText(c), errors }
  return c.render(await editForm(c, goal, draft), { title: `Edit ${goal.title}`, heading: true })
}

/** In what the values of a stale edit differ from the goal as it is saved now. */
export const editDifferences = async <E extends App>(c: Context<E>, yours: GoalValues, saved: ListedGoal) => {
  const { DB } = c.env
  const choices = await q.parentChoices(DB, c.var.user.id, saved.id)
  const titles = new Map(choices.map(({ id, title }) => [id, title]))
  return differences<GoalValues>(yours, saved, described(nowOf(c.var.user).today, titles))
}

/** A stale edit of a goal; `action` where it was sent. */
export const stale = <E extends App>(c: Context<E>, saved: ListedGoal, fields: Difference[], action: string) =>
  answerStale(c, {
    what: 'goal',
    title: `Edit ${saved.title}`,
    page: `/goals/${saved.id}`,
    action,
    saved,
    fields,
    row: (conflict) => <EditingRow goal={saved}>{conflict}</EditingRow>,
  })
