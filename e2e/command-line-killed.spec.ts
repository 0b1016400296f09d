import { randomUUID } from 'node:crypto'
import { expect, test } from '@playwright/test'
import { runs } from '../scripts/shares'
import { commandLine } from './command-line'

/** `RUNS` percent of 200. */
const kills = Math.max(4, Math.round((200 * Number(runs)) / 100))
const cards = kills + 20
const document = `---\nid: knots\ntitle: Knots\nstatus: in-progress\n---\n\n## Chunk 1: Bowline {#c1}\n`
const question = (number: number) => `Question ${number} of it?`

type Export = { sessions: { title: string; ended_at: string | null; status: string }[]; card_reviews: object[] }

test('a command that is killed at any moment loses nothing that it told, and doubles nothing', { tag: '@all' }, async ({
  baseURL: server,
}) => {
  const baseURL = server ?? ''
  test.setTimeout(60_000 + kills * 4_000)
  const { daymark, json, signIn, remove } = commandLine()
  const token = await signIn(baseURL, `${randomUUID()}@example.com`)
  const headers = { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' }
  const api = (path: string, init: RequestInit = {}) => fetch(`${baseURL}/api/v1${path}`, { headers, ...init })
  await api('/plans', { method: 'POST', body: document, headers: { ...headers, 'Content-Type': 'text/markdown' } })
  await api('/me', { method: 'PATCH', body: JSON.stringify({ preferences: { new_cards_a_day: 200 } }) })
  const file = Array.from({ length: cards }, (_, n) => `## Card ${n + 1} {#k${n}}\n**Q**: ${question(n)}\n**A**: Yes\n`)
  await api('/plans/knots/cards.md', {
    method: 'PUT',
    body: file.join('\n'),
    headers: { ...headers, 'Content-Type': 'text/markdown' },
  })
  const began = Date.now()
  await daymark(['sync'])
  // Any moment of a command, on a busy machine too.
  const longestMs = 1.3 * (Date.now() - began)

  const told = new Set<string>()
  const begun = new Set<string>()
  let toldRatings = 0
  let begunRatings = 0
  let toldStops = 0
  let interrupted = 0
  // Some end by themselves before.
  for (let run = 0; interrupted < kills && run < 3 * kills; run += 1) {
    // The golden ratio spreads the moments evenly.
    const killAfter = ((run * 0.618) % 1) * longestMs
    const title = `work ${run}`
    const command = ['start', 'sync', 'stop', 'review'][run % 4] ?? 'sync'
    const args = { start: ['start', title], review: ['review', '--limit', '2'] }[command] ?? [command]
    const { code, out } = await daymark(args, { killAfter, stdin: ' \n3\n \n3\n' })
    if (code === null) interrupted += 1
    if (command === 'start') {
      begun.add(title)
      if (out.includes(`Started ${title}`)) told.add(title)
    }
    if (command === 'stop' && out.includes('stopped after')) toldStops += 1
    if (command === 'review') {
      begunRatings += 2
      toldRatings += out.split('✓').length - 1
    }
    if (code === 0 && command === 'start') expect(out).toContain(`Started ${title}`)
  }
  expect(interrupted).toBe(kills)

  expect((await daymark(['stop'])).code).toBeLessThanOrEqual(1)
  const synced = await json('sync', '--verify')
  expect(synced).toMatchObject({ digests_agree: true, waiting: 0, rejected: 0 })
  expect(await json('sync', 'status')).toMatchObject({ waiting: {}, rejected: [] })

  const { sessions, card_reviews }: Export = await (await api('/export')).json()
  const titles = sessions.map((session) => session.title)
  expect(new Set(titles).size).toBe(titles.length)
  for (const title of told) expect(titles).toContain(title)
  for (const title of titles) expect(begun).toContain(title)
  expect(sessions.filter(({ status }) => status === 'active')).toEqual([])
  expect(sessions.filter(({ ended_at }) => ended_at !== null).length).toBeGreaterThanOrEqual(toldStops)
  const rated = card_reviews.length
  expect(rated).toBeGreaterThanOrEqual(toldRatings)
  expect(rated).toBeLessThanOrEqual(begunRatings)
  console.log(
    `killed ${interrupted} commands; ${told.size} of ${begun.size} starts and ${toldRatings} of ${rated} ratings were told`,
  )
  remove()
})
