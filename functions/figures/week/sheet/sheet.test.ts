import { describe, expect, test } from 'vitest'
import { type Client, cost, rows } from '../../../../test/support/client'
import { stopClock } from '../../../../test/support/clock'
import { wrongSums } from '../../../../test/support/models/sums'
import { runs } from '../../../../test/support/runs'
import { addDays, splitDays } from '../../../lib/time/days'
import { put } from '../../../time/sessions/testing'
import { cellText } from './cell'
import { monday, on, page, person, sheetOf, today, zone } from './testing'

stopClock('2026-03-11T15:00:00Z')

/** Seconds and text of a cell. */
const shownIn = (html: string, date: string, project: string) => {
  const [, seconds, text] = new RegExp(`name="${date}~(\\d+)~${project}~~"[^>]* value="([^"]*)"`).exec(html) ?? []
  return { seconds: Number(seconds ?? 0), text: text ?? '' }
}

const secondsOf = async ({ userId }: Client, date: string, project: string) => {
  const [row] = await rows<{ seconds: number }>(
    'SELECT coalesce(sum(seconds), 0) AS seconds FROM session_days WHERE user_id = ? AND date = ? AND project_id IS ?',
    userId,
    date,
    project || null,
  )
  return row?.seconds ?? 0
}

type More = { seen?: number; preview?: string; task_id?: string }

/** Types into a cell as the page does, which shows what the ledger has. */
const type = async (client: Client, project_id: string, date: string, value: string, more: More = {}) => {
  const seen = more.seen ?? (await secondsOf(client, date, project_id))
  const fields = { project_id, date, value, ...more, seen: String(seen) }
  const answer = await client.post('/week/cell', fields, { part: true, page: sheetOf(date, `${project_id}~~`) })
  return { status: answer.status, html: await answer.text(), cost: cost(answer) }
}

const stored = ({ userId }: Client) =>
  rows(
    `SELECT id, project_id, goal_id, task_id, started_at, ended_at, duration_seconds, days, hours, title, tags, time_zone,
       deleted_at, planned_until, updated_at
     FROM sessions WHERE user_id = ? ORDER BY id`,
    userId,
  )

const undoOf = (html: string) => /action="(\/changes\/[^"]+\/undo)"/.exec(html)?.[1] ?? ''

