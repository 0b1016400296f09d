import type { Page } from '@playwright/test'
import { expect, loadAxe, test } from './fixtures'
import { everyRule, findViolations } from './violations'

const addTask = async (page: Page) => {
  const Origin = test.info().project.use.baseURL ?? ''
  const answer = await page.request.post('/api/v1/tasks', { data: { title: 'Mend the boat' }, headers: { Origin } })
  return `/tasks/${(await answer.json()).id}`
}

const note = (page: Page) => page.locator('[data-note$="/notes/description"] textarea').first()
const signOut = (page: Page) => page.getByRole('button', { name: 'Sign out' }).first().click()
const stored = (page: Page) => page.evaluate(() => Object.keys(localStorage))

const question = (page: Page) =>
  page.getByRole('dialog', { name: 'Some notes are only saved on this device. Sign out and delete them?' })

test('signing out asks about a note that could not be saved, and leaves nothing on the device', {
  tag: '@all',
}, async ({ page, context }) => {
  await page.goto(await addTask(page))
  await page.context().route('**/notes/description', (route) => route.abort('internetdisconnected'))
  await note(page).fill('Not for the next one here')
  await note(page).blur()
  await expect(page.locator('[data-state]').first()).toContainText('kept on this device')
  const other = await context.newPage()
  await other.goto('/settings')
  await signOut(other)
  await expect(question(other)).toBeVisible()
  await loadAxe(other)
  expect(await other.evaluate(findViolations, everyRule(true))).toEqual([])
  // A key that was meant for a field signs nobody out.
  await other.keyboard.press('Enter')
  await other.keyboard.press('Escape')
  await expect(question(other)).toHaveCount(0)
  await expect(other.getByRole('button', { name: 'Sign out' }).first()).toBeFocused()
  await expect(other).toHaveURL(/\/settings$/)
  expect((await stored(other)).some((key) => key.startsWith('note '))).toBe(true)

  await signOut(other)
  await question(other).getByRole('button', { name: 'Sign out and delete' }).click()
  await expect(other).toHaveURL(/\/sign-in$/)
  expect(await stored(other)).toEqual([])
  // The page of the note has dropped it, too, and keeps it no more.
  await expect(note(page)).toHaveValue('')
  await page.goto('/sign-in')
  expect(await stored(page)).toEqual([])
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('session')
})

test('signing out on the page of the note asks once', { tag: '@all' }, async ({ page }) => {
  await page.goto(await addTask(page))
  await page.context().route('**/notes/description', (route) => route.fulfill({ status: 422, body: '' }))
  await note(page).fill('Refused')
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('Sign out')
  await page.getByRole('option', { name: 'Sign out', exact: true }).click()
  await question(page).getByRole('button', { name: 'Sign out and delete' }).click()
  await expect(page).toHaveURL(/\/sign-in$/)
  expect(await stored(page)).toEqual([])
})

test('signing out asks nothing about a note that is saved meanwhile', { tag: '@all' }, async ({ page }) => {
  await page.goto(await addTask(page))
  await note(page).fill('Saved while signing out')
  const form = page.locator('form[action="/auth/sign-out"]').first()
  await form.evaluate((one: HTMLFormElement) => one.requestSubmit())
  await expect(page).toHaveURL(/\/sign-in$/)
  expect(await stored(page)).toEqual([])
})

test('signing out clears the device also where no note is kept', { tag: '@all' }, async ({ page }) => {
  await page.goto('/settings')
  await page.evaluate(() => localStorage.setItem('time-zone-kept', 'Asia/Tokyo'))
  await signOut(page)
  await expect(page).toHaveURL(/\/sign-in$/)
  expect(await stored(page)).toEqual([])
})
