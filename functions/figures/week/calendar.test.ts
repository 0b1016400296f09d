import { expect, test, vi } from 'vitest'
import { regionsIn, rows, signedIn } from '../../../test/support/client'
import { lisbon } from '../../../test/support/times'
import { put, putProject } from '../../time/sessions/testing'

/** Starts and ends of the blocks of a date, with their titles. */
const blocksOn = (html: string, date: string) => {
  const [, lane = ''] =
    new RegExp(`data-date="${date}".*?>(.*?)(?=<div class="lane|<div id="calendar-new|$)`, 's').exec(html) ?? []
  const blocks = [...lane.matchAll(/<a class="block([^>]*)><i>([^ ,<]*).*?<b>(.*?)<\/b>/gs)]
  return blocks.map(([, attributes = '', said = '', title]) => {
    const [, at = said.replaceAll(/\b0(?=\d:)/g, '')] = /data-at="([^"]*)"/.exec(attributes) ?? []
    return `${at} ${title}`
  })
}

test('a week has its sessions by the clock of their zone, over midnight in both days, and its sums', async () => {
  const client = await signedIn(lisbon)
  const project = await putProject(client, 'Thesis')
  await put(client, '2026-03-02T09:00Z', 95, { ...lisbon, title: 'Priors', project_id: project })
  await put(client, '2026-03-03T23:30Z', 60, { ...lisbon, title: 'Late' })
  await put(client, '2026-03-05T09:00Z', 30, { time_zone: 'Atlantic/Azores', day_start_minute: 0, title: 'There' })
  const html = await (await client.get('/week?date=2026-03-04&hours=all')).text()
  expect(blocksOn(html, '2026-03-02')).toEqual(['9:00-10:35 Priors'])
  expect(blocksOn(html, '2026-03-03')).toEqual(['23:30-24:30 Late'])
  expect(blocksOn(html, '2026-03-04')).toEqual(['-0:30-0:30 Late'])
  expect(blocksOn(html, '2026-03-05')).toEqual(['8:00-8:30 There'])
  expect(html).toContain('Azores time')
  expect(html).not.toMatch(/(hour|\dm) day/)
  expect(html.match(/id="week-sum"[^>]*>.*?data-figure="(\d+)"/s)?.[1]).toBe(String(185 * 60))
})

test.each<[string, [start: string, minutes: number][], number, string?]>([
  ['one short start in the night', [['3T04:05', 55]], 7, '55m before 0'],
  ['the hour before', [['3T06:10', 30]], 6],
  [
    'an hour that is apart from one near the usual ones',
    [
      ['3T04:05', 55],
      ['3T06:20', 30],
    ],
    6,
    '55m before 0',
  ],
  ['a long start', [['3T04:05', 61]], 4],
  [
    'two mornings',
    [
      ['3T04:05', 20],
      ['5T05:00', 20],
    ],
    4,
  ],
  [
    'two evenings that go on',
    [
      ['3T23:00', 150],
      ['5T23:00', 150],
    ],
    7,
    'Until 01:30: ',
  ],
  [
    'three evenings',
    [
      ['2T23:00', 150],
      ['3T23:00', 150],
      ['5T23:00', 150],
    ],
    0,
  ],
])('of the hours before 07:00 a week with %s draws those in use, and folds the rest', async (_, all, from, folded) => {
  const client = await signedIn(lisbon)
  for (const [start, minutes] of all) await put(client, `2026-03-0${start}Z`, minutes, { ...lisbon, title: 'Early' })
  const hours = async (more = '') => {
    const html = await (await client.get(`/week?date=2026-03-04${more}`)).text()
    return [
      Number(html.match(/data-from="(-?\d+)"/)?.[1]) / 60,
      html.match(/>([^<>]* before 0|Until [\d:]+: )(?:\d:00)?</)?.[1],
    ]
  }
  expect(await hours()).toEqual([from, folded])
  expect(await hours('&hours=all')).toEqual([0, undefined])
})

test('what the filter does not count is pale, and kinds can be left out', async () => {
  const client = await signedIn(lisbon)
  const project = await putProject(client, 'Thesis')
  await put(client, '2026-03-02T09:00Z', 95, { ...lisbon, title: 'Priors', project_id: project })
  await put(client, '2026-03-02T12:00Z', 95, { ...lisbon, title: 'Other' })
  const html = await (await client.get(`/week?date=2026-03-02&subject=project:${project}`)).text()
  expect([...html.matchAll(/class="block[^"]*pale[^"]*".*?<b>(.*?)<\/b>/gs)].map(([, title]) => title)).toEqual([
    'Other',
  ])
  expect(html).toContain('Remove filter: Thesis')
})

