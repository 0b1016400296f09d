import type { Feature } from '../../lib/feature'

/** Planning a day in five steps, and closing it. */
export const dayPlan: Feature = {
  reminders: {
    plan_day: {
      name: 'Plan the day',
      says: 'at {at} on {days}',
      opens: 'Start planning',
      values: { at: 510, days: [1, 2, 3, 4, 5] },
      endsWithDay: true,
      use: 'tasks',
      reads: async () => (await import('./reminders')).planDayReminder,
    },
    close_day: {
      name: 'Close the day',
      says: 'at {at} on {days}',
      opens: 'Go through the day',
      values: { at: 1050, days: [1, 2, 3, 4, 5] },
      endsWithDay: true,
      use: 'tasks',
      reads: async () => (await import('./reminders')).closeDayReminder,
    },
  },
  offline: { forms: ['/plan/close'] },
  paths: {
    '/plan/*': {
      use: 'tasks',
      followsOrg: true,
      hasMoreStyle: true,
      routes: async () => (await import('./routes')).dayPlan,
    },
    'POST /plan/close': { worksOffline: 'Close the day' },
  },
}
