/** In seconds. */
const minute = 60

/**
 * Seconds to show for the parts of a total, so that the minutes of a column add up to those of its total: each is its
 * amount in whole minutes, and the minutes that rounding down loses go to the parts that lose most, the earlier ones
 * first (largest remainder). Parts that stay under a minute keep their seconds. Negative parts are rounded alike.
 */
export const shownParts = (parts: number[]): number[] => {
  const total = parts.reduce((sum, part) => sum + part, 0)
  const floors = parts.map((part) => Math.floor(part / minute))
  const missing = Math.floor(total / minute) - floors.reduce((sum, floor) => sum + floor, 0)
  const lost = parts.map((part, index) => ({ index, rest: part - (floors[index] ?? 0) * minute }))
  const raised = new Set(
    lost
      .toSorted((a, b) => b.rest - a.rest || a.index - b.index)
      .slice(0, missing)
      .map(({ index }) => index),
  )
  return parts.map((part, index) => {
    const minutes = (floors[index] ?? 0) + (raised.has(index) ? 1 : 0)
    return minutes === 0 ? Math.min(Math.max(part, 0), minute - 1) : minutes * minute
  })
}

const wholeMinutes = (seconds: number) => Math.floor(seconds / minute) * minute

/**
 * Seconds to show for a difference, so that it is the one between the minutes that are shown of both figures. A
 * difference within one shown minute keeps its seconds. Takes `shownParts` of both where they are in columns.
 */
export const shownChange = (now: number, before: number): number =>
  wholeMinutes(now) - wholeMinutes(before) || now - before

/** Seconds of the whole minutes that are shown of some parts, for a row that sums them up. */
export const minutesOf = (shown: number[]) =>
  shown.reduce((total, seconds) => total + Math.floor(seconds / minute), 0) * minute
