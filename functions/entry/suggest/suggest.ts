import type { Org } from '../../lib/org'
import { ownerToken, phraseOf } from '../../lib/search/match'
import { tagLimit } from '../../lib/tags'
import { countCharacters, folded, nameKey } from '../../lib/text'
import { nameLimit } from '../../projects/schema'
import { projectLabel } from '../../projects/words'
import { matchRank } from '../names'
import { isName, isTag, tokenize } from '../tokenize'
import { peopleSuggestions, type Suggestion, type TypedLine } from './people'
import { planSuggestions } from './plans'
import { type Candidates, candidates, type Search, type TitleCandidate } from './queries'
import { type TypedName, type TypedTitle, typedName, typedTitle } from './word'
import { endsWithTitle, replaced, writeName, writeNewName, writeTitle } from './write'

const most = 6

const phrases = (words: string[]) =>
  words
    .flatMap((word) => word.match(/[\p{L}\p{N}]+/gu) ?? [])
    .filter((word) => countCharacters(word) > 1)
    .map((word) => phraseOf(word, true))

/** FTS5 expression for the person's documents of a kind that have words with these beginnings; undefined for none. */
const matchOf = (userId: string, kind: string, column: 'title' | 'tags', words: string[]) => {
  const wanted = phrases(words)
  if (wanted.length === 0) return undefined
  return `owner : ${ownerToken({ userId, kind })} AND {${column}} : (${wanted.join(' AND ')})`
}

const kinds = { '@': 'project', '!': 'goal', '%': 'plan', '^': 'task', '#': 'session' } as const

const searchFor = (userId: string, name: TypedName | null, title: TypedTitle | null): Search => {
  // A slash parts a plan from its chunk.
  const words = name?.typed.split(name.mark === '%' ? /[\s/]+/ : /\s+/) ?? []
  const titleWords = title?.words.map(({ text }) => text) ?? []
  return {
    names: name
      ? {
          mark: name.mark,
          plan: name.mark === '%' ? /^[^/]+(?=\/)/.exec(name.typed)?.[0].trim() : undefined,
          prefix: name.mark === '%' ? (words[0] ?? '') : nameKey(words[0] ?? ''),
          match: matchOf(
            userId,
            kinds[name.mark],
            name.mark === '#' ? 'tags' : 'title',
            name.mark === '%' ? words.slice(0, 1) : words,
          ),
        }
      : undefined,
    // Behind a mark the first words may be part of its name.
    titles: title
      ? { match: matchOf(userId, 'session', 'title', titleWords.slice(title.isBehindMark ? -1 : 0)) }
      : undefined,
  }
}

type Named = { id?: string; name: string; client?: string; color?: string; inactive?: 0 | 1 }

/** A name behind a mark other than `%`, which names two things at once (plans.ts). */
type SimpleName = TypedName & { mark: Exclude<TypedName['mark'], '%'> }

const isSimple = (word: TypedName): word is SimpleName => word.mark !== '%'

const namedBy = ({ projects, goals, tasks, tags }: Candidates, mark: SimpleName['mark']): Named[] =>
  ({ '@': projects, '!': goals, '^': tasks, '#': tags })[mark]

const usesOf = ({ recent }: Candidates, mark: SimpleName['mark'], { id, name }: Named) =>
  recent.filter((one) => {
    if (mark === '#') return one.tags.includes(name)
    return { '@': one.project_id, '!': one.goal_id, '^': one.task_id }[mark] === id
  }).length

const nameKinds = { '@': 'project', '!': 'goal', '^': 'task', '#': 'tag' } as const

/** As `writeName`; in quotes where the first word would be one that the line takes otherwise. */
const writeFor = ({ takes }: TypedLine, mark: SimpleName['mark'], name: string) => {
  const text = writeName(mark, name)
  const [first = ''] = folded(name).split(' ')
  return mark === '!' && text === `!${name}` && takes?.known?.includes(first) ? `!"${name}"` : text
}

