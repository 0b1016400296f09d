import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { type Client, signedIn } from '../../../../test/support/client'
import { runs } from '../../../../test/support/runs'
import { minute, utcToday } from '../../../../test/support/times'
import { makeApiToken } from '../../../account/auth/programs/issue'
import { bindings } from '../../../account/auth/programs/testing'
import type { AppRule } from '../../../apps/app-rules/schema'
import { reportUses } from '../../../apps/usage/queries'
import type { UsageEntry } from '../../../apps/usage/schema'
import { dropApps, putApps, putRule, somePackage } from '../../../apps/whitelists/testing'
import { personHead } from '../../../lib/env'
import { addDays, datesBetween, dayOf, dayStart, type Zone } from '../../../lib/time/days'
import { userOf } from '../../../time/sessions/import/testing'
import { newSession, putAll, words } from '../../../time/sessions/testing'
import { appsView } from './view'

const { DB } = env
const utc: Zone = { time_zone: 'UTC', day_start_minute: 0 }
const allow: AppRule = { is_whitelisted: 1, after: null }

/** A use of so many minutes, from an hour of a day on. */
const useOn = (date: string, package_name: string, minutes: number, hour = 0): UsageEntry => {
  const started_at = dayStart(date, utc) + hour * 60 * minute
  return { id: crypto.randomUUID(), package_name, started_at, ended_at: started_at + minutes * minute }
}

const report = ({ userId }: Client, uses: UsageEntry[], zone = utc) =>
  reportUses(DB, userId, { clientId: 'phone', uses, zone }, Date.now())

const section = (html: string) =>
  html.slice(html.indexOf('<section class="section" id="apps"')).split('</section')[0] ?? ''
const apps = async (client: Client, path = '/stats') => section(await (await client.get(path)).text())

type Item = { date: string; package_name: string; total_seconds: number; is_whitelisted: boolean }

describe('apps in the statistics', () => {
  test('say how to connect a client where nothing was ever reported', async () => {
    const html = await apps(await signedIn())
    expect(words(html)).toContain('No app usage yet')
    expect(words(html)).toContain('Connect a phone or computer')
  })

  test('part the use of a range by what holds now, and lead to the rules', async () => {
    const client = await signedIn()
    const [good, bad] = [somePackage('good'), somePackage('bad')]
    await putRule(client.userId, good, allow)
    await report(client, [
      useOn(addDays(utcToday(), -2), good, 50),
      useOn(addDays(utcToday(), -2), bad, 20),
      useOn(addDays(utcToday(), -40), bad, 100),
    ])
    const html = await apps(client)
    expect(words(html)).toContain('1 h 10 m 50m of it on allowed apps')
    expect(words(html)).toContain('30m less than the 30 days before')
    expect(words(html)).toMatch(/last report today, \d\d:\d\d/i)
    expect(html.indexOf(good)).toBeLessThan(html.indexOf(bad))
    expect(html).toContain('href="/whitelists"')
    await putRule(client.userId, bad, allow)
    expect(words(await apps(client))).toContain('1h 10m of it on allowed apps')
  })

  test('lists a hundred apps, and sums up the others', async () => {
    const client = await signedIn()
    const uses = Array.from({ length: 103 }, (_, n) =>
      useOn(addDays(utcToday(), -1), `some.${n}.app`, n < 100 ? 10 : 5),
    )
    await report(client, uses)
    expect(words(await apps(client))).toContain('Show 90 more')
    const html = await apps(client, '/stats?open=apps')
    expect(html.match(/some\.\d+\.app/g)).toHaveLength(100)
    expect(words(html)).toContain('3 other apps, total 15m')
  })

  test('of all time begin with the first use, also before the first session', async () => {
    const client = await signedIn()
    await putAll(client, [newSession(dayStart(addDays(utcToday(), -3), utc), 10, utc)])
    await report(client, [useOn(addDays(utcToday(), -200), 'a.b', 30), useOn(addDays(utcToday(), -1), 'a.b', 15)])
    expect(words(await apps(client, '/stats?range=all'))).toContain('45 m')
    expect(words(await apps(client, '/stats?range=7'))).toContain('15 m')
  })

  test('warn of a client that has gone quiet', async () => {
    const client = await signedIn()
    const { id } = await makeApiToken(
      bindings,
      client.userId,
      { name: 'Tablet', scopes: ['usage'], expiresAt: null },
      Date.now(),
    )
    const days = 86_400_000
    const said = (at: number) =>
      reportUses(DB, client.userId, { clientId: id, uses: [useOn(utcToday(), 'a.b', 1)], zone: utc }, at)
    await said(Date.now() - 6 * days)
    await said(Date.now() - 3 * days)
    expect(words(await apps(client))).toContain('The last report from Tablet was 3 days ago')
  })
})

