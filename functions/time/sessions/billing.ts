import type { Context } from 'hono'
import { billableBit, currencyCode, hourlyRate } from '../../filing/rates/api'
import { bitOf, readRateText } from '../../filing/rates/schema'
import { rateAt } from '../../ledger/rates'
import { fieldsProblem } from '../../lib/api/request'
import type { App } from '../../lib/env'
import { readRate } from '../../lib/money'
import { dayOf } from '../../lib/time/days'
import type { Billing, SessionRow } from './schema'

export const billingInput = { billable: billableBit, hourly_rate: hourlyRate, currency: currencyCode }

type Of = Pick<SessionRow, 'project_id' | 'task_id' | 'started_at'> & { currency?: string | null }

/** Parses a session's rate. Default currency: the session's own, else that of its task, project or client. */
export const readSessionRate = <E extends App>(c: Context<E>, text: string, of: Of) =>
  readRateText(text, async () => {
    const { user } = c.var
    if (of.currency) return of.currency
    const rate = await rateAt(c.env.DB, user.id, { ...of, date: dayOf(of.started_at, user.preferences) })
    return rate && readRate(rate).currency
  })

type Input = { billable?: boolean | null; hourly_rate?: string | null; currency?: string }

/** Billing columns from a JSON body. Missing members are unchanged. @throws ProblemError 422 */
export const billingOfBody = async <E extends App>(c: Context<E>, input: Input, of: Of): Promise<Partial<Billing>> => {
  const { billable, hourly_rate, currency } = input
  const said = billable === undefined ? {} : { billable: bitOf(billable) }
  if (!hourly_rate && currency) throw fieldsProblem({ currency: ['Send the hourly rate, too'] })
  if (hourly_rate === undefined) return said
  const read = await readSessionRate(c, [hourly_rate, currency].filter(Boolean).join(' '), of)
  if ('error' in read) throw fieldsProblem({ hourly_rate: [read.error] })
  return { ...said, ...read }
}
