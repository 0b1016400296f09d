import { expect, test } from 'vitest'
import manifest from '../public/assets/manifest.json'
import { signedIn } from './support/client'
import { stopClock } from './support/clock'
import { filesIn } from './support/files'
import { addRows, today } from './support/rows/one-of-each'

stopClock(`${today}T15:00:00Z`)

const files = await filesIn('public/assets')

/** The gzipped size of the file at a path, in bytes. */
const sizeAt = async (path: string) => {
  const content = files[`public${path}`]
  expect(content?.length).toBeGreaterThan(300)
  const stream = new Response(content).body?.pipeThrough(new CompressionStream('gzip'))
  return (await new Response(stream).arrayBuffer()).byteLength
}

const gzipped = (name: keyof typeof manifest) => sizeAt(manifest[name])

const kilobytes = 1024

test('the CSS of a page is at most 15 KB', async () => {
  expect(await gzipped('app.css')).toBeLessThanOrEqual(15 * kilobytes)
})

/** The scripts that a page names, and those that these import. Others come with what somebody does. */
const scriptsOf = (html: string) => {
  const paths = new Set(Array.from(html.matchAll(/<script[^>]* src="([^"]+)"/g), ([, path = '']) => path))
  for (const path of paths)
    for (const [, found = ''] of (files[`public${path}`] ?? '').matchAll(/\b(?:from|import)"(\/assets\/[^"]+)"/g))
      paths.add(found)
  return [...paths]
}

test('the scripts of the pages of each day are at most 26 KB, htmx included', async () => {
  const client = await signedIn()
  await addRows(client, 'scripts', null)
  for (const page of ['/', '/tasks', '/sessions', '/goals', '/cards', '/meetings', '/whitelists']) {
    const scripts = scriptsOf(await (await client.get(page)).text())
    const sizes = await Promise.all(scripts.map(sizeAt))
    const isLight = sizes.reduce((sum, size) => sum + size) <= 26 * kilobytes
    expect([page, isLight, scripts]).toEqual([page, true, expect.arrayContaining([manifest['app.js']])])
  }
})

/** Modules of other pages, and modules loaded on interaction. */
const modules = [
  ['row-selection.js'],
  ['card-selection.js'],
  ['notes.js'],
  ['in-place.js'],
  ['take-over.js'],
  ['evidence.js'],
] as const

test('app.js and a module of a page without charts are at most 26 KB', async () => {
  for (const names of modules) {
    const sizes = await Promise.all(['app.js' as const, ...names].map(gzipped))
    expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(26 * kilobytes)
  }
})

test('what draws and moves on lanes of days is at most 12 KB, which select.js loads once somebody comes to one', async () => {
  expect(await gzipped('calendar.js')).toBeLessThanOrEqual(12 * kilobytes)
})

test('the JavaScript of a page with charts is at most 80 KB', async () => {
  const sizes = await Promise.all([gzipped('app.js'), gzipped('stats.js'), gzipped('chart.js')])
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThanOrEqual(80 * kilobytes)
})