test('the filter chooses several subjects by name, keeps what else is shown, and reads its choices only while open', async () => {
  const client = await signedIn(lisbon)
  const project = await putProject(client, 'Thesis')
  await put(client, '2026-03-02T09:00Z', 95, { ...lisbon, title: 'Priors', project_id: project })
  await put(client, '2026-03-02T12:00Z', 30, { ...lisbon, title: 'Post', tags: ['deep'] })
  await put(client, '2026-03-02T14:00Z', 30, { ...lisbon, title: 'Other' })
  const { id } = await put(client, '2026-03-03T09:00Z', 30, { ...lisbon, title: 'Ahead', project_id: project })
  await rows('UPDATE sessions SET planned_until = ended_at WHERE id = ?', id)
  const page = async (path: string) => (await client.get(path)).text()
  const kept = '/week?date=2026-03-02&hours=all&hide=tasks'
  const closed = await page(kept)
  expect(closed).not.toContain('<select')
  expect(closed).toContain(`href="${kept.replaceAll('&', '&amp;')}&amp;open=filter"`)
  const open = await page(`${kept}&open=filter`)
  const form = /<form class="sieve\b.*?<\/form>/s.exec(open)?.[0] ?? ''
  const hidden = [...form.matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g)].map(([, ...field]) =>
    field.join('='),
  )
  expect(hidden).toEqual(['date=2026-03-02', 'hours=all', 'hide=tasks'])
  expect(form).toContain('>Thesis</option>')

  // As the form sends it: a list without a choice is empty.
  const sent = await client.get(`${kept}&any=project:${project}&any=tag:%23deep&any=&any=`)
  const html = await page(sent.headers.get('location') ?? '')
  const pale = [...html.matchAll(/class="block[^"]*pale[^"]*".*?<b>(.*?)<\/b>/gs)].map(([, title]) => title)
  expect(pale).toEqual(['Other'])
  const chips = [...html.matchAll(/href="([^"]*)" aria-label="Remove filter: ([^"]*)"/g)]
  const address = kept.replaceAll('&', '&amp;')
  expect(chips.map(([, href, label]) => [label, href])).toEqual([['Thesis or #deep', address]])
  expect(html.match(/<a href="\/sessions[^>]*>/g)).toContain(
    `<a href="/sessions?from=2026-03-02&amp;to=2026-03-08&amp;subject=project:${project}%7Ctag:%23deep" data-figure="9300">`,
  )
  const [, sum = ''] = /id="week-sum">(.*?)<\/p>/s.exec(html) ?? []
  expect(sum.replaceAll(/<[^>]*>/g, '')).toMatch(/^2h 35m of 3h 05m/)
  expect(html.match(/>2h 35m</g)).toHaveLength(1)
  const kinds = (of: string) =>
    [...of.matchAll(/href="([^"]*)" aria-label="((?:Hide|Show) [^"]*)"/g)].map(([, ...one]) => one)
  expect(kinds(html)).toEqual(
    expect.arrayContaining([
      [expect.stringContaining('&amp;hide=planned.tasks&amp;'), 'Hide planned'],
      [expect.stringMatching(/^(?!.*hide=)/), 'Show tasks'],
    ]),
  )
  expect(await page('/week?date=2026-03-02&subject=nothing:here')).not.toContain('Remove filter')
  expect((await client.get(`${kept}&project=none-such`)).status).toBe(404)
})

test('a wrong date means this week, a wrong look is none', async () => {
  const client = await signedIn(lisbon)
  expect((await client.get('/week?date=2026-02-30')).status).toBe(200)
  expect((await client.post('/week/look', { step: '7' })).status).toBe(404)
  expect((await client.post('/week/look', { step: '15', scale: 'tall' })).status).toBe(303)
  const html = await (await client.get('/week')).text()
  expect(html).toContain('data-step="15"')
  expect(html).toContain('hour-18')
})

