import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { HoursDraft } from '../../../views/figures/day-plan/page'
import { timelinePath } from '../../../views/ui/links'
import { saveSettings } from '../../account/settings/save'
import { hoursOfWork } from '../../account/settings/schema'
import { runUndoable } from '../../changes/run'
import { loadShell } from '../../frame/shell/load'
import { type App, localNow, todayOf } from '../../lib/env'
import { form } from '../../lib/http/form'
import { undoPath } from '../../lib/http/path-to'
import { redirectTo } from '../../lib/http/respond'
import { clockTime, dateText, plural } from '../../lib/text/format'
import { capitalize } from '../../lib/text/text'
import { readWithNext } from '../../people/meetings/repeat'
import { setTimes } from '../../tasks/tasks/focus/arrange'
import { secondsLeft } from '../../tasks/tasks/words'
import { workingHours } from '../dashboard/work'
import { closeDay, drawClose } from './close'
import { busyOf, readPlan } from './page-data'
import { placeTasks } from './place'
import { planPath, planView } from './schema'
import { showPlan } from './show'

const viewOf = (c: Context<App>) => planView(todayOf(c)).parse(c.req.query())

const draw = (c: Context<App>, draft?: HoursDraft) => showPlan(c, viewOf(c), Date.now(), loadShell(c), draft)

/** Saves the task times that `timesOf` returns, with Undo, and redirects to the plan. */
const changeTimes = async (
  c: Context<App>,
  timesOf: (
    plan: Awaited<ReturnType<typeof readPlan>>,
    now: number,
  ) => { tasks: Parameters<typeof setTimes>[2]; summary: string },
) => {
  const { DB } = c.env
  const { user } = c.var
  const view = viewOf(c)
  const page = planPath(view.date, 'order')
  let said = ''
  const change = await runUndoable<{ refused: true }>(DB, user.id, async (now) => {
    const { tasks, summary } = timesOf(await readPlan(c, view, now, loadShell(c)), now)
    said = summary
    if (tasks.length === 0) return { refused: true }
    const touched = { planned_tasks: tasks.map(({ id }) => id) }
    return { kind: 'edit', summary, touched, writes: setTimes(DB, user.id, tasks, now) }
  })
  return redirectTo(c, page, { message: said, undo: 'refused' in change ? undefined : undoPath(change.id) })
}

/** `/plan` */
export const dayPlan = new Hono<App>()
  .get('/', async (c) => {
    const shell = loadShell(c)
    const now = Date.now()
    const page = await readWithNext(c.env.DB, c.var.user.id, localNow(c.var.user, now), () =>
      showPlan(c, viewOf(c), now, shell),
    )
    return c.render(page, { title: 'Plan the day', shell: await shell })
  })

  .post('/hours', form(z.object(hoursOfWork), 'Plan the day', draw, { heading: false }), async (c) => {
    const { work_start, work_end } = c.req.valid('form')
    await saveSettings(c.env.DB, c.var.user, { work_start_minute: work_start, work_end_minute: work_end })
    const { date, step } = viewOf(c)
    return redirectTo(c, planPath(date, step), { message: 'Working hours saved' })
  })

  .post('/place', (c) =>
    changeTimes(c, ({ day, date }, now) => {
      const work = workingHours(date, day.preferences, now)
      const untimed = day.tasks.todays.filter(({ at, owner }) => at === null && owner !== 'person')
      const waiting = untimed.filter((task) => secondsLeft(task) > 0)
      const lengths = waiting.map((task) => ({
        task,
        minutes: Math.ceil(secondsLeft(task) / 60),
        // Preparation ends before its meeting starts.
        before: day.meetings.ahead.find(({ id }) => id === task.source_id)?.times?.start,
      }))
      const placed = placeTasks(lengths, work, busyOf(day)).flatMap(({ task: { task }, start }) =>
        start === null ? [] : { id: task.id, at: clockTime(start, day.preferences.time_zone, 24) },
      )
      const rest = waiting.length - placed.length
      const left = rest > 0 ? `, ${rest} ${rest === 1 ? 'doesn’t' : 'don’t'} fit before work ends` : ''
      const unknown = untimed.length > waiting.length ? `, ${untimed.length - waiting.length} without a length` : ''
      return { tasks: placed, summary: `${plural(placed.length, 'task')} scheduled${left}${unknown}` }
    }),
  )

  .post('/unplace', (c) =>
    changeTimes(c, ({ day }) => {
      const tasks = day.tasks.todays.filter(({ at }) => at !== null).map((task) => ({ ...task, at: null }))
      return { tasks, summary: `${plural(tasks.length, 'time')} cleared` }
    }),
  )

  .get('/close', async (c) => c.render(await drawClose(c), { title: 'Close the day' }))
  .post('/close', ...closeDay)

  .post('/done', async (c) => {
    const { date } = viewOf(c)
    await saveSettings(c.env.DB, c.var.user, { planned_on: date })
    return redirectTo(c, date === todayOf(c) ? '/' : timelinePath(date), {
      message: `${capitalize(dateText(date, todayOf(c)))} is planned`,
    })
  })
