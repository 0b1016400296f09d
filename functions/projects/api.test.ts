import { expect, test } from 'vitest'
import { signedIn } from '../../test/client'

type Project = { id: string; name: string; seq: number }
const path = '/api/v1/projects'

test('a project needs a name only, and is set inactive by a PATCH', async () => {
  const { json } = await signedIn()
  const added = await json('POST', path, { name: ' Thesis ', color: 'jade' })
  const project = await added.json<Project>()
  expect(project).toMatchObject({
    name: 'Thesis',
    client: '',
    classification: 'work',
    color: 'jade',
    tracked_seconds: 0,
  })
  const edited = await json('PATCH', `${path}/${project.id}`, { status: 'inactive' })
  expect(await edited.json()).toMatchObject({ status: 'inactive', name: 'Thesis' })
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

test('the list goes by pages', async () => {
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
})
