import { plural } from '../lib/format'
import { kindEntries } from '../lib/kinds'

/** Plain names of how many rows of each kind a backup has, sessions first: `1,204 sessions`. */
export const contentsOf = (counts: Record<string, number>): string[] => {
  const named = kindEntries.flatMap(([, { table, one, many }]) => {
    const count = counts[table] ?? 0
    return count === 0 ? [] : [{ table, text: plural(count, one.toLowerCase(), many.toLowerCase()) }]
  })
  const sorted = named.toSorted((a, b) => Number(b.table === 'sessions') - Number(a.table === 'sessions'))
  const others = Object.entries(counts).reduce(
    (sum, [table, count]) => (kindEntries.some(([, entry]) => entry.table === table) ? sum : sum + count),
    0,
  )
  return [...sorted.map(({ text }) => text), ...(others > 0 ? [plural(others, 'other record')] : [])]
}

/** `312 KB`, `4.2 MB` */
export const sizeText = (bytes: number) =>
  bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`
