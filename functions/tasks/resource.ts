import { addedInContext, addedTo } from '../context/added'
import { localNow } from '../lib/now'
import { filingErrorsUnder } from '../lib/resource/filing'
import type { Resource } from '../lib/resource/resource'
import * as q from './queries'
import { type ListedTask, type NewTaskValues, newTaskValues } from './schema'
import * as w from './writes'

/** Pages with figures show tasks, too. */
const outdates = ['stats' as const]

/** The writes that the pages and the API of tasks share. */
export const taskResource: Resource<ListedTask, NewTaskValues> = {
  name: 'task',
  find: q.task,
  validate: (db, userId, values, before, c) => filingErrorsUnder(db, userId, values, before, addedTo(c)),
  insert: (db, userId, id, values, now, c) => ({
    statements: w.addTask(
      db,
      userId,
      id,
      { ...newTaskValues, ...addedInContext(c, values) },
      localNow(c.var.user, now),
    ),
    outdates,
  }),
  update: (db, userId, values, now, before, c) => ({
    statements: w.updateTask(db, userId, values, before, localNow(c.var.user, now)),
    outdates,
  }),
  remove: (db, userId, id, now) => ({ statements: w.deleteTask(db, userId, id, now), outdates }),
  restore: (db, userId, id, now) => ({ statements: w.restoreTask(db, userId, id, now), outdates }),
}
