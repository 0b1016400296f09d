import { describe, expect, test } from 'vitest'
import { origin, signedIn } from '../../../test/support/client'

const cookieOf = (response: Response) => response.headers.getSetCookie().map((one) => one.split(';')[0] ?? '')

const world = async () => {
  const client = await signedIn()
  const { add } = client
  const acme = await add('/organizations', { name: 'Acme', type: 'employer' })
  const beta = await add('/organizations', { name: 'Beta', type: 'client' })
  const goal = await add('/goals', { title: 'Goal of Acme', kind: 'open', organization_id: acme })
  return { client, add, acme, beta, goal }
}

const goTo = (response: Response) => response.headers.get('Location')

describe('the choice of an organization', () => {
  test('stays on the device, and stands in the address of the pages that follow it', async () => {
    const { client, acme } = await world()
    const chosen = await client.post('/context', { org: acme }, { page: '/goals?status=all' })
    expect([chosen.status, goTo(chosen)]).toEqual([303, `/goals?status=all&org=${acme}`])
    const [cookie = ''] = cookieOf(chosen).filter((one) => one.startsWith('org='))
    expect(cookie).toBe(`org=${acme}`)
    const headers = { Cookie: `${client.cookie}; ${cookie}` }
    const next = await client.get('/tasks?day=2026-03-02', { headers })
    expect([next.status, goTo(next)]).toEqual([302, `/tasks?day=2026-03-02&org=${acme}`])
    expect((await client.get('/settings', { headers })).status).toBe(200)
    const all = await client.post('/context', { org: 'all' }, { headers, page: `/goals?org=${acme}` })
    expect(goTo(all)).toBe('/goals?org=all')
    expect(all.headers.getSetCookie().find((one) => one.startsWith('org='))).toMatch(/^org=;.*Max-Age=0/)
  })

  test('a link leads on in the context of its page, whatever the device has chosen', async () => {
    const { client, acme, beta } = await world()
    const headers = { Cookie: `${client.cookie}; org=${beta}`, Referer: `${origin}/goals?org=${acme}` }
    expect(goTo(await client.get('/projects', { headers }))).toBe(`/projects?org=${acme}`)
    const ofAll = { ...headers, Referer: `${origin}/goals?org=all` }
    expect(goTo(await client.get('/projects', { headers: ofAll }))).toBe('/projects?org=all')
    expect((await client.get('/projects?org=all', { headers: ofAll })).status).toBe(200)
    const html = await (await client.get(`/goals?org=${acme}`, { headers })).text()
    expect(html).toContain('aria-label="Shown: Acme"')
  })

  test('a new list takes the place of a row that the other context may not have', async () => {
    const { client, acme, beta, goal } = await world()
    const chosen = await client.post('/context', { org: beta }, { page: `/goals/${goal}?org=${acme}` })
    expect(goTo(chosen)).toBe(`/goals?org=${acme}`.replace(acme, beta))
    expect(goTo(await client.post('/context', { org: beta }, { page: '/settings' }))).toBe(`/?org=${beta}`)
  })

  test('a row of another organization is shown among all', async () => {
    const { client, acme, beta, goal } = await world()
    expect((await client.get(`/goals/${goal}?org=${acme}`)).status).toBe(200)
    expect(goTo(await client.get(`/goals/${goal}?org=${beta}`))).toBe(`/goals/${goal}?org=all`)
    expect(goTo(await client.get(`/goals/${goal}?org=none`))).toBe(`/goals/${goal}?org=all`)
    expect((await client.get(`/goals/00000000?org=${beta}`)).status).toBe(404)
  })

  test('an organization that is gone, or another person’s, shows all and says so', async () => {
    const { client, acme } = await world()
    const theirs = await world()
    for (const gone of [theirs.acme, 'no-such']) {
      const answer = await client.get(`/goals?org=${gone}`, { headers: { Cookie: `${client.cookie}; org=${gone}` } })
      expect([answer.status, goTo(answer)]).toEqual([303, '/goals?org=all'])
      const cookies = answer.headers.getSetCookie()
      expect(cookies.some((one) => /^org=;/.test(one))).toBe(true)
      expect(cookies.some((one) => one.startsWith('flash='))).toBe(true)
    }
    expect((await client.post(`/organizations/${acme}/delete`)).status).toBe(303)
    expect(goTo(await client.get(`/goals?org=${acme}`))).toBe('/goals?org=all')
  })

  test.each(['', 'a b', '<script>', 'x'.repeat(101), '😀'])('refuses %j', async (org) => {
    const client = await signedIn()
    const answer = await client.post('/context', { org })
    expect(answer.status).toBe(422)
    expect(await answer.text()).toContain('Choose all, Personal, or an organization')
    expect((await client.get(`/goals?org=${encodeURIComponent(org)}`)).status).toBe(200)
  })
})
