import { type NamedPerson, personError, splitName } from '../entry/people-names'
import { tokenize } from '../entry/tokenize'
import { parsePastDate } from '../lib/typed-date'
import { keepMarks, takeMark } from '../tasks/quick-add/interpret'
import { type FeedbackSentiment, feedbackCategory } from './schema'

const categories = Object.fromEntries(feedbackCategory.options.map((category) => [category, category]))

const marks = new Map<string, FeedbackSentiment>([
  ['+', 'positive'],
  ['-', 'constructive'],
  ['−', 'constructive'],
  ['–', 'constructive'],
  ['=', 'neutral'],
])

/** Takes a sentiment's mark off the beginning of some words, else off their end; alone it is a word. */
const takeSentiment = (words: string[]) => {
  const [first = '', last = ''] = [words[0], words.at(-1)]
  const sentiment = words.length > 1 ? (marks.get(first) ?? marks.get(last)) : undefined
  if (!sentiment) return { words, sentiment: undefined }
  return { words: marks.has(first) ? words.slice(1) : words.slice(0, -1), sentiment }
}

/**
 * Reads `Ada: + clear slides #talks yesterday`: who said it, what, and when. A mark by itself before or behind the words
 * is the sentiment, and `!technical` the category.
 */
export const readFeedback = (line: string, today: string, people: NamedPerson[]) => {
  const { value: category = 'general', rest } = takeMark(line, categories)
  const before = takeSentiment(rest.split(/\s+/))
  const named = before.words.join(' ')
  const split = splitName(named, people)
  const tokens = tokenize(keepMarks(split?.rest ?? named, '@!%^'))
  const last = tokens.words.at(-1) ?? ''
  const date =
    tokens.words.length > 1 && /^(yesterday|\d{4}-\d\d-\d\d)$/i.test(last) ? parsePastDate(last, today) : null
  const said = takeSentiment(date === null ? tokens.words : tokens.words.slice(0, -1))
  const person = split && split.here !== null && split.here !== 'several' ? split.here.person : null
  return {
    content: said.words.join(' '),
    sentiment: said.sentiment ?? before.sentiment ?? ('neutral' as const),
    category,
    tags: tokens.tags,
    date: date ?? today,
    from_person_id: person?.id ?? null,
    name: person?.name ?? null,
    errors: split && person === null ? [personError(split.name, 'several')] : [],
  }
}
