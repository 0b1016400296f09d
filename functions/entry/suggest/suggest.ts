import type { Org } from '../../lib/org'
import { ownerToken, phraseOf } from '../../lib/search/match'
import { tagLimit } from '../../lib/tags'
import { countCharacters, folded, nameKey } from '../../lib/text'
import { type LineNames, matchRank } from '../../line/names'
import { namesIn } from '../../line/queries'
import { isName, isTag, tokenize } from '../../line/tokenize'
import { nameLimit } from '../../projects/schema'
import { projectLabel } from '../../projects/words'
import { peopleSuggestions, type Suggestion, type TypedLine } from './people'
import { type Option, planOptions } from './plans'
import { type Candidates, candidates, type Search, type TitleCandidate } from './queries'
import { type TypedName, type TypedTitle, typedName, typedTitle } from './word'
import { endsWithTitle, replaced, writeName, writeNewName, writeTitle } from './write'

const most = 6

const phrases = (words: string[]) =>
  words
    .flatMap((word) => word.match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => countCharacters(word) > 1)
    .map((word) => phraseOf(word, true))

/** FTS5 expression for sessions that have words with these beginnings; undefined for none. */
const matchOf = (userId: string, column: 'title' | 'tags', words: string[]) => {
  const wanted = phrases(words)
  if (wanted.length === 0) return undefined
  return `owner : ${ownerToken({ userId, kind: 'session' })} AND {${column}} : (${wanted.join(' AND ')})`
}

const searchFor = (userId: string, name: TypedName | null, title: TypedTitle | null): Search => {
  const words = name?.typed.split(/\s+/) ?? []
  const titleWords = title?.words.map(({ text }) => text) ?? []
  return {
    // A slash parts a plan from its chunk.
    plan: name?.mark === '%' ? (/^[^/]+(?=\/)/.exec(name.typed)?.[0].trim() ?? '') : undefined,
    tag: name?.mark === '#' ? { prefix: nameKey(words[0] ?? ''), match: matchOf(userId, 'tags', words) } : undefined,
    // Behind a mark the first words may be part of its name.
    title: title ? { match: matchOf(userId, 'title', titleWords.slice(title.isBehindMark ? -1 : 0)) } : undefined,
  }
}

type Found = Candidates & { names: LineNames }

type Named = { id?: string; name: string; client?: string; color?: string; inactive?: boolean }

/** A name behind a mark other than `%`, which names two things at once (plans.ts). */
type SimpleName = TypedName & { mark: Exclude<TypedName['mark'], '%'> }

const isSimple = (word: TypedName): word is SimpleName => word.mark !== '%'

const namedBy = ({ names, tags }: Found, mark: SimpleName['mark']): Named[] => {
  if (mark === '@') return names.projects.map((project) => ({ ...project, inactive: project.status !== 'active' }))
  if (mark === '#') return tags.map(({ name, inactive }) => ({ name, inactive: inactive === 1 }))
  return (mark === '!' ? names.goals : (names.tasks ?? [])).map(({ id, title }) => ({ id, name: title }))
}

const usesOf = ({ recent }: Candidates, mark: SimpleName['mark'], { id, name }: Named) =>
  recent.filter((one) => {
    if (mark === '#') return one.tags.includes(name)
    return { '@': one.project_id, '!': one.goal_id, '^': one.task_id }[mark] === id
  }).length

const nameKinds = { '@': 'project', '!': 'goal', '^': 'task', '#': 'tag' } as const

/** Names other than plans that match what is typed, by name. */
const simpleOptions = ({ mark, typed }: SimpleName, found: Found): Option[] => {
  const named = namedBy(found, mark).toSorted((a, b) => a.name.localeCompare(b.name))
  const ofOneName = Map.groupBy(named, ({ name }) => nameKey(name))
  return named.flatMap((one) => {
    const rank = typed === '' ? 1 : matchRank(typed, one.name)
    if (rank === null) return []
    const { name, client = '', color, inactive = false } = one
    const isShared = client !== '' && (ofOneName.get(nameKey(name)) ?? []).length > 1
    return {
      ...{ rank, uses: usesOf(found, mark, one), isLast: inactive },
      texts: [isShared ? projectLabel({ name, client }) : name],
      shown: { kind: nameKinds[mark], name, details: client ? [client] : [], color, isArchived: inactive },
    }
  })
}

/** Options of a name: archived ones last, then the best match, then the most used. */
const ownNames = (line: TypedLine, { mark, typed, from, to }: TypedName, options: Option[]): Suggestion[] => {
  const sorted = options.toSorted((a, b) => Number(a.isLast) - Number(b.isLast) || a.rank - b.rank || b.uses - a.uses)
  const isExact = sorted.some(({ rank }) => rank === 0)
  return sorted.slice(0, most).flatMap(({ texts, shown }, index): Suggestion[] => {
    const text = texts.map((one) => writeName(mark, one)).find((one) => one !== null)
    if (text === undefined) return []
    const isSelected = index === 0 && typed !== '' && !isExact && !shown.isArchived
    return [{ ...replaced(line.text, from, to, text), ...shown, isSelected }]
  })
}