/** Linear congruential: the same on every day. */
const randomOf = (seed: number) => {
  let state = seed
  return (below: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

test('random edits of cells: the ledger has what was typed, no other row changes, each Undo is exact', async () => {
  const { client, thesis, website } = await person()
  const random = randomOf(59)
  const projects = [thesis, website, '']
  for (let count = 0; count < 14; count += 1) {
    const start = Date.parse(`${on(random(7))}T00:00Z`) + random(28 * 60) * 60_000 + random(2) * 17_000
    await put(client, new Date(start).toISOString(), 5 + random(150), {
      project_id: projects[random(3)] || null,
      ...zone,
    })
  }
  const values = ['0', '', '1:30', '130', '1.5', '45m', '+15m', '-20m', '2h 10m', '0:05', '6:00', '+3h', '13h']
  const naive = async () => {
    const all = await rows<{ started_at: number; duration_seconds: number; project_id: string | null }>(
      'SELECT started_at, duration_seconds, project_id FROM sessions WHERE user_id = ? AND deleted_at IS NULL',
      client.userId,
    )
    const sums = new Map<string, number>()
    for (const one of all)
      for (const [date, seconds] of splitDays(one.started_at, one.duration_seconds, zone)) {
        const key = `${date} ${one.project_id ?? ''}`
        sums.set(key, (sums.get(key) ?? 0) + seconds)
      }
    return sums
  }
  let saved = 0
  for (let count = 0; count < Math.max(20, runs(200)); count += 1) {
    const [date, project, value] = [on(random(7)), projects[random(3)] ?? '', values[random(values.length)] ?? '']
    const [before, had] = [await stored(client), await naive()]
    const { status, html } = await type(client, project, date, value)
    const [sums, key] = [await naive(), `${date} ${project}`]
    const others = (those: Map<string, number>) =>
      [...those].filter(([name, seconds]) => name !== key && seconds > 0).toSorted()
    expect(others(sums)).toEqual(others(had))
    for (const [name, seconds] of sums) {
      const [day = '', of = ''] = name.split(' ')
      expect([name, await secondsOf(client, day, of)]).toEqual([name, seconds])
    }
    if (status !== 200 || !undoOf(html)) {
      expect(await stored(client)).toEqual(before)
      continue
    }
    saved += 1
    const shown = shownIn(html, date, project)
    expect([sums.get(key) ?? 0, cellText(shown.seconds)]).toEqual([shown.seconds, shown.text])
    const untouched = before.filter((row) => row.project_id !== (project || null))
    expect((await stored(client)).filter((row) => row.project_id !== (project || null))).toEqual(untouched)
    if (random(2) === 0) continue
    await client.post(undoOf(html))
    expect(await stored(client)).toEqual(before)
  }
  expect(saved).toBeGreaterThan(10)
  expect(await wrongSums(client.userId)).toEqual([])
})

describe('a cell', () => {
  test('is saved in three trips, with the sums that it changes and one Undo', async () => {
    const { client, thesis } = await person()
    const { html, status, cost: spent } = await type(client, thesis, on(1), '1:30')
    expect([status, spent.trips <= 3]).toEqual([200, true])
    expect(html.match(/data-figure="5400"/g)).toHaveLength(5)
    await client.post(undoOf(html))
    expect(await stored(client)).toEqual([])
  })

  test('that two tabs change tells the later one, which loses nothing', async () => {
    const { client, thesis } = await person()
    await type(client, thesis, on(1), '2h')
    const late = await type(client, thesis, on(1), '1:30', { seen: 0 })
    expect([late.status, late.html]).toEqual([409, expect.stringContaining('This is now 2h; you saw 0m')])
    expect(shownIn(late.html, on(1), thesis)).toEqual({ seconds: 7200, text: '1:30' })
    expect(late.html).toContain('data-saved="2:00"')
    expect(await secondsOf(client, on(1), thesis)).toBe(7200)
    expect((await type(client, thesis, on(1), '1:30', { seen: 7200 })).status).toBe(200)
    expect(await secondsOf(client, on(1), thesis)).toBe(5400)
  })

  test('says before and after what it changes in several sessions, and saves at once', async () => {
    const { client, thesis } = await person()
    await put(client, `${on(1)}T09:00Z`, 60, { project_id: thesis, ...zone })
    await put(client, `${on(1)}T11:00Z`, 60, { project_id: thesis, ...zone })
    const before = await stored(client)
    const words = 'one from 11:00 is deleted and the one from 09:00 ends at 09:30'
    const { html } = await type(client, thesis, on(1), '0:30', { preview: '1' })
    expect(html).toContain(`<b>30m, the ${words}. Changes 2 sessions</b>`)
    expect(await stored(client)).toEqual(before)
    const saved = await type(client, thesis, on(1), '0:30')
    expect([saved.status, saved.html]).toEqual([200, expect.stringContaining(`30m, was 2h. The ${words}`)])
    expect(await secondsOf(client, on(1), thesis)).toBe(1800)
    const undone = await client.post(undoOf(saved.html), {}, { part: true, page: sheetOf(on(1), `${thesis}~~`) })
    expect(await undone.text()).toMatch(/Undone: Thesis, \w+ \d+ \w+: back to 2h\./)
    expect(await stored(client)).toEqual(before)
  })

  test('that empties its row leaves the row where it is', async () => {
    const { client, thesis } = await person()
    await put(client, `${on(1)}T09:00Z`, 60, { project_id: thesis, ...zone })
    const fields = { [`${on(1)}~3600~${thesis}~~`]: '0' }
    const html = await (await client.post('/week', fields, { part: true, page: page() })).text()
    expect([shownIn(html, on(1), thesis), html]).toEqual([
      { seconds: 0, text: '' },
      expect.stringMatching(new RegExp(`<tr id="row-${thesis}~~"`)),
    ])
    expect(html).toContain(`rows=${thesis}`)
  })

  test('says what was there in its toast and in that of its Undo, and that a deletion deletes', async () => {
    const { client, thesis } = await person()
    await put(client, `${on(1)}T09:00Z`, 60, { project_id: thesis, ...zone })
    const more = await type(client, thesis, on(1), '1:30')
    expect(more.html).toMatch(/Thesis, \w+ \d+ \w+: 1h 30m, was 1h</)
    const undone = await client.post(undoOf(more.html), {}, { part: true, page: sheetOf(on(1), `${thesis}~~`) })
    expect(await undone.text()).toMatch(/Undone: Thesis, \w+ \d+ \w+: back to 1h\./)
    expect((await type(client, thesis, on(1), '0')).html).toMatch(/Thesis, \w+ \d+ \w+: deleted, was 1h</)
  })

  test('of a day ahead plans in its row, even while the timer runs there; 0 takes the plan away', async () => {
    const { client, thesis } = await person()
    await client.post('/timer/start', { project_id: thesis })
    const next = addDays(today, 2)
    const planned = () =>
      rows<{ minutes: number }>(
        `SELECT duration_seconds / 60 AS minutes FROM sessions
         WHERE user_id = ? AND planned_until = ended_at AND title = 'Thesis' AND deleted_at IS NULL`,
        client.userId,
      )
    const { html, status } = await type(client, thesis, next, '1:30', { seen: 0 })
    expect([status, html]).toEqual([200, expect.stringMatching(/Thesis, \w+ \d+ \w+( \d+)?: 1h 30m planned</)])
    expect(shownIn(html, next, thesis)).toEqual({ seconds: 5400, text: '1:30' })
    expect(await secondsOf(client, next, thesis)).toBe(0)
    expect((await type(client, thesis, next, '0:45', { seen: 5400 })).html).toContain('45m planned, was 1h 30m')
    expect(await planned()).toEqual([{ minutes: 45 }])
    const gone = await type(client, thesis, next, '0', { seen: 2700 })
    expect(await planned()).toEqual([])
    await client.post(undoOf(gone.html))
    expect(await planned()).toEqual([{ minutes: 45 }])
  })

  test('says first how many sessions it deletes, marks a day of much time, and leads to a night', async () => {
    const { client, thesis } = await person()
    for (const hour of ['09', '11']) await put(client, `${on(1)}T${hour}:00Z`, 60, { project_id: thesis, ...zone })
    expect((await type(client, thesis, on(1), '0')).html).toMatch(/>2 sessions deleted\. Thesis, /)
    expect((await type(client, thesis, on(1), '13')).html).toContain('13h?')
    await put(client, `${on(3)}T23:00Z`, 420, { project_id: thesis, ...zone })
    const night = await type(client, thesis, on(3), '1m', { preview: '1' })
    expect(night.html).toMatch(/ends after midnight\..*href="\/sessions\/[^"]*\/edit"/)
  })

  test('is locked while the timer runs, and refuses other people’s projects', async () => {
    const { client, thesis } = await person()
    await client.post('/timer/start', { project_id: thesis })
    const running = await type(client, thesis, today, '1h')
    expect([running.status, running.html]).toEqual([422, expect.stringContaining('The timer is running here')])
    const html = await (await client.get('/week?view=grid')).text()
    expect(html).toMatch(/<a [^>]*title="The timer is running here/)
    const stranger = await person()
    expect((await type(client, stranger.thesis, on(1), '1h')).status).toBe(422)
  })
})

describe('a block of cells', () => {
  test('is one change, whose cells take other times, and one Undo', async () => {
    const { client, thesis, website } = await person()
    await put(client, `${on(1)}T09:00Z`, 60, { project_id: thesis, ...zone })
    const before = await stored(client)
    const fields = {
      [`${on(1)}~3600~${thesis}~~`]: '2h',
      [`${on(1)}~0~${website}~~`]: '1h',
      [`${on(2)}~0~${thesis}~~`]: '1:30',
      [`${on(2)}~0~${website}~~`]: 'soon',
      [`${on(3)}~0~${website}~~`]: '45m',
    }
    const address = sheetOf(on(1), `${website}~~`)
    const answer = await client.post('/week', fields, { part: true, page: address })
    const html = await answer.text()
    expect([answer.status, cost(answer).trips <= 3, html]).toEqual([
      422,
      true,
      expect.stringContaining('4 cells saved, 1 not'),
    ])
    expect(shownIn(html, on(2), website)).toEqual({ seconds: 0, text: 'soon' })
    const times = async () =>
      rows<{ began: string; minutes: number }>(
        `SELECT strftime('%d %H:%M', started_at / 1000, 'unixepoch') AS began, duration_seconds / 60 AS minutes
         FROM sessions WHERE user_id = ? AND deleted_at IS NULL AND date(started_at / 1000, 'unixepoch') = ? ORDER BY 1`,
        client.userId,
        on(1),
      )
    const day = on(1).slice(8)
    expect(await times()).toEqual([
      { began: `${day} 09:00`, minutes: 120 },
      { began: `${day} 11:00`, minutes: 60 },
    ])
    expect(html.match(/class="toast floating"/g)).toHaveLength(1)
    const undone = await client.post(undoOf(html), {}, { part: true, page: address })
    const sheet = await undone.text()
    expect([undone.status, undone.headers.get('HX-Redirect')]).toEqual([200, null])
    expect([shownIn(sheet, on(1), thesis), sheet]).toEqual([
      { seconds: 3600, text: '1:00' },
      expect.stringContaining('Undone'),
    ])
    expect(await stored(client)).toEqual(before)
  })
})

describe('the sheet', () => {
  test('is drawn again by what is written elsewhere on its page', async () => {
    const { client, thesis } = await person()
    const fields = { title: 'Read', date: on(2), started_at: '09:00', ended_at: '10:15', project_id: thesis }
    const html = await (await client.post('/sessions', fields, { part: true, page: page() })).text()
    expect([html, shownIn(html, on(2), thesis)]).toEqual([
      expect.stringContaining('hx-target="#week-sheet"'),
      { seconds: 4500, text: '1:15' },
    ])
  })

  test('of a coming week says that it plans', async () => {
    const { client, thesis } = await person()
    const html = await (await client.get(sheetOf(addDays(today, 14), `${thesis}~~`))).text()
    expect(html).toContain('Time you enter here is planned')
    expect(html).toMatch(/aria-label="Thesis[^"]*, planned"/)
  })

  test('shows as pale what the filter does not count, keeps the filter, and sums all', async () => {
    const { client, thesis, website } = await person()
    for (const project_id of [thesis, website]) await put(client, `${on(1)}T09:00Z`, 60, { project_id, ...zone })
    const subject = `&subject=project:${website}`
    const html = await (await client.get(page(subject))).text()
    expect([...html.matchAll(/<tr id="row-([^~]*)~~"[^>]* data-pale/g)].map(([, id]) => id)).toEqual([thesis])
    expect(html).toContain('Remove filter: Website')
    expect(html).toMatch(/data-figure="3600"><b>1h</)
    const saved = await client.post(
      '/week/cell',
      { project_id: thesis, date: on(2), value: '1h' },
      {
        part: true,
        page: page(subject),
      },
    )
    expect(await saved.text()).toMatch(/<tr id="row-[^"]*"[^>]* data-pale/)
    expect((await client.get(page('&subject=project:gone'))).status).toBe(404)
  })

  test('has each session in one row; a row for a task splits its pair', async () => {
    const { client, thesis } = await person()
    await client.json('POST', '/api/v1/tasks', { title: 'Read' })
    const [task] = await rows<{ id: string }>('SELECT id FROM tasks WHERE user_id = ?', client.userId)
    const id = task?.id ?? ''
    await put(client, `${on(1)}T09:00Z`, 60, { project_id: thesis, task_id: id, ...zone })
    await put(client, `${on(1)}T11:00Z`, 30, { project_id: thesis, ...zone })
    const values = async (more = '') =>
      [...(await (await client.get(page(more))).text()).matchAll(/<input form="sheet"[^>]* value="(\d[^"]*)"/g)].map(
        ([, v]) => v,
      )
    expect(await values()).toEqual(['1:30'])
    expect((await values(`&rows=${thesis}~~${id}`)).toSorted()).toEqual(['0:30', '1:00'])
    await type(client, thesis, on(1), '2h', { task_id: id, seen: 3600 })
    expect((await values(`&rows=${thesis}~~${id}`)).toSorted()).toEqual(['0:30', '2:00'])
  })

  test('takes the rows of last week, and their hours for one row with one Undo', async () => {
    const { client, thesis } = await person()
    await put(client, `${on(-6)}T10:00Z`, 90, { project_id: thesis, ...zone })
    await put(client, `${on(-5)}T10:00Z`, 30, { project_id: thesis, ...zone })
    expect(await (await client.get(page())).text()).toContain('rows=last')
    expect(await (await client.get(page('&rows=last'))).text()).toContain('As last week: Thesis')
    // Days with time stay: one that had more, and one that had less.
    for (const [day, minutes] of [
      [-4, 45],
      [3, 10],
      [-3, 20],
      [4, 60],
    ] as const)
      await put(client, `${on(day)}T10:00Z`, minutes, { project_id: thesis, ...zone })
    const before = await stored(client)
    const answer = await client.post('/week/row', { date: monday, row: `${thesis}~~` })
    expect(answer.status).toBe(303)
    const seconds = [1, 2, 3, 4, 5].map((day) => secondsOf(client, on(day), thesis))
    expect(await Promise.all(seconds)).toEqual([5400, 1800, 600, 3600, 0])
    const flash = decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')
    expect(flash).toContain('2 cells saved"')
    await client.post(/\/changes\/[\w-]+\/undo/.exec(flash)?.[0] ?? '')
    expect(await stored(client)).toEqual(before)
  })

  test('is one form without script, which keeps what is refused', async () => {
    const { client, thesis } = await person()
    const name = (day: number) => `${on(day)}~0~${thesis}~~`
    const saved = await client.post(page(), { [name(1)]: '1:30', [name(2)]: '', [name(3)]: '2h' })
    expect([saved.status, await secondsOf(client, on(1), thesis), await secondsOf(client, on(3), thesis)]).toEqual([
      303, 5400, 7200,
    ])
    const refused = await client.post(page(), { [name(2)]: 'soon', [name(4)]: '1h' })
    const html = await refused.text()
    expect([refused.status, html]).toEqual([422, expect.stringMatching(/value="soon"[^>]*aria-invalid="true"/)])
    expect(await secondsOf(client, on(4), thesis)).toBe(3600)
  })
})
