import { writtenDate } from '../functions/lib/time/typed-date'
import { dateOf, elsewhere, expect, expectAccessible, follow, onPhone, test } from './fixtures'

test('a meeting is prepared, held and followed up; the week and the printed evidence show what came of it', async ({
  browser,
  page,
  context,
}) => {
  const main = page.getByRole('main')
  await page.goto('/meetings')
  await expect(main.getByText('No meetings yet')).toBeVisible()
  await page.getByRole('link', { name: 'New meeting' }).click()
  const form = page.getByRole('form', { name: 'New meeting' })
  await form.getByLabel('Title').fill('Weekly with Ada')
  await form.getByLabel('People').fill('Ada Byron')
  await form.getByRole('button', { name: 'Add meeting' }).click()
  await follow(page.getByRole('link', { name: 'Weekly with Ada', exact: true }))
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Weekly with Ada')

  const note = (name: string) => main.getByLabel(name, { exact: true })
  const saved = (field: string) => expect(page.locator(`#note-${field}-state`)).toHaveText('Saved')
  await note('Preparation').fill('Show the estuary figures')
  await saved('preparation_notes')
  await note('Questions').fill('When is the review?')
  await saved('questions_asked')
  await page.reload()
  await expect(note('Preparation')).toHaveValue('Show the estuary figures')

  await page.locator('#meeting-session').getByRole('button', { name: 'Start' }).click()
  await expect(page.locator('#meeting-session')).toContainText('Running since')
  await expect(note('Outcome')).toBeFocused()
  await context.route(/\/notes\//, (route) => route.abort('internetdisconnected'))
  await note('Outcome').fill('The review is on Thursday')
  await note('Outcome').blur()
  await expect(page.locator('#note-outcome_notes-state')).toContainText('kept on this device')
  const other = { text: 'Ada agrees', base: '0' }
  await elsewhere(page, `${new URL(page.url()).pathname}/notes/outcome_notes`, other)
  await context.unroute(/\/notes\//)
  await page.evaluate(() => dispatchEvent(new Event('online')))
  await main.getByRole('button', { name: 'Keep both' }).click()
  await saved('outcome_notes')
  await page.locator('#meeting-session').getByRole('button', { name: 'End' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('When do you meet next?')
  await expect(main.getByLabel('Date')).toHaveValue(writtenDate(dateOf(-7), 'dmy'))
  await expectAccessible(page)
  await main.getByRole('link', { name: 'Skip' }).click()
  await expect(page.locator('#meeting-session')).toContainText('logged from')
  await expect(note('Outcome')).toHaveValue('Ada agrees\n\nThe review is on Thursday')

  const line = page.getByRole('textbox', { name: 'New task' })
  await line.fill('Send the figures today')
  await line.press('Enter')
  const figures = page.locator('#source-actions li').filter({ hasText: 'Send the figures' })
  await expect(figures).toContainText('today')
  await line.fill('Book the room tomorrow')
  await line.press('Enter')
  await expect(page.locator('#source-actions li')).toHaveCount(2)
  await page.getByRole('textbox', { name: 'What did you learn?' }).fill('Reviews start with figures')
  await page.getByRole('form', { name: 'New learning' }).getByRole('button', { name: 'Add' }).click()
  await expect(page.getByRole('link', { name: 'Reviews start with figures' })).toBeVisible()
  await expectAccessible(page)

  await page.setViewportSize({ width: 1280, height: 800 })
  await figures.getByLabel('More for Send the figures').click()
  await figures.getByRole('button', { name: 'Today: Send the figures' }).click()
  await expect(figures).toContainText('planned for today')
  await expect(figures.getByLabel('More for Send the figures')).toBeFocused()
  await figures.getByRole('link', { name: 'Send the figures', exact: true }).press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Send the figures')
  await page.goto('/tasks')
  await page.getByRole('button', { name: 'Done: Send the figures' }).click()
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await page.goto('/tasks/with-people?show=done')
  await expect(main.getByRole('link', { name: 'Send the figures', exact: true })).toBeVisible()

  await page.goto('/people')
  await page.getByRole('link', { name: 'Ada Byron', exact: true }).click()
  await expect(main).toContainText('Weekly with Ada')
  await expectAccessible(page)

  await page.goto(`/review/week?date=${dateOf(0)}`)
  await expect(main.getByRole('link', { name: 'Send the figures', exact: true })).toBeVisible()
  await expect(main.getByRole('link', { name: 'Reviews start with figures', exact: true })).toBeVisible()
  await main.getByRole('textbox', { name: 'What went well?' }).fill('The figures went out')
  const take = main.getByRole('button', { name: 'Take over to “What went well?”: Send the figures' })
  await take.press('Enter')
  await expect(take).toBeFocused()
  await expect(take).toHaveAttribute('aria-pressed', 'true')
  await expect(page.locator('#review-state')).toHaveText('Saved')
  await page.reload()
  await expect(main.getByRole('textbox', { name: 'What went well?' })).toHaveValue(
    'The figures went out\n- Send the figures',
  )
  await expect(main.getByRole('button', { name: 'Save' })).toBeHidden()
  await main.getByRole('textbox', { name: 'What went well?' }).fill('')
  await expect(take).toHaveAttribute('aria-pressed', 'false')
  await main.getByRole('textbox', { name: 'What went well?' }).fill('The figures went out\n- Send the figures')
  await expect(take).toHaveAttribute('aria-pressed', 'true')
  await take.press('Enter')
  await expect(main.getByRole('textbox', { name: 'What went well?' })).toHaveValue('The figures went out')
  await expectAccessible(page)

  await follow(page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Evidence' }))
  await main.getByText('Title and dates').click()
  await main.getByLabel('Introduction').fill('What the estuary needed')
  await expect(main).toContainText('Reviews start with figures')
  await main.getByLabel('Title').fill('Half a year')
  const choose = main.getByText('Choose what goes in')
  await expect(choose).toBeVisible()
  await expect(main.getByRole('button', { name: 'Tick all' })).toBeVisible()
  await main.getByText('1 more', { exact: true }).click()
  await expect(main.getByRole('checkbox', { name: 'Include Reviews start with figures' })).not.toBeChecked()
  const count = main.locator('#evidence-count')
  await expect(count).toHaveText('0 lines')
  await main.getByRole('button', { name: 'Copy' }).click()
  await expect(page.getByText('Tick a line first')).toBeVisible()
  await main.getByRole('button', { name: 'Tick all' }).click()
  await expect(count).toHaveText(/^[1-9]/)
  await choose.click()
  await expect(main.getByText('Reviews start with figures')).toBeVisible()
  await expect(main.getByRole('checkbox')).toHaveCount(0)
  await page.context().grantPermissions(['clipboard-write'])
  await main.getByRole('button', { name: 'Copy' }).click()
  await expect(page.getByText('Copied')).toBeVisible()
  await main.getByLabel('Introduction').press('Control+End')
  await main.getByLabel('Introduction').press('Control+v')
  await expect(main.getByLabel('Introduction')).toHaveValue(/^What the estuary needed# Half a year[\s\S]*Reviews start/)
  await main.getByLabel('Introduction').fill('What the estuary needed')
  await main.getByLabel('Title').press('Enter')
  await expect(page).toHaveURL(/\/evidence\/[\w-]+$/)
  await expect(main.getByLabel('Title')).toHaveValue('Half a year')
  const phone = await onPhone(browser, page)
  await phone.setViewportSize({ width: 390, height: 500 })
  await phone.goto(page.url())
  const download = phone.waitForEvent('download')
  await phone.getByRole('main').getByLabel('More', { exact: true }).tap()
  await phone.getByRole('button', { name: 'Download as markdown' }).tap()
  expect((await download).suggestedFilename()).toMatch(/\.md$/)
  await phone.context().close()
  await page.emulateMedia({ media: 'print' })
  await expect(main.getByText('Reviews start with figures')).toBeVisible()
  await expect(main.getByLabel('Introduction')).toHaveValue('What the estuary needed')
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await expect(page.getByRole('button')).toHaveCount(0)
})

test('words typed before the page’s script runs are saved', { tag: '@all' }, async ({ page, baseURL }) => {
  const headers = { Origin: baseURL ?? '' }
  const answer = await page.request.post('/api/v1/meetings', { data: { title: 'On a slow line' }, headers })
  expect(answer.ok(), await answer.text()).toBe(true)
  let typed = () => {}
  const isTyped = new Promise<void>((done) => {
    typed = done
  })
  await page.context().route('**/assets/notes-*.js', async (route) => {
    await isTyped
    await route.continue()
  })
  await page.goto(`/meetings/${(await answer.json()).id}`, { waitUntil: 'commit' })
  await page.getByLabel('Preparation', { exact: true }).fill('Show the estuary figures')
  typed()
  await expect(page.locator('#note-preparation_notes-state')).toHaveText('Saved')
  await expect(page.getByLabel('Preparation', { exact: true })).toHaveValue('Show the estuary figures')
})

for (const javaScriptEnabled of [true, false]) {
  test.describe(javaScriptEnabled ? 'with JavaScript' : 'without JavaScript', {
    tag: javaScriptEnabled ? [] : '@all',
  }, () => {
    test.use({ javaScriptEnabled, hasTouch: true })
    test('what is left of a week is planned for a day with a press, on a phone, too', { tag: '@all' }, async ({
      page,
      baseURL,
    }) => {
      const headers = { Origin: baseURL ?? '' }
      for (const title of ['Sort the slides', 'Return the books'])
        await page.request.post('/api/v1/tasks', { data: { title }, headers })
      await page.goto(`/review/week?date=${dateOf(0)}`)
      await page.locator('summary[aria-label="Plan Sort the slides"]').click()
      const days = page.getByRole('button', { name: /: Sort the slides$/ })
      await days.last().click()
      await expect(page.getByText(/Sort the slides.* planned for/)).toBeVisible()
      await expect(days).toHaveCount(0)

      await page.setViewportSize({ width: 390, height: 700 })
      await page.locator('summary[aria-label="Plan Return the books"]').tap()
      const others = page.getByRole('button', { name: /: Return the books$/ })
      await others.first().tap()
      await expect(page.getByText(/Return the books.* planned for/)).toBeVisible()
      await expect(others).toHaveCount(0)
      const save = page.getByRole('button', { name: 'Save', exact: true })
      await page.getByLabel('What went well?').fill('The slides')
      if (javaScriptEnabled) {
        await expect(save).toBeHidden()
        await expect(page.locator('#review-state')).toHaveText('Saved')
      } else {
        await save.tap()
        await expect(page.getByText('Words saved')).toBeVisible()
      }
      await page.goto(`/review/week?date=${dateOf(0)}`)
      await expect(page.getByLabel('What went well?')).toHaveValue('The slides')
    })
  })
}

test('the line with the caret, or the selected words of a note, become an action item; the note stays', {
  tag: '@all',
}, async ({ page }) => {
  const main = page.getByRole('main')
  await elsewhere(page, '/meetings', { title: 'Weekly with Ada', people: 'Ada Byron', date: dateOf(0) })
  await page.goto('/meetings')
  await follow(page.getByRole('link', { name: 'Weekly with Ada', exact: true }))
  const note = main.getByLabel('Outcome', { exact: true })
  const add = page.locator('[data-note$="outcome_notes"]').getByRole('button', { name: 'Add action item' })
  const items = page.locator('#source-actions li')

  const text = 'Decided.\n- [ ] Ada: send the tables tomorrow\nWe book the room for June.'
  await note.fill(text)
  await note.press('ArrowUp')
  await add.press('Enter')
  await expect(items.filter({ hasText: 'send the tables' })).toContainText(/due tomorrow.*by Ada Byron/s)
  await expect(note).toBeFocused()
  await expect(note).toHaveValue(text)

  const line = page.getByRole('textbox', { name: 'New task' })
  await line.fill('half a thought')
  await note.evaluate((field: HTMLTextAreaElement) => {
    const from = field.value.indexOf('book')
    field.setSelectionRange(from, from + 'book the room'.length)
  })
  await add.click()
  await expect(items.filter({ hasText: 'book the room' })).toBeVisible()
  await expect(items).toHaveCount(2)
  await expect(line).toHaveValue('half a thought')
  await expect(page.locator('#note-outcome_notes-state')).toHaveText('Saved')

  await page.reload()
  await add.click()
  await expect(note).toBeFocused()
  await page.locator('details[open] p').filter({ hasText: 'Decided' }).first().selectText()
  await add.click()
  await expect(items).toHaveCount(3)
  await expect(items.filter({ hasText: 'Decided.' })).toBeVisible()

  await note.fill('- [x] pay Bo')
  await add.click()
  await expect(items.filter({ hasText: 'pay Bo' })).toBeVisible()
  await expect(items.filter({ hasText: '[x]' })).toHaveCount(0)
})
