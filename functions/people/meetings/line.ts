import type { Context } from 'hono'
import { type App, todayOf } from '../../lib/env'
import { dateText, duration, wallClock, weekdayNames } from '../../lib/text/format'
import { addDays } from '../../lib/time/days'
import { namedRepeat, type Repeat, repeat as repeatNamed, repeatText } from '../../lib/time/repeat'
import { describeTimeError, parseSpan, parseTime } from '../../lib/time/typed-time'
import { findMarkedRows, knownNames } from '../../line/names'
import { errorParts, errorsOf, foundPart, linePart, openPart } from '../../line/parts'
import { matchPerson, type NamedPerson, personError, readPeopleInLine } from '../../line/people'
import { dropOf, endsList, findPhrase, parseClearDate, parseRepeat, parseUnitMinutes } from '../../line/phrases'
import { readNames } from '../../line/queries'
import { isName, joinTitle, type KnownNames, tokenize } from '../../line/tokenize'
import { namesError } from './queries'
import { durationLimits, meetingTitleLimit, namesText } from './schema'

/** Date, time, length and repetition in a line, if present. An invalid part is an error that names it. */
type MeetingWhen = { date?: string; time?: string; duration_minutes?: number; repeat?: Repeat; errors: string[] }

type Found = Partial<Omit<MeetingWhen, 'errors'>> & { error?: string }

const span = /^\d{1,2}([:.]\d\d)?( ?[ap]m)? ?[-–] ?\d{1,2}([:.]\d\d)?( ?[ap]m)?$/
const clock = /^(?:\d{1,2}:\d\d(?: ?[ap]m)?|\d{1,2} ?[ap]m)$/

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))

const spanOf = (text: string): Found | null => {
  if (!span.test(text) || !/[:m.]/.test(text)) return null
  const found = parseSpan(text)
  if (!found) return { time: '', duration_minutes: 0, error: `“${text}”: ${describeTimeError(text) ?? 'no time'}` }
  const minutes = (minuteOf(found.end) - minuteOf(found.start) + 1_440) % 1_440
  return { time: found.start, duration_minutes: minutes || durationLimits.max }
}

const timeOf = (text: string): Found | null => {
  if (!clock.test(text)) return null
  const time = parseTime(text)
  return time ? { time } : { time: '', error: `“${text}”: ${describeTimeError(text) ?? 'no time'}` }
}

const lengthOf = (text: string): Found | null => {
  const minutes = parseUnitMinutes(text)
  if (minutes === null) return null
  const { min, max } = durationLimits
  if (minutes >= min && minutes <= max) return { duration_minutes: minutes }
  return { duration_minutes: 0, error: `“${text}”: a meeting takes from ${min} to ${max} minutes` }
}

const dateOf = (text: string, today: string): Found | null => {
  const date = text === 'yesterday' ? addDays(today, -1) : parseClearDate(text, today)
  return date === null ? null : { date }
}

/** Parses a repetition. Meetings only have the common repetitions that have names. */
const repeatOf = (text: string, today: string): Found | null => {
  const { rule, date } = parseRepeat(text, today) ?? {}
  const [weekday, other] = rule?.unit === 'week' && rule.nth === null ? rule.weekdays : []
  const repeat = rule && namedRepeat(weekday && !other ? { ...rule, weekdays: [] } : rule, repeatNamed.options)
  if (repeat === undefined) return null
  const first = weekday && !other ? parseClearDate(weekdayNames[weekday - 1] ?? '', today) : date
  return { repeat, ...(first && { date: first }) }
}

/** Parses a phrase as a time range, time, length, repetition or date: `14:00` is a time, `1h 30m` a length. */
const readPhrase = (words: string[], today: string) => {
  const text = words.join(' ').toLowerCase().replace(/[,;]$/, '')
  const bare = text.replace(/^(at|from|for) (?=\d)/, '')
  return spanOf(bare) ?? timeOf(bare) ?? lengthOf(bare) ?? repeatOf(text, today) ?? dateOf(text, today)
}

/** True for words that begin with a date, a time, a length or a repetition. */
const beginsWhen = (words: string[], today: string) =>
  findPhrase('start', words, (some) => readPhrase(some, today)) !== null

/** Removes date, time, length and repetition from the start and end of some words, each at most once. */
const takeMeetingWhen = (words: string[], today: string): MeetingWhen & { words: string[] } => {
  let rest = words
  const when: MeetingWhen = { errors: [] }
  for (const end of ['start', 'end'] as const) {
    const read = (some: string[]) => readPhrase(some, today)
    const take = () => findPhrase(end, rest, read)
    for (let next = take(); next; next = take()) {
      const { error, ...found }: Found = next.value
      const isListed = end === 'end' && endsList(next, read)
      if (isListed || Object.keys(found).some((name) => Object.hasOwn(when, name))) break
      Object.assign(when, found)
      if (error) when.errors.push(error)
      rest = next.rest
    }
  }
  return { ...when, words: when.duration_minutes ? dropOf(rest, words) : rest }
}

/** Names at the start of a line: known and new people. */
type Who = { known: string[]; added: string[]; errors: string[]; rest: string[] }

