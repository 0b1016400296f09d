import fc from 'fast-check'
import { beforeEach, describe, expect, test } from 'vitest'
import { type Client, rows, signedIn, toastOf } from '../../../test/support/client'
import { stopClock } from '../../../test/support/clock'
import { runs } from '../../../test/support/runs'
import { dump } from '../../../test/support/table-dump'
import { utc } from '../../../test/support/times'
import { type Budget, budgetUse, reachedThreshold } from '../../ledger/billing'
import { addDays, daysBetween } from '../../lib/time/days'
import { put, putProject, words } from '../../time/sessions/testing'

const today = '2026-03-11'
stopClock(`${today}T15:00:00Z`)

let client: Client
let project: string
beforeEach(async () => {
  client = await signedIn(utc)
  project = await putProject(client, 'Site', 'Acme')
})

const text = async (answer: Response | Promise<Response>) => words(await (await answer).text())
const kept = () =>
  rows(
    'SELECT subject, from_date, billable, hourly_rate, currency FROM rates WHERE user_id = ? ORDER BY 1, 2',
    client.userId,
  )
const path = () => `/projects/${project}/rates`

describe('rates', () => {
  test('are saved, changed and deleted, each with its Undo', async () => {
    const before = await kept()
    const added = await client.post(path(), { from: '2026-03-01', rate: '80 eur', billable: '1' })
    expect([added.status, added.headers.get('Location')]).toEqual([303, path()])
    const first = {
      subject: `project:${project}`,
      from_date: '2026-03-01',
      billable: 1,
      hourly_rate: 8000,
      currency: 'EUR',
    }
    expect(await kept()).toEqual([first])
    const edited = await client.post(path(), { from: '2026-03-01', rate: '90,5', billable: '' })
    expect(await kept()).toEqual([{ ...first, billable: null, hourly_rate: 9050 }])
    await client.post(toastOf(edited).undo)
    expect(await kept()).toEqual([first])
    const deleted = await client.post(`${path()}/delete?from=2026-03-01`)
    expect(await kept()).toEqual([])
    await client.post(toastOf(deleted).undo)
    expect(await kept()).toEqual([first])
    await client.post(toastOf(added).undo)
    expect(await kept()).toEqual(before)
  })

  test.each<[Record<string, string>, string]>([
    [{ from: '2026-02-30' }, 'Enter a date that exists'],
    [{ rate: '80' }, 'Add the currency, such as 80 EUR'],
    [{ rate: '80 XXQ' }, 'XXQ isn’t a currency'],
    [{ rate: '80.555 EUR' }, 'Enter EUR with at most 2 decimals'],
    [{ rate: '8.5 JPY' }, 'Enter JPY with at most 0 decimals'],
    [{ rate: '-80 EUR' }, 'Enter an amount such as 80'],
    [{ rate: '1e3 EUR' }, 'Enter an amount such as 80'],
    [{ rate: '1000000000 EUR' }, 'Enter an amount such as 80'],
    [{ rate: 'x'.repeat(500) }, 'Enter an amount such as 80'],
    [{ billable: '2' }, 'Choose from the list'],
  ])('are refused as %j', async (fields, message) => {
    const answer = await client.post(path(), { from: '2026-03-01', ...fields })
    expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(message)])
    expect(await kept()).toEqual([])
  })

  test('take the currency of the client where they name none', async () => {
    const [acme] = await rows<{ id: string }>('SELECT id FROM organizations WHERE user_id = ?', client.userId)
    await client.post(`/organizations/${acme?.id}/rates`, { from: '2026-01-01', rate: '70 CHF', billable: '1' })
    await client.post(path(), { from: '2026-02-01', rate: '80' })
    expect((await kept()).map((row) => [row.hourly_rate, row.currency])).toEqual([
      [7000, 'CHF'],
      [8000, 'CHF'],
    ])
  })

  test('hold for all time where the first names no date, and from today where a later one does not', async () => {
    const answer = await client.json('POST', '/api/v1/tasks', { title: 'Layout' })
    const task = (await answer.json<{ id: string }>()).id
    const [acme] = await rows<{ id: string }>('SELECT id FROM organizations WHERE user_id = ?', client.userId)
    const dates = async (subject: string) =>
      (await kept()).filter((row) => row.subject === subject).map((row) => [row.from_date, row.hourly_rate])
    const all = [
      ['project', 'projects', project],
      ['organization', 'organizations', acme?.id],
      ['task', 'tasks', task],
    ]
    for (const [kind, kinds, id] of all) {
      const [subject, at] = [`${kind}:${id}`, `/${kinds}/${id}/rates`]
      const changed = [
        ['1970-01-01', 8000],
        [today, 9000],
      ]
      expect(await text(client.get(at))).toContain('Leave empty for all time')
      await client.post(at, { from: '', rate: '80 EUR', billable: '1' })
      expect(await text(client.get(at))).toContain('Time before this day keeps its rate')
      await client.post(at, { from: '', rate: '90 EUR', billable: '1' })
      expect([kind, await dates(subject)]).toEqual([kind, changed])
      await rows('DELETE FROM rates WHERE subject = ?', subject)
      for (const hourly_rate of ['80.00', '90.00'])
        await client.json('POST', `/api/v1${at}`, { hourly_rate, currency: 'EUR' })
      expect([kind, await dates(subject)]).toEqual([kind, changed])
      await rows('DELETE FROM rates WHERE subject = ?', subject)
      await client.json('POST', `/api/v1${at}`, { from: '2026-03-01', hourly_rate: '80.00', currency: 'EUR' })
      expect(await dates(subject)).toEqual([['2026-03-01', 8000]])
    }
    await rows('DELETE FROM rates WHERE user_id = ?', client.userId)
    await put(client, '2026-01-10T09:00Z', 60, { project_id: project, ...utc })
    for (const hourly_rate of ['80.00', '90.00'])
      await client.json('PATCH', `/api/v1/projects/${project}`, { billable: true, hourly_rate, currency: 'EUR' })
    expect(await text(client.get(`/projects/${project}`))).toContain('€80.00')
  })

  test('of others are nowhere', async () => {
    const other = await signedIn()
    for (const of of [path(), `/tasks/${project}/rates`, `/organizations/${project}/rates`]) {
      expect((await other.get(of)).status).toBe(404)
      expect((await other.post(of, { from: '2026-01-01', rate: '1 EUR' })).status).toBe(404)
    }
    expect(await kept()).toEqual([])
  })
})

