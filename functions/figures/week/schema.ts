import { z } from 'zod'
import { withQuery } from '../../../views/ui/links'
import { figureSubject } from '../../ledger/subject'
import { weekScales, weekSteps } from '../../lib/preferences'
import { requiredName } from '../../lib/resource/members'
import { isDate } from '../../lib/time/days'
import { projectNameLimit } from '../../line/tokenize'

const id = z
  .string()
  .max(100)
  .default('')
  .transform((text) => text || null)

/** A row of the timesheet. `task_id`: `none` for time without a task, null for the time of all tasks. */
export const SheetRowKey = z.object({ project_id: id, goal_id: id, task_id: id })
export type SheetRowKey = z.output<typeof SheetRowKey>

/** Text that identifies a row in URLs and field names. */
export const rowKey = ({ project_id, goal_id, task_id }: SheetRowKey) => [project_id, goal_id, task_id].join('~')

export const rowOfKey = (key: string): SheetRowKey => {
  const [project_id, goal_id, task_id] = key.split('~')
  return SheetRowKey.parse({ project_id, goal_id, task_id })
}

/** Maximum length of the parameter `rows`, in characters. */
const rowsLimit = 4_000

/** Kinds of blocks that the calendar can hide. */
export const hideableKinds = ['planned', 'meetings', 'tasks'] as const
export type Hideable = (typeof hideableKinds)[number]

/** Query of the page. An invalid date means today. `rows`: row keys, or `last` for the rows of last week. */
export const weekView = (today: string) =>
  z.object({
    date: z.string().refine(isDate).catch(today),
    view: z.enum(['calendar', 'grid']).catch('calendar'),
    rows: z
      .string()
      .max(rowsLimit)
      .catch('')
      .transform((text) => [
        ...new Set(text.split(',').filter((key) => /^(last|[^~]{0,100}(~[^~]{0,100}){2})$/.test(key))),
      ]),
    /** Key of an added row, which takes the focus. */
    add: z.string().optional().catch(undefined),
    /** Set if the added row was in the sheet already. */
    again: z.literal('yes').optional().catch(undefined),
    /** Search text for rows to add, with or without marks: `@Thesis !Hand in`. */
    find: z
      .string()
      .trim()
      .max(200)
      .transform((words) => words.replace(/(?<=^|\s)[@!](?=\S)/g, ''))
      .optional()
      .catch(undefined),
    /** Draws the whole day instead of the hours with blocks. */
    hours: z.literal('all').optional().catch(undefined),
    hide: z
      .string()
      .catch('')
      .transform((text) => hideableKinds.filter((kind) => text.split('.').includes(kind))),
    /** Filter. Blocks that it does not match are pale. */
    subject: figureSubject.transform((subject) => (subject === 'all' ? undefined : subject)).catch(undefined),
  })
export type WeekView = z.output<ReturnType<typeof weekView>>

/** The calendar or the timesheet of a week. */
export const weekPath = (
  date: string,
  view: WeekView['view'] = 'calendar',
  { hours, hide = [], subject }: Partial<Pick<WeekView, 'hours' | 'hide' | 'subject'>> = {},
) =>
  withQuery('/week', [
    ['date', date],
    ['view', view === 'grid' ? view : undefined],
    ['hours', hours],
    ['hide', hide.join('.') || undefined],
    ['subject', subject || undefined],
  ])

/** Form that sets the scale of weeks and the step of moves. */
export const WeekLook = z.object({
  step: z.coerce.number().pipe(z.literal(weekSteps)).optional(),
  scale: z.enum(weekScales).optional(),
})

/** Path of the timesheet. `rows`: rows to show although they have no time. */
export const sheetPath = ({ date, rows, subject, add, again, find }: SheetView) =>
  withQuery('/week', Object.entries({ date, view: 'grid', rows: rows.join() || undefined, subject, add, again, find }))
type SheetView = Pick<WeekView, 'date' | 'rows'> & Partial<Pick<WeekView, 'subject' | 'add' | 'again' | 'find'>>

/** Path of the timesheet with focus on a row, which is added if it is not shown. */
export const addPath = ({ date, rows, subject }: SheetView, key: string, shown: string[]) =>
  sheetPath({
    date,
    subject,
    add: key,
    ...(shown.includes(key) ? { rows, again: 'yes' } : { rows: [...rows, key] }),
  })

const date = z.string('Enter a date').refine(isDate, 'Enter a date')
const value = z.string('Enter time').max(40, 'At most 40 characters')
const seen = z.coerce.number('Reload the page').int('Reload the page').min(0, 'Reload the page').default(0)

/** A submitted cell. `seen`: seconds that the page showed. */
export const CellForm = SheetRowKey.extend({
  date,
  value,
  seen,
  preview: z.string().optional(),
})

/** Form that fills a row's empty days with the times of the previous week. */
export const FillForm = z.object({
  date,
  row: z.string('Reload the page').max(302, 'Reload the page').transform(rowOfKey),
})

/** Form that creates a project from a search text without results. */
export const ProjectForm = z.object({
  create: requiredName(projectNameLimit, {
    none: 'Enter a name',
    long: `Use at most ${projectNameLimit} characters for the name`,
  }),
})

/** Name of a cell's field: date, seconds shown, row. */
export const cellName = (on: string, shown: number, key: string) => `${on}~${shown}~${key}`

/** Parses the name of a cell's field; undefined for other fields. */
export const cellOfName = (name: string) => {
  const [, on = '', shown, key = ''] = /^([\d-]+)~(\d{1,6})~([^~]{0,100}(?:~[^~]{0,100}){2})$/.exec(name) ?? []
  return isDate(on) ? { date: on, seen: Number(shown), row: rowOfKey(key) } : undefined
}
