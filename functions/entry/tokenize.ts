/** A line taken apart: what its marks say, and the words that are left, in their order. */
export type EntryTokens = { words: string[]; project: string | null; goal: string | null; tags: string[] }

/** A mark with a quoted name, a quoted piece of the title, or anything up to the next space. */
const TOKEN = /[@!#]"(?:[^"\\]|\\.|"")+"|[@!#]“[^”]+”|"(?:[^"\\]|\\.)+"(?=\s|$)|“[^”]+”(?=\s|$)|\S+/gsu

const QUOTED = /^.(?:"(.*)"|“(.*)”)$/su

/** What a quoted name stands for: a backslash or a second quote keeps a quote. */
const unquoted = (text: string) => text.replace(/\\(["\\])|""/g, (_, kept = '"') => kept).trim()

/** Whether a text can be a name: not of marks alone, as in `!?` and `@...`. */
const isName = (text: string) => /[\p{L}\p{N}\p{Extended_Pictographic}]/u.test(text)

/** What a mark names; null where the piece only begins with that character. */
const nameAfter = (piece: string) => {
  const [, straight, curly] = QUOTED.exec(piece) ?? []
  const name = straight !== undefined ? unquoted(straight) : (curly?.trim() ?? piece.slice(1).replace(/[,;:]+$/, ''))
  const isWhole = straight !== undefined || curly !== undefined || !/["“”]/.test(name)
  return isName(name) && isWhole ? name : null
}

/** A tag has a letter and no comma: in `PR #12` the number is part of the title. */
const tagAfter = (piece: string) => {
  const name = nameAfter(piece)
  return name !== null && /\p{L}/u.test(name) && !/[#,]/.test(name) ? name : null
}

/**
 * Takes a line apart: `@Project`, `!Goal` and `#tag`, each at the start of a word and quoted where its name has spaces.
 * The first project and the first goal count, a second one is a word like others. A backslash before a mark, or quotes
 * around the words, leave it in the title.
 */
export const tokenize = (line: string): EntryTokens => {
  const pieces: EntryTokens = { words: [], project: null, goal: null, tags: [] }
  for (const [piece] of line.matchAll(TOKEN)) {
    const name = nameAfter(piece)
    const tag = tagAfter(piece)
    if (piece.startsWith('@') && name !== null && pieces.project === null) pieces.project = name
    else if (piece.startsWith('!') && name !== null && pieces.goal === null) pieces.goal = name
    else if (piece.startsWith('#') && tag !== null) pieces.tags.push(tag)
    else pieces.words.push(piece.replace(/^\\(?=[@!#])/, ''))
  }
  return pieces
}