test('a write answers with the days that it touched, or with all where its hours changed', async () => {
  const client = await signedIn(lisbon)
  const { id } = await put(client, '2026-03-02T09:00Z', 60, { ...lisbon, title: 'Priors' })
  const move = async (start: string, end: string) => {
    const html = await (await client.get('/week?date=2026-03-04')).text()
    const [, seq = ''] = html.match(/data-v="(\d+)"/) ?? []
    const values = { started_at: `2026-03-0${start}`, ended_at: `2026-03-0${end}`, seq }
    const page = { part: true, headers: { 'X-Regions': regionsIn(html) } }
    const answer = await client.post(`/sessions/${id}/times`, values, page)
    return [...(await answer.text()).matchAll(/hx-target="#([\w-]+)"/g)].map(([, target]) => target)
  }
  expect(await move('3T10:00', '3T11:00')).toEqual(
    expect.arrayContaining(['head-2026-03-02', 'lane-2026-03-02', 'head-2026-03-03', 'lane-2026-03-03', 'week-sum']),
  )
  expect(await move('3T05:00', '3T06:00')).toEqual(expect.arrayContaining(['calendar', 'week-sum']))
})

test('of more than three at the same time the rest is counted, and listed in its place', async () => {
  const client = await signedIn(lisbon)
  for (const minute of [0, 5, 10, 15, 20]) {
    await put(client, `2026-03-02T09:${String(minute).padStart(2, '0')}Z`, 60, { ...lisbon, title: `At ${minute}` })
  }
  const html = await (await client.get('/week?date=2026-03-02')).text()
  expect(html).toContain('<summary aria-label="2 more at the same time">+2</summary>')
  expect(html).toMatch(/<a href="\/sessions\/[^"]*" data-at="9:15-10:15">09:15–10:15 <bdi>At 15</)
  expect(blocksOn(html, '2026-03-02')).toHaveLength(3)
})

test('the timer is drawn also where three sessions are at its time', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-02T12:00:00Z') })
  const client = await signedIn(lisbon)
  for (const minute of [20, 21, 22])
    await put(client, `2026-03-02T11:${minute}Z`, 37, { ...lisbon, title: `At ${minute}` })
  await client.json('POST', '/api/v1/timer/start', { title: 'Runs', started_at: '2026-03-02T11:50:00Z' })
  const html = await (await client.get('/week')).text()
  expect(blocksOn(html, '2026-03-02').map((block) => block.split(' ').slice(1).join(' '))).toEqual([
    'At 20',
    'At 21',
    'Runs',
  ])
  expect(html).toContain('1 more at the same time')
})

test('the form of a block saves into the week, with an Undo, and says what is wrong or was changed in its place', async () => {
  const client = await signedIn(lisbon)
  const project = await putProject(client, 'Thesis')
  const { id } = await put(client, '2026-03-02T09:00Z', 60, { ...lisbon, title: 'Priors' })
  const page = async () => (await client.get('/week?date=2026-03-04')).text()
  const how = { part: true, headers: { 'X-Regions': regionsIn(await page()) } }
  const form = await (await client.get(`/sessions/${id}/edit?field=block`, how)).text()
  const [, seq = ''] = /name="seq" value="(\d+)"/.exec(form) ?? []
  expect(form).toMatch(/name="title".*name="project_id".*name="started_at".*name="ended_at"/s)
  const sent = { field: 'block', seq, title: 'Posteriors', project_id: project, started_at: '9:30', ended_at: '10:15' }
  const wrong = await client.post(`/sessions/${id}`, { ...sent, started_at: 'soon' }, how)
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringMatching(/name="field" value="block".*soon/s)])
  const saved = await (await client.post(`/sessions/${id}`, sent, how)).text()
  expect(saved).toMatch(/id="lane-2026-03-02".*Thesis.*Posteriors/s)
  expect(saved).not.toContain('id="session-')
  expect(blocksOn(await page(), '2026-03-02')).toEqual(['9:30-10:15 Posteriors'])
  const late = await client.post(`/sessions/${id}`, { ...sent, title: 'Later' }, how)
  expect([late.status, await late.text()]).toEqual([409, expect.stringMatching(/id="block-conflict".*Posteriors/s)])
  const undo = /action="([^"]*undo)".*?<\/form>/s.exec(saved)
  const fields = [...(undo?.[0] ?? '').matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value = '']) => [
    name,
    value.replaceAll('&quot;', '"'),
  ])
  await client.post(undo?.[1] ?? '', Object.fromEntries(fields), how)
  expect(blocksOn(await page(), '2026-03-02')).toEqual(['9:00-10:00 Priors'])
})

