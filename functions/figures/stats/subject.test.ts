import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { runs } from '../../../test/support/runs'
import { berlin } from '../../../test/support/times'
import { addDays } from '../../lib/time/days'
import { addSessions } from '../../time/sessions/queries'
import type { NewSession } from '../../time/sessions/schema'
import { newSession, putGoal, putProject, secondsIn } from '../../time/sessions/testing'
import { divisions } from './query'

const from = '2026-03-02'
const to = addDays(from, 8)
const dates = `from=${from}&to=${to}`

const person = async () => {
  const client = await signedIn(berlin)
  const projects = [
    await putProject(client, 'One', 'Harbour Clinic'),
    await putProject(client, 'Two', 'Harbour Clinic'),
  ]
  return { client, projects, goal: await putGoal(client, 'Write') }
}

const drafts = fc.array(
  fc.record({
    quarter: fc.nat(10 * 96),
    minutes: fc.oneof(fc.nat(8 * 60), fc.constant(0), fc.constant(27 * 60)),
    project: fc.nat(2),
    hasGoal: fc.boolean(),
    tags: fc.subarray(['deep', 'call', 'Reading']),
  }),
  { minLength: 1, maxLength: 16 },
)

/** The column `seconds` of `/stats.csv`, added up. */
const csvTotal = async (client: Client, query: string) => {
  const answer = await client.get(`/stats.csv?${query}`)
  expect(answer.status).toBe(200)
  const [header = '', ...lines] = (await answer.text()).trim().split('\r\n')
  const column = header.split(',').indexOf('seconds')
  return lines.reduce((sum, line) => sum + Number(line.split(',')[column]), 0)
}

describe('statistics of a subject', () => {
  test('have the total of the API on the page and in each CSV, however its time is divided', async () => {
    const { client, projects, goal } = await person()
    const subjects = ['client:=Harbour Clinic', `project:${projects[0]}`, `goal-tree:${goal}`, 'classification:work']
    const others = ['tag:#deep', 'tag:several', 'weekday:2', 'hour:09', 'repo:none', 'client:none', 'organization:none']
    await fc.assert(
      fc.asyncProperty(drafts, fc.constantFrom(...subjects, ...others), async (history, subject) => {
        await env.DB.prepare('DELETE FROM sessions WHERE user_id = ?').bind(client.userId).run()
        const sessions = history.map(({ quarter, minutes, project, hasGoal, tags }): NewSession => {
          const more = { ...berlin, project_id: projects[project] ?? null, goal_id: hasGoal ? goal : null, tags }
          return newSession(Date.parse(`${from}T00:00:00Z`) + quarter * 900_000, minutes, more)
        })
        await env.DB.batch(addSessions(env.DB, client.userId, sessions, 1))
        const query = `${dates}&${new URLSearchParams({ subject })}`
        const api = await (await client.json('GET', `/api/v1/stats?${query}`)).json<{ total_seconds: number }>()
        const html = await (await client.get(`/stats?${query}`)).text()
        expect(secondsIn(html, 'total'), subject).toBe(api.total_seconds)
        expect(await csvTotal(client, `${query}&part=series`), subject).toBe(api.total_seconds)
        for (const by of divisions) {
          expect(await csvTotal(client, `${query}&part=breakdown&by=${by}`), `${subject} by ${by}`).toBe(
            api.total_seconds,
          )
          const divided = await client.json('GET', `/api/v1/stats/breakdown?${query}&by=${by}`)
          const { total_seconds } = await divided.json<{ total_seconds: number }>()
          expect(total_seconds, `${subject} by ${by}`).toBe(api.total_seconds)
        }
      }),
      { numRuns: runs(4) },
    )
  }, 300_000)

  test('of an unknown subject do not exist, and an invalid one is refused with a message', async () => {
    const client = await signedIn(berlin)
    expect((await client.get('/stats?subject=project:nothing')).status).toBe(404)
    expect((await client.get('/stats.csv?subject=project:nothing')).status).toBe(404)
    const answer = await client.get('/stats?subject=planet:1')
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Unknown subject')
  })
})
