import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { setHeaders } from './respond'

test('headers are set on a response whose own cannot change', async () => {
  const app = new Hono()
    .use(async (c, next) => {
      await next()
      setHeaders(c, { 'X-One': '1', 'X-Two': '2' })
    })
    .get('/', () => Response.redirect('http://localhost/elsewhere', 303))
  const answer = await app.request('/')
  expect(answer.status).toBe(303)
  expect(Object.fromEntries(answer.headers)).toEqual({
    location: 'http://localhost/elsewhere',
    'x-one': '1',
    'x-two': '2',
  })
})
