import type { IconName } from '../../../views/ui/icon'
import { settingsPages } from '../../frame/shell/settings'
import { placeKeys } from '../../lib/shortcut-keys'

/** A page that the palette opens. Pages are in the order of the navigation. */
export type PalettePlace = {
  href: string
  name: string
  icon: IconName
  /** Navigation group of the place, or the page that links to it. */
  in?: string
  /** Synonyms, for matching. */
  words?: string
  isForAdmins?: true
}

const settingsPlaces = settingsPages.map(
  ({ href, name, words }): PalettePlace => ({ href, name, icon: 'settings', in: 'Settings', words }),
)

export const places: PalettePlace[] = [
  { href: '/', name: 'Today', icon: 'today', words: 'home dashboard' },
  { href: '/sessions', name: 'Sessions', icon: 'sessions', in: 'Time', words: 'time log entries' },
  { href: '/day', name: 'Day', icon: 'clock', in: 'Time', words: 'timeline today' },
  { href: '/week', name: 'Week', icon: 'today', in: 'Time', words: 'calendar draw plan' },
  { href: '/week?view=grid', name: 'Timesheet', icon: 'sessions', in: 'Week', words: 'hours grid cells' },
  { href: '/views', name: 'Saved views', icon: 'filter', in: 'Time', words: 'filters' },
  { href: '/goals', name: 'Goals', icon: 'goals' },
  { href: '/tasks', name: 'Tasks', icon: 'tasks', words: 'todo daily focus plan' },
  { href: '/tasks/all', name: 'All tasks', icon: 'tasks', in: 'Tasks' },
  {
    href: '/tasks/with-people',
    name: 'Tasks with people',
    icon: 'tasks',
    in: 'Tasks',
    words: 'action items waiting for',
  },
  { href: '/stats', name: 'Statistics', icon: 'stats', words: 'stats charts reports figures' },
  { href: '/stats/compare', name: 'Compare', icon: 'stats', in: 'Statistics' },
  { href: '/review', name: 'Review', icon: 'cards', in: 'Learn', words: 'cards due flashcards study' },
  { href: '/report', name: 'Report', icon: 'evidence', in: 'Time', words: 'invoice hours amounts timesheet client' },
  { href: '/reports', name: 'Reports', icon: 'evidence', in: 'Time', words: 'kept sealed shared' },
  { href: '/cards', name: 'Cards', icon: 'cards', in: 'Learn', words: 'flashcards' },
  { href: '/plans', name: 'Plans', icon: 'plans', in: 'Learn', words: 'courses books' },
  { href: '/shared', name: 'Shared with me', icon: 'plans', in: 'Plans', words: 'invitations' },
  { href: '/learnings', name: 'Learnings', icon: 'learnings', in: 'Look back', words: 'notes insights' },
  { href: '/skills', name: 'Skills', icon: 'skills', in: 'Look back' },
  { href: '/meetings', name: 'Meetings', icon: 'meetings', in: 'People', words: 'calendar' },
  { href: '/people', name: 'People', icon: 'people', in: 'People', words: 'contacts' },
  { href: '/organizations', name: 'Organizations', icon: 'organizations', in: 'Projects', words: 'clients companies' },
  { href: '/feedback', name: 'Feedback', icon: 'feedback', in: 'People' },
  { href: '/review/week', name: 'Review of the week', icon: 'reviews', in: 'Look back', words: 'weeks weekly review' },
  { href: '/review/month', name: 'Month', icon: 'reviews', in: 'Look back', words: 'months monthly review' },
  { href: '/reviews', name: 'Weeks and months', icon: 'reviews', in: 'Look back' },
  { href: '/energy', name: 'Energy', icon: 'energy', in: 'Look back', words: 'check-ins engagement mood' },
  { href: '/evidence', name: 'Evidence', icon: 'evidence', in: 'Look back', words: 'achievements' },
  { href: '/whitelists', name: 'Apps', icon: 'apps', words: 'whitelist allowed blocked' },
  { href: '/whitelists/earned', name: 'Unlock with time', icon: 'apps', in: 'Apps', words: 'earned conditions' },
  { href: '/projects', name: 'Projects', icon: 'projects' },
  { href: '/tags', name: 'Tags', icon: 'projects', in: 'Projects', words: 'labels' },
  { href: '/search', name: 'Search', icon: 'search', words: 'find' },
  { href: '/settings', name: 'Settings', icon: 'settings', words: 'preferences theme dark time zone target' },
  ...settingsPlaces,
  { href: '/settings/backups/restore', name: 'Restore a backup', icon: 'settings', in: 'Settings' },
  { href: '/admin/users', name: 'Users', icon: 'lock', in: 'Admin', isForAdmins: true },
  { href: '/admin/whitelists', name: 'Default apps', icon: 'lock', in: 'Admin', isForAdmins: true },
  { href: '/admin/audit', name: 'Audit', icon: 'lock', in: 'Admin', isForAdmins: true },
]

