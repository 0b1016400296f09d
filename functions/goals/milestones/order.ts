import type { Move } from './schema'

/** How far apart positions are when they are given anew: room to put others between them. */
export const gap = 1024

type Placed = { id: string; position: number }

const isRising = (order: Placed[]) =>
  order.every(({ position }, index) => index === 0 || position > (order[index - 1]?.position ?? position))

/** The middle between the positions around a place in the order; null when there is no room. */
const between = (before: Placed | undefined, after: Placed | undefined) => {
  if (!before || !after) return before ? before.position + gap : (after?.position ?? gap + gap) - gap
  const middle = Math.floor((before.position + after.position) / 2)
  return middle > before.position && middle < after.position ? middle : null
}

const isPosition = (position: number | null): position is number =>
  position !== null && Number.isSafeInteger(position) && Math.abs(position) < 2 ** 40

/**
 * The new positions that put milestones into an order, of those that need one: of none when they stand so already, of
 * the one that was moved while there is room for it, else of all.
 */
export const renumbered = (order: Placed[]): Placed[] => {
  if (isRising(order)) return []
  for (const [index, { id }] of order.entries()) {
    if (!isRising(order.toSpliced(index, 1))) continue
    const position = between(order[index - 1], order[index + 1])
    if (isPosition(position)) return [{ id, position }]
  }
  return order
    .map(({ id }, index) => ({ id, position: (index + 1) * gap }))
    .filter(({ id, position }) => order.find((one) => one.id === id)?.position !== position)
}

/** The items with one of them moved: past its neighbour, or to an end. At the end already, it stays. */
export const moved = <T>(items: T[], item: T, to: Move): T[] => {
  const from = items.indexOf(item)
  if (from < 0) return items
  const last = items.length - 1
  const place = { up: Math.max(from - 1, 0), down: Math.min(from + 1, last), first: 0, last }[to]
  return items.toSpliced(from, 1).toSpliced(place, 0, item)
}

/** The items with one of them moved to a place, 1 for the first; beyond the end is the last. */
export const movedTo = <T>(items: T[], item: T, place: number): T[] => {
  const from = items.indexOf(item)
  return from < 0 ? items : items.toSpliced(from, 1).toSpliced(place - 1, 0, item)
}

/** The items in the order of the ids; null unless these are exactly theirs, each once. */
export const arranged = <T extends { id: string }>(items: T[], ids: string[]): T[] | null => {
  const byId = new Map(items.map((item) => [item.id, item]))
  const order = [...new Set(ids)].flatMap((id) => byId.get(id) ?? [])
  return order.length === items.length && ids.length === items.length ? order : null
}
