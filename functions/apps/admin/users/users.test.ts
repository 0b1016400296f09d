import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn } from '../../../../test/support/client'
import { foldText } from '../../../lib/text/text'
import { addPeople, onlyAdmin } from '../testing'

let admin: Client
beforeEach(async () => {
  admin = await onlyAdmin()
})

const idsIn = (html: string) => [...html.matchAll(/<li id="person-([^"]+)"/g)].map(([, id]) => id)

const page = async (path: string) => {
  const answer = await admin.get(path)
  expect(answer.status).toBe(200)
  return answer.text()
}

const nextIn = (html: string) => /href="([^"]+)" rel="next"/.exec(html)?.[1]?.replaceAll('&amp;', '&')

/** Ids on all pages of the list. */
const walk = async (path: string, meanwhile: () => Promise<unknown> = async () => {}) => {
  const pages: (string | undefined)[][] = []
  for (let at: string | undefined = path; at; ) {
    const html: string = await page(at)
    pages.push(idsIn(html))
    at = nextIn(html)
    await meanwhile()
  }
  return pages
}

const rename = (id: string, values: { email?: string | null; username?: string; github_username?: string | null }) =>
  Promise.all(
    Object.entries({ ...values, ...(values.username && { name_key: foldText(values.username) }) }).map(
      ([name, value]) => rows(`UPDATE users SET ${name} = ? WHERE id = ?`, value, id),
    ),
  )

describe('the list', () => {
  test('has fifty a page, most recently active first, each once, while others join', async () => {
    const ids = await addPeople(120, Date.now() + 1e9)
    const pages = await walk('/admin/users', signedIn)
    expect(pages.flat().slice(0, 120)).toEqual(ids)
    expect(pages.slice(0, 2).map((one) => one.length)).toEqual([50, 50])
    expect(new Set(pages.flat()).size).toBe(pages.flat().length)
  })

  test.each([
    ['an address', { email: 'ida.l@north.example' }, 'IDA.L@n'],
    ['a domain', { email: 'ida@far.north.example' }, '@far.n'],
    ['a name, case and accents aside', { username: 'Çağla Ødegård' }, 'cagla ø'],
    ['a second name', { username: 'Çağla Ödegård' }, 'odeg'],
    ['a name on GitHub', { github_username: 'octo-Ida' }, 'octo-ida'],
    ['what LIKE would take for anything', { username: '100%_sure' }, '100%_'],
  ])('is searched by %s', async (_, values, q) => {
    const { userId } = await signedIn()
    await rename(userId, values)
    expect(await walk(`/admin/users?q=${encodeURIComponent(q)}`)).toEqual([[userId]])
    await rename(userId, { email: null, username: 'Nobody', github_username: null })
  })

  test('finds a name by what was saved, and an older one once its person comes', async () => {
    const found = async (q: string) => (await walk(`/admin/users?q=${q}`)).flat()
    const client = await signedIn()
    await client.json('PATCH', '/api/v1/me', { username: 'Žofie' })
    expect(await found('zof')).toEqual([client.userId])
    await rows(
      "UPDATE users SET username = 'Émile', name_key = 'émile', last_active_at = 0 WHERE id = ?",
      client.userId,
    )
    await client.get('/')
    expect([await found('emil'), await found('zof')]).toEqual([[client.userId], []])
  })

  test('says who is what', async () => {
    const { userId } = await signedIn()
    await rows("UPDATE users SET role = 'admin', suspended_at = ? WHERE id = ?", Date.now(), userId)
    expect(await page(`/admin/users?q=${userId}`)).toContain('suspended <time')
  })
})

describe('the way in', () => {
  test('is refused to others as a page, a part and JSON', async () => {
    const other = await signedIn()
    const asPage = await other.get('/admin/nothing')
    expect([asPage.status, await asPage.text()]).toEqual([403, expect.stringContaining('<h1>Admins only</h1>')])
    expect(await (await other.get('/admin/users', { part: true })).text()).not.toContain('<html')
    const asJson = await other.json('GET', '/api/v1/admin/users')
    expect([asJson.status, await asJson.json()]).toEqual([403, expect.objectContaining({ code: 'admins_only' })])
  })

  test('is in the navigation of admins alone', async () => {
    const other = await signedIn()
    const link = 'href="/admin/users"'
    expect(await (await admin.get('/')).text()).toContain(link)
    expect(await (await other.get('/')).text()).not.toContain(link)
  })
})
