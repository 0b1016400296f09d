import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import spanish from '../../../test/data/plans/spanish-a2.md?raw'
import sqlite from '../../../test/data/plans/sqlite-internals.md?raw'
import { type Client, cost, rows, signedIn } from '../../../test/support/client'
import { addDays, dayOf, wallTime } from '../../lib/time/days'
import { newSession, putAll, putGoal } from '../../time/sessions/testing'
import { documentOf, importPlan, storedPlan, undoOf } from '../plans/testing'

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'Europe/Lisbon' })
})

const textOf = async (path: string) => {
  const answer = await client.get(path)
  expect(answer.status).toBe(200)
  return answer.text()
}

const plain = (html: string) =>
  html
    .replace(/<(script|style|template)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')

const lines = (text: string) => text.split(/\r?\n/)
const changedLines = (before: string, after: string) => {
  const [old, now] = [lines(before), lines(after)]
  expect(now).toHaveLength(old.length)
  return now.filter((line, index) => line !== old[index])
}

test('the timer starts on the next chunk, from the list and from the plan', async () => {
  await importPlan(client, spanish)
  for (const path of ['/plans', '/plans/spanish-a2']) {
    const html = await textOf(path)
    const form = /<form[^>]*action="\/timer\/start"[\s\S]*?<\/form>/g
    const start = html.match(form)?.find((one) => one.includes('spanish-a2/chunk-003')) ?? ''
    const fields = [...start.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name = '', value = '']) => [
      name,
      value,
    ])
    expect((await client.post('/timer/start', Object.fromEntries(fields))).status).toBe(303)
    const timer = await rows(
      "SELECT title, plan_id, chunk_id FROM sessions WHERE user_id = ? AND status = 'active'",
      client.userId,
    )
    expect(timer).toEqual([{ title: 'Ser and estar', plan_id: 'spanish-a2', chunk_id: 'chunk-003' }])
    const [running, elsewhere] = [await textOf('/plans/spanish-a2'), await textOf('/goals')]
    expect(plain(running)).toMatch(/Running since \d/)
    expect(plain(elsewhere)).toContain('Ser and estar Spanish A2: talk about your day · since')
    await client.post('/timer/discard', {})
    expect(await textOf('/plans/spanish-a2')).not.toContain('Running since')
  }
})