describe('the sums', () => {
  const listed = somePackage('listed')
  afterEach(() => dropApps(listed))

  test('are those of GET /api/v1/usage, for any uses, zones and ranges', async () => {
    await putApps({ package_name: listed, is_whitelisted: 1 })
    const zones = ['UTC', 'America/New_York', 'Pacific/Auckland'].map((time_zone) => ({
      time_zone,
      day_start_minute: 180,
    }))
    const offset = fc.integer({ min: 0, max: 390 })
    const uses = fc.array(
      fc.record({
        package_name: fc.constantFrom(listed, 'own.allowed', 'nobody.decided'),
        offset,
        hour: fc.integer({ min: 0, max: 23 }),
        minutes: fc.integer({ min: 1, max: 600 }),
      }),
      { minLength: 1, maxLength: 12 },
    )
    await fc.assert(
      fc.asyncProperty(uses, fc.constantFrom(...zones), offset, offset, async (made, zone, a, b) => {
        const client = await signedIn(zone)
        await putRule(client.userId, 'own.allowed', allow)
        const now = Date.now()
        const day = (ago: number) => addDays(dayOf(now, zone), -1 - ago)
        await report(
          client,
          made.map((one) => useOn(day(one.offset), one.package_name, one.minutes, one.hour)),
          zone,
        )
        const range = { from: day(Math.max(a, b)), to: day(Math.min(a, b)) }
        const answer = await client.json('GET', `/api/v1/usage?from=${range.from}&to=${range.to}`)
        const { items } = await answer.json<{ items: Item[] }>()
        const total = (some: Item[]) => some.reduce((sum, { total_seconds }) => sum + total_seconds, 0)

        const head = await personHead(DB, client.userId)
        const view = await appsView(
          DB,
          userOf(client, zone),
          head,
          { range, isAll: false, before: null, group: 'day' },
          now,
        )
        expect(view?.allowed_seconds).toBe(total(items.filter(({ is_whitelisted }) => is_whitelisted)))
        expect(view?.other_seconds).toBe(total(items.filter(({ is_whitelisted }) => !is_whitelisted)))
        const byApp = Map.groupBy(items, ({ package_name }) => package_name)
        expect(new Map(view?.apps.map((app) => [app.package_name, app.total_seconds]))).toEqual(
          new Map([...byApp].map(([name, some]) => [name, total(some)])),
        )
        const byDate = Map.groupBy(items, ({ date }) => date)
        for (const bar of view?.bars ?? []) {
          const there = datesBetween(bar.date, bar.to).flatMap((date) => byDate.get(date) ?? [])
          expect(bar.allowed_seconds + bar.other_seconds).toBe(total(there))
        }
      }),
      { numRuns: runs(8) },
    )
  })
})

describe('an open page', () => {
  test('shows a reported use when it asks again, and a rule', async () => {
    const client = await signedIn()
    await report(client, [useOn(utcToday(), 'a.b', 7)])
    const liveOf = (html: string) => /hx-get="(\/stats\/live\?[^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const before = await (await client.get('/stats')).text()
    const none = await client.get(liveOf(before), { part: true })
    expect(none.status).toBe(204)

    await report(client, [useOn(utcToday(), 'c.d', 5)])
    const after = await client.get(liveOf(before), { part: true })
    expect(after.status).toBe(200)
    const html = await after.text()
    expect(words(html)).toMatch(/12 ?m/)
    expect(html).toMatch(/id="nav-apps"[^>]*>2 new</)

    const asked = liveOf(html)
    await putRule(client.userId, 'a.b', allow)
    const ruled = await (await client.get(asked, { part: true })).text()
    expect(words(ruled)).toMatch(/7m of it on allowed apps/)
    expect(ruled).toMatch(/id="nav-apps"[^>]*>1 new</)
  })
})
