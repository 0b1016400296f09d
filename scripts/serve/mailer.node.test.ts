import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { mailSocket, startMailer, transportOf } from './mailer'

type Received = { from: string; to: string[]; text: string; isSecure: boolean; user: string }

const ends: (() => void)[] = []
const here = process.cwd()
let state: string
beforeEach(() => {
  state = mkdtempSync(join(tmpdir(), 'daymark-mail-'))
})
afterEach(() => {
  for (const end of ends.splice(0)) end()
  process.chdir(here)
  rmSync(state, { recursive: true, force: true })
})

/** A server of mails on this machine, with a certificate of its own making. */
const smtpServer = async (options: { refuses?: number; hasNoTls?: boolean } = {}) => {
  const received: Received[] = []
  const server = new SMTPServer({
    disabledCommands: options.hasNoTls ? ['STARTTLS'] : [],
    onAuth: ({ username = '', password }, _, done) =>
      password === 'p@ss/wörd'
        ? done(null, { user: username })
        : done(Object.assign(new Error('No'), { responseCode: 535 })),
    onRcptTo: (_, __, done) =>
      done(options.refuses ? Object.assign(new Error('No'), { responseCode: options.refuses }) : null),
    onData: async (stream, session, done) => {
      const chunks: Buffer[] = []
      for await (const chunk of stream) chunks.push(chunk)
      const { mailFrom, rcptTo } = session.envelope
      received.push({
        from: mailFrom ? mailFrom.address : '',
        to: rcptTo.map(({ address }) => address),
        text: Buffer.concat(chunks).toString(),
        isSecure: session.secure,
        user: String(session.user),
      })
      done()
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  ends.push(() => server.close())
  const { port } = server.server.address() as { port: number }
  return { received, port }
}

const mail = {
  from: 'Tägwerk ☀ <hello@daymark.example>',
  to: 'ada@example.org',
  subject: 'Anmelden 🌱\r\nBcc: eve@example.org',
  text: '.\r\nMAIL FROM:<eve@example.org>\r\n.hidden\n',
  html: '<p>Öffnen</p>',
  messageId: '<1@daymark.example>',
}

const failures: object[] = []

const send = (address: string, waits?: number) => {
  failures.length = 0
  startMailer(state, address, (failure) => failures.push(failure), waits)
  return new Promise<number>((done, failed) => {
    const asked = request({ socketPath: join(state, mailSocket), method: 'POST' }, ({ statusCode = 0 }) =>
      done(statusCode),
    )
    asked.on('error', failed)
    asked.end(JSON.stringify(mail))
  })
}

const login = 'me%40home:p%40ss%2Fw%C3%B6rd'
const ownCertificate = 'tls.rejectUnauthorized=false'

test('a mail arrives whole over STARTTLS, and nothing in it is a command or a header', async () => {
  const { received, port } = await smtpServer()
  expect(await send(`smtp://${login}@127.0.0.1:${port}?${ownCertificate}`)).toBe(200)
  const [{ text = '', ...envelope } = {}] = received
  expect(envelope).toEqual({ from: 'hello@daymark.example', to: ['ada@example.org'], isSecure: true, user: 'me@home' })
  expect(received).toHaveLength(1)
  expect(text).toContain('Message-ID: <1@daymark.example>')
  expect(text).toMatch(/^Subject: =\?UTF-8\?/m)
  expect(text).not.toMatch(/^Bcc:/m)
  expect(text).toContain('\r\n.hidden')
})

test.each([
  ['a login that is refused', `smtp://me:wrong@127.0.0.1:PORT?${ownCertificate}`, {}, 422],
  ['an address that is refused', `smtp://${login}@127.0.0.1:PORT?${ownCertificate}`, { refuses: 550 }, 422],
  ['an address that is refused for now', `smtp://${login}@127.0.0.1:PORT?${ownCertificate}`, { refuses: 451 }, 503],
  ['a server without TLS', `smtp://${login}@127.0.0.1:PORT?${ownCertificate}`, { hasNoTls: true }, 422],
  ['a certificate that nobody trusts', `smtp://${login}@127.0.0.1:PORT`, {}, 503],
  ['nobody who listens', `smtp://${login}@127.0.0.1:1`, {}, 503],
])('%s is said, and sends nothing', async (_, address, options, status) => {
  const { received, port } = await smtpServer(options)
  expect(await send(address.replace('PORT', String(port)))).toBe(status)
  expect(received).toEqual([])
  expect(failures).toHaveLength(1)
  expect(JSON.stringify(failures)).not.toMatch(/ada@|me@|p@ss/)
})

test('a server that takes its time gets it in the background, and its failure is logged', async () => {
  const sockets: Socket[] = []
  const silent = createServer((socket) => sockets.push(socket))
  await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done))
  ends.push(() => {
    for (const socket of sockets) socket.destroy()
    silent.close()
  })
  const { port } = silent.address() as { port: number }
  expect(await send(`smtp://127.0.0.1:${port}`, 50)).toBe(202)
  expect(failures).toEqual([])
  for (const socket of sockets) socket.destroy()
  await expect.poll(() => failures).toHaveLength(1)
})

test('a mail server has as long as RFC 5321 says', () => {
  expect(transportOf('smtp://mail.example').options).toMatchObject({ greetingTimeout: 300_000, socketTimeout: 600_000 })
})

test.each(['', 'mail.example', 'http://mail.example', 'smtp://'])('“%s” is no address of a mail server', (address) => {
  expect(() => transportOf(address)).toThrow('SMTP_URL')
})