const joins = (word: string) => /^(?:and|&|,)$/i.test(word)
const isNewName = (word: string) => /^\p{Lu}[\p{L}'’-]*,?$/u.test(word)
const endsName = (words: string[], today: string) =>
  words.length === 0 || joins(words[0] ?? '') || beginsWhen(words, today)

/**
 * `Ada Byron, Tom tomorrow …`: people at the start of a line, separated by commas, `and` or `&`. An unknown name is
 * accepted only after another name, and only if a date, a time or another name follows.
 */
const takeNames = (words: string[], people: NamedPerson[], today: string): Who => {
  const who: Who = { known: [], added: [], errors: [], rest: words }
  let at = words[0]?.toLowerCase() === 'with' ? 1 : 0
  for (let isNext = true; isNext; ) {
    const here = matchPerson(words.slice(at), people)
    const [word = ''] = words.slice(at)
    if (here === 'several') who.errors.push(personError(word.replace(/,$/, ''), here))
    else if (here) who.known.push(here.person.name)
    else if (
      who.known.length + who.added.length > 0 &&
      isNewName(word) &&
      (word.endsWith(',') || endsName(words.slice(at + 1), today))
    )
      who.added.push(word.replace(/,$/, ''))
    else break
    at += here === null || here === 'several' ? 1 : here.count
    who.rest = words.slice(at)
    isNext = (words[at - 1] ?? '').endsWith(',') || joins(words[at] ?? '')
    if (joins(words[at] ?? '')) at += 1
  }
  return who
}

/** `Ada, Tom: the plan`: names before a colon, if at least one is known. The others are new people. */
const takeHead = (words: string[], people: NamedPerson[]): Who | null => {
  const end = words.findIndex((word) => word.endsWith(':'))
  if (end < 0) return null
  const head = words
    .slice(0, end + 1)
    .join(' ')
    .slice(0, -1)
    .replace(/^with /i, '')
  const names = head.split(/\s*,\s*|\s+(?:and|&)\s+/i).filter(isName)
  const found = names.map((name) => {
    const here = matchPerson(name.split(' '), people)
    const isWhole = here !== null && (here === 'several' || here.count === name.split(' ').length)
    return { name, here: isWhole ? here : null }
  })
  if (found.every(({ here }) => here === null)) return null
  return {
    known: found.flatMap(({ here }) => (here && here !== 'several' ? here.person.name : [])),
    added: found.flatMap(({ name, here }) => (here === null ? name : [])),
    errors: found.flatMap(({ name, here }) => (here === 'several' ? personError(name, here) : [])),
    rest: words.slice(end + 1),
  }
}

/** People after `with` in a title. Their names stay in the title: `lunch with Ada`. */
const namedIn = (words: string[], people: NamedPerson[], today: string) => {
  const at = words.findIndex((word, index) => index > 0 && word.toLowerCase() === 'with')
  return at < 0 ? [] : takeNames(words.slice(at), people, today).known
}

const list = new Intl.ListFormat('en-GB')

/**
 * Parses `Ada, Tom tomorrow 14:00 45m the plan @Booking`: people, date, time, length, title and project. Marks that
 * meetings do not have stay in the title.
 */
export const readMeeting = (line: string, today: string, people: NamedPerson[], known?: KnownNames) => {
  const { words, project } = tokenize(line, known, ['@'])
  const who = takeHead(words, people) ?? takeNames(words, people, today)
  const { words: title, errors, ...when } = takeMeetingWhen(who.rest, today)
  const names = [...new Set([...who.known, ...who.added, ...namedIn(title, people, today)])]
  return {
    title: title.length > 0 || names.length === 0 ? joinTitle(title) : `Meeting with ${list.format(names)}`,
    people: names,
    added: who.added,
    project,
    ...when,
    whoErrors: who.errors,
    whenErrors: errors,
  }
}

/** Interprets a line such as `Ada, Tom tomorrow 14:00 45m the plan`. The default date is today. */
export const interpretMeeting = async <E extends App>(c: Context<E>, line: string) => {
  const { user, org } = c.var
  const today = todayOf(c)
  const [names, known] = await Promise.all([
    readNames(c.env.DB, user.id, org, line, ['@']),
    readPeopleInLine(c.env.DB, user.id, line),
  ])
  const read = readMeeting(line, today, known, knownNames(names))
  const { title, people, added, whoErrors, whenErrors, project: named, ...when } = read
  const { project } = findMarkedRows({ project: named }, names)
  const { date = today, time = '', duration_minutes = 0, repeat = 'none' } = when
  const tooMany = namesError(namesText(people))
  return {
    values: {
      title,
      people: namesText(people),
      date,
      time: time || null,
      duration_minutes: duration_minutes || null,
      repeat,
      project_id: project?.id ?? null,
    },
    errors: [
      ...errorsOf(title, meetingTitleLimit, [project]),
      ...whoErrors,
      ...whenErrors,
      ...(tooMany === null ? [] : [tooMany]),
    ],
    does: `Add meeting for ${dateText(date, today)}`,
    added: `Meeting added for ${dateText(date, today)}`,
    parts: [
      ...linePart('meeting', title),
      ...people.map((text) => ({ label: added.includes(text) ? 'new person' : 'with', text })),
      ...errorParts('with', whoErrors),
      ...linePart('on', dateText(date, today)),
      ...(time ? linePart('at', wallClock(time, user.preferences.clock)) : openPart('+ time', 'e.g. 14:00')),
      ...linePart('for', duration_minutes > 0 && duration(duration_minutes * 60)),
      ...linePart('repeats', repeatText({ repeat, repeat_from: null, date })),
      ...errorParts('time', whenErrors),
      ...foundPart('project', project),
    ],
  }
}
