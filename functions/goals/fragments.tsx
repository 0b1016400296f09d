import type { Context } from 'hono'
import type { Child } from 'hono/jsx'
import { CountFragments, GoalCount } from '../../views/goals/counts'
import { GoalParts } from '../../views/goals/goal'
import { GoalList } from '../../views/goals/page'
import type { ToastProps } from '../../views/ui/toast'
import { type App, localNow } from '../lib/env'
import { notify, regionOnScreen, respond } from '../lib/respond'
import { readGoalList } from './list'
import { goalParts } from './progress/page'
import * as q from './queries'
import { GoalsQuery } from './schema'

/** Renders the list, or the parts on a goal's page, whichever is on screen; rows being edited stay. */
export const goalFragments = async <E extends App>(c: Context<E>) => {
  const { DB } = c.env
  const { user, org } = c.var
  const now = localNow(user)
  const query = regionOnScreen(c, '/goals')
  if (query) {
    const list = await readGoalList(DB, user.id, GoalsQuery.parse(Object.fromEntries(query)), now, org)
    return (
      <>
        <hx-partial hx-target="#goal-list" hx-swap="outerMorph">
          <GoalList {...list} />
        </hx-partial>
        <CountFragments counts={list.counts} />
      </>
    )
  }
  const id = regionOnScreen(c, 'goal-parts')?.get('goal')
  const goal = id && (await q.goal(DB, user.id, id))
  return (
    <>
      {goal && (
        <hx-partial hx-target="#goal-parts" hx-swap="outerMorph">
          <GoalParts goal={goal} {...(await goalParts(DB, user.id, goal.id, now, org))} now={now} />
        </hx-partial>
      )}
      <GoalCount openGoals={await q.openGoalCount(DB, user.id, org)} oob />
    </>
  )
}

type Change = { toast?: ToastProps; page: string; more?: Child }

/** Answers a write of goals. A page other than the list is told to reload its figures. */
export const goalChanged = <E extends App>(c: Context<E>, { toast, page, more }: Change) =>
  respond(c, {
    toast,
    page,
    fragments: async () => {
      if (!regionOnScreen(c, '/goals')) notify(c, 'goal-changed')
      return [more, await goalFragments(c)]
    },
  })
