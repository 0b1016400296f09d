import { parseDuration, parseSpan } from '../times/typed'

/** What one line says. `duration` and `date` are as typed: for the form's fields, or for `resolveTyped`. */
export type QuickEntry = { title: string; project: string | null; tags: string[]; duration?: string; date?: string }

const PROJECT = /(?<=^|\s)@(?:"([^"]+)"|“([^”]+)”|([^\s@"“”]\S*))/u

/** A tag has a letter: in `PR #12` the number is part of the title. */
const TAG = /(?<=^|\s)#(?=[^\s#,]*\p{L})([^\s#,]+),?(?=$|\s)/gu

/** The longest time that is made of several words: `2 hours and 5 minutes`. */
const MOST_WORDS = 5

/** Numbers that could as well be a year or a page: only a colon, an h, am or pm makes a span of them. */
const isClear = (text: string) => /\d(:|h|\s?[ap]\.?m)/i.test(text)

/**
 * Whether words at an edge of the line are a time. A number alone and a bare `9-10` are one only as its first word;
 * and four digits are a year.
 */
const isTime = (words: string[], leading: boolean) => {
  const text = words.join(' ')
  const bare = leading && words.length === 1
  if (/^[\d.,]+$/.test(text)) return bare && /^\d{1,3}([.,]\d+)?$/.test(text) && parseDuration(text) !== null
  if (parseDuration(text) !== null) return true
  return parseSpan(text) !== null && (isClear(text) || (bare && /^\d{1,2}\D\d{1,2}$/.test(text)))
}

/** Takes what passes off the start of the words, else off their end: as many of them as pass together. */
const take = (words: string[], most: number, passes: (words: string[], leading: boolean) => boolean) => {
  for (const leading of [true, false]) {
    for (let count = Math.min(most, words.length); count > 0; count -= 1) {
      const at = leading ? count : words.length - count
      const [taken, rest] = leading ? [words.slice(0, at), words.slice(at)] : [words.slice(at), words.slice(0, at)]
      if (passes(taken, leading)) return { taken: taken.join(' '), rest }
    }
  }
  return { taken: undefined, rest: words }
}

const takeDay = (words: string[]) => take(words, 1, ([word = '']) => /^(today|yesterday)$/i.test(word))

/**
 * Reads one line such as `25m writing report @Thesis #deep` or `yesterday 14:00-15:00 call`: a day and a time at
 * its start or its end, a project after @, tags after #. Whatever is left is the title, in its order.
 */
export const parseEntry = (text: string): QuickEntry => {
  const [, quoted, curly, word] = PROJECT.exec(text) ?? []
  const tags = [...text.matchAll(TAG)].flatMap(([, tag]) => tag ?? [])
  const words = text.replace(PROJECT, ' ').replace(TAG, ' ').split(/\s+/)
  const day = takeDay(words.filter((part) => part !== ''))
  const time = take(day.rest, MOST_WORDS, isTime)
  const lateDay = day.taken === undefined ? takeDay(time.rest) : { taken: day.taken, rest: time.rest }
  return {
    title: lateDay.rest.join(' '),
    project: (quoted ?? curly ?? word)?.trim() || null,
    tags: [...new Set(tags)],
    ...(time.taken !== undefined && { duration: time.taken }),
    ...(lateDay.taken !== undefined && { date: lateDay.taken.toLowerCase() }),
  }
}
