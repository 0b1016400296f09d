import fc from 'fast-check'
import { Temporal } from 'temporal-polyfill'
import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { undoIn } from '../../../test/support/html'
import { runs } from '../../../test/support/runs'
import { minute } from '../../../test/support/times'
import { newSession, putAll } from './testing'

const now = Date.parse('2026-11-20T15:30:00Z')

stopClock(now)

type Block = { start: number; end: number; idle: number }
type Row = Record<string, unknown> & { id: string; seq: number }

const longest = 72 * 60 * minute

const wall = (instant: number, zone: string) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDateTime()

const textOf = (time: Temporal.PlainDateTime) => time.toString({ smallestUnit: 'minute' })

/** The instant at which the clocks of a zone show a time: the first of two, and after a gap as much later. */
const instantAt = (time: string, zone: string) =>
  Temporal.PlainDateTime.from(time).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds

/** A time that is sent; one to the same minute changes nothing. */
const sent = (instant: number, time: string, zone: string) =>
  textOf(wall(instant, zone)) === time ? instant : instantAt(time, zone)

/** Where clocks show two times that are both sent: their start is later in a gap, or the second one of two if that fits. */
const clockTimes = (from: string, to: string, zone: string): [number, number] => {
  const [start, end] = [instantAt(from, zone), instantAt(to, zone)]
  const length = Temporal.PlainDateTime.from(from).until(to).total('milliseconds')
  if (length > 0 && textOf(wall(start, zone)) !== from) return [start, start + length]
  const second = Temporal.PlainDateTime.from(from).toZonedDateTime(zone, { disambiguation: 'later' }).epochMilliseconds
  return length > 0 && end - second === length ? [second, end] : [start, end]
}

/** Where a block is after a move; null where that cannot be. */
const movedBlock = (block: Block, from: string, to: string, zone: string): Block | null => {
  const isSame = [block.start, block.end].map((at, index) => textOf(wall(at, zone)) === [from, to][index])
  const [start, end] = isSame.includes(true)
    ? [sent(block.start, from, zone), sent(block.end, to, zone)]
    : clockTimes(from, to, zone)
  const seconds = Math.floor((end - start) / 1000)
  if (end < start || seconds * 1000 > longest || seconds - block.idle < 0) return null
  if (seconds === 0 && block.end - block.start >= minute) return null
  return { start, end, idle: block.idle }
}

const secondsOf = ({ start, end, idle }: Block) => Math.floor((end - start) / 1000) - idle

/** Seconds by the dates of days that begin at a minute, one second after the other date’s start. */
const daysOf = (block: Block, zone: string, dayStart: number) => {
  const boundary = (date: Temporal.PlainDate) =>
    instantAt(date.toPlainDateTime({ hour: Math.floor(dayStart / 60), minute: dayStart % 60 }).toString(), zone)
  let date = wall(block.start, zone).toPlainDate().subtract({ days: 1 })
  while (boundary(date.add({ days: 1 })) <= block.start) date = date.add({ days: 1 })
  const days: [string, number][] = []
  const end = block.start + secondsOf(block) * 1000
  for (let at = block.start, before = 0; at < end || days.length === 0; date = date.add({ days: 1 })) {
    at = Math.min(boundary(date.add({ days: 1 })), end)
    const until = Math.floor((at - block.start) / 1000)
    days.push([date.toString(), until - before])
    before = until
  }
  return days
}

const all = (client: Client) =>
  rows<Row>('SELECT * FROM sessions WHERE user_id = ? ORDER BY started_at, id', client.userId)

/** Every column but those that each write changes. */
const bytes = (stored: Row[]) => stored.map(({ seq: _, updated_at: __, ...row }) => row)

const pressUndo = (client: Client, html: string) => {
  const { path, fields } = undoIn(html)
  return client.post(path, fields, { part: true })
}

const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Apia']

/** Local times around clock changes, midnights and the present. */
const places = fc
  .tuple(
    fc.constantFrom('2026-03-29', '2026-10-25', '2026-03-08', '2026-11-01', '2026-04-05', '2026-10-04', '2026-11-20'),
    fc.integer({ min: -26 * 60, max: 26 * 60 }),
  )
  .map(([date, minutes]) => textOf(Temporal.PlainDate.from(date).toPlainDateTime().add({ minutes })))

const acts = fc.oneof(
  fc.record({ act: fc.constant('move' as const), to: places }),
  fc.record({ act: fc.constant('copy' as const), to: places }),
  fc.record({ act: fc.constant('start' as const), by: fc.integer({ min: -600, max: 600 }) }),
  fc.record({ act: fc.constant('end' as const), by: fc.integer({ min: -600, max: 600 }) }),
  fc.record({ act: fc.constant('split' as const), share: fc.double({ min: 0, max: 1, noNaN: true }) }),
)

const blocks = fc.record({
  zone: fc.constantFrom(...zones),
  dayStart: fc.constantFrom(0, 240),
  at: places,
  milliseconds: fc.constantFrom(0, 0, 17_250, 59_999),
  length: fc.integer({ min: 1, max: 900 * 60 }),
  rest: fc.constantFrom(0, 0, 400),
  idle: fc.constantFrom(0, 0, 300),
  acted: fc.array(acts, { minLength: 1, maxLength: 4 }),
})

