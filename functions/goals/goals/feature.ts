import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'

/** Goals with their milestones and categories. */
export const goals: Feature = {
  reminders: {
    goal_behind: {
      name: 'Goals will be missed at this pace',
      says: 'on {day} at {at}',
      opens: 'See your goals',
      values: { day: 3, at: 540 },
      reads: async () => (await import('./reminders')).readGoalsBehind,
    },
    habit_open: {
      name: 'A habit isn’t done yet',
      says: 'at the time that its page has, also in quiet hours',
      opens: 'Open the habit',
      values: {},
      endsWithDay: true,
      // The person has set this time.
      isUrgent: true,
      reads: async () => (await import('./reminders')).readOpenHabits,
    },
  },
  selects: { goal: async () => (await import('./routes')).selectedGoals },
  offline: { ahead: ['/goals', '/today/habits'], visited: ['/goals/:id'] },
  paths: {
    '/goals/*': { followsOrg: true, hasMoreStyle: true, routes: async () => (await import('./routes')).goals },
    '/today/habits': { followsOrg: true, routes: async () => (await import('./today')).habitsPage },
    'POST /goals/:id/ticks': { worksOffline: true },
    'POST /goals/:id/milestones/:milestone/reach': { worksOffline: true },
    'POST /goals/:id/milestones/:milestone/reopen': { worksOffline: true },
    '/goals/categories/*': { routes: async () => (await import('./categories')).categories },
    '/api/v1/goals/*': { routes: async () => (await import('./api')).goalsApi },
    '/api/v1/goals/:id/ticks/*': { hasNoVersion: true },
    '/api/v1/goals/:id/skips/*': { hasNoVersion: true },
  },
  undoes: { 'goal.skip': async () => (await import('./ticks/routes')).undoGoalSkip },
  adds: { goal: async () => (await import('./read-title')).isHabitLine },
  today: {
    section: async () => (await import('./today')).goalsToday,
    list: async () => (await import('./today')).habitsToday,
  },
  kinds: {
    goal: {
      one: 'Goal',
      many: 'Goals',
      icon: 'goals',
      table: 'goals',
      path: (id) => pathTo`/goals/${id}`,
      org: { own: 'goals.organization_id' },
      search: {
        title: 'title',
        notes: 'description',
        parts: { kind: 'tick', table: 'goal_ticks', of: 'goal_id' },
        recency: "coalesce(date(completed_at / 1000, 'unixepoch'), target_date, date(created_at / 1000, 'unixepoch'))",
      },
      choice: { name: 'title', where: "status IN ('not_started', 'in_progress')", order: 'status, updated_at, id' },
      undone: async () => (await import('./writes')).goalUndoWrites,
    },
    milestone: {
      one: 'Milestone',
      many: 'Milestones',
      icon: 'check',
      table: 'goal_milestones',
      path: (id, goalId) => pathTo`/goals/${goalId}/milestones/${id}`,
      parent: { kind: 'goal', column: 'goal_id' },
      org: {
        own: '(SELECT organization_id FROM goals WHERE goals.user_id = goal_milestones.user_id AND goals.id = goal_id)',
      },
      search: {
        title: 'description',
        recency: "coalesce(completed_on, target_date, date(created_at / 1000, 'unixepoch'))",
      },
    },
  },
}