describe('the page of a project', () => {
  test('says what was earned by currency, and how far its budget is', async () => {
    await client.post(path(), { from: '1970-01-01', rate: '80 EUR', billable: '1' })
    await client.post(path(), { from: '2026-02-01', rate: '100 USD', billable: '1' })
    await put(client, '2026-01-10T09:00Z', 90, { project_id: project, ...utc })
    await put(client, '2026-02-10T09:00Z', 50, { project_id: project, ...utc })
    await put(client, '2026-02-11T09:00Z', 50, { project_id: project, ...utc, billable: 0 })
    await client.post(`${path()}/budget`, { hours: '3', money: '200 EUR', period: 'all' })
    const html = await text(client.get(`/projects/${project}`))
    expect(html).toContain('US$100.00 an hour, billable')
    expect(html).toContain('€120.00 and US$83.33')
    expect(html).toContain('3h 10m of 3h')
    expect(html).toContain('10m over')
    expect(html).toContain('€120.00 of €200.00')
    expect(await text(client.get(path()))).toContain('From the beginning')
  })
})

describe('a budget', () => {
  test('is saved with its Undo, and removed when it is empty', async () => {
    const budgets = () => rows('SELECT minutes, amount, currency, period FROM budgets WHERE user_id = ?', client.userId)
    await client.post(`${path()}/budget`, { hours: '40', money: '', period: 'month' })
    const first = [{ minutes: 2400, amount: null, currency: null, period: 'month' }]
    expect(await budgets()).toEqual(first)
    const gone = await client.post(`${path()}/budget`, { hours: '', money: '', period: 'all' })
    expect(await budgets()).toEqual([])
    await client.post(toastOf(gone).undo)
    expect(await budgets()).toEqual(first)
    for (const [fields, message] of [
      [{ hours: 'many' }, 'Enter hours'],
      [{ money: '80' }, 'Add the currency'],
      [{ period: 'year' }, 'Choose from the list'],
    ] as const) {
      const answer = await client.post(`${path()}/budget`, fields)
      expect([answer.status, await answer.text()]).toEqual([422, expect.stringContaining(message)])
    }
    expect(await budgets()).toEqual(first)
  })

  test('is said on Today at 80 % and at 100 %, until each is dismissed', async () => {
    await client.post(`${path()}/budget`, { hours: '10', money: '', period: 'all' })
    const said = async () => /has used \d+ %/.exec(await text(client.get('/')))?.[0]
    await put(client, '2026-01-10T09:00Z', 470, { project_id: project, ...utc })
    expect(await said()).toBeUndefined()
    await put(client, '2026-01-11T09:00Z', 20, { project_id: project, ...utc })
    expect(await said()).toBe('has used 81 %')
    await client.post(`${path()}/budget/seen`)
    expect(await said()).toBeUndefined()
    await put(client, '2026-01-12T09:00Z', 120, { project_id: project, ...utc })
    expect(await said()).toBe('has used 101 %')
    await client.post(`${path()}/budget/seen`)
    expect(await said()).toBeUndefined()
  })

  test('is used up when the pace of 30 days has used what is left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000 }), fc.nat(12_000), fc.nat(500), (of, used, recent) => {
        const end = addDays(today, 40)
        const { until, percent } = budgetUse(of, used, recent, null, end, today)
        expect(percent).toBe(Math.floor((100 * used) / of))
        const at = (days: number) => used + (recent * days) / 30
        if (until === null) expect(used >= of || at(40) < of + recent / 30).toBe(true)
        else {
          const days = daysBetween(today, until)
          expect([at(days) >= of - 1e-9, at(days - 1) < of, days <= 40]).toEqual([true, true, true])
        }
      }),
      { numRuns: runs(300) },
    )
    const at = (percent: number, period: Budget['period']) =>
      reachedThreshold(
        { period, uses: [{ of: 100, used: percent, currency: null, percent, until: null }] },
        '2026-11-28',
      )
    expect([at(79, 'all'), at(80, 'all'), at(99, 'month'), at(140, 'month')]).toEqual([
      ...['', 'all 80', '2026-11 80', '2026-11 100'],
    ])
  })
})

