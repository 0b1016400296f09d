import type { Context } from 'hono'
import { EditGoal, EditingRow, type GoalDraft, NewGoal } from '../../views/goals/form'
import { type Difference, differences } from '../lib/conflict'
import type { App } from '../lib/env'
import { submittedText } from '../lib/form'
import { localNow } from '../lib/now'
import { wantsFragment } from '../lib/page'
import { answerStale } from '../lib/stale'
import { described } from './labels'
import { withProgress } from './progress/status'
import * as q from './queries'
import type { GoalValues, ListedGoal } from './schema'

export const newTitle = 'New goal'
export const editTitle = 'Edit goal'

export const newForm = async (c: Context<App>, draft?: GoalDraft) => (
  <NewGoal draft={draft} choices={await q.parentChoices(c.env.DB, c.var.user.id, '')} inPlace={wantsFragment(c)} />
)

export const editForm = async <E extends App>(c: Context<E>, goal: ListedGoal, draft?: GoalDraft) => {
  const { DB } = c.env
  const { user } = c.var
  const [choices, goals] = await Promise.all([
    q.parentChoices(DB, user.id, goal.id),
    withProgress(DB, user.id, [goal], localNow(user)),
  ])
  return goals.map((goal) => <EditGoal goal={goal} draft={draft} choices={choices} inPlace={wantsFragment(c)} />)
}

/** Answers invalid values of a new goal with its form: 422. */
export const rejectNew = async (c: Context<App>, errors: GoalDraft['errors']) => {
  c.status(422)
  return c.render(await newForm(c, { values: await submittedText(c), errors }), { title: newTitle, heading: true })
}

/** Answers invalid values of an edit with its form: 422. */
export const rejectEdit = async <E extends App>(c: Context<E>, goal: ListedGoal, errors: GoalDraft['errors']) => {
  c.status(422)
  const draft = { values: await submittedText(c), errors }
  return c.render(await editForm(c, goal, draft), { title: `Edit ${goal.title}`, heading: true })
}

/** The fields of a stale edit that differ from the saved goal. */
export const editDifferences = async <E extends App>(c: Context<E>, edit: GoalValues, saved: ListedGoal) => {
  const choices = await q.parentChoices(c.env.DB, c.var.user.id, saved.id)
  const titles = new Map(choices.map(({ id, title }) => [id, title]))
  return differences<GoalValues>(edit, saved, described(localNow(c.var.user).today, titles))
}

/** @param action path that the edit is sent to again */
export const goalConflict = <E extends App>(c: Context<E>, saved: ListedGoal, fields: Difference[], action: string) =>
  answerStale(c, {
    what: 'goal',
    title: `Edit ${saved.title}`,
    page: `/goals/${saved.id}`,
    action,
    saved,
    fields,
    row: (conflict) => <EditingRow goal={saved}>{conflict}</EditingRow>,
  })
