import { editRow, expect, expectAccessible, test } from './fixtures'

test('add a goal, edit it in place, settle a stale edit, complete it, delete it and undo that', async ({
  page,
  context,
  person,
}) => {
  expect(person).toContain('@')
  await page.goto('/goals')
  const main = page.getByRole('main')
  await main.getByRole('link', { name: 'New goal' }).first().click()
  const added = main.getByRole('form', { name: 'New goal' })
  await expect(added.getByLabel('Milestones, one per line')).toBeHidden()
  await added.getByRole('radio', { name: 'Hours' }).check()
  await expect(added.getByRole('textbox', { name: 'Hours' })).toBeVisible()
  await expect(added.getByLabel('Period')).toBeVisible()
  await added.getByRole('radio', { name: 'Milestones' }).check()
  await expect(added.getByRole('textbox', { name: 'Hours' })).toBeHidden()
  await added.getByLabel('Milestones, one per line').fill('Fold one\nFold all')
  await added.getByLabel('Title').fill('Learn to fold maps')
  await added.getByLabel('Target date').fill('2020-01-31')
  await expectAccessible(page)
  await added.getByRole('button', { name: 'Add goal' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Learn to fold maps')
  await expect(page.locator('#milestone-rows bdi')).toHaveText(['Fold one', 'Fold all'])
  await page.goto('/goals')
  await expect(page.locator('#goal-counts')).toHaveText('1 open, 1 overdue')
  await expect(page.locator('#nav-goals')).toHaveText('1 overdue')

  const other = await context.newPage()
  await other.goto('/goals')
  await editRow(other, 'Learn to fold maps')

  await editRow(page, 'Learn to fold maps')
  const edit = page.getByRole('form', { name: 'Edit Learn to fold maps' })
  await expect(edit.getByLabel('Title')).toBeFocused()
  await edit.getByText('More', { exact: true }).click()
  await edit.getByLabel('Start').fill('2020-02-28')
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(edit.getByText('The target date is before the start.')).toBeVisible()
  await expectAccessible(page)
  await edit.getByLabel('Start').fill('2020-01-01')
  await edit.getByLabel('Title').fill('Fold maps')
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('link', { name: 'Fold maps', exact: true })).toBeFocused()
  await expect(edit).toHaveCount(0)

  const late = other.getByRole('form', { name: 'Edit Learn to fold maps' })
  await late.getByLabel('Title').fill('Fold every map')
  await late.getByRole('button', { name: 'Save' }).click()
  await expect(other.getByText('This goal was changed while you were editing.')).toBeVisible()
  await expectAccessible(other)
  await other.getByRole('button', { name: 'Keep mine' }).click()
  await expect(other.getByRole('link', { name: 'Fold every map', exact: true })).toBeFocused()

  await other.getByLabel('More for Fold every map').click()
  await other.getByRole('button', { name: 'Complete' }).click()
  const completed = other.locator('#goals-completed')
  await expect(completed.getByRole('link', { name: 'Fold every map', exact: true })).toBeVisible()
  await expect(other.locator('#nav-goals')).toHaveText('')

  await other.getByLabel('More for Fold every map').click()
  await other.getByRole('button', { name: 'Delete' }).click()
  await expect(completed.getByRole('link', { name: 'Fold every map', exact: true })).toHaveCount(0)
  await other.getByRole('button', { name: 'Undo' }).last().click()
  await expect(completed.getByRole('link', { name: 'Fold every map', exact: true })).toBeVisible()
  await other.close()
})

test('a goal captured on the dashboard shows at once, and Undo removes it', { tag: '@all' }, async ({
  page,
  person,
}) => {
  expect(person).toContain('@')
  await page.goto('/')
  await page.keyboard.press('g')
  await page.keyboard.press('n')
  await page.keyboard.type('Read papers 5h a week')
  await page.keyboard.press('Enter')
  const open = page.locator('#needs')
  await expect(open).toContainText('Read papers')
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('link', { name: 'Read papers', exact: true })).toHaveCount(0)
})
