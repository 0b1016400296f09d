import { raw } from 'hono/html'
import MarkdownIt from 'markdown-it'
import { firstCharacters } from './text'

/** Number of levels added to headings of a text, so that they are below the headings of the page. */
const headingOffset = 2

const reader = new MarkdownIt({ html: false, linkify: true })

// Links only URLs with a scheme: `notes.md` names a file.
reader.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false })

reader.validateLink = (url) => /^(https?:\/\/|mailto:)/i.test(url)

const { rules, renderToken } = {
  rules: reader.renderer.rules,
  renderToken: reader.renderer.renderToken.bind(reader.renderer),
}

rules.heading_open = (tokens, index, options) => {
  const token = tokens[index]
  if (token) token.tag = `h${Math.min(6, Number(token.tag.slice(1)) + headingOffset)}`
  return renderToken(tokens, index, options)
}
rules.heading_close = rules.heading_open

rules.link_open = (tokens, index, options) => {
  tokens[index]?.attrSet('rel', 'noopener noreferrer nofollow')
  return renderToken(tokens, index, options)
}

type Token = ReturnType<typeof reader.parse>[number]

const sourceOf = (token: Token | undefined) => String(token?.attrGet('src') ?? '')

const wordsOf = (token: Token, lineEnd = ' '): string => {
  const { type, content, children } = token
  if (type === 'softbreak' || type === 'hardbreak') return lineEnd
  const words = children?.map((child) => wordsOf(child, lineEnd)).join('') ?? content
  return type === 'image' ? words || sourceOf(token) : words
}

/** Renders an image as a link with its description, because images would load from other sites. */
rules.image = (tokens, index) => {
  const { escapeHtml } = reader.utils
  const token = tokens[index]
  return `<a href="${escapeHtml(sourceOf(token))}" rel="noopener noreferrer nofollow">${escapeHtml(token ? wordsOf(token) : '')}</a>`
}

/** Aligns cells by attribute, because the content security policy refuses inline styles. */
rules.td_open = (tokens, index, options) => {
  const token = tokens[index]
  const isEnd = token?.attrGet('style') === 'text-align:right'
  if (token) token.attrs = isEnd ? [['class', 'num']] : null
  return renderToken(tokens, index, options)
}
rules.th_open = rules.td_open

/** Block tokens of a text with their line numbers in `map`. Inline content is not parsed. */
export const blocksOf = (text: string) => {
  const blocks: Token[] = []
  reader.block.parse(text.replace(/\r\n?/g, '\n'), reader, {}, blocks)
  return blocks
}

/** HTML of a person's markdown (CommonMark). Raw HTML shows as text; links go to http, https and mailto only. */
export const markdown = (text: string) => raw(reader.render(text))

/** The first three web links in a text, with their hosts. */
export const linksIn = (text: string) =>
  [...new Set(reader.linkify.match(text)?.map(({ url }) => url))]
    .flatMap((url) => (/^https?:/i.test(url) ? [{ url, host: URL.parse(url)?.host ?? url }] : []))
    .slice(0, 3)

/** Like `markdown`, for text in which line breaks are kept. */
export const markdownLines = (text: string) =>
  raw(reader.renderer.render(reader.parse(text, {}), { ...reader.options, breaks: true }, {}))

/** Like `markdownLines`, but undefined for notes without markup. */
export const formattedNotes = (text: string) => {
  const html = markdownLines(text)
  return /<(?!p>|br>|\/)/.test(String(html)) ? html : undefined
}

/** Like `markdown`, for one line: no paragraphs, lists or headings. */
export const markdownLine = (text: string) => raw(reader.renderInline(text))

/** Marks the end of a list item or table cell. Shown as a dot before the next one. */
export const itemEnd = '\uE000'

const isItemEnd = ({ type }: Token) => /^(list_item|t[dh])_close$/.test(type)

const isCode = ({ type }: Token) => type === 'fence' || type === 'code_block'

/** Text of `markdown` in one line: spaces between blocks, and dots between list items and table cells. */
export const markdownWords = (text: string, hidesCode = false, lineEnd?: string) =>
  reader
    .parse(text, {})
    .filter((token) => !hidesCode || !isCode(token))
    .map((token) => (isItemEnd(token) ? itemEnd : wordsOf(token, lineEnd)))
    .join(' ')
    .replace(/^[\s\uE000]+|[\s\uE000]+$/g, '')
    .replace(/\s*(\uE000\s*)+/g, ' · ')
    .replace(/\s+/g, ' ')

const tableLine = /\|[ \t]*:?-+:?[ \t]*\||^[ \t]*\|/m

/** Emphasis marks around a word whose other half is outside the part of the text. */
const loneSigns = /(?<![\p{L}\p{N}])[*_]+(?=[^\s*_])|(?<=[^\s*_])[*_]+(?![\p{L}\p{N}])|`/gu

/** Text of a fragment of markdown, which may begin and end anywhere. */
export const wordsOfPart = (part: string) => {
  const text = tableLine.test(part)
    ? part.replace(/(?<=\|)[ \t]*:?-+:?[ \t]*(?=\|)/g, '').replaceAll('|', itemEnd)
    : part
  return markdownWords(text.replace(/^[ \t]+/gm, '')).replace(loneSigns, '')
}

/**
 * First words of markdown in one line, at most `length` characters. Uses code blocks only if there is no other text.
 * @param lineEnd replaces a line break within a paragraph
 */
export const excerptOf = (markdown: string, length = 160, lineEnd = ' ') => {
  const line =
    markdownWords(markdown, true, lineEnd) ||
    markdownWords(markdown, false, lineEnd) ||
    markdown.replace(/\s+/g, ' ').trim()
  const start = firstCharacters(line, length)
  return start.length < line.length ? `${start.trimEnd()}…` : line
}
