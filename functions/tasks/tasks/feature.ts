import type { Feature } from '../../lib/feature'
import { pathTo } from '../../lib/http/path-to'

/** Tasks. Action items are tasks with an owner. */
export const tasks: Feature = {
  reminders: {
    task_time: {
      name: 'A task’s time or deadline has come',
      says: 'at its time, and at {at} on the day of a deadline',
      opens: 'Open the task',
      values: { at: 540 },
      use: 'tasks',
      reads: async () => (await import('./reminders')).readTaskTimes,
      acts: { done: { label: 'Done', act: async () => (await import('./reminders')).completeReminderTask } },
    },
  },
  selects: { task: async () => (await import('./routes')).selectedTasks },
  offline: { ahead: ['/tasks'], visited: ['/tasks/:id'] },
  paths: {
    '/tasks/*': { use: 'tasks', followsOrg: true, routes: async () => (await import('./routes')).tasks },
    'POST /tasks/quick': { worksOffline: true },
    'POST /tasks/:id/complete': { worksOffline: true },
    'POST /tasks/:id/reopen': { worksOffline: true },
    '/api/v1/tasks/*': { routes: async () => (await import('./api')).tasksApi },
    '/api/v1/action-items/*': { routes: async () => (await import('./api')).actionItemsApi },
  },
  undoes: {
    'task.schedule': async () => (await import('./routes')).undoSchedule,
    'task.move': async () => (await import('./routes')).undoMove,
    'task.step': async () => (await import('./step-routes')).undoStep,
  },
  kinds: {
    task: {
      one: 'Task',
      many: 'Tasks',
      icon: 'tasks',
      table: 'tasks',
      path: (id) => pathTo`/tasks/${id}`,
      org: { own: 'tasks.organization_id', project: 'tasks.project_id' },
      search: {
        title: 'title',
        notes: 'description',
        tags: 'tags',
        recency: "coalesce(completed_on, cancelled_on, tasks.date, due_date, date(created_at / 1000, 'unixepoch'))",
      },
      tagged: { list: '/tasks/all', date: 'date' },
    },
  },
}
