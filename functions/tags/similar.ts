import { folded } from '../lib/text'

export const groupSimilar = <T extends { tag: string }>(tags: T[]): T[][] => {
  const groups = new Map<string, T[]>()
  for (const row of tags) {
    const key = folded(row.tag)
    groups.set(key, [...(groups.get(key) ?? []), row])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}

export const matching = <T extends { tag: string }>(tags: T[], typed: string): T[] => {
  const foldedText = folded(typed)
  const matches = tags.filter(({ tag }) => folded(tag).includes(foldedText))
  const isPrefix = ({ tag }: T) => folded(tag).startsWith(foldedText)
  return [...matches.filter(isPrefix), ...matches.filter((row) => !isPrefix(row))]
}
