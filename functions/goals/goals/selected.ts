import { deletes, idsOf, plans, selectedRoutes } from '../../data/changes/selected'
import { dayMonth } from '../../lib/format'
import { setRows } from '../../lib/resource/stored'
import { goalChanged } from './pages'
import { GoalRow } from './schema'
import { deleteGoals } from './writes'

type Selected = Pick<GoalRow, 'id' | 'start_date' | 'target_date'>

/** `POST /goals/selected`. A goal that starts later than its target date would be stays as it is. */
export const selectedGoals = selectedRoutes({
  kind: 'goal',
  schema: GoalRow.pick({ id: true, start_date: true, target_date: true }),
  answer: (c, toast, page) => goalChanged(c, { toast, page }),
  acts: {
    plan: plans<Selected>('No target date', ({ db, userId, now }, rows, date) => {
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
    delete: deletes<Selected>('goal', 'goals', ({ db, userId, now }, rows) =>
      deleteGoals(db, userId, idsOf(rows), now),
    ),
  },
})
