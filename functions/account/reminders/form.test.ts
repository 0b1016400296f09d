import { beforeEach, expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'
import { pushService, subscribed } from './testing'

const service = pushService()
const path = '/settings/notifications'
const asJson = { headers: { Accept: 'application/json' } }

let client: Client
beforeEach(async () => {
  client = await signedIn()
})

test('a program gets the errors of a form as JSON', async () => {
  for (const [where, values, field] of [
    ['/reminders/act', { act: 'snooze' }, 'key'],
    ['/reminders/act', { key: 'a', act: 'a'.repeat(41) }, 'act'],
    [path, { 'how.quiet_from': 'nope' }, 'how.quiet_from'],
  ] as const) {
    const answer = await client.post(where, values, asJson)
    expect([answer.status, answer.headers.get('Content-Type')]).toEqual([422, 'application/problem+json'])
    expect(await answer.json()).toMatchObject({ code: 'invalid', errors: [{ path: field }] })
  }
})

test('a device that is gone is named as wrong, and what else was typed stays', async () => {
  for (const browsers of [1, 2]) {
    if (browsers === 2) await subscribed(await signedIn(), service, `other-${client.userId}`)
    await subscribed(client, service, `${client.userId}-${browsers}`)
    const answer = await client.post(path, { 'how.device': 'nope', 'how.quiet_from': '20:15' })
    const html = await answer.text()
    expect([answer.status, html.match(/This device doesn’t exist/g)?.length]).toEqual([422, 1])
    expect(html).toContain('value="20:15"')
    expect(html).toMatch(/<select[^>]*name="how\.device"[^>]*aria-invalid/)
  }
  expect(await (await client.get(path)).text()).not.toContain('value="20:15"')
  expect((await client.post(path, { 'how.device': 'all' })).status).toBe(303)
})

test('a newcomer is told of a meeting on a rest day, too', async () => {
  const { how } = await (await client.get('/api/v1/me/reminders')).json<{ how: Record<string, boolean> }>()
  expect([how.quiet_hours, how.quiet_days_off]).toEqual([true, false])
})

test('the row whose values were changed stays open, and those that were not are a sentence', async () => {
  await client.post(path, { 'plan_day.by': 'mail' })
  await client.post(path, { 'close_day.by': 'mail' })
  const fragment = { headers: { 'HX-Request': 'true', 'HX-Request-Type': 'partial' } }
  const values = { 'plan_day.at': '07:15', 'close_day.at': '17:30' }
  const html = await (await client.post(path, values, fragment)).text()
  const isOpen = (name: string) => new RegExp(`id="kind-${name}".*?<details( open)?`, 's').exec(html)?.[1]
  expect([isOpen('plan_day'), isOpen('close_day')]).toEqual([expect.stringContaining('open'), undefined])
  expect(html).toContain('at 07:15 on weekdays</summary>')
})

test('reminders are added one after another without script', async () => {
  const isOpen = (html: string) => /<details[^>]*id="more"[^>]* open|<details[^>]* open[^>]*id="more"/.test(html)
  await client.post(path, { 'plan_day.by': 'mail' })
  expect(isOpen(await (await client.get(path)).text())).toBe(false)
  const added = await client.post(path, { 'close_day.by': 'mail' })
  const to = added.headers.get('Location') ?? ''
  expect(isOpen(await (await client.get(to)).text())).toBe(true)
  const saved = await client.post(path, { 'close_day.at': '17:00' })
  expect(saved.headers.get('Location')).toBe(path)
})
