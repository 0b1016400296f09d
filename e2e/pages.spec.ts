import { expect, expectAccessible, signIn, test } from './fixtures'

const pages = [
  '/',
  '/goals',
  '/goals/new',
  '/goals?status=completed',
  '/goals?q=nothing+like+it',
  '/projects',
  '/projects/new',
  '/sessions',
  '/sessions/new',
  '/sessions?from=2020-01-01&to=2020-01-01',
  '/sessions/import',
  '/stats',
  '/stats?range=365',
  '/stats?from=2026-02-30&to=x',
  '/settings',
  '/deleted',
  '/nowhere',
]

test.describe.configure({ mode: 'parallel' })

for (const account of ['full', 'empty'] as const) {
  for (const path of [...pages, ...(account === 'full' ? ['/dev/ui'] : [])]) {
    test(`${path} of the ${account} account is accessible`, async ({ page, context, baseURL }) => {
      await signIn(context, baseURL ?? '', account === 'full' ? 'demo@example.com' : undefined)
      await page.goto(path)
      await expect(page.locator('h1')).toHaveCount(1)
      await expectAccessible(page, true)
    })
  }
}

test('a goal, a session and a project of the full account, and their edit forms, are accessible', async ({
  page,
  context,
  baseURL,
}) => {
  await signIn(context, baseURL ?? '', 'demo@example.com')
  for (const [list, row] of [
    ['/goals', 'li.goal a.row-title'],
    ['/sessions', 'li.session a.row-title'],
  ] as const) {
    await page.goto(list)
    const href = (await page.locator(row).first().getAttribute('href')) ?? ''
    await page.goto(href)
    await expectAccessible(page, true)
    await page.goto(`${href}/edit`)
    await expectAccessible(page, true)
  }
})
