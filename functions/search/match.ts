type Scope = { userId: string; kind: string }

/** A term of a query: a phrase in quotation marks or a word, excluded when a minus precedes it. */
const term = /(?<minus>(?<!\S)-)?(?:"(?<phrase>[^"]*)"?|(?<word>[^\s"]+))/gu

/** Characters that the index counts as part of a word. */
const letters = /[\p{L}\p{N}\p{Co}]/gu

const lettersIn = (text: string) => text.match(letters)?.length ?? 0

export const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/** A word matches as a prefix; a single letter must be a whole word, for it begins too many. */
const phraseOf = (text: string, isWord: boolean) => quoted(text) + (isWord && lettersIn(text) > 1 ? ' *' : '')

const inText = (phrases: string[], operator: 'AND' | 'OR') => `{title notes tags} : (${phrases.join(` ${operator} `)})`

/** The token in `search_documents.owner` for all documents of a person, or for those of one kind. */
export const ownerToken = ({ userId, kind }: Scope) => quoted(userId.replaceAll('-', '') + kind)

/**
 * Builds an FTS5 expression that finds the person's own documents: every word as a prefix, phrases as they stand, and
 * nothing that a minus precedes. Undefined without a term of two letters.
 * @param query as `cleanText` returns it
 */
export const matchExpression = (query: string, scope: Scope) => {
  const wanted: string[] = []
  const excluded: string[] = []
  let longest = 0
  for (const { groups = {} } of query.matchAll(term)) {
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
