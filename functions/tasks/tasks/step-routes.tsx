import { type Context, Hono } from 'hono'
import type { Child } from 'hono/jsx'
import { v7 as uuid } from 'uuid'
import { taskPath } from '../../../views/tasks/tasks/actions'
import { AddStep } from '../../../views/tasks/tasks/steps'
import type { ToastProps } from '../../../views/ui/toast'
import { fieldsProblem } from '../../lib/api/request'
import { conflict, retryEdit } from '../../lib/db/retry'
import { type App, appContext, type Loaded, localNow, rowLoader, rowUndo } from '../../lib/env'
import { submittedText } from '../../lib/http/form'
import { undoPath } from '../../lib/http/path-to'
import { ProblemError, problems } from '../../lib/http/problem'
import { prefetchFragments } from '../../lib/http/respond'
import { editUndone, parseUndoEdit, undoOfEdit } from '../../lib/resource/edit-in-place'
import { notesMember, requiredLine, titleMember } from '../../lib/resource/members'
import { editRow } from '../../lib/resource/resource'
import { setRows } from '../../lib/resource/row-writes'
import { quoteShort } from '../../lib/text/text'
import { descriptionLimit, taskTitleLimit } from '../../line/task'
import { respondTasksChanged } from './pages'
import { task as findTask } from './queries'
import { taskResource } from './resource'
import { type ListedTask, newTaskValues, taskKind } from './schema'
import { stepsOf, withoutStep, withStep, withTick } from './steps'
import { addTask } from './writes'

type WithTask = Loaded<'task', ListedTask>

const load = rowLoader('task', findTask)

/** The step with the index in the path. @throws ProblemError 409 if its text differs from the one on screen */
const stepIn = (c: Context<WithTask>) => {
  const step = stepsOf(c.var.task.description)[Number(c.req.param('step'))]
  if (step && step.text === submittedText(c).text) return step
  throw new ProblemError({ ...problems.busy, title: 'The steps have changed', again: taskPath(c.var.task.id) })
}

/** Edited notes of a task. `also`: further writes. `made`: id of a task that Undo deletes; empty without one. */
type OtherNotes = { description: string; message: string; also?: D1PreparedStatement[]; made?: string }

/** Saves edited notes of a task. If another write came first, applies the edit to the newer notes. */
const saveNotes = async (c: Context<WithTask>, make: (task: ListedTask) => OtherNotes, more?: Child) => {
  const toast: ToastProps = { message: '' }
  const page = `${taskPath(c.var.task.id)}#steps`
  const answer = prefetchFragments(c, () => respondTasksChanged(c, { toast, page, more }))
  const { user } = c.var
  const readAgain = () => findTask(c.env.DB, user.id, c.var.task.id)
  const saved = await retryEdit(c.var.task, readAgain, async (task) => {
    c.set('task', task)
    const { description, message, also, made } = make(task)
    const values = { ...task, description }
    toast.message = message
    if (description === task.description) return answer()
    if (made !== undefined)
      Object.assign(toast, undoOfEdit(undoPath('task.step', task.id, made), taskKind.EditForm, task, values))
    const edited = await editRow(appContext(c), taskResource, task, values, undefined, also)
    if ('errors' in edited) throw fieldsProblem(edited.errors)
    return edited.isStale ? conflict : answer()
  })
  return saved ?? c.notFound()
}

/** `/tasks/:id/steps` */
export const taskSteps = new Hono<App>()
  .post('/:id/steps', load, (c) => {
    const { data: words } = requiredLine(descriptionLimit, { none: '' }).safeParse(submittedText(c).step)
    if (!words) throw fieldsProblem({ step: ['Enter a step'] })
    const added = (task: ListedTask) => {
      const description = withStep(task.description, words)
      const { error } = notesMember(descriptionLimit).safeParse(description)
      if (error) throw fieldsProblem({ step: error.issues.map(({ message }) => message) })
      return { description, message: 'Step added', made: '' }
    }
    return saveNotes(c, added, <AddStep task={c.var.task} />)
  })

  .post('/:id/steps/:step', load, (c) => {
    const isDone = submittedText(c).done === '1'
    return saveNotes(c, ({ description }) => {
      const step = stepIn(c)
      const ticked = step.isDone === isDone ? description : withTick(description, step, isDone)
      return { description: ticked, message: `${quoteShort(step.text)} ${isDone ? 'done' : 'open again'}`, made: '' }
    })
  })

  // The step's line is removed from the notes. Kept as a link, it would have to be ticked in addition to the new task.
  .post('/:id/steps/:step/task', load, (c) =>
    saveNotes(c, ({ description, date, project_id, goal_id, plan_id, organization_id }) => {
      const step = stepIn(c)
      const { error, data: title = '' } = titleMember(taskTitleLimit).safeParse(step.text)
      if (error) throw fieldsProblem({ title: error.issues.map(({ message }) => message) })
      const { text, nested } = withoutStep(description, step)
      const filed = { date, project_id, goal_id, plan_id, organization_id }
      const [id, values] = [uuid(), { ...newTaskValues, ...filed, title, description: nested }]
      const also = addTask(c.env.DB, c.var.user.id, id, values, localNow(c.var.user))
      return { description: text, message: `${quoteShort(title)} is a task`, also, made: id }
    }),
  )

export const undoStep = rowUndo<WithTask>(load, (c, _, made = '') =>
  saveNotes(c, (task) => {
    const { description = '' } = parseUndoEdit(c, taskKind.EditForm, task)
    const now = Date.now()
    const also = [setRows(c.env.DB, 'tasks', c.var.user.id, [made], { deleted_at: now }, now)]
    return { description, message: editUndone, also }
  }),
)
