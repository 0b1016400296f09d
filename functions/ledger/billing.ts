import { type Amount, money } from '../lib/money'
import { addDays, daysBetween } from '../lib/time/days'
import { duration } from '../lib/time/duration'

/** Billing of a subject from `from_date` on. Null inherits the value of the next, broader subject. */
export type Rate = {
  from_date: string
  billable: 0 | 1 | null
  hourly_rate: number | null
  currency: string | null
}

/** Start date of a new project's first rate. No session is earlier. */
export const earliestDate = '1970-01-01'

type Earned = { month: Amount[]; all: Amount[] }

export type Budget = {
  minutes: number | null
  amount: number | null
  currency: string | null
  period: 'month' | 'all'
}

/** Number of recent days from whose pace the end of a budget is estimated. */
export const paceDays = 30

/** Limit of a budget and its use, in seconds or the currency's smallest unit. `until`: estimated date of its end. */
export type BudgetUse = { of: number; used: number; currency: string | null; percent: number; until: string | null }

/** @param recent use in the last 30 days */
export const budgetUse = (
  of: number,
  used: number,
  recent: number,
  currency: string | null,
  end: string,
  today: string,
): BudgetUse => {
  const days = recent > 0 ? Math.ceil(((of - used) * paceDays) / recent) : Number.POSITIVE_INFINITY
  const until = used < of && days <= daysBetween(today, end) ? addDays(today, days) : null
  return { of, used, currency, percent: Math.floor((used * 100) / of), until }
}

/** Formats an amount of a budget: `1h 30m`, `€80.00`. */
export const amountOfUse = (value: number, { currency }: Pick<BudgetUse, 'currency'>) =>
  currency === null ? duration(value) : money(value, currency)

/** Formats the remaining budget: `10m left`, `€80.00 over`. */
export const remainingBudget = (use: BudgetUse) => {
  const { of, used } = use
  return used > of ? `${amountOfUse(used - of, use)} over` : `${amountOfUse(of - used, use)} left`
}

/** The limit of a budget with the highest percentage used. */
export const fullestUse = ({ uses }: { uses: BudgetUse[] }) =>
  uses.toSorted((one, other) => other.percent - one.percent)[0]

/** Last day of a budget's period; ten years ahead for a budget without a period. */
export const budgetEnd = (period: Budget['period'], today: string) => {
  if (period === 'all') return addDays(today, 3650)
  const [year = 0, month = 0] = today.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

export type UsedBudget = Budget & { subject: string; name: string; uses: BudgetUse[]; seen: string }

/** Threshold (80 or 100 %) that a budget has reached, with its period: `2026-11 80`. Empty below 80 %. */
export const reachedThreshold = ({ period, uses }: Pick<UsedBudget, 'period' | 'uses'>, today: string) => {
  const percent = Math.max(...uses.map((use) => use.percent))
  return percent < 80 ? '' : `${period === 'all' ? 'all' : today.slice(0, 7)} ${percent < 100 ? 80 : 100}`
}

export type Billing = { rates: Rate[]; earned: Earned; budget: UsedBudget | undefined }