test('the form beside the block of the timer saves into the week, and says what is wrong or was changed', async () => {
  const client = await signedIn(lisbon)
  const started_at = new Date(Date.now() - 60_000).toISOString()
  await client.json('POST', '/api/v1/timer/start', { title: 'Priors', started_at })
  const how = { part: true, headers: { 'X-Regions': regionsIn(await (await client.get('/week')).text()) } }
  const form = await (await client.get('/timer/edit?field=block', how)).text()
  const [, id = '', seq = ''] = /name="id" value="([^"]*)".*?name="seq" value="(\d+)"/s.exec(form) ?? []
  expect(form).toMatch(/hx-target="#calendar-new".*name="title".*name="goal_id".*name="started_at"/s)
  const sent = { field: 'block', id, seq, title: 'Posteriors' }
  const wrong = await client.post('/timer/edit', { ...sent, started_at: 'soon' }, how)
  expect([wrong.status, await wrong.text()]).toEqual([422, expect.stringMatching(/name="field" value="block".*soon/s)])
  const saved = await (await client.post('/timer/edit', sent, how)).text()
  expect(saved).toMatch(/class="lane.*class="block live.*Posteriors/s)
  expect(saved).not.toContain('<form class="edit"')
  const undo = /action="([^"]*undo)".*?<\/form>/s.exec(saved)
  const fields = [...(undo?.[0] ?? '').matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ])
  expect(fields).toEqual([
    ['title', 'Priors'],
    ['seq', expect.stringMatching(/^\d+$/)],
  ])
  const undone = await (await client.post(undo?.[1] ?? '', Object.fromEntries(fields), how)).text()
  expect(undone).toMatch(/class="lane.*class="block live.*Priors/s)
  const late = await client.post('/timer/edit', { ...sent, title: 'Later' }, how)
  expect([late.status, await late.text()]).toEqual([409, expect.stringMatching(/id="block-conflict".*Priors/s)])
  await client.post('/timer/stop', { id })
  const over = await client.post('/timer/edit', { ...sent, title: 'Later' }, how)
  expect([over.status, await over.text()]).toEqual([409, expect.stringContaining('no longer running')])
})

test('the page of a session that the week led to leads back there, also once it was edited or deleted', async () => {
  const client = await signedIn(lisbon)
  const { id } = await put(client, '2026-03-02T09:00Z', 60, { ...lisbon, title: 'Priors' })
  const week = '/week?date=2026-03-02'
  const from = { headers: { Referer: `http://localhost${week}` } }
  const path = `/sessions/${id}`
  const html = await (await client.get(path, from)).text()
  expect(html).toMatch(/<a class="back" href="\/week\?date=2026-03-02">.*?Week<\/a>/s)
  const [, edit = ''] = /href="([^"]*\/edit[^"]*)"/.exec(html) ?? []
  const [, back] = /name="back" value="([^"]*)"/.exec(await (await client.get(edit)).text()) ?? []
  expect(back).toBe(week)
  const [, seq = ''] = /name="seq" value="(\d+)"/.exec(html) ?? []
  const renamed = { part: true, headers: { 'X-Regions': regionsIn(html) } }
  const head = await (await client.post(path, { field: 'title', title: 'Posteriors', seq }, renamed)).text()
  expect(head).toMatch(/<a class="back" href="\/week\?date=2026-03-02">/)
  const [, next = ''] = /name="seq" value="(\d+)"/.exec(head) ?? []
  const saved = await client.post(path, { title: 'Again', seq: next, back: week })
  expect(saved.headers.get('location')).toBe(week)
  const gone = await client.post(`${path}/delete`, { back: week })
  expect(gone.headers.get('location')).toBe(week)
  expect(await (await client.get('/sessions')).text()).not.toContain('class="back"')
  for (const elsewhere of ['//evil.example/week', '/tasks']) {
    const other = await put(client, '2026-03-03T09:00Z', 60, lisbon)
    const page = await client.get(`/sessions/${other.id}?${new URLSearchParams({ back: elsewhere })}`)
    expect(await page.text()).toMatch(/<a class="back" href="\/sessions">/)
  }
})
