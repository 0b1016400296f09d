import { randomUUID } from 'node:crypto'
import { expect, expectAccessible, openMenu, signIn, visitorTest as test } from './fixtures'

/** An address of ADMIN_EMAILS in development. */
const adminEmail = 'admin@example.com'

// In sequence, as a change of the catalogue shows the preview of an import again.
test.describe.configure({ mode: 'default' })

const newWord = () => `e2e${randomUUID().replaceAll('-', '')}`

const csvOf = (word: string, labels: string[]) =>
  ['package_name,label,is_whitelisted', ...labels.map((label) => `${word}.${label},${label} ${word},0`)].join('\n')

test('an admin imports defaults, changes one and many, settles a conflict, and undoes it', { tag: '@all' }, async ({
  page,
  context,
  baseURL,
}) => {
  const word = newWord()
  await signIn(context, baseURL ?? '', adminEmail)
  await page.goto('/admin/whitelists/import')
  await page.getByLabel('Paste a list').fill(csvOf(word, ['Apple', 'Berry', 'Cherry']))
  await page.getByRole('button', { name: 'Preview' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Preview import')
  await expectAccessible(page)
  const confirm = async () => {
    const answer = page.waitForResponse((response) => response.request().method() === 'POST')
    await page.getByRole('button', { name: 'Import 3 apps' }).click()
    return (await answer).status()
  }
  // Another test may change the catalogue, which shows the preview again.
  while ((await confirm()) === 409);
  await expect(page.getByRole('status').filter({ hasText: 'Imported: 3 added' })).toBeVisible()

  const rows = page.locator('#default-rows > li')
  await page.getByRole('searchbox', { name: 'Search apps' }).fill(`app ${word}`)
  await expect(rows).toHaveCount(1)
  await page.getByRole('switch', { name: `Blocked: Apple ${word}` }).click()
  await expect(page.getByRole('switch', { name: `Allowed: Apple ${word}` })).toBeFocused()

  const list = `/admin/whitelists?q=${word}`
  await page.goto(list)
  await expectAccessible(page, { everyView: true })
  await openMenu(page, `Berry ${word}`)
  await page.getByRole('link', { name: `Edit Berry ${word}` }).click()
  await expect(page.getByLabel('Label', { exact: true })).toHaveValue(`Berry ${word}`)
  const other = await context.newPage()
  await other.goto(list)
  await other.getByRole('switch', { name: `Not locked: Berry ${word}` }).click()
  await expect(other.getByRole('switch', { name: `Locked: Berry ${word}`, exact: true })).toBeVisible()
  await other.close()

  await page.getByLabel('Label', { exact: true }).fill(`Blueberry ${word}`)
  await page.keyboard.press('Enter')
  await expect(page.getByRole('alert')).toContainText('Nothing you typed is lost')
  await page.getByRole('link', { name: 'Use that version' }).click()
  await expect(page.getByRole('switch', { name: `Locked: Berry ${word}`, exact: true })).toBeVisible()

  // By keyboard: tick from the first to the last, and allow them.
  await page.getByRole('checkbox', { name: `Select Apple ${word}` }).focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('Shift+ArrowDown')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByText('3 selected')).toBeVisible()
  await page.keyboard.press('b')
  await expect(page.getByRole('button', { name: 'Allow', exact: true })).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('switch', { name: /^Allowed/ })).toHaveCount(3)
  await expect(page.getByText('3 selected')).toBeVisible()
  await page.getByRole('button', { name: 'Lock', exact: true }).click()
  await expect(page.getByRole('switch', { name: /^Locked/ })).toHaveCount(3)
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 844 })
    // The bar takes its new height first, then the toast its place.
    await expect(async () => {
      const boxes = [page.locator('[data-toast]:visible'), page.locator('.picks-bar')].map((part) => part.boundingBox())
      const [toast, bar] = await Promise.all(boxes)
      if (!toast || !bar) throw new Error('the page is not laid out')
      expect(toast.y >= bar.y + bar.height || toast.y + toast.height <= bar.y, `${width} pixels wide`).toBe(true)
    }).toPass()
  }
  await page.setViewportSize({ width: 1280, height: 720 })
  await page.keyboard.press('u')
  await expect(page.getByRole('switch', { name: /^Not locked/ })).toHaveCount(2)
  await page.getByRole('button', { name: 'Block', exact: true }).click()
  await expect(page.getByRole('switch', { name: /^Blocked/ })).toHaveCount(3)
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await expect(page.getByRole('switch', { name: /^Allowed/ })).toHaveCount(3)

  const third = await context.newPage()
  await third.goto(list)
  await openMenu(third, `Cherry ${word}`)
  await third.getByRole('button', { name: `Delete Cherry ${word}` }).click()
  await expect(third.locator('#default-rows > li')).toHaveCount(2)
  await third.close()
  await page.getByRole('checkbox', { name: 'Select all apps shown' }).check()
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByRole('alert')).toContainText('1 app already deleted')
  await expect(rows).toHaveCount(0)
})
