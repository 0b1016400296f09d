import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures'

const moving = (page: Page) => page.evaluate(() => document.getAnimations().length)

/** Adds two tasks for today, Ash and Birch, and returns the rows of the day. */
const twoTasks = async (page: Page) => {
  await page.goto('/tasks')
  const line = page.getByRole('textbox', { name: 'New task' })
  for (const title of ['Ash', 'Birch']) {
    await line.fill(title)
    await line.press('Enter')
    await expect(page.getByRole('main').getByRole('link', { name: title, exact: true })).toBeVisible()
  }
  return page.locator('#task-rows > li')
}

const topOf = async (part: Locator) => (await part.boundingBox())?.y ?? 0

test('a row that moves slides to its place, the one that is dragged does not lag', { tag: '@all' }, async ({
  page,
}) => {
  const rows = await twoTasks(page)
  const [ash, birch] = [rows.filter({ hasText: 'Ash' }), rows.filter({ hasText: 'Birch' })]
  const [first, second] = [await topOf(ash), await topOf(birch)]
  const animations = await page.context().newCDPSession(page)
  await animations.send('Animation.enable')
  const play = (playbackRate: number) => animations.send('Animation.setPlaybackRate', { playbackRate })

  await play(0)
  await page.getByRole('button', { name: 'Move Birch' }).press('ArrowUp')
  await expect(rows).toContainText(['Birch', 'Ash'])
  expect([await topOf(ash), await topOf(birch)]).toEqual([first, second])
  await play(1)
  await expect.poll(async () => [await topOf(birch), await topOf(ash)]).toEqual([first, second])

  await play(0)
  await page.getByRole('button', { name: 'Move Ash' }).hover()
  await page.mouse.down()
  await page.mouse.move(100, first)
  await expect(rows).toContainText(['Ash', 'Birch'])
  expect(await topOf(birch)).toBe(first)
  // The pointer holds it by its middle.
  const { y = 0, height = 0 } = (await ash.boundingBox()) ?? {}
  expect(Math.abs(y + height / 2 - first)).toBeLessThan(2)
  await page.mouse.up()
  await play(1)
  await expect.poll(() => topOf(birch)).toBe(second)
  await animations.detach()
})

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } })

  test('a moved row, a tick, the palette, a menu and a fold move nothing', { tag: '@all' }, async ({ page }) => {
    const rows = await twoTasks(page)
    await page.getByRole('button', { name: 'Move Birch' }).press('ArrowUp')
    await expect(rows).toContainText(['Birch', 'Ash'])
    expect(await moving(page)).toBe(0)
    await page.goto('/')
    const line = page.getByRole('combobox', { name: 'Add, log or start' })
    await line.fill('Water the plants today')
    await page.getByRole('button', { name: 'Add task for today' }).click()
    await page.getByRole('button', { name: 'Done: Water the plants' }).click()
    expect(await moving(page)).toBe(0)
    await expect(page.locator('#earlier-today')).toContainText('1 task done')
    expect(await moving(page)).toBe(0)
    await page.locator('#earlier-today > summary').click()
    expect(await moving(page)).toBe(0)
    await page.keyboard.press('Control+k')
    await expect(page.getByRole('dialog', { name: 'Find or do' })).toBeVisible()
    expect(await moving(page)).toBe(0)
    await page.keyboard.press('Escape')
    expect(await moving(page)).toBe(0)
    await page.getByLabel('More', { exact: true }).click()
    expect(await moving(page)).toBe(0)
  })
})
