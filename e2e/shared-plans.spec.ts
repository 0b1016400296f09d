import { readFileSync } from 'node:fs'
import { addPlan, expect, expectAccessible, follow, openMore, signIn, test } from './fixtures'

test('a plan is shared by mail, accepted elsewhere, edited, seen, and taken back', async ({
  page,
  browser,
  baseURL,
}) => {
  const url = baseURL ?? ''
  await addPlan(page, readFileSync('test/data/plans/spanish-a2.md', 'utf8'))
  await page.goto('/plans/spanish-a2')
  await openMore(page)
  await follow(page.getByRole('link', { name: 'Share', exact: true }))

  const elsewhere = await browser.newContext({ baseURL: url })
  const email = await signIn(elsewhere, url)
  await page.getByLabel('Email address').fill(email)
  await page.getByLabel('Permission').selectOption('Can edit')
  await page.getByRole('button', { name: 'Invite' }).click()
  await expect(page.getByText(`${email} is invited`)).toBeVisible()

  const outbox = await elsewhere.request.get(`/dev/outbox?to=${email}`, { headers: { Accept: 'application/json' } })
  const mail = (await outbox.json()).find(({ subject }: { subject: string }) => subject.includes('shares a plan'))
  const link = /http\S+\/shared/.exec(mail.text)?.[0] ?? ''
  const theirs = await elsewhere.newPage()
  await theirs.goto(new URL(link).pathname)
  await expectAccessible(theirs)
  await theirs.getByRole('button', { name: /^Accept/ }).click()
  await expect(theirs.getByText('0 of 6 chunks done').first()).toBeVisible()
  await page.goto('/plans/spanish-a2')
  await follow(theirs.getByRole('link', { name: 'Edit chunks' }))
  await theirs.getByRole('textbox', { name: 'New chunk' }).fill('Future tense')
  await theirs.keyboard.press('Enter')
  await expect(theirs.getByRole('link', { name: 'Future tense', exact: true })).toBeVisible()

  // The page of the other follows.
  if (process.env.LIVE === 'off') await page.reload()
  await expect(page.getByRole('heading', { name: 'Future tense' })).toBeVisible()
  await expect(page.getByText('2 of 6 chunks done, 1 skipped').first()).toBeVisible()
  await openMore(page)
  await follow(page.getByRole('link', { name: 'History' }))
  await expect(page.getByText('Version 2')).toBeVisible()
  await expectAccessible(page)

  await page.goto('/plans/spanish-a2/share')
  await page.getByRole('button', { name: 'Create a link' }).click()
  const publicLink = await page.getByRole('textbox', { name: 'Link' }).inputValue()
  await expectAccessible(page)
  const anyone = await (await browser.newContext()).newPage()
  await anyone.goto(publicLink)
  await expect(anyone.getByRole('heading', { name: 'Future tense' })).toBeVisible()
  await expectAccessible(anyone)
  await follow(anyone.getByRole('link', { name: 'Use this plan' }))
  expect(anyone.url()).toContain('/sign-in?next=%2Fp%2F')

  await page.getByLabel(`More for ${email}`).click()
  await page.getByRole('button', { name: 'Stop sharing' }).click()
  await expect(page.getByText(`Not shared with ${email} any more`)).toBeVisible()
  await theirs.goto('/plans')
  await expect(theirs.getByText('Spanish A2')).toBeHidden()
  expect((await theirs.goto('/plans/spanish-a2'))?.status()).toBe(404)
  await elsewhere.close()
})
