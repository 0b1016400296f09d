import { describe, expect, test } from 'vitest'
import { rows } from '../../../../test/support/client'
import { readLog } from '../csv/testing'
import { expectImported, settled } from '../import/testing'

const total = (total_seconds: number) => ({ digital: '', hours: 0, minutes: 0, text: '', total_seconds })

const project = (name: string, seconds: number, languages: [string, number][]) => ({
  ...{ name, grand_total: total(seconds), branches: [], entities: [], editors: [], operating_systems: [] },
  languages: languages.map(([language, time]) => ({ name: language, percent: 1, ...total(time) })),
})

const days = [
  {
    date: '2026-03-02',
    projects: [
      project('daymark', 7200.4, [
        ['TypeScript', 5000.2],
        ['CSS', 2200.2],
      ]),
      project('Unknown Project', 60, [['Other', 60]]),
    ],
  },
  { date: '2026-03-03', projects: [] },
  {
    date: '2026-03-29',
    projects: [
      project('daymark', 22 * 3600, [
        ['C++', 1],
        ['SQL', 22 * 3600],
      ]),
      project('wiki', 90, []),
    ],
  },
]
const daily = JSON.stringify({
  user: { username: 'ana' },
  range: { start: 1, end: 2 },
  days: days.map((day) => ({ ...day, grand_total: total(1), categories: [], languages: [] })),
})

const dailySums = {
  '2026-03-02 /daymark': 7200,
  '2026-03-02 ': 60,
  '2026-03-29 /daymark': 22 * 3600,
  '2026-03-29 /wiki': 90,
}

const at = (text: string) => Date.parse(`${text}Z`) / 1000

/** Heartbeats of a morning: the pause of half an hour counts for nothing. */
const beats = [
  { time: at('2026-03-02T09:00:00'), project: 'daymark', language: 'TypeScript' },
  { time: at('2026-03-02T09:10:00'), project: 'daymark', language: 'TypeScript' },
  { time: at('2026-03-02T09:12:00.5'), project: 'wiki', language: 'Markdown' },
  { time: at('2026-03-02T09:20:00'), project: 'daymark', language: 'CSS' },
  { time: at('2026-03-02T09:50:00'), project: 'daymark', language: 'CSS' },
  { time: at('2026-03-02T09:55:00'), project: 'daymark', language: null },
]
const heartbeats = JSON.stringify({
  user: {},
  range: {},
  days: [{ date: '2026-03-02', heartbeats: beats.toReversed().map((beat) => ({ ...beat, entity: '/a.ts', id: 'x' })) }],
})

/** Seconds to the next heartbeat within 15 minutes, by the project of the first. */
const beatSums = { '2026-03-02 /daymark': 720 + 300, '2026-03-02 /wiki': 479 }

describe('a data dump of WakaTime', () => {
  test.each(['Europe/Lisbon', 'Pacific/Auckland'])('with daily totals in %s', async (time_zone) => {
    const client = await settled(time_zone)
    const undo = await expectImported(client, daily, { sessions: dailySums, time_zone })
    const tags = await rows('SELECT tags FROM sessions WHERE user_id = ? ORDER BY started_at', client.userId)
    expect(tags.map((row) => row.tags)).toEqual(['["TypeScript"]', '[]', '["SQL"]', '[]'])
    await undo()
  })

  test('with heartbeats', async () => {
    const client = await settled('UTC')
    const undo = await expectImported(client, heartbeats, { sessions: beatSums })
    expect(await rows('SELECT started_at, tags FROM sessions WHERE user_id = ? ORDER BY 1', client.userId)).toEqual([
      { started_at: Date.UTC(2026, 2, 2, 9), tags: '["TypeScript"]' },
      { started_at: Date.UTC(2026, 2, 2, 9, 12, 0, 500), tags: '["Markdown"]' },
      { started_at: Date.UTC(2026, 2, 2, 9, 50), tags: '["CSS"]' },
    ])
    await undo()
  })
})

test.each([
  [{ date: 'today', projects: [project('a', 1, [])] }, /date: “today” is not a date/],
  [{ date: '2026-03-02', projects: [project('a', -5, [])] }, /total_seconds of “a” on 2026-03-02 is not a number/],
  [{ date: '2026-03-02', projects: [project('a', 90_000, [])] }, /more than the day has/],
  [{ date: '2026-03-02', heartbeats: [{ time: '9', project: 'a' }] }, /time: not seconds since 1970/],
])('of %j the wrong part is rejected', async (day, reason) => {
  expect(await readLog(JSON.stringify({ days: [day] }))).toMatchObject({
    rejected: [{ line: 1, reason: expect.stringMatching(reason) }],
    rows: [],
  })
})
