/** New positions are this far apart, with room for moves between them. */
export const positionGap = 1024

type Positioned = { id: string; position: number }

const isRising = (order: Positioned[]) =>
  order.every(({ position }, index) => index === 0 || position > (order[index - 1]?.position ?? position))

/** True if a milestone comes later in its goal's order, which is by position, then by id. */
export const comesAfter = (one: Positioned, other: Positioned) =>
  one.position > other.position || (one.position === other.position && one.id > other.id)

/** The middle of two neighbours' positions; null when there is no room between them. */
const between = (before: Positioned | undefined, after: Positioned | undefined) => {
  if (!before || !after)
    return before ? before.position + positionGap : (after?.position ?? 2 * positionGap) - positionGap
  const middle = Math.floor((before.position + after.position) / 2)
  return middle > before.position && middle < after.position ? middle : null
}

const isPosition = (position: number | null): position is number =>
  position !== null && Number.isSafeInteger(position) && Math.abs(position) < 2 ** 40

/** The positions to change for this order: none when they rise already, one where there is room, else those of all. */
export const newPositions = (order: Positioned[]): Positioned[] => {
  if (isRising(order)) return []
  for (const [index, { id }] of order.entries()) {
    if (!isRising(order.toSpliced(index, 1))) continue
    const position = between(order[index - 1], order[index + 1])
    if (isPosition(position)) return [{ id, position }]
  }
  return order
    .map(({ id }, index) => ({ id, position: (index + 1) * positionGap }))
    .filter(({ id, position }) => order.find((one) => one.id === id)?.position !== position)
}

/** Moves an item to a place, 1 for the first; beyond the end is the last. */
export const movedTo = <T>(items: T[], item: T, place: number): T[] => {
  const from = items.indexOf(item)
  return from < 0 ? items : items.toSpliced(from, 1).toSpliced(place - 1, 0, item)
}
