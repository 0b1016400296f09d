import { type Context, Hono } from 'hono'
import { v7 as uuid } from 'uuid'
import { z } from 'zod'
import { lineLimit, QuickAdd } from '../../../views/tasks/quick-add'
import type { App } from '../../lib/env'
import { form } from '../../lib/form'
import { duration } from '../../lib/format'
import { localNow } from '../../lib/now'
import { wantsFragment } from '../../lib/page'
import { fragmentsWith } from '../../lib/respond'
import { commit } from '../../lib/sql'
import { cleanLine, countCharacters, firstCharacters } from '../../lib/text'
import { todayOf } from '../../lib/today'
import { tasksChanged } from '../fragments'
import { taskPages } from '../pages'
import { newTaskValues, type TaskValues, titleLimit } from '../schema'
import { dateText, estimateText, repeatText } from '../words'
import { addTask } from '../writes'
import { parseTask } from './parse'

const tooLong = `A title has at most ${titleLimit} characters`

const QuickForm = z.object({
  line: z.string('Enter a title').transform(cleanLine).pipe(z.string().min(1, 'Enter a title').max(lineLimit, tooLong)),
})

const valuesOf = (line: string, today: string): TaskValues => ({
  ...newTaskValues,
  date: today,
  ...parseTask(line, today),
})

/** The line with its errors; without script the whole form of a new task. */
const invalidLine = (c: Context<App>, value = '', errors?: string[]) => {
  if (wantsFragment(c)) return <QuickAdd value={value} errors={errors} />
  const { title, date, priority, repeat, estimated_minutes } = valuesOf(
    cleanLine(firstCharacters(value, lineLimit)),
    todayOf(c),
  )
  const values = { title, date: date ?? '', priority, repeat, estimated_minutes: estimateText(estimated_minutes) }
  return taskPages.newForm(c, { values, errors: { title: errors } })
}

/** `Added for tomorrow, 15m, high priority` */
const addedText = (values: TaskValues, today: string) =>
  [
    values.date === null ? 'Added for someday' : `Added for ${dateText(values.date, today)}`,
    values.estimated_minutes !== null && duration(values.estimated_minutes * 60),
    values.priority !== 'medium' && `${values.priority} priority`,
    repeatText({ ...values, repeat_from: null }),
  ]
    .filter(Boolean)
    .join(', ')

/** Adds a task from one line. */
export const quickAdd = new Hono<App>().post(
  '/',
  form(QuickForm, 'New task', (c, { values, errors }) => invalidLine(c, values.line, errors.line)),
  async (c) => {
    const { DB } = c.env
    const { user } = c.var
    const now = localNow(user)
    const { line } = c.req.valid('form')
    const values = valuesOf(line, now.today)
    if (countCharacters(values.title) > titleLimit) {
      c.status(422)
      return c.render(await invalidLine(c, line, [tooLong]), { title: 'New task', heading: true })
    }
    const id = uuid()
    const toast = { message: addedText(values, now.today), undo: `/tasks/${id}/delete` }
    const answer = fragmentsWith(c, () => tasksChanged(c, { toast, more: <QuickAdd focused />, page: '/tasks' }))
    await commit(DB, user.id, ['stats'], addTask(DB, user.id, id, values, now))
    return answer()
  },
)
