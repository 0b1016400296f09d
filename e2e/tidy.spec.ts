import { editRow, expect, expectAccessible, follow, openMenu, phoneScreen, test } from './fixtures'

test('merge two projects, see their sessions move and come back, deactivate both, merge two tags', {
  tag: '@all',
}, async ({ page }) => {
  test.setTimeout(120_000)
  for (const line of ['1h drawing @Maps #Deep', '30m folding @Map #deep', '20m reading @Map']) {
    await page.goto('/sessions')
    await page.getByLabel('Log or start').fill(line)
    if (line.includes('@Maps')) await expect(page.getByRole('button', { name: / and create “/ })).toBeVisible()
    await page.keyboard.press('Enter')
    if (line.startsWith('30m')) await page.getByRole('button', { name: 'Create it and log 30m' }).click()
    await expect(
      page.getByRole('main').getByRole('link', { name: line.split(' ')[1] ?? '', exact: true }),
    ).toBeVisible()
  }

  await page.goto('/projects')
  const listed = page.locator('#project-list .row')
  await expect(listed.getByRole('link', { name: '50m this week' })).toBeVisible()
  await expectAccessible(page)
  await page.getByLabel('More for Map', { exact: true }).click()
  await follow(page.getByRole('link', { name: 'Merge into another' }).first())
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Merge Map')
  await page.getByRole('combobox', { name: 'Merge into' }).fill('maps')
  await page.getByRole('combobox', { name: 'Merge into' }).press('Enter')
  await expect(page.getByText('2 sessions, 50m')).toBeVisible()
  await expect(page.getByRole('main').getByRole('link', { name: 'folding' })).toBeVisible()
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Merge' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Merged “Map” into “Maps”, 2 sessions' })).toBeVisible()
  await expect(listed.getByRole('link', { name: '1h 50m this week' })).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(page.getByRole('status').filter({ hasText: 'Undone: Merged “Map” into “Maps”' })).toBeVisible()
  await expect(listed.getByRole('link', { name: '50m this week', exact: true })).toBeVisible()

  await page.locator('#project-list .row').filter({ hasText: 'Maps' }).hover()
  await page.getByLabel('Select Maps').check()
  await page.getByLabel('Select Map', { exact: true }).check()
  await expectAccessible(page)
  await page.locator('.picks-bar').getByRole('button', { name: 'Archive', exact: true }).click()
  await expect(page.locator('#projects-inactive')).toContainText('2')

  await follow(page.getByRole('navigation', { name: 'Pages of this place' }).getByRole('link', { name: 'Tags' }))
  await expect(page.getByRole('heading', { name: 'Differ only in case or accents' })).toBeVisible()
  await expectAccessible(page)
  await openMenu(page, 'deep')
  await page.getByRole('link', { name: 'Edit deep', exact: true }).click()
  await expect(page.getByLabel('New name')).toHaveValue('deep')
  await page.getByLabel('New name').fill('Deep')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.locator('#tag-list')).toContainText('2 sessions')
  await page.getByLabel('Search tags').fill('dee')
  await expect(page).toHaveURL(/q=dee/)
  await expect(page.getByRole('main').getByRole('link', { name: 'Deep', exact: true })).toBeVisible()

  const headers = { Origin: new URL(page.url()).origin }
  const learning = { title: 'Folds', tags: 'deep', content: '', type: 'insight', source: 'self_study' }
  await page.request.post('/learnings', { form: learning, headers })
  await page.request.post('/cards', { form: { question: 'Fold?', answer: 'Yes', tags: 'Deep' }, headers })
  await page.goto('/tags')
  await openMenu(page, 'deep')
  await page.getByRole('link', { name: 'Edit deep', exact: true }).press('Enter')
  await page.getByLabel('New name').fill('Deep')
  await page.getByLabel('New name').press('Enter')
  await expect(page.getByRole('heading', { name: 'Differ only in case or accents' })).toBeHidden()
  await page.getByRole('link', { name: '1 learning' }).click()
  await expect(page.getByRole('main').getByRole('link', { name: 'Folds', exact: true })).toBeVisible()
  await page.goto('/changes')
  await page.getByRole('button', { name: 'Undo Merged the tag “deep” into “Deep”, 1 learning' }).press('Enter')
  await expect(page.getByRole('status').filter({ hasText: 'Undone: Merged the tag “deep”' })).toBeVisible()
  await page.goto('/learnings?tag=deep')
  await openMenu(page, 'Folds')
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await expect(page.getByRole('link', { name: 'Folds', exact: true })).toBeHidden()

  await page.goto('/sessions')
  await editRow(page, 'reading')
  const tags = page.getByRole('form', { name: /Edit reading/ }).getByLabel('Tags')
  await tags.focus()
  await expect(page.locator('datalist[id$="tags-offered"] option')).toHaveAttribute('value', 'Deep')
  await tags.fill('map, d')
  await expect(page.locator('datalist[id$="tags-offered"] option')).toHaveAttribute('value', 'map, Deep')

  await page.goto('/changes')
  await expect(page.getByRole('button', { name: 'Undo Merged the tag “deep” into “Deep”, 1 session' })).toBeVisible()
  await expectAccessible(page)
})

test.describe('on a phone', () => {
  test.use(phoneScreen)

  test('the newest toast is a strip above the bars, and the list scrolls clear of it', {
    tag: '@all',
  }, async ({ page }) => {
    for (const name of ['Map', 'Site', 'Letters', 'Walks', 'Books', 'Prints', 'Talks', 'Garden']) {
      await page.goto('/projects/new')
      await page.getByLabel('Name', { exact: true }).fill(name)
      await page.getByRole('button', { name: 'Add project' }).tap()
      await expect(page.locator('#project-list')).toContainText(name)
    }
    await page.goto('/projects')
    for (const name of ['Map', 'Site']) {
      await openMenu(page, name)
      await page.locator('details[open]').getByRole('button', { name: 'Archive' }).tap()
      await expect(page.locator('#projects-inactive')).toContainText(name)
    }
    await page.getByRole('button', { name: 'Clear', exact: true }).tap()
    const toast = page.locator('[data-toast]:visible')
    await expect(toast).toHaveCount(1)
    // It rises as it comes.
    await toast.evaluate((one) => Promise.all(one.getAnimations().map(({ finished }) => finished)))
    await page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
    const bar = page.getByRole('navigation', { name: 'Places' })
    const [strip, places] = [await toast.boundingBox(), await bar.boundingBox()]
    const last = await page.locator('#project-list li').last().boundingBox()
    if (!strip || !places || !last) throw new Error('the page is not laid out')
    expect([strip.x, strip.width]).toEqual([0, 390])
    expect(Math.abs(strip.y + strip.height - places.y)).toBeLessThanOrEqual(2)
    expect(last.y + last.height).toBeLessThanOrEqual(strip.y)
  })
})