/** Own names that begin with what is typed: archived ones last, then the best match, then the most used. */
const ownNames = (line: TypedLine, word: SimpleName, found: Candidates): (Suggestion & { rank: number })[] => {
  const { mark, typed } = word
  const named = namedBy(found, mark)
  const isShared = ({ name }: Named) => named.filter((other) => nameKey(other.name) === nameKey(name)).length > 1
  return named
    .flatMap((one) => {
      const rank = typed === '' ? 1 : matchRank(typed, one.name)
      const label = isShared(one) && one.client ? projectLabel({ name: one.name, client: one.client }) : one.name
      const text = writeFor(line, mark, label)
      return rank === null || text === null ? [] : [{ one, rank, text, uses: usesOf(found, mark, one) }]
    })
    .sort(
      (a, b) =>
        (a.one.inactive ?? 0) - (b.one.inactive ?? 0) ||
        a.rank - b.rank ||
        b.uses - a.uses ||
        a.one.name.localeCompare(b.one.name),
    )
    .slice(0, most)
    .map(({ one, rank, text }) => ({
      ...replaced(line.text, word.from, word.to, text),
      kind: nameKinds[mark],
      name: one.name,
      details: one.client ? [one.client] : [],
      color: one.color,
      isArchived: one.inactive === 1,
      rank,
    }))
}

const limits = { '@': nameLimit, '#': tagLimit, '!': 0, '^': 0 }

/** True if the first words behind the mark are a name already, so that the others belong to the title. */
const isResolved = ({ create }: TypedLine, { mark, typed }: SimpleName, found: Candidates) =>
  [...namedBy(found, mark).map(({ name }) => name), create].some(
    (name) => name !== '' && folded(typed).startsWith(`${folded(name)} `),
  )

const newName = (line: TypedLine, word: SimpleName, found: Candidates): Suggestion[] => {
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

/** True for a whole word that the line takes behind `!`. */
const isWord = ({ takes }: TypedLine, { mark, typed }: TypedName) =>
  mark === '!' && takes?.known?.includes(typed.toLowerCase()) === true

/** Words that the line takes behind `!`. */
const wordSuggestions = (line: TypedLine, word: TypedName): Suggestion[] => {
  const typed = word.typed.toLowerCase()
  if (word.mark !== '!' || word.isQuoted) return []
  const words = line.takes?.words?.filter((one) => one.startsWith(typed) && one !== typed) ?? []
  return words.map((name, index) => ({
    ...replaced(line.text, word.from, word.to, `!${name}`),
    kind: 'word',
    name,
    details: [],
    isSelected: index === 0 && typed !== '' && !isWord(line, word),
  }))
}

const nameSuggestions = (line: TypedLine, word: TypedName, found: Candidates): Suggestion[] => {
  if (!isSimple(word)) return planSuggestions(line, word, found)
  const own = ownNames(line, word, found)
  const isExact = own.some(({ rank }) => rank === 0)
  const [only, other] = own
  // The name is complete: a list of it alone says nothing new.
  if (only?.rank === 0 && !other && !only.isArchived) return []
  return [
    ...own.map(({ rank: _, ...one }, index) => ({
      ...one,
      isSelected: index === 0 && word.typed !== '' && !isExact && !one.isArchived && !isWord(line, word),
    })),
    ...newName(line, word, found),
  ]
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
  const words = typed ? wordSuggestions(line, typed) : []
  const { takes } = line
  const name = typed && (takes?.marks.includes(typed.mark) ?? true) ? typed : null
  const isAlone = typed !== null && !/\s/.test(typed.typed)
  const title = isAlone || (takes && !takes.hasTitles) ? null : typedTitle(before, line.today)
  if (!name && !title) return words
  const found = await candidates(db, userId, org, searchFor(userId, name, title))
  const names = name ? nameSuggestions(line, name, found) : []
  return [
    ...words,
    ...names.map((one) => (words.length > 0 ? { ...one, isSelected: false } : one)),
    ...(title ? titleSuggestions(line, title, found) : []),
  ].slice(0, most + 1)
}
