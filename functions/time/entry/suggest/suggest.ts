import type { Org } from '../../../lib/org'
import { ownerToken, phraseOf } from '../../../lib/search/match'
import { tagLimit } from '../../../lib/tags'
import { countCharacters, foldText, nameKey } from '../../../lib/text/text'
import { matchRank, projectLabel } from '../../../line/names'
import { parseUnitMinutes } from '../../../line/phrases'
import { isName, isTag, projectNameLimit, tokenize } from '../../../line/tokenize'
import { parseEntry } from '../interpret'
import {
  isSimple,
  type NamedRows,
  planOptions,
  readNamedRows,
  type SimpleName,
  type SuggestedOption,
  type Suggestion,
  simpleOptions,
} from './options'
import { peopleByPrefix, type UsedTitle, usedTitles } from './queries'
import {
  replaceSpan,
  type TypedName,
  type TypedTitle,
  typedName,
  typedTitle,
  writeName,
  writeNewName,
  writeTitle,
} from './typed-line'

/** Marks of a line that is not only for sessions. Such a line suggests no new project. */
export type LineMarks = {
  /** Marks that are followed by a name. */
  marks: string
  /** Suggests titles of sessions, with their project, goal and tags. */
  hasTitles?: true
  /** Suggests names of people after the first word. The value is appended to an accepted name. */
  names?: '' | ':'
}

type TypedLine = { text: string; caret: number; create: string; today: string; now: number; takes?: LineMarks }

const most = 6

/** Suggestions for a name: archived ones last, then by match, then by use. */
const ownNames = (line: TypedLine, word: TypedName, options: SuggestedOption[]): Suggestion[] => {
  const { mark, typed } = word
  const sorted = options.toSorted((a, b) => Number(a.isLast) - Number(b.isLast) || a.rank - b.rank || b.uses - a.uses)
  const isExact = sorted.some(({ rank }) => rank === 0)
  return sorted.slice(0, most).flatMap(({ texts, shown }, index): Suggestion[] => {
    const text = texts.map((one) => writeName(mark, one)).find((one) => one !== null)
    if (text === undefined) return []
    const isSelected = index === 0 && typed !== '' && !isExact && !shown.isArchived
    return [{ ...replaceSpan(line.text, word, text), ...shown, isSelected }]
  })
}

const limits = { '@': projectNameLimit, '#': tagLimit, '!': 0, '^': 0 }

/** Suggests a new project or tag, unless it exists or the first words after the mark are already a name. */
const newName = (line: TypedLine, word: SimpleName, { named }: NamedRows): Suggestion[] => {
  const { mark, isQuoted, typed } = word
  const name = typed.replace(/[,;:]+$/, '')
  const isKnown = named.some((one) => foldText(one.name) === foldText(name)) || nameKey(name) === nameKey(line.create)
  const isOne = isQuoted || mark === '@' || !/\s/.test(name)
  // Time after an unquoted name does not belong to the name: `@Thesis 25m`.
  const isBehind = !isQuoted && parseUnitMinutes(name.split(/\s+/).slice(1).at(-1) ?? '') !== null
  const isValid = mark === '#' ? isTag(name) : mark === '@' && isName(name) && !line.takes && !isBehind
  const isResolved = [...named.map((one) => one.name), line.create].some(
    (one) => one !== '' && foldText(typed).startsWith(`${foldText(one)} `),
  )
  if (isKnown || !isOne || !isValid || countCharacters(name) > limits[mark] || isResolved) return []
  const kind = mark === '@' ? 'new project' : 'new tag'
  return [{ ...replaceSpan(line.text, word, writeNewName(mark, name)), kind, name, details: [] }]
}

const nameSuggestions = (line: TypedLine, word: TypedName, found: NamedRows): Suggestion[] => {
  const options = isSimple(word) ? simpleOptions(word, found) : planOptions(word.typed, found)
  const [only, other] = options
  // The name is complete, so the list would only repeat it.
  if (only?.rank === 0 && !other && !only.shown.isArchived) return []
  return [...ownNames(line, word, options), ...(isSimple(word) ? newName(line, word, found) : [])]
}

/** FTS5 expression for sessions with words in their titles that begin with the typed ones; undefined without words. */
const matchOf = (userId: string, { words, isBehindMark }: TypedTitle) => {
  // After a mark the first words may belong to its name, so only the last word is used.
  const wanted = words
    .slice(isBehindMark ? -1 : 0)
    .flatMap(({ text }) => text.match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => countCharacters(word) > 1)
    .map((word) => phraseOf(word, true))
  if (wanted.length === 0) return undefined
  return `owner : ${ownerToken({ userId, kind: 'session' })} AND {title} : (${wanted.join(' AND ')})`
}

