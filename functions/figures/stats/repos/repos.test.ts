import { env } from 'cloudflare:workers'
import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { stopClock } from '../../../../test/support/clock'
import { day } from '../../../../test/support/times'
import { userOf } from '../../../time/sessions/import/testing'
import { newSession, put, putAll, words } from '../../../time/sessions/testing'
import { repoView } from './view'

const web = { repo_owner: 'acme', repo_name: 'web', source: 'extension' as const }
const now = Date.parse('2026-03-11T15:00:00Z')
stopClock('2026-03-11T15:00:00Z')
const ago = (days: number) => now - days * day

const today = '2026-03-11'

const viewOf = (client: Client, range: '90' | '365' | 'all', below?: number) =>
  repoView(env.DB, userOf(client), { owner: 'ACME', name: 'Web' }, { range, below }, today)

const review = (userId: string, type: string, days: number, repo = 'web') =>
  rows(
    `INSERT INTO pr_review_activities (user_id, activity_type, repo_owner, repo_name, pr_number, date, created_at)
     VALUES (?, ?, 'acme', ?, 1, ?, ?)`,
    userId,
    type,
    repo,
    new Date(ago(days)).toISOString().slice(0, 10),
    ago(days),
  )

describe('the page of a repository', () => {
  test('is there in any case of its name, and not where the person has nothing', async () => {
    const [client, other] = [await signedIn(), await signedIn()]
    await put(other, new Date(ago(3)).toISOString(), 30, { ...web, pr_number: 1 })
    expect((await client.get('/stats/repos/acme/web')).status).toBe(404)
    for (const query of ['range=7', 'below=x', 'below=-1', 'below=99999999999999999999', 'range=all&below=0']) {
      expect((await other.get(`/stats/repos/ACME/wEb?${query}`)).status, query).toBe(200)
    }
  })

  test('shows its time, its pull requests and its reviews, each leading on', async () => {
    const client = await signedIn({ time_zone: 'UTC' })
    await put(client, new Date(ago(10)).toISOString(), 30, { ...web, pr_number: 9, title: 'Old <i>title' })
    await put(client, new Date(ago(3)).toISOString(), 60, {
      ...web,
      repo_owner: 'Acme',
      pr_number: 214,
      title: 'Fix it',
    })
    await put(client, new Date(ago(200)).toISOString(), 45, { ...web, pr_number: 9, title: 'Before' })
    await put(client, new Date(ago(3)).toISOString(), 45, { ...web, repo_name: 'api', pr_number: 9 })
    await review(client.userId, 'approve', 3)
    await review(client.userId, 'comment', 3, 'api')
    const html = await (await client.get('/stats/repos/ACME/WEB')).text()
    expect(html).toContain('<h1><bdi>Acme/web</bdi></h1>')
    expect(html).toContain('<title>Acme/web · Daymark</title>')
    expect(html).toContain('href="https://github.com/Acme/web/pull/214"')
    expect(html).toContain('Old &lt;i&gt;title')
    expect(html).toContain('subject=repo:acme%2Fweb')
    expect(words(html)).toContain('1 h 30 m')
    const year = words(await (await client.get('/stats/repos/acme/web?range=365')).text())
    expect(year).toContain('2 h 15 m')
    expect(await (await client.get('/stats?by=repo')).text()).toContain('href="/stats/repos/acme/web"')
  })

  test('of reviews alone says so', async () => {
    const client = await signedIn()
    await review(client.userId, 'comment', 2)
    const answer = await client.get('/stats/repos/acme/web')
    expect([answer.status, words(await answer.text())]).toEqual([
      200,
      expect.stringContaining('No sessions in this time'),
    ])
  })
})

describe('its figures', () => {
  const many = (count: number, everyDays: number) =>
    Array.from({ length: count }, (_, index) =>
      newSession(ago(index * everyDays + 0.5), 10 + (index % 50), {
        ...web,
        repo_name: index % 7 === 0 ? 'WEB' : 'web',
        pr_number: 1000 - Math.floor(index / 3),
        time_zone: 'UTC',
        day_start_minute: 0,
      }),
    )

  test.each(['90', '365', 'all'] as const)(
    'of %s are the sums of the sessions, and of the pull requests, page by page',
    async (range) => {
      const client = await signedIn({ time_zone: 'UTC' })
      const sessions = many(240, 2)
      await putAll(client, [...sessions, newSession(ago(4), 500, { title: 'Elsewhere' })])
      const from = range === 'all' ? 0 : Date.parse(`${today}T00:00:00Z`) - (Number(range) - 1) * day
      const counted = sessions.filter(({ started_at }) => started_at >= from)
      const naive = counted.reduce((sum, session) => sum + session.duration_seconds, 0)

      const first = await viewOf(client, range)
      expect(first).toMatchObject({ repo: { repo_owner: 'acme' }, session_count: counted.length })
      // Time of a session that crosses the edge of the range counts by its days.
      expect(Math.abs((first?.total_seconds ?? 0) - naive)).toBeLessThanOrEqual(3600)
      const pulls = [...(first?.pulls ?? [])]
      for (let below = first?.below; below; ) {
        const page = await viewOf(client, range, below)
        pulls.push(...(page?.pulls ?? []))
        below = page?.below
      }
      expect(pulls.map(({ pr_number }) => pr_number)).toEqual(
        [...new Set(counted.map(({ pr_number = 0 }) => pr_number))].toSorted((a, b) => b - a),
      )
      expect(pulls.reduce((sum, pull) => sum + pull.total_seconds, 0)).toBe(first?.total_seconds)
      expect(pulls.reduce((sum, pull) => sum + pull.session_count, 0)).toBe(first?.session_count)
    },
  )
})
