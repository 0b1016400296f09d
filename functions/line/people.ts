import { allRows, sql } from '../lib/db/sql'
import { folded, isolated } from '../lib/text/text'

export type NamedPerson = { id: string; name: string }

/** The most words of a line that are looked up, and the most people that are found. */
const wordLimit = 80
const peopleLimit = 200

/** A word of a line as a name would have it, without the mark before it and the signs behind it. */
const bare = (word: string) => word.replace(/^[@"“(]+/, '').replace(/[\s.,:;!?"”)]+$|['’]s$/g, '')

/** People whose name, or whose first name, is a word of a line. */
export const peopleNamedIn = async (db: D1Database, userId: string, line: string) => {
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

/** A person at the start of some words, and how many of these are the name; `several` where it could be two. */
export type PersonHere = { person: NamedPerson; count: number } | 'several' | null

const keyOf = (words: string[]) => folded(words.map(bare).join(' '))

/** People whose first name is a word. */
export const firstNamed = <P extends Pick<NamedPerson, 'name'>>(word: string, people: P[]) =>
  people.filter(({ name }) => keyOf(name.split(/\s+/).slice(0, 1)) === keyOf([word]))

/** Finds the longest whole name at the start of some words, else a first name that one person alone has. */
export const personAt = (words: string[], people: NamedPerson[]): PersonHere => {
  const named = people.map((person) => ({ person, parts: person.name.split(/\s+/) }))
  const whole = named.filter(({ parts }) => keyOf(words.slice(0, parts.length)) === keyOf(parts))
  const longest = Math.max(0, ...whole.map(({ parts }) => parts.length))
  const [only, other] =
    longest > 0
      ? whole.filter(({ parts }) => parts.length === longest).map(({ person }) => person)
      : firstNamed(words[0] ?? '', people)
  if (only && other) return 'several'
  return only ? { person: only, count: Math.max(1, longest) } : null
}

/** Says why a name is nobody's. */
export const personError = (name: string, here: 'several' | null) =>
  here === 'several'
    ? `Several people are called “${isolated(name)}”. Enter the whole name.`
    : `No person is called “${isolated(name)}”.`

/** The words before and behind the name that a line begins with, as in `Ada: send the figures`; null without one. */
export const splitName = (line: string, people: NamedPerson[]) => {
  const colon = line.indexOf(':')
  const words = line.slice(0, Math.max(colon, 0)).trim().split(/\s+/)
  const here = colon > 0 ? personAt(words, people) : null
  const isName = here === 'several' || here?.count === words.length || (here !== null && words.length === 1)
  return isName ? { here, name: words.join(' '), rest: line.slice(colon + 1).trim() } : null
}
