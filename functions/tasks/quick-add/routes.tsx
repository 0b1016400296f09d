import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { lineLimit, QuickAdd, Understood } from '../../../views/tasks/quick-add'
import { addedInContext } from '../../context/added'
import type { App } from '../../lib/env'
import { form } from '../../lib/form'
import { localNow, todayOf } from '../../lib/now'
import { wantsFragment } from '../../lib/page'
import { filingErrors, filingFields } from '../../lib/resource/filing'
import { fragmentsWith } from '../../lib/respond'
import { commit } from '../../lib/sql'
import { cleanLine, firstCharacters, isolated } from '../../lib/text'
import { taskPages, tasksChanged } from '../pages'
import { type TaskValues, titleLimit } from '../schema'
import { dateText, estimateText } from '../words'
import { addTask } from '../writes'
import { interpretTask } from './interpret'

const tooLong = `A title has at most ${titleLimit} characters`

const QuickForm = z.object({
  line: z.string('Enter a title').transform(cleanLine).pipe(z.string().min(1, 'Enter a title').max(lineLimit, tooLong)),
  project_id: filingFields.project_id,
})

type Draft = { line?: string; project_id?: string | null }

/** The line with its errors; without script the whole form of a new task. */
const invalidLine = async (c: Context<App>, { line = '', project_id }: Draft, errors?: string[]) => {
  const text = cleanLine(firstCharacters(line, lineLimit))
  const { values, parts } = await interpretTask(c.env.DB, c.var.user.id, c.var.org, text, todayOf(c))
  const project = values.project_id ?? project_id ?? ''
  if (wantsFragment(c)) return <QuickAdd value={line} errors={errors} parts={parts} project={project_id ?? ''} />
  const { title, date, priority, repeat, estimated_minutes, goal_id, plan_id } = values
  const filed = { project_id: project, goal_id: goal_id ?? '', plan_id: plan_id ?? '' }
  const typed = { title, date: date ?? '', priority, repeat, estimated_minutes: estimateText(estimated_minutes) }
  return taskPages.newForm(c, { values: { ...typed, ...filed }, errors: { title: errors } })
}

/** `Added “Write abstract” for tomorrow` */
const addedText = ({ title, date }: Omit<TaskValues, 'organization_id'>, today: string) =>
  `Added “${isolated(firstCharacters(title, 60))}” ${date === null ? 'to Someday' : `for ${dateText(date, today)}`}`

/** `/tasks/quick`: previews a task while its line is typed, then adds it. */
export const quickAdd = new Hono<App>()
  .get('/', async (c) => {
    const { line: typed = '' } = c.req.query()
    const line = cleanLine(firstCharacters(typed, lineLimit))
    if (!wantsFragment(c)) return c.render(await invalidLine(c, { line }), { title: 'New task', heading: true })
    const read = line === '' ? null : await interpretTask(c.env.DB, c.var.user.id, c.var.org, line, todayOf(c))
    return c.render(<Understood parts={read?.parts} />)
  })

  .post(
    '/',
    form(QuickForm, 'New task', (c, { values, errors }) =>
      invalidLine(c, values, [errors.line ?? [], errors.project_id ?? []].flat()),
    ),
    async (c) => {
      const { DB } = c.env
      const { user, org } = c.var
      const now = localNow(user)
      const { line, project_id = null } = c.req.valid('form')
      const [{ values, errors: typed }, filed] = await Promise.all([
        interpretTask(DB, user.id, org, line, now.today, { project_id }),
        filingErrors(DB, user.id, { project_id }, null),
      ])
      const errors = [...typed, ...Object.values(filed ?? {}).flatMap((messages) => messages ?? [])]
      if (errors.length > 0) {
        c.status(422)
        return c.render(await invalidLine(c, { line, project_id }, errors), { title: 'New task', heading: true })
      }
      const id = uuid()
      const toast = { message: addedText(values, now.today), undo: `/tasks/${id}/delete` }
      const page = project_id === null ? '/tasks' : `/projects/${project_id}`
      const more = <QuickAdd focused project={project_id ?? ''} />
      const answer = fragmentsWith(c, () => tasksChanged(c, { toast, more, page }))
      const added = { organization_id: null, ...addedInContext(c, values) }
      await commit(DB, user.id, ['stats'], addTask(DB, user.id, id, added, now))
      return answer()
    },
  )
