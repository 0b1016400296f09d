import type { Context } from 'hono'
import { TaskFields } from '../../views/tasks/form'
import { type PageTimerProps, TaskItem } from '../../views/tasks/row'
import { TaskPage } from '../../views/tasks/task'
import { addedTo } from '../context/added'
import type { App } from '../lib/env'
import { todayOf } from '../lib/now'
import { allOrgs } from '../lib/org'
import { wantsFragment } from '../lib/page'
import { describedFiling, filingChoices } from '../lib/resource/choices'
import { listed } from '../lib/resource/listed'
import type { AnyDraft, Done, Pages } from '../lib/resource/pages'
import { activeTimer } from '../timer/queries'
import { tasksChanged } from './fragments'
import { sourceOfTask } from './queries'
import { filing, type ListedTask, NewTaskForm, type NewTaskValues, TaskForm } from './schema'
import { described } from './words'

const choicesOf = (c: Context<App>, org = c.var.org) => filingChoices(c.env.DB, c.var.user.id, org, filing.ids)

const taskList = listed<ListedTask>({
  name: 'task',
  path: '/tasks',
  titleOf: ({ title }) => title,
  item: (task, c) => <TaskItem task={task} today={todayOf(c)} />,
  // `answer` below answers with the list that the page shows.
  list: () => null,
  fields: async (c, { row, draft, idPrefix }) => (
    <TaskFields
      task={row}
      draft={draft}
      today={todayOf(c)}
      choices={await choicesOf(c)}
      organization={row ? null : addedTo(c)}
      idPrefix={idPrefix}
    />
  ),
})

/** The timer as a task's page shows it. */
export const timerOf = async <E extends App>(c: Context<E>): Promise<Omit<PageTimerProps, 'task'>> => {
  const { id, preferences } = c.var.user
  const timer = await activeTimer(c.env.DB, id)
  return { timer, zone: preferences.time_zone, clock: preferences.clock }
}

const pageOf = async (c: Context<App>, id: string) => {
  const [timer, source] = await Promise.all([timerOf(c), sourceOfTask(c.env.DB, c.var.user.id, id)])
  return { timer, source }
}

const verbs = { add: 'added', edit: 'saved', delete: 'deleted', restore: 'restored' } as const

const answer = (c: Context<App>, { action, id, before, values }: Done<ListedTask>) => {
  const undo = action === 'delete' ? `/tasks/${id}/restore` : undefined
  const isMade = action === 'edit' && values?.status === 'done' && before?.status !== 'done' && values.repeat !== 'none'
  const message = isMade ? 'Task done. It was planned again' : `Task ${verbs[action]}`
  const emptied = action === 'add' && <div id="new-task" hx-swap-oob="true" />
  return tasksChanged(c, { toast: { message, undo }, more: emptied, page: action === 'add' ? '/tasks' : undefined })
}

export const taskPages: Pages<ListedTask, NewTaskValues> = {
  ...taskList,
  early: async (c, id, what) => (what === 'edit' ? choicesOf(c) : pageOf(c, id)),
  create: NewTaskForm,
  edit: TaskForm,
  described: async (c, saved) => ({
    ...described(todayOf(c)),
    ...describedFiling(await choicesOf(c, allOrgs), saved, filing.ids),
  }),
  newForm: (c: Context<App>, draft?: AnyDraft) => taskList.newForm(c, draft),
  show: async (c, task) => {
    const today = todayOf(c)
    if (wantsFragment(c))
      return c.render(<TaskItem task={task} today={today} running={(await timerOf(c)).timer?.task_id ?? undefined} />)
    return c.render(<TaskPage task={task} today={today} {...(await pageOf(c, task.id))} />, { title: task.title })
  },
  answer,
}
