/** A keyboard shortcut: keys pressed one after the other, and what they do. */
type Shortcut = {
  keys: string[]
  does: string
  href?: string
  /** The control it puts the focus on, when the page has it; else `href`. */
  focus?: string
  opens?: string
  /** The link of the page that it follows, when the page has it. */
  follows?: string
}

/** Every shortcut: client/shortcuts.ts obeys this list and the sheet shows it. */
export const shortcuts: Shortcut[] = [
  { keys: ['c'], does: 'capture anything', opens: 'capture', href: '/capture' },
  { keys: ['n'], does: 'focus the entry line', focus: '#entry', href: '/sessions#entry' },
  { keys: ['t'], does: 'start the timer', opens: 'timer-switch' },
  { keys: ['s'], does: 'stop the timer', follows: '#timer-stop' },
  { keys: ['/'], does: 'search', focus: 'main [type="search"]', href: '/search' },
  { keys: ['g', 't'], does: 'today', href: '/' },
  { keys: ['g', 's'], does: 'sessions', href: '/sessions' },
  { keys: ['g', 'd'], does: 'tasks (daily focus)', href: '/tasks' },
  { keys: ['g', 'g'], does: 'goals', href: '/goals' },
  { keys: ['g', 'i'], does: 'statistics', href: '/stats' },
  { keys: ['g', 'p'], does: 'projects', href: '/projects' },
  { keys: ['g', 'n'], does: 'new goal', opens: 'goal-capture' },
  { keys: ['g', ','], does: 'settings', href: '/settings' },
  { keys: ['ArrowLeft'], does: 'previous day (timeline)', follows: '#day-before' },
  { keys: ['ArrowRight'], does: 'next day (timeline)', follows: '#day-after' },
  { keys: [' '], does: 'show the answer (review)', follows: '#show-answer' },
  { keys: ['1'], does: 'rate again (review)', follows: '#rate-1' },
  { keys: ['2'], does: 'rate hard (review)', follows: '#rate-2' },
  { keys: ['3'], does: 'rate good (review)', follows: '#rate-3' },
  { keys: ['4'], does: 'rate easy (review)', follows: '#rate-4' },
  {
    keys: ['u'],
    does: 'undo the last rating (review), or what a message offers to undo',
    follows: '#review-undo, :root:not(:has(#review-undo)) .toast:last-child [data-undo]',
  },
  { keys: ['b'], does: 'actions on the selected rows', focus: '#picks[data-any] [data-picks-act]' },
  { keys: ['g', 'r'], does: 'review cards', href: '/review' },
  { keys: ['?'], does: 'show shortcuts', opens: 'shortcut-sheet' },
]
