import { type SqlPart, sql, stale } from '../db/sql'

/** Gap between neighbours' positions, so that a row can be moved between two others without writing these. */
export const positionGap = 2 ** 20

type Placed = { id: string; position: number }

/** Indexes of a longest increasing subsequence of the numbers. */
const longestRise = (numbers: number[]) => {
  /** By length, index of the smallest number that ends an increasing subsequence. */
  const ends: number[] = []
  const before: (number | undefined)[] = []
  for (const [index, number] of numbers.entries()) {
    const isReached = (end: number) => (numbers[end] ?? 0) >= number
    const last = ends.at(-1)
    const length = last !== undefined && isReached(last) ? ends.findIndex(isReached) : ends.length
    before.push(ends[length - 1])
    ends[length] = index
  }
  const rise = new Set<number>()
  for (let index = ends.at(-1); index !== undefined; index = before[index]) rise.add(index)
  return rise
}

/**
 * New positions for a reordered subset of the rows: for the moved row and as few others as possible. Rows outside the
 * subset keep their place. Null if there is no room between two positions.
 * @param rows sorted by position and id
 */
export const newPositions = (rows: Placed[], order: Placed[], movedId?: string): Placed[] | null => {
  const ranks = new Map(rows.map(({ id }, rank) => [id, rank]))
  const others = order.filter(({ id }) => id !== movedId)
  const rise = longestRise(others.map(({ id }) => ranks.get(id) ?? 0))
  const kept = new Set(others.filter((_, index) => rise.has(index)))
  const moved = new Set(order.filter((row) => !kept.has(row)))
  const list = rows.filter((row) => !moved.has(row))
  for (const [index, row] of order.entries()) {
    if (!moved.has(row)) continue
    const former = order[index - 1]
    const next = order.find((one) => kept.has(one))
    list.splice(former ? list.indexOf(former) + 1 : Math.max(next ? list.indexOf(next) : 0, 0), 0, row)
  }
  const placed: Placed[] = []
  for (let start = 0; start < list.length; start += 1) {
    let end = start
    for (let row = list[end]; row && moved.has(row); row = list[end]) end += 1
    if (end === start) continue
    const [former, next] = [list[start - 1]?.position, list[end]?.position]
    const count = end - start + 1
    const step = former === undefined || next === undefined ? positionGap : Math.floor((next - former) / count)
    if (step === 0) return null
    const from = former ?? (next ?? count * positionGap) - count * step
    placed.push(...list.slice(start, end).map(({ id }, index) => ({ id, position: from + step * (index + 1) })))
    start = end
  }
  return placed
}

/** Positions for a whole order, with gaps. */
export const evenPositions = (order: { id: string }[]): Placed[] =>
  order.map(({ id }, index) => ({ id, position: (index + 1) * positionGap }))

/**
 * Guard: rolls back unless these are the selected rows, at their positions. @param selected their `id` and `position`
 */
export const guardOrder = (db: D1Database, selected: SqlPart, rows: Placed[]) => sql(db)`
  SELECT CASE WHEN (SELECT json_group_array(json_array(id, position)) FROM (${selected})) =
      ${JSON.stringify(rows.map(({ id, position }) => [id, position]))}
    THEN 1 ELSE ${stale} END`
