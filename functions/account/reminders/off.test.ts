import { env } from 'cloudflare:workers'
import { beforeEach, expect, test } from 'vitest'
import { type Client, request, rows, signedIn } from '../../../test/support/client'
import { bindings, pushService, remind, runAt, ten } from './testing'

pushService()

let client: Client
beforeEach(async () => {
  client = await signedIn({ time_zone: 'Europe/Lisbon', day_start_minute: 0 })
})

const lastMail = async () => {
  await runAt(client.userId, ten)
  const [mail] = await rows<{ text: string; html: string }>(
    'SELECT text, html FROM outbox WHERE recipient = ? ORDER BY number DESC LIMIT 1',
    `${client.userId}@example.com`,
  )
  return mail
}

/** The path in the mail that is due. */
const offPath = async () =>
  /https:\/\/daymark\.dev(\/reminders\/off\/\S+)/.exec((await lastMail())?.text ?? '')?.[1] ?? ''

const open = (path: string) => request(path, {}, bindings)

const post = (path: string, body: BodyInit | null = null, headers = {}) =>
  request(path, { method: 'POST', body, headers, redirect: 'manual' }, bindings)

const ways = async () => {
  const { kinds } = await (await client.get('/api/v1/me/reminders')).json<{ kinds: Record<string, { by: string }> }>()
  return [kinds.plan_day?.by, kinds.close_day?.by]
}

const byMail = { at: 600, days: [3], by: 'mail' }

test('a mail has an address whose POST ends such mails without a sign-in', async () => {
  await remind(client, { plan_day: byMail, close_day: { at: 600, days: [3] } })
  const path = await offPath()
  const page = await open(path)
  expect([page.status, page.headers.get('Set-Cookie')]).toEqual([200, null])
  expect(await page.text()).toContain('You get emails of “Plan the day”')
  expect(await (await open(path)).text()).toContain('Stop these emails?')
  expect((await post(path)).status).toBe(303)
  expect(await (await open(path)).text()).toContain('You don’t get emails of “Plan the day”')
  expect(await ways()).toEqual(['off', 'push'])
  expect((await post(`${path}x`)).status).toBe(404)
})

test('of the kinds of a joint mail, those that are chosen end', async () => {
  await remind(client, { plan_day: byMail, close_day: byMail })
  const path = await offPath()
  const html = await (await open(path)).text()
  expect(html.match(/<input(?=[^>]* type="checkbox")[^>]* checked/g)).toHaveLength(2)
  const none = await post(path, new URLSearchParams([['kind', '']]))
  expect([none.status, (await none.text()).includes('Choose at least one')]).toEqual([422, true])
  const asJson = await post(path, new URLSearchParams([['kind', 'timer_runs']]), { Accept: 'application/json' })
  expect(await asJson.json()).toMatchObject({ status: 422, errors: [{ path: 'kind' }] })
  expect(await ways()).toEqual(['mail', 'mail'])
  const chosen = [
    ['kind', ''],
    ['kind', 'close_day'],
  ]
  expect((await post(path, new URLSearchParams(chosen))).status).toBe(303)
  expect(await ways()).toEqual(['mail', 'off'])
  const later = await (await open(path)).text()
  expect(later).toContain('You don’t get emails of “Close the day”')
  expect(later).toContain('You get emails of “Plan the day”')
})

test('a press of a mail program ends all kinds, without a redirect, in both encodings of RFC 8058', async () => {
  const fields = { 'List-Unsubscribe': 'One-Click' }
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  for (const body of [new URLSearchParams(fields), form]) {
    await remind(client, { plan_day: byMail, close_day: byMail })
    await env.DB.prepare('DELETE FROM reminder_deliveries WHERE user_id = ?').bind(client.userId).run()
    const path = await offPath()
    const answer = await post(path, body)
    expect([answer.status, answer.headers.get('Location'), answer.headers.get('Set-Cookie')]).toEqual([200, null, null])
    expect(await ways()).toEqual(['off', 'off'])
    expect(await (await open(path)).text()).toContain('You don’t get emails of “Plan the day”, “Close the day”')
  }
})
