import type { Page } from '@playwright/test'
import { axeOptions, expect, loadAxe, signInToDemo, test } from './fixtures'
import { findViolations } from './violations'

/** Makes text too faint: by its colour, by what is behind it, by an element around it, and by what is drawn between. */
const faults = [
  ':root { --grey: light-dark(#909898, #4a5252) }',
  'main { background: light-dark(#999, #666) }',
  'li { opacity: 0.75 } :root { --accent: light-dark(#5b8a98, #286572) }',
  '.row-title { position: absolute; color: light-dark(#999, #555) } nav { background: rgb(128 128 128 / 0.9) }',
  'main a { color: light-dark(#333, #ddd); text-decoration: none; font: inherit }',
]

const show = (page: Page, css: string) =>
  page.evaluate((text) => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(text)
    document.adoptedStyleSheets = [sheet]
  }, css)

/** Runs axe as it is: it compares the colours of all text. */
const allViolations = (page: Page) =>
  page.evaluate(async (options) => {
    const { violations } = await window.axe.run(document, options)
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
  }, axeOptions)

test('text that is too faint is found as by axe alone', async ({ page, context, baseURL }) => {
  await signInToDemo(context, baseURL ?? '')
  await page.goto('/people')
  await loadAxe(page)
  for (const css of faults) {
    await show(page, css)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      const found = await page.evaluate(findViolations, { options: axeOptions, onlyColours: false })
      const expected = await allViolations(page)
      expect(expected.length, css).toBeGreaterThan(0)
      expect(found.toSorted(), `${css} in ${colorScheme}`).toEqual(expected.toSorted())
    }
  }
})
