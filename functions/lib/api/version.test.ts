import { expect, test, vi } from 'vitest'
import { signedIn } from '../../../test/support/client'

test('asked for anything but what there is, 304 where there is something and 404 where there is nothing', async () => {
  const { json } = await signedIn()
  const { id } = await (await json('POST', '/api/v1/goals', { title: 'Thesis' })).json<{ id: string }>()
  for (const path of ['/api/v1/goals', `/api/v1/goals/${id}`, '/api/v1/me']) {
    const etag = (await json('GET', path)).headers.get('ETag')
    const answer = await json('GET', path, undefined, { 'If-None-Match': ' * ' })
    expect([path, answer.status, await answer.text()]).toEqual([path, 304, ''])
    expect([answer.headers.get('ETag'), answer.headers.get('Content-Type')]).toEqual([etag, null])
    expect(answer.headers.get('Cache-Control')).toBe('no-store')
  }
  for (const path of ['goals', 'projects', 'sessions', 'imports']) {
    const answer = await json('GET', `/api/v1/${path}/nothing`, undefined, { 'If-None-Match': '*' })
    expect([path, answer.status]).toEqual([path, 404])
  }
  expect((await json('GET', '/api/v1/goals?limit=0', undefined, { 'If-None-Match': '*' })).status).toBe(422)
})

test('what was read is read again on the person’s next day', async () => {
  const { json } = await signedIn({ time_zone: 'UTC' })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() })
  const read = async (known = '') =>
    json('GET', '/api/v1/goals', undefined, known === '' ? {} : { 'If-None-Match': known })
  const etag = (await read()).headers.get('ETag') ?? ''
  expect((await read(etag)).status).toBe(304)
  vi.setSystemTime(Date.now() + 86_400_000)
  expect((await read(etag)).status).toBe(200)
})
