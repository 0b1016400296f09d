import { demoTest, elsewhere, expect, expectAccessible, holdScript, test } from './fixtures'

test('by keys alone a list is walked, its rows are edited, deleted and restored', async ({ page }) => {
  for (const title of ['Chart the coast', 'Draw the lights', 'Number the buoys'])
    await elsewhere(page, '/goals', { title })
  const comes = await holdScript(page, 'shortcuts')
  await page.goto('/goals?sort=title')
  const { keyboard } = page
  const focused = page.locator(':focus')
  await keyboard.press('j')
  comes()
  await expect(focused).toHaveText('Chart the coast')
  await keyboard.press('j')
  await keyboard.press('j')
  await keyboard.press('j')
  await expect(focused).toHaveText('Number the buoys')
  await keyboard.press('k')
  await expect(focused).toHaveText('Draw the lights')
  await keyboard.press('e')
  await expect(page.getByRole('form').getByLabel('Title', { exact: true })).toBeFocused()
  await keyboard.press('Escape')
  await expect(page.getByRole('link', { name: 'Draw the lights', exact: true })).toBeVisible()
  await page.locator('#main').focus()
  await keyboard.press('j')
  await keyboard.press('j')
  await expect(focused).toHaveText('Draw the lights')
  await keyboard.press('#')
  await expect(page.getByRole('link', { name: 'Draw the lights', exact: true })).toHaveCount(0)
  await expect(focused).toHaveText('Number the buoys')
  await keyboard.press('u')
  await expect(page.getByRole('link', { name: 'Draw the lights', exact: true })).toBeVisible()
  await keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1 })).not.toHaveText('Goals')
  await page.waitForLoadState()
  const title = (await page.getByRole('heading', { level: 1 }).textContent())?.trim() ?? ''
  // On the page of a thing `e` edits its title in its place, once its scripts have run.
  await page.waitForLoadState('load')
  await page.locator('#main').focus()
  await keyboard.press('e')
  await expect(page.getByRole('form', { name: `Edit ${title}` }).getByLabel('Title', { exact: true })).toBeFocused()
  await keyboard.press('Escape')
  await expect(page.getByRole('heading', { level: 1 }).getByRole('link', { name: title })).toBeFocused()
  await page.locator('#main').focus()
  // `#` deletes it, and the message brings it back.
  await keyboard.press('#')
  await expect(page).toHaveURL(/\/goals$/)
  await expect(page.getByRole('link', { name: title, exact: true })).toHaveCount(0)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('link', { name: title, exact: true })).toBeVisible()

  // An open step is a row after that of its task.
  await elsewhere(page, '/tasks', { title: 'Sound the bay', description: '- [ ] Row out' })
  await page.goto('/tasks/all')
  await page.getByText('0 of 1 step').click()
  await keyboard.press('j')
  await expect(focused).toHaveAccessibleName('Done: Row out')
  await keyboard.press('k')
  await expect(focused).toHaveText('Sound the bay')
})

test('x selects the row with the focus, Shift a range; the selection is planned, undone, moved and let go', {
  tag: '@all',
}, async ({ page, baseURL }) => {
  await elsewhere(page, '/projects', { name: 'Lighthouse' })
  await page.goto('/projects')
  await page.keyboard.press('j')
  await page.keyboard.press('x')
  await expect(page.getByRole('checkbox', { name: 'Select Lighthouse' })).toBeChecked()
  await expect(page.getByText('1 selected', { exact: true })).toBeVisible()

  const headers = { Origin: baseURL ?? '' }
  for (let n = 1; n <= 40; n += 1)
    await page.request.post('/api/v1/tasks', { data: { title: `Buoy ${n}`, date: '2026-03-03' }, headers })
  const focused = page.locator(':focus')
  await page.goto('/tasks')
  await page.keyboard.press('n')
  await expect(page.getByPlaceholder('New task')).toBeFocused()
  await page.keyboard.press('Escape')
  await page.keyboard.press('j')
  await expect(focused).toHaveText(/Buoy \d+/)
  await page.goto('/tasks/all')
  const count = page.locator('[data-picks-count]')
  for (let presses = 0; presses < 20; presses += 1) await page.keyboard.press('j')
  await expect(focused).toHaveText('Buoy 20')
  await page.keyboard.press('x')
  await expect(count).toHaveText('1 selected')
  await page.keyboard.press('j')
  await page.keyboard.press('j')
  await page.keyboard.press('Shift+X')
  await expect(count).toHaveText('3 selected')
  await page.keyboard.press('Shift+ArrowDown')
  await expect(page.getByRole('checkbox', { name: 'Select Buoy 23' })).toBeFocused()
  await expect(count).toHaveText('4 selected')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Plan' }).click()
  await expect(page.getByRole('combobox', { name: 'Date' })).toBeFocused()
  await expectAccessible(page)
  const scrolled = () => page.evaluate(() => scrollY)
  const before = await scrolled()
  await page.getByRole('button', { name: 'Someday' }).click()
  await expect(page.getByText('Planned 4 tasks for someday')).toBeVisible()
  // They went to the end of the list.
  await expect(page.getByRole('checkbox', { name: 'Select Buoy 24' })).toBeFocused()
  await expect(count).toBeHidden()
  expect(await scrolled()).toBe(before)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByText('Undone: Planned 4 tasks for someday')).toBeVisible()
  expect(await scrolled()).toBe(before)

  await page.getByRole('link', { name: 'Buoy 20', exact: true }).focus()
  await page.keyboard.press('x')
  await page.getByRole('checkbox', { name: 'Select Buoy 22' }).click({ modifiers: ['Shift'] })
  await expect(count).toHaveText('3 selected')
  await page.getByRole('button', { name: 'Move' }).click()
  await page.locator('#picks-project_id').selectOption('Lighthouse')
  await page.locator('.picks-bar').getByRole('button', { name: 'Move' }).first().click()
  await expect(page.getByText('Moved 3 tasks to “Lighthouse”')).toBeVisible()
  await page.keyboard.press('x')
  await expect(count).toHaveText('1 selected')
  await page.keyboard.press('Escape')
  await expect(count).toBeHidden()
  await expect(page.getByRole('checkbox', { checked: true })).toHaveCount(0)
})

