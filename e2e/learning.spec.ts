import type { Page } from '@playwright/test'
import { addPlan, expect, expectAccessible, follow, openMore, test, zoneOfJourneys } from './fixtures'

const plan = `---
id: german-b1
title: German B1
created: 2026-10-01T07:30:00Z
updated: 2026-10-01T07:30:00Z
status: not-started
tags: [language]
---

Speak about **work**.

## Chunk 1: Weil and dass {#chunk-001}
**Duration**: 1 hour
**Status**: not-started
**Objectives**:
- The verb goes last

## Chunk 2: Relative clauses {#chunk-002}
**Duration**: 1 hour
**Status**: not-started
`

/** As the field for a start takes it. */
const minutesAgo = (minutes: number) =>
  new Date(Date.now() - minutes * 60_000)
    .toLocaleString('sv-SE', { timeZone: zoneOfJourneys(), dateStyle: 'short', timeStyle: 'short' })
    .slice(0, 16)

/** A minute may begin while the test runs. */
const tracked = /2[56]m of 1h planned/

const kpi = (page: Page, label: string) => page.locator('dl > *').filter({ hasText: new RegExp(`^${label}`) })
const due = (page: Page) => page.getByRole('link', { name: /^Learn/ }).first()

test('the first chunk of a plan is timed and done, its cards reviewed: time, progress and due count follow', async ({
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 800 })
  await addPlan(page, plan)
  await page.goto('/plans/german-b1')
  await expect(kpi(page, 'Progress')).toContainText('0 of 2 chunks done')
  await expect(kpi(page, 'Tracked')).toContainText('of 2h planned')

  await page.getByRole('button', { name: 'Start: Weil and dass' }).click()
  const timer = page.locator('#timer')
  await expect(timer).toContainText('Weil and dass')
  await timer.getByRole('link', { name: 'Weil and dass' }).click()
  await page.getByText('Edit details').click()
  const edit = page.getByRole('form', { name: 'Edit running session' })
  await edit.getByLabel('Started').fill(minutesAgo(25))
  await edit.getByLabel('Artifacts').fill('https://example.org/essay')
  await edit.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('status')).toContainText('saved', { ignoreCase: true })
  const stop = page.getByRole('main').getByRole('button', { name: 'Stop' })
  await stop.click()
  await expect(stop).toBeHidden()

  await page.goto('/plans/german-b1')
  await expect(page.locator('#plan-head')).toContainText('In progress')
  await expect(kpi(page, 'Tracked').getByRole('link')).toContainText(/2[56]m/)
  await expect(page.locator('#chunk-chunk-001')).toContainText(tracked)
  await expect(page.getByRole('link', { name: 'example.org/essay' })).toBeVisible()
  await page.getByRole('button', { name: 'Completed: Weil and dass' }).click()
  await expect(kpi(page, 'Progress')).toContainText('1 of 2 chunks done')
  await expect(page.locator('#plan-head')).toContainText('next: Relative clauses')

  await page.getByLabel('More for Weil and dass').click()
  await follow(page.locator('#chunk-chunk-001').getByRole('link', { name: 'Add a card' }))
  for (const [question, answer] of [
    ['weil', 'because'],
    ['dass', 'that'],
  ]) {
    await expect(page.getByLabel('Question')).toBeFocused()
    await page.keyboard.type(question ?? '')
    await page.keyboard.press('Tab')
    await page.keyboard.type(answer ?? '')
    await page.getByRole('button', { name: /another/i }).click()
    await expect(page.getByText('Card added')).toBeVisible()
    await expect(page.getByLabel('Question')).toHaveValue('')
  }
  await page.goto('/plans/german-b1')
  await expect(page.locator('#plan-cards')).toContainText('2 cards due')
  await expect(due(page)).toContainText('2 due')

  await follow(page.locator('#plan-cards').getByRole('link', { name: 'Review' }))
  await expect(page.locator('#review-question')).toHaveText('weil')
  await page.keyboard.press('Space')
  await expect(page.locator('#review-answer')).toHaveText('because')
  await page.keyboard.press('4')
  await expect(page.locator('#review-question')).toHaveText('dass')
  await expect(page.getByText('2 of 2')).toBeVisible()
  await page.getByRole('link', { name: 'Show answer' }).click()
  await page.getByRole('button', { name: /^Easy/ }).click()
  await expect(page.getByText('2 reviews done')).toBeVisible()

  await page.goto('/plans/german-b1')
  await expect(due(page)).not.toContainText('due')
  await expect(page.locator('#plan-cards')).toContainText('none due')
  await page.getByRole('button', { name: 'Completed: Relative clauses' }).click()
  const toast = page.locator('[data-toast]').filter({ hasText: 'Every chunk is done' })
  await expect(toast).toBeVisible()
  await expectAccessible(page, { everyView: true })
  await toast.getByRole('button', { name: 'Complete plan' }).click()
  await expect(page.locator('#plan-head')).toContainText('Completed')
  await expect(toast).toBeHidden()
  await page.goto('/plans')
  await expect(page.locator('#plans-completed')).toContainText('2 of 2 chunks')
  await expect(page.locator('#plans-completed')).toContainText(/2[56]m of 2h planned/)
  await page.getByRole('link', { name: 'German B1' }).click()
  await openMore(page)
  await page.getByRole('button', { name: 'Reopen' }).click()
  await expect(page.locator('#plan-head')).toContainText('In progress')
  await expect(page.getByRole('button', { name: 'Complete plan' })).toBeVisible()
})

/** Adds cards as the form does. */
const addCards = async (page: Page, count: number) => {
  const Origin = test.info().project.use.baseURL ?? ''
  for (let n = 1; n <= count; n += 1) {
    const form = { question: `Question ${n}`, answer: `Answer ${n}`, tags: '', source: '', plan_id: '' }
    expect((await page.request.post('/cards', { form, headers: { Origin }, maxRedirects: 0 })).status()).toBe(303)
  }
}

const ends = '12 reviews done'

test('ten cards are reviewed with the keyboard alone, and the last rating is undone', { tag: '@all' }, async ({
  page,
}) => {
  const { keyboard } = page
  await addCards(page, 10)
  await page.goto('/review')
  const rate = async (question: number, rating: number) => {
    await expect(page.locator('#review-question')).toHaveText(`Question ${question}`)
    await keyboard.press('Space')
    await expect(page.locator('#review-answer')).toBeFocused()
    await keyboard.press(String(rating))
  }
  // A new card that is not easy has a step of minutes, and comes back in the sitting.
  for (let n = 1; n <= 10; n += 1) await rate(n, n % 4 === 0 ? 1 : 4)
  await rate(4, 4)
  await rate(8, 4)
  await expect(page.getByText(ends)).toBeVisible()
  await expectAccessible(page, { everyView: true })
  await page.locator('#review-undo').focus()
  await keyboard.press('Enter')
  await expect(page.locator('#review-question')).toHaveText('Question 8')
  await keyboard.press('Space')
  await expect(page.locator('#review-answer')).toBeFocused()
  await keyboard.press('4')
  await expect(page.getByText(ends)).toBeVisible()
})
