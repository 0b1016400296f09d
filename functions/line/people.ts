import { allRows, sql } from '../lib/db/sql'
import { foldText, isolateDirection } from '../lib/text/text'

export type NamedPerson = { id: string; name: string }

/** Maximum number of words to look up in a line, and of people to find. */
const wordLimit = 80
const peopleLimit = 200

/** A word without a leading mark and trailing punctuation, for comparing names. */
const bare = (word: string) => word.replace(/^[@"“(]+/, '').replace(/[\s.,:;!?"”)]+$|['’]s$/g, '')

/** People whose full name or first name is a word in a line. */
export const readPeopleInLine = async (db: D1Database, userId: string, line: string) => {
  const words = [...new Set(line.split(/\s+/).map(bare))].filter((word) => word !== '').slice(0, wordLimit)
  if (words.length === 0) return []
  const json = JSON.stringify(words)
  return allRows<NamedPerson>(sql(db)`
    SELECT id, name
    FROM people
    WHERE user_id = ${userId} AND deleted_at IS NULL AND (
      name COLLATE NOCASE IN (SELECT value FROM json_each(${json}))
      OR substr(name, 1, instr(name, ' ') - 1) COLLATE NOCASE IN (SELECT value FROM json_each(${json})))
    ORDER BY name, id
    LIMIT ${peopleLimit}`)
}

/** A person at the start of some words, with the number of words in the name; `several` if ambiguous. */
export type PersonMatch = { person: NamedPerson; count: number } | 'several' | null

const keyOf = (words: string[]) => foldText(words.map(bare).join(' '))

/** People with this first name. */
export const peopleByFirstName = <P extends Pick<NamedPerson, 'name'>>(word: string, people: P[]) =>
  people.filter(({ name }) => keyOf(name.split(/\s+/).slice(0, 1)) === keyOf([word]))

/** Finds the longest full name at the start of the words, else a first name that only one person has. */
export const matchPerson = (words: string[], people: NamedPerson[]): PersonMatch => {
  const named = people.map((person) => ({ person, parts: person.name.split(/\s+/) }))
  const whole = named.filter(({ parts }) => keyOf(words.slice(0, parts.length)) === keyOf(parts))
  const longest = Math.max(0, ...whole.map(({ parts }) => parts.length))
  const [only, other] =
    longest > 0
      ? whole.filter(({ parts }) => parts.length === longest).map(({ person }) => person)
      : peopleByFirstName(words[0] ?? '', people)
  if (only && other) return 'several'
  return only ? { person: only, count: Math.max(1, longest) } : null
}

/** Explains why a name matches no single person. */
export const personError = (name: string, here: 'several' | null) =>
  here === 'several'
    ? `Several people are called “${isolateDirection(name)}”. Enter the whole name.`
    : `No person is called “${isolateDirection(name)}”.`

/** Splits a line that begins with a name and a colon, as in `Ada: send the figures`; null for other lines. */
export const splitName = (line: string, people: NamedPerson[]) => {
  const colon = line.indexOf(':')
  const words = line.slice(0, Math.max(colon, 0)).trim().split(/\s+/)
  const here = colon > 0 ? matchPerson(words, people) : null
  const isName = here === 'several' || here?.count === words.length || (here !== null && words.length === 1)
  return isName ? { here, name: words.join(' '), rest: line.slice(colon + 1).trim() } : null
}
