import { expect, test } from 'vitest'
import { cost, signedIn } from '../../test/client'

type Project = { id: string; name: string; seq: number }
const path = '/api/v1/projects'

test('a project is added, read, edited and deleted', async () => {
  const { json } = await signedIn()
  const added = await json('POST', path, { name: ' Thesis ', color: 'jade' })
  expect(added.status).toBe(201)
  const project = await added.json<Project>()
  expect(project).toMatchObject({
    name: 'Thesis',
    client: '',
    classification: 'work',
    color: 'jade',
    tracked_seconds: 0,
  })
  const at = added.headers.get('Location') ?? ''
  expect(at).toBe(`${path}/${project.id}`)
  expect(await (await json('GET', at)).json()).toEqual(project)
  const edited = await json('PATCH', at, { status: 'inactive', seq: project.seq })
  expect([edited.status, await edited.json()]).toEqual([
    200,
    expect.objectContaining({ status: 'inactive', name: 'Thesis' }),
  ])
  const stale = await json('PATCH', at, { name: 'Other', seq: project.seq })
  expect([stale.status, await stale.json()]).toEqual([
    409,
    expect.objectContaining({ code: 'stale', current: expect.objectContaining({ status: 'inactive' }) }),
  ])
  expect((await json('DELETE', at)).status).toBe(204)
  expect((await json('DELETE', at)).status).toBe(404)
  expect((await json('GET', at)).status).toBe(404)
  expect(await (await json('GET', path)).json()).toEqual({ items: [], next_cursor: null })
})

test('what cannot be is named', async () => {
  const { json } = await signedIn()
  await json('POST', path, { name: 'Acme' })
  for (const [body, where] of [
    [{}, 'name'],
    [{ name: 7 }, 'name'],
    [{ name: 'ACME ' }, 'name'],
    [{ name: 'x'.repeat(101) }, 'name'],
    [{ name: 'New', colour: 'jade' }, 'colour'],
    [{ name: 'New', color: 'pink' }, 'color'],
  ] as const) {
    const answer = await json('POST', path, body)
    expect(answer.status).toBe(422)
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
    expect(await answer.json()).toMatchObject({ code: 'invalid', errors: [{ path: where }] })
  }
})

test('a body that is no JSON is refused: 415 for another type, 400 for a broken one', async () => {
  const { json, post } = await signedIn()
  expect((await post(path, { name: 'Form' })).status).toBe(415)
  for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
    expect((await json('POST', path, 'name=x', { 'Content-Type': type })).status).toBe(415)
  }
  for (const broken of ['{"name":', '']) expect((await json('POST', path, broken)).status).toBe(400)
  expect(await (await json('GET', path)).json()).toEqual({ items: [], next_cursor: null })
})

test('the list goes by pages, and costs little when nothing has changed', async () => {
  const { json } = await signedIn()
  for (let number = 1; number <= 5; number += 1) await json('POST', path, { name: `P${number}` })
  const names: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Response = await json('GET', `${path}?limit=2${cursor && `&cursor=${cursor}`}`)
    const { items, next_cursor } = await page.json<{ items: Project[]; next_cursor: string | null }>()
    names.push(...items.map(({ name }) => name))
    cursor = next_cursor
  }
  expect(names).toEqual(['P5', 'P4', 'P3', 'P2', 'P1'])
  const etag = (await json('GET', path)).headers.get('ETag') ?? ''
  const unchanged = await json('GET', path, undefined, { 'If-None-Match': `"other", W/${etag}` })
  expect([unchanged.status, await unchanged.text(), unchanged.headers.get('ETag')]).toEqual([304, '', etag])
  expect(cost(unchanged).read).toBeLessThanOrEqual(4)
  await json('POST', path, { name: 'P6' })
  expect((await json('GET', path, undefined, { 'If-None-Match': etag })).status).toBe(200)
  expect((await json('GET', `${path}?limit=0`)).status).toBe(422)
})

test('the same key makes one project, however often and at once', async () => {
  const { json } = await signedIn()
  const post = (body: object, key: string) => json('POST', path, body, { 'Idempotency-Key': key })
  const answers = await Promise.all(Array.from({ length: 50 }, () => post({ name: 'Once' }, 'k1')))
  const bodies = await Promise.all(answers.map((answer) => answer.json<Project>()))
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([201]))
  expect(new Set(bodies.map(({ id }) => id)).size).toBe(1)
  expect(new Set(answers.map(({ headers }) => headers.get('Location'))).size).toBe(1)
  const { id = '' } = bodies[0] ?? {}
  await json('PATCH', `${path}/${id}`, { name: 'Later' })
  const repeat = await post({ name: 'Once' }, 'k1')
  expect([repeat.status, await repeat.json()]).toEqual([201, bodies[0]])
  expect((await post({ name: 'Other' }, 'k1')).status).toBe(422)
  expect((await post({ name: 'Other' }, 'k 2')).status).toBe(422)
  const { items } = await (await json('GET', path)).json<{ items: Project[] }>()
  expect(items.map(({ name }) => name)).toEqual(['Later'])
})
