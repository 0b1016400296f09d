import { expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../test/support/client'
import { deletePlan, putPlan } from '../../learning/plans/testing'
import { addDays } from '../../lib/time/days'
import { put, stored, words } from './testing'

const person = async () => {
  const client = await signedIn({ time_zone: 'Etc/UTC' })
  await putPlan(client, 'sql', 'SQL in depth', { joins: 'completed', windows: 'not-started', last: 'not-started' })
  await putPlan(client, 'rust', 'Rust', { one: 'not-started', two: 'not-started' })
  return client
}

const states = async ({ userId }: Client, plan: string) => {
  const query = 'SELECT status FROM plan_chunks WHERE user_id = ? AND plan_id = ? ORDER BY position'
  return (await rows(query, userId, plan)).map(({ status }) => status)
}

const typed = { date: '2026-03-09', started_at: '9:00', duration: '1h', title: 'Reading' }

const only = async (client: Client) => {
  const [row] = await rows<{ id: string; plan_id: string; chunk_id: string; artifacts: string; seq: number }>(
    "SELECT id, plan_id, chunk_id, artifacts, seq FROM sessions WHERE user_id = ? AND title = 'Reading'",
    client.userId,
  )
  if (!row) throw new Error('no session')
  return row
}

/** The options of the select with a name: their values, the selected one in brackets. */
const optionsOf = (html: string, name: string) => {
  const select = new RegExp(`<select[^>]* name="${name}".*?</select>`, 's').exec(html)?.[0] ?? ''
  return [...select.matchAll(/<option value="([^"]*)"( selected)?/g)].map(([, value, selected]) =>
    selected ? `[${value}]` : value,
  )
}

