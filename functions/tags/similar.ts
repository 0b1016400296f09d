import { folded } from '../lib/text'

/** Groups tags that differ in case or accents only. */
export const groupSimilar = <T extends { tag: string }>(tags: T[]): T[][] => {
  const groups = new Map<string, T[]>()
  for (const row of tags) {
    const key = folded(row.tag)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

/** Tags that contain the text, prefix matches first. */
export const matching = <T extends { tag: string }>(tags: T[], typed: string): T[] => {
  const wanted = folded(typed)
  const found = tags.filter(({ tag }) => folded(tag).includes(wanted))
  const begins = ({ tag }: T) => folded(tag).startsWith(wanted)
  return [...found.filter(begins), ...found.filter((row) => !begins(row))]
}
