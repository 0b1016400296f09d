import { allRows, constant, orStale, part, type SqlPart, sql } from '../lib/db/sql'
import { amountsOf } from '../lib/money'
import { addDays } from '../lib/time/days'
import { type Billing, type Budget, budgetEnd, budgetUse, paceDays, type Rate, type UsedBudget } from './billing'
import { isOfClient, termsOfFact } from './terms'

const monthOf = (date: string) => `${date.slice(0, 7)}-01`

const selectRates = (userId: string, subject: string) => part`
    SELECT from_date, billable, hourly_rate, currency FROM rates
    WHERE user_id = ${userId} AND subject = ${subject}
    ORDER BY from_date DESC
    LIMIT 200`

/** Rates of a subject, latest first. */
export const ratesOf = (db: D1Database, userId: string, subject: string) =>
  allRows<Rate>(sql(db)`${selectRates(userId, subject)}`)

/** Saves a rate. Replaces a rate of the same date. */
export const putRate = (db: D1Database, userId: string, subject: string, rate: Rate) => sql(db)`
  INSERT INTO rates (user_id, subject, from_date, billable, hourly_rate, currency)
  VALUES (${userId}, ${subject}, ${rate.from_date}, ${rate.billable}, ${rate.hourly_rate}, ${rate.currency})
  ON CONFLICT (user_id, subject, from_date) DO UPDATE
  SET billable = excluded.billable, hourly_rate = excluded.hourly_rate, currency = excluded.currency`

export const removeRate = (db: D1Database, userId: string, subject: string, from: string) => [
  sql(db)`DELETE FROM rates WHERE user_id = ${userId} AND subject = ${subject} AND from_date = ${from}`,
  orStale(db),
]

type Filed = { date: string; project_id: string | null; task_id?: string | null }

/** Rate of time on a date with this project and task, such as `8000 EUR`, or null. */
export const rateAt = (db: D1Database, userId: string, { date, project_id, task_id = null }: Filed) =>
  sql(db)`
    SELECT ${termsOfFact(userId).rateOf} AS rate
    FROM (SELECT ${userId} AS user_id, '' AS session_id, ${date} AS date, ${project_id} AS project_id, ${task_id} AS task_id)
      AS f`.first<string>('rate')

const idOf = (subject: string) => subject.slice(subject.indexOf(':') + 1)

const projectsOf = part`
      SELECT p.id FROM projects AS p
      WHERE p.user_id = b.user_id AND b.subject IN ('project:' || p.id, 'organization:' || p.organization_id)`

/** The index for facts `f` of a project, client or task, without which all facts of the person are read, and their condition. */
const factsOf = (userId: string, subject: string): [index: SqlPart, condition: SqlPart] => {
  if (subject.startsWith('task:')) return [part`session_days_by_task`, part`f.task_id = ${idOf(subject)}`]
  const ofProjects = part`session_days_by_project`
  if (subject.startsWith('project:')) return [ofProjects, part`f.project_id = ${idOf(subject)}`]
  return [ofProjects, isOfClient(userId, idOf(subject))]
}

/** SELECT of the billable seconds of a project, client or task at each rate: in all, and this month. */
const selectEarned = (userId: string, subject: string, today: string) => {
  const [index, isOfSubject] = factsOf(userId, subject)
  const { isBillable, rateOf } = termsOfFact(userId)
  return part`
    SELECT rate, sum(seconds) AS seconds, sum(iif(date >= ${monthOf(today)}, seconds, 0)) AS month
    FROM (
      SELECT f.date, f.seconds, ${rateOf} AS rate FROM session_days AS f INDEXED BY ${index}
      WHERE f.user_id = ${userId} AND ${isOfSubject} AND ${isBillable} = 1)
    WHERE rate IS NOT NULL
    GROUP BY rate`
}

/** Saves the budget of a subject, or deletes it if it has neither hours nor an amount. */
export const putBudget = (db: D1Database, userId: string, subject: string, budget: Budget) =>
  budget.minutes === null && budget.amount === null
    ? sql(db)`DELETE FROM budgets WHERE user_id = ${userId} AND subject = ${subject}`
    : sql(db)`
        INSERT INTO budgets (user_id, subject, minutes, amount, currency, period)
        VALUES (${userId}, ${subject}, ${budget.minutes}, ${budget.amount}, ${budget.currency}, ${budget.period})
        ON CONFLICT (user_id, subject) DO UPDATE
        SET minutes = excluded.minutes, amount = excluded.amount, currency = excluded.currency,
          period = excluded.period, seen = ''`

/** Records that the person has seen a budget's warning. Today does not repeat it at that percentage in the period. */
export const seeBudget = (db: D1Database, userId: string, subject: string, seen: string) => [
  sql(db)`UPDATE budgets SET seen = ${seen} WHERE user_id = ${userId} AND subject = ${subject}`,
  orStale(db),
]

