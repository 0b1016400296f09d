import { randomUUID } from 'node:crypto'
import type { Page } from '@playwright/test'
import { expect, polled, reportUse, test } from './fixtures'

const poll = (page: Page) => polled(page, '/whitelists/live?v=')

const row = (page: Page, name: string) => page.locator('#app-rows tr', { hasText: name })

test('apps are listed, allowed and blocked, searched, and followed while the page is open', async ({ page }) => {
  const run = randomUUID().slice(0, 8)
  const [chat, maps] = [`org.chat.x${run}`, `net.maps.x${run}`]
  await reportUse(page, chat, 3)
  await reportUse(page, maps, 2)
  await page.clock.install()
  await page.goto('/whitelists')

  await test.step('what nobody decided about stands on top, and goes once it is', async () => {
    const seen = page.locator('#seen')
    await expect(seen).toContainText('2 blocked until you decide')
    await expect(seen.locator('li').first()).toContainText('3m today')
    await seen.getByRole('button', { name: `Allow ${chat}` }).click()
    await expect(page.locator('#seen li', { hasText: chat })).toHaveCount(0)
    await expect(page.getByRole('switch', { name: `Allowed: ${chat}` })).toBeChecked()
    await expect(page.locator('#nav-apps')).toHaveText('1 new')
  })

  await test.step('Undo takes that back', async () => {
    await page.getByRole('button', { name: 'Undo' }).click()
    await expect(page.locator('#seen li', { hasText: chat })).toBeVisible()
    await expect(row(page, chat)).toHaveCount(0)
  })

  await test.step('a switch is turned with the keyboard, and keeps the focus', async () => {
    await page
      .locator('#seen')
      .getByRole('button', { name: `Block ${chat}` })
      .click()
    await page.getByRole('switch', { name: `Blocked: ${chat}` }).focus()
    await page.keyboard.press('Space')
    await expect(page.getByRole('switch', { name: `Allowed: ${chat}` })).toBeFocused()
    await expect(row(page, chat)).toContainText('Your rule, since')
  })

  await test.step('the list is searched as one types, and what is reported meanwhile disturbs nothing', async () => {
    const search = page.getByRole('searchbox', { name: 'Search apps' })
    await search.pressSequentially(run)
    await page.clock.runFor(400)
    await expect(page).toHaveURL(new RegExp(`q=${run}`))
    await expect(page.locator('#app-rows tbody tr')).toHaveCount(0)
    await search.fill(`x${run}`)
    await page.clock.runFor(400)
    await expect(page.locator('#app-rows tbody tr')).toHaveCount(2)
    await row(page, maps).getByRole('checkbox').check()
    await search.focus()
    // Defaults are shared: another test's change refreshes this page too.
    await expect.poll(() => poll(page)).toBe(204)
    await reportUse(page, maps, 4)
    expect(await poll(page)).toBe(200)
    await expect(row(page, maps)).toContainText('6m')
    await expect(row(page, maps).getByRole('checkbox')).toBeChecked()
    await expect(search).toBeFocused()
    await expect(search).toHaveValue(`x${run}`)
    await expect(page.locator('#app-rows tbody tr')).toHaveCount(2)
  })

  await test.step('a rule is taken away from its row', async () => {
    await row(page, chat).getByLabel('More for').press('Enter')
    await row(page, chat).getByRole('button', { name: 'Remove rule' }).press('Enter')
    await expect(row(page, chat)).toContainText('Unlisted')
    await expect(row(page, chat).locator(':focus')).toHaveCount(1)
  })

  await test.step('the focus goes on to the next app where the row of the one is gone', async () => {
    await page.goto('/whitelists')
    const seen = page.locator('#seen')
    await seen.getByRole('button', { name: `Block ${maps}` }).press('Enter')
    await expect(seen.getByRole('button', { name: `Block ${chat}` })).toBeFocused()
  })
})
