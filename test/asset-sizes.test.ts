import { expect, test } from 'vitest'
import manifest from '../public/assets/manifest.json'
import { signedIn } from './support/client'
import { stopClock } from './support/clock'
import { addRows, today } from './support/rows/one-of-each'
import { mostScripts, scriptsOf, sizeAt } from './support/scripts'

stopClock(`${today}T15:00:00Z`)

const kilobytes = 1024

test('the CSS of a page is at most 15 KB', async () => {
  expect(await sizeAt(manifest['app.css'])).toBeLessThanOrEqual(15 * kilobytes)
})

// every-read.test.ts counts the scripts of each page.
test('the scripts of each view of a page are at most 26 KB, htmx included', async () => {
  const client = await signedIn()
  await addRows(client, 'scripts', null)
  const views = ['/week?view=grid', '/week?open=filter&subject=tag:none', '/sessions?select=session', '/stats?range=90']
  for (const page of [...views, ...['length', 'fit', 'order'].map((step) => `/plan?step=${step}`)]) {
    const { paths, bytes } = await scriptsOf(await (await client.get(page)).text())
    expect([page, paths]).toEqual([page, expect.arrayContaining([manifest['app.js']])])
    expect(bytes, page).toBeLessThanOrEqual(mostScripts)
  }
})

test('what draws and moves on lanes of days is at most 12 KB, which select.js loads once somebody comes to one', async () => {
  expect(await sizeAt(manifest['calendar.js'])).toBeLessThanOrEqual(12 * kilobytes)
})

test('the JavaScript of a page with charts is at most 80 KB', async () => {
  const sizes = await Promise.all(
    ['app.js' as const, 'stats.js' as const, 'chart.js' as const].map((name) => sizeAt(manifest[name])),
  )
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(80 * kilobytes)
})