test('plans, people and tags answer the same keys: x, x, # and u, and e with a new title', { tag: '@all' }, async ({
  page,
}) => {
  const { keyboard } = page
  const plan = { tags: '', total_hours: '', goal_id: '', project_id: '', chunks: 'One, 1h' }
  for (const name of ['Knots', 'Maps', 'Tides']) {
    await elsewhere(page, '/plans', { title: name, ...plan })
    await elsewhere(page, '/people', { name })
    await elsewhere(page, '/learnings', { title: name, content: '', tags: name })
  }
  for (const [path, many] of [
    ['/plans', 'plans'],
    ['/people', 'people'],
    ['/tags', 'tags'],
  ] as const) {
    await page.goto(path)
    const titles = page.locator('#main .row .row-title')
    await expect(titles).toHaveText(['Knots', 'Maps', 'Tides'])
    for (const key of ['j', 'x', 'j', 'x']) await keyboard.press(key)
    await expect(page.locator('[data-picks-count]')).toHaveText('2 selected')
    await keyboard.press('#')
    await expect(page.getByText(`Deleted 2 ${many}`)).toBeVisible()
    await expect(titles).toHaveText(['Tides'])
    await keyboard.press('u')
    await expect(titles).toHaveText(['Knots', 'Maps', 'Tides'])
    await page.getByRole('link', { name: 'Tides', exact: true }).focus()
    await keyboard.press('#')
    await expect(titles).toHaveText(['Knots', 'Maps'])
    await keyboard.press('u')
    await expect(titles).toHaveText(['Knots', 'Maps', 'Tides'])
    await page.getByRole('link', { name: 'Maps', exact: true }).focus()
    await keyboard.press('e')
    await expect(page.locator('form.in-place input:not([type="hidden"])')).toBeFocused()
    await keyboard.type('Charts')
    await keyboard.press('Enter')
    await expect(page.getByRole('link', { name: 'Charts', exact: true })).toBeVisible()
    await expect(page.getByRole('link', { name: 'Maps', exact: true })).toHaveCount(0)
  }
  await page.goto('/plans')
  await expectAccessible(page)
  await page.getByRole('link', { name: 'Charts', exact: true }).press('Enter')
  const heading = page.getByRole('heading', { level: 1 })
  await expect(heading).toHaveText('Charts')
  await page.waitForLoadState()
  await page.locator('#main').focus()
  await keyboard.press('e')
  await expect(page.locator('form.in-place input:not([type="hidden"])')).toBeFocused()
  await keyboard.type('Sea charts')
  await keyboard.press('Enter')
  await expect(heading).toHaveText('Sea charts')
  await page.locator('#main').focus()
  await keyboard.press('#')
  await expect(page).toHaveURL(/\/plans$/)
  await expect(page.getByRole('link', { name: 'Sea charts', exact: true })).toHaveCount(0)
})

const lists = [
  '/',
  '/sessions',
  '/goals',
  '/tasks',
  '/tasks/all',
  '/learnings',
  '/meetings',
  '/people',
  '/plans',
  '/cards',
]

demoTest(
  'from the top ten presses of Tab at most lead to the entry line and to the first row',
  { tag: '@all' },
  async ({ page }) => {
    /** Presses Tab until `isThere`, and Enter on a link that skips there; how often Tab was pressed. */
    const presses = async (skip: string, isThere: () => Promise<boolean>) => {
      for (let count = 1; count <= 10; count += 1) {
        await page.keyboard.press('Tab')
        if (await page.evaluate((name) => document.activeElement?.textContent?.trim() === name, skip))
          await page.keyboard.press('Enter')
        if (await isThere()) return count
      }
      return 11
    }
    const focusIn = (selector: string) => () =>
      page.evaluate((one) => document.activeElement?.matches(one) ?? false, selector)
    const counts: [string, number][] = []
    for (const path of ['/', '/sessions']) {
      await page.goto(path)
      counts.push([`${path} entry`, await presses('Skip to content', focusIn('#entry'))])
    }
    for (const path of lists) {
      await page.goto(path)
      counts.push([`${path} row`, await presses('Skip to the list', focusIn('#main :is(li, tr) a'))])
    }
    expect(counts.filter(([, count]) => count > 10)).toEqual([])
  },
)
