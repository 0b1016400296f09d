import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'

const day = 86_400_000

const addTask = async (page: Page) => {
  const Origin = test.info().project.use.baseURL ?? ''
  const answer = await page.request.post('/api/v1/tasks', { data: { title: 'Mend the boat' }, headers: { Origin } })
  return `/tasks/${(await answer.json()).id}`
}

const note = (page: Page) => page.locator('[data-note$="/notes/description"] textarea').first()
const signOut = (page: Page) => page.getByRole('button', { name: 'Sign out' }).first().click()
const stored = (page: Page) => page.evaluate(() => Object.keys(localStorage))

/** Answers the questions of the page in order, and collects them. */
const answering = (page: Page, ...answers: boolean[]) => {
  const asked: string[] = []
  page.on('dialog', (dialog) => {
    asked.push(`${dialog.type()}: ${dialog.message()}`)
    return answers.shift() ? dialog.accept() : dialog.dismiss()
  })
  return asked
}

const question = 'confirm: Some notes are only saved on this device. Sign out and delete them?'

test('signing out asks about a note that could not be saved, and leaves nothing on the device', async ({
  page,
  context,
  person,
}) => {
  expect(person).toContain('@')
  await page.goto(await addTask(page))
  await page.route('**/notes/description', (route) => route.abort('internetdisconnected'))
  await note(page).fill('Not for the next one here')
  await note(page).blur()
  await expect(page.locator('[data-state]').first()).toContainText('kept on this device')
  const other = await context.newPage()
  await other.goto('/settings')
  const asked = answering(other, false, true)
  await signOut(other)
  await expect.poll(() => asked).toEqual([question])
  await expect(other).toHaveURL(/\/settings$/)
  expect((await stored(other)).some((key) => key.startsWith('note '))).toBe(true)

  await signOut(other)
  await expect(other).toHaveURL(/\/sign-in$/)
  expect(asked).toEqual([question, question])
  expect(await stored(other)).toEqual([])
  // The page of the note has dropped it, too, and keeps it no more.
  await expect(note(page)).toHaveValue('')
  await page.goto('/sign-in')
  expect(await stored(page)).toEqual([])
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('session')
})

test('signing out on the page of the note asks once', { tag: '@all' }, async ({ page, person }) => {
  expect(person).toContain('@')
  await page.goto(await addTask(page))
  await page.route('**/notes/description', (route) => route.fulfill({ status: 422, body: '' }))
  await note(page).fill('Refused')
  const asked = answering(page, true)
  await page.keyboard.press('ControlOrMeta+k')
  await page.keyboard.type('Sign out')
  await page.getByRole('option', { name: 'Sign out', exact: true }).click()
  await expect(page).toHaveURL(/\/sign-in$/)
  expect(asked).toEqual([question])
  expect(await stored(page)).toEqual([])
})

test('signing out asks nothing about a note that is saved meanwhile', { tag: '@all' }, async ({ page, person }) => {
  expect(person).toContain('@')
  await page.goto(await addTask(page))
  const asked = answering(page)
  await note(page).fill('Saved while signing out')
  const form = page.locator('form[action="/auth/sign-out"]').first()
  await form.evaluate((one: HTMLFormElement) => one.requestSubmit())
  await expect(page).toHaveURL(/\/sign-in$/)
  expect(asked).toEqual([])
  expect(await stored(page)).toEqual([])
})

test('signing out clears the device also where no note is kept', async ({ page, person }) => {
  expect(person).toContain('@')
  await page.goto('/settings')
  await page.evaluate(() => localStorage.setItem('time-zone-kept', 'Asia/Tokyo'))
  const asked = answering(page)
  await signOut(page)
  await expect(page).toHaveURL(/\/sign-in$/)
  expect([asked, await stored(page)]).toEqual([[], []])
})

test('a draft ends after a week', async ({ page, person }) => {
  expect(person).toContain('@')
  await page.goto('/tasks')
  await page.evaluate(
    (ages) => {
      for (const age of ages) localStorage.setItem(`note ${age} /x`, `${Date.now() - age} []`)
    },
    [6.9 * day, 7.1 * day],
  )
  await page.goto(await addTask(page))
  await expect(page.locator('[data-note]').first()).toBeVisible()
  const left = (await stored(page)).filter((key) => key.startsWith('note '))
  expect(left).toEqual([`note ${6.9 * day} /x`])
})
