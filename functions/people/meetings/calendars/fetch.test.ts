import { expect, test } from 'vitest'
import { checkAddress, fetchCalendar } from './fetch'
import { stubServer } from './testing'

const server = stubServer()

const address = 'https://calendar.example.com/secret/work.ics'
const text = 'BEGIN:VCALENDAR\r\nEND:VCALENDAR'
const redirect = (to: string) => () => new Response(null, { status: 302, headers: { Location: to } })

const problemOf = (typed: string) => {
  const checked = checkAddress(typed)
  return 'problem' in checked ? checked.problem : checked.url.href
}

test.each([
  ['webcal://example.com/a.ics', 'https://example.com/a.ics'],
  [' HTTPS://Example.com:443/a.ics#part ', 'https://example.com/a.ics'],
  ['https://xn--bcher-kva.example/a', 'https://xn--bcher-kva.example/a'],
])('%s is opened as %s', (typed, opened) => expect(problemOf(typed)).toBe(opened))

const [invalid, scheme, person, port, hidden] = [
  /^Enter an address such as/,
  /begins with https/,
  /without a user name/,
  /without a port/,
  /on the internet/,
]

test.each([
  ['', invalid],
  ['not an address', invalid],
  [`https://example.com/${'a'.repeat(2_000)}`, invalid],
  ['http://example.com/a.ics', scheme],
  ['ftp://example.com/a.ics', scheme],
  ['javascript:alert(1)', scheme],
  ['file:///etc/passwd', scheme],
  ['https://me:secret@example.com/a.ics', person],
  ['https://me@example.com/a.ics', person],
  ['https://example.com:8443/a.ics', port],
  ['https://localhost/a.ics', hidden],
  ['https://localhost./a.ics', hidden],
  ['https://app.localhost/a.ics', hidden],
  ['https://printer.local/a.ics', hidden],
  ['https://metadata.google.internal/a.ics', hidden],
  ['https://intranet/a.ics', hidden],
  ['https://127.0.0.1/a.ics', hidden],
  ['https://10.0.0.1/a.ics', hidden],
  ['https://169.254.169.254/latest/meta-data', hidden],
  ['https://2130706433/a.ics', hidden],
  ['https://0x7f.1/a.ics', hidden],
  ['https://0177.0.0.1/a.ics', hidden],
  ['https://１２７.0.0.1/a.ics', hidden],
  ['https://[::1]/a.ics', hidden],
  ['https://[::ffff:169.254.169.254]/a.ics', hidden],
  ['https://[fe80::1]/a.ics', hidden],
])('%s is not opened', (typed, message) => expect(problemOf(typed)).toMatch(message))

test('a calendar is read behind three redirects, without cookies', async () => {
  server.answers.set(address, redirect('/1'))
  server.answers.set('https://calendar.example.com/1', redirect('https://other.example.com/2'))
  server.answers.set('https://other.example.com/2', redirect('//other.example.com/3'))
  server.answers.set('https://other.example.com/3', () => new Response(text))
  expect(await fetchCalendar(address)).toEqual({ text, leftOut: [] })
  expect(server.asked.map(({ redirect }) => redirect)).toEqual(Array(4).fill('manual'))
  server.answers.set('https://other.example.com/3', redirect('/4'))
  expect(await fetchCalendar(address)).toEqual({ problem: expect.stringContaining('redirects too often') })
  expect(server.asked.at(-1)?.url).toBe('https://other.example.com/3')
})

test.each([
  'http://calendar.example.com/a',
  'https://169.254.169.254/latest',
  'https://localhost/a',
  'https://me:secret@example.com/a',
  'https://',
])('a redirect to %s is not followed', async (to) => {
  server.answers.set(address, redirect(to))
  expect(await fetchCalendar(address)).toEqual({ problem: expect.stringContaining('redirects to one that') })
  expect(server.asked).toHaveLength(1)
})

test('a calendar of more than 2 MB is not read to its end', async () => {
  let sent = 0
  const endless = new ReadableStream({
    pull: (controller) => {
      sent += 1
      controller.enqueue(new Uint8Array(256 * 1024))
    },
  })
  server.answers.set(address, () => new Response(endless))
  expect(await fetchCalendar(address)).toEqual({ problem: expect.stringContaining('larger than 2 MB') })
  expect(sent).toBeLessThan(20)
})

test.each([
  [() => new Response(text, { status: 404 }), 'no calendar at this address'],
  [() => new Response(text, { status: 403 }), 'doesn’t show this calendar'],
  [() => new Response(text, { status: 503 }), 'an error (503)'],
  [() => new Response(null, { status: 304 }), 'an error (304)'],
  [() => new Response(new Uint8Array([0x50, 0x4b, 3, 4])), 'doesn’t lead to a calendar'],
  [() => Promise.reject(new DOMException('', 'TimeoutError')), 'longer than 10 seconds'],
  [() => Promise.reject(new TypeError('getaddrinfo secret.example.com')), 'can’t be reached'],
])('an answer that is no calendar has a reason (%#)', async (answer, reason) => {
  server.answers.set(address, answer)
  const found = await fetchCalendar(address)
  expect(found).toMatchObject({ problem: expect.stringContaining(reason) })
  // One that may be there another time says so, and its calendar is kept.
  expect('unreachable' in found).toBe('problem' in found && found.problem.includes('tries again'))
})