const limits = { '@': nameLimit, '#': tagLimit, '!': 0, '^': 0 }

/** True if the first words behind the mark are a name already, so that the others belong to the title. */
const isResolved = ({ create }: TypedLine, { mark, typed }: SimpleName, found: Found) =>
  [...namedBy(found, mark).map(({ name }) => name), create].some(
    (name) => name !== '' && folded(typed).startsWith(`${folded(name)} `),
  )

const newName = (line: TypedLine, word: SimpleName, found: Found): Suggestion[] => {
  const { mark, isQuoted } = word
  const name = word.typed.replace(/[,;:]+$/, '')
  const isKnown =
    namedBy(found, mark).some((one) => folded(one.name) === folded(name)) || nameKey(name) === nameKey(line.create)
  const isOne = isQuoted || mark === '@' || !/\s/.test(name)
  const isValid = mark === '#' ? isTag(name) : mark === '@' && isName(name)
  if (line.takes && mark === '@') return []
  if (isKnown || !isOne || !isValid || countCharacters(name) > limits[mark] || isResolved(line, word, found)) return []
  return [
    {
      ...replaced(line.text, word.from, word.to, writeNewName(mark, name)),
      kind: mark === '@' ? 'new project' : 'new tag',
      name,
      details: [],
    },
  ]
}

const nameSuggestions = (line: TypedLine, word: TypedName, found: Found): Suggestion[] => {
  const isOther = isSimple(word)
  const options = isOther ? simpleOptions(word, found) : planOptions(word, found)
  const [only, other] = options
  // The name is complete: a list of it alone says nothing new.
  if (only?.rank === 0 && !other && !only.shown.isArchived) return []
  return [...ownNames(line, word, options), ...(isOther ? newName(line, word, found) : [])]
}

/** Halves every two weeks, in milliseconds. */
const halfLife = 14 * 86_400_000

const score = ({ uses, used_at }: TitleCandidate, now: number) => uses * 2 ** ((used_at - now) / halfLife)

/** Position of the typed words that begin words of the title; null if none do. */
const titleStart = ({ words, isBehindMark, to }: TypedTitle, name: string) => {
  if (words.length === 0) return to
  const matches = (from: number) =>
    matchRank(
      words
        .slice(from)
        .map(({ text }) => text)
        .join(' '),
      name,
    ) !== null
  const first = words.findIndex((_, index) => (index === 0 || isBehindMark) && matches(index))
  return words[first]?.from ?? null
}

const titleSuggestion = (line: TypedLine, title: TypedTitle, one: TitleCandidate): Suggestion[] => {
  const from = titleStart(title, one.name)
  if (from === null) return []
  const said = tokenize(line.text)
  const projectName =
    one.is_shared && one.client ? projectLabel({ name: one.project ?? '', client: one.client }) : one.project
  const project = said.project === null && projectName !== null ? writeName('@', projectName) : null
  const goal = said.goal === null && one.goal !== null ? writeName('!', one.goal) : null
  const tags = said.tags.length === 0 ? one.tags.map((tag) => writeName('#', tag)) : []
  const text = [writeTitle(one.name), project, goal, ...tags].filter((part) => part !== null).join(' ')
  const made = replaced(line.text, from, title.to, text)
  const names = [projectName, one.goal, ...one.tags].filter((name) => name !== null)
  if (made.line.trim() === line.text.trim()) return []
  if (!endsWithTitle(line.text.slice(0, from) + text, one.name, names, line.today)) return []
  return [
    {
      ...made,
      kind: 'title',
      name: one.name,
      details: [one.project, one.goal, ...one.tags.map((tag) => `#${tag}`)].filter((part) => part !== null),
      color: one.color,
    },
  ]
}

const titleSuggestions = (line: TypedLine, title: TypedTitle, { titles }: Candidates): Suggestion[] =>
  titles
    .toSorted((a, b) => score(b, line.now) - score(a, line.now))
    .flatMap((one) => titleSuggestion(line, title, one))
    .slice(0, most)

/** Names and titles for the word at the caret. */
export const suggestions = async (db: D1Database, userId: string, org: Org, line: TypedLine): Promise<Suggestion[]> => {
  const before = line.text.slice(0, line.caret)
  const typed = typedName(before)
  const people = typed ? [] : await peopleSuggestions(db, userId, org, line)
  if (people.length > 0) return people
  const { takes } = line
  const name = typed && (takes?.marks.includes(typed.mark) ?? true) ? typed : null
  const isAlone = typed !== null && !/\s/.test(typed.typed)
  const title = isAlone || (takes && !takes.hasTitles) ? null : typedTitle(before, line.today)
  if (!name && !title) return []
  const [found, known] = await Promise.all([
    candidates(db, userId, org, searchFor(userId, name, title)),
    namesIn(db, userId, org, line.text, name && isSimple(name) ? [name.mark] : []),
  ])
  return [
    ...(name ? nameSuggestions(line, name, { ...found, names: known }) : []),
    ...(title ? titleSuggestions(line, title, found) : []),
  ].slice(0, most + 1)
}
