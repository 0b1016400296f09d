import { folded } from '../lib/text/text'

/** Names that a line may mention. Names of several words need no quotes. */
export type KnownNames = { projects: string[]; goals: string[]; tags: string[]; plans?: string[]; tasks?: string[] }

const noNames: KnownNames = { projects: [], goals: [], tags: [] }

/** Characters of the name of a project, or of its client. */
export const projectNameLimit = 100

/** `@Project`, `!Goal`, `%plan/chunk`, `^task`, `#tag` */
export const marks = ['@', '!', '%', '^', '#'] as const
export type Mark = (typeof marks)[number]

export type LineTokens = {
  words: string[]
  project: string | null
  /** Plain words directly behind an unquoted project, which may belong to its name. */
  behindProject: string[]
  goal: string | null
  /** `plan` or `plan/chunk` behind `%`. */
  ofPlan?: string
  ofTask?: string
  tags: string[]
}

/** A mark with a quoted name, quoted title words, or anything up to the next space. */
const TOKEN = /[@!#%^]"(?:[^"\\]|\\.|"")+"|[@!#%^]“[^”]+”|"(?:[^"\\]|\\.)+"(?=\s|$)|“[^”]+”(?=\s|$)|\S+/gsu

const QUOTED = /^.(?:"(.*)"|“(.*)”)$/su

/** Unescapes a quoted name: `\"` and `""` are both a quote. */
const unquoted = (text: string) => text.replace(/\\(["\\])|""/g, (_, kept = '"') => kept).trim()

/** Splits a line at its spaces; quoted words are one, in which no phrase is understood. */
export const lineTokens = (line: string) => line.match(TOKEN) ?? []

/** Joins words into a title and removes quotes around quoted words. */
export const joinTitle = (words: string[]) =>
  words
    .map((word) =>
      /^["“]/.test(word)
        ? word.replace(/^"(.+)"$|^“(.+)”$/su, (_, straight, curly) => unquoted(straight ?? curly))
        : word,
    )
    .join(' ')

/** False for punctuation alone, as in `!?` and `@...`. */
export const isName = (text: string) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)

/** The name after a mark; null if the token is an ordinary word. */
const nameAfter = (token: string) => {
  const [, straight, curly] = QUOTED.exec(token) ?? []
  const name = straight !== undefined ? unquoted(straight) : (curly?.trim() ?? token.slice(1).replace(/[,;:]+$/, ''))
  const isWhole = straight !== undefined || curly !== undefined || !/["“”]/.test(name)
  return isName(name) && isWhole ? name : null
}

/** A tag needs a letter and no comma, so that `PR #12` stays in the title. */
export const isTag = (name: string) => /\p{L}/u.test(name) && !/[#,]/.test(name)

const spaced = (text: string) => text.trim().replace(/\s+/g, ' ')

const keyOf = (name: string) => folded(spaced(name))

/** Finds the longest known name at the start of words; the first word has a mark. */
const knownName = (names: string[], tokens: string[]) => {
  const keys = new Set(names.map(keyOf))
  const mostWords = Math.max(0, ...names.map((name) => spaced(name).split(' ').length))
  for (let count = Math.min(mostWords, tokens.length); count > 0; count -= 1) {
    const text = tokens.slice(0, count).join(' ').slice(1)
    const name = [text, text.replace(/[.,;:!?]+$/, '')].find((one) => keys.has(keyOf(one)))
    if (name) return { name, count }
  }
  return null
}

/** Words that may belong to the project before them. */
const plainStart = (tokens: string[]) => {
  const end = tokens.findIndex((token) => !/^\p{L}[^\d]*$/u.test(token))
  return tokens.slice(0, end < 0 ? undefined : end)
}

export const isMark = (text: string | undefined): text is Mark => marks.some((mark) => mark === text)

/** Known names behind each mark, and where its token goes. */
const kinds = {
  '@': { names: 'projects', slot: 'project' },
  '!': { names: 'goals', slot: 'goal' },
  '%': { names: 'plans', slot: 'ofPlan' },
  '^': { names: 'tasks', slot: 'ofTask' },
  '#': { names: 'tags', slot: 'tags' },
} as const

/** A number behind `%` or `^`, such as a percentage, is a word, as is one behind `#`. */
const isNameOf = (mark: Mark, name: string) =>
  mark === '#' ? isTag(name) : mark === '@' || mark === '!' || /^\p{L}/u.test(name)

/**
 * Splits a line into the names behind its marks and words. A known name of several words needs no quotes: the longest
 * counts. The first project, goal, plan and task win; later ones are words. A backslash before a mark, or quotes around
 * the words, keep it in the title.
 * @param taken the marks that the line takes; others are of words
 */
export const tokenize = (line: string, known = noNames, taken: readonly Mark[] = marks): LineTokens => {
  const found: LineTokens = { words: [], project: null, behindProject: [], goal: null, tags: [] }
  const tokens: string[] = lineTokens(line)
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    const [first] = token
    const mark = isMark(first) && taken.includes(first) ? first : null
    const longest = mark && knownName(known[kinds[mark].names] ?? [], [token, ...tokens])
    const name = longest?.name ?? nameAfter(token)
    const slot = mark && kinds[mark].slot
    const isTaken = slot !== null && slot !== 'tags' && (found[slot] ?? null) !== null
    if (!mark || !slot || name === null || isTaken || !(longest || isNameOf(mark, name))) {
      found.words.push(token.replace(/^\\(?=[@#!%^])/, ''))
      continue
    }
    tokens.splice(0, (longest?.count ?? 1) - 1)
    if (slot === 'tags') found.tags.push(name)
    else found[slot] = name
    if (slot === 'project' && !longest && !QUOTED.test(token)) found.behindProject = plainStart(tokens)
  }
  return found
}
