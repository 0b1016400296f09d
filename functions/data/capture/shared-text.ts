import { cleanLine, firstCharacters } from '../../lib/text/text'

/** Parts that another app shares. An app that was installed before `text` had its name sends `entry`. */
export type Shared = Partial<Record<'title' | 'text' | 'entry' | 'url', string>>

/**
 * Makes one line, of at most `limit` characters, of what is shared: in quotes, so that no word of it is understood as a
 * command. Its text is not repeated by the others. `entry` alone is a line as somebody types it.
 */
export const sharedText = ({ title, entry = '', text, url }: Shared, limit: number) => {
  const main = text ?? entry
  const without = (part = '') => (main.includes(part) ? '' : part)
  const line = cleanLine([without(title), main, without(url)].join(' ').replace(/[\s\p{Cc}]+/gu, ' '))
  if (line === '' || (title ?? text ?? url) === undefined) return firstCharacters(line, limit)
  const escaped = firstCharacters(line.replace(/["\\]/g, '\\$&'), limit - 2)
  // Half an escape at the end would escape the closing quote.
  return `"${escaped.replace(/^((?:[^\\]|\\.)*)\\$/su, '$1')}"`
}
