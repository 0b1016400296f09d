/** Edits of single characters between two words, swaps of neighbours included. */
const distance = (a: string, b: string) => {
  const rows = [Array.from({ length: b.length + 1 }, (_, index) => index)]
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1
      const above = rows[i - 1] ?? []
      const edits = [(above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost]
      if (a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits.push((rows[i - 2]?.[j - 2] ?? 0) + 1)
      row.push(Math.min(...edits))
    }
    rows.push(row)
  }
  return rows[a.length]?.[b.length] ?? 0
}

const longest = 30

/** The name that was probably meant, with at most a third of its characters wrong. */
export const nearest = (typed: string, names: string[]) => {
  if (typed.length > longest) return undefined
  const [best] = names
    .map((name) => ({ name, edits: distance(typed, name) }))
    .filter(({ name, edits }) => edits <= Math.max(1, name.length / 3))
    .toSorted((a, b) => a.edits - b.edits)
  return best?.name
}
