import { execFile, execFileSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { rootCertificates } from 'node:tls'
import { promisify } from 'node:util'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { developmentSecret } from '../../functions/lib/http/security'
import { buildServer } from './build'
import { askServer } from './control'
import { readSettings } from './settings'
import { copiesFolder, databaseFile, holdFolder, keepCopy, keysFile, withFile } from './storage'
import { type OwnServer, startOwnServer } from './testing'

/** State folders of earlier versions, of one person with this token, and their exports from then. */
const states = join(import.meta.dirname, '../../test/data/states')
const token = 'daymark_pat_7591fb7f5d37a02a734f8d785d05af747a3e09c45ce5e1cde19c61dacd0581d0'
const JWT_SECRET = developmentSecret

let state: string
let server: OwnServer | undefined
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'daymark-own-'))
})
afterEach(async () => {
  await server?.kill()
  server = undefined
  rmSync(state, { recursive: true, force: true, maxRetries: 5 })
})

const unpack = (name = '0.1.0-miniflare') => execFileSync('tar', ['-xzf', join(states, `${name}.tar.gz`), '-C', state])

const start = async (environment: NodeJS.ProcessEnv = {}) => {
  server = await startOwnServer(state, { JWT_SECRET, ...environment })
  return server
}

const api = (path: string, init: RequestInit = {}) =>
  fetch(`${server?.url}/api/v1${path}`, {
    ...init,
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json', ...init.headers },
  })

const addTask = (title: string) => api('/tasks', { method: 'POST', body: JSON.stringify({ title }) })

const titles = async () => {
  const { items } = (await (await api('/tasks?limit=100')).json()) as { items: { title: string }[] }
  return items.map(({ title }) => title)
}

/** A request with any headers, also those that `fetch` sets itself. */
const raw = (path: string, headers: Record<string, string>, method = 'GET', body = '') =>
  new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((done, failed) => {
    const asked = request({ host: 'localhost', port: server?.port, path, method, headers, agent: false }, (answer) => {
      const chunks: Buffer[] = []
      answer.on('data', (chunk) => chunks.push(chunk))
      answer.on('end', () =>
        done({ status: answer.statusCode ?? 0, headers: answer.headers, text: Buffer.concat(chunks).toString() }),
      )
    })
    asked.on('error', failed)
    asked.end(body)
  })

const place = () => readSettings({ STATE_DIR: state, PUBLIC_URL: 'http://localhost' })

/** An export without what says when it was made, and when its person was here last, who is here now. */
const withoutMarks = (text: string) => {
  const { user, ...all } = JSON.parse(text)
  return { ...all, exported_at: '', seal: '', user: { ...user, last_active_at: '' } }
}

test('the state of an earlier version comes up, equal in its export, and is left as it was', async () => {
  unpack()
  await start()
  const exported = await (await api('/exports/json')).text()
  // A later version exports more members of a row.
  expect(withoutMarks(exported)).toMatchObject(withoutMarks(readFileSync(join(states, '0.1.0-miniflare.json'), 'utf8')))
  const files = readdirSync(join(state, 'daymark/files/objects'), { recursive: true, encoding: 'utf8' })
  expect(files.filter((name) => name.endsWith('.tar.gz')).map((name) => name.split('/')[1])).toEqual(
    expect.arrayContaining(['daily', 'exports', 'weekly']),
  )
  const backup = files.find((name) => name.endsWith('.tar.gz')) ?? ''
  execFileSync('tar', ['-tzf', join(state, 'daymark/files/objects', backup)])
  expect(
    withFile(keysFile(place()), (db) => db.prepare('SELECT CAST(value AS TEXT) AS value FROM entries').get()),
  ).toEqual({ value: 'kept-value' })
  expect(existsSync(join(state, 'v3/d1'))).toBe(true)
  await addTask('After the update')
  await server?.stop()
  await start()
  expect(await titles()).toContain('After the update')
})

test('nothing that was answered is lost when the server is killed among writes, and it starts again at once', async () => {
  unpack()
  await start()
  const answered: string[] = []
  let sent = 0
  const write = async () => {
    while (sent < 500) {
      sent += 1
      const title = `Task ${sent}`
      const answer = await addTask(title).catch(() => null)
      if (!answer?.ok) return
      answered.push(title)
      if (answered.length === 60) await server?.kill()
    }
  }
  await Promise.all(Array.from({ length: 8 }, write))
  expect(answered.length).toBeGreaterThanOrEqual(60)
  await start()
  const rows = withFile(databaseFile(place()), (db) => db.prepare('SELECT title FROM tasks').all())
  expect(rows.map(({ title }) => title)).toEqual(expect.arrayContaining(answered))
  expect((await addTask('After the kill')).status).toBe(201)
})

