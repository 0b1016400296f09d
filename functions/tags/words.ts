import { plural } from '../lib/format'
import { type Kind, kindEntry } from '../lib/kinds'
import { kindCounts, type TagCounts } from './schema'

/** `3 learnings` */
export const countText = (kind: Kind, count: number) => {
  const { one, many } = kindEntry(kind)
  return plural(count, one.toLowerCase(), many.toLowerCase())
}

/** `12 sessions, 1 plan and 3 learnings`; `0 sessions` without any. */
export const countsText = (counts: TagCounts) => {
  const texts = kindCounts(counts).map(({ kind, count }) => countText(kind, count))
  const last = texts.pop() ?? countText('session', 0)
  return texts.length > 0 ? `${texts.join(', ')} and ${last}` : last
}
