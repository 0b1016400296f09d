import { type Context, Hono } from 'hono'
import { expect, test } from 'vitest'
import { pageOnScreen, pathUnlessBelow, previousPath, regionOnScreen, setHeaders } from './respond'

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

/** Answers a write with what `of` says of its page. */
const sentFrom = async <T>(of: (c: Context) => T, headers: Record<string, string> = {}) => {
  const app = new Hono().post('/', (c) => c.json({ answer: of(c) ?? null }))
  const response = await app.request('http://localhost/', { method: 'POST', headers })
  return (await response.json<{ answer: T | null }>()).answer
}

const here = (path: string) => ({ 'HX-Current-URL': `http://localhost${path}` })

test('the page of htmx counts before the referrer, and one of another site is none', async () => {
  const path = (c: Context) => pageOnScreen(c)?.pathname
  expect(await sentFrom(path, { ...here('/goals'), Referer: 'http://localhost/tasks' })).toBe('/goals')
  expect(await sentFrom(path, { Referer: 'http://localhost/tasks' })).toBe('/tasks')
  const none: Record<string, string>[] = [{}, { Referer: 'https://evil.example/tasks' }, { Referer: 'x' }]
  for (const headers of [...none, here('//evil.example')]) expect(await sentFrom(path, headers)).toBeNull()
})

test('a region is on screen where the page names it, with its whole query', async () => {
  const region = (c: Context) => regionOnScreen(c, '/goals')?.toString()
  const named = (regions: string) => sentFrom(region, { 'X-Regions': regions })
  expect(await named('project-tasks?project=1 /goals?status=completed')).toBe('status=completed')
  expect(await named('/goals')).toBe('')
  expect(await named('/goals?status=completed /goals?before=1')).toBe('status=completed&before=1')
  for (const other of ['', '/goals/1?status=completed', '/goalsx', 'goals']) expect(await named(other)).toBeNull()
  expect(await sentFrom(region, here('/goals?status=completed'))).toBeNull()
})

test('a form returns to its page, but to the list from a page below it', async () => {
  const back = (c: Context) => pathUnlessBelow(c, '/sessions')
  expect(await sentFrom(back, here('/goals?status=completed'))).toBe('/goals?status=completed')
  expect(await sentFrom(back, here('/sessions?q=a'))).toBe('/sessions?q=a')
  expect(await sentFrom(back, here('/sessions/1/edit'))).toBe('/sessions')
  expect(await sentFrom((c) => pathUnlessBelow(c, '/sessions', '/timer'), here('/sessions/1'))).toBe('/timer')
  expect(await sentFrom((c) => previousPath(c, '/timer'))).toBe('/timer')
})
