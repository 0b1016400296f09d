import { beforeEach, expect, test } from 'vitest'
import { type Client, signedIn } from '../../../test/support/client'

const path = '/settings/notifications'

let client: Client
beforeEach(async () => {
  client = await signedIn()
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
