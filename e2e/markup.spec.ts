import { fillWith, markupTexts } from '../test/support/hostile/markup-texts'
import { expect, test } from './fixtures'

/** Half a day ago, so that the sessions are on today's pages. */
const halfADay = 12 * 3_600_000

test('texts like markup run nothing, load nothing and change no page', { tag: '@all' }, async ({
  page,
  context,
  baseURL,
}) => {
  test.setTimeout(90_000)
  const texts = markupTexts.filter((_, index) => index % 6 === 0)
  const [goal] = await fillWith(
    async (method, path, data) => {
      const answer = await context.request.fetch(path, { method, data, headers: { Origin: baseURL ?? '' } })
      expect(answer.ok(), `${method} ${path}: ${await answer.text()}`).toBe(true)
      return answer.json()
    },
    texts,
    Date.now() - halfADay - texts.length * 1_800_000,
  )
  const odd: string[] = []
  page.on('dialog', (dialog) => {
    odd.push(`dialog ${dialog.message()}`)
    dialog.dismiss()
  })
  page.on('popup', (popup) => odd.push(`popup ${popup.url()}`))
  page.on('console', (message) => {
    // The browser may have focused something else by then.
    // Autofocus waits, and journeys have no service worker.
    if (!/^Autofocus processing was blocked|blocked by Playwright$/.test(message.text()))
      odd.push(`console ${message.text()}`)
  })
  page.on('request', (request) => {
    if (!request.url().startsWith(`${baseURL}/`)) odd.push(`request ${request.url()}`)
    if (request.method() !== 'GET') odd.push(`${request.method()} ${request.url()}`)
  })
  await page.addInitScript(() => {
    window.name = 'untouched'
    document.addEventListener('securitypolicyviolation', (event) => console.log(`violation ${event.blockedURI}`))
  })

  // The first page of a browser has its style inside, and later ones none.
  await page.goto('/settings/account')
  const paths = [
    '/',
    '/goals',
    '/projects',
    '/organizations',
    '/tags',
    '/sessions',
    '/stats',
    '/search?q=alert',
    '/settings',
  ]
  for (const path of [
    ...paths,
    '/stats/explain',
    '/stats/changes',
    '/settings/days-off',
    '/sessions?select=session',
    `/goals/${goal?.goal}`,
    `/sessions/${goal?.session}/edit`,
  ]) {
    await page.goto(path)
    // Waits until htmx has processed the page and handlers of focus and hover could have run.
    await page.keyboard.press('Tab')
    await page.locator('main').hover()
    expect(await page.evaluate(() => window.name), path).toBe('untouched')
    expect(await page.title(), path).toMatch(/ · Daymark$/)
    await expect(page.locator('h1')).toHaveCount(1)
    const foreign =
      'script:not([src^="/assets/"]), img, iframe, style, object, embed, base, form[action]:not([action^="/"]), form[action^="//"], [formaction]:not([formaction^="/"]), a[href]:not([href^="/"]):not([href^="#"]):not([href^="?"]), a[href^="//"], [onclick], [onload], [onerror], [onfocus]'
    const found = await page.locator(foreign).evaluateAll((elements) => elements.map(({ outerHTML }) => outerHTML))
    expect(found, path).toEqual([])
  }

  // Then through htmx: as fragments, while searching, and as an edit in place.
  await page.goto('/goals')
  const searched = page.waitForResponse((answer) => answer.url().includes('q='))
  await page.getByRole('searchbox').first().fill('<')
  await searched
  await page.goto('/projects')
  await page.locator('summary[aria-label^="More for"]').first().click()
  await page.locator('[data-menu][open] a[aria-label^="Edit"]').click()
  await expect(page.locator('form.edit').first()).toBeVisible()
  expect(await page.locator('img, iframe, script:not([src^="/assets/"])').count()).toBe(0)
  expect(odd).toEqual([])
})

test('the only permission of a page is to copy', { tag: '@all' }, async ({ page }) => {
  await page.goto('/')
  const allowed = await page.evaluate(() => {
    const policy = Reflect.get(document, 'featurePolicy')
    return policy.allowedFeatures().filter((name: string) => !name.startsWith('ch-'))
  })
  expect(allowed.sort()).toEqual(expect.arrayContaining(['clipboard-write']))
  for (const name of ['camera', 'geolocation', 'microphone', 'payment', 'usb', 'clipboard-read', 'fullscreen']) {
    expect(allowed).not.toContain(name)
  }
})
