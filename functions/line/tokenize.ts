import { foldText } from '../lib/text/text'

/** Names that a line may mention. Known names of several words need no quotes. */
export type KnownNames = { projects: string[]; goals: string[]; tags: string[]; plans?: string[]; tasks?: string[] }

const noNames: KnownNames = { projects: [], goals: [], tags: [] }

/** Maximum characters in the name of a project or of its client. */
export const projectNameLimit = 100

/** Marks before names: `@Project`, `!Goal`, `%plan/chunk`, `^task`, `#tag`. */
export const marks = ['@', '!', '%', '^', '#'] as const
export type Mark = (typeof marks)[number]

export type LineTokens = {
  words: string[]
  project: string | null
  /** Plain words directly after an unquoted project name, which may belong to it. */
  behindProject: string[]
  goal: string | null
  /** `plan` or `plan/chunk` after `%`. */
  ofPlan?: string
  ofTask?: string
  tags: string[]
}

/** Matches a mark with a quoted name, quoted words of the title, or anything up to the next space. */
const TOKEN = /[@!#%^]"(?:[^"\\]|\\.|"")+"|[@!#%^]“[^”]+”|"(?:[^"\\]|\\.)+"(?=\s|$)|“[^”]+”(?=\s|$)|\S+/gsu

const QUOTED = /^.(?:"(.*)"|“(.*)”)$/su

/** Unescapes a quoted name: `\"` and `""` both become a quote. */
const unquoted = (text: string) => text.replace(/\\(["\\])|""/g, (_, kept = '"') => kept).trim()

/** Splits a line at spaces. Quoted words stay together, and are not read as a phrase. */
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

/** False for punctuation only, such as `!?` and `@...`. */
export const isName = (text: string) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)

/** The name in a token with a mark; null if the token is an ordinary word. */
const nameAfter = (token: string) => {
  const [, straight, curly] = QUOTED.exec(token) ?? []
  const name = straight !== undefined ? unquoted(straight) : (curly?.trim() ?? token.slice(1).replace(/[,;:]+$/, ''))
  const isWhole = straight !== undefined || curly !== undefined || !/["“”]/.test(name)
  return isName(name) && isWhole ? name : null
}

/** True for a valid tag: it has a letter and no comma. So `PR #12` stays in the title. */
export const isTag = (name: string) => /\p{L}/u.test(name) && !/[#,]/.test(name)

const spaced = (text: string) => text.trim().replace(/\s+/g, ' ')

const keyOf = (name: string) => foldText(spaced(name))

/** Finds the longest known name at the start of the tokens. The first token begins with a mark. */
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

/** The plain words that the tokens start with. They may belong to the project name that precedes the tokens. */
const plainStart = (tokens: string[]) => {
  const end = tokens.findIndex((token) => !/^\p{L}[^\d]*$/u.test(token))
  return tokens.slice(0, end < 0 ? undefined : end)
}

export const isMark = (text: string | undefined): text is Mark => marks.some((mark) => mark === text)

/** For each mark, its known names, and the member of the result that it sets. */
const kinds = {
  '@': { names: 'projects', slot: 'project' },
  '!': { names: 'goals', slot: 'goal' },
  '%': { names: 'plans', slot: 'ofPlan' },
  '^': { names: 'tasks', slot: 'ofTask' },
  '#': { names: 'tags', slot: 'tags' },
} as const

/** True if the text can be a name after this mark. After `%`, `^` and `#` a number is an ordinary word, as in `50%`. */
const isNameOf = (mark: Mark, name: string) =>
  mark === '#' ? isTag(name) : mark === '@' || mark === '!' || /^\p{L}/u.test(name)

/**
 * Splits a line into words and the names after marks. Known names of several words need no quotes; the longest match
 * wins. The first project, goal, plan and task count; later ones are ordinary words. A backslash before a mark, or
 * quotes around the words, keep it in the title.
 * @param taken marks allowed in the line; others are ordinary text
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
