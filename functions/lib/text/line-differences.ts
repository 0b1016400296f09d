/** A line that the other text lacks at this place. `number` is 1 for the first line of the text. */
export type NumberedLine = { number: number; text: string }

export type LineDifferences = { ours: NumberedLine[]; theirs: NumberedLine[] }

/** Maximum cells of the table that aligns two texts. */
const tableCells = 250_000

const linesOf = (text: string) => text.split(/\r\n|[\r\n]/)

const commonStart = (a: string[], b: string[]) => {
  let count = 0
  while (count < a.length && count < b.length && a[count] === b[count]) count += 1
  return count
}

/** Table of the lengths of the longest common subsequences of the lists' tails. */
const tableOf = (a: string[], b: string[]) => {
  const width = b.length + 1
  const table = new Uint16Array((a.length + 1) * width)
  for (let i = a.length - 1; i >= 0; i -= 1) {
    for (let j = b.length - 1; j >= 0; j -= 1) {
      const below = table[(i + 1) * width + j] ?? 0
      const right = table[i * width + j + 1] ?? 0
      const both = (table[(i + 1) * width + j + 1] ?? 0) + 1
      table[i * width + j] = a[i] === b[j] ? both : Math.max(below, right)
    }
  }
  return { table, width }
}

/** Index pairs of the longest common subsequence of two lists; null if computing it would take long. */
export const alignedPairs = (a: string[], b: string[]): [number, number][] | null => {
  if (a.length * b.length > tableCells) return null
  const { table, width } = tableOf(a, b)
  const pairs: [number, number][] = []
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    if (a[i] === b[j]) {
      pairs.push([i, j])
      i += 1
      j += 1
    } else if ((table[(i + 1) * width + j] ?? 0) >= (table[i * width + j + 1] ?? 0)) i += 1
    else j += 1
  }
  return pairs
}

/** Indexes of the entries without a pair. */
const unpaired = ({ length }: string[], pairs: [number, number][], side: 0 | 1) => {
  const known = new Set(pairs.map((pair) => pair[side]))
  return Array.from({ length }, (_, index) => index).filter((index) => !known.has(index))
}

/** Indexes of lines in `a` that `b` has fewer times. A fallback for texts too long to align. */
const unmatched = (a: string[], b: string[]) => {
  const left = new Map<string, number>()
  for (const line of b) left.set(line, (left.get(line) ?? 0) + 1)
  return a.flatMap((line, index) => {
    const count = left.get(line) ?? 0
    left.set(line, count - 1)
    return count > 0 ? [] : [index]
  })
}

/** Lines that differ between two texts. */
export const lineDifferences = (ours: string, theirs: string): LineDifferences => {
  const [a, b] = [linesOf(ours), linesOf(theirs)]
  const start = commonStart(a, b)
  const end = commonStart(a.slice(start).reverse(), b.slice(start).reverse())
  const [middleA, middleB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)]
  const pairs = alignedPairs(middleA, middleB)
  const found = pairs
    ? { ours: unpaired(middleA, pairs, 0), theirs: unpaired(middleB, pairs, 1) }
    : { ours: unmatched(middleA, middleB), theirs: unmatched(middleB, middleA) }
  const lines = (all: string[], indexes: number[]) =>
    indexes.map((index) => ({ number: start + index + 1, text: all[start + index] ?? '' }))
  return { ours: lines(a, found.ours), theirs: lines(b, found.theirs) }
}
