import { randomUUID } from 'node:crypto'
import { expect, signIn, test } from './fixtures'

/** An address of ADMIN_EMAILS in development. */
const adminEmail = 'admin@example.com'

test('the focus stays on the app that an admin changes, or goes to the one next to it', async ({
  page,
  context,
  baseURL,
}) => {
  await page.setViewportSize({ width: 1000, height: 300 })
  const word = `e2e${randomUUID().replaceAll('-', '')}`
  await signIn(context, baseURL ?? '', adminEmail)
  const labels = Array.from({ length: 9 }, (_, index) => `App ${String.fromCharCode(65 + index)}`)
  const headers = { Origin: baseURL ?? '' }
  const pathOf = (label: string) => `/api/v1/admin/apps/${word}.${label.at(-1)}`
  for (const label of labels) {
    const data = { label: `${label} ${word}`, is_whitelisted: false }
    await context.request.put(`/api/v1/admin/apps/${word}.${label.at(-1)}`, {
      data,
      headers: { Origin: baseURL ?? '' },
    })
  }
  const box = (letter: string) => page.getByRole('checkbox', { name: `Select App ${letter} ${word}` })

  await page.goto(`/admin/whitelists?q=${word}`)
  const rows = page.locator('.default-app')
  await expect(rows).toHaveCount(9)

  await box('C').focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await page.getByRole('button', { name: 'Delete', exact: true }).press('Enter')
  await expect(rows).toHaveCount(7)
  await expect(box('E')).toBeFocused()

  await box('I').focus()
  await page.keyboard.press('Space')
  await page.getByRole('button', { name: 'Delete', exact: true }).press('Enter')
  await expect(rows).toHaveCount(6)
  await expect(box('H')).toBeFocused()

  await page.getByRole('button', { name: `Delete App H ${word}` }).press('Enter')
  await expect(rows).toHaveCount(5)
  await expect(box('G')).toBeFocused()

  // Sorted by the last change, an app that is switched moves to the top, out of sight: the app that stood beside it is next.
  await page.goto(`/admin/whitelists?q=${word}&sort=changed`)
  await expect(rows.first()).toContainText('App G')
  await rows.last().getByRole('switch').last().focus()
  await page.keyboard.press('Enter')
  await expect(rows.first()).toContainText('App A')
  await expect(page.getByRole('switch', { name: `Not locked: App B ${word}` })).toBeFocused()

  // A person's own rule comes first in their list.
  await page.goto('/whitelists')
  const row = (letter: string) => page.getByRole('row').filter({ hasText: `App ${letter} ${word}` })
  await row('F').getByRole('switch').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('is now allowed')).toBeVisible()
  await expect(row('G').getByRole('switch')).toBeFocused()
  for (const label of labels) await context.request.delete(pathOf(label), { headers })
})
