import type { Context } from 'hono'
import { type App, todayOf } from '../../../lib/env'
import { dateText, wallClock } from '../../../lib/text/format'
import { errorParts, errorsOf, linePart } from '../../../line/parts'
import {
  matchPerson,
  type NamedPerson,
  type PersonMatch,
  personError,
  readPeopleInLine,
  splitName,
} from '../../../line/people'
import { readPriority, readWhen, type TaskPhrase, takeAllPhrases } from '../../../line/task'
import { joinTitle, lineTokens } from '../../../line/tokenize'
import { actionTitleLimit, type TaskOwner, type TaskValues } from '../schema'
import { dueText } from '../words'
import { lineDefaults } from './task-line'

type Named = Pick<TaskValues, 'person_id'> & { owner: TaskOwner; name: string | null; errors: string[] }

const nobody: Named = { owner: 'me', person_id: null, name: null, errors: [] }

const named = (owner: Named['owner'], here: PersonMatch): Named | null =>
  here === null || here === 'several' ? null : { owner, person_id: here.person.id, name: here.person.name, errors: [] }

/** `send the figures @Ada`: moves a marked name from the text to the person. An unknown name stays in the text. */
const takeMarked = (words: string[], people: NamedPerson[]) => {
  const at = words.findIndex((word) => /^@["“(]?\p{L}/u.test(word))
  if (at < 0) return null
  const here = matchPerson(words.slice(at), people)
  const count = here === null || here === 'several' ? 1 : here.count
  const name = words.slice(at, at + count).map((word) => word.replace(/^[@"“(]+|["”)]+$/g, ''))
  const found = named('me', here)
  if (found) return { words: words.toSpliced(at, count), found }
  const error = personError(name.join(' '), here === 'several' ? here : null)
  return { words: words.toSpliced(at, count, ...name), found: { ...nobody, errors: [error] } }
}

/** Finds a known name with a capital letter in the text. Ignores the first word, which always has a capital letter. */
const findUnmarked = (words: string[], people: NamedPerson[]) => {
  const starts = words.map((_, at) => at).filter((at) => at > 0 && /^\p{Lu}/u.test(words[at] ?? ''))
  const found = starts.flatMap((at) => named('me', matchPerson(words.slice(at), people)) ?? [])
  return new Set(found.map(({ person_id }) => person_id)).size === 1 ? found[0] : undefined
}

/** Parses a part of an action's line. Its date is the due date. */
const readPhrase = (text: string, today: string): TaskPhrase | null => {
  const said = readPriority(text) ?? readWhen(text.toLowerCase(), today)
  if (said === null || said.date === undefined) return said
  const { date: due_date, ...others } = said
  return { due_date, ...others }
}

/**
 * Parses `send Ada the figures friday high`: title, due date, priority, and the person whom it is for. `Ada: send the
 * figures` is a task of Ada; `@` marks a name.
 */
export const parseActionItem = (line: string, today: string, people: NamedPerson[]) => {
  const split = splitName(line, people)
  const { values, rest: title } = takeAllPhrases<TaskPhrase>(
    lineTokens(split?.rest ?? line).flatMap((word) => (word.startsWith('@') ? word.split(/\s+/) : word)),
    (text) => readPhrase(text, today),
  )
  const marked = takeMarked(title, people)
  const words = marked?.words ?? title
  const theirs = split && (named('person', split.here) ?? { ...nobody, errors: [personError(split.name, 'several')] })
  const who = theirs ?? marked?.found ?? findUnmarked(words, people) ?? nobody
  return {
    title: joinTitle(words).replace(/(^|\s)\\(?=@)/g, '$1'),
    due_date: null,
    priority: 'medium' as const,
    ...values,
    ...who,
  }
}

/** Interprets a line such as `send Ada the figures friday high`. */
export const interpretAction = async <E extends App>(c: Context<E>, line: string) => {
  const today = todayOf(c)
  const { name, errors, ...read } = parseActionItem(line, today, await readPeopleInLine(c.env.DB, c.var.user.id, line))
  const values = { ...lineDefaults, ...read }
  const isTheirs = values.owner === 'person'
  return {
    values,
    errors: [...errorsOf(values.title, actionTitleLimit), ...errors],
    does: isTheirs && name ? `Add task of ${name}` : 'Add task',
    added: ['Task added', dueText(values, today)].filter(Boolean).join(', '),
    parts: [
      ...linePart('task', values.title),
      ...linePart(isTheirs ? 'by' : 'with', name),
      ...errorParts('person', errors),
      ...linePart('due', values.due_date && dateText(values.due_date, today)),
      ...linePart('at', values.at && wallClock(values.at, c.var.user.preferences.clock)),
      ...linePart('priority', values.priority !== 'medium' && values.priority),
    ],
  }
}
