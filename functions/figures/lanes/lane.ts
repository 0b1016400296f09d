import { daysBetween, localDateTime } from '../../lib/time/days'

/** Something drawn on a day. Instants in epoch ms; `zone` is the IANA zone whose clock shows them. */
export type TimedItem = {
  start: number
  end: number
  zone: string
  /** Start and end of the whole, if the day has only a part of it. */
  whole?: { start: number; end: number }
}

/** Drawn hours, in minutes since midnight of the date. They may end after 24:00. */
export type Axis = { from: number; to: number }

/** Hours that a day or a week always draws. */
export const usualHours: Axis = { from: 7 * 60, to: 20 * 60 }

/** Start and end in seconds since midnight of the date. */
export type ClockTimes = { at: [start: number, end: number]; from: number; to: number }

type Place = {
  /** Top and height, in minutes from the top of the axis. */
  y: number
  height: number
  /** Index among the blocks side by side, and their number. */
  lane: number
  lanes: number
  /** Height in lines of text. */
  lines: number
  /** Text that fits: a full line, a small line inside the block, or no text. */
  fits: 'line' | 'small' | 'none'
}

export type Block<T> = T & ClockTimes & Place

const daySeconds = 86_400

/** Seconds on the clocks of a zone at an instant (epoch ms) since midnight of a date, negative before it. */
export const clockSeconds = (instant: number, date: string, timeZone: string) => {
  const local = localDateTime(instant, timeZone)
  const [hours = 0, minutes = 0, seconds = 0] = local.time.split(':').map(Number)
  return daysBetween(date, local.date) * daySeconds + hours * 3600 + minutes * 60 + seconds
}

/** Wall-clock start and end in its zone. In an hour that the clock repeats, the real length is kept. */
const spanOn = (date: string, { start, end }: { start: number; end: number }, zone: string): [number, number] => {
  const from = clockSeconds(start, date, zone)
  const to = clockSeconds(end, date, zone)
  return [from, to < from ? from + Math.floor((end - start) / 1000) : to]
}

/** Adds the times on the clocks of their zones. Sorted by start. */
export const addClockTimes = <T extends TimedItem>(date: string, things: T[]): (T & ClockTimes)[] =>
  things
    .map((thing) => {
      const [from, to] = spanOn(date, thing, thing.zone)
      const { whole } = thing
      const isPart = whole && (whole.start !== thing.start || whole.end !== thing.end)
      return { ...thing, from, to, at: isPart ? spanOn(date, whole, thing.zone) : [from, to] } as T & ClockTimes
    })
    .sort((a, b) => a.from - b.from || a.to - b.to)

const hour = 3600

/** Hours that contain all things and the usual hours. `usual` in minutes since midnight. */
export const axisOf = (things: Pick<ClockTimes, 'from' | 'to'>[], usual: Axis): Axis => ({
  from: Math.min(usual.from, ...things.map(({ from }) => Math.floor(from / hour) * 60)),
  to: Math.max(usual.to, ...things.map(({ to }) => Math.ceil(to / hour) * 60)),
})

/** Minutes without anything that separate a night from the drawn hours. */
const nightGap = 60

/** The drawn hours without things that a gap separates from the usual hours. */
export const withoutNight = (things: Pick<ClockTimes, 'from' | 'to'>[], axis: Axis, usual: Axis): Axis => {
  let { from } = usual
  for (const one of things.toSorted((a, b) => b.to - a.to)) {
    if (one.to / 60 > from - nightGap) from = Math.min(from, Math.floor(one.from / hour) * 60)
  }
  return { ...axis, from }
}

/** Positions in the drawing are multiples of this number of minutes. */
export const gridMinutes = 5

/** Position on the axis in minutes from its top, rounded to `step`. @param seconds since midnight */
export const axisPosition = ({ from, to }: Axis, seconds: number) =>
  gridMinutes * Math.round((Math.min(Math.max(seconds / 60, from), to) - from) / gridMinutes)

/** Height of a normal and of a small line of text, in minutes of the scale. */
type Room = { line: number; small: number }

/** Room at scales of 32 px, at least 44 px, 72 px and 192 px an hour. */
export const roomSizes = {
  low: { line: 30, small: 15 },
  usual: { line: 20, small: 10 },
  tall: { line: 15, small: 10 },
  huge: { line: 5, small: 5 },
}

/** Assigns lanes so that no blocks overlap. @param blocks sorted by start */
const inLanes = <T extends ClockTimes & Pick<Place, 'y' | 'height'>>(blocks: T[], length: number) => {
  const placed: (T & Omit<Place, 'lines' | 'fits'>)[] = []
  let group: typeof placed = []
  /** For each lane, the end time of its last block and the bottom of that block. */
  let ends: { to: number; below: number }[] = []
  for (const block of blocks) {
    // Short blocks are drawn longer. That may move the next block down by at most one step.
    const isOver = ({ to, below }: (typeof ends)[number]) =>
      to <= block.from && below <= Math.min(block.y, length - 2 * gridMinutes) + gridMinutes
    let least = 0
    if (ends.every(isOver)) {
      least = Math.max(0, ...ends.map(({ below }) => below))
      group = []
      ends = []
    }
    const free = ends.findIndex(isOver)
    const lane = free === -1 ? ends.length : free
    const y = Math.max(block.y, least, ends[lane]?.below ?? 0)
    const height = Math.max(block.y + block.height - y, gridMinutes)
    ends[lane] = { to: block.to, below: y + height }
    const one = { ...block, y, height, lane, lanes: 1 }
    group.push(one)
    for (const other of group) other.lanes = ends.length
    placed.push(one)
  }
  return placed
}

/** Lays out the blocks of a day on an axis, to scale. @param things sorted by start (`onClock`) */
export const layOut = <T extends ClockTimes>(things: T[], axis: Axis, { line, small }: Room): (T & Place)[] => {
  const length = axis.to - axis.from
  const blocks = things.map((thing) => {
    const y = Math.min(axisPosition(axis, thing.from), length - gridMinutes)
    return { ...thing, y, height: Math.max(axisPosition(axis, thing.to) - y, gridMinutes) }
  })
  return inLanes(blocks, length).map((one, index, all) => {
    const next = all.slice(index + 1).find(({ lane, lanes }) => lane === one.lane || lanes !== one.lanes)
    const room = Math.max(next ? next.y - one.y : line, one.height)
    return { ...one, lines: one.height / line, fits: room >= line ? 'line' : one.height >= small ? 'small' : 'none' }
  })
}

/** Lays out a single day, with the line of the current time. @param present epoch ms, null on other days */
export const drawDay = <T extends ClockTimes>(
  date: string,
  things: T[],
  { present, zone, usual, room }: { present: number | null; zone: string; usual: Axis; room: Room },
) => {
  const at = present === null ? null : clockSeconds(present, date, zone)
  const axis = axisOf(at === null ? things : [...things, { from: at, to: at }], usual)
  return { date, axis, blocks: layOut(things, axis, room), now: at === null ? null : Math.floor(at / 60) }
}
