import { deletes, idsOf, moves, plans, selectedRoutes } from '../../data/changes/selected'
import { setRows } from '../../lib/resource/stored'
import { moveTasks } from './focus/arrange'
import { tasksChanged } from './pages'
import { isOpen, TaskRow } from './schema'
import { dateText } from './words'
import { renumber, theDates } from './writes'

type Selected = Pick<TaskRow, 'id' | 'status' | 'date'>

/** `POST /tasks/selected` */
export const selectedTasks = selectedRoutes({
  kind: 'task',
  schema: TaskRow.pick({ id: true, project_id: true, status: true, date: true }),
  answer: (c, toast) => tasksChanged(c, { toast }),
  acts: {
    move: moves('task', 'tasks'),
    plan: plans<Selected>('Someday', ({ db, userId, now }, rows, date) => {
      const tasks = rows.filter((task) => isOpen(task.status) && task.date !== date)
      return {
        ids: idsOf(tasks),
        done: 'Planned',
        to: ` for ${dateText(date, now.today)}`,
        touched: { planned_tasks: idsOf(tasks) },
        writes: moveTasks(db, userId, tasks, date, now.instant),
      }
    }),
    delete: deletes<Selected>('task', 'tasks', ({ db, userId, now: { instant } }, rows) => [
      setRows(db, 'tasks', userId, idsOf(rows), { deleted_at: instant }, instant),
      renumber(db, userId, theDates(rows.map(({ date }) => date))),
    ]),
  },
})
