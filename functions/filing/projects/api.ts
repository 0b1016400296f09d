import type { Context } from 'hono'
import { z } from 'zod'
import type { Budget, Rate } from '../../ledger/billing'
import { putBudget, putRate, type Terms, termsOf } from '../../ledger/rates'
import { fieldsProblem } from '../../lib/api/request'
import { type App, todayOf } from '../../lib/env'
import { amountText } from '../../lib/money'
import { kindApi } from '../../lib/resource/kind-api'
import type { Resource, Write } from '../../lib/resource/resource'
import { billableBit, billingJson, billingMembers, currencyCode, hourlyRate } from '../rates/api'
import { bitOf, readRateText } from '../rates/schema'
import { currencyOf, defaultFromDate } from '../rates/writes'
import { projectsBefore } from './queries'
import { project } from './resource'
import { type ListedProject, type NewProjectValues, projectKind } from './schema'

const period = z.enum(['month', 'all'], 'Choose month or all')

const billingInput = {
  billable: billableBit,
  hourly_rate: hourlyRate,
  currency: currencyCode,
  budget_minutes: z.int('Enter whole minutes').min(1, 'Enter 1 minute or more').max(6_000_000).nullable().optional(),
  budget_amount: hourlyRate.meta({ description: 'A decimal as text, in `currency`.' }),
  budget_period: period.optional(),
}

type BillingInput = z.output<z.ZodObject<typeof billingInput>>
/** Rate and budget that are saved together with the project. */
type Saved = { rate?: Rate; budget?: Budget }
type Billed = BillingInput & { saved?: Saved }

const Json = projectKind.Json.extend({
  ...billingMembers,
  budget_minutes: z.int().nullable(),
  budget_amount: z.string().nullable(),
  budget_period: period.nullable(),
}).meta({ id: 'Project' })

const billingOf = (terms: Terms | undefined) => {
  const { budget_minutes = null, budget_amount = null, budget_currency = null, budget_period = null } = terms ?? {}
  return {
    ...billingJson(terms ?? { billable: null, hourly_rate: null, currency: null }),
    budget_minutes,
    budget_amount:
      budget_amount === null || budget_currency === null ? null : amountText(budget_amount, budget_currency),
    budget_period,
  }
}

const readTerms = (c: Context<App>, ids: string[]) => termsOf(c.env.DB, c.var.user.id, ids, todayOf(c))

type Project = ListedProject & Billed
type NewProject = NewProjectValues & Billed

/** Reads an amount of a body. The currency is the body's, else the project's. @throws ProblemError 422 */
const readAmount = async (
  c: Context<App>,
  name: string,
  text: string | null,
  currency: string | undefined,
  id: string,
) => {
  const code = text === null ? undefined : currency
  const read = await readRateText([text, code].filter(Boolean).join(' '), async () =>
    id ? currencyOf(c, { kind: 'project', id, subject: `project:${id}` }) : null,
  )
  if ('error' in read) throw fieldsProblem({ [name]: [read.error] })
  return read
}

/** Reads rate and budget of a body. Missing members keep their current values. @param id empty for a new project */
const savedOf = async (c: Context<App>, input: BillingInput, id: string): Promise<Saved> => {
  const { billable, hourly_rate, currency, budget_minutes, budget_amount, budget_period } = input
  const isRate = billable !== undefined || hourly_rate !== undefined
  const isBudget = budget_minutes !== undefined || budget_amount !== undefined || budget_period !== undefined
  if (currency && !hourly_rate && !budget_amount) throw fieldsProblem({ currency: ['Send the hourly rate, too'] })
  if (!isRate && !isBudget) return {}
  const [now] = id ? await readTerms(c, [id]) : []
  const rate =
    hourly_rate === undefined
      ? { hourly_rate: now?.hourly_rate ?? null, currency: now?.currency ?? null }
      : await readAmount(c, 'hourly_rate', hourly_rate, currency, id)
  const budget =
    budget_amount === undefined
      ? { hourly_rate: now?.budget_amount ?? null, currency: now?.budget_currency ?? null }
      : await readAmount(c, 'budget_amount', budget_amount, currency ?? rate.currency ?? undefined, id)
  return {
    ...(isRate && {
      rate: {
        from_date: await defaultFromDate(c, `project:${id}`),
        billable: billable === undefined ? (now?.billable ?? null) : bitOf(billable),
        ...rate,
      },
    }),
    ...(isBudget && {
      budget: {
        minutes: budget_minutes === undefined ? (now?.budget_minutes ?? null) : budget_minutes,
        amount: budget.hourly_rate || null,
        currency: budget.hourly_rate ? budget.currency : null,
        period: budget_period ?? now?.budget_period ?? 'all',
      },
    }),
  }
}

const withBilling = (write: Write, db: D1Database, userId: string, id: string, { rate, budget }: Saved = {}): Write => {
  if (!rate && !budget) return write
  const { statements, outdates = [], toast } = Array.isArray(write) ? { statements: write } : write
  const subject = `project:${id}`
  const more = [
    ...(rate ? [putRate(db, userId, subject, rate)] : []),
    ...(budget ? [putBudget(db, userId, subject, budget)] : []),
  ]
  return { statements: [...statements, ...more], outdates: [...outdates, 'stats'], toast }
}

const billed: Resource<Project, NewProject> = {
  ...project,
  insert: async (db, userId, id, { saved, ...values }, now, c) =>
    withBilling(await project.insert(db, userId, id, values, now, c), db, userId, id, saved),
  update: async (db, userId, { saved, ...values }, now, before, c) =>
    withBilling(await project.update(db, userId, values, now, before, c), db, userId, values.id, saved),
}

/** `/api/v1/projects` */
export const projectsApi = kindApi<Project, NewProject>(projectKind, billed, {
  ...projectKind.bodies({ create: { name: 'Thesis' }, patch: { status: 'inactive' } }, billingInput, billingInput),
  list: projectsBefore,
  schema: Json,
  reads: async (c, id) => id && readTerms(c, [id]),
  json: async (rows, c) => {
    const terms = await readTerms(
      c,
      rows.map(({ id }) => id),
    )
    const byId = new Map(terms.map((one) => [one.id, one]))
    return projectKind.jsonsOf(rows).map((row) => ({ ...row, ...billingOf(byId.get(String(row.id))) }))
  },
  prepare: async (c, values, before) => ({ ...values, saved: await savedOf(c, values, before?.id ?? '') }),
})
