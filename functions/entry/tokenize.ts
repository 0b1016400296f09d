type EntryTokens = { words: string[]; project: string | null; goal: string | null; tags: string[] }

/** A mark with a quoted name, quoted title words, or anything up to the next space. */
const TOKEN = /[@!#]"(?:[^"\\]|\\.|"")+"|[@!#]“[^”]+”|"(?:[^"\\]|\\.)+"(?=\s|$)|“[^”]+”(?=\s|$)|\S+/gsu

const QUOTED = /^.(?:"(.*)"|“(.*)”)$/su

/** Unescapes a quoted name: `\"` and `""` both stand for a quote. */
const unquoted = (text: string) => text.replace(/\\(["\\])|""/g, (_, kept = '"') => kept).trim()

/** False for punctuation alone, as in `!?` and `@...`. */
const isName = (text: string) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)

/** The name after a mark; null if the token is an ordinary word. */
const nameAfter = (token: string) => {
  const [, straight, curly] = QUOTED.exec(token) ?? []
  const name = straight !== undefined ? unquoted(straight) : (curly?.trim() ?? token.slice(1).replace(/[,;:]+$/, ''))
  const isWhole = straight !== undefined || curly !== undefined || !/["“”]/.test(name)
  return isName(name) && isWhole ? name : null
}

/** A tag needs a letter and no comma, so that `PR #12` stays in the title. */
const tagAfter = (token: string) => {
  const name = nameAfter(token)
  return name !== null && /\p{L}/u.test(name) && !/[#,]/.test(name) ? name : null
}

/**
 * Splits a line into `@Project`, `!Goal`, `#tag` and words. Names with spaces are quoted. The first project and goal
 * win; later ones are words. A backslash before a mark, or quotes around the words, keep it in the title.
 */
export const tokenize = (line: string): EntryTokens => {
  const tokens: EntryTokens = { words: [], project: null, goal: null, tags: [] }
  for (const [token] of line.matchAll(TOKEN)) {
    const name = nameAfter(token)
    const tag = tagAfter(token)
    if (token.startsWith('@') && name !== null && tokens.project === null) tokens.project = name
    else if (token.startsWith('!') && name !== null && tokens.goal === null) tokens.goal = name
    else if (token.startsWith('#') && tag !== null) tokens.tags.push(tag)
    else tokens.words.push(token.replace(/^\\(?=[@!#])/, ''))
  }
  return tokens
}
