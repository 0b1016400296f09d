import type { Feature } from '../../lib/feature'

/** Starting, stopping and editing the timer; focus; idle time; unfinished sessions (`unfinished/`). */
export const timer: Feature = {
  offline: { ahead: ['/timer'] },
  paths: {
    '/timer/*': {
      use: 'time',
      followsOrg: true,
      routes: async () => [(await import('../entry/start')).timerStart, (await import('./routes')).timer],
    },
    '/timer/focus/*': { routes: async () => (await import('./focus/routes')).focusRoutes },
    'POST /timer/start': { worksOffline: true },
    'POST /timer/stop': { worksOffline: 'Stop' },
    'POST /timer/focus': { worksOffline: true },
    '/timer/idle/*': { routes: async () => (await import('./idle/routes')).idleRoutes },
    '/timer/forgotten/*': { routes: async () => (await import('./unfinished/routes')).unfinished },
    '/api/v1/timer/*': { routes: async () => (await import('./api')).timerApi },
  },
  undoes: {
    'timer.start': async () => (await import('./undo')).undoes.start,
    'timer.stop': async () => (await import('./undo')).undoes.stop,
    'timer.discard': async () => (await import('./undo')).undoes.discard,
    'timer.forgotten': async () => (await import('./unfinished/routes')).undoUnfinished,
  },
  settles: { due: 'next_focus_at', load: async () => (await import('./focus/actions')).settleFocus },
  remindersWait: async () => (await import('./focus/reminders')).focusWait,
  today: { notice: async () => (await import('./unfinished/today')).unfinishedNotice },
  reminders: {
    focus: {
      name: 'A focus or a break ends',
      says: '',
      opens: 'Open the timer',
      isOfMoment: true,
      values: {},
      use: 'time',
      isUrgent: true,
      reads: async () => (await import('./focus/reminders')).focusReminders,
      acts: {
        break: { label: 'Take a break', act: async () => (await import('./focus/reminders')).actOnBreak },
        more: { label: '5 more minutes', act: async () => (await import('./focus/reminders')).actOnAddTime },
        next: { label: 'Start next round', act: async () => (await import('./focus/reminders')).actOnNextRound },
      },
    },
    timer_runs: {
      name: 'A timer is still running',
      says: 'after {minutes}',
      opens: 'Open the timer',
      isOfMoment: true,
      values: { minutes: 240 },
      use: 'time',
      reads: async () => (await import('./reminders')).readLongTimer,
      acts: { stop: { label: 'Stop', act: async () => (await import('./reminders')).stopNamedTimer } },
    },
    no_timer: {
      name: 'No timer is running',
      says: 'for {minutes}, between {from} and {to} on {days}',
      opens: 'Open Today',
      isOfMoment: true,
      values: { minutes: 30, from: 540, to: 1080, days: [1, 2, 3, 4, 5] },
      use: 'time',
      reads: async () => (await import('./reminders')).readNoTimer,
    },
  },
}
