import { fullestUse, reachedThreshold, remainingBudget, type UsedBudget } from '../../ledger/billing'
import { usedBudgets } from '../../ledger/rates'
import type { Reminder, ReminderScope } from '../../lib/reminders'
import { dayOf } from '../../lib/time/days'

/** Formats the use of a budget: `Book (83 %, 10m left)`. */
const usedText = (budget: UsedBudget) => {
  const use = fullestUse(budget)
  return use ? `${budget.name} (${use.percent} %, ${remainingBudget(use)})` : budget.name
}

/** Reminders of budgets that reached 80 % and 100 %, once each per period. */
export const budgetReminders = async ({ db, user, now, to }: ReminderScope): Promise<Reminder[]> => {
  const today = dayOf(now, user.preferences)
  return (await usedBudgets(db, user.id, today)).flatMap((budget) => {
    const mark = reachedThreshold(budget, today)
    const [kind = '', id = ''] = budget.subject.split(':')
    return mark === '' || mark === budget.seen
      ? []
      : [
          {
            key: `${budget.subject} ${mark}`,
            at: now,
            until: to,
            tag: `budget ${budget.subject}`,
            title: mark.endsWith('100') ? 'A budget is used up' : 'A budget is nearly used',
            text: usedText(budget),
            href: `/${kind}s/${encodeURIComponent(id)}`,
          },
        ]
  })
}
