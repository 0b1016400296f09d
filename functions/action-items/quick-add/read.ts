import {
  type NamedPerson,
  type PersonHere,
  peopleNamedIn,
  personAt,
  personError,
  splitName,
} from '../../entry/people-names'
import { countCharacters } from '../../lib/text'
import { part, priorities, takeMark, type Understood } from '../../tasks/quick-add/interpret'
import { parseDated } from '../../tasks/quick-add/parse'
import { dateText } from '../../tasks/words'
import { type ActionItemValues, descriptionLimit, type NewActionItemValues } from '../schema'

type Named = Pick<ActionItemValues, 'owner' | 'person_id'> & { name: string | null; errors: string[] }

const nobody: Named = { owner: 'me', person_id: null, name: null, errors: [] }

const named = (owner: Named['owner'], here: PersonHere): Named | null =>
  here === null || here === 'several' ? null : { owner, person_id: here.person.id, name: here.person.name, errors: [] }

/** `send @Ada the figures`: the name stays in the text without its mark. */
const takeMarked = (words: string[], people: NamedPerson[]) => {
  const at = words.findIndex((word) => /^@["“(]?\p{L}/u.test(word))
  if (at < 0) return null
  const here = personAt(words.slice(at), people)
  const name = (words[at] ?? '').slice(1)
  const found = named('me', here) ?? { ...nobody, errors: [personError(name, here === 'several' ? here : null)] }
  return { words: words.with(at, name), found }
}

/** A name that is written as the person's own, and is not the first word, where a capital letter says nothing. */
const findUnmarked = (words: string[], people: NamedPerson[]) => {
  const starts = words.map((_, at) => at).filter((at) => at > 0 && /^\p{Lu}/u.test(words[at] ?? ''))
  const found = starts.flatMap((at) => named('me', personAt(words.slice(at), people)) ?? [])
  return new Set(found.map(({ person_id }) => person_id)).size === 1 ? found[0] : undefined
}

/**
 * Reads `send Ada the figures friday !high`: what is to be done, until when, and for whom. `Ada: send the figures` is
 * what Ada does; `@` marks a name.
 */
export const readAction = (line: string, today: string, people: NamedPerson[]) => {
  const split = splitName(line, people)
  const { value: priority = 'medium', rest } = takeMark(split?.rest ?? line, priorities)
  const { title, date } = parseDated(rest, today)
  const marked = takeMarked(title.split(' '), people)
  const words = marked?.words ?? title.split(' ')
  const theirs = split && (named('person', split.here) ?? { ...nobody, errors: [personError(split.name, 'several')] })
  const who = theirs ?? marked?.found ?? findUnmarked(words, people) ?? nobody
  return { description: words.join(' ').replace(/(^|\s)\\(?=[@!])/g, '$1'), due_date: date, priority, ...who }
}

/** Understands a line such as `send Ada the figures friday !high`. */
export const interpretAction = async (
  db: D1Database,
  userId: string,
  line: string,
  today: string,
): Promise<{ values: NewActionItemValues } & Understood> => {
  const { name, errors, ...values } = readAction(line, today, await peopleNamedIn(db, userId, line))
  const isTheirs = values.owner === 'person'
  return {
    values,
    errors: [
      ...(values.description === '' ? ['Enter what is to be done'] : []),
      ...(countCharacters(values.description) > descriptionLimit
        ? [`A description has at most ${descriptionLimit} characters`]
        : []),
      ...errors,
    ],
    does: isTheirs && name ? `Add action item of ${name}` : 'Add action item',
    parts: [
      ...part('action', values.description),
      ...part(isTheirs ? 'by' : 'with', name),
      ...errors.map((text) => ({ label: 'person', text, isWrong: true })),
      ...part('due', values.due_date && dateText(values.due_date, today)),
      ...part('priority', values.priority !== 'medium' && values.priority),
    ],
  }
}
