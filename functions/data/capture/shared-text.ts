import { firstCharacters } from '../../lib/text/text'

/** Makes one line, of at most `limit` characters, of the parts that another app shares. Its text is not repeated by the others. */
export const sharedText = (title: string, entry: string, url: string, limit: number) => {
  const isSaid = (part: string) => part === '' || entry.includes(part)
  const parts = [isSaid(title) ? '' : title, entry, isSaid(url) ? '' : url]
  return firstCharacters(
    parts
      .join(' ')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
    limit,
  )
}
