import type { Page } from '@playwright/test'
import { dateDaysAgo, expect, expectAccessible, test } from './fixtures'

/** Writes by the API as the person of a page; gives the row. */
const send = async ({ request }: Page, path: string, data: Record<string, unknown>, method = 'POST') => {
  const headers = { Origin: test.info().project.use.baseURL ?? '' }
  const answer = await request.fetch(`/api/v1/${path}`, { method, data, headers })
  expect(answer.ok(), await answer.text()).toBe(true)
  return answer.json()
}

test('four presses lead from Today to the document of a client’s month, which a seal proves', async ({
  page,
  browser,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  const thisMonth = dateDaysAgo(0).slice(0, 7)
  const last = new Date(`${thisMonth}-01T00:00:00Z`)
  last.setUTCMonth(last.getUTCMonth() - 1)
  const month = last.toISOString().slice(0, 7)
  const name = last.toLocaleDateString('en-GB', { month: 'long', timeZone: 'UTC' })
  const client = await send(page, 'organizations', { name: 'Harbour Clinic', type: 'client' })
  const project = await send(page, 'projects', { name: 'Booking site', organization_id: client.id })
  const rate = { from: '1970-01-01', billable: true, hourly_rate: '62', currency: 'EUR' }
  await send(page, `organizations/${client.id}/rates`, rate)
  const session = await send(page, 'sessions', {
    title: 'Payment step',
    project_id: project.id,
    started_at: `${month}-14T09:00:00Z`,
    ended_at: `${month}-14T11:20:00Z`,
  })

  await page.goto('/')
  const rail = page.getByRole('navigation', { name: 'Main' })
  await rail.getByRole('link', { name: 'Time', exact: true }).click()
  await rail.getByRole('link', { name: 'Reports' }).click()
  await expectAccessible(page)
  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('link', { name: `Harbour Clinic, ${name}` }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(new RegExp(`Harbour Clinic, ${name}`))
  await page.getByRole('link', { name: 'Document' }).click()
  await expect(page.locator('main')).toContainText('€144.67')
  await expect(page.getByRole('button', { name: 'Print or save as PDF' })).toBeVisible()
  await expectAccessible(page)

  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('link', { name: 'Back to the report' }).click()
  const round = page.locator('#report-round-choice')
  await round.locator('summary').press('Enter')
  const steps = page.getByLabel('Time', { exact: true })
  await steps.focus()
  await page.keyboard.type('Up to 15')
  await expect(page.locator('tfoot')).toContainText('155.00')
  await expect(steps).toBeFocused()
  await expect(round).toContainText('each entry up to 15m')
  await page.keyboard.press('Escape')
  await expectAccessible(page)

  await page.setViewportSize({ width: 1280, height: 800 })
  await page.getByRole('link', { name: 'Save or share' }).first().click()
  await page.getByLabel('Number').fill('2026-17')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByLabel('Passphrase').fill('low tide')
  await page.getByRole('button', { name: 'Seal and share' }).click()
  await expect(page.locator('#seal-url')).toBeVisible()
  await expectAccessible(page)
  const address = await page.locator('#seal-url').inputValue()

  const stranger = await browser.newContext()
  const theirs = await stranger.newPage()
  await theirs.goto(address)
  await theirs.getByLabel('Passphrase').fill('low tide')
  await theirs.getByRole('button', { name: 'Open' }).click()
  await expect(theirs.locator('main')).toContainText('Nothing has changed since then')
  await expect(theirs.locator('main')).toContainText('€155.00')
  expect(await stranger.cookies()).toEqual([])
  await expectAccessible(theirs)

  await send(page, `sessions/${session.id}`, { ended_at: `${month}-14T11:00:00Z`, seq: session.seq }, 'PATCH')
  await theirs.goto(address)
  await theirs.getByLabel('Passphrase').fill('low tide')
  await theirs.getByRole('button', { name: 'Open' }).click()
  await expect(theirs.locator('main')).toContainText('was shortened by 0.33 h')
  await expect(theirs.locator('main')).toContainText('€155.00')
  await stranger.close()
})
