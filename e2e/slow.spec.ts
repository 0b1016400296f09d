import type { Page } from '@playwright/test'
import { elsewhere, expect, test } from './fixtures'

/** Holds the first answer to a path back until `answer` is called; `asked` are the requests until then. */
const holdFirst = async (page: Page, path: RegExp) => {
  let answer = () => {}
  const isHeld = new Promise<void>((resolve) => {
    answer = resolve
  })
  const asked: string[] = []
  await page.route(path, async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    asked.push(route.request().url())
    if (asked.length > 1) return route.continue()
    const response = await route.fetch()
    await isHeld
    await route.fulfill({ response })
  })
  return { answer, asked }
}

const titles = (page: Page) => page.locator('#task-rows .row-title')

const addTasks = async (page: Page, ...names: string[]) => {
  for (const name of names) await elsewhere(page, '/tasks/quick', { line: name })
  await page.goto('/tasks')
}

test('writes are sent one after the other, so that the last answer has all of them', async ({ page, person }) => {
  expect(person).toContain('@')
  await addTasks(page, 'Call the bank', 'Stretch', 'Buy a lamp')
  const { answer, asked } = await holdFirst(page, /\/complete|\/timer\/start/)
  await page.getByRole('button', { name: 'Done: Call the bank' }).click()
  await page.getByRole('button', { name: 'Done: Stretch' }).click()
  await page.getByRole('button', { name: 'Start: Buy a lamp' }).click()
  expect(asked).toHaveLength(1)
  answer()
  await expect(page.locator('#timer')).toContainText('Buy a lamp')
  await expect(titles(page)).toHaveText(['Buy a lamp'])
  await expect(page.locator('#done .row-title')).toHaveCount(2)
})

test('a write that waits is sent when its page is left', async ({ page, person }) => {
  expect(person).toContain('@')
  await addTasks(page, 'Call the bank', 'Stretch', 'Buy a lamp')
  await holdFirst(page, /\/complete/)
  await page.getByRole('button', { name: 'Done: Call the bank' }).click()
  await page.getByRole('button', { name: 'Done: Stretch' }).click()
  await page.getByRole('link', { name: 'Goals' }).first().click()
  await expect(page).toHaveURL(/\/goals$/)
  await expect(async () => {
    await page.goto('/tasks')
    await expect(titles(page)).toHaveText(['Buy a lamp'], { timeout: 500 })
  }).toPass()
})
