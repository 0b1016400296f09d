import type { Outdates } from '../../lib/db/sql'
import { localNow } from '../../lib/env'
import { filingErrorsInOrg } from '../../lib/resource/filing'
import { newRowOrg, withContextOrg } from '../../lib/resource/new-row-filing'
import type { Resource } from '../../lib/resource/resource'
import { deleteRow, restoreRow } from '../../lib/resource/row-writes'
import { countCharacters } from '../../lib/text/text'
import { taskTitleLimit } from '../../line/task'
import { moveTaskTo } from './focus/arrange'
import * as q from './queries'
import { sourceExists } from './queries'
import { type ListedTask, missingSourceMessage, type NewTaskValues, newTaskValues, type TaskValues } from './schema'
import * as w from './writes'

/** Cached figures that a write outdates, because pages with figures show tasks, too. */
const outdates: Outdates[] = ['stats']

const noPerson = 'Choose the person who does it'
const tooLong = `A title has at most ${taskTitleLimit} characters`

/** True for a source that exists, that is unchanged, or that is not set. */
const hasSource = async (db: D1Database, userId: string, values: TaskValues, before: TaskValues | null) => {
  const { source_type: type, source_id: id } = values
  if (type === null || id === null) return type === id
  return (type === before?.source_type && id === before.source_id) || sourceExists(db, userId, { type, id })
}

/** Writes shared by the pages and the API of tasks. */
export const taskResource: Resource<ListedTask, NewTaskValues> = {
  name: 'task',
  find: q.task,
  validate: async (db, userId, values, before, c) => {
    const all = { ...newTaskValues, ...values }
    const [filed, isFromThere] = await Promise.all([
      filingErrorsInOrg(db, userId, values, before, newRowOrg(c)),
      hasSource(db, userId, all, before),
    ])
    const errors = {
      ...(all.owner === null && countCharacters(all.title) > taskTitleLimit && { title: [tooLong] }),
      ...(all.owner === 'person' && all.person_id === null && { person_id: [noPerson] }),
      ...(!isFromThere && { source: [missingSourceMessage] }),
      ...filed,
    }
    return Object.keys(errors).length > 0 ? errors : null
  },
  insert: (db, userId, id, values, now, c) => ({
    statements: w.addTask(
      db,
      userId,
      id,
      { ...newTaskValues, ...withContextOrg(c, values) },
      localNow(c.var.user, now),
    ),
    outdates,
  }),
  update: async (db, userId, values, now, before, c) => {
    const isPut = values.position !== before.position
    const place = isPut ? await moveTaskTo(db, userId, values, values.position) : []
    return { statements: [...w.updateTask(db, userId, values, before, localNow(c.var.user, now)), ...place], outdates }
  },
  remove: deleteRow('tasks', outdates),
  restore: restoreRow('tasks', outdates),
}
