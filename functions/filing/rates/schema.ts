import { z } from 'zod'
import type { Rate } from '../../ledger/billing'
import { digitsOf, isCurrency, parseAmount } from '../../lib/money'
import { dateOrNone, durationMember } from '../../lib/resource/members'
import { plural } from '../../lib/text/format'

/** Kinds of owners of rates. If none of them has a rate, the person's own rates apply. */
export type OwnerKind = 'project' | 'organization' | 'task'

export type Owner = { kind: OwnerKind | null; id: string; subject: string; name: string; path: string }

export const billableMember = z
  .enum(['', '1', '0'], 'Choose from the list')
  .transform((choice): Rate['billable'] => (choice === '' ? null : choice === '1' ? 1 : 0))

export const moneyText = z.string('Enter an amount').trim().max(40, 'Enter an amount such as 80 or 80.50 EUR')

export const RateForm = z.object({
  from: dateOrNone('Enter a date that exists, such as 2026-03-08, from 1970 to 2199'),
  billable: billableMember.default(null),
  rate: moneyText.default(''),
})
export type RateForm = z.output<typeof RateForm>

const noHours = 'Enter hours such as 40 or 7:30'

export const BudgetForm = z.object({
  hours: durationMember({ min: 1, max: 6_000_000, unit: 'h' }, noHours, 'Enter at most 100,000 hours').default(null),
  money: moneyText.default(''),
  period: z.enum(['month', 'all'], 'Choose from the list').default('all'),
})
export type BudgetForm = z.output<typeof BudgetForm>

/** Stored form of an optional boolean. */
export const bitOf = (choice: boolean | null | undefined): Rate['billable'] =>
  choice === null || choice === undefined ? null : choice ? 1 : 0

type Priced = { hourly_rate: number | null; currency: string | null }

const typed = /^(\d{1,9}(?:[.,]\d{1,4})?) ?([A-Za-z]{3})?$/

/**
 * Reads a typed rate, `80` or `80,50 EUR`; empty text is no rate.
 * @param currencyOf gives the currency if the text has none
 */
export const readRateText = async (
  text: string,
  currencyOf: () => Promise<string | null>,
): Promise<Priced | { error: string }> => {
  if (text === '') return { hourly_rate: null, currency: null }
  const [, number = '', code] = typed.exec(text.trim()) ?? []
  if (number === '') return { error: 'Enter an amount such as 80 or 80.50 EUR' }
  const currency = code?.toUpperCase() ?? (await currencyOf())
  if (currency === null) return { error: 'Add the currency, such as 80 EUR' }
  if (!isCurrency(currency)) return { error: `${currency} isn’t a currency. Enter one such as EUR` }
  const hourly_rate = parseAmount(number, currency)
  return hourly_rate === null
    ? { error: `Enter ${currency} with at most ${plural(digitsOf(currency), 'decimal')}` }
    : { hourly_rate, currency }
}
