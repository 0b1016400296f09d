/** Something that has a time today; instants in epoch ms. */
type Timed = { start: number; end: number }

type Block<T> = T & {
  /** In minutes from the first hour that is drawn, and how many it is high. */
  y: number
  height: number
  /** Its place beside those at the same time, of so many. */
  lane: number
  lanes: number
}

const hourMs = 3_600_000
/** Minutes that a block is high at least, so that it can be pressed, and where the next one follows at once. */
const least = { usual: { height: 35, before: 25 }, tall: { height: 20, before: 15 } }
/** Minutes between two places of the drawing. */
const step = 5
/** The hours that are always drawn, from the start of the day. */
const usual = { from: 8, to: 20 }

/** Gives each block a lane in which it covers no other one. @param blocks by their start */
const inLanes = <T>(blocks: (T & { y: number; height: number })[]): Block<T>[] => {
  const placed: Block<T>[] = []
  let group: Block<T>[] = []
  let ends: number[] = []
  for (const block of blocks) {
    if (ends.every((end) => end <= block.y)) {
      group = []
      ends = []
    }
    const free = ends.findIndex((end) => end <= block.y)
    const lane = free === -1 ? ends.length : free
    ends[lane] = block.y + block.height
    const one = { ...block, lane, lanes: 1 }
    group.push(one)
    for (const other of group) other.lanes = ends.length
    placed.push(one)
  }
  return placed
}

type Day = {
  /** Eight in the morning. */
  eight: number
  /** Start and end of the day: nothing is drawn outside. */
  from: number
  to: number
  now: number
  /** Its hours are drawn so high that a quarter of one has room for a line (views/styles/day-plan.css). */
  isTall?: boolean
}

/** A day from 8 to 20 o’clock, or longer for what is on it, to scale. All instants in epoch ms. */
export const dayClock = <T extends Timed>(things: T[], { eight, from, to, now, isTall }: Day) => {
  const within = (instant: number) => Math.min(Math.max(instant, from), to)
  const onHour = (instant: number, round: (hours: number) => number) =>
    eight + round((within(instant) - eight) / hourMs) * hourMs
  const shown = things
    .filter(({ start, end }) => end >= from && start < to)
    .toSorted((a, b) => a.start - b.start || a.end - b.end)
  const first = within(onHour(Math.min(eight, now, ...shown.map(({ start }) => start)), Math.floor))
  const end = eight + (usual.to - usual.from) * hourMs
  const last = within(onHour(Math.max(end, now, ...shown.map((thing) => thing.end)), Math.ceil))
  const y = (instant: number) => step * Math.round((within(instant) - first) / 60_000 / step)
  const hours: { at: number; y: number }[] = []
  for (let at = onHour(first, Math.ceil); at <= last; at += hourMs) hours.push({ at, y: y(at) })
  const height = y(last)
  const { height: leastHeight, before } = least[isTall ? 'tall' : 'usual']
  const blocks = shown.map((thing) => {
    const [top, end] = [y(thing.start), y(thing.end)]
    const room = Math.min(...shown.map(({ start }) => y(start)).filter((start) => start >= end && start > top)) - top
    const tall = Math.max(end - top, room >= before ? Math.min(leastHeight, room) : leastHeight)
    return { ...thing, y: Math.min(top, Math.max(0, height - tall)), height: tall }
  })
  return { height, hours, blocks: inLanes(blocks), now: { at: now, y: y(now) } }
}
