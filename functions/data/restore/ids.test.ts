import { expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/client'
import { randomDocument } from '../../../test/random-document'
import { entryOf, tableNames } from '../export/read/tables'

const hostile = [
  '../admin/users/x/make-admin?',
  '..',
  'a/b',
  '//evil.example',
  'x" onclick="',
  'a?b',
  'a#b',
  '%2e%2e',
  '',
]

const columns = tableNames.flatMap((table) =>
  Object.entries(entryOf(table).columns)
    .filter(([column]) => /^(id|.*_id)$/.test(column) && column !== 'client_id')
    .map(([column, type]) => ({ name: `${table}.${column}`, type })),
)

test.each(hostile)('no row of a file has %j as id, nor names such a row, whatever the kind', async (id) => {
  expect(columns.length).toBeGreaterThan(50)
  expect(columns.filter(({ type }) => type.safeParse(id).success).map(({ name }) => name)).toEqual([])
  const client = await signedIn()
  const document = structuredClone(randomDocument(3)) as unknown as { tasks: { id: string }[] }
  if (document.tasks[0]) document.tasks[0].id = id
  const answer = await client.json('POST', '/api/v1/restore?mode=merge', document)
  expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('letters, digits and')])
  expect(await rows('SELECT 1 FROM jobs WHERE user_id = ?', client.userId)).toEqual([])
})

test('the preview of a file from elsewhere says so, and of one’s own does not', async () => {
  const client = await signedIn()
  const preview = async (document: object) => {
    const file = new File([JSON.stringify(document)], 'export.json')
    const answer = await client.post('/settings/backups/restore', { file })
    return (await client.get(answer.headers.get('Location') ?? '')).text()
  }
  expect(await preview(randomDocument(4))).toContain('comes from another installation')
  const own = await (await client.get('/api/v1/exports/json')).json<object>()
  expect(await preview(own)).not.toContain('another installation')
})

test('acts that matter most want the field of their own form', async () => {
  const [client, admin] = [await signedIn(), await signedIn()]
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", admin.userId)
  for (const path of [`/admin/users/${client.userId}/make-admin`, '/settings/sign-in/devices/end-others']) {
    const answer = await admin.post(path, { done: 'yes' })
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining('That needs its own page')])
  }
  expect(await rows('SELECT role FROM users WHERE id = ?', client.userId)).toEqual([{ role: 'user' }])
})
