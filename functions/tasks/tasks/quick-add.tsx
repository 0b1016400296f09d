import type { Context } from 'hono'
import { z } from 'zod'
import { lineLimit, QuickAdd } from '../../../views/tasks/tasks/quick-add'
import { Parts } from '../../../views/ui/line'
import { typedMinutes } from '../../lib/duration'
import type { App } from '../../lib/env'
import { filingFields } from '../../lib/resource/filing'
import { addChecked } from '../../lib/resource/resource'
import { fragmentsWith, wantsFragment } from '../../lib/respond'
import { firstCharacters, isolated } from '../../lib/text'
import { lineField, lineRoutes } from '../../line/routes'
import { interpretAction } from './action-line'
import { interpretTask } from './line'
import { taskPages, tasksChanged, withPeoplePath } from './pages'
import { taskResource } from './resource'
import { sourceFields, sourceType, taskOwner } from './schema'
import { sourcePath } from './sources'

/** True for the line of an action item, whose address says so. */
const isAction = (c: Context<App>) => taskOwner.safeParse(c.req.query('owner')).success

/** Rows that the page of the line is about, by its hidden fields. */
const filedBy = ({ project_id, source_type, source_id }: Record<string, string>) => ({
  project_id: project_id || null,
  source_type: sourceType.safeParse(source_type).data ?? null,
  source_id: source_id || null,
})

const quickLine = (c: Context<App>, { project_id, source_type: type, source_id: id }: ReturnType<typeof filedBy>) => ({
  project: project_id ?? '',
  source: type && id ? { type, id } : null,
  withPeople: isAction(c),
})

/** `/tasks/quick`, and with `?owner=me` the line of an action item */
export const quickAdd = lineRoutes({
  title: 'New task',
  field: 'line',
  schema: z.object({
    line: lineField(lineLimit, 'Enter a title'),
    project_id: filingFields.project_id,
    ...sourceFields,
  }),
  limit: lineLimit,
  read: async (c, line, typed) => {
    const filed = filedBy(typed)
    const [task, refused] = await Promise.all([
      isAction(c) ? interpretAction(c, line) : interpretTask(c, line, filed.project_id),
      taskResource.validate?.(c.env.DB, c.var.user.id, { title: '', ...filed }, null, c),
    ])
    return { ...task, errors: [...task.errors, ...Object.values(refused ?? {}).flatMap((messages) => messages ?? [])] }
  },
  preview: (read) => <Parts id="task-understood" parts={read?.parts} />,
  again: (c, typed, { values, parts }, errors) => {
    if (wantsFragment(c) || errors)
      return <QuickAdd {...quickLine(c, filedBy(typed))} value={typed.line} errors={errors} parts={parts} />
    const { source_type, source_id } = typed
    const filled = { ...values, source_type, source_id, estimated_minutes: typedMinutes(values.estimated_minutes) }
    const texts = Object.entries(filled).map(([name, value]) => [name, value ?? ''])
    return taskPages.newForm(c, { values: Object.fromEntries(texts), errors: {} })
  },
  add: async (c, id, task, { project_id = null, source_type = null, source_id = null }) => {
    const { source, ...line } = quickLine(c, { project_id, source_type, source_id })
    const list = source ? sourcePath(source) : isAction(c) ? withPeoplePath : '/tasks'
    const page = project_id ? `/projects/${project_id}` : list
    const title = isolated(firstCharacters(task.values.title, 60))
    const toast = { message: `${task.added}: ${title}`, undo: `/tasks/${id}/delete` }
    const more = <QuickAdd {...line} source={source} focused />
    const answer = fragmentsWith(c, () => tasksChanged(c, { toast, more, page }))
    const isAdded = await addChecked(c, taskResource, id, { ...task.values, source_type, source_id })
    return isAdded ? answer() : ['Nothing was added. Try again.']
  },
})
