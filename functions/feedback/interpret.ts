import { peopleNamedIn } from '../entry/people-names'
import { dayMonth } from '../lib/format'
import { cleanTags, tagErrors } from '../lib/tags'
import { tagText } from '../lib/text'
import { part, type Understood } from '../tasks/quick-add/interpret'
import { readFeedback } from './read'
import { categoryNames, type NewFeedbackValues, sentimentNames } from './schema'

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
