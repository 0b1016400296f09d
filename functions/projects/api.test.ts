import { expect, test } from 'vitest'
import { signedIn } from '../../test/client'

const path = '/api/v1/projects'

test('a project needs a name only, and is set inactive by a PATCH', async () => {
  const { json } = await signedIn()
  const added = await json('POST', path, { name: ' Thesis ', color: 'jade' })
  const project = await added.json<{ id: string }>()
  expect(project).toMatchObject({
    ...{ name: 'Thesis', client: '', classification: 'work', color: 'jade', tracked_seconds: 0 },
  })
  const edited = await json('PATCH', `${path}/${project.id}`, { status: 'inactive' })
  expect(await edited.json()).toMatchObject({ status: 'inactive', name: 'Thesis' })
})

test.each([
  [{}, 'name'],
  [{ name: 'ACME ' }, 'name'],
  [{ name: 'New', color: 'pink' }, 'color'],
  [{ name: 'New', tech_stack: ['x'.repeat(51)] }, 'tech_stack.0'],
  [{ name: 'New', repository: 'a/b/c' }, 'repository'],
])('%j is refused by the name of what is wrong', async (body, where) => {
  const { json } = await signedIn()
  await json('POST', path, { name: 'Acme' })
  const answer = await json('POST', path, body)
  expect([answer.status, await answer.json()]).toMatchObject([422, { code: 'invalid', errors: [{ path: where }] }])
})

test('the list goes by pages, the newest first', async () => {
  const { json } = await signedIn()
  for (let number = 1; number <= 5; number += 1) await json('POST', path, { name: `P${number}` })
  const names: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const page: Response = await json('GET', `${path}?limit=2${cursor && `&cursor=${cursor}`}`)
    const { items, next_cursor } = await page.json<{ items: { name: string }[]; next_cursor: string | null }>()
    names.push(...items.map(({ name }) => name))
    cursor = next_cursor
  }
  expect(names).toEqual(['P5', 'P4', 'P3', 'P2', 'P1'])
})
