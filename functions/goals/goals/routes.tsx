import { Hono } from 'hono'
import { GoalsPage } from '../../../views/goals/goals/page'
import { type App, declares, localNow } from '../../lib/env'
import { resourcePages } from '../../lib/resource/pages'
import { goalActions } from './actions'
import { readGoalList } from './list'
import { milestones } from './milestones/routes'
import { goalPages, showsPage } from './pages'
import { goalPageBasis } from './progress/page'
import { goal } from './resource'
import { GoalsQuery } from './schema'
import { selectedGoals } from './selected'

export const goals = new Hono<App>()
  .get('/', async (c) => {
    const { user, org } = c.var
    const list = await readGoalList(c.env.DB, user.id, GoalsQuery.parse(c.req.query()), localNow(user), org)
    return c.render(<GoalsPage {...list} />, { title: 'Goals' })
  })
  .get(
    '/:id',
    declares(
      async (c, userId, id) => showsPage(c) && goalPageBasis(c.env.DB, userId, id, localNow(c.var.user), c.var.org),
    ),
  )
  .route('/', selectedGoals)
  .route('/', resourcePages(goal, goalPages))
  .route('/:id/milestones', milestones)
  .route('/', goalActions)
