import { expect, test } from './fixtures'

const path = '/settings/notifications'

test('a reminder is turned on, set and quiet, each saved as it is changed', async ({ page, person: _ }) => {
  await page.goto(path)
  await expect(page.getByText('each is off until you turn it on')).toBeVisible()
  await expect(page.getByRole('radio', { name: 'A timer still runs: push' })).toBeDisabled()
  await page.getByRole('radio', { name: 'A timer still runs: mail' }).check()
  const howLong = page.getByRole('textbox', { name: 'A timer still runs: how long' })
  await howLong.fill('soon')
  await howLong.blur()
  await expect(page.getByText('Enter a duration, such as 30m or 4h')).toBeVisible()
  await howLong.fill('90m')
  await howLong.blur()
  await expect(howLong).toHaveValue('1h 30m')
  await page.getByRole('checkbox', { name: 'Show titles' }).check()
  await page.reload()
  await expect(page.getByRole('radio', { name: 'A timer still runs: mail' })).toBeChecked()
  await expect(howLong).toHaveValue('1h 30m')
  await expect(page.getByRole('checkbox', { name: 'Show titles' })).toBeChecked()
})

test('without script a form saves, and says what is wrong with it', async ({ browser, page, person: _ }) => {
  await page.goto(path)
  const plain = await browser.newContext({
    javaScriptEnabled: false,
    storageState: await page.context().storageState(),
  })
  const settings = await plain.newPage()
  await settings.goto(path)
  await settings.getByRole('radio', { name: 'Plan the day: mail' }).check()
  await settings.getByRole('button', { name: 'Save' }).click()
  const at = settings.getByRole('textbox', { name: 'Plan the day: time' })
  await at.fill('25:00')
  await settings.getByRole('button', { name: 'Save' }).click()
  await expect(settings.getByText('Enter a time of day, such as 04:00')).toBeVisible()
  await expect(at).toHaveValue('25:00')
  await at.fill('7:15')
  await settings.getByRole('button', { name: 'Save' }).click()
  await expect(at).toHaveValue('07:15')
  await plain.close()
})
