import { env } from 'cloudflare:workers'
import { expect, test } from 'vitest'
import { addDays, dayOf, wallTime } from '../functions/lib/days'
import { newSession, putAll, putProject } from '../functions/sessions/testing'
import { divisions } from '../functions/stats/schema'
import { type Client, signedIn } from './client'

const zone = { time_zone: 'Europe/Berlin', day_start_minute: 0 }
const today = dayOf(Date.now(), zone)

const goal = async (client: Client, more: object) => {
  const answer = await client.json('POST', '/api/v1/goals', more)
  expect(answer.status).toBe(201)
  return (await answer.json<{ id: string }>()).id
}

/** Two months of days with odd seconds, over midnight and without any time, for projects, goals, tags and repositories. */
const person = async () => {
  const client = await signedIn({ ...zone, rest_days: [7] })
  const projects = [
    await putProject(client, 'One', 'Harbour Clinic'),
    await putProject(client, 'Two', 'Harbour Clinic'),
    await putProject(client, 'Three'),
  ]
  const whole = await goal(client, {
    title: 'Whole',
    kind: 'weekly',
    target_minutes: 120,
    start_date: addDays(today, -60),
  })
  const part = await goal(client, { title: 'Part', parent_id: whole })
  const single = await goal(client, { title: 'Single' })
  const goals = [whole, part, single, null]
  const days = Array.from({ length: 60 }, (_, n) => n + 1).filter((n) => n % 9 !== 4)
  const sessions = days.flatMap((n) => {
    const at = (time: string) => wallTime(addDays(today, -n), time, zone)
    const more = { ...zone, project_id: projects[n % 4] ?? null, goal_id: goals[n % 4] ?? null }
    const odd = newSession(at('09:10'), 38, { ...more, tags: n % 2 ? ['deep'] : ['deep', 'call'] })
    const night = newSession(at('23:30'), 47, { ...more, tags: n % 3 ? [] : ['late'] })
    return [
      { ...odd, ended_at: odd.ended_at + (40 + n) * 1000, duration_seconds: odd.duration_seconds + 40 + (n % 17) },
      ...(n % 5 === 0 && n > 1 ? [night] : []),
    ]
  })
  await putAll(client, [...sessions, newSession(wallTime(today, '00:00', zone), 0, zone)])
  await env.DB.prepare(
    "UPDATE sessions SET repo_owner = 'octo', repo_name = 'cat' WHERE user_id = ? AND number % 6 = 0",
  )
    .bind(client.userId)
    .run()
  return { client, whole, part, single }
}

const decoded = (text: string) => text.replaceAll('&amp;', '&')

/** Figures that are links: where each leads, and its seconds or its count. */
const figuresOn = (html: string) =>
  [...html.matchAll(/<a\b[^>]*\bdata-figure="(\d+)"[^>]*>/g)].map(([tag, figure]) => ({
    figure,
    href: decoded(/\bhref="([^"]*)"/.exec(tag)?.[1] ?? ''),
  }))

const totalsOn = (html: string) => [...html.matchAll(/\bdata-total="(\d+)"/g)].map(([, total]) => total)

test('every figure of every page opens what makes it, with the same total', async () => {
  const { client, whole, part, single } = await person()
  const pages = [
    '/',
    '/sessions',
    '/sessions?subject=client:%3DHarbour+Clinic',
    '/projects',
    '/clients',
    '/goals',
    ...[whole, part, single].map((id) => `/goals/${id}`),
    ...divisions.map((by) => `/stats?range=30&compare=1&by=${by}`),
    '/stats?range=all',
    '/stats?range=30&subject=client:%3DHarbour+Clinic&by=tag&compare=1',
    '/stats/explain?figure=average&from=2026-01-01&to=2026-12-31',
    `/stats/compare?from=${addDays(today, -6)}&to=${today}`,
  ]
  const seen = new Map<string, string>()
  const faults: string[] = []
  for (const page of pages) {
    const answer = await client.get(page)
    expect(answer.status, page).toBe(200)
    const figures = figuresOn(await answer.text())
    if (figures.length === 0) faults.push(`${page} has no figure`)
    for (const { figure = '', href } of figures) {
      const path = href.replace(/#.*/, '')
      const target = seen.get(path) ?? (await (await client.get(path)).text())
      seen.set(path, target)
      if (!totalsOn(target).includes(figure)) faults.push(`${page}: ${figure} is not on ${href}, ${totalsOn(target)}`)
    }
  }
  expect(faults).toEqual([])
  expect(seen.size).toBeGreaterThan(100)
}, 120_000)
