/** Who searches, and among which of their things. */
type Scope = { userId: string; kind: string }

/** A part of what was typed: a phrase in quotation marks or a word, excluded where a minus stands before it. */
const part = /(?<minus>(?<!\S)-)?(?:"(?<phrase>[^"]*)"?|(?<word>[^\s"]+))/gu

/** What the index takes as parts of words; everything else parts them. */
const letters = /[\p{L}\p{N}\p{Co}]/gu

const lettersIn = (text: string) => text.match(letters)?.length ?? 0

/** A text between quotation marks is a phrase for FTS5, whatever it holds. */
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** A single letter has to be a whole word: it begins too many. */
const phraseOf = (text: string, isWord: boolean) => quoted(text) + (isWord && lettersIn(text) > 1 ? ' *' : '')

const inText = (phrases: string[], operator: 'AND' | 'OR') => `{title notes tags} : (${phrases.join(` ${operator} `)})`

/** The token of `search_documents.owner` under which all that a person has is found, or all of one kind. */
const ownerToken = ({ userId, kind }: Scope) => quoted(userId.replaceAll('-', '') + kind)

/**
 * What somebody typed, as an expression for FTS5 that finds their own documents only: every word has to be there, or
 * begin one that is; a phrase in quotation marks as it stands; what a minus is put before must not be there.
 * Undefined where it names nothing of two letters or more that could be found. `typed` is as `cleanText` keeps it.
 */
export const matchOf = (typed: string, scope: Scope) => {
  const wanted: string[] = []
  const excluded: string[] = []
  let longest = 0
  for (const { groups = {} } of typed.matchAll(part)) {
    const { minus, phrase, word } = groups
    const text = phrase ?? word ?? ''
    const length = lettersIn(text)
    if (length === 0) continue
    if (minus) excluded.push(phraseOf(text, false))
    else {
      wanted.push(phraseOf(text, phrase === undefined))
      longest = Math.max(longest, length)
    }
  }
  if (longest < 2) return undefined
  const found = `owner : ${ownerToken(scope)} AND ${inText(wanted, 'AND')}`
  return excluded.length > 0 ? `(${found}) NOT ${inText(excluded, 'OR')}` : found
}
