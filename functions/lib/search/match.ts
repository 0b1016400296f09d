import { indexWords, writtenForms } from './index-words'

export type Scope = { userId: string; kind: string }

/** A term of a query: a phrase in quotation marks or a word, excluded when a minus precedes it. */
const term = /(?<minus>(?<!\S)-)?(?:"(?<phrase>[^"]*)"?|(?<word>[^\s"]+))/gu

/** Characters that the index counts as part of a word. */
const letters = /[\p{L}\p{N}\p{Co}]/gu

const lettersIn = (text: string) => text.match(letters)?.length ?? 0

export const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/**
 * The phrases of a term. A word matches as a prefix; a single letter must be a whole word, for it begins too many. The
 * signs before a word, as in `#tag`, need not be there.
 */
export const phraseOf = (text: string, isWord: boolean) => {
  const end = isWord && lettersIn(text) > 1 ? ' *' : ''
  const forms = writtenForms(isWord ? text.replace(/^[#+]+/, '') : text)
  const phrases = [...new Set(forms.map((form) => quoted(indexWords(form)) + end))]
  return phrases.length > 1 ? `(${phrases.join(' OR ')})` : phrases.join('')
}

const inText = (phrases: string[], operator: 'AND' | 'OR') => `{title notes tags} : (${phrases.join(` ${operator} `)})`

/** The token in `search_documents.owner` for all documents of a person, or for those of one kind. */
export const ownerToken = ({ userId, kind }: Scope) => quoted(userId.replaceAll('-', '') + kind)

/**
 * Builds an FTS5 expression that finds the person's own documents: every word as a prefix, phrases as they stand, and
 * nothing that a minus precedes. Undefined without a term that has a letter or a digit.
 * @param query as `cleanText` returns it
 */
export const matchExpression = (query: string, scope: Scope) => {
  const wanted: string[] = []
  const excluded: string[] = []
  for (const { groups = {} } of query.matchAll(term)) {
    const { minus, phrase, word } = groups
    const text = phrase ?? word ?? ''
    if (lettersIn(text) === 0) continue
    if (minus) excluded.push(phraseOf(text, false))
    else wanted.push(phraseOf(text, phrase === undefined))
  }
  if (wanted.length === 0) return undefined
  const found = `owner : ${ownerToken(scope)} AND ${inText(wanted, 'AND')}`
  return excluded.length > 0 ? `(${found}) NOT ${inText(excluded, 'OR')}` : found
}
