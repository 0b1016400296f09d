import { folded } from '../lib/text'

/** Names that a line may mention. Those of several words need no quotes. */
export type KnownNames = { projects: string[]; goals: string[]; tags: string[]; plans?: string[]; tasks?: string[] }

const noNames: KnownNames = { projects: [], goals: [], tags: [] }

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

/** Unescapes a quoted name: `\"` and `""` both stand for a quote. */
const unquoted = (text: string) => text.replace(/\\(["\\])|""/g, (_, kept = '"') => kept).trim()

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

/** Finds the longest known name at the start of some words. */
const nameFinder = (names: string[]) => {
  const keys = new Set(names.map(keyOf))
  const mostWords = Math.max(0, ...names.map((name) => spaced(name).split(' ').length))
  return (tokens: string[]) => {
    for (let count = Math.min(mostWords, tokens.length); count > 0; count -= 1) {
      const text = tokens.slice(0, count).join(' ').slice(1)
      const name = [text, text.replace(/[.,;:!?]+$/, '')].find((one) => keys.has(keyOf(one)))
      if (name) return { name, count }
    }
    return null
  }
}

/** Words that may belong to the project before them. */
const plainStart = (tokens: string[]) => {
  const end = tokens.findIndex((token) => !/^\p{L}[^\d]*$/u.test(token))
  return tokens.slice(0, end < 0 ? undefined : end)
}

export const isMark = (text: string | undefined): text is Mark => marks.some((mark) => mark === text)

/** A number behind `%` or `^`, such as a percentage, is a word. */
const isPlanOrTask = (name: string, isKnown: boolean) => isKnown || /^\p{L}/u.test(name)

/**
 * Splits a line into the names behind its marks and words. A known name of several words needs no quotes: the longest
 * counts. The first project, goal, plan and task win; later ones are words. A backslash before a mark, or quotes around
 * the words, keep it in the title.
 * @param taken the marks that the line takes; others are of words
 */
export const tokenize = (line: string, known = noNames, taken: readonly Mark[] = marks): LineTokens => {
  const found: LineTokens = { words: [], project: null, behindProject: [], goal: null, tags: [] }
  const find = {
    '@': nameFinder(known.projects),
    '!': nameFinder(known.goals),
    '#': nameFinder(known.tags),
    '%': nameFinder(known.plans ?? []),
    '^': nameFinder(known.tasks ?? []),
  }
  const tokens = Array.from(line.matchAll(TOKEN), ([token]) => token)
  let at = 0
  for (let token = tokens[at]; token !== undefined; token = tokens[at]) {
    const [first] = token
    const mark = isMark(first) && taken.includes(first) ? first : null
    const longest = mark && find[mark](tokens.slice(at))
    const name = longest?.name ?? nameAfter(token)
    const next = at + (longest?.count ?? 1)
    if (mark === '@' && name !== null && found.project === null) {
      found.project = name
      if (!longest && !QUOTED.test(token)) found.behindProject = plainStart(tokens.slice(next))
    } else if (mark === '!' && name !== null && found.goal === null) found.goal = name
    else if (mark === '%' && name !== null && found.ofPlan === undefined && isPlanOrTask(name, !!longest))
      found.ofPlan = name
    else if (mark === '^' && name !== null && found.ofTask === undefined && isPlanOrTask(name, !!longest))
      found.ofTask = name
    else if (mark === '#' && name !== null && (longest || isTag(name))) found.tags.push(name)
    else {
      found.words.push(token.replace(/^\\(?=[@!#%^])/, ''))
      at += 1
      continue
    }
    at = next
  }
  return found
}