test('one process holds the folder, and a copy goes back only while none does', async () => {
  unpack()
  await start()
  expect(() => holdFolder(state)).toThrow('A server is running')
  const { file: copy } = keepCopy(place(), 'night', 'of-a-test', 7)
  const restore = (environment: Record<string, string> = { STATE_DIR: state }, ...options: string[]) =>
    execFileSync(process.execPath, [join(server?.folder ?? '', 'serve.mjs'), 'restore', copy, ...options], {
      env: environment,
      encoding: 'utf8',
      stdio: 'pipe',
    })
  await addTask('After the copy')
  expect(restore).toThrow('A server is running')
  await server?.stop()
  expect(restore()).toContain('Restored ')
  expect(() => restore({})).toThrow('Set STATE_DIR to the folder of the server')
  const elsewhere = join(state, 'elsewhere')
  expect(() => restore({ STATE_DIR: elsewhere })).toThrow(`${elsewhere} has no database`)
  expect(existsSync(elsewhere)).toBe(false)
  expect(restore({ STATE_DIR: elsewhere }, '--new')).toContain(`Restored ${copy} in ${elsewhere}.`)
  await start()
  expect(await titles()).toEqual(['Water the plants 🌱'])
  const aside = readdirSync(copiesFolder(place())).find((name) => name.startsWith('replaced-')) ?? ''
  const kept = withFile(join(copiesFolder(place()), aside), (db) => db.prepare('SELECT title FROM tasks').all())
  expect(kept.map(({ title }) => title)).toContain('After the copy')
})