test('a form offers plans with their chunks, and what is chosen is kept, shown and started', async () => {
  const client = await person()
  await putPlan(await signedIn(), 'foreign', 'Secret', { one: 'not-started' })
  const form = await (await client.get('/sessions/new')).text()
  expect(optionsOf(form, 'plan')).toEqual(['[]', 'rust', 'rust/one', 'sql', 'sql/windows'])
  expect(form).toContain('<optgroup label="SQL in depth">')

  const answer = await client.post('/sessions', {
    ...typed,
    plan: 'sql/windows',
    artifacts: 'https://example.com/a?b=1&c\r\n\r\n  notes/a.md \njavascript:alert(1)',
  })
  expect(answer.status).toBe(303)
  const { id, ...row } = await only(client)
  expect(row).toMatchObject({
    plan_id: 'sql',
    chunk_id: 'windows',
    artifacts: '["https://example.com/a?b=1&c","notes/a.md","javascript:alert(1)"]',
  })
  expect(await states(client, 'sql')).toEqual(['completed', 'in_progress', 'not_started'])

  const page = await (await client.get(`/sessions/${id}`)).text()
  expect(words(page)).toContain('SQL in depth: The windows')
  expect(page).toContain('href="https://example.com/a?b=1&amp;c"')
  expect(page).not.toMatch(/href="(javascript|notes)/)
  expect(words(await (await client.get('/sessions')).text())).toContain('SQL in depth: The windows')
  expect(words(await (await client.get('/sessions?subject=chunk:sql/windows')).text())).toContain('1 session')

  const edit = await (await client.get(`/sessions/${id}/edit`)).text()
  expect(optionsOf(edit, 'plan')).toEqual(['', 'sql', 'sql/joins', '[sql/windows]', 'sql/last', 'rust', 'rust/one'])
  expect(edit).toContain('notes/a.md')
})

test('an edit takes another plan, keeps what it does not name, and refuses what is not there by its field', async () => {
  const client = await person()
  await putPlan(await signedIn(), 'foreign', 'Secret', { one: 'not-started' })
  await deletePlan(client, await putPlan(client, 'gone', 'Gone', { one: 'not-started' }))
  await client.post('/sessions', { ...typed, plan: 'sql/windows', artifacts: 'a.pdf' })
  const edit = async (fields: Record<string, string>) => {
    const { id, seq } = await only(client)
    return client.post(`/sessions/${id}`, { seq: String(seq), ...fields })
  }
  expect((await edit({ notes: 'Kept' })).status).toBe(303)
  expect(await only(client)).toMatchObject({ plan_id: 'sql', chunk_id: 'windows', artifacts: '["a.pdf"]' })
  for (const [field, value] of [
    ['plan', 'foreign'],
    ['plan', 'gone/one'],
    ['plan', 'sql/none'],
    ['plan', '/joins'],
    ['plan', 'x'.repeat(202)],
    ['artifacts', 'x'.repeat(501)],
    ['artifacts', Array.from({ length: 51 }, (_, n) => `file ${n}`).join('\n')],
  ] as const) {
    for (const answer of [
      await edit({ [field]: value }),
      await client.post('/sessions', { ...typed, title: 'No', [field]: value }),
    ]) {
      expect(answer.status, value.slice(0, 20)).toBe(422)
      expect(await answer.text()).toMatch(new RegExp(`name="${field}"[^>]*aria-invalid="true"`))
    }
  }
  expect((await edit({ plan: 'rust', artifacts: '' })).status).toBe(303)
  expect(await only(client)).toMatchObject({ plan_id: 'rust', chunk_id: null, artifacts: '[]' })
  await deletePlan(client, 'rust')
  expect((await edit({ plan: 'rust', notes: 'Still' })).status).toBe(303)
  const { id } = await only(client)
  const form = await (await client.get(`/sessions/${id}/edit`)).text()
  expect(optionsOf(form, 'plan')).toEqual(['', 'sql', 'sql/joins', 'sql/windows', 'sql/last', '[rust]'])
  expect(words(form)).toContain('Rust (deleted)')
  expect((await edit({ plan: '' })).status).toBe(303)
  expect(await only(client)).toMatchObject({ plan_id: null, chunk_id: null })
})

test('a session that is planned starts its chunk no sooner than it is tracked', async () => {
  const client = await person()
  const date = addDays(new Date().toISOString().slice(0, 10), 2)
  await client.post('/sessions', { ...typed, date, plan: 'sql/windows' })
  const { id, plan_id } = await only(client)
  expect(plan_id).toBe('sql')
  expect(await states(client, 'sql')).toEqual(['completed', 'not_started', 'not_started'])
  await client.post(`/sessions/${id}/copy`, { started_at: '2026-03-09T09:00', ended_at: '2026-03-09T10:00' })
  expect(await states(client, 'sql')).toEqual(['completed', 'in_progress', 'not_started'])
})

test('the timer starts on a chunk, can move to another, and is started again on it', async () => {
  const client = await person()
  const refused = await client.post('/timer/start', { title: 'Reading', plan: 'rust/three' })
  expect(refused.status).toBe(422)
  expect(optionsOf(await refused.text(), 'plan')).toContain('rust/one')
  expect((await client.post('/timer/start', { title: 'Reading', plan: 'rust/one' })).status).toBe(303)
  expect(await states(client, 'rust')).toEqual(['in_progress', 'not_started'])
  const { id, seq } = await only(client)
  const edit = await (await client.get('/timer/edit')).text()
  expect(optionsOf(edit, 'plan')).toContain('[rust/one]')
  const edited = await client.post('/timer/edit', { id, seq: String(seq), plan: 'rust/two', artifacts: 'a.md' })
  expect(edited.status).toBe(303)
  expect(await states(client, 'rust')).toEqual(['in_progress', 'in_progress'])
  await client.post('/timer/stop')
  expect(await stored(client, id)).toMatchObject({ plan_id: 'rust', chunk_id: 'two', artifacts: '["a.md"]' })
  const again = async () => {
    await client.post('/timer/start', { again: id })
    return rows("SELECT plan_id, chunk_id FROM sessions WHERE status = 'active' AND user_id = ?", client.userId)
  }
  expect(await again()).toEqual([{ plan_id: 'rust', chunk_id: 'two' }])
  await client.post('/timer/stop')
  await deletePlan(client, 'rust')
  expect(await again()).toEqual([{ plan_id: null, chunk_id: null }])
})

test('the list filters by a plan or a chunk, and keeps the filter of a plan that is gone for good', async () => {
  const client = await person()
  await put(client, '2026-03-09T09:00:00Z', 60, { plan_id: 'sql', chunk_id: 'joins', title: 'On joins' })
  await put(client, '2026-03-09T11:00:00Z', 60, { plan_id: 'rust', title: 'On Rust' })
  await put(client, '2026-03-09T13:00:00Z', 60, { title: 'On nothing' })
  const list = async (subject: string) => (await client.get(`/sessions?subject=${subject}`)).text()
  const titles = async (subject: string) =>
    [...(await list(subject)).matchAll(/row-title[^>]*><bdi>(On (?:joins|Rust|nothing))/g)].map(([, title]) => title)
  expect(await titles('plan:sql&subject=tag:none')).toEqual(['On joins'])
  await rows('DELETE FROM plans WHERE user_id = ?', client.userId)
  expect(await titles('plan:sql')).toEqual(['On joins'])
  expect(await list('plan:sql&open=filter')).toContain('<option value="plan:sql" selected')
  expect(await list('plan:none&open=filter')).toContain('<option value="plan:none" selected')
})
