import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { addDays, dayOf } from '../../lib/time/days'
import { nextPage, words } from '../../time/sessions/testing'
import { added, list, shown, text, today } from './testing'

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

/** Goals straight into the database: `count` of one status, each a minute older than the one before. */
const bulk = (client: Client, status: string, count: number) =>
  env.DB.prepare(
    `INSERT INTO goals (user_id, id, title, status, progress_percentage, completed_at, seq, created_at, updated_at)
     SELECT ?1, ?2 || '-' || value, ?2 || ' ' || value, ?2, 0, NULL, 1, 1700000000000 - value * 60000, 1700000000000 - value * 60000
     FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < ?3) SELECT value FROM n)`,
  )
    .bind(client.userId, status, count)
    .run()

describe('the list', () => {
  test('says how many goals are open, overdue and due soon', async () => {
    expect(await text(client.get('/goals'))).toMatch(/id="goal-counts"></)
    for (const days of [-1, 0, 7, 8]) await added(client, `In ${days}`, { target_date: addDays(today(), days) })
    await added(client, 'Ended', { target_date: addDays(today(), -9), status: 'cancelled' })
    const html = await text(client.get('/goals'))
    expect(html).toMatch(
      /id="goal-counts">4 open, <a data-figure="1" href="\/goals\?pace=overdue" class="link bad">1 overdue<\/a>, 2 due soon</,
    )
    for (const words of ['1 day overdue', 'due today', 'due in 7 days', '8 days']) expect(html).toContain(words)
    expect(html).not.toContain('9 days overdue')
  })

  test('reckons the day as the person does', async () => {
    const [west, east] = ['Pacific/Pago_Pago', 'Pacific/Kiritimati']
    for (const time_zone of [west, east]) {
      const client = await signedIn({ time_zone })
      const date = dayOf(Date.now(), { time_zone, day_start_minute: 0 })
      await added(client, 'Yesterday', { target_date: addDays(date, -1) })
      await added(client, 'Today', { target_date: date })
      expect(await text(client.get('/goals'))).toMatch(/2 open, .*1 overdue.*1 due soon/)
    }
  })

  test('has every group in its place, with parts under what they are part of', async () => {
    const thesis = await added(client, 'Thesis', { status: 'in_progress' })
    const model = await added(client, 'Model', { status: 'in_progress', parent_id: thesis.id })
    await added(client, 'Runs', { status: 'in_progress', parent_id: model.id })
    await added(client, 'Draft', { parent_id: thesis.id })
    await added(client, 'Course', { status: 'completed' })
    expect(await list(client)).toEqual({
      in_progress: ['Thesis', '> Model', '> Runs'],
      not_started: ['Draft'],
      completed: ['Course'],
      cancelled: [],
    })
    const html = await text(client.get('/goals'))
    expect(html).toContain(`<a href="/goals/${thesis.id}">subgoal of <bdi>Thesis</bdi></a>`)
    expect(await list(client, '?parent=none')).toMatchObject({ in_progress: ['Thesis'], not_started: [] })
  })

  test('is filtered, searched and sorted', async () => {
    await added(client, 'Write chapter', { kind: 'rotation', target_date: '2030-02-01' })
    await added(client, '50% of it_all', { target_date: '2030-01-01' })
    await added(client, 'Answer mail', { description: 'also the CHAPTER ones' })
    await added(client, 'Old chapter', { status: 'completed' })
    const open = async (query: string) => (await list(client, query)).not_started
    expect(await open('')).toEqual(['50% of it_all', 'Write chapter', 'Answer mail'])
    expect(await open('?sort=recent')).toEqual(['Answer mail', '50% of it_all', 'Write chapter'])
    expect(await open('?kind=rotation')).toEqual(['Write chapter'])
    expect(await list(client, '?q=chapter')).toMatchObject({
      not_started: ['Write chapter', 'Answer mail'],
      completed: ['Old chapter'],
    })
    await added(client, 'Été in ÅLESUND')
    for (const q of ['ÉTÉ', 'ålesund', 'e\u0301te\u0301', 'in ales', 'ålesund été', '"in ålesund"'])
      expect([q, await open(`?q=${encodeURIComponent(q)}`)]).toEqual([q, ['Été in ÅLESUND']])
    expect(await open('?q=it_all')).toEqual(['50% of it_all'])
    expect(await open('?q=chapter+-mail')).toEqual(['Write chapter'])
    for (const q of ['%25', 'hapter', '"été ålesund"']) expect(await open(`?q=${q}`)).toEqual([])
    expect(await list(client, '?status=completed')).toMatchObject({ not_started: [], completed: ['Old chapter'] })
    expect(await text(client.get('/goals?q=nothing'))).toContain('No matching goals')
    expect((await client.get('/goals?kind=x&status=y&sort=z&parent=p')).status).toBe(200)
  })

  test('shows the time spent on a goal, leading to its sessions', async () => {
    const goal = await added(client, 'Goal')
    await env.DB.prepare(
      "INSERT INTO session_days (user_id, date, session_id, seconds, starts, goal_id) VALUES (?, '2026-01-01', 's', ?, 1, ?)",
    )
      .bind(client.userId, 22 * 3600 + 300, goal.id)
      .run()
    expect(await text(client.get('/goals'))).toMatch(
      new RegExp(
        `<a href="/sessions\\?subject=goal:${goal.id}" data-figure="79500"><time datetime="PT22H5M"[^>]*>22h 05m</time> tracked</a>`,
      ),
    )
  })
})

