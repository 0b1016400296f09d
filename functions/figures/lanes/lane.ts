import { daysBetween, localDateTime } from '../../lib/time/days'

/** Something that a day is drawn with. Instants in epoch ms; `zone` is the IANA zone whose clock shows them. */
export type Timed = {
  start: number
  end: number
  zone: string
  /** Start and end of the whole, where the day has a part of it. */
  whole?: { start: number; end: number }
}

/** The hours that are drawn, in minutes since midnight of the date; a night may end after 24:00. */
export type Axis = { from: number; to: number }

/** The hours of a day or a week that are always drawn. */
export const usualHours: Axis = { from: 7 * 60, to: 20 * 60 }

/** Start and end in seconds since midnight of the date. */
export type OnClock = { at: [start: number, end: number]; from: number; to: number }

type Place = {
  /** In minutes from the top of the axis, and how many it is high. */
  y: number
  height: number
  /** Its place beside those at the same time, of so many. */
  lane: number
  lanes: number
}

export type Block<T> = T & OnClock & Place

const daySeconds = 86_400

/** Seconds on the clocks of a zone at an instant (epoch ms) since midnight of a date, negative before it. */
export const clockSeconds = (instant: number, date: string, timeZone: string) => {
  const local = localDateTime(instant, timeZone)
  const [hours = 0, minutes = 0, seconds = 0] = local.time.split(':').map(Number)
  return daysBetween(date, local.date) * daySeconds + hours * 3600 + minutes * 60 + seconds
}

/** The times of a thing on the clocks of its zone. In an hour that comes twice, it is as long as it was. */
const spanOn = (date: string, { start, end }: { start: number; end: number }, zone: string): [number, number] => {
  const from = clockSeconds(start, date, zone)
  const to = clockSeconds(end, date, zone)
  return [from, to < from ? from + Math.floor((end - start) / 1000) : to]
}

/** Things with their times on the clocks of their zones, by their start. */
export const onClock = <T extends Timed>(date: string, things: T[]): (T & OnClock)[] =>
  things
    .map((thing) => {
      const [from, to] = spanOn(date, thing, thing.zone)
      const { whole } = thing
      const isPart = whole && (whole.start !== thing.start || whole.end !== thing.end)
      return { ...thing, from, to, at: isPart ? spanOn(date, whole, thing.zone) : [from, to] } as T & OnClock
    })
    .sort((a, b) => a.from - b.from || a.to - b.to)

const hour = 3600

/** The hours from the first to the last of some things, and at least those that are usual (minutes since midnight). */
export const axisOf = (things: Pick<OnClock, 'from' | 'to'>[], usual: Axis): Axis => ({
  from: Math.min(usual.from, ...things.map(({ from }) => Math.floor(from / hour) * 60)),
  to: Math.max(usual.to, ...things.map(({ to }) => Math.ceil(to / hour) * 60)),
})

/** So many free minutes part a night from the hours that are drawn. */
const nightGap = 60

/** The hours without what lies before the usual ones, as long as free hours part it from these. */
export const withoutNight = (things: Pick<OnClock, 'from' | 'to'>[], axis: Axis, usual: Axis): Axis => {
  let { from } = usual
  for (const one of things.toSorted((a, b) => b.to - a.to)) {
    if (one.to / 60 > from - nightGap) from = Math.min(from, Math.floor(one.from / hour) * 60)
  }
  return { ...axis, from }
}

/** Minutes between two places of the drawing. */
export const step = 5

/** A place on the axis, in minutes by fives from its top. @param seconds since midnight */
export const placeOn = ({ from, to }: Axis, seconds: number) =>
  step * Math.round((Math.min(Math.max(seconds / 60, from), to) - from) / step)

/** Gives each block a lane in which it covers no other one. @param blocks by their start */
const inLanes = <T extends { y: number; height: number }>(blocks: T[]): (T & Place)[] => {
  const placed: (T & Place)[] = []
  let group: (T & Place)[] = []
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

/** Minutes that a block is high at least, so that it can be pressed, and where the next one follows at once. */
export type Room = { least: number; before: number }

/** Hours of 32 px, of at least 44 px, and of 72 px, where a quarter of one has room for a line. */
export const rooms = {
  low: { least: 50, before: 35 },
  usual: { least: 35, before: 25 },
  tall: { least: 20, before: 15 },
}

/** The blocks of a day on an axis. @param things by their start (`onClock`) */
export const layOut = <T extends OnClock>(things: T[], axis: Axis, { least, before }: Room): (T & Place)[] => {
  const height = axis.to - axis.from
  const spans = things.map((thing) => ({ thing, top: placeOn(axis, thing.from), end: placeOn(axis, thing.to) }))
  const blocks = spans.map(({ thing, top, end }) => {
    const next = spans.find((other) => other.top >= end && other.top > top)
    const room = next ? next.top - top : Number.POSITIVE_INFINITY
    const tall = Math.max(end - top, room >= before ? Math.min(least, room) : least)
    return { ...thing, y: Math.min(top, Math.max(0, height - tall)), height: tall }
  })
  return inLanes(blocks)
}

/** A day alone on its hours, with the present where it is among them. @param present epoch ms, null on other days */
export const drawDay = <T extends OnClock>(
  date: string,
  things: T[],
  { present, zone, usual, room }: { present: number | null; zone: string; usual: Axis; room: Room },
) => {
  const at = present === null ? null : clockSeconds(present, date, zone)
  const axis = axisOf(at === null ? things : [...things, { from: at, to: at }], usual)
  return { date, axis, blocks: layOut(things, axis, room), now: at === null ? null : Math.floor(at / 60) }
}
