import { env } from 'cloudflare:workers'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runs } from '../../../../test/support/runs'
import { valuesCursor } from '../../../lib/http/list-view'
import { foldText } from '../../../lib/text/text'
import { queryTerms, searchTerms } from '../../app-rules/find-app'
import { newAdmin } from '../testing'
import { type DefaultsSearch, findApps } from './queries'
import type { StoredApp } from './schema'
import { addApps, noApps } from './testing'

const db = env.DB
const words = ['Tube', 'tuber', 'Géo', 'map', 'Chat', 'ab']
const categories = ['Games', 'games', 'Vidéo', null]

/** Enough for a second part of the walk; many labels are equal. */
const many = Array.from({ length: 330 }, (_, index) => ({
  package_name: `com.n${(index * 7) % 330}.${words[index % 6]?.toLowerCase()}`,
  label: `${words[index % 5]} ${words[(index * 3) % 6]}`,
  category: categories[index % 4] ?? null,
  is_whitelisted: index % 3 === 0 ? (1 as const) : (0 as const),
  is_locked: index % 40 === 0 ? (1 as const) : (0 as const),
}))

let all: StoredApp[]
beforeAll(async () => {
  await noApps()
  const admin = await newAdmin()
  // Several changes, so that some apps share a version and others do not.
  for (let from = 0; from < many.length; from += 55) await addApps(admin, many.slice(from, from + 55))
  all = await findApps(db, { filter: { q: '', category: '' }, sort: '', after: null }, 1_000)
})
afterAll(noApps)

const filters = fc.record(
  {
    q: fc.constantFrom('', 'tub', 'geo', 'map tube', 'COM', 'n1', 'com.n12', 'nothing', '-'),
    category: fc.constantFrom('', 'Games', 'Vidéo'),
    is_whitelisted: fc.boolean(),
    is_locked: fc.boolean(),
  },
  { requiredKeys: ['q', 'category'] },
)

/** Models the filter. */
const isWanted = ({ q, category, is_whitelisted, is_locked }: DefaultsSearch['filter'], app: StoredApp) => {
  const has = searchTerms(app.label, app.package_name)
  const sought = queryTerms(q)
  return (
    (q === '' ||
      (sought.length > 0
        ? sought.every((word) => has.some((one) => one.startsWith(word)))
        : foldText(app.label).includes(q) || app.package_name.includes(q))) &&
    (category === '' || app.category === category) &&
    (is_whitelisted === undefined || app.is_whitelisted === Number(is_whitelisted)) &&
    (is_locked === undefined || app.is_locked === Number(is_locked))
  )
}

const compared = <T extends string | number>(a: T, b: T) => (a < b ? -1 : Number(a > b))
const byPackage = (a: StoredApp, b: StoredApp) => compared(a.package_name, b.package_name)
const byLabel = (a: StoredApp, b: StoredApp) => compared(a.label_key, b.label_key) || byPackage(a, b)

/** Models the orders; apps without a category come last. */
const orders = {
  '': byLabel,
  package_name: byPackage,
  category: (a: StoredApp, b: StoredApp) =>
    compared(Number(a.category === null), Number(b.category === null)) ||
    compared(a.category ?? '', b.category ?? '') ||
    byLabel(a, b),
  changed: (a: StoredApp, b: StoredApp) => compared(b.seq, a.seq) || byPackage(b, a),
}

test('the pages of the list, one after the other, are what one finds and sorts by hand', async () => {
  expect(all).toHaveLength(many.length)
  await fc.assert(
    fc.asyncProperty(
      filters,
      fc.constantFrom('' as const, 'package_name' as const, 'category' as const, 'changed' as const),
      fc.integer({ min: 60, max: 200 }),
      async (filter, sort, size) => {
        const walked: string[] = []
        let after: DefaultsSearch['after'] = null
        do {
          const found = await findApps(db, { filter, sort, after }, size + 1)
          const page = found.slice(0, size)
          walked.push(...page.map(({ package_name }) => package_name))
          const last = page.at(-1)
          after = found.length > size && last ? valuesCursor.parse(last.after) : null
        } while (after)
        const wanted = all.filter((app) => isWanted(filter, app)).sort(orders[sort])
        expect(walked).toEqual(wanted.map(({ package_name }) => package_name))
      },
    ),
    { numRuns: runs(25) },
  )
})
