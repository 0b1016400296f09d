import { expect, expectAccessible, test } from './fixtures'

const count = 12_000

/** Sessions of half an hour, more than one batch may write. */
const log = [
  'started_at,ended_at,duration_seconds,time_zone,project,title',
  ...Array.from({ length: count }, (_, n) => {
    const [start, end] = [0, 30].map((minutes) => new Date(Date.UTC(2020, 0, 1, n, minutes)).toISOString())
    return `${start},${end},1800,Europe/Lisbon,Project ${n % 5},Work ${n}`
  }),
].join('\n')

test('a long import shows how far it is, is left and found again, stopped and undone', { tag: '@all' }, async ({
  page,
}) => {
  // Its next steps wait, so that the page can be looked at halfway.
  await page.context().route('**/jobs/*/step', () => {})
  await page.goto('/sessions/import')
  const file = { name: 'years.csv', mimeType: 'text/csv', buffer: Buffer.from(log) }
  await page.locator('input[type=file]').setInputFiles(file)
  await page.getByRole('button', { name: 'Preview' }).click()
  await page.getByRole('button', { name: /^Import 12,000/ }).click()
  await expect(page).toHaveURL(/\/jobs\//)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Import of 12,000 sessions')
  const progress = page.getByRole('progressbar', { name: 'Import of 12,000 sessions' })
  await expect(progress).toBeVisible()
  const halfway = page.getByText(/^[\d,]+ of 12,000 sessions imported/)
  await expect(halfway).toBeVisible()
  await expectAccessible(page, { everyView: true })
  const address = page.url()

  await page.goto('/goals')
  await expect(page.getByText(/Import of 12,000 sessions: [\d,]+ of 12,000 sessions imported/)).toBeVisible()
  await page.getByRole('link', { name: 'Show progress' }).click()
  await expect(page).toHaveURL(address)
  await page.getByRole('button', { name: 'Stop here' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('Stopped. Finished changes were kept.')).toBeVisible()
  await expectAccessible(page)
  await page.context().unroute('**/jobs/*/step')
  await page.getByRole('button', { name: 'Undo' }).click()
  // The steps of the Undo take as long as the machine needs for them.
  await expect(page.getByText(/^Import undone/)).toBeVisible({ timeout: 20_000 })
  await page.goto('/sessions?from=2020-01-01&to=2020-12-31')
  await expect(page.getByText('Work 0', { exact: true })).toHaveCount(0)
})
