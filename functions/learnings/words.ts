import type { Described } from '../lib/conflict'
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
  const cells = content
    .replace(/^[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)+$/gm, '')
    .replace(/^[ \t]*\|.*$/gm, (row) => row.replaceAll('|', ' '))
  const text = cells.replace(/^\s*(?:#{1,6}\s|>|[-*+]\s|```\w*)\s*/gm, '').replace(/\s+/g, ' ')
  const line = plainText(text).trim()
  const start = firstCharacters(line, excerptLength)
  return start.length < line.length ? `${start}…` : line
}

/** Labels for a conflict; `named` says the name of what both versions belong to. */
export const described = (named: (id: string | null) => string): Described<ListedLearning> => ({
  title: ['Title'],
  content: ['Content'],
  type: ['Type', (type) => typeNames[type]],
  source: ['Source', (source) => sourceNames[source]],
  date: ['Date'],
  tags: ['Tags'],
  project_id: ['Project', named],
  plan_id: ['Plan', named],
  organization_id: ['Organization', named],
})
