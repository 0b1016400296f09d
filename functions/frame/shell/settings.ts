type SettingsPage = {
  href: string
  name: string
  /** Description for the index of settings. Unset for pages whose current value is shown instead. */
  does?: string
  /** Synonyms, for the palette. */
  words?: string
}

/** Pages of the settings, in the order of the index. */
export const settingsGroups: { id: string; title: string; pages: SettingsPage[] }[] = [
  {
    id: 'general',
    title: 'General',
    pages: [
      { href: '/settings/uses', name: 'What do you use?', words: 'parts hide show first steps' },
      { href: '/settings/days', name: 'Days', words: 'time zone week start rest daily target' },
      {
        href: '/settings/days-off',
        name: 'Days off',
        does: 'no target; streaks continue',
        words: 'holidays vacation',
      },
      {
        href: '/settings/focus',
        name: 'Focus and breaks',
        does: 'rounds of work with an end',
        words: 'pomodoro countdown timer sound idle',
      },
      { href: '/settings/rates', name: 'Rates', does: 'what an hour earns', words: 'money billable hourly currency' },
      {
        href: '/settings/limits',
        name: 'Limits',
        words: 'timer still working ask review new cards a day unlisted apps allow block',
      },
      {
        href: '/settings/notifications',
        name: 'Notifications',
        words: 'reminders push mail email quiet hours do not disturb devices',
      },
      {
        href: '/settings/appearance',
        name: 'Appearance',
        words: 'theme dark light clock 12 24 hour am pm date order day month',
      },
      { href: '/settings/keyboard', name: 'Keyboard', words: 'shortcuts keys' },
    ],
  },
  {
    id: 'data',
    title: 'Data',
    pages: [
      {
        href: '/sessions/import',
        name: 'Import time',
        does: 'from Toggl Track, Clockify, Kimai and others',
        words: 'Toggl Clockify CSV other tools',
      },
      {
        href: '/settings/export',
        name: 'Export',
        does: 'everything, or for a spreadsheet, a calendar or Anki',
        words: 'download data',
      },
      {
        href: '/settings/calendars',
        name: 'Calendars',
        does: 'show Daymark in your calendar',
        words: 'feed ics ical webcal subscribe Google Outlook Apple address',
      },
      { href: '/settings/backups', name: 'Backups', does: 'made daily, to download or restore' },
      {
        href: '/deleted',
        name: 'Recently deleted',
        does: 'can be restored for 30 days',
        words: 'trash restore bin',
      },
      { href: '/changes', name: 'Recent changes', does: 'bulk edits and merges, to undo', words: 'undo history' },
    ],
  },
  {
    id: 'account',
    title: 'Account',
    pages: [
      {
        href: '/settings/sign-in',
        name: 'Sign-in and devices',
        words: 'you profile name email GitHub sessions security sync synced command line',
      },
      { href: '/settings/tokens', name: 'API tokens', does: 'keys of your own programs', words: 'access programs' },
      { href: '/api/docs', name: 'API', does: 'what programs can read and write', words: 'docs' },
      { href: '/settings/account', name: 'Delete account', does: 'and all its data', words: 'profile' },
    ],
  },
]

export const settingsPages = settingsGroups.flatMap(({ pages }) => pages)

/** True for a settings page other than the index. */
export const isSettingsPage = (path: string) => /^\/(settings\/.|(deleted|changes|api\/docs)$)/.test(path)
