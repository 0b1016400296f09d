import { expect, test } from 'vitest'
import spanish from '../../../test/data/plans/spanish-a2.md?raw'
import sqlite from '../../../test/data/plans/sqlite-internals.md?raw'
import { type Client, origin, request, signedIn } from '../../../test/support/client'

/** Sends a plan as it is. */
const send = async (client: Client, text: string) => {
  const answer = await request('/api/v1/plans', {
    method: 'POST',
    headers: { Cookie: client.cookie, Origin: origin, 'Content-Type': 'text/markdown' },
    body: new TextEncoder().encode(text),
  })
  expect(answer.status).toBe(201)
}

type PlanJson = {
  warnings: { line: number }[]
  status: string
  progress_percentage: number
  chunks: { id: string; status: string; duration_minutes: number | null }[]
  content: string
}

const planOf = async (client: Client, id: string) => (await client.get(`/api/v1/plans/${id}`)).json<PlanJson>()

const setStatus = async (client: Client, plan: string, chunk: string, status: string) => {
  const answer = await client.json('PATCH', `/api/v1/plans/${plan}/chunks/${chunk}`, { status })
  expect(answer.status).toBe(200)
  return (await client.get(`/api/v1/plans/${plan}/markdown`)).text()
}

const undated = (text: string) => text.replace(/^updated: .*$/m, 'updated:')

test('spanish-a2.md gives six chunks, 40 %, two warnings, and keeps what Daymark does not know', async () => {
  const client = await signedIn()
  await send(client, spanish)
  const plan = await planOf(client, 'spanish-a2')
  expect(plan).toMatchObject({ status: 'in_progress', progress_percentage: 40, content: spanish })
  expect(plan.chunks.map(({ id, status, duration_minutes }) => [id, status, duration_minutes])).toEqual([
    ['chunk-001', 'completed', 60],
    ['chunk-002', 'completed', 90],
    ['chunk-003', 'in_progress', 90],
    ['preterito', 'not_started', 120],
    ['chunk-005', 'not_started', null],
    ['chunk-006', 'skipped', null],
  ])
  expect(plan.warnings.map(({ line }) => line)).toEqual([64, 65])
  const edited = await setStatus(client, 'spanish-a2', 'chunk-003', 'completed')
  expect(edited).toContain('teacher: Pilar   # a key that Daymark does not know\n')
  expect(undated(edited)).toBe(
    undated(
      spanish.replace(
        '**Duration**: 90 minutes\n**Status**: in-progress',
        '**Duration**: 90 minutes\n**Status**: completed',
      ),
    ),
  )
})

test('sqlite-internals.md gets a status after the duration, with CRLF, and no line break at its end', async () => {
  const client = await signedIn()
  await send(client, sqlite)
  const plan = await planOf(client, 'sqlite-internals')
  expect(plan.content).toBe(sqlite)
  expect(plan.chunks.map(({ duration_minutes }) => duration_minutes)).toEqual([60, 30])
  const edited = await setStatus(client, 'sqlite-internals', 'chunk-001', 'in_progress')
  expect(undated(edited)).toBe(
    undated(sqlite.replace('**Duration**: 1 hour\r\n', '**Duration**: 1 hour\r\n**Status**: in-progress\r\n')),
  )
  expect(edited.endsWith('not-started')).toBe(true)
})
