import { Hono } from 'hono'
import { GoalsPage } from '../../../views/goals/goals/page'
import { FoundChoices } from '../../../views/ui/any-of'
import { deleteAct, idsOf, planAct } from '../../changes/acts'
import { selectedRoutes } from '../../changes/selected'
import { subjectChoices } from '../../ledger/subject-choices'
import { type App, localNow } from '../../lib/env'
import { noteRoutes } from '../../lib/resource/notes'
import { resourcePages } from '../../lib/resource/resource-pages'
import { setRows } from '../../lib/resource/row-writes'
import { dayMonth } from '../../lib/text/format'
import { goalActions } from './actions'
import { goalKind } from './fields'
import { readGoalList } from './list'
import { goalLog } from './log'
import { milestones } from './milestones/routes'
import { goalPages, respondGoalChanged } from './pages'
import { goal } from './resource'
import { GoalRow, GoalsQuery } from './schema'
import { ticks } from './ticks/routes'
import { deleteGoals } from './writes'

type Selected = Pick<GoalRow, 'id' | 'start_date' | 'target_date'>

/** `POST /goals/selected`. A goal stays unchanged if its target date would be before its start. */
export const selectedGoals = selectedRoutes({
  kind: 'goal',
  schema: GoalRow.pick({ id: true, start_date: true, target_date: true }),
  answer: (c, toast, page) => respondGoalChanged(c, { toast, page }),
  acts: {
    plan: planAct<Selected>('No target date', ({ db, userId, now }, rows, date) => {
      const ids = idsOf(
        rows.filter((goal) => goal.target_date !== date && !(date && goal.start_date && date < goal.start_date)),
      )
      return {
        ids,
        done: 'Planned',
        to: date === null ? ' for no date' : ` for ${dayMonth(date, now.today)}`,
        touched: { goals: ids },
        writes: [setRows(db, 'goals', userId, ids, { target_date: date }, now.instant)],
      }
    }),
    delete: deleteAct<Selected>('goal', ({ db, userId, now }, rows) => deleteGoals(db, userId, idsOf(rows), now)),
  },
})

export const goals = new Hono<App>()
  .get('/', async (c) => {
    const { user, org } = c.var
    const list = await readGoalList(c.env.DB, user.id, GoalsQuery.parse(c.req.query()), localNow(user), org)
    return c.render(<GoalsPage {...list} />, { title: 'Goals' })
  })
  .get('/counts', async (c) => {
    const { find, mark, list = '' } = c.req.query()
    const groups = await subjectChoices(c.env.DB, c.var.user.id, { org: c.var.org, withApps: true })
    const chosen = (c.req.queries('counts') ?? []).filter((one) => one !== '' && one.startsWith(mark ?? ''))
    const found = <FoundChoices name="counts" idPrefix={list} {...{ groups, chosen, find, mark }} />
    return c.render(found, { title: 'What counts', heading: true })
  })
  .route('/', selectedGoals.routes)
  .route('/', noteRoutes('goals', { description: goalKind.fields.description.member.unwrap() }))
  .route('/', resourcePages(goal, goalPages))
  .route('/:id/milestones', milestones)
  .route('/', goalLog)
  .route('/', goalActions)
  .route('/', ticks)
