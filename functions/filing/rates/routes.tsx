import { type Context, Hono } from 'hono'
import {
  BudgetNotices,
  budgetFields,
  RatesPage,
  type RatesPageProps,
  rateFields,
} from '../../../views/filing/rates/page'
import { type Budget, type Rate, reachedThreshold } from '../../ledger/billing'
import { billingOf, seeBudget, usedBudgets } from '../../ledger/rates'
import { commit } from '../../lib/db/sql'
import { type App, todayOf } from '../../lib/env'
import { type AnyDraft, form, submittedText } from '../../lib/http/form'
import { previousPath, redirectTo } from '../../lib/http/respond'
import { BudgetForm, type OwnerKind, RateForm, readRateText } from './schema'
import {
  currencyOf,
  defaultFromDate,
  deleteRate,
  loadOwner,
  rateByDate,
  saveBudget,
  saveRate,
  type WithOwner,
} from './writes'

const title = 'Rates and budget'

const page = async (c: Context<WithOwner>, drafts: Pick<RatesPageProps, 'draft' | 'budgetDraft'> = {}) => {
  const { owner, user } = c.var
  const today = todayOf(c)
  const billing = await billingOf(c.env.DB, user.id, owner.subject, today)
  const edited = c.req.query('from')
  return <RatesPage owner={owner} billing={billing} today={today} edited={edited} {...drafts} />
}

const refuse = async (c: Context<WithOwner>, name: 'draft' | 'budgetDraft', errors: AnyDraft['errors']) => {
  c.status(422)
  return c.render(await page(c, { [name]: { values: submittedText(c), errors } }), { title })
}

const restoring = (path: string, rate: Rate) =>
  `${path}/restore?${new URLSearchParams({ from: rate.from_date, ...rateFields(rate) })}`

const readBudget = async (c: Context<WithOwner>, { hours, money, period }: BudgetForm) => {
  const read = await readRateText(money, () => currencyOf(c, c.var.owner))
  return 'error' in read
    ? read
    : { minutes: hours, amount: read.hourly_rate || null, currency: read.hourly_rate ? read.currency : null, period }
}

/** Routes for the rates and the budget of an owner. */
const pagesOf = (kind: OwnerKind | null) => {
  const load = loadOwner(kind)
  return new Hono<App>()
    .get('/', load, async (c) => c.render(await page(c), { title }))

    .post(
      '/',
      load,
      form(RateForm, title, (c: Context<WithOwner>, draft) => page(c, { draft }), { heading: false }),
      async (c) => {
        const { path, subject } = c.var.owner
        const { billable, rate, ...typed } = c.req.valid('form')
        const from = typed.from ?? (await defaultFromDate(c, subject))
        const [read, before] = await Promise.all([
          readRateText(rate, () => currencyOf(c, c.var.owner)),
          rateByDate(c, from),
        ])
        if ('error' in read) return refuse(c, 'draft', { rate: [read.error] })
        const undo = before ? restoring(path, before) : `${path}/delete?${new URLSearchParams({ from })}`
        const isSaved = await saveRate(c, { from_date: from, billable, ...read })
        return isSaved ? redirectTo(c, path, { message: 'Rate saved', undo }) : c.notFound()
      },
    )

    .post('/delete', load, async (c) => {
      const { path } = c.var.owner
      const from = c.req.query('from') ?? ''
      const before = await rateByDate(c, from)
      if (!before || !(await deleteRate(c, from))) return c.notFound()
      return redirectTo(c, path, { message: 'Rate deleted', undo: restoring(path, before) })
    })

    .post('/restore', load, async (c) => {
      const { data } = RateForm.safeParse(c.req.query())
      const read = data && (await readRateText(data.rate, async () => null))
      if (!data || !read || 'error' in read) return c.notFound()
      const from_date = data.from ?? (await defaultFromDate(c, c.var.owner.subject))
      const isSaved = await saveRate(c, { from_date, billable: data.billable, ...read })
      return isSaved ? redirectTo(c, c.var.owner.path, { message: 'Rate restored' }) : c.notFound()
    })
}

/** Adds the routes for an owner's budget. */
const withBudget = (kind: OwnerKind) => {
  const load = loadOwner(kind)
  const restored = (c: Context<WithOwner>, budget: Budget | undefined) =>
    `${c.var.owner.path}/budget/restore?${new URLSearchParams(budgetFields(budget))}`
  return pagesOf(kind)
    .post(
      '/budget',
      load,
      form(BudgetForm, title, (c: Context<WithOwner>, budgetDraft) => page(c, { budgetDraft }), { heading: false }),
      async (c) => {
        const { owner, user } = c.var
        const [budget, [before]] = await Promise.all([
          readBudget(c, c.req.valid('form')),
          usedBudgets(c.env.DB, user.id, todayOf(c), owner.subject),
        ])
        if ('error' in budget) return refuse(c, 'budgetDraft', { money: [budget.error] })
        const undo = restored(c, before)
        return (await saveBudget(c, budget))
          ? redirectTo(c, owner.path, { message: 'Budget saved', undo })
          : c.notFound()
      },
    )

    .post('/budget/restore', load, async (c) => {
      const { data } = BudgetForm.safeParse(c.req.query())
      const budget = data && (await readBudget(c, data))
      if (!budget || 'error' in budget || !(await saveBudget(c, budget))) return c.notFound()
      return redirectTo(c, c.var.owner.path, { message: 'Budget restored' })
    })

    .post('/budget/seen', load, async (c) => {
      const { owner, user } = c.var
      const [budget] = await usedBudgets(c.env.DB, user.id, todayOf(c), owner.subject)
      const seen = budget && reachedThreshold(budget, todayOf(c))
      if (!seen) return c.notFound()
      await commit(c.env.DB, user.id, [], seeBudget(c.env.DB, user.id, owner.subject, seen))
      return redirectTo(c, previousPath(c, '/'))
    })
}

/** `/projects/:id/rates`, and the same below other owners. */
export const ratePages = {
  project: withBudget('project'),
  organization: withBudget('organization'),
  task: pagesOf('task'),
}

/** `/settings/rates` */
export const defaultRates = pagesOf(null)

/** Notices of budgets that are nearly or fully used; each stays until dismissed. */
export const budgetNotices = async (c: Context<App>) => {
  const today = todayOf(c)
  const budgets = await usedBudgets(c.env.DB, c.var.user.id, today)
  const shown = budgets.filter((budget) => {
    const at = reachedThreshold(budget, today)
    return at !== '' && at !== budget.seen
  })
  return <BudgetNotices budgets={shown} today={today} />
}
