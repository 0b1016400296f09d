import { editRow, expect, test } from './fixtures'

test('with the keyboard alone: shortcuts, entry, edit, undo, calendar', { tag: '@all' }, async ({ page }) => {
  const { keyboard } = page
  const focused = page.locator(':focus')
  /** Presses Tab until the element has the focus. */
  const tabTo = async (name: RegExp) => {
    for (let presses = 0; presses < 80; presses += 1) {
      await keyboard.press('Tab')
      // Not `:focus`, which the button within a date field does not match.
      const text = await page.evaluate(() => {
        const element = document.activeElement
        return [element?.getAttribute('aria-label'), element?.textContent, element?.id].join(' ')
      })
      if (name.test(text.trim())) return
    }
    throw new Error(`Tab never came to ${name}`)
  }

  await page.goto('/')
  await keyboard.press('Tab')
  await expect(focused).toHaveText('Skip to content')
  await keyboard.press('Enter')
  await keyboard.press('?')
  await expect(page.getByRole('dialog').getByRole('option', { name: 'capture anything' })).toBeInViewport()
  await expect(focused).toHaveValue('?')
  await keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toBeHidden()

  await keyboard.press('g')
  await keyboard.press('n')
  await expect(focused).toHaveValue('+ goal ')
  await keyboard.type('Type faster')
  await keyboard.press('Enter')
  await expect(page.getByRole('status').getByRole('link', { name: 'Type faster' })).toBeVisible()
  await expect(page.getByRole('dialog')).toBeHidden()

  await keyboard.press('g')
  await keyboard.press('s')
  // Until its script has run, a page knows no shortcuts.
  await page.waitForURL(/\/sessions$/)
  await keyboard.press('n')
  await expect(page.locator('#entry')).toBeFocused()
  await keyboard.type('25m typing drill #keys')
  // The preview makes way for suggestions of tags.
  await expect(page.getByRole('button', { name: /^Log 25m/ })).toBeVisible()
  await keyboard.press('Enter')
  await expect(page.getByRole('main').getByRole('link', { name: 'typing drill', exact: true })).toBeVisible()
  await expect(page.locator('#entry')).toBeFocused()
  await expect(page.locator('#entry')).toHaveValue('')

  await tabTo(/^More for typing drill/)
  await keyboard.press('Enter')
  await tabTo(/^Edit typing drill/)
  await keyboard.press('Enter')
  const edit = page.getByRole('form', { name: /Edit/ })
  await expect(edit.getByLabel('Title')).toBeFocused()
  await keyboard.press('End')
  await keyboard.type(', again')
  await keyboard.press('Enter')
  await expect(page.getByRole('main').getByRole('link', { name: 'typing drill, again', exact: true })).toBeVisible()
  await expect(focused).not.toHaveCount(0)

  await editRow(page, 'typing drill, again')
  await expect(edit.getByLabel('Title')).toBeFocused()
  await edit.getByRole('button', { name: 'Delete' }).focus()
  await keyboard.press('Enter')
  await expect(page.getByText('No sessions yet')).toBeVisible()
  await page
    .getByText(/^Deleted/)
    .locator('..')
    .getByRole('button', { name: 'Undo' })
    .focus()
  await keyboard.press('Enter')
  await expect(focused).toHaveText('typing drill, again')

  await keyboard.press('g')
  await keyboard.press('a')
  await page.waitForURL(/\/stats$/)
  await page.getByRole('link', { name: 'Show the year' }).focus()
  await keyboard.press('Enter')
  const today = page.locator('table.heat a').last()
  await today.focus()
  await keyboard.press('ArrowUp')
  await expect(page.locator('table.heat a[tabindex="0"]')).toHaveCount(1)

  await page.goto('/settings/keyboard')
  await page.getByRole('checkbox', { name: 'Keyboard shortcuts' }).uncheck()
  await expect(page.getByText(/saved/i).first()).toBeVisible()
  await page.locator('#main').focus()
  await keyboard.press('g')
  await keyboard.press('g')
  await expect(page).toHaveURL(/\/settings/)
})
