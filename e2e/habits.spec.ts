import { dateDaysAgo, expect, expectAccessible, onPhone, test } from './fixtures'

test('a habit begins with a line, is ticked on Today of a phone, and has its days on its page', async ({
  page,
  browser,
  context,
}) => {
  const data = {
    title: 'Meditate',
    measure: 'times',
    times_of: 'ticks',
    period: 'day',
    target: 1,
    start_date: dateDaysAgo(20),
  }
  const headers = { Origin: test.info().project.use.baseURL ?? '' }
  await context.request.post('/api/v1/goals', { data, headers })
  await page.goto('/capture')
  await page.locator('#capture-line input[name="entry"]').fill('habit Read 20m on weekdays')
  await expect(page.locator('#capture-line')).toContainText('20m a day on weekdays')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Habit added')).toBeVisible()

  await page.goto('/goals/new')
  await page.getByLabel('Title').fill('Run every day')
  await expect(page.locator('#goal-reading')).toContainText('habit Run')
  const plain = page.getByLabel('Keep all words as the title')
  await plain.check()
  await expect(page.locator('#goal-does')).toHaveText('Add goal')
  await plain.uncheck()
  await page.getByRole('button', { name: 'Add habit' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Run')
  await page.goto('/')
  await page.locator('#habit-rows .row-title').filter({ hasText: 'Run' }).focus()
  await page.keyboard.press('y')
  await expect(page.locator('.toast')).toContainText('Ticked for')

  const phone = await onPhone(browser, page)
  await phone.goto('/')
  const rows = phone.locator('#habit-rows > li')
  await expect(rows.locator('.row-title')).toHaveText(['Meditate', 'Read', 'Run'])
  const tick = phone.getByRole('button', { name: 'Done: Meditate' })
  await tick.tap()
  await expect(tick).toHaveAttribute('aria-pressed', 'true')
  await expectAccessible(phone)
  await phone.getByLabel('More for Meditate').tap()
  await phone.getByRole('button', { name: 'Tick yesterday' }).tap()
  await expect(rows.first()).toContainText('2 in a row')
  await rows.locator('.row-title').first().tap()
  await expect(phone.getByRole('heading', { level: 1 })).toHaveText('Meditate')
  const main = phone.getByRole('main')
  await expectAccessible(phone)
  const year = main.getByRole('form', { name: /^Each day of \d{4}: / })
  const missed = year.getByTitle(': missed').first()
  const [day = ''] = ((await missed.getAttribute('title')) ?? '').split(':')
  await missed.tap()
  const menu = phone.locator('#habit-day')
  await expectAccessible(phone)
  await menu.getByLabel('Why skip?').fill('Ill')
  await menu.getByRole('button', { name: /^Skip / }).tap()
  await expect(menu).toBeHidden()
  await expect(main).toContainText('Skipped')
  await year.getByTitle(`${day}: skipped`).press('Enter')
  await menu.getByRole('button', { name: 'Take the skip back' }).tap()
  await expect(year.getByTitle(`${day}: missed`)).toBeVisible()
  await expect(main).toContainText('2 in a row')
  await phone.goto('/today/habits')
  await phone.getByRole('button', { name: 'Done: Meditate' }).tap()
  await expect(phone.getByRole('button', { name: 'Done: Meditate' })).toHaveAttribute('aria-pressed', 'false')
  await phone.context().close()
})
