import { env } from 'cloudflare:workers'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  begin,
  comeBack,
  extensionSignsIn,
  newOctocat,
  stubGitHub,
  throughGitHub,
} from '../functions/account/auth/github/testing'
import {
  askFor,
  limitsOn,
  newEmail,
  newNetwork,
  post,
  postJson,
  times,
  wrong,
} from '../functions/account/auth/magic-link/testing'
import { softwarePasskey } from '../functions/account/auth/passkeys/testing'
import { asked, extension, personal, program, sent } from '../functions/account/auth/programs/testing'
import { refusalSecret } from '../functions/account/mail/refusals'
import { developmentSecret } from '../functions/lib/http/security'
import { keyedHash } from '../functions/lib/secrets'
import { marker } from './support/callers'
import { request, rows, signedIn } from './support/client'

type Line = Record<string, unknown>

const github = stubGitHub()

const lines: Line[] = []

beforeEach(() => {
  lines.length = 0
  vi.spyOn(console, 'log').mockImplementation((line: string) => lines.push(JSON.parse(line)))
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe('the log', () => {
  test('is one line a request, with its cost and the id of the response', async () => {
    const answer = await request('/sign-in?next=/secret')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toEqual({
      method: 'GET',
      route: '/sign-in',
      status: 200,
      ms: expect.any(Number),
      statements: 1,
      trips: 1,
      rows_read: expect.any(Number),
      rows_written: 0,
      request_id: answer.headers.get('X-Request-Id'),
    })
  })

  test('names the pattern of a route, never the ids in the path', async () => {
    const { get } = await signedIn()
    await get('/goals/0190-somebodys-id')
    expect(lines.map(({ route }) => route)).not.toContain('/goals/0190-somebodys-id')
  })

  test('names a failure once, without its text, with the id on the error page', async () => {
    const broken = {
      ...env,
      DB: {
        prepare: () => {
          throw new Error('robin@example.com cannot be read')
        },
      },
    }
    const { cookie } = await signedIn()
    lines.length = 0
    const answer = await request('/goals', { headers: { Cookie: cookie } }, broken)
    expect(answer.status).toBe(500)
    expect(await answer.text()).toContain(answer.headers.get('X-Request-Id') ?? 'missing')
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatchObject({ status: 500, error: { name: 'Error' } })
    expect(JSON.stringify(lines)).not.toContain('robin')
  })
})

const hashOf = (email: string) => keyedHash(developmentSecret, 'log', email)

/** Logged events, without the id of the request. */
const events = () => lines.filter(({ event }) => event).map(({ request_id: _, ...line }) => line)

const admin = async () => {
  const client = await signedIn()
  await rows("UPDATE users SET role = 'admin' WHERE id = ?", client.userId)
  return client
}

/** Begins the test with its act, so that only the lines of that are left. */
const only = async (act: () => Promise<unknown>) => {
  lines.length = 0
  await act()
}

const user = expect.any(String)
const verify = '/auth/verify'
const callback = '/auth/github/callback'

/** An account that an admin has suspended, with its address. */
const suspended = async () => {
  const { userId } = await signedIn()
  await rows('UPDATE users SET suspended_at = 1 WHERE id = ?', userId)
  return { userId, email: `${userId}@example.com` }
}

/** Brings each event about; returns its line. */
const table: Record<string, () => Promise<Line | Line[]>> = {
  'sign-in by a link': async () => {
    const { token } = await askFor(newEmail())
    await only(() => post(verify, { token }))
    return { event: 'sign_in', user, way: 'link', route: verify }
  },
  'sign-in by a link in the browser that asked for it': async () => {
    const { token, request_id } = await askFor(newEmail())
    const headers = { Cookie: `links=${request_id}`, Accept: 'text/html' }
    await only(() => request(`${verify}?token=${token}`, { headers }))
    return { event: 'sign_in', user, way: 'link', route: verify }
  },
  'sign-in by a code': async () => {
    const { userId } = await signedIn()
    const email = `${userId}@example.com`
    const { code, request_id } = await askFor(email)
    await only(() => post(verify, { email, code, request_id }))
    return { event: 'sign_in', user: userId, way: 'code', route: verify }
  },
  'sign-in by GitHub': async () => {
    await only(() => throughGitHub(github, newOctocat()))
    return { event: 'sign_in', user, way: 'github', route: callback }
  },
  'sign-in of the extension': async () => {
    const code = github.grant(newOctocat())
    await only(() => extensionSignsIn({ code }))
    return { event: 'sign_in', user, way: 'github', route: callback }
  },
  'sign-in of a program': async () => {
    const { token } = await askFor(newEmail())
    await only(() => sent('/auth/token', { token }))
    return { event: 'sign_in', user, way: 'program', route: '/auth/token' }
  },
  'sign-in of a learning tracker': async () => {
    const email = newEmail()
    await postJson('/auth/magic-link', { email })
    const [mail] = await rows<{ text: string }>('SELECT text FROM outbox WHERE recipient = ?', email)
    const token = /token=(\S+)/.exec(mail?.text ?? '')?.[1]
    await only(() => request(`${verify}?token=${token}`))
    return { event: 'sign_in', user, way: 'program', route: verify }
  },
  'token for the command line': async () => {
    const { token } = await askFor(newEmail(), { client: 'cli' })
    await only(() => post(verify, { token }))
    return [
      { event: 'sign_in', user, way: 'link', route: verify },
      { event: 'token_made', user, scopes: ['read', 'write', 'usage', 'sync'], route: verify },
    ]
  },
  'proof of who is signed in': async () => {
    const client = await signedIn()
    await client.json('POST', '/auth/proof/mail')
    const [mail] = await rows<{ subject: string }>(
      'SELECT subject FROM outbox WHERE recipient = ?',
      `${client.userId}@example.com`,
    )
    const code = mail?.subject.slice(-6) ?? ''
    await only(() => client.json('POST', '/auth/proof', { code }))
    return { event: 'sign_in', user: client.userId, way: 'proof', route: '/auth/proof' }
  },
  'wrong code as a proof, the last one that is allowed': async () => {
    const client = await signedIn()
    await client.json('POST', '/auth/proof/mail')
    await rows('UPDATE proof_codes SET wrong_codes = 4 WHERE user_id = ?', client.userId)
    await only(() => client.json('POST', '/auth/proof', { code: 'wrong' }))
    const by = { user: client.userId, way: 'proof', route: '/auth/proof' }
    return [
      { event: 'sign_in_refused', ...by },
      { event: 'code_used_up', ...by },
    ]
  },
  'refused code': async () => {
    const email = newEmail()
    const { code, request_id } = await askFor(email)
    await only(() => post(verify, { email: email.toUpperCase(), code: wrong(code), request_id }))
    return { event: 'sign_in_refused', address: await hashOf(email), way: 'code', route: verify }
  },
  'refused link that is opened': async () => {
    await only(() => request(`${verify}?token=unknown`, { headers: { Accept: 'text/html' } }))
    return { event: 'sign_in_refused', way: 'link', route: verify }
  },
  'refused link that is sent': async () => {
    await only(() => post(verify, { token: 'unknown' }))
    return { event: 'sign_in_refused', way: 'link', route: verify }
  },
  'refused sign-in of a program': async () => {
    await only(() => sent('/auth/token', { token: 'unknown' }))
    return { event: 'sign_in_refused', way: 'link', route: '/auth/token' }
  },
  'refused code of GitHub': async () => {
    await only(() => extensionSignsIn({ code: 'unknown' }))
    return { event: 'sign_in_refused', way: 'github', route: callback }
  },
  'refused answer of GitHub': async () => {
    const { flow } = await begin()
    await only(() => comeBack({ code: 'any', state: 'another' }, `github=${flow}`))
    return { event: 'sign_in_refused', way: 'github', route: callback }
  },
  'refused sign-in to a suspended account': async () => {
    const { userId, email } = await suspended()
    const { token } = await askFor(email)
    await only(() => post(verify, { token }))
    return { event: 'sign_in_refused', user: userId, way: 'link', route: verify }
  },
  'code that was wrong too often': async () => {
    const email = newEmail()
    const { code, request_id } = await askFor(email)
    const guess = () => post(verify, { email, code: wrong(code), request_id })
    for (let guesses = 0; guesses < 4; guesses += 1) await guess()
    await only(async () => {
      for (let guesses = 0; guesses < 3; guesses += 1) await guess()
    })
    const by = { address: await hashOf(email), way: 'code', route: verify }
    const refused = { event: 'sign_in_refused', ...by }
    return [{ event: 'code_used_up', ...by }, refused, refused, refused]
  },
  'token made in Settings': async () => {
    const client = await signedIn()
    await only(() => client.post('/settings/tokens', { name: marker, scopes: 'read', expiry: '90' }))
    return { event: 'token_made', user: client.userId, scopes: ['read'], route: '/settings/tokens' }
  },
  'token made by the API': async () => {
    const client = await signedIn()
    const send = () => client.json('POST', '/api/v1/me/tokens', { name: marker, scopes: ['sync'] })
    await only(send)
    return { event: 'token_made', user: client.userId, scopes: ['sync'], route: '/api/v1/me/tokens' }
  },
  'token used after its end': async () => {
    const { userId } = await signedIn()
    const token = await personal(userId, ['read'], Date.now() - 1)
    await only(() => asked('GET', '/api/v1/goals', token))
    return { event: 'token_ended', user: userId, route: '/api/v1/goals' }
  },
  'token of a program that was signed out': async () => {
    const { userId } = await signedIn()
    const { access_token } = await program(userId)
    await asked('POST', '/auth/sign-out', access_token)
    await only(() => asked('GET', '/api/v1/goals', access_token))
    return { event: 'token_ended', user: userId, route: '/api/v1/goals' }
  },
  'refresh token used twice': async () => {
    const { userId } = await signedIn()
    const { refresh_token } = await program(userId)
    await sent('/auth/refresh', { refresh_token })
    await only(() => sent('/auth/refresh', { refresh_token }))
    return { event: 'refresh_token_reused', user: userId, route: '/auth/refresh' }
  },
  'refresh token that ended is none that was used twice': async () => {
    const { userId } = await signedIn()
    const { refresh_token } = await program(userId, 0)
    await only(() => sent('/auth/refresh', { refresh_token }))
    return []
  },
  'scope that a token lacks': async () => {
    const { userId } = await signedIn()
    const token = await personal(userId, ['read'])
    await only(() => asked('POST', '/api/v1/goals', token, { title: marker }))
    return { event: 'scope_refused', user: userId, scopes: ['write'], route: '/api/v1/goals' }
  },
  'path that is not the extension’s': async () => {
    const { userId } = await signedIn()
    const { token } = await extension(userId)
    await only(() => asked('GET', '/api/v1/goals/0190-somebodys-id', token))
    return { event: 'scope_refused', user: userId, scopes: ['none'], route: '/api/v1/goals/:id' }
  },
  'page of admins that somebody else opens': async () => {
    const client = await signedIn()
    await only(() => client.get('/admin/users'))
    return { event: 'scope_refused', user: client.userId, scopes: ['admin'], route: '/admin/users' }
  },
  'rate limit of an address': async () => {
    const [email, network] = [newEmail(), newNetwork()]
    const ask = () => postJson('/auth/magic-link', { email }, network, limitsOn)
    await times(5, ask)
    await only(ask)
    const limit = expect.stringMatching(/^mail-to:[0-9a-f]{64} mail-from:[0-9a-f]{64}$/)
    return { event: 'rate_limit', limit, route: '/auth/magic-link' }
  },
  'rate limit of a network': async () => {
    const network = newNetwork()
    const ask = () => postJson('/auth/magic-link', { email: newEmail() }, network, limitsOn)
    await times(20, ask)
    await only(ask)
    return { event: 'rate_limit', limit: expect.stringMatching(/^mail-from:[0-9a-f]{64}$/), route: '/auth/magic-link' }
  },
  'rate limit of a person': async () => {
    const { userId } = await signedIn()
    const token = await personal(userId, ['read'])
    const ask = () => asked('GET', '/api/v1/days-off', token, undefined, {}, limitsOn)
    await rows(
      'INSERT INTO rate_limits (key, count, resets_at) VALUES (?, 1000, ?)',
      `api:${userId}`,
      Date.now() + 9_000,
    )
    await only(ask)
    return { event: 'rate_limit', user: userId, limit: `api:${userId}`, route: '/api/v1/days-off' }
  },
  'refusal of all invitations by the link of a mail': async () => {
    const email = newEmail()
    const bindings = { ...env, JWT_SECRET: developmentSecret }
    const path = `/invitations/${await refusalSecret(bindings, email)}`
    await only(() => request(path, { method: 'POST', headers: { Origin: 'http://localhost' } }))
    return { event: 'invitations_refused', address: await hashOf(email), route: '/invitations/:secret' }
  },
  'invitations that are allowed again': async () => {
    const client = await signedIn()
    await only(() => client.post('/settings/sign-in/invitations'))
    return { event: 'invitations_allowed', user: client.userId, route: '/settings/sign-in/invitations' }
  },
  'report that is sealed, and whose seal is ended': async () => {
    const client = await signedIn()
    const report = { title: marker, from: '2026-03-02', to: '2026-03-08' }
    const { id } = await client.made('/reports', report)
    await only(async () => {
      await client.made('/reports', { ...report, seal: true })
      await client.json('POST', `/api/v1/reports/${id}/seal`, {})
      await client.json('DELETE', `/api/v1/reports/${id}/seal`)
      await client.post(`/reports/${id}/seal`)
      await client.post(`/reports/${id}/seal/remove`)
    })
    const [api, page] = ['/api/v1/reports/:id/seal', '/reports/:id/seal']
    const routes = ['/api/v1/reports', api, api, page, `${page}/remove`]
    return routes.map((route) => ({ event: 'share', user: client.userId, route }))
  },
  'passphrase of a sealed report that is wrong': async () => {
    const client = await signedIn()
    const draft = { title: marker, from: '2026-03-02', to: '2026-03-08', seal: true, passphrase: 'the right one' }
    const { sealed_url } = await client.made<{ sealed_url: string }>('/reports', draft)
    const guess = (passphrase: string) =>
      request(new URL(sealed_url).pathname, {
        method: 'POST',
        body: new URLSearchParams({ passphrase }),
        headers: { Origin: 'http://localhost' },
      })
    await only(async () => {
      await guess('the wrong one')
      await guess('the right one')
    })
    return { event: 'passphrase_refused', user: client.userId, route: '/r/:secret' }
  },
  'sign-outs of other devices': async () => {
    const client = await signedIn()
    await only(() => client.post('/settings/sign-in/devices/end-others', { sure: 'others' }))
    return { event: 'devices_ended', user: client.userId, route: '/settings/sign-in/devices/end-others' }
  },
  'passkey that is added and removed': async () => {
    const client = await signedIn()
    const { json } = client
    const passkey = await softwarePasskey()
    const options = await (await json('POST', '/api/v1/me/passkeys/options')).json<{ challenge: string }>()
    await only(async () => {
      const body = { name: 'Laptop', passkey: await passkey.create(options) }
      const { id } = await (await json('POST', '/api/v1/me/passkeys', body)).json<{ id: string }>()
      await json('DELETE', `/api/v1/me/passkeys/${id}`)
    })
    const user = client.userId
    return [
      { event: 'passkey_added', user, route: '/api/v1/me/passkeys' },
      { event: 'passkey_removed', user, route: '/api/v1/me/passkeys/:id' },
    ]
  },
  'page of admins that needs a passkey': async () => {
    const { userId, cookie } = await admin()
    await only(() => request('/admin/users', { headers: { Cookie: cookie } }, { ...env, ADMIN_PASSKEY: 'required' }))
    return { event: 'scope_refused', user: userId, scopes: ['admin'], way: 'passkey', route: '/admin/users' }
  },
  'restore by the API': async () => {
    const client = await signedIn()
    const file = await (await client.get('/api/v1/export')).text()
    await client.json('POST', '/api/v1/restore?mode=merge&dry_run=true', file)
    await only(() => client.json('POST', '/api/v1/restore?mode=merge', file))
    return { event: 'restore', user: client.userId, route: '/api/v1/restore' }
  },
  'deletion by a form': async () => {
    const client = await signedIn()
    await client.post('/settings/account/delete', { confirm: 'wrong' })
    await only(() => client.post('/settings/account/delete', { confirm: `${client.userId}@example.com` }))
    return { event: 'account_deleted', user: client.userId, route: '/settings/account/delete' }
  },
}

describe('events', () => {
  test.each(Object.entries(table))('%s', async (_, bringAbout) => {
    const expected = await bringAbout()
    const found = events()
    expect(found).toHaveLength([expected].flat().length)
    expect(found).toEqual(expect.arrayContaining([expected].flat()))
  })

  test('name the request that they belong to', async () => {
    await request(`${verify}?token=unknown`)
    const ids = lines.map(({ request_id }) => request_id)
    expect(new Set(ids)).toEqual(new Set([expect.any(String)]))
    expect(ids).toHaveLength(2)
  })

  test('are only of acts that succeed', async () => {
    const [one, stranger] = [await admin(), await signedIn()]
    lines.length = 0
    await one.post('/admin/whitelists', { package_name: 'no name' })
    await request('/admin/whitelists', { method: 'POST', headers: { Origin: 'http://localhost' } })
    await one.post('/plans/unknown/share', { email: 'ada@example.com', permission: 'read' })
    await stranger.get('/backup/latest')
    await stranger.post('/settings/account/delete', { confirm: 'wrong' })
    expect(events()).toEqual([])
  })
})

describe('/health', () => {
  test('is 200 for anybody', async () => {
    const answer = await request('/health', { headers: { Origin: 'https://monitor.example' } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('Access-Control-Allow-Origin')).toBe('*')
    expect(await answer.json()).toEqual({
      status: 'ok',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      environment: 'development',
      version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
      checks: { database: 'ok', kv: 'ok', secrets: 'ok' },
    })
  })

  test('names a database that does not answer', async () => {
    const deaf = {
      ...env,
      DB: {
        prepare: () => {
          throw new Error('gone')
        },
      },
    }
    const answer = await request('/health', {}, deaf)
    expect(answer.status).toBe(503)
    expect(await answer.json()).toMatchObject({ status: 'failing', checks: { database: 'failed', kv: 'ok' } })
  })
})