/** Time in ms in which the weight of a title's last use halves: two weeks. */
const halfLife = 14 * 86_400_000

const score = ({ uses, used_at }: UsedTitle, now: number) => uses * 2 ** ((used_at - now) / halfLife)

/** Position in the line of the first typed word that belongs to the title; undefined without a match. */
const titleStart = ({ words, isBehindMark, to }: TypedTitle, name: string) => {
  if (words.length === 0) return to
  const textFrom = (from: number) => words.slice(from).map(({ text }) => text)
  return words.find((_, index) => (index === 0 || isBehindMark) && matchRank(textFrom(index).join(' '), name) !== null)
    ?.from
}

const titleSuggestion = (line: TypedLine, title: TypedTitle, one: UsedTitle): Suggestion[] => {
  const from = titleStart(title, one.name)
  if (from === undefined) return []
  const said = tokenize(line.text)
  const { project: name, client } = one
  const projectName = name !== null && one.is_shared && client ? projectLabel({ name, client }) : name
  const project = said.project === null && projectName !== null ? writeName('@', projectName) : null
  const goal = said.goal === null && one.goal !== null ? writeName('!', one.goal) : null
  const tags = said.tags.length === 0 ? one.tags.map((tag) => writeName('#', tag)) : []
  const text = [writeTitle(one.name), project, goal, ...tags].filter((part) => part !== null).join(' ')
  const made = replaceSpan(line.text, { from, to: title.to }, text)
  if (made.line.trim() === line.text.trim()) return []
  const names = [projectName, one.goal, ...one.tags].filter((part) => part !== null)
  const whole = parseEntry(line.text.slice(0, from) + text, line.today, { projects: names, goals: names, tags: names })
  if (!whole.title.endsWith(one.name)) return []
  const details = [one.project, one.goal, ...one.tags.map((tag) => `#${tag}`)].filter((part) => part !== null)
  return [{ ...made, kind: 'title', name: one.name, details, color: one.color }]
}

const titleSuggestions = async (db: D1Database, userId: string, org: Org, line: TypedLine, title: TypedTitle) =>
  (await usedTitles(db, { userId, org }, matchOf(userId, title)))
    .toSorted((a, b) => score(b, line.now) - score(a, line.now))
    .flatMap((one) => titleSuggestion(line, title, one))
    .slice(0, most)

/** Maximum length of a typed name for a search of people. */
const longest = 60

/** Matches a name that is being typed after the first word of a line, or after other names. */
const personName = /^\s*\S+\s+(?:with\s+)?(?<others>(?:[^,:@#!%^]*(?:,|\sand\s|\s&\s)\s*)*)(?<typed>[^,:@#!%^]+)$/iu

/** People whose names start with the typed text, if the line accepts names. */
const personSuggestions = async (db: D1Database, userId: string, org: Org, line: TypedLine): Promise<Suggestion[]> => {
  const { names } = line.takes ?? {}
  const { typed = '', others = '' } = personName.exec(line.text.slice(0, line.caret))?.groups ?? {}
  const isFirst = others === ''
  if (names === undefined || typed === '' || typed.length > longest || (names === ':' && !isFirst)) return []
  const span = { from: line.caret - typed.length, to: line.caret }
  return (await peopleByPrefix(db, { userId, org }, typed))
    .filter(({ name }) => foldText(name) !== foldText(typed))
    .map(({ name }, index) => ({
      ...replaceSpan(line.text, span, `${name}${names}`),
      kind: 'person',
      name,
      details: [],
      // A complete first name is not selected, so that Enter sends it instead of completing the full name.
      isSelected: index === 0 && foldText(name.split(' ')[0] ?? '') !== foldText(typed),
    }))
}

/** Suggests names and titles for the word at the caret. */
export const suggestions = async (db: D1Database, userId: string, org: Org, line: TypedLine): Promise<Suggestion[]> => {
  const before = line.text.slice(0, line.caret)
  const typed = typedName(before)
  const people = typed ? [] : await personSuggestions(db, userId, org, line)
  if (people.length > 0) return people
  const { takes } = line
  const name = typed && (takes?.marks.includes(typed.mark) ?? true) ? typed : null
  const isAlone = typed !== null && !/\s/.test(typed.typed)
  const title = isAlone || (takes && !takes.hasTitles) ? null : typedTitle(before, line.today)
  const [found, titles] = await Promise.all([
    name && readNamedRows(db, userId, org, name.mark),
    title ? titleSuggestions(db, userId, org, line, title) : [],
  ])
  return [...(name && found ? nameSuggestions(line, name, found) : []), ...titles].slice(0, most + 1)
}
