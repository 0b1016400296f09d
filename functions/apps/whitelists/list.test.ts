import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rows, signedIn } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { runs } from '../../../test/support/runs'
import { readPreferences } from '../../lib/preferences'
import { foldText } from '../../lib/text/text'
import { weekOf } from '../../lib/time/days'
import { newAdmin } from '../admin/testing'
import { readEarned } from '../app-rules/unlock-condition'
import { appsPage, countApps } from './list'
import { type AppListFilter, type AppsView, appListFilters } from './schema'
import { dropApps, putApps, putAppsForTest, putRule, putUse } from './testing'

type Client = Awaited<ReturnType<typeof signedIn>>

const preferences = readPreferences('{}')
const today = '2026-03-11'
stopClock(`${today}T15:00:00Z`)
const week = weekOf(today, preferences.week_start)
const longAgo = '2026-01-05'

/** Stores a use as reports do, today by default. */
const use = (userId: string, packageName: string, seconds: number, date = today) =>
  putUse(userId, packageName, seconds, date)

describe('the list', () => {
  const run = crypto.randomUUID().slice(0, 8)
  const name = (n: number) => `list.${run}.${n % 3 === 0 ? 'B' : 'b'}${n}`
  const known = Array.from({ length: 56 }, (_, n) => ({
    package_name: name(n),
    label: n % 5 === 0 ? 'Same name' : `${['Zé', 'alpha', '😀 App', '名前', 'Éclair'][n % 5]} ${n % 9}`,
    is_whitelisted: n % 3 === 0 ? (0 as const) : (1 as const),
    is_locked: n % 11 === 0 ? (1 as const) : (0 as const),
  }))
  const extra = Array.from({ length: 14 }, (_, n) => name(100 + n))
  let admin: Client

  beforeAll(async () => {
    await putApps(...known)
    admin = await newAdmin()
  })
  afterAll(() => dropApps(...known.map(({ package_name }) => package_name)))

  type Told = {
    name: string
    key: string
    allowed: boolean
    byAdmin: boolean
    unlisted: boolean
    used: boolean
    week: number
    isWeeks: boolean
    isDecided: boolean
  }

  /** All apps of a person, evaluated without the code under test. */
  const told = async (userId: string, unlisted: string): Promise<Told[]> => {
    const apps = await rows<{ package_name: string; label_key: string; is_whitelisted: number; is_locked: number }>(
      'SELECT package_name, label_key, is_whitelisted, is_locked FROM apps',
    )
    const rules = await rows<{ package_name: string; set_by: string; is_whitelisted: number; label: string | null }>(
      'SELECT package_name, set_by, is_whitelisted, label FROM user_apps WHERE user_id = ?',
      userId,
    )
    const used = await rows<{ package_name: string; date: string; total_seconds: number }>(
      'SELECT package_name, date, total_seconds FROM daily_usage WHERE user_id = ?',
      userId,
    )
    const names = new Set([...apps, ...rules, ...used].map(({ package_name }) => package_name))
    return [...names].map((name) => {
      const app = apps.find(({ package_name }) => package_name === name)
      const ruleBy = (by: string) => rules.find((rule) => rule.package_name === name && rule.set_by === by)
      const [theirs, own] = [ruleBy('admin'), ruleBy('user')]
      const locked = app?.is_locked === 1
      const says = locked ? app : (theirs ?? own ?? app)
      const uses = used.filter(({ package_name }) => package_name === name)
      const weeks = uses.filter(({ date }) => date >= week.from)
      return {
        name,
        key: app?.label_key ?? (own?.label ?? name).toLowerCase(),
        allowed: says ? says.is_whitelisted === 1 : unlisted === 'allow',
        byAdmin: !locked && theirs !== undefined,
        unlisted: !app && !theirs && !own,
        used: uses.length > 0,
        week: weeks.reduce((sum, { total_seconds }) => sum + total_seconds, 0),
        isWeeks: weeks.length > 0,
        isDecided: rules.some(({ package_name }) => package_name === name),
      }
    })
  }

  const isWanted: Record<AppListFilter, (app: Told) => boolean> = {
    '': () => true,
    allowed: ({ allowed }) => allowed,
    blocked: ({ allowed }) => !allowed,
    admin: ({ byAdmin }) => byAdmin,
    never: ({ used }) => !used,
    unlisted: ({ unlisted }) => unlisted,
  }

  const bytes = (text: string) =>
    Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
  const compared = (a: string, b: string) => (a < b ? -1 : Number(a > b))
  const byKey = (a: Told, b: Told) => compared(bytes(a.key), bytes(b.key)) || compared(bytes(a.name), bytes(b.name))

  const inOrder = (apps: Told[], { sort, show }: Pick<AppsView, 'sort' | 'show'>) => {
    if (sort === 'app') return apps.toSorted(byKey)
    const first = apps.filter(({ isWeeks }) => isWeeks).toSorted((a, b) => b.week - a.week || compared(a.name, b.name))
    const others = apps.filter(({ isWeeks }) => !isWeeks).toSorted(byKey)
    if (show !== '') return [...first, ...others]
    const earlier = others.filter(({ used }) => used).toSorted((a, b) => compared(bytes(b.name), bytes(a.name)))
    const own = new Set([...earlier.slice(0, 10), ...others.filter(({ isDecided }) => isDecided)])
    return [...first, ...others.filter((app) => own.has(app)), ...others.filter((app) => !own.has(app))]
  }

  const readerOf = (userId: string, unlisted_apps: 'allow' | 'block') => ({
    user: { id: userId, preferences: { ...preferences, unlisted_apps } },
    earned: readEarned({ earned: null }, preferences, today),
    today,
  })

  const listed = async (reader: ReturnType<typeof readerOf>, view: AppsView) => {
    const names: string[] = []
    const allowed: boolean[] = []
    for (let after: AppsView['after'] = null, pages = 0; pages < 20; pages += 1) {
      const page = await appsPage(env.DB, reader, { ...view, after })
      expect(page.apps.length).toBeLessThanOrEqual(50)
      names.push(...page.apps.map(({ package_name }) => package_name))
      allowed.push(...page.apps.map(({ status }) => status.effective.is_whitelisted))
      if (!page.next) return { names, allowed }
      after = page.next
    }
    throw new Error('The list has no end')
  }

  const someApp = fc
    .nat(known.length + extra.length - 1)
    .map((n) => known[n]?.package_name ?? extra[n - known.length] ?? '')
  const flag = fc.constantFrom(0 as const, 1 as const)

  test('has every app of the catalogue, of rules and of use, each once, in order, whatever it is narrowed to', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uniqueArray(fc.tuple(someApp, flag), { maxLength: 14, selector: ([app]) => app }),
        fc.uniqueArray(fc.tuple(someApp, flag), { maxLength: 6, selector: ([app]) => app }),
        fc.uniqueArray(fc.tuple(someApp, fc.nat(5), fc.boolean()), { maxLength: 30, selector: ([app]) => app }),
        fc.constantFrom('allow' as const, 'block' as const),
        async (own, theirs, uses, unlisted) => {
          const { userId } = await signedIn()
          for (const [app, is_whitelisted] of own) await putRule(userId, app, { is_whitelisted, after: null })
          for (const [app, is_whitelisted] of theirs)
            await putRule(userId, app, { is_whitelisted, after: null }, admin.userId)
          await rows(
            "UPDATE user_apps SET label = 'Zebra' WHERE user_id = ? AND set_by = 'user' AND package_name = ?",
            userId,
            extra[0],
          )
          for (const [app, minutes, isNow] of uses) await use(userId, app, minutes * 60, isNow ? today : longAgo)
          const all = await told(userId, unlisted)
          const reader = readerOf(userId, unlisted)
          for (const show of ['', ...appListFilters] as const) {
            for (const sort of ['', 'app'] as const) {
              const expected = inOrder(all.filter(isWanted[show]), { sort, show })
              const { names, allowed } = await listed(reader, { q: '', show, sort, after: null })
              expect(names, `${show} by ${sort}`).toEqual(expected.map((app) => app.name))
              expect(allowed).toEqual(expected.map((app) => app.allowed))
            }
          }
          const counted = { all: all.length, allowed: all.filter(({ allowed }) => allowed).length }
          expect(await countApps(env.DB, reader)).toEqual(counted)
        },
      ),
      { numRuns: runs(4) },
    )
  })

  test('begins with what a new person decided and used, however long the catalogue', async () => {
    const { userId } = await signedIn()
    const [decided, used] = [known.at(-1)?.package_name ?? '', `zz.${run}.used`]
    await putRule(userId, decided, { is_whitelisted: 0, after: null })
    await use(userId, used, 60, longAgo)
    const { names } = await listed(readerOf(userId, 'block'), { q: '', show: '', sort: '', after: null })
    expect(names.slice(0, 2).toSorted()).toEqual([decided, used].toSorted())
    expect(new Set(names).size).toBe(names.length)
  })

  test('is searched by the beginnings of words of labels and package names, of the catalogue and beside it', async () => {
    const { userId } = await signedIn()
    const reader = readerOf(userId, 'block')
    const [mine = '', seen = ''] = [`own.${run}.Netflix`, `seen.${run}.netto`]
    await putRule(userId, mine, { is_whitelisted: 1, after: null })
    await use(userId, seen, 60)
    const found = async (q: string, show: AppListFilter = '') =>
      (await listed(reader, { q, show, sort: 'app', after: null })).names
        .filter((name) => name.includes(run))
        .toSorted()
    expect(await found('net')).toEqual([mine, seen])
    expect(await found('net own')).toEqual([mine])
    expect(await found('net', 'never')).toEqual([mine])
    expect(await found('net', 'unlisted')).toEqual([seen])
    expect(await found(`${run} eclair`)).toEqual(
      known
        .flatMap(({ package_name, label }) => (foldText(label).startsWith('eclair') ? [package_name] : []))
        .toSorted(),
    )
    expect(await found(seen)).toEqual([seen])
    expect(await found('😀')).toEqual([])
    expect(await found("' OR 1=1 --")).toEqual([])
  })

  test('finds an app by a rare word of its name where many have the others', async () => {
    const { userId } = await signedIn()
    const maker = `maker${run}`
    const many = Array.from({ length: 160 }, (_, n) => ({ package_name: `net.${maker}.a${n}`, label: `Thing ${n}` }))
    const notes = { package_name: `net.${maker}.z`, label: 'My notes' }
    await putAppsForTest(...many, notes)
    const found = (q: string) => listed(readerOf(userId, 'block'), { q, show: '', sort: 'app', after: null })
    for (const q of [`${maker} notes`, `notes ${maker} net`]) {
      expect([q, (await found(q)).names]).toEqual([q, [notes.package_name]])
    }
    expect((await found(maker)).names).toHaveLength(161)
  })
})