/** Budgets with their use. @param only subject, to read a single budget */
export const usedBudgets = async (
  db: D1Database,
  userId: string,
  today: string,
  only: string | null = null,
): Promise<UsedBudget[]> => {
  const { isBillable, rateOf } = termsOfFact(userId)
  type BudgetRow = Budget & Pick<UsedBudget, 'subject' | 'name' | 'seen'>
  const rows = await allRows<BudgetRow & { rate: string | null; seconds: number; recent: number }>(sql(db)`
    SELECT b.subject, b.minutes, b.amount, b.currency, b.period, b.seen,
      coalesce((SELECT name FROM projects WHERE user_id = b.user_id AND 'project:' || id = b.subject AND deleted_at IS NULL),
        (SELECT name FROM organizations WHERE user_id = b.user_id AND 'organization:' || id = b.subject
          AND deleted_at IS NULL)) AS name,
      iif(b.amount IS NOT NULL AND ${isBillable} = 1, ${rateOf}, NULL) AS rate,
      coalesce(sum(iif(b.period = 'all' OR f.date >= ${monthOf(today)}, f.seconds, 0)), 0) AS seconds,
      coalesce(sum(iif(f.date > ${addDays(today, -paceDays)}, f.seconds, 0)), 0) AS recent
    FROM budgets AS b LEFT JOIN session_days AS f
      ON f.user_id = b.user_id AND f.project_id IN (${projectsOf})
        AND (b.period = 'all' OR f.date >= ${addDays(monthOf(today), -paceDays)})
    WHERE b.user_id = ${userId} AND ${only === null ? constant('1') : part`b.subject = ${only}`}
    GROUP BY b.subject, rate`)
  return [...Map.groupBy(rows, ({ subject }) => subject).values()].flatMap((all) => {
    const [first] = all
    if (!first?.name) return []
    const { subject, name, minutes, amount, currency, period, seen } = first
    const end = budgetEnd(period, today)
    const sum = (of: 'seconds' | 'recent') => all.reduce((total, row) => total + row[of], 0)
    const earned = (of: 'seconds' | 'recent') =>
      amountsOf(all.flatMap(({ rate, ...row }) => (rate === null ? [] : [{ rate, seconds: row[of] }]))).find(
        (one) => one.currency === currency,
      )?.amount ?? 0
    const uses = [
      ...(minutes === null ? [] : [budgetUse(minutes * 60, sum('seconds'), sum('recent'), null, end, today)]),
      ...(amount === null ? [] : [budgetUse(amount, earned('seconds'), earned('recent'), currency, end, today)]),
    ]
    return [{ subject, name, minutes, amount, currency, period, seen, uses }]
  })
}

type Earning = [rate: string, seconds: number, month: number]

/** Data for the billing section of a subject. */
export const billingOf = async (db: D1Database, userId: string, subject: string, today: string): Promise<Billing> => {
  const [row, [budget]] = await Promise.all([
    sql(db)`
      SELECT (
        SELECT json_group_array(json_object(
          'from_date', from_date, 'billable', billable, 'hourly_rate', hourly_rate, 'currency', currency))
        FROM (${selectRates(userId, subject)})) AS rates, (
        SELECT json_group_array(json_array(rate, seconds, month))
        FROM (${selectEarned(userId, subject, today)})) AS earned`.first<Record<'rates' | 'earned', string>>(),
    /^(project|organization):/.test(subject) ? usedBudgets(db, userId, today, subject) : [],
  ])
  const rates: Rate[] = JSON.parse(row?.rates ?? '[]')
  const earned: Earning[] = JSON.parse(row?.earned ?? '[]')
  return {
    rates,
    budget,
    earned: {
      month: amountsOf(earned.map(([rate, , seconds]) => ({ rate, seconds }))),
      all: amountsOf(earned.map(([rate, seconds]) => ({ rate, seconds }))),
    },
  }
}

export type Terms = { id: string } & Omit<Rate, 'from_date'> & {
    budget_minutes: number | null
    budget_amount: number | null
    budget_currency: string | null
    budget_period: Budget['period'] | null
  }

/** Rates and budgets of some projects on a date, without inherited ones. */
export const termsOf = (db: D1Database, userId: string, ids: string[], today: string) =>
  allRows<Terms>(sql(db)`
    SELECT value AS id, r.billable, r.hourly_rate, r.currency, b.minutes AS budget_minutes, b.amount AS budget_amount,
      b.currency AS budget_currency, b.period AS budget_period
    FROM json_each(${JSON.stringify(ids)})
      LEFT JOIN rates AS r ON r.user_id = ${userId} AND r.subject = 'project:' || value AND r.from_date = (
        SELECT max(from_date) FROM rates
        WHERE user_id = ${userId} AND subject = 'project:' || value AND from_date <= ${today})
      LEFT JOIN budgets AS b ON b.user_id = ${userId} AND b.subject = 'project:' || value`)
