import { beforeAll, expect, test } from 'vitest'
import { gather, pathFor } from './support/callers'
import { type Client, origin, request, signedIn } from './support/client'
import { methodOf, pathOf, routes } from './support/routes'
import { share } from './support/runs'
import { dump } from './support/table-dump'

let owner: Client
beforeAll(async () => {
  owner = (await gather({ backups: false })).owner
})

const writes = Object.keys(routes).filter((route) => methodOf(route) !== 'GET')
const someId = '01900000-0000-7000-8000-000000000000'
const pathWith = (route: string) => pathOf(route).replaceAll(/:\w+/g, someId)

/** Headers of a request that no page of ours sent. */
const foreign: Record<string, string>[] = [
  { Origin: 'https://evil.example' },
  { Origin: 'null' },
  {},
  { 'Sec-Fetch-Site': 'cross-site' },
  { 'Sec-Fetch-Site': 'same-site' },
  { 'Sec-Fetch-Site': 'none' },
  { Origin: 'https://evil.example', 'Sec-Fetch-Site': 'same-origin' },
  { Origin: `${origin}.evil.example` },
  { Origin: `${origin}:8080` },
  { Origin: 'https://localhost' },
  { Origin: '' },
]

const ours: Record<string, string>[] = [{ Origin: origin }, { 'Sec-Fetch-Site': 'same-origin' }]

const bodies: [type: string | undefined, body: string | undefined][] = [
  ['application/x-www-form-urlencoded', 'title=Forged&name=Forged'],
  ['multipart/form-data; boundary=b', '--b\r\nContent-Disposition: form-data; name="title"\r\n\r\nForged\r\n--b--\r\n'],
  ['text/plain', 'title=Forged'],
  ['application/json', '{"title":"Forged","name":"Forged"}'],
  ['text/csv', 'title\nForged'],
  ['', 'title=Forged'],
  [undefined, undefined],
]

const send = async (route: string, headers: Record<string, string>, [type, body]: (typeof bodies)[number]) => {
  const given = { ...headers, ...(type !== undefined && { 'Content-Type': type }) }
  const answer = await request(pathWith(route), { method: methodOf(route), body, headers: given })
  return answer.status
}

test('a write with the cookie from another site is refused on every route, with any body', async () => {
  const before = await dump(owner.userId)
  const passed: unknown[] = []
  const forged = bodies.flatMap((body) => foreign.map((from) => ({ from, body })))
  const sent = writes.flatMap((route, index) => share(forged, forged.length, index).map((one) => ({ route, ...one })))
  for (const { route, from, body } of sent) {
    const status = await send(route, { Cookie: owner.cookie, ...from }, body)
    if (status !== 403) passed.push([route, from, body[0], status])
  }
  expect(passed).toEqual([])
  expect(await dump(owner.userId)).toBe(before)
})

test('a form from another site is refused without the cookie too, as it could sign somebody in', async () => {
  const passed: unknown[] = []
  const says = foreign.filter((from) => Object.keys(from).length > 0 && from['Sec-Fetch-Site'] !== 'none')
  for (const [index, route] of writes.entries()) {
    const from = says[index % says.length] ?? {}
    const status = await send(route, from, bodies[index % 3] ?? [undefined, undefined])
    if (status !== 403) passed.push([route, from, status])
  }
  expect(passed).toEqual([])
})

test('a write with the cookie from this site is let through', async () => {
  const client = await signedIn()
  for (const [index, route] of writes.filter((one) => !/^\/auth|\/me$|end-others$/.test(pathOf(one))).entries()) {
    for (const from of share(ours, 2, index)) {
      const answer = await request(pathWith(route), {
        method: methodOf(route),
        headers: { Cookie: client.cookie, Accept: 'application/json', ...from },
      })
      if (answer.status === 403) expect(await answer.json()).not.toMatchObject({ code: 'foreign_origin' })
    }
  }
})

/** All that a person keeps but jobs and the version: with any request some of a job that its person began is done. */
const keptBy = async (userId: string) =>
  (await dump(userId)).split('\n').filter((row) => !/^(jobs|change_heads) /.test(row))

test('no GET changes what a person keeps, so that no link of another site does', async () => {
  const { admin } = await gather()
  const reads = Object.keys(routes).filter((route) => methodOf(route) === 'GET')
  const paths: string[] = []
  for (const route of reads) paths.push(await pathFor(route, admin))
  const before = await keptBy(admin.userId)
  for (const path of paths) {
    const answer = await request(path, { headers: { Cookie: admin.cookie, 'Sec-Fetch-Site': 'cross-site' } })
    expect([path, answer.status < 500]).toEqual([path, true])
    await answer.body?.cancel()
  }
  expect(await keptBy(admin.userId)).toEqual(before)
})
