import { constant, part, type SqlPart } from '../db/sql'
import { type Kind, kindEntry } from '../kinds'

/**
 * Characters that are only in indexed text (migration 0020): `apart` surrounds each character that is a word by itself.
 * `sharp` and `plus` are words for `#` and `+`, which the tokenizer skips.
 */
const [apart, sharp, plus] = ['\u0003', '\uE023', '\uE02B']

/** Characters of scripts without spaces between words. The index treats each as a word. */
const alone =
  /[々-〇ぁ-ヿㇰ-ㇿ㐀-䶿一-鿿豈-﫿ｦ-ﾝ가-힣\u{20000}-\u{3134F}\u0E01-\u0E5B\u0E81-\u0EFF\u1000-\u109F\u1780-\u17FF\u1100-\u11FF]/gu

/** Letters whose accents the tokenizer only removes in decomposed form. */
const accented = /[ΆΈΉΊΌΎΏΪΫάέήίόύώϊϋΐΰЁё]/g

/** Converts text to its indexed form. */
const indexWords = (text: string) =>
  text
    .replace(alone, `${apart}$&${apart}`)
    .replace(accented, (letter) => letter.normalize('NFD'))
    .replace(/[#+]/g, (sign) => `${sign}${apart}${sign === '#' ? sharp : plus}${apart}`)

/** Restores the original text from an indexed one. */
export const plainWords = (text: string) =>
  text.replaceAll(apart, '').replaceAll(sharp, '').replaceAll(plus, '').normalize('NFC')

/** Forms in which a text may be stored: composed and decomposed. For Latin letters the tokenizer handles both. */
const writtenForms = (text: string) => {
  const isLatin = !/[^\p{Script=Latin}\p{Script=Common}\p{Mn}]/u.test(text)
  return isLatin ? [text] : [...new Set([text, text.normalize('NFC'), text.normalize('NFD')])]
}

type Scope = { userId: string; kind: Kind }

/** A term of a query: a phrase in quotation marks, or a word. A leading minus excludes it. */
const term = /(?<minus>(?<!\S)-)?(?:"(?<phrase>[^"]*)"?|(?<word>[^\s"]+))/gu

/** Characters that the index treats as part of a word. */
const letters = /[\p{L}\p{N}\p{Co}]/gu

const lettersIn = (text: string) => text.match(letters)?.length ?? 0

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`

/**
 * Full-text phrases for a term. A word matches as a prefix, but a single letter only as a whole word, because too many
 * words begin with it. Leading signs, as in `#tag`, need not match.
 */
export const phraseOf = (text: string, isWord: boolean) => {
  const end = isWord && lettersIn(text) > 1 ? ' *' : ''
  const forms = writtenForms(isWord ? text.replace(/^[#+]+/, '') : text)
  const phrases = [...new Set(forms.map((form) => quoted(indexWords(form)) + end))]
  return phrases.length > 1 ? `(${phrases.join(' OR ')})` : phrases.join('')
}

type Columns = 'title' | 'title notes tags'

const inText = (columns: Columns, phrases: string[], operator: 'AND' | 'OR') =>
  `{${columns}} : (${phrases.join(` ${operator} `)})`

/** Token in `search_documents.owner` of a person's documents: of one kind, or of all if `kind` is empty. */
export const ownerToken = ({ userId, kind }: { userId: string; kind: string }) =>
  quoted((userId + kind).replaceAll('-', ''))

/** Tokens of the documents that can find rows of a kind. */
const ownerTokens = ({ userId, kind }: Scope) => {
  const { parts } = kindEntry(kind).search
  const own = ownerToken({ userId, kind })
  return parts ? `(${own} OR ${ownerToken({ userId, kind: parts.kind })})` : own
}

/** SQL of the id of the row that a document finds. */
export const matchedRowId = (kind: Kind) => {
  const { parts } = kindEntry(kind).search
  if (!parts) return constant('documents.id')
  return constant(`iif(documents.kind = '${parts.kind}', (
          SELECT ${parts.of} FROM ${parts.table} AS part
          WHERE part.user_id = documents.user_id AND part.id = documents.id), documents.id)`)
}

/**
 * Builds an FTS5 expression for the person's own documents: words match as prefixes, phrases exactly, and terms after a
 * minus are excluded. Undefined without a term that has a letter or digit.
 * @param query cleaned by `cleanText`
 */
export const matchExpression = (query: string, scope: Scope, columns: Columns = 'title notes tags') => {
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
  const found = `owner : ${ownerTokens(scope)} AND ${inText(columns, wanted, 'AND')}`
  return excluded.length > 0 ? `(${found}) NOT ${inText('title notes tags', excluded, 'OR')}` : found
}

/** Condition `AND <column> IN (…)` for rows with a matching document; empty without an expression. */
const foundIn = (column: string, kind: Kind, match: string | undefined): SqlPart =>
  match === undefined
    ? constant('')
    : part`AND ${constant(column)} IN (
        SELECT ${matchedRowId(kind)}
        FROM search_index JOIN search_documents AS documents ON documents.number = search_index.rowid
        WHERE search_index MATCH ${match})`

/** Condition for rows that match a search. Empty without a search; false for a search without letters and digits. */
export const matchesSearch = (column: string, search: string | undefined, scope: Scope): SqlPart => {
  const match = search ? matchExpression(search, scope) : undefined
  return search && match === undefined ? constant('AND 0') : foundIn(column, scope.kind, match)
}