const later = (time: string, by: Temporal.DurationLike) => textOf(Temporal.PlainDateTime.from(time).add(by))

test('moves, resizes, copies and splits of blocks store what the clocks say, and each Undo the bytes before', async () => {
  const client = await signedIn({ time_zone: 'Europe/Lisbon', day_start_minute: 0 })
  await fc.assert(
    fc.asyncProperty(blocks, async ({ zone, dayStart, at, milliseconds, length, rest, acted, ...more }) => {
      await rows('DELETE FROM sessions WHERE user_id = ?', client.userId)
      const started_at = instantAt(at, zone) + milliseconds
      const idle = Math.min(more.idle, length)
      const session = newSession(started_at, 0, {
        ...{ ended_at: started_at + length * 1000 + rest, duration_seconds: length - idle },
        ...{ time_zone: zone, day_start_minute: dayStart, notes: 'Notes', tags: ['deep'] },
      })
      await putAll(client, [session])
      let block: Block = { start: started_at, end: session.ended_at, idle }
      await rows('UPDATE sessions SET planned_until = iif(ended_at > ?, ended_at, NULL)', now)

      const expectBlocks = async (expected: Block[]) => {
        const stored = (await all(client)).filter((row) => row.deleted_at === null)
        const shown = stored.map((row) => [
          row.started_at,
          row.ended_at,
          row.duration_seconds,
          JSON.parse(`${row.days}`),
        ])
        expect(shown).toEqual(
          expected
            .toSorted((a, b) => a.start - b.start)
            .map((one) => [one.start, one.end, secondsOf(one), daysOf(one, zone, dayStart)]),
        )
        for (const row of stored) {
          expect(row.planned_until).toBe(Number(row.ended_at) > now ? row.ended_at : null)
          expect([row.time_zone, row.day_start_minute]).toEqual([zone, dayStart])
        }
      }

      for (const act of acted) {
        const before = await all(client)
        const seq = before.find(({ id }) => id === session.id)?.seq ?? 0
        const [from, to] = [textOf(wall(block.start, zone)), textOf(wall(block.end, zone))]
        const post = (name: string, fields: Record<string, string | number>) =>
          client.post(`/sessions/${session.id}/${name}`, { seq, ...fields }, { part: true })
        let expected: Block[] | null
        let answer: Response
        if (act.act === 'split') {
          const cut = textOf(wall(block.start + Math.floor((block.end - block.start) * act.share), zone))
          const instant = instantAt(cut, zone)
          const first = { start: block.start, end: instant, idle: 0 }
          const isInside = instant > block.start && secondsOf(first) > 0 && secondsOf(first) < secondsOf(block)
          // A second whose halves lie in both pieces is none of either.
          const left = Math.min(secondsOf(block) - secondsOf(first), Math.floor((block.end - instant) / 1000))
          const second = { start: instant, end: block.end, idle: Math.floor((block.end - instant) / 1000) - left }
          expected = isInside ? [first, second] : null
          answer = await post('split', { at: cut })
        } else {
          const span = Temporal.PlainDateTime.from(from).until(to)
          const target = {
            move: () => [act.act === 'move' ? act.to : '', act.act === 'move' ? later(act.to, span) : ''],
            copy: () => [act.act === 'copy' ? act.to : '', act.act === 'copy' ? later(act.to, span) : ''],
            start: () => [later(from, { minutes: act.act === 'start' ? act.by : 0 }), to],
            end: () => [from, later(to, { minutes: act.act === 'end' ? act.by : 0 })],
          }[act.act]() as [string, string]
          const moved = movedBlock(block, ...target, zone)
          expected = moved && (act.act === 'copy' ? [block, moved] : [moved])
          answer = await post(act.act === 'copy' ? 'copy' : 'times', { started_at: target[0], ended_at: target[1] })
        }
        expect(answer.status).toBe(expected ? 200 : 422)
        const html = await answer.text()
        if (!expected) {
          expect(await all(client)).toEqual(before)
          continue
        }
        await expectBlocks(expected)
        if (html.includes('data-undo')) {
          // The Undo of a change leads to the page, where that names no regions of it.
          expect((await pressUndo(client, html)).status).toBe(act.act === 'split' ? 204 : 200)
          const after = (await all(client)).filter(({ id, deleted_at }) => id === session.id || deleted_at === null)
          expect(bytes(after)).toEqual(bytes(before.filter(({ id }) => id === session.id)))
        }
        await rows('DELETE FROM sessions WHERE user_id = ? AND id <> ?', client.userId, session.id)
        // Every other move stays, so that the next one begins there.
        if ((act.act === 'move' || act.act === 'end') && expected[0]) {
          const [row] = await all(client)
          const [started, ended] = [expected[0].start, expected[0].end].map((one) => textOf(wall(one, zone)))
          await client.post(
            `/sessions/${session.id}/times`,
            { seq: row?.seq ?? 0, started_at: started ?? '', ended_at: ended ?? '' },
            { part: true },
          )
          const again = movedBlock(block, started ?? '', ended ?? '', zone)
          if (again) block = again
          await expectBlocks([block])
        }
      }
    }),
    { numRuns: runs(300) },
  )
}, 240_000)
