import type { KnownMeeting } from './queries'
import type { OtherDate, ReadCalendar, ReadMeeting, Series } from './schema'

/** UID in a key. A key is the event's UID and, after `#`, the date that identifies one meeting of a series. */
const uidOf = (key: string) => key.slice(0, Math.max(0, key.lastIndexOf('#')))

const momentOf = (text: string) => Date.parse(text.length === 10 ? text : `${text}Z`)

/** The moment that a key contains, else the start of the series, else the meeting's date. @param start of the series */
const placeOf = (key: string, start: string | null, date: string) =>
  momentOf(key.slice(key.lastIndexOf('#') + 1) || start || date)

/** Differences in ms to try: a clock change may lie between the old start of a series and the new one. */
const hours = [0, 1, -1].map((hour) => hour * 3_600_000)

/**
 * Pairs meetings on removed dates of a series with its new dates: first by the distance that the start has moved, then
 * in order. If the start has not moved, makes no pairs in order.
 */
const pairsOf = (lost: KnownMeeting[], fresh: ReadMeeting[], { start }: Series) => {
  const pairs = new Map<string, KnownMeeting>()
  const [first] = fresh
  if (!first) return pairs
  const byPlace = new Map(fresh.map((one) => [placeOf(one.key, start, one.date), one]))
  const place = ({ import_key, import_start, date }: KnownMeeting) => placeOf(import_key, import_start, date)
  const isMoved = lost.some(({ import_start }) => import_start !== start)
  const from = (one: KnownMeeting) => momentOf(one.import_start ?? '')
  const guess = placeOf(first.key, start, first.date) - Math.min(...lost.map(place))
  const left: KnownMeeting[] = []
  for (const one of lost) {
    const shift = Number.isNaN(from(one)) ? guess : momentOf(start) - from(one)
    const found = hours
      .flatMap((hour) => byPlace.get(place(one) + shift + hour) ?? [])
      .find(({ key }) => !pairs.has(key))
    if (found) pairs.set(found.key, one)
    else left.push(one)
  }
  if (isMoved) {
    const free = fresh.filter(({ key }) => !pairs.has(key))
    for (const [index, one] of free.entries()) if (left[index]) pairs.set(one.key, left[index])
  }
  return pairs
}

/**
 * Matches a calendar's meetings with stored ones. `before`: stored meetings by the calendar's keys. `gone`: stored
 * meetings whose dates were removed or cancelled. A series that was imported in a newer version is ignored.
 */
export const matchMeetings = (
  {
    dates: { from, to },
    meetings: all,
    others,
    series,
  }: Pick<ReadCalendar, 'dates' | 'meetings' | 'others' | 'series'>,
  known: KnownMeeting[],
) => {
  const byUid = Map.groupBy(known, ({ import_key }) => uidOf(import_key))
  const ofUid = Map.groupBy(all, ({ key }) => uidOf(key))
  const found = new Map<string, ReadMeeting | OtherDate>([...others, ...all].map((one) => [one.key, one]))
  const before = new Map(known.filter(({ import_key }) => found.has(import_key)).map((one) => [one.import_key, one]))
  const older = new Map<string, Series>()
  const gone: KnownMeeting[] = []
  const isHere = (day = '') => day >= from && day <= to
  for (const one of series) {
    const rows = byUid.get(one.uid) ?? []
    if (rows.length > 0 && rows.every(({ import_sequence }) => (import_sequence ?? 0) > one.sequence)) {
      older.set(one.uid, one)
      continue
    }
    const lost = rows.filter((row) => {
      const place = placeOf(row.import_key, row.import_start, row.date)
      return !found.has(row.import_key) && isHere(new Date(place).toISOString().slice(0, 10))
    })
    const fresh = (ofUid.get(one.uid) ?? []).filter(({ key }) => !before.has(key))
    const pairs = pairsOf(
      lost.toSorted((a, b) => (a.import_key < b.import_key ? -1 : 1)),
      fresh,
      one,
    )
    for (const [key, row] of pairs) before.set(key, row)
    const paired = new Set(pairs.values())
    gone.push(...lost.filter((row) => !paired.has(row)))
  }
  const sequences = new Map(series.map(({ uid, sequence }) => [uid, sequence]))
  /** False for a date that was already imported in a newer version. */
  const isCurrent = ({ key }: { key: string }) =>
    !older.has(uidOf(key)) &&
    (before.get(key)?.import_sequence ?? 0) <= (sequences.get(uidOf(key)) ?? Number.MAX_SAFE_INTEGER)
  const cancelled = others.filter((one) => one.why === 'cancelled' && isCurrent(one))
  const moved = others.filter((one) => one.why === 'outside' && isCurrent(one) && before.has(one.key))
  return {
    meetings: all.filter(isCurrent),
    moved: moved.filter(({ key }) => isHere(before.get(key)?.date)),
    before,
    gone: [...gone, ...cancelled.flatMap(({ key }) => before.get(key) ?? [])].filter(({ deleted }) => !deleted),
    older: [...older.values()],
  }
}
