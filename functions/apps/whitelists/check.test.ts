import { afterAll, expect, test, vi } from 'vitest'
import { signedIn } from '../../../test/support/client'
import { newSession, putAll } from '../../time/sessions/testing'
import { dropApps, putApps, putRule, somePackage } from './testing'

const known = somePackage()
await putApps({ package_name: known, label: 'Known', category: 'Work' })
afterAll(() => dropApps(known))

const path = '/api/v1/whitelist/check'
const asked = (packageName: string) => `${path}?${new URLSearchParams({ package_name: packageName })}`

test('an app is known by its exact name, and the answer is stored nowhere', async () => {
  const { json } = await signedIn()
  for (const [package_name, is_whitelisted, source] of [
    [known, true, 'default'],
    [known.toUpperCase(), false, 'unlisted'],
  ] as const) {
    const answer = await json('GET', asked(package_name))
    expect([answer.status, await answer.json()]).toEqual([200, { package_name, is_whitelisted, source }])
    expect([answer.headers.get('Cache-Control'), answer.headers.get('ETag')]).toEqual(['no-store', null])
  }
})

test.each(['', '?package_name=', '?package_name=a%20b', `?package_name=${'x'.repeat(256)}`])(
  'a package name is missing in “%s”, or none',
  async (search) => {
    const answer = await (await signedIn()).json('GET', path + search)
    expect([answer.status, await answer.json()]).toMatchObject([422, { errors: [{ path: 'package_name' }] }])
  },
)

test('an earned app says what is missing, and until when it counts', async () => {
  const noon = new Date().setUTCHours(12, 0, 0, 0)
  vi.useFakeTimers({ toFake: ['Date'], now: noon })
  const client = await signedIn()
  const app = somePackage('earned')
  await putRule(client.userId, app, { is_whitelisted: 1, after: { subject: 'all', seconds: 3600, period: 'day' } })
  await putAll(client, [newSession(noon - 4 * 3_600_000, 59)])
  const until = new Date(noon + 12 * 3_600_000).toISOString()
  expect(await (await client.json('GET', asked(app))).json()).toEqual({
    package_name: app,
    is_whitelisted: false,
    source: 'user',
    unlocks_in_seconds: 60,
    unlock: { subject: 'all', period: 'day', needed_seconds: 3600, tracked_seconds: 3540, until },
  })
})
