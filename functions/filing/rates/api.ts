import { type Context, Hono } from 'hono'
import { z } from 'zod'
import type { Rate } from '../../ledger/billing'
import { ratesOf } from '../../ledger/rates'
import { addAct } from '../../lib/api/act'
import { describeOperation } from '../../lib/api/describe'
import { param } from '../../lib/api/request'
import { dateInput } from '../../lib/api/values'
import type { App } from '../../lib/env'
import { amountText } from '../../lib/money'
import { bitOf, type OwnerKind, readRateText } from './schema'
import { currencyOf, defaultFromDate, deleteRate, loadOwner, saveRate, type WithOwner } from './writes'

export const hourlyRate = z
  .string('Enter the rate as text, such as "80.00"')
  .regex(/^\d{1,9}(\.\d{1,4})?$/, 'Enter the rate as text, such as "80.00"')
  .nullable()
  .optional()
  .meta({ description: 'A decimal as text, such as `80.00`; null to use the rate of the next level.' })

export const currencyCode = z
  .string('Enter a currency such as EUR')
  .regex(/^[A-Z]{3}$/, 'Enter a currency such as EUR')
  .optional()
  .meta({
    description: 'ISO 4217. Defaults to the currency of the previous rate, else to that of the next level.',
    example: 'EUR',
  })

export const billableBit = z.boolean('Choose true, false or null').nullable().optional()

/** JSON of a row's billing. */
export const billingJson = ({ billable, hourly_rate, currency }: Omit<Rate, 'from_date'>) => ({
  billable: billable === null ? null : billable === 1,
  hourly_rate: hourly_rate === null || currency === null ? null : amountText(hourly_rate, currency),
  currency,
})

export const billingMembers = {
  billable: z
    .boolean()
    .nullable()
    .meta({ description: 'Null to use the next level: task, project, client, settings.' }),
  hourly_rate: z.string().nullable().meta({ description: 'A decimal as text: `80.00`.' }),
  currency: z.string().nullable().meta({ description: 'ISO 4217.' }),
}

const RateJson = z.object({ from: z.iso.date(), ...billingMembers }).meta({ id: 'Rate' })

const NewRate = z
  .strictObject({
    from: dateInput.optional().meta({
      description:
        'The first day; earlier days keep their rate. By default the first rate applies to all time, later ones from today.',
    }),
    billable: billableBit,
    hourly_rate: hourlyRate,
    currency: currencyCode,
  })
  .meta({ id: 'NewRate', example: { from: '2026-11-01', hourly_rate: '80.00', currency: 'EUR' } })

const rateJson = ({ from_date, ...billing }: Rate) => ({ from: from_date, ...billingJson(billing) })

const unsaid: Omit<Rate, 'from_date'> = { billable: null, hourly_rate: null, currency: null }

const apiOf = (kind: OwnerKind, tag: string) => {
  const load = loadOwner(kind)
  const of = `of a${kind === 'organization' ? 'n' : ''} ${kind}`
  const api = new Hono<App>()
    .get(
      '/',
      describeOperation({
        summary: `List the rates ${of}`,
        description: 'Latest first; each applies from its date until the next.',
        tag,
        item: true,
        answers: { schema: z.object({ items: z.array(RateJson) }) },
      }),
      load,
      async (c) => c.json({ items: (await ratesOf(c.env.DB, c.var.user.id, c.var.owner.subject)).map(rateJson) }),
    )

    .delete(
      '/:date',
      describeOperation({ summary: `Delete a rate ${of}`, tag, item: true }),
      load,
      param(z.object({ date: dateInput })),
      async (c) => ((await deleteRate(c, c.req.valid('param').date)) ? c.body(null, 204) : c.notFound()),
    )
  addAct(api, '/', {
    summary: `Set the rate ${of}`,
    description:
      'Applies from a date on, and replaces a rate from the same date. Members you leave out stay unchanged.',
    tag,
    item: true,
    before: [load],
    input: NewRate,
    schema: RateJson,
    status: 201,
    json: rateJson,
    run: async (c: Context<WithOwner>, { input, claim }) => {
      const { owner, user } = c.var
      const { from = await defaultFromDate(c, owner.subject), billable, hourly_rate, currency } = input
      if (!hourly_rate && currency) return { errors: { currency: ['Send the hourly rate, too'] } }
      const all = await ratesOf(c.env.DB, user.id, owner.subject)
      const before = all.find(({ from_date }) => from_date <= from) ?? unsaid
      const text = [hourly_rate, currency].filter(Boolean).join(' ')
      const read = hourly_rate === undefined ? before : await readRateText(text, () => currencyOf(c, owner))
      if ('error' in read) return { errors: { hourly_rate: [read.error] } }
      const rate = {
        from_date: from,
        billable: billable === undefined ? before.billable : bitOf(billable),
        hourly_rate: read.hourly_rate,
        currency: read.currency,
      }
      return (await saveRate(c, rate, claim(from, rate))) ? rate : null
    },
  })
  return api
}

/** `/api/v1/projects/:id/rates`, and the same below other owners. */
export const ratesApi = {
  project: apiOf('project', 'Projects'),
  organization: apiOf('organization', 'Organizations'),
  task: apiOf('task', 'Tasks'),
}
