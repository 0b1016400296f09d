import { Parser } from 'htmlparser2'

const set = (names: string) => new Set(names.split(' '))

/** Elements that begin and end a line. */
const blocks = set(
  'address article aside blockquote body canvas caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav noscript ol p pre section summary table tbody tfoot thead tr ul video',
)

/** Elements whose content is not shown. */
const unread = set('head rp script style template title')

const space = /[ \t\r\n\f]+/g

/** Trims each line, and reduces several empty lines to one. */
const tidied = (text: string) => {
  const lines = text.replaceAll('\u00A0', ' ').split('\n')
  const trimmed = lines.map((one) => one.trimEnd()).join('\n')
  return trimmed.replace(/\n{3,}/g, '\n\n').trim()
}

/**
 * Converts HTML to text: blocks on their own lines, list items after `- `, table cells separated by tabs, ruby in
 * brackets, and a link's URL after its text. White space is significant only in `<pre>`.
 */
export const htmlText = (html: string) => {
  let text = ''
  // Separator before the next word: nothing, a space, a tab, or a line break, perhaps with a list marker.
  let gap = ''
  const depth = { unread: 0, pre: 0 }
  const links: { href: string; from: number }[] = []
  const add = (own: string) => {
    text += (text === '' ? gap.trimStart() : gap) + own
    gap = ''
  }
  const line = (name: string) => {
    // A block at the start of a table cell or list item begins no new line.
    if (blocks.has(name) && (name === 'tr' || !/\t|- /.test(gap))) gap = '\n'
  }
  let isRead = false
  /** Puts the reading of ruby in brackets, without spaces: 漢(かん). */
  const annotate = (sign: '(' | ')') => {
    gap = ''
    if (sign === ')' && text.endsWith('(')) text = text.slice(0, -1)
    else add(sign)
    isRead = sign === '('
  }
  const enter = (name: string, by: 1 | -1) => {
    if (unread.has(name)) depth.unread += by
    if (name === 'pre') depth.pre += by
  }
  const parser = new Parser({
    onopentag: (name, { href = '' }) => {
      line(name)
      enter(name, 1)
      if (name === 'a') links.push({ href, from: text.length })
      if (name === 'li') gap = '\n- '
      if (name === 'rt') annotate('(')
      if (name === 'br') {
        add('')
        gap = '\n'
      }
    },
    ontext: (data) => {
      if (depth.unread > 0) return
      if (depth.pre > 0) {
        add(data.replace(/\n$/, ''))
        gap = data.endsWith('\n') ? '\n' : ''
        return
      }
      const words = data.replace(space, ' ')
      if (words.startsWith(' ') && !(isRead && text.endsWith('('))) gap ||= ' '
      const own = words.replace(/^ | $/g, '')
      if (own === '') return
      add(own)
      gap = words.endsWith(' ') ? ' ' : ''
    },
    onclosetag: (name) => {
      enter(name, -1)
      if (name === 'li') gap = '\n'
      if (name === 'rt') annotate(')')
      line(name)
      if (name === 'td' || name === 'th') gap = '\t'
      if (name !== 'a') return
      const { href = '', from = 0 } = links.pop() ?? {}
      if (!/^https?:/i.test(href) || text.slice(from).includes(href)) return
      gap = ' '
      add(`(${href})`)
    },
  })
  // Escapes an unclosed tag, because it would swallow the rest.
  parser.end(html.replace(/<(?=[^<>]*$)/, '&lt;'))
  return tidied(text)
}
