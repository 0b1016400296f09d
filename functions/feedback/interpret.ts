import { type NamedPerson, peopleNamedIn, personError, splitName } from '../entry/people-names'
import { tokenize } from '../entry/tokenize'
import { dayMonth } from '../lib/format'
import { cleanTags, tagErrors } from '../lib/tags'
import { tagText } from '../lib/text'
import { parsePastDate } from '../lib/typed-date'
import { keepMarks, part, takeMark, type Understood } from '../tasks/quick-add/interpret'
import {
  categoryNames,
  type FeedbackSentiment,
  feedbackCategory,
  type NewFeedbackValues,
  sentimentNames,
} from './schema'

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

/** Understands a line such as `Ada: + clear slides #talks`. */
export const interpretFeedback = async (
  db: D1Database,
  userId: string,
  line: string,
  today: string,
): Promise<{ values: NewFeedbackValues } & Understood> => {
  const { name, errors, tags: typed, ...values } = readFeedback(line, today, await peopleNamedIn(db, userId, line))
  const tags = cleanTags(typed)
  return {
    values: { ...values, tags: tagText(tags) },
    errors: [...(values.content === '' ? ['Enter what was said'] : []), ...errors, ...tagErrors(tags)],
    does: 'Add feedback',
    parts: [
      ...part('feedback', values.content),
      ...part('from', name),
      ...errors.map((text) => ({ label: 'from', text, isWrong: true })),
      ...part('sentiment', sentimentNames[values.sentiment].toLowerCase()),
      ...part('category', values.category !== 'general' && categoryNames[values.category].toLowerCase()),
      ...part('on', values.date === today ? 'today' : dayMonth(values.date, today)),
      ...tags.map((tag) => ({ label: 'tag', text: `#${tag}` })),
    ],
  }
}
