import { expect, test } from 'vitest'
import manifest from '../public/assets/manifest.json'
import { signedIn } from './support/client'
import { stopClock } from './support/clock'
import { addRows, today } from './support/rows/one-of-each'
import { mostScripts, scriptsOf, sizeAt } from './support/scripts'

stopClock(`${today}T15:00:00Z`)

type Asset = keyof typeof manifest

test.each<[kilobytes: number, ...names: Asset[]]>([
  [25, 'app.css'],
  [28, 'app.css', 'more.css'],
  [12, 'calendar.js'],
  [80, 'app.js', 'stats.js', 'chart.js'],
])('at most %i KB: %s', async (kilobytes, ...names) => {
  const sizes = await Promise.all(names.map((name) => sizeAt(manifest[name])))
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(kilobytes * 1024)
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