const keys = new Map(Object.entries(placeKeys).map(([letter, href]) => [href, `g ${letter}`]))

/** The keys that open a page, separated by a space; undefined if it has none. */
export const keysOf = (href: string) => keys.get(href)

/**
 * A command available on every page. It `fills` the field with the beginning of a line, `opens` a dialog, or opens a
 * page.
 */
export type Command = {
  name: string
  icon: IconName
  words?: string
  href?: string
  opens?: string
  fills?: string
  keys?: string
  /** Path of the form to submit. */
  posts?: string
  /** Path that decides whether the command is available, if `href` is no page. */
  of?: string
}

export const commands: Command[] = [
  { name: 'New task', of: '/tasks', icon: 'tasks', fills: '+ todo ', words: 'add todo create' },
  { name: 'Plan the day', icon: 'today', href: '/plan', keys: 'p', words: 'daily planning order hours' },
  { name: 'Plan tomorrow', icon: 'right', href: '/plan?date=tomorrow', of: '/plan', words: 'daily planning evening' },
  { name: 'Close the day', icon: 'check', href: '/plan/close', words: 'shutdown finish end evening journal' },
  {
    name: 'Start the timer',
    icon: 'play',
    href: '/timer/switch',
    opens: 'timer-switch',
    keys: 't',
    words: 'track switch',
  },
  {
    name: 'Focus',
    icon: 'clock',
    posts: '/timer/focus',
    of: '/timer',
    keys: 'f',
    words: 'pomodoro countdown round break',
  },
  { name: 'Pause the focus', icon: 'stop', posts: '/timer/focus/pause', of: '/timer', words: 'hold wait' },
  { name: 'Resume the focus', icon: 'play', posts: '/timer/focus/resume', of: '/timer', words: 'continue go on' },
  { name: 'New goal', of: '/goals', icon: 'goals', fills: '+ goal ', keys: 'g n', words: 'add create' },
  {
    name: 'New habit',
    of: '/goals',
    icon: 'goals',
    fills: '+ habit ',
    words: 'add create routine streak tick every day weekdays',
  },
  { name: 'New meeting', of: '/meetings', icon: 'meetings', fills: '+ meet ', words: 'add create' },
  { name: 'Check in', icon: 'energy', href: '/energy/new', opens: 'check-in', words: 'energy engagement mood' },
  { name: 'New learning', of: '/learnings', icon: 'learnings', fills: '+ learned ', words: 'add note create til' },
  { name: 'New action item', of: '/tasks/with-people', icon: 'tasks', fills: '+ action ', words: 'add create' },
  { name: 'New feedback', of: '/feedback', icon: 'feedback', fills: '+ feedback ', words: 'add create' },
  { name: 'Add a session', icon: 'sessions', href: '/sessions/new', words: 'new log time manual' },
  { name: 'New project', icon: 'projects', href: '/projects/new', words: 'add create' },
  { name: 'New person', icon: 'people', href: '/people/new', words: 'add create contact' },
  { name: 'New organization', icon: 'organizations', href: '/organizations/new', words: 'add create client' },
  { name: 'New plan', icon: 'plans', href: '/plans/new', words: 'add create' },
  {
    name: 'Import time',
    of: '/sessions',
    icon: 'import',
    href: '/sessions/import',
    words: 'sessions Toggl Clockify csv',
  },
  { name: 'Import a plan', icon: 'import', href: '/plans/import', words: 'markdown' },
  { name: 'New card', icon: 'cards', href: '/cards/new', words: 'add create flashcard' },
  { name: 'Import cards', icon: 'import', href: '/cards/import', words: 'Anki' },
  { name: 'New skill', icon: 'skills', href: '/skills/new', words: 'add create' },
  { name: 'Import a calendar', icon: 'import', href: '/meetings/import', words: 'meetings ics' },
  {
    name: 'Subscribed calendars',
    icon: 'meetings',
    href: '/meetings/calendars',
    words: 'meetings ics webcal subscribe',
  },
  { name: 'Connect an assistant', icon: 'settings', href: '/settings/tokens', words: 'mcp ai chat token claude' },
  { name: 'Connect a device', icon: 'settings', href: '/settings/tokens', words: 'phone apps token' },
  {
    name: 'Connect the browser extension',
    icon: 'settings',
    href: '/settings/sign-in',
    words: 'chrome firefox github pull requests',
  },
  { name: 'Gather evidence', icon: 'evidence', href: '/evidence/new', words: 'new achievements' },
  { name: 'Capture', icon: 'plus', fills: '+ ', keys: 'c', words: 'add anything' },
  { name: 'Search in all text', icon: 'search', fills: '/', keys: '/', words: 'find notes' },
  { name: 'Keyboard shortcuts', icon: 'keyboard', fills: '?', keys: '?', words: 'keys help' },
  { name: 'Sign out', icon: 'sign-out', posts: '/auth/sign-out', words: 'log out leave' },
]
