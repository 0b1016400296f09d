import type { Page } from '@playwright/test'
import { editRow, expect, expectAccessible, follow, test } from './fixtures'

const rows = (page: Page) => page.locator('#milestone-rows bdi')

const add = async (page: Page, description: string) => {
  await page.getByRole('textbox', { name: 'New milestone' }).fill(description)
  await page.keyboard.press('Enter')
  await expect(rows(page).last()).toHaveText(description)
  await expect(page.getByRole('textbox', { name: 'New milestone' })).toBeFocused()
}

/** Drags a milestone by its grip onto another; drops it or keeps holding it. */
const drag = async (page: Page, from: string, to: string, letGo = true) => {
  const row = (name: string) => page.locator('[data-reorder] > li', { hasText: name })
  await row(from).scrollIntoViewIfNeeded()
  const [start, end] = [await row(from).locator('[data-grip]').boundingBox(), await row(to).boundingBox()]
  if (!start || !end) throw new Error('there is no such milestone')
  const down = end.y > start.y
  await page.mouse.move(start.x + start.width / 2, start.y + start.height / 2)
  await page.mouse.down()
  await page.mouse.move(start.x + 4, down ? end.y + end.height - 2 : end.y + 2, { steps: 6 })
  if (letGo) await page.mouse.up()
}

test('milestones: added, reached, moved by keyboard and by dragging, edited meanwhile, deleted and restored', {
  tag: '@all',
}, async ({ page }) => {
  await page.goto('/goals')
  await page.keyboard.press('g')
  await page.keyboard.press('n')
  const dialog = page.getByRole('dialog', { name: 'Find or do' })
  await expect(dialog.getByRole('combobox')).toBeFocused()
  await page.keyboard.type('Finish thesis by 15 January 2031')
  await expect(dialog.getByRole('option').first()).toContainText('Wed 15 Jan 2031')
  await expectAccessible(page)
  await page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()
  await expect(page).toHaveURL(/\/goals$/)
  await follow(page.getByRole('status').getByRole('link', { name: 'Finish thesis' }))

  await page.locator('#milestones > summary').click()
  for (const description of ['Outline', 'Methods', 'Results', 'Draft']) await add(page, description)
  const count = page.locator('#milestone-count')
  await expect(count).toHaveText('0 of 4 reached')
  const next = page.getByRole('textbox', { name: 'New milestone' })
  await next.fill('Not sent yet')
  // At the left edge of its box, which the grip leaves free.
  await page.getByRole('button', { name: 'Reached: Outline' }).click({ position: { x: 6, y: 13 } })
  await expect(page.getByRole('button', { name: 'Reached: Outline' })).toHaveAttribute('aria-pressed', 'true')
  await expect(next).toHaveValue('Not sent yet')
  await next.fill('')
  await expect(count).toHaveText('1 of 4 reached')
  await expect(page.locator('[data-edits="status"]')).toHaveText('In progress')
  await expectAccessible(page)

  const grip = page.getByRole('button', { name: 'Move Draft' })
  await grip.focus()
  await page.keyboard.press('ArrowUp')
  await expect(rows(page)).toHaveText(['Outline', 'Methods', 'Draft', 'Results'])
  await expect(grip).toBeFocused()
  await expect(page.locator('#milestone-said')).toHaveText('Draft: 3 of 4')
  await page.keyboard.press('Shift+ArrowUp')
  await expect(rows(page)).toHaveText(['Draft', 'Outline', 'Methods', 'Results'])
  await expect(grip).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await expect(page.locator('#milestone-said')).toHaveText('Draft: 2 of 4')
  await page.keyboard.press('ArrowDown')
  await expect(rows(page)).toHaveText(['Outline', 'Methods', 'Draft', 'Results'])

  await editRow(page, 'Methods')
  const edit = page.getByRole('form', { name: 'Edit Methods' })
  await expect(edit.getByLabel('Milestone')).toBeFocused()
  await page.keyboard.press('End')
  await page.keyboard.type(' chapter')
  await page.getByLabel('More for Draft').click()
  await page.locator('details[open]').getByRole('button', { name: 'Move down' }).click()
  await expect(rows(page)).toHaveText(['Outline', 'Results', 'Draft'])
  await expect(page.getByLabel('More for Draft')).toBeFocused()
  await expect(page.locator('#milestones .menu[open]')).toHaveCount(0)
  await expect(edit.getByLabel('Milestone')).toHaveValue('Methods chapter')
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(rows(page)).toHaveText(['Outline', 'Methods chapter', 'Results', 'Draft'])

  await drag(page, 'Draft', 'Outline')
  await expect(page.locator('#milestone-said')).toContainText('Milestones reordered')
  await expect(rows(page)).toHaveText(['Draft', 'Outline', 'Methods chapter', 'Results'])
  await drag(page, 'Draft', 'Results', false)
  await expect(rows(page).last()).toHaveText('Draft')
  await page.keyboard.press('Escape')
  await page.mouse.up()
  await expect(rows(page)).toHaveText(['Draft', 'Outline', 'Methods chapter', 'Results'])

  await page.getByLabel('More for Outline').click()
  await page.getByRole('button', { name: 'Delete' }).last().click()
  await expect(rows(page)).toHaveText(['Draft', 'Methods chapter', 'Results'])
  await expect(page.getByRole('button', { name: 'Reached: Methods chapter' })).toBeFocused()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(rows(page)).toHaveText(['Draft', 'Outline', 'Methods chapter', 'Results'])
  await expect(page.getByRole('button', { name: 'Reached: Outline' })).toBeFocused()
  await page.reload()
  await expect(rows(page)).toHaveText(['Draft', 'Outline', 'Methods chapter', 'Results'])
})
