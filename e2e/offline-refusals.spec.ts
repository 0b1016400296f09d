import { expect } from '@playwright/test'
import { enter, inAnyWeather, sessionsOf, strip, test } from './flaky-network'

test('a tick of a task that is gone says so, whole, and is dismissed', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url, context } = phone
  const send = (path: string, form: Record<string, string>) =>
    context.request.post(url + path, { form, headers: { Origin: url, ...inAnyWeather } })
  await send('/tasks/quick', { line: 'Beta today' })
  const { items } = await (await context.request.get(`${url}/api/v1/tasks`)).json()
  await page.goto(`${url}/`)
  const tick = page.getByRole('button', { name: 'Done: Beta' })
  await expect(tick).toBeVisible()
  state.weather = 'down'
  await tick.tap()
  await expect(strip(page)).toContainText('1 change waits')
  await send(`/tasks/${items[0].id}/delete`, {})
  state.weather = 'up'
  await page.goto(`${url}/goals`)
  await expect(strip(page)).toContainText('1 change was refused')
  const row = strip(page).getByRole('listitem')
  await expect(row).toContainText(/Beta.*It was deleted elsewhere\./)
  await expect(strip(page)).not.toContainText('without a connection')
  await row.getByRole('button', { name: 'Discard' }).tap()
  await expect(strip(page)).toHaveCount(0)
})

test('a line that has waited for more than 30 days is copied or dismissed', async ({ phone }) => {
  const { page, state, url, context } = phone
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  state.weather = 'down'
  await enter(page, 'Letters 15m @Thesis')
  await page.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const opening = indexedDB.open('daymark', 1)
        opening.onsuccess = () => {
          const lines = opening.result.transaction('lines', 'readwrite').objectStore('lines')
          lines.openCursor().onsuccess = ({ target }) => {
            const cursor = (target as IDBRequest<IDBCursorWithValue>).result
            cursor.update({ ...cursor.value, made: Date.now() - 31 * 86_400_000 }).onsuccess = () => resolve()
          }
        }
      }),
  )
  state.weather = 'up'
  await page.goto(`${url}/goals`)
  const row = strip(page).getByRole('listitem')
  await expect(row.locator('.error')).toHaveText(
    'Too old. You entered this more than 30 days ago. Enter it again with its date.',
  )
  await row.getByRole('button', { name: 'Copy' }).tap()
  await expect(page.locator('[data-toast]')).toContainText('Copied')
  await row.getByRole('button', { name: 'Discard' }).tap()
  await expect(strip(page)).toHaveCount(0)
  await page.goto(`${url}/`)
  await page.locator('#entry').focus()
  await page.keyboard.press('ControlOrMeta+v')
  await expect(page.locator('#entry')).toHaveValue('Letters 15m @Thesis')
})

test('a line that ends in the future asks how to log it once it was refused', async ({ phone }) => {
  const { page, state, url, context } = phone
  const row = strip(page).getByRole('listitem')
  state.weather = 'down'
  for (const title of ['Early', 'Later', 'Wrong today']) await enter(page, `${title} 22:00-23:00`)
  state.weather = 'up'
  await page.goto(`${url}/goals`)
  await expect(strip(page)).toContainText('3 changes were refused')
  const refused = row.first().locator('.error')
  await expect(refused).toHaveText('This ends in the future. Choose how to log it.')
  expect(await refused.evaluate((one) => one.scrollHeight - one.clientHeight)).toBeLessThanOrEqual(1)
  await row.first().getByRole('button', { name: 'Log yesterday, 22:00–23:00' }).tap()
  await expect(strip(page)).toContainText('2 changes were refused')
  await row.first().getByRole('button', { name: 'Plan 22:00–23:00' }).tap()
  await expect(strip(page)).toContainText('1 change was refused')
  await expect(refused).toHaveText('This ends in the future. Plan it, or change its time.')
  await expect(row.locator('.actions').getByRole('button')).toHaveText(['Plan 22:00–23:00'])
  await row.getByLabel('Edit the line').fill('Right 10m')
  await row.getByRole('button', { name: 'Send again' }).tap()
  await expect(strip(page)).toHaveCount(0)
  const ends = async () => {
    const now = Date.now()
    const all = await sessionsOf(context, url)
    return Object.fromEntries(all.map(({ title, ended_at }) => [title, Date.parse(ended_at) > now]))
  }
  await expect.poll(ends).toEqual({ Early: false, Later: true, Right: false })
})

test('a line that names a new project can create it once it was refused', { tag: '@all' }, async ({ phone }) => {
  const { page, state, url, context } = phone
  state.weather = 'down'
  await enter(page, 'Verbs 10m @Spanish')
  state.weather = 'up'
  await page.goto(`${url}/goals`)
  await strip(page).getByRole('button', { name: 'Create “Spanish” and send' }).tap()
  await expect(strip(page)).toHaveCount(0)
  await expect.poll(async () => (await sessionsOf(context, url)).map(({ title }) => title)).toEqual(['Verbs'])
  // A chip of the line says it.
  await page.goto(`${url}/tasks`)
  state.weather = 'down'
  await page.getByLabel('New task').first().fill('Call the bank @Italian')
  await page.keyboard.press('Enter')
  await expect(strip(page)).toContainText('1 change waits')
  state.weather = 'up'
  await page.goto(`${url}/goals`)
  await expect(strip(page).locator('.error')).toHaveText('There is no project “⁨Italian⁩”.')
})
