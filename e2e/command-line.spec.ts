import { randomUUID } from 'node:crypto'
import { commandLine, wayTo } from './command-line'
import { expect, signIn, visitorTest as test } from './fixtures'

const document = `---
id: learn-knots
title: Learn knots
status: in-progress
---

## Chunk 1: The bowline {#bowline}

**Duration**: 1 hour
**Status**: not-started

## Chunk 2: Splices {#splices}

**Duration**: 2 hours
**Status**: not-started
`

const headers = (token: string) => ({ Authorization: `Bearer ${token}`, 'Content-Type': 'text/markdown' })

test('signed in by a pasted token, a device works offline; after a sync the browser shows it', async ({
  page,
  baseURL: server,
}) => {
  const baseURL = server ?? ''
  const email = await signIn(page.context(), baseURL, `${randomUUID()}@example.com`)
  const way = await wayTo(baseURL)
  const device = commandLine()
  await device.signIn(baseURL, email, way.url)

  way.cut()
  const logged = await device.daymark(['log', 'yesterday 9-10:30 chapter 2'])
  expect(logged).toMatchObject({ code: 0, out: expect.stringContaining('Kept on this device') })
  expect(await device.daymark(['start', 'splicing on the train'])).toMatchObject({ code: 0 })
  expect(await device.json('status')).toMatchObject({
    timer: { title: 'splicing on the train' },
    sync: { waiting: 2 },
  })
  expect(await device.daymark(['sync'])).toMatchObject({ code: 4, err: expect.stringContaining('2 changes kept') })
  await page.goto('/sessions')
  await expect(page.getByText('chapter 2')).toHaveCount(0)

  way.mend()
  expect(await device.json('sync')).toMatchObject({ sent: 2, waiting: 0, rejected: 0 })
  await page.goto('/sessions')
  await expect(page.getByText('chapter 2').first()).toBeVisible()
  await expect(page.getByRole('main').getByText('splicing on the train').first()).toBeVisible()
  expect((await device.daymark(['stop', '--note', 'two splices'])).code).toBe(0)
  await page.reload()
  await expect(page.getByRole('button', { name: 'Stop' })).toHaveCount(0)
  way.close()
  device.remove()
})

test('the browser and a device edit one plan; the version that lost is brought back from the inbox', {
  tag: '@all',
}, async ({ page, baseURL: server }) => {
  const baseURL = server ?? ''
  const email = await signIn(page.context(), baseURL, `${randomUUID()}@example.com`)
  const way = await wayTo(baseURL)
  const device = commandLine()
  const token = await device.signIn(baseURL, email, way.url)
  const sent = await fetch(`${baseURL}/api/v1/plans`, { method: 'POST', body: document, headers: headers(token) })
  expect(sent.status).toBe(201)

  // The device gets what the browser changed.
  expect((await device.daymark(['sync'])).code).toBe(0)
  await page.goto('/plans/learn-knots/edit')
  const markdown = page.getByRole('textbox', { name: 'Markdown' })
  await markdown.fill(document.replace('Learn knots', 'Learn sea knots'))
  await page.getByRole('button', { name: 'Save' }).first().click()
  await expect(page.getByRole('heading', { level: 1, name: 'Learn sea knots' })).toBeVisible()
  expect((await device.daymark(['sync'])).code).toBe(0)
  expect(await device.json('plan', 'show', 'learn-knots')).toMatchObject({ title: 'Learn sea knots' })

  // Offline the device completes a chunk; later the browser gives the plan another title. Both hold.
  const save = async (change: (text: string) => string) => {
    await page.goto('/plans/learn-knots/edit')
    await markdown.fill(change(await markdown.inputValue()))
    await page.getByRole('button', { name: 'Save' }).first().click()
    await expect(page).toHaveURL(/\/plans\/learn-knots$/)
  }
  way.cut()
  expect((await device.daymark(['chunk', 'done', 'learn-knots/bowline'])).code).toBe(0)
  await save((text) => text.replace('Learn sea knots', 'Learn river knots'))
  way.mend()
  expect(await device.json('sync')).toMatchObject({ sent: 1, superseded: 0 })
  const merged = await device.json('plan', 'show', 'learn-knots')
  expect([merged.title, merged.chunks[0].status]).toEqual(['Learn river knots', 'completed'])

  // Both change one chunk: the later change holds, and the other one waits in the inbox.
  way.cut()
  expect((await device.daymark(['chunk', 'done', 'learn-knots/splices'])).code).toBe(0)
  await save((text) => text.replace('not-started', 'skipped'))
  way.mend()
  expect(await device.json('sync')).toMatchObject({ sent: 1, superseded: 1 })
  const status = async () => (await device.json('plan', 'show', 'learn-knots')).chunks[1].status
  expect(await status()).toBe('skipped')
  await page.goto('/settings/devices/conflicts')
  await page
    .getByRole('button', { name: /Bring back/ })
    .first()
    .click()
  await expect(page.getByRole('button', { name: /Bring back/ })).toHaveCount(0)
  expect((await device.daymark(['sync'])).code).toBe(0)
  expect(await status()).toBe('completed')
  way.close()
  device.remove()
})
