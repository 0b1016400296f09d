import type { Context } from 'hono'
import { z } from 'zod'
import { type CloseDraft, ClosePage } from '../../../views/figures/day-plan/close'
import { runUndoable } from '../../changes/run'
import { loadShell } from '../../frame/shell/load'
import { sql } from '../../lib/db/sql'
import { type App, nowOf, todayOf } from '../../lib/env'
import { form, submittedText } from '../../lib/http/form'
import { undoPath } from '../../lib/http/path-to'
import { redirectTo } from '../../lib/http/respond'
import { lineMember } from '../../lib/resource/members'
import { plural } from '../../lib/text/format'
import { addDays, isDate } from '../../lib/time/days'
import { addDayLine } from '../../reviews/period-reviews/day-line'
import { moveTaskFirst, moveTasks } from '../../tasks/tasks/focus/arrange'
import type { ListedTask } from '../../tasks/tasks/schema'
import { readClose } from './page-data'
import { planLineLimit } from './schema'

const CloseForm = z.object({
  line: lineMember(planLineLimit, { none: 'Enter the line as text', subject: 'A line has' }).optional(),
  first: z.string().optional(),
})

const tooMuch = 'Your notes about this week are at their maximum length. Shorten them first, or leave this empty.'

/** Renders the page that closes the day: completed tasks, and choices for the others. */
export const drawClose = async (c: Context<App>, draft?: CloseDraft) => (
  <ClosePage {...(await readClose(c, Date.now(), loadShell(c)))} draft={draft} />
)

/** The date that the form moves a task to: null for someday, undefined if the task stays. */
const targetOf = (typed: Record<string, string>, { id }: ListedTask, date: string) => {
  const to = typed[`to-${id}`] ?? 'stay'
  return isDate(to) && to > date ? to : to === 'someday' ? null : undefined
}

/** `POST /plan/close` */
export const closeDay = [
  form(CloseForm, 'Close the day', (c, draft) => drawClose(c, draft), { heading: false }),
  async (c: Context<App, string, { out: { form: z.output<typeof CloseForm> } }>) => {
    const { DB } = c.env
    const { user } = c.var
    const typed = submittedText(c)
    const { line = '', first } = c.req.valid('form')
    const date = todayOf(c)
    const change = await runUndoable<{ refused: true }>(DB, user.id, async (now) => {
      const [{ day, left }, own] = await Promise.all([
        readClose(c, nowOf(c), loadShell(c)),
        line ? addDayLine(c, date, line, now) : undefined,
      ])
      if (own === null) return { refused: true }
      const byTarget = Map.groupBy(left, (task) => targetOf(typed, task, date))
      byTarget.delete(undefined)
      const groups = [...byTarget] as [string | null, ListedTask[]][]
      const tasks = groups.flatMap(([, some]) => some)
      const { length: done } = day.tasks.done
      return {
        kind: 'edit',
        summary: `Day closed: ${plural(done, 'task')} done, ${tasks.length} moved`,
        touched: { planned_tasks: tasks.map(({ id }) => id), reviews: own ? [own.id] : [] },
        writes: [
          ...groups.flatMap(([to, some]) => moveTasks(DB, user.id, some, to, now)),
          ...(first ? [moveTaskFirst(DB, user.id, first, addDays(date, 1))] : []),
          ...(own?.writes ?? []),
          sql(DB)`
            UPDATE users SET preferences = json_set(preferences, '$.closed_on', ${date}) WHERE id = ${user.id}`,
        ],
      }
    })
    if ('refused' in change) {
      c.status(422)
      return c.render(await drawClose(c, { values: typed, errors: { line: [tooMuch] } }), {
        title: 'Close the day',
      })
    }
    return redirectTo(c, '/', { message: change.summary, undo: undoPath(change.id) })
  },
] as const
