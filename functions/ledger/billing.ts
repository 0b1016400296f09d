import { type Amount, money } from '../lib/money'
import { addDays, daysBetween } from '../lib/time/days'
import { duration } from '../lib/time/duration'

/** Billing of a subject from a date on. Null inherits the value of the next, broader subject. */
export type Rate = {
  from_date: string
  billable: 0 | 1 | null
  hourly_rate: number | null
  currency: string | null
}

/** From here on the first rate of a new project holds: no session is earlier. */
export const beginning = '1970-01-01'

type Earned = { month: Amount[]; all: Amount[] }

export type Budget = {
  minutes: number | null
  amount: number | null
  currency: string | null
  period: 'month' | 'all'
}

/** Days whose pace says when a budget is used up. */
export const paceDays = 30

/** One limit of a budget and its use, in seconds or in the smallest unit of a currency. */
export type BudgetUse = { of: number; used: number; currency: string | null; percent: number; until: string | null }

/** @param recent use in the last 30 days */
export const useOf = (
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

/** A value of a budget's limit: `1h 30m`, `€80.00`. */
export const amountOfUse = (value: number, { currency }: Pick<BudgetUse, 'currency'>) =>
  currency === null ? duration(value) : money(value, currency)

/** `10m left`, `€80.00 over` */
export const remainingBudget = (use: BudgetUse) => {
  const { of, used } = use
  return used > of ? `${amountOfUse(used - of, use)} over` : `${amountOfUse(of - used, use)} left`
}

/** The limit of a budget with the highest percentage used. */
export const fullestUse = ({ uses }: { uses: BudgetUse[] }) =>
  uses.toSorted((one, other) => other.percent - one.percent)[0]

/** The last day of a budget's period; far away without one. */
export const budgetEnd = (period: Budget['period'], today: string) => {
  if (period === 'all') return addDays(today, 3650)
  const [year = 0, month = 0] = today.split('-').map(Number)
  return new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10)
}

export type UsedBudget = Budget & { subject: string; name: string; uses: BudgetUse[]; seen: string }

/** The highest of 80 and 100 percent that a budget has reached in its period, as `seen` has it; empty below. */
export const reached = ({ period, uses }: Pick<UsedBudget, 'period' | 'uses'>, today: string) => {
  const percent = Math.max(...uses.map((use) => use.percent))
  return percent < 80 ? '' : `${period === 'all' ? 'all' : today.slice(0, 7)} ${percent < 100 ? 80 : 100}`
}

export type Billing = { rates: Rate[]; earned: Earned; budget: UsedBudget | undefined }
