import type { Described } from '../lib/conflict'
import { markdownWords } from '../lib/markdown'
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

const tableLine = /\|[ \t]*:?-+:?[ \t]*\||^[ \t]*\|/m

/** Signs before or behind a word, whose other half is not in a part of a text. */
const loneSigns = /(?<![\p{L}\p{N}])[*_]+(?=[^\s*_])|(?<=[^\s*_])[*_]+(?![\p{L}\p{N}])|`/gu

/** Words of a part of a markdown text, which may begin and end anywhere. */
export const wordsOfPart = (part: string) => {
  const text = tableLine.test(part) ? part.replace(/(?<=\|)[ \t]*:?-+:?[ \t]*(?=\|)/g, '').replaceAll('|', ' ') : part
  return markdownWords(text.replace(/^[ \t]+/gm, '')).replace(loneSigns, '')
}

/** The beginning of a learning's content in one line. */
export const excerptOf = ({ content }: Pick<LearningRow, 'content'>) => {
  const line = markdownWords(content)
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
