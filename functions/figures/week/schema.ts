import { z } from 'zod'
import { withQuery } from '../../../views/ui/links'
import { isDate } from '../../lib/time/days'

/** Ids of a project, a goal and a task; `none` for time of a pair that names no task, null for that of all its tasks. */
export type RowOf = { project: string | null; goal: string | null; task: string | null }

/** Names a row of the timesheet in addresses and fields. */
export const rowKey = ({ project, goal, task }: RowOf) => [project ?? '', goal ?? '', task ?? ''].join('~')

const id = z
  .string()
  .max(100)
  .transform((text) => text || null)

/** The row of a key; undefined for what is none. */
export const rowOfKey = (key: string): RowOf | undefined => {
  const parsed = z.tuple([id, id, id]).safeParse(key.split('~'))
  if (!parsed.success) return undefined
  const [project, goal, task] = parsed.data
  return { project, goal, task }
}

/** Rows without time that an address can have. */
const rowLimit = 50

/** Query of the page. A date that does not exist counts as today. `rows` are keys, and `last` for those of last week. */
export const weekView = (today: string) =>
  z.object({
    date: z.string().refine(isDate).catch(today),
    view: z.enum(['calendar', 'grid']).catch('calendar'),
    rows: z
      .string()
      .catch('')
      .transform((text) => [...new Set(text.split(',').filter(Boolean))].slice(0, rowLimit)),
    /** Opens the form of another row. */
    add: z.string().optional().catch(undefined),
  })
export type WeekView = z.output<ReturnType<typeof weekView>>

export const weekPath = (date: string, view: WeekView['view'] = 'calendar') =>
  `/week?date=${date}${view === 'grid' ? '&view=grid' : ''}`

/** The timesheet with rows beside those that have time. */
export const sheetPath = ({ date, rows }: Pick<WeekView, 'date' | 'rows'>, add?: '1') =>
  withQuery('/week', [
    ['date', date],
    ['view', 'grid'],
    ['rows', rows.length > 0 ? rows.join(',') : undefined],
    ['add', add],
  ])

/** Project, goal and task of a row, as forms send them. */
export const rowForm = { project_id: id.default(null), goal_id: id.default(null), task_id: id.default(null) }

export const rowOfForm = (ids: z.output<z.ZodObject<typeof rowForm>>): RowOf => ({
  project: ids.project_id,
  goal: ids.goal_id,
  task: ids.task_id,
})

const date = z.string('Enter a date').refine(isDate, 'Enter a date')

/** One cell as it is sent. `seen` are the seconds that the page showed, `said` its words of what would change. */
export const CellForm = z.object({
  date,
  ...rowForm,
  value: z.string('Enter time').max(40, 'At most 40 characters'),
  seen: z.coerce.number('Reload the page').int('Reload the page').min(0, 'Reload the page').default(0),
  preview: z.string().optional(),
  said: z.string().max(1000).default(''),
})

/** The row whose empty days get the time of the week before. */
export const FillForm = z.object({
  date,
  row: z.string('Reload the page').transform((key, { addIssue }) => {
    const row = rowOfKey(key)
    if (row) return row
    addIssue('Reload the page')
    return z.NEVER
  }),
})

/** Name of a cell's field: its date, the seconds that it shows, its row. */
export const cellName = (on: string, seen: number, key: string) => `${on}~${seen}~${key}`

/** The cell of a field; undefined for another field. */
export const cellOfName = (name: string) => {
  const [, on = '', seen, key = ''] = /^([\d-]+)~(\d{1,6})~(.*)$/.exec(name) ?? []
  const row = rowOfKey(key)
  return row && isDate(on) ? { date: on, seen: Number(seen), row } : undefined
}
