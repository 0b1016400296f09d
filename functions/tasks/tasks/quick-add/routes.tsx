import type { Context } from 'hono'
import { z } from 'zod'
import { QuickAdd, taskLineLimit } from '../../../../views/tasks/tasks/quick-add'
import { LineParts } from '../../../../views/ui/line'
import { timelinePath } from '../../../../views/ui/links'
import type { App } from '../../../lib/env'
import { pathTo } from '../../../lib/http/path-to'
import { prefetchFragments, previousPath, wantsFragment } from '../../../lib/http/respond'
import { filingFields } from '../../../lib/resource/filing'
import { formValuesOf } from '../../../lib/resource/kind'
import { firstCharacters } from '../../../lib/text/text'
import { isDate } from '../../../lib/time/days'
import { undoPathWithProject } from '../../../line/queries'
import { lineField, lineRoutes } from '../../../line/routes'
import { isPlanning, respondTasksChanged, taskPages, withPeoplePath } from '../pages'
import { taskResource } from '../resource'
import { sourceFields, sourcePath, sourceType, taskKind, taskOwner } from '../schema'
import { interpretAction } from './action-item-line'
import { addLineTask, interpretTask } from './task-line'

/** True for the line of an action item, whose URL has `owner`. */
const isAction = (c: Context<App>) => taskOwner.safeParse(c.req.query('owner')).success

/** Date of the page that contains the line. */
const lineDate = (c: Context<App>) => {
  const { date = '' } = c.req.query()
  return isDate(date) ? date : null
}

/** Project or source of the page that contains the line, from hidden fields. */
const filedBy = ({ project_id, source_type, source_id }: Record<string, string>) => ({
  project_id: project_id || null,
  source_type: sourceType.safeParse(source_type).data ?? null,
  source_id: source_id || null,
})

const quickLine = (c: Context<App>, { project_id, source_type: type, source_id: id }: ReturnType<typeof filedBy>) => ({
  project: project_id ?? '',
  source: type && id ? { type, id } : null,
  withPeople: isAction(c),
  date: lineDate(c),
})

/** `/tasks/quick`: the line for a task; with `?owner=me` for an action item */
export const quickAdd = lineRoutes({
  title: 'New task',
  field: 'line',
  schema: z.object({
    line: lineField(taskLineLimit, 'Enter a title'),
    project_id: filingFields.project_id,
    ...sourceFields,
  }),
  limit: taskLineLimit,
  read: async (c, line, typed) => {
    const filed = filedBy(typed)
    const [task, refused] = await Promise.all([
      isAction(c) ? interpretAction(c, line) : interpretTask(c, line, { ...filed, date: lineDate(c) }, typed),
      taskResource.validate?.(c.env.DB, c.var.user.id, { title: '', ...filed }, null, c),
    ])
    return { ...task, errors: [...task.errors, ...Object.values(refused ?? {}).flatMap((messages) => messages ?? [])] }
  },
  preview: (read) => <LineParts id="task-understood" parts={read?.parts} />,
  again: (c, typed, { values, parts, ...more }, errors) => {
    if (wantsFragment(c) || errors) {
      const creatable = 'creatable' in more ? more.creatable : undefined
      return (
        <QuickAdd
          {...quickLine(c, filedBy(typed))}
          errors={errors}
          parts={parts}
          creatable={creatable}
          value={typed.line}
        />
      )
    }
    const { source_type, source_id } = typed
    const texts = Object.entries({ ...formValuesOf(taskKind, values), source_type, source_id }).map(([name, value]) => [
      name,
      value ?? '',
    ])
    return taskPages.newForm(c, { values: Object.fromEntries(texts), errors: {} })
  },
  add: async (c, id, task, { project_id = null, source_type = null, source_id = null }) => {
    const { source, ...line } = quickLine(c, { project_id, source_type, source_id })
    const ofDay = line.date ? timelinePath(line.date) : '/tasks'
    const list = source ? sourcePath(source) : isAction(c) ? withPeoplePath : ofDay
    const before = previousPath(c, '/tasks')
    const page =
      before.startsWith('/review/') || isPlanning(c) ? before : project_id ? pathTo`/projects/${project_id}` : list
    const toast = {
      message: `${task.added}:`,
      link: { href: pathTo`/tasks/${id}`, text: firstCharacters(task.values.title, 60) },
      undo: undoPathWithProject(pathTo`/tasks/${id}/delete`, 'creates' in task ? task.creates : undefined),
    }
    const more = <QuickAdd {...line} source={source} focused />
    const answer = prefetchFragments(c, () => respondTasksChanged(c, { toast, more, page }))
    const isAdded = await addLineTask(c, id, { ...task, values: { ...task.values, source_type, source_id } })
    return isAdded ? answer() : ['Nothing was added. Try again.']
  },
})
