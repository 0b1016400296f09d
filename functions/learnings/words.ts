import type { Described } from '../lib/conflict'
import { addDays, addMonths, monthEnd, monthOf } from '../lib/days'
import { firstCharacters } from '../lib/text'
import type { LearningRow, LearningSource, LearningType, ListedLearning } from './schema'

export const typeNames: Record<LearningType, string> = {
  aha_moment: 'Aha moment',
  concept: 'Concept',
  insight: 'Insight',
}

export const sourceNames: Record<LearningSource, string> = {
  meeting: 'Meeting',
  self_study: 'Self-study',
  project: 'Project',
}

/** In characters. */
const excerptLength = 160

/** Text without the signs of markdown that would disturb most. */
export const plainText = (text: string) => text.replace(/\*\*|__|`/g, '')

/** The beginning of a learning's content in one line. */
export const excerptOf = ({ content }: Pick<LearningRow, 'content'>) => {
  const text = content.replace(/^\s*(?:#{1,6}\s|>|[-*+]\s|```\w*)\s*/gm, '').replace(/\s+/g, ' ')
  const line = plainText(text).trim()
  const start = firstCharacters(line, excerptLength)
  return start.length < line.length ? `${start}…` : line
}

/** The date a number of months before; the last day of a month that is too short for it. */
export const monthsBefore = (date: string, months: number) => {
  const month = addMonths(monthOf(date), -months)
  const wanted = addDays(`${month}-01`, Number(date.slice(8)) - 1)
  return monthOf(wanted) === month ? wanted : monthEnd(month)
}

/** Labels for a conflict, with the names of what both versions belong to. */
export const described = (names: Map<string, string>): Described<ListedLearning> => {
  const named = (id: string | null) => (id === null ? 'None' : (names.get(id) ?? 'Deleted'))
  return {
    title: ['Title'],
    content: ['Content'],
    type: ['Type', (type) => typeNames[type]],
    source: ['Source', (source) => sourceNames[source]],
    date: ['Date'],
    tags: ['Tags'],
    project_id: ['Project', named],
    plan_id: ['Plan', named],
    organization_id: ['Organization', named],
  }
}
