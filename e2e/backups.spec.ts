import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import { unpackTar } from 'modern-tar'
import { expect, expectAccessible, test } from './fixtures'

test('a backup is made, checked and downloaded by keyboard, and opens elsewhere', async ({ page, baseURL }) => {
  await page.goto('/settings')
  await page.getByRole('link', { name: 'Export' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('link', { name: 'Backups' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('button', { name: 'Back up now' })).toBeVisible()
  const headers = { Origin: baseURL ?? '' }
  const added = await page.request.post('/api/v1/goals', { data: { title: 'Write the thesis' }, headers })
  expect(added.status()).toBe(201)
  // The first one makes itself, and one is made at a time.
  await page.reload()
  await expect(page.getByText('Automatic', { exact: false }).first()).toBeVisible()

  await page.getByRole('button', { name: 'Back up now' }).focus()
  await page.keyboard.press('Enter')
  const made = page.locator('#exports')
  await expect(page.getByText('checked').first()).toBeVisible()
  await made.getByText('What’s in it').focus()
  await page.keyboard.press('Enter')
  await expect(made.getByText('1 goal', { exact: true }).last()).toBeVisible()
  await expectAccessible(page)
  const more = made.locator('.menu > summary')
  await more.focus()
  await page.keyboard.press('Enter')
  await made.getByRole('button', { name: /^Check/ }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('the backup is complete and can be restored')).toBeVisible()

  const downloading = page.waitForEvent('download')
  await more.focus()
  await page.keyboard.press('Enter')
  await made.getByRole('link', { name: /^Download/ }).focus()
  await page.keyboard.press('Enter')
  const download = await downloading
  expect(download.suggestedFilename()).toMatch(/^daymark-\d{8}-\d{6}-[0-9a-f]{4}\.tar\.gz$/)
  const members = await unpackTar(gunzipSync(await readFile(await download.path())))
  const texts = new Map(members.map(({ header, data }) => [header.name, new TextDecoder().decode(data)]))
  expect([...texts.keys()]).toEqual(['data.json', 'sessions.csv', 'manifest.json'])
  const { goals } = JSON.parse(texts.get('data.json') ?? '')
  expect(goals).toEqual([expect.objectContaining({ title: 'Write the thesis' })])
  expect(JSON.parse(texts.get('manifest.json') ?? '')).toMatchObject({ version: 1, counts: { goals: 1 } })
})
