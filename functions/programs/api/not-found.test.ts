import { expect, test } from 'vitest'
import { request, signedIn } from '../../../test/support/client'
import { dump } from '../../../test/support/table-dump'

test('a method that a path of the API does not take is answered 405, with those that it takes', async () => {
  const client = await signedIn()
  const id = await client.add('/goals', { title: 'Thesis' })
  const before = await dump(client.userId)
  for (const [method, path, allowed] of [
    ['PUT', '/api/v1/goals', 'GET, HEAD, POST'],
    ['OPTIONS', '/api/v1/goals', 'GET, HEAD, POST'],
    ['POST', `/api/v1/goals/${id}`, 'DELETE, GET, HEAD, PATCH'],
    ['GET', '/api/v1/days-off/2026-12-24', 'DELETE, PUT'],
    ['HEAD', '/api/v1/days-off/2026-12-24', 'DELETE, PUT'],
    ['POST', '/api/v1/stats', 'GET, HEAD'],
  ] as const) {
    const answer = await client.json(method, path)
    expect([method, path, answer.status, answer.headers.get('Allow')]).toEqual([method, path, 405, allowed])
    expect(answer.headers.get('Content-Type')).toBe('application/problem+json')
    if (method !== 'HEAD') expect(await answer.json()).toMatchObject({ status: 405, code: 'wrong_method' })
  }
  expect(await dump(client.userId)).toBe(before)
})

test('what is not there is 404 by whichever method, and what can be asked for is not 405', async () => {
  const client = await signedIn()
  for (const [method, path] of [
    ['GET', '/api/v1/goals/nothing'],
    ['DELETE', '/api/v1/goals/nothing'],
    ['PUT', '/api/v1/nothing'],
    ['GET', '/api/v1/goals/'],
  ] as const) {
    const answer = await client.json(method, path)
    expect([method, path, answer.status, answer.headers.get('Allow')]).toEqual([method, path, 404, null])
  }
  expect((await client.json('HEAD', '/api/v1/goals')).status).toBe(200)
  expect((await request('/api/v1/goals', { method: 'PUT' })).status).toBe(401)
})
