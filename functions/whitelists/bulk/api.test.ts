import { expect, test } from 'vitest'
import { signedIn } from '../../../test/client'
import { ownRules, putAppsForTest, putRule, somePackage } from '../testing'

const path = '/api/v1/whitelist/apps'

test('many rules are set at once; those about which an admin decides are named with why', async () => {
  const { userId, json, heads } = await signedIn()
  const [locked, theirs] = [somePackage('dialer'), somePackage('insta')]
  await putAppsForTest({ package_name: locked, is_locked: 1 })
  await putRule(userId, theirs, { is_whitelisted: 0, after: null }, 'ada')
  await putRule(userId, 'org.gone', { is_whitelisted: 1, after: null })
  const before = await heads()
  const answer = await json('PUT', path, {
    apps: [
      { package_name: 'org.a', is_whitelisted: true, label: 'A' },
      { package_name: 'org.b', is_whitelisted: true },
      { package_name: 'org.gone', is_whitelisted: null },
      { package_name: locked, is_whitelisted: false },
      { package_name: theirs, is_whitelisted: true },
      { package_name: 'org.b', is_whitelisted: false },
    ],
  })
  expect(answer.status).toBe(200)
  expect(await answer.json()).toMatchObject({
    changed: 3,
    refused: [
      { package_name: locked, code: 'locked', detail: expect.stringContaining('locked') },
      { package_name: theirs, code: 'locked', detail: expect.stringContaining('admin') },
    ],
  })
  expect(await ownRules(userId)).toMatchObject([
    { package_name: 'org.a', label: 'A', is_whitelisted: 1 },
    { package_name: 'org.b', label: null, is_whitelisted: 0 },
  ])
  expect((await heads())?.whitelist_seq).toBe(Number(before?.seq) + 1)
})

test.each([
  [{}, 'apps'],
  [{ apps: [] }, 'apps'],
  [{ apps: Array.from({ length: 501 }, (_, n) => ({ package_name: `a${n}`, is_whitelisted: true })) }, 'apps'],
  [{ apps: [{ package_name: 'a b', is_whitelisted: true }] }, 'apps.0.package_name'],
  [{ apps: [{ package_name: 'a', is_whitelisted: 1 }] }, 'apps.0.is_whitelisted'],
  [{ apps: [{ package_name: 'a', is_whitelisted: true, label: ' ' }] }, 'apps.0.label'],
  [{ apps: [{ package_name: 'a', is_whitelisted: true, locked: true }] }, 'apps.0.locked'],
])('rules that cannot be are refused by member, and none is set', async (body, member) => {
  const { userId, json } = await signedIn()
  const answer = await json('PUT', path, body)
  expect(answer.status).toBe(422)
  const { errors } = await answer.json<{ errors: { path: string }[] }>()
  expect(errors.map(({ path: found }) => found)).toContain(member)
  expect(await ownRules(userId)).toEqual([])
})
