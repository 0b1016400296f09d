import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures'

const content = (status: string) =>
  `---\nid: knots\ntitle: Knots\nstatus: in-progress\n---\n\n## Chunk 1: Bowline {#c1}\n**Status**: ${status}\n`

const session = (title: string) => {
  const start = Date.UTC(2026, 4, 4, 9)
  return { title, start_time: start, end_time: start + 3_600_000, notes: '', time_zone: 'Europe/Lisbon' }
}

/** A device that syncs with the sign-in of the page. */
const deviceOf = ({ request }: Page, server: string, name: string) => {
  let remote_version = 0
  let local_version = 0
  return async (body: object = {}) => {
    local_version += 1
    const state = { device_id: name, last_sync: 0, local_version, remote_version }
    const headers = { Origin: server, 'User-Agent': `daymark/1.0.0 (${name}; linux)` }
    const answer = await request.post('/api/v1/sync', { data: { ...body, state }, headers })
    expect(answer.status(), await answer.text()).toBe(200)
    remote_version = (await answer.json()).state.remote_version
  }
}

const row = (id: string, data: object, updated_at: number) => ({ action: 'update', id, data, updated_at })

/** Two devices that changed the same plan and the same session. */
const disagree = async (page: Page, server: string) => {
  const at = Date.now() - 60_000
  const [laptop, phone] = [deviceOf(page, server, 'laptop'), deviceOf(page, server, 'phone')]
  await laptop({
    plans: [row('knots', { content: content('not-started') }, at)],
    sessions: [row('s1', session('Tie'), at)],
  })
  await phone()
  await phone({
    plans: [row('knots', { content: content('completed') }, at + 2)],
    sessions: [row('s1', session('Tie at sea'), at + 2)],
  })
  await laptop({
    plans: [row('knots', { content: content('in-progress') }, at + 1)],
    sessions: [row('s1', session('Tie at home'), at + 1)],
  })
}

test('by keyboard: a lost version is found, brought back and taken back', { tag: '@all' }, async ({
  page,
  baseURL,
}) => {
  await disagree(page, baseURL ?? '')
  const tabTo = async (name: RegExp) => {
    for (let presses = 0; presses < 120; presses += 1) {
      await page.keyboard.press('Tab')
      const text = await page.evaluate(() => document.activeElement?.textContent ?? '')
      if (name.test(text)) return page.keyboard.press('Enter')
    }
    throw new Error(`Tab never came to ${name}`)
  }
  await page.goto('/')
  await tabTo(/^Review them$/)
  await expect(page).toHaveURL(/\/settings\/devices\/conflicts$/)
  const conflict = page.getByRole('listitem').filter({ hasText: 'Tie at home' }).first()
  await expect(conflict).toContainText('Edited on laptop, replaced by phone')
  await expectAccessible(page, { everyView: true, targetsApart: true })
  await tabTo(/^Bring back Tie at home/)
  const message = page.getByRole('status').filter({ hasText: 'Brought back' })
  await expect(message).toBeVisible()
  await expect(conflict).toHaveCount(0)
  expect((await (await page.request.get('/api/v1/sessions/s1')).json()).title).toBe('Tie at home')
  await message.getByRole('button', { name: 'Undo' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Brought back Tie at sea' })).toBeVisible()
  expect((await (await page.request.get('/api/v1/sessions/s1')).json()).title).toBe('Tie at sea')
  await page.goto('/settings/devices/conflicts?show=settled')
  await expect(page.getByRole('button', { name: /^Bring back/ }).first()).toBeVisible()
  await expectAccessible(page)
})

test('every page of devices is accessible', { tag: '@all' }, async ({ page, baseURL }) => {
  await disagree(page, baseURL ?? '')
  const { items } = await (await page.request.get('/api/v1/sync/conflicts')).json()
  const [{ id }] = items
  for (const path of ['/settings/devices', '/settings/devices/phone/revoke', `/settings/devices/conflicts/${id}`]) {
    await page.goto(path)
    await expectAccessible(page, { everyView: true, targetsApart: true })
  }
})

test('the commands that connect a device are copied', { tag: '@all' }, async ({ page, person, baseURL }) => {
  await page.context().grantPermissions(['clipboard-write'])
  await page.goto('/settings/devices')
  await page.getByRole('button', { name: 'Copy' }).click()
  await expect(page.getByText('Commands copied')).toBeVisible()
  await page.goto('/cards/new')
  await page.getByLabel('Question').press('Control+v')
  await expect(page.getByLabel('Question')).toHaveValue(`daymark login --server ${baseURL} ${person}\ndaymark sync`)
})