test('1,000 made-up addresses, hosts and schemes change nothing: links, limits and forms are those of PUBLIC_URL', async () => {
  unpack()
  const address = 'https://daymark.example'
  await start({ PUBLIC_URL: address, TRUSTED_PROXIES: '::1/128, 127.0.0.1' })
  const signIn = (headers: Record<string, string>) =>
    raw(
      '/auth/verify',
      { Origin: address, 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      'POST',
      'email=a%40b.example&code=000000',
    )
  const madeUp = (n: number): Record<string, string> => ({
    Host: `${n}.evil.example`,
    'X-Forwarded-Host': 'evil.example',
    'X-Forwarded-Proto': n % 2 ? 'http' : 'https',
    'CF-Connecting-IP': `198.51.100.${n % 250}`,
    'X-Real-IP': `198.51.100.${n % 250}`,
    'X-Forwarded-For': `198.51.100.${n % 250}, 203.0.113.7`,
  })
  const answers: { status: number; headers: Record<string, unknown>; text: string }[] = []
  for (let n = 0; n < 1000; n += 50)
    answers.push(...(await Promise.all(Array.from({ length: 50 }, (_, k) => signIn(madeUp(n + k))))))
  const allowed = answers.filter(({ status }) => status !== 429)
  expect(allowed).toHaveLength(100)
  expect(allowed.every(({ status }) => status < 400 || status === 422)).toBe(true)
  expect(answers.some(({ text, headers }) => (text + JSON.stringify(headers)).includes('evil.example'))).toBe(false)
  expect((await signIn({ 'X-Forwarded-For': '203.0.113.8' })).status).not.toBe(429)
  expect(
    (await signIn({ ...madeUp(1), Origin: 'https://1.evil.example', 'X-Forwarded-For': '203.0.113.9' })).status,
  ).toBe(403)
  const [page] = [await raw('/', { Host: 'evil.example', Cookie: '' })]
  expect(page?.headers.location).toMatch(/^\/sign-in/)
})

test('files are served with their headers, compressed and once', async () => {
  await start()
  const [name = ''] = Object.keys(JSON.parse(readFileSync(join(server?.folder ?? '', 'files.json'), 'utf8'))).filter(
    (path) => path.endsWith('.css'),
  )
  const plain = await raw(name, {})
  expect(plain.headers).toMatchObject({
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
  })
  const small = await raw(name, { 'Accept-Encoding': 'gzip' })
  expect(small.headers['content-encoding']).toBe('gzip')
  expect((await raw(name, { 'If-None-Match': String(plain.headers.etag) })).status).toBe(304)
  expect(await raw('/assets/nothing.css', {})).toMatchObject({ status: 404, headers: { 'cache-control': 'no-store' } })
  for (const path of ['/assets/../../built.json', '/assets/..%2f..%2fbuilt.json', '/_headers', '/worker/index.js'])
    expect((await raw(path, {})).text).not.toContain('modules')
})

test('no address leads inside, unless the settings allow it', async () => {
  unpack()
  let asked = 0
  const inside = createServer((_, answer) => {
    asked += 1
    answer.end('BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nEND:VCALENDAR\r\n')
  })
  await new Promise<void>((done) => inside.listen(0, '127.0.0.1', done))
  const { port } = inside.address() as { port: number }
  // A name that leads inside is no better than the address.
  const oidc = { OIDC_ISSUER: `http://localhost:${port}`, OIDC_CLIENT_ID: 'a', OIDC_CLIENT_SECRET: 'b' }
  await start(oidc)
  expect((await raw('/auth/oidc', {})).status).toBe(502)
  expect(asked).toBe(0)
  await server?.stop()
  await start({ ...oidc, EGRESS_ALLOW: '127.0.0.1, ::1' })
  expect((await raw('/auth/oidc', {})).status).toBe(502)
  expect(asked).toBe(1)
  await new Promise((done) => inside.close(done))
})

test('settings that are wrong are named before anything starts', async () => {
  await expect(start({ PUBLIC_URL: '' })).rejects.toThrow('Set PUBLIC_URL')
  await expect(start({ PUBLIC_URL: 'https://a.example/daymark' })).rejects.toThrow('without a path')
  await expect(start({ TRUSTED_PROXIES: 'caddy' })).rejects.toThrow('TRUSTED_PROXIES: “caddy”')
  await expect(start({ JWT_SECRET: 'short' })).rejects.toThrow(/^JWT_SECRET is too short\. [^\n]*$/)
  await expect(start({ JWT_SECRET: '', JWT_SECRET_FILE: '/none' })).rejects.toThrow(/^JWT_SECRET_FILE can’t be read/)
  await expect(start({ MAIL_PROVIDER: 'resnd' })).rejects.toThrow(/^MAIL_PROVIDER is “resnd”\. [^\n]*$/)
  await expect(start({ MAIL_PROVIDER: 'smtp', MAIL_FROM: 'a@b.example' })).rejects.toThrow('which needs SMTP_URL')
  expect(readdirSync(state)).toEqual([])
  writeFileSync(join(state, 'secret'), '')
  await expect(start({ JWT_SECRET: '' })).rejects.toThrow(/^\S+\/secret is too short\. [^\n]*$/)
  await expect(start({ STATE_DIR: join(state, 'secret') })).rejects.toThrow(/^User \d+ can’t read and write [^\n]*$/)
  rmSync(join(state, 'secret'))
  const file = join(state, 'secret-file')
  writeFileSync(file, `${JWT_SECRET}\n`)
  await expect(start({ JWT_SECRET_FILE: file })).rejects.toThrow('JWT_SECRET or JWT_SECRET_FILE, not both')
  server = await startOwnServer(state, { JWT_SECRET_FILE: file })
  expect(existsSync(join(state, 'secret'))).toBe(false)
  const opened = ['control.sock', 'server.capnp', 'daymark/database'].filter(
    (name) => statSync(join(state, name)).mode & 0o077,
  )
  expect(opened).toEqual([])
})

test('a link comes by mail through a server beside this one', async () => {
  const mails: string[] = []
  const smtp = new SMTPServer({
    authOptional: true,
    onData: async (stream, _, done) => {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk)
      mails.push(Buffer.concat(chunks).toString())
      done()
    },
  })
  await new Promise<void>((done) => smtp.listen(0, '127.0.0.1', done))
  const { port } = smtp.server.address() as { port: number }
  const from = { MAIL_PROVIDER: 'smtp', MAIL_FROM: 'Daymark <hello@daymark.example>' }
  // As many certificates as a system has.
  const bundle = rootCertificates.join('\n')
  writeFileSync(join(state, 'bundle.pem'), bundle)
  const NODE_EXTRA_CA_CERTS = join(state, 'bundle.pem')
  await start({ ...from, NODE_EXTRA_CA_CERTS, SMTP_URL: `smtp://127.0.0.1:${port}?tls.rejectUnauthorized=false` })
  const form = { Origin: server?.url ?? '', 'Content-Type': 'application/x-www-form-urlencoded' }
  const asked = await raw('/auth/magic-link', form, 'POST', 'email=ada%40example.org')
  expect([asked.status, asked.headers.location]).toEqual([303, '/auth/check-mail'])
  // A server that not everybody may join sends the mail after its response.
  const code = /^Code: (\d{6})/m.exec(await vi.waitUntil(() => mails[0], { timeout: 10_000 }))?.[1]
  const cookie = [asked.headers['set-cookie']]
    .flat()
    .map((one) => String(one).split(';')[0])
    .join('; ')
  const opened = await raw('/auth/verify', { ...form, Cookie: cookie }, 'POST', `email=ada%40example.org&code=${code}`)
  expect([opened.status, opened.headers.location]).toEqual([303, '/welcome'])
  await new Promise<void>((done) => smtp.close(done))
})

