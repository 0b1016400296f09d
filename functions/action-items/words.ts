import type { Described } from '../lib/conflict'
import { daysBetween } from '../lib/days'
import { dayMonth, plural } from '../lib/format'
import { firstCharacters } from '../lib/text'
import { dateText, priorityNames } from '../tasks/words'
import {
  type ActionItemRow,
  type ActionOwner,
  type ActionStatus,
  type ListedActionItem,
  type Source,
  type SourceType,
  sourceType,
} from './schema'

export const statusNames: Record<ActionStatus, string> = { todo: 'To do', in_progress: 'In progress', done: 'Done' }

export const ownerNames: Record<ActionOwner, string> = { me: 'Me', person: 'Somebody else' }

export const sourceNames: Record<SourceType, string> = { meeting: 'Meeting', feedback: 'Feedback' }

const sourceLists: Record<SourceType, string> = { meeting: '/meetings', feedback: '/feedback' }

export const sourcePath = ({ type, id }: Source) => `${sourceLists[type]}/${id}`

/** In characters. */
const titleLength = 60

/** The title of a source in a list. */
export const shortTitle = (title: string) => {
  const start = firstCharacters(title, titleLength)
  return start.length < title.length ? `${start.trimEnd()}…` : title
}

/** The source of a page's path; null for other pages. */
export const sourceOfPath = (path: string): Source | null => {
  const type = sourceType.options.find((one) => path.startsWith(`${sourceLists[one]}/`))
  const id = type && path.slice(sourceLists[type].length + 1)
  return type && id && /^[\w-]{36}$/.test(id) ? { type, id } : null
}

/** `due tomorrow`, `3 days overdue`; null without a date. */
export const dueText = ({ due_date }: Pick<ActionItemRow, 'due_date'>, today: string) => {
  if (due_date === null) return null
  const late = daysBetween(due_date, today)
  return late > 0 ? `${plural(late, 'day')} overdue` : `due ${dateText(due_date, today)}`
}

/** Labels and formats the fields of a conflict. */
export const described = (today: string): Described<ListedActionItem> => ({
  description: ['Description'],
  due_date: ['Due', (date) => (date === null ? '' : dayMonth(date, today))],
  owner: ['Who does it', (owner) => ownerNames[owner]],
  priority: ['Priority', (priority) => priorityNames[priority]],
  status: ['Status', (status) => statusNames[status]],
})
