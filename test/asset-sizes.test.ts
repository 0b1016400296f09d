import { expect, test } from 'vitest'
import manifest from '../public/assets/manifest.json'
import { filesIn } from './support/files'

const files = await filesIn('public/assets')

/** The gzipped size of a built file, in bytes. */
const gzipped = async (name: keyof typeof manifest) => {
  const content = files[`public${manifest[name]}`]
  expect(content?.length).toBeGreaterThan(300)
  const stream = new Response(content).body?.pipeThrough(new CompressionStream('gzip'))
  return (await new Response(stream).arrayBuffer()).byteLength
}

const kilobytes = 1024

test('the CSS of a page is at most 15 KB', async () => {
  expect(await gzipped('app.css')).toBeLessThanOrEqual(15 * kilobytes)
})

/** Modules of pages without charts. select.js loads row-selection.js once somebody comes to a row, app.js in-place.js with the first edit. */
const modules = [
  ['row-selection.js'],
  ['select.js', 'row-dragging.js'],
  ['card-selection.js'],
  ['notes.js'],
  ['in-place.js'],
  ['take-over.js'],
  ['evidence.js'],
] as const

test('the JavaScript of a page without charts is at most 26 KB, htmx and its modules included', async () => {
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