test('the server prints a link that signs in, and the first account is an admin’s', async () => {
  const folder = await buildServer()
  const command = (email: string) =>
    promisify(execFile)(process.execPath, [join(folder, 'serve.mjs'), 'sign-in', email], { env: { STATE_DIR: state } })
  const emails = ['ada@example.org', 'grace@example.org']
  // The commands wait for the server.
  const [links] = await Promise.all([Promise.all(emails.map(command)), start()])
  const people = withFile(databaseFile(place()), (db) =>
    db.prepare('SELECT email, role FROM users ORDER BY role').all(),
  )
  expect(people.map(({ role }) => role)).toEqual(['admin', 'user'])
  const { stdout = '' } = links[emails.indexOf(String(people[0]?.email))] ?? {}
  expect(stdout).toMatch(new RegExp(`^${server?.url}/auth/verify\\?token=`))
  const token = new URL(stdout.trim()).searchParams.get('token') ?? ''
  const form = { Origin: server?.url ?? '', 'Content-Type': 'application/x-www-form-urlencoded' }
  const opened = await raw('/auth/verify', form, 'POST', `token=${token}`)
  expect([opened.status, opened.headers.location]).toEqual([303, '/welcome'])
  const [cookie = ''] = /session=[^;]+/.exec(String(opened.headers['set-cookie'])) ?? []
  const users = await raw('/admin/users', { Cookie: cookie, 'X-Forwarded-For': '203.0.113.7' })
  expect(users.text).toMatch(/Your IP address is (127\.0\.0\.1|::1)\./)
  await expect(command('ada')).rejects.toThrow('Enter an email address')
  await server?.stop()
  await expect(askServer(state, 'sign-in', 'ada@example.org')).rejects.toThrow(`No server is running on ${state}`)
})

/** A file system of this size in MB, in the state folder. */
const mountSmall = (megabytes: number) => {
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', state])
  return () => execFileSync('umount', ['--lazy', state])
}

const fill = () => {
  try {
    for (let n = 0; ; n += 1) writeFileSync(join(state, `fill-${n}`), Buffer.alloc(4096))
  } catch {
    // The disk is full now.
  }
}

const empty = () => {
  for (const name of readdirSync(state).filter((one) => one.startsWith('fill-'))) rmSync(join(state, name))
}

test.runIf(process.getuid?.() === 0)(
  'a full disk is said by each answer and by a start, and is over when there is room',
  async () => {
    const unmount = mountSmall(48)
    try {
      unpack()
      await start({ RATE_LIMITS: 'on' })
      expect((await addTask('Before')).status).toBe(201)
      fill()
      const refused = await addTask('While full')
      expect([refused.status, await refused.json()]).toMatchObject([
        503,
        { code: 'disk_full', detail: 'The server’s disk is full. Tell its operator.' },
      ])
      await expect
        .poll(async () => (await raw('/health', {})).text, { timeout: 20_000 })
        .toMatch(/"disk":"full".*The server’s disk is full\. Tell its operator\./)
      expect((await raw('/health', {})).status).toBe(503)
      await server?.stop()
      fill()
      await expect(start()).rejects.toThrow(/(^|\n)The disk of \S+ is full\. Free some space, then try again\.$/)
      empty()
      await start()
      expect((await raw('/health', {})).status).toBe(200)
      expect((await addTask('After')).status).toBe(201)
      expect(await titles()).toEqual(expect.arrayContaining(['Before', 'After']))
    } finally {
      await server?.kill()
      server = undefined
      unmount()
    }
  },
)

test('a second folder that cannot be written is in the log and in /health, which stays well', async () => {
  writeFileSync(join(state, 'file'), '')
  await start({ BACKUP_DIR: join(state, 'file/second') })
  const problem = 'BACKUP_DIR can’t be written: ENOTDIR'
  await expect
    .poll(async () => JSON.parse((await raw('/health', {})).text), { timeout: 20_000 })
    .toMatchObject({ status: 'ok', checks: { copies: 'failed' }, problem })
  expect(server?.printed.join('\n')).toContain(problem)
})