describe('the list of plans', () => {
  test('says of a plan how far it is, its hours and what is next, and lists archived ones apart', async () => {
    await importPlan(client, spanish)
    await importPlan(client, sqlite.replace('status: not-started\r\ntags', 'status: archived\r\ntags'))
    const html = await textOf('/plans')
    const text = plain(html)
    expect(text).toContain('Spanish A2: talk about your day 0m of 6h planned · next: Ser and estar')
    expect(html).toContain('Progress of Spanish A2: talk about your day: 40 %')
    expect(html.indexOf('id="plans-archived"')).toBeLessThan(html.indexOf('SQLite internals'))
    expect(html).toMatch(/href="\/plans"[^>]*aria-current="page"/)
  })

  test('has further pages beyond a hundred plans', async () => {
    for (let n = 100; n < 202; n += 1) await importPlan(client, documentOf(`plan-${n}`, 1))
    const first = await textOf('/plans')
    expect(first).toContain('href="/plans?after=plan-199"')
    const second = await textOf('/plans?after=plan-199')
    expect([...second.matchAll(/row-title" href="\/plans\/plan-(\d+)"/g)].map(([, n]) => n)).toEqual(['200', '201'])
  })
})

describe('the page of a plan', () => {
  test('shows progress, times, what is next, and the chunks with their text rendered from markdown', async () => {
    await importPlan(client, spanish)
    const html = await textOf('/plans/spanish-a2')
    const text = plain(html)
    for (const words of ['In progress · next: Ser and estar · #language', '40 %', 'of 6h planned', 'not known yet']) {
      expect(text).toContain(words)
    }
    expect(text).toContain('Line 65: unknown status “someday”. The chunk counts as “Not started”.')
    expect(html).toContain('Conjugate <em>hablar</em>')
    expect(html).toContain('<a href="https://example.org/verbs" rel="noopener noreferrer nofollow">Verb table</a>')
    expect(html).toContain('&lt;b&gt;raw HTML&lt;/b&gt;')
    expect(html).toContain('<strong>Goal</strong>')
    expect([...html.matchAll(/<li class="[^"]*" id="chunk-([^"]*)"/g)].map(([, id]) => id)).toEqual([
      'chunk-001',
      'chunk-002',
      'chunk-003',
      'preterito',
      'chunk-005',
      'chunk-006',
    ])
    expect([...html.matchAll(/<details id="chunk-([^"]*)-content" open/g)].map(([, id]) => id)).toEqual(['chunk-003'])
  })

  test('shows its latest sessions and its pace', async () => {
    await importPlan(client, documentOf('sql', 60))
    const zone = { time_zone: 'Europe/Lisbon', day_start_minute: 0 }
    const today = dayOf(Date.now(), zone)
    const at = (n: number) => wallTime(addDays(today, -1 - (n % 250)), `0${1 + Math.floor(n / 250)}:00`, zone)
    await putAll(
      client,
      Array.from({ length: 1000 }, (_, n) => ({ ...newSession(at(n), 30, zone), title: `Session ${n}` })),
    )
    await env.DB.prepare("UPDATE sessions SET plan_id = 'sql' WHERE user_id = ?").bind(client.userId).run()
    const answer = await client.get('/plans/sql')
    const { statements, trips } = cost(answer)
    expect(statements).toBeLessThanOrEqual(10)
    expect(trips).toBeLessThanOrEqual(3)
    const html = await answer.text()
    expect(html.match(/<li id="session-/g)).toHaveLength(10)
    const text = plain(html)
    expect(text).toMatch(/At this pace \d+ \w+/)
    expect(text).toContain('in the last 4 weeks')
    expect(text).toContain('All sessions')
  })

  test('names the chunks of its latest sessions without the plan, and links their artifacts where that is safe', async () => {
    await importPlan(client, spanish)
    const id = await putGoal(client, 'Spanish A2: talk about your day')
    const artifacts = [
      'https://example.org/essay/',
      'notes/day-1.md',
      'javascript:alert(1)',
      '//elsewhere.example',
      '<b>bold</b>',
    ]
    const session = { plan_id: 'spanish-a2', chunk_id: 'chunk-003', goal_id: id, artifacts }
    for (const [title, more] of [
      ['Ser and estar', session],
      ['Second page', { ...session, artifacts: artifacts.slice(2) }],
    ] as const) {
      const body = { title, started_at: '2026-11-20T09:00:00Z', ended_at: '2026-11-20T10:00:00Z', ...more }
      expect((await client.json('POST', '/api/v1/sessions', body)).status).toBe(201)
    }
    const html = await textOf('/plans/spanish-a2')
    const list = html.slice(html.indexOf('id="plan-sessions"'))
    expect(list).not.toContain('talk about your day')
    const text = plain(list)
    expect(text).toMatch(/Second page [^·]*\d · Ser and estar · javascript:alert\(1\)/)
    expect(text).toMatch(/ Ser and estar [^·]*\d · example\.org\/essay and 4 more 1 ?h/)
    const outside = [...list.matchAll(/href="([^"]*)"/g)].flatMap(([, href = '']) =>
      /^\/(?!\/)/.test(href) ? [] : href,
    )
    expect(outside).toEqual(['https://example.org/essay/'])
  })
})

describe('one tap on a chunk', () => {
  const url = '/plans/spanish-a2/chunks/chunk-003/status'

  test('changes its Status line and `updated`, follows in the figures, and is undone to the byte', async () => {
    await importPlan(client, spanish)
    const answer = await client.post(url, { status: 'completed' }, { part: true, page: '/plans/spanish-a2' })
    expect(answer.status).toBe(200)
    const html = await answer.text()
    expect(plain(html)).toContain('3 of 5 chunks done, 1 skipped')
    expect(html).toContain('hx-target="#plan"')
    const { content } = await storedPlan(client, 'spanish-a2')
    expect(changedLines(spanish, content)).toEqual([
      expect.stringMatching(/^updated: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      '**Status**: completed',
    ])
    const undone = await client.post(undoOf(html), {}, { part: true, page: '/plans/spanish-a2' })
    expect(undone.status).toBe(200)
    expect(plain(await undone.text())).toContain('Change undone')
    expect((await storedPlan(client, 'spanish-a2')).content).toBe(spanish)
  })

  test('with a warning writes what was read, and is undone to the byte', async () => {
    await importPlan(client, spanish)
    const html = await (await client.post('/plans/spanish-a2/warnings', {}, { part: true })).text()
    expect(plain(html)).not.toContain('Line 65')
    await client.post(undoOf(html))
    expect((await storedPlan(client, 'spanish-a2')).content).toBe(spanish)
  })

  test('works without script, with Undo on the next page', async () => {
    await importPlan(client, sqlite)
    const answer = await client.post('/plans/sqlite-internals/chunks/chunk-001/status', { status: 'completed' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/plans/sqlite-internals'])
    const { content, seq } = await storedPlan(client, 'sqlite-internals')
    expect(content).toContain('**Duration**: 1 hour\r\n**Status**: completed\r\n')
    const cookie = answer.headers.get('Set-Cookie')?.split(';')[0] ?? ''
    const page = await client.get('/plans/sqlite-internals', { headers: { Cookie: `${client.cookie}; ${cookie}` } })
    expect(undoOf(await page.text())).toBe(`/changes/plan.edit~sqlite-internals~${seq}/undo`)
    expect((await client.post(`/changes/plan.edit~sqlite-internals~${seq}/undo`)).status).toBe(303)
    expect((await storedPlan(client, 'sqlite-internals')).content).toBe(sqlite)
  })

  test('is not undone after another edit, nor twice', async () => {
    await importPlan(client, spanish)
    const first = undoOf(await (await client.post(url, { status: 'completed' }, { part: true })).text())
    const second = undoOf(await (await client.post(url, { status: 'skipped' }, { part: true })).text())
    const { content } = await storedPlan(client, 'spanish-a2')
    expect((await client.post(first)).status).toBe(409)
    expect((await storedPlan(client, 'spanish-a2')).content).toBe(content)
    expect((await client.post(second)).status).toBe(303)
    expect((await client.post(second)).status).toBe(409)
    expect((await client.post('/plans/spanish-a2/undo')).status).toBe(409)
  })

  test('and another at the same time are both kept', async () => {
    await importPlan(client, documentOf('both', 2))
    const done = (n: number) => client.post(`/plans/both/chunks/chunk-${n}/status`, { status: 'completed' })
    const answers = await Promise.all([done(1), done(2)])
    expect(answers.map(({ status }) => status)).toEqual([303, 303])
    const counts = await rows('SELECT completed_count FROM plans WHERE user_id = ?', client.userId)
    expect(counts).toEqual([{ completed_count: 2 }])
  })

  test('with a status that does not exist is refused, and so is one of a chunk that is not there', async () => {
    await importPlan(client, spanish)
    expect((await client.post(url, { status: 'archived' })).status).toBe(422)
    expect((await client.post('/plans/spanish-a2/chunks/none/status', { status: 'completed' })).status).toBe(404)
    expect((await storedPlan(client, 'spanish-a2')).content).toBe(spanish)
  })
})

describe('a plan', () => {
  test('offers to be completed on the tap that does its last chunk, and on no other', async () => {
    const part = { part: true, page: '/plans/short' }
    const tap = async (chunk: number, status = 'completed') =>
      (await client.post(`/plans/short/chunks/chunk-${chunk}/status`, { status }, part)).text()
    const offer =
      /<p>Every chunk is done<\/p><form method="post" action="\/plans\/short\/status" hx-post="\/plans\/short\/status"[^>]*><input type="hidden" name="status" value="completed"/
    await importPlan(client, documentOf('short', 2))
    expect(await tap(1)).toContain('<p>Chunk completed</p>')
    const html = await tap(2)
    expect(html).toMatch(offer)
    expect(undoOf(html)).not.toBe('')
    expect(await tap(2, 'skipped')).toContain('<p>Chunk skipped</p>')
    await client.post('/plans/short/status', { status: 'completed' })
    expect(plain(await textOf('/plans/short'))).toContain('Reopen')
    expect(await tap(2)).toContain('<p>Chunk completed</p>')
  })

  test('is completed once every chunk is done, archived and brought back', async () => {
    await importPlan(client, documentOf('short', 1))
    expect(plain(await textOf('/plans/short'))).not.toContain('Every chunk is done.')
    const tap = await client.post('/plans/short/chunks/chunk-1/status', { status: 'completed' })
    expect(tap.headers.get('Location')).toBe('/plans/short')
    expect(decodeURIComponent(tap.headers.get('Set-Cookie') ?? '')).toContain('Every chunk is done')
    expect(plain(await textOf('/plans/short'))).toContain('Every chunk is done. Complete plan')
    for (const status of ['completed', 'archived', 'in_progress']) {
      const html = await (await client.post('/plans/short/status', { status }, { part: true })).text()
      expect(html).toContain('hx-target="#plan-head"')
      expect((await storedPlan(client, 'short')).status).toBe(status)
    }
    expect((await client.post('/plans/short/status', { status: 'gone' })).status).toBe(422)
  })

  test('has begun once a chunk is completed, whatever its text says, and does not repeat its title', async () => {
    const head = async () =>
      /<div id="plan-head">.*?<p class="row-meta">(.*?)<\/p>/s.exec(await textOf('/plans/short'))?.[1]
    const text = documentOf('short', 2).replace(/\n(?=## Chunk)/, '\n# Of another name\n\n')
    await importPlan(client, text)
    expect(plain(await textOf('/plans/short'))).not.toContain('Of another name')
    expect(await head()).toContain('Not started')
    await client.post('/plans/short/chunks/chunk-1/status', { status: 'completed' })
    expect(await head()).toContain('In progress')
    expect(plain(await textOf('/plans'))).toContain('In progress 1')
    expect(plain(await textOf('/search?q=short'))).toContain('in progress')
  })

  test('is deleted with Undo, and keeps everything', async () => {
    await importPlan(client, spanish)
    const answer = await client.post('/plans/spanish-a2/delete', {}, { page: '/plans/spanish-a2' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/plans'])
    expect((await client.get('/plans/spanish-a2')).status).toBe(404)
    expect((await client.post('/plans/spanish-a2/delete')).status).toBe(404)
    expect((await client.post('/plans/spanish-a2/restore')).status).toBe(303)
    expect((await client.post('/plans/spanish-a2/restore')).status).toBe(303)
    expect((await storedPlan(client, 'spanish-a2')).content).toBe(spanish)
    expect(plain(await textOf('/plans/spanish-a2'))).toContain('40 %')
  })

  test('with dots in its id has its pages, too', async () => {
    await importPlan(client, documentOf('v1.2_x', 1))
    expect((await client.get('/plans/v1.2_x')).status).toBe(200)
    const answer = await client.post('/plans/v1.2_x/chunks/chunk-1/status', { status: 'completed' })
    expect(answer.status).toBe(303)
    expect(decodeURIComponent(answer.headers.get('Set-Cookie') ?? '')).toContain('/changes/plan.edit~v1.2_x~')
  })

  test('cannot have an id that is a page, a folder or no plan', async () => {
    for (const id of ['new', 'import', 'none', '.', '..']) {
      await expect(importPlan(client, documentOf(id, 1))).rejects.toThrow(/The id/)
    }
  })
})