describe('lateness', () => {
  const withPaces = async () => {
    const dates = (start: number, target: number) => ({
      start_date: addDays(today(), start),
      target_date: addDays(today(), target),
    })
    const parent = await added(client, 'Late', { ...dates(-90, 10), progress_percentage: 40, kind: 'rotation' })
    await added(client, 'Later', { ...dates(-90, 9), progress_percentage: 30 })
    await added(client, 'Fine', { ...dates(-90, 12), progress_percentage: 95 })
    await added(client, 'Over', { ...dates(-90, -2), status: 'in_progress' })
    await added(client, 'Ahead', dates(3, 20))
    await added(client, 'Done', { ...dates(-90, -2), status: 'completed' })
    return { client, parent }
  }

  test('is a badge on the list, the dashboard and the page, and a count in the header', async () => {
    const { client, parent } = await withPaces()
    const html = words(await text(client.get('/goals')))
    expect(html).toContain('5 open, 1 overdue , 2 behind')
    for (const page of ['/goals', '/', `/goals/${parent.id}`]) {
      expect(words(await text(client.get(page))), page).toContain('4 months behind')
    }
    expect(html.match(/months behind/g)).toHaveLength(2)
    // The counts are those of all goals, whatever the list is filtered by.
    for (const query of ['?q=fine', '?status=completed', '?kind=rotation', '?pace=overdue']) {
      expect(words(await text(client.get(`/goals${query}`))), query).toContain('5 open, 1 overdue , 2 behind')
    }
  })

  test('filters and sorts the list, and each count opens what it counts', async () => {
    const { client } = await withPaces()
    const open = async (query: string) => {
      const groups = await list(client, query)
      return [...(groups.in_progress ?? []), ...(groups.not_started ?? [])]
    }
    expect(await open('?pace=behind&sort=late')).toEqual(['Later', 'Late'])
    expect(await open('?pace=overdue')).toEqual(['Over'])
    expect(await open('?pace=on_track')).toEqual(['Fine'])
    expect((await list(client, '?sort=late')).not_started).toEqual(['Later', 'Late', 'Fine', 'Ahead'])
    expect(await list(client, '?pace=behind&status=completed')).toMatchObject({ completed: [], not_started: [] })
    const page = await text(client.get('/goals?pace=behind'))
    expect(page).toMatch(/<option value="behind" selected/)
    expect(page).toContain('href="/goals?pace=behind"')
  })

  test('filters the API’s list, page by page', async () => {
    const { client } = await withPaces()
    type Page = { items: { title: string; pace: string | null }[]; next_cursor: string | null }
    const page = async (query: string): Promise<Page> => (await client.get(`/api/v1/goals?${query}`)).json()
    const first = await page('pace=behind&limit=1')
    expect(first.items).toMatchObject([{ title: 'Later', pace: 'behind' }])
    const second = await page(`pace=behind&limit=1&cursor=${first.next_cursor}`)
    expect(second).toMatchObject({ items: [{ title: 'Late', pace: 'behind' }], next_cursor: null })
    expect((await page('pace=overdue')).items).toMatchObject([{ title: 'Over', pace: 'overdue' }])
    expect((await page('status=completed')).items).toMatchObject([{ title: 'Done', pace: null }])
    expect((await client.get('/api/v1/goals?pace=late')).status).toBe(422)
  })
})

describe('a long list', () => {
  test('shows the newest 2 completed and 2 cancelled goals, and all of them by pages of 50', async () => {
    await bulk(client, 'completed', 120)
    await bulk(client, 'cancelled', 12)
    const html = await text(client.get('/goals'))
    expect(shown(html).cancelled).toHaveLength(2)
    expect(shown(html).completed).toEqual(Array.from({ length: 2 }, (_, n) => `completed ${n + 1}`))
    expect(html).toContain('the latest 2')
    expect(html).toContain('href="/goals?status=completed">Show all')
    const seen: string[] = []
    let next: string | undefined = '/goals?status=completed'
    const sizes: number[] = []
    while (next) {
      const page: string = await text(client.get(next))
      const titles = shown(page).completed ?? []
      seen.push(...titles)
      sizes.push(titles.length)
      next = nextPage(page)
    }
    expect(sizes).toEqual([50, 50, 20])
    expect(seen).toEqual(Array.from({ length: 120 }, (_, n) => `completed ${n + 1}`))
  })

  test('shows 200 open goals of a status, and leads to the others', async () => {
    await bulk(client, 'in_progress', 201)
    const html = await text(client.get('/goals'))
    expect(shown(html).in_progress).toHaveLength(200)
    expect(html).toContain('href="/goals?status=in_progress">Show all')
    const next = nextPage(await text(client.get('/goals?status=in_progress')))
    expect(shown(await text(client.get(next ?? ''))).in_progress).toEqual(['in_progress 201'])
  })
})

test('Cancel in a row brings back the row alone', async () => {
  const { id } = await added(client, 'Thesis')
  for (const title of ['Taxes', 'Garden', 'Bike']) await added(client, title)
  const response = await client.get(`/goals/${id}`, { part: true, page: '/goals' })
  expect([...(await response.text()).matchAll(/<li [^>]*id="goal-([^"]+)"/g)].map(([, row]) => row)).toEqual([id])
})
