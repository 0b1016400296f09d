import type { Context } from 'hono'
import { type App, todayOf } from '../../lib/env'
import { cleanTags, tagErrors } from '../../lib/tags'
import { dayMonth } from '../../lib/text/format'
import { tagText } from '../../lib/text/text'
import { knownNames } from '../../line/names'
import { errorParts, linePart, tagParts } from '../../line/parts'
import { type NamedPerson, personError, readPeopleInLine, splitName } from '../../line/people'
import { takeLabel, takePastDay } from '../../line/phrases'
import { readNames } from '../../line/queries'
import { type KnownNames, tokenize } from '../../line/tokenize'
import { categoryNames, type FeedbackSentiment, feedbackCategory, sentimentNames } from './schema'

const categories = Object.fromEntries(feedbackCategory.options.map((category) => [category, category]))

const marks = new Map<string, FeedbackSentiment>([
  ['+', 'positive'],
  ['-', 'constructive'],
  ['−', 'constructive'],
  ['–', 'constructive'],
  ['=', 'neutral'],
])

/** `Ada: +`: with a mark after the colon, the text before the colon is a name. */
const nameBeforeMark = /^([^:]+): [-+=−–] /

/** Removes the mark of a sentiment from the start of some words, else from their end. A mark alone stays a word. */
const takeSentiment = (words: string[]) => {
  const [first = '', last = ''] = [words[0], words.at(-1)]
  const sentiment = words.length > 1 ? (marks.get(first) ?? marks.get(last)) : undefined
  if (!sentiment) return { words, sentiment: undefined }
  return { words: marks.has(first) ? words.slice(1) : words.slice(0, -1), sentiment }
}

/**
 * Parses `Ada: + clear slides #talks yesterday`: person, text and date. A separate mark before or after the text is the
 * sentiment; `technical:` before the text is the category.
 */
export const readFeedback = (line: string, today: string, people: NamedPerson[], known?: KnownNames) => {
  const before = takeSentiment(line.split(/\s+/))
  const named = before.words.join(' ')
  const split = splitName(named, people)
  const { words, tags } = tokenize(split?.rest ?? named, known, ['#'])
  const { date, rest: text } = takePastDay(words, today)
  const said = takeSentiment(text)
  const { label: category = 'general', rest: content } = takeLabel(said.words, categories)
  const nobody = split ? undefined : nameBeforeMark.exec(named)?.[1]
  const person = split && split.here !== null && split.here !== 'several' ? split.here.person : null
  return {
    content: content.join(' '),
    sentiment: said.sentiment ?? before.sentiment ?? ('neutral' as const),
    category,
    tags,
    date,
    from_person_id: person?.id ?? null,
    name: person?.name ?? null,
    errors: [
      ...(split && person === null ? [personError(split.name, 'several')] : []),
      ...(nobody ? [`${personError(nobody, null)} Add them under People, or leave the name out.`] : []),
    ],
  }
}

/** Interprets a line such as `Ada: + clear slides #talks`. */
export const interpretFeedback = async <E extends App>(c: Context<E>, line: string) => {
  const { user, org } = c.var
  const today = todayOf(c)
  const [people, names] = await Promise.all([
    readPeopleInLine(c.env.DB, user.id, line),
    readNames(c.env.DB, user.id, org, line, ['#']),
  ])
  const { name, errors, tags: typed, ...values } = readFeedback(line, today, people, knownNames(names))
  const tags = cleanTags(typed)
  return {
    values: { ...values, tags: tagText(tags) },
    errors: [...(values.content === '' ? ['Enter what was said'] : []), ...errors, ...tagErrors(tags)],
    does: 'Add feedback',
    added: 'Feedback added',
    parts: [
      ...linePart('feedback', values.content),
      ...linePart('from', name),
      ...errorParts('from', errors),
      ...linePart('sentiment', sentimentNames[values.sentiment].toLowerCase()),
      ...linePart('category', values.category !== 'general' && categoryNames[values.category].toLowerCase()),
      ...linePart('on', values.date === today ? 'today' : dayMonth(values.date, today)),
      ...tagParts(tags),
    ],
  }
}
