import { describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { subjectTotals, wrongSums } from '../../../../test/support/models/sums'
import { deletePlan, putPlan } from '../../../learning/plans/testing'
import { put } from '../testing'
import { editMany } from './testing'

const path = '/sessions/selected'
const all = { all: 'yes', subject: 'all' }

const person = async () => {
  const client = await signedIn({ time_zone: 'UTC' })
  await putPlan(client, 'sql', 'SQL', { joins: 'not-started', windows: 'not-started' })
  await putPlan(client, 'git', 'Git', { rebase: 'in-progress' })
  await put(client, '2026-03-03T09:00Z', 60, { title: 'One' })
  await put(client, '2026-03-03T11:00Z', 60, { title: 'Two', plan_id: 'git', chunk_id: 'rebase' })
  await put(client, '2026-03-03T13:00Z', 30, { title: 'Three', plan_id: 'sql', chunk_id: 'joins' })
  return client
}

const linked = async ({ userId }: Client) => {
  const found = await rows('SELECT plan_id, chunk_id FROM sessions WHERE user_id = ? ORDER BY started_at', userId)
  return found.map(({ plan_id, chunk_id }) => [plan_id, chunk_id].filter(Boolean).join('/'))
}

const sums = (client: Client) =>
  rows(
    `SELECT subject, total_seconds FROM ${subjectTotals}
     WHERE user_id = ? AND (subject LIKE 'plan:%' OR subject LIKE 'chunk:%') AND total_seconds > 0 ORDER BY subject`,
    client.userId,
  )

describe('the plan and the chunk of many sessions', () => {
  test('are set together, and come back with Undo', async () => {
    const client = await person()
    const [before, sumsBefore] = [await linked(client), await sums(client)]
    const form = await (await client.post(path, { ...all, act: 'move' })).text()
    expect(form).toMatch(/<option value="none">No plan<\/option>.*<optgroup label="Git">/s)
    const undo = await editMany(client, { ...all, plan: 'sql/joins' })
    expect(await linked(client)).toEqual(['sql/joins', 'sql/joins', 'sql/joins'])
    expect(await sums(client)).toEqual([
      { subject: 'chunk:sql/joins', total_seconds: 9000 },
      { subject: 'plan:sql', total_seconds: 9000 },
    ])
    expect(await wrongSums(client.userId)).toEqual([])
    await client.post(undo ?? '')
    expect(await linked(client)).toEqual(before)
    expect(await sums(client)).toEqual(sumsBefore)
  })

  test('are cleared by “No plan”, replaced by a plan alone, and kept by an edit of something else', async () => {
    const client = await person()
    await editMany(client, { ...all, add_tags: 'deep' })
    await editMany(client, { ...all, time_zone: 'Europe/Berlin' }, 'time zone')
    expect(await linked(client)).toEqual(['', 'git/rebase', 'sql/joins'])
    await editMany(client, { ...all, plan: 'git' })
    expect(await linked(client)).toEqual(['git', 'git', 'git'])
    await editMany(client, { ...all, plan: 'none' })
    expect(await linked(client)).toEqual(['', '', ''])
    expect(await sums(client)).toEqual([])
  })

  test('keep an edit that was made since, when the change is undone', async () => {
    const client = await person()
    const undo = await editMany(client, { ...all, plan: 'sql/windows' })
    await rows("UPDATE sessions SET chunk_id = 'joins' WHERE user_id = ? AND title = 'One'", client.userId)
    await client.post(undo ?? '')
    expect(await linked(client)).toEqual(['sql/joins', 'git/rebase', 'sql/joins'])
  })

  test.each([
    ['rust', 'Choose a plan from the list'],
    ['sql/loops', 'Choose a chunk of this plan'],
    ['gone/one', 'Choose a plan from the list'],
    ['x'.repeat(202), 'Choose from the list'],
  ])('are refused with the field where there is none: %.10s', async (plan, message) => {
    const [client, stranger] = [await person(), await signedIn()]
    await putPlan(stranger, 'rust', 'Rust', { one: 'not-started' })
    await putPlan(client, 'gone', 'Gone', { one: 'not-started' })
    await deletePlan(client, 'gone')
    const answer = await client.post(path, { ...all, act: 'move', typed: 'move', plan })
    const html = await answer.text()
    expect([answer.status, html]).toEqual([422, expect.stringContaining(message)])
    expect(html).toMatch(/id="picks-plan"[^>]*aria-invalid="true"/)
  })
})
