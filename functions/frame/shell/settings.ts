type SettingsPage = {
  href: string
  name: string
  /** Description for the index of settings. Unset for pages whose current value is shown instead. */
  does?: string
  /** Synonyms, for the palette. */
  words?: string
  /** Pages that are reached by tabs on this one. */
  tabs?: SettingsPage[]
}

/** Pages of the settings, in the order of the index. */
export const settingsGroups: { id: string; title: string; pages: SettingsPage[] }[] = [
  {
    id: 'general',
    title: 'General',
    pages: [
      { href: '/settings/uses', name: 'What do you use?', words: 'parts hide show first steps' },
      {
        href: '/settings/days',
        name: 'Days',
        words: 'time zone week start rest daily target',
        tabs: [{ href: '/settings/days-off', name: 'Days off', words: 'holidays vacation' }],
      },
      {
        href: '/settings/focus',
        name: 'Focus and breaks',
        does: 'rounds of work with an end',
        words: 'pomodoro countdown timer sound idle',
        tabs: [
          {
            href: '/settings/limits',
            name: 'Limits',
            words: 'timer still working ask review new cards a day unlisted apps allow block',
          },
        ],
      },
      { href: '/settings/rates', name: 'Rates', does: 'what an hour earns', words: 'money billable hourly currency' },
      {
        href: '/settings/notifications',
        name: 'Notifications',
        words: 'reminders push mail email quiet hours do not disturb devices',
      },
      {
        href: '/settings/appearance',
        name: 'Appearance',
        words: 'theme dark light clock 12 24 hour am pm date order day month',
        tabs: [{ href: '/settings/keyboard', name: 'Keyboard', words: 'shortcuts keys' }],
      },
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
        does: 'for a spreadsheet, Anki or your calendar; backups',
        words: 'download data',
        tabs: [
          { href: '/settings/backups', name: 'Backups', words: 'daily download restore' },
          {
            href: '/settings/calendars',
            name: 'Calendars',
            words: 'feed ics ical webcal subscribe Google Outlook Apple address',
          },
        ],
      },
      {
        href: '/changes',
        name: 'Recent changes',
        does: 'to undo, and what was deleted, to restore',
        words: 'undo history',
        tabs: [{ href: '/deleted', name: 'Recently deleted', words: 'trash restore bin' }],
      },
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
      {
        href: '/settings/tokens',
        name: 'API tokens',
        does: 'for your own programs, and what they can do',
        words: 'access programs',
        tabs: [{ href: '/api/docs', name: 'API', words: 'docs' }],
      },
      { href: '/settings/account', name: 'Delete account', does: 'and all its data', words: 'profile' },
    ],
  },
]

/** Pages that are tabs of one page of the index, with that page first; empty for other paths. */
export const settingsTabs = (path: string) => {
  const page = settingsGroups
    .flatMap(({ pages }) => pages)
    .find((one) => [one, ...(one.tabs ?? [])].some(({ href }) => href === path))
  return page?.tabs ? [page, ...page.tabs] : []
}

export const settingsPages = settingsGroups.flatMap(({ pages }) =>
  pages.flatMap((page) => [page, ...(page.tabs ?? [])]),
)

/** True for a settings page other than the index. */
export const isSettingsPage = (path: string) => /^\/(settings\/.|(deleted|changes|api\/docs)$)/.test(path)