describe('the API', () => {
  test('lists, sets and deletes rates, once for a key', async () => {
    const at = `/api/v1/projects/${project}/rates`
    const body = { from: '2026-03-01', hourly_rate: '80.00', currency: 'EUR' }
    const answer = await client.json('POST', at, body, { 'Idempotency-Key': 'one' })
    expect(answer.status).toBe(201)
    const rate = { ...body, billable: null }
    expect(await answer.json()).toEqual(rate)
    const again = await client.json('POST', at, body, { 'Idempotency-Key': 'one' })
    expect([again.status, await again.json()]).toEqual([201, rate])
    await client.json('POST', at, { from: '2026-04-01', billable: false })
    expect(await (await client.json('GET', at)).json()).toEqual({
      items: [{ ...rate, from: '2026-04-01', billable: false }, rate],
    })
    expect((await client.json('DELETE', `${at}/2026-04-01`)).status).toBe(204)
    expect((await client.json('DELETE', `${at}/2026-04-01`)).status).toBe(404)
    const other = await signedIn()
    expect((await other.json('GET', at)).status).toBe(404)
    expect((await other.json('POST', at, body)).status).toBe(404)
  })

  test.each([
    { hourly_rate: 80 },
    { hourly_rate: '80' },
    { hourly_rate: '-1', currency: 'EUR' },
    { hourly_rate: '80,00', currency: 'EUR' },
    { hourly_rate: '80.001', currency: 'EUR' },
    { hourly_rate: '80.00', currency: 'eur' },
    { hourly_rate: '80.00', currency: 'ZZZ' },
    { currency: 'EUR' },
    { from: '2026-02-30' },
    { billable: 1 },
    { rate: '80.00' },
  ])('refuses %j', async (body) => {
    const before = await dump(client.userId)
    expect((await client.json('POST', `/api/v1/projects/${project}/rates`, body)).status).toBe(422)
    expect(await dump(client.userId)).toBe(before)
  })

  test('has the billing of a project among its members, and edits it from today on', async () => {
    const body = { name: 'New', billable: true, hourly_rate: '80.00', currency: 'EUR', budget_minutes: 600 }
    const added = await (await client.json('POST', '/api/v1/projects', body)).json<{ id: string }>()
    expect(added).toMatchObject({ ...body, budget_amount: null, budget_period: 'all' })
    const at = `/api/v1/projects/${added.id}`
    expect(await (await client.json('GET', `${at}/rates`)).json()).toMatchObject({ items: [{ from: '1970-01-01' }] })
    const read = await client.json('GET', at)
    const patch = (of: object, more = {}) => client.json('PATCH', at, of, more)
    const edited = await patch({ hourly_rate: '90', budget_amount: '3200.50', budget_period: 'month' })
    expect(await edited.json()).toMatchObject({
      ...{ billable: true, hourly_rate: '90.00', currency: 'EUR' },
      ...{ budget_minutes: 600, budget_amount: '3200.50', budget_period: 'month' },
    })
    expect((await patch({ billable: false }, { 'If-Match': read.headers.get('ETag') ?? '' })).status).toBe(412)
    expect(await (await client.json('GET', `${at}/rates`)).json()).toMatchObject({
      items: [
        { from: today, hourly_rate: '90.00' },
        { from: '1970-01-01', hourly_rate: '80.00' },
      ],
    })
    const none = { hourly_rate: null, budget_minutes: null, budget_amount: null }
    expect(await (await patch(none)).json()).toMatchObject({
      ...none,
      billable: true,
      currency: null,
      budget_period: null,
    })
    expect(await (await client.json('GET', '/api/v1/projects')).json()).toMatchObject({
      items: [
        { name: 'New', billable: true },
        { name: 'Site', billable: null },
      ],
    })
    for (const wrong of [
      { hourly_rate: '80.00' },
      { hourly_rate: 80, currency: 'EUR' },
      { budget_amount: '1.234', currency: 'EUR' },
      { budget_minutes: 0 },
      { budget_period: 'year' },
      { currency: 'EUR' },
      { rate: 1 },
    ])
      expect([wrong, (await client.json('PATCH', `/api/v1/projects/${project}`, wrong)).status]).toEqual([wrong, 422])
  })
})
