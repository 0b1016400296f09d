import type { Child, PropsWithChildren } from 'hono/jsx'
import { newAppsLimit, type Shell } from '../../../functions/frame/shell/schema'
import type { User } from '../../../functions/lib/env'
import { pathTo } from '../../../functions/lib/http/path-to'
import { allOrgs, noOrg, type Org } from '../../../functions/lib/org'
import { grouped } from '../../../functions/lib/text/format'
import { truncateText } from '../../../functions/lib/text/text'
import { isUsed, type UsedPart } from '../../../functions/lib/uses'
import { GoalCount } from '../../goals/goals/shell'
import { Button } from '../../ui/button'
import { Icon, type IconName } from '../../ui/icon'
import { NameLink } from '../../ui/section'
import { captureLink, findLink, keysLink } from './palette'
import { switchDialogId } from './start-button'

/**
 * Organizations to choose from, and the name of the chosen one; null for all, for Personal, and for a deleted
 * organization.
 */
type Offered = { organizations: { id: string; name: string }[]; orgName: string | null }

type Chosen = { org: Org; shell: Offered }

const personal = 'Personal'

export const contextName = ({ org, shell: { orgName } }: Chosen) =>
  org === noOrg ? personal : (orgName ?? 'All organizations')

const Choice = ({ value, name, org }: { value: Org; name: string; org: Org }) => (
  <button type="submit" name="org" value={value} aria-current={value === org ? 'true' : undefined}>
    <bdi>{name}</bdi>
  </button>
)

/** Menu of the context, which limits pages and receives new rows. Hidden for people without organizations. */
const ContextMenu = ({ org, shell }: Chosen) =>
  shell.organizations.length > 0 && (
    <details class="menu context" data-menu>
      <summary aria-label={`Shown: ${contextName({ org, shell })}`}>
        <Icon name="organizations" />
        <bdi>{contextName({ org, shell })}</bdi>
      </summary>
      <form class="sheet" method="post" action="/context">
        <Choice value={allOrgs} name="All organizations" org={org} />
        <Choice value={noOrg} name={personal} org={org} />
        {shell.organizations.map(({ id, name }) => (
          <Choice value={id} name={name} org={org} />
        ))}
      </form>
    </details>
  )

/** Note on a phone, which has no rail, that a page shows only one context. */
export const ContextNote = (chosen: Chosen) =>
  chosen.org !== allOrgs && (
    <form
      class="flex items-center gap-2 border-b border-line bg-sunken px-4 py-1 text-small md:hidden print:hidden"
      method="post"
      action="/context"
      aria-label="Shown organization"
    >
      <Icon name="organizations" />
      <bdi class="flex-1 truncate">{contextName(chosen)}</bdi>
      <Button small variant="quiet" name="org" value={allOrgs}>
        Show all
      </Button>
    </form>
  )

type Place = {
  href: string
  name: string
  /** Paths of further pages that belong to it. */
  of?: string[]
  /** Paths below it that belong to another place. */
  not?: string[]
  use?: UsedPart
}

/** A group links to the first of its places. */
type Group = Place & { icon: IconName; places?: Place[]; count?: (counts: Counts) => Child }

/** Paths of reviews of weeks and months; other paths below `/review` are about cards. */
const ofPeriods = ['/review/week', '/review/month']

const groups: Group[] = [
  { href: '/', name: 'Today', icon: 'today' },
  {
    href: '/sessions',
    name: 'Time',
    icon: 'clock',
    use: 'time',
    places: [
      { href: '/sessions', name: 'Sessions', of: ['/timer'] },
      { href: '/week', name: 'Week', of: ['/day'] },
      { href: '/reports', name: 'Reports', of: ['/report'] },
    ],
  },
  { href: '/goals', name: 'Goals', icon: 'goals', count: GoalCount },
  { href: '/tasks', name: 'Tasks', icon: 'tasks', use: 'tasks' },
  { href: '/stats', name: 'Statistics', icon: 'stats', use: 'time' },
  {
    href: '/cards',
    name: 'Learn',
    icon: 'cards',
    use: 'learning',
    count: DueCount,
    places: [
      { href: '/cards', name: 'Cards', of: ['/review'], not: ofPeriods },
      { href: '/plans', name: 'Plans', of: ['/shared'] },
    ],
  },
  {
    href: '/meetings',
    name: 'People',
    icon: 'people',
    use: 'journal',
    places: [
      { href: '/meetings', name: 'Meetings' },
      { href: '/people', name: 'People', of: ['/feedback'] },
    ],
  },
  {
    href: '/review/week',
    name: 'Look back',
    icon: 'history',
    places: [
      { href: '/review/week', name: 'Reviews', of: ['/review/month', '/reviews'], use: 'journal' },
      { href: '/learnings', name: 'Learnings', of: ['/skills'], use: 'learning' },
      { href: '/energy', name: 'Energy', use: 'journal' },
      { href: '/evidence', name: 'Evidence', use: 'journal' },
    ],
  },
  { href: '/whitelists', name: 'Apps', icon: 'apps', use: 'apps', count: AppCount },
]

const below: Group[] = [
  { href: '/projects', name: 'Projects', icon: 'projects', of: ['/tags', '/organizations'] },
  { href: '/settings', name: 'Settings', icon: 'settings', of: ['/deleted', '/changes', '/api/docs'] },
]

/** The groups that a person uses, with the places of them. A group whose first place is not used links to the next. */
const usedGroups = (user: User) =>
  groups.flatMap((group): Group[] => {
    if (!isUsed(user, group.use)) return []
    const places = group.places?.filter(({ use }) => isUsed(user, use))
    const [first] = places ?? []
    if (places && !first) return []
    return [{ ...group, places, href: first?.href ?? group.href }]
  })

const forAdmins: Group = { href: '/admin/users', name: 'Admin', icon: 'lock', of: ['/admin'] }

const belowOf = ({ role }: User) => (role === 'admin' ? [...below, forAdmins] : below)

/** Value of `aria-current`: `page`, or `true` for a page that belongs to the link. */
const current = (path: string, { href, of = [], not = [] }: Place) => {
  if (path === href) return 'page'
  const isWithin = (place: string) => place !== '/' && (path === place || path.startsWith(`${place}/`))
  return [href, ...of].some(isWithin) && !not.some(isWithin) ? 'true' : undefined
}

const isIn = (path: string, group: Group) => (group.places ?? [group]).some((place) => current(path, place))

/** True if the page belongs to a place that has no tab of its own. */
const isInMore = (path: string, user: User, bar: Group[]) =>
  [...usedGroups(user), ...belowOf(user)].some((group) => isIn(path, group)) && !bar.some((group) => isIn(path, group))

const newAppsText = (count: number) => `${count > newAppsLimit ? `${newAppsLimit}+` : count} new`

/** Number of apps without a rule or default. Responses that change it replace it. */
export function AppCount({ newApps, oob }: { newApps?: number; oob?: boolean }) {
  return (
    <span id="nav-apps" class="count" hx-swap-oob={oob ? 'true' : undefined}>
      {newApps ? newAppsText(newApps) : ''}
    </span>
  )
}

/** Number of due cards. Responses that change it replace it. */
export function DueCount({ cardsDue, oob }: { cardsDue?: number; oob?: boolean }) {
  return (
    <span id="nav-cards" class="count" hx-swap-oob={oob ? 'true' : undefined}>
      {cardsDue ? `${grouped(cardsDue)} due` : ''}
    </span>
  )
}

type Counts = { overdueGoals?: number; newApps?: number; cardsDue?: number }

type Shown = Counts & { user: User; path: string; org: Org; shell?: Shell }

/** Maximum characters of a view's name. */
const railCharacters = 15

type GroupProps = Counts & { group: Group; path: string; views?: Shell['views'] | undefined }

/** The saved views of a page, listed below it. */
const Views = ({ href, views = [] }: { href: string; views: GroupProps['views'] }) => {
  const own = views.filter(({ page }) => href === `/${page}`)
  return own.map(({ id, name }) => (
    <li>
      <a class="go" href={pathTo`/views/${id}`} title={name}>
        <Icon name="filter" />
        <bdi>{truncateText(name, railCharacters)}</bdi>
      </a>
    </li>
  ))
}

/** A group with its places. Unless the current page is in the group, its places are only in a sheet. */
const GroupItem = ({ group, path, views, ...counts }: GroupProps) => {
  const { href, name, icon, places, count } = group
  return (
    <li class={isIn(path, group) ? 'here' : undefined}>
      <a class="go" href={href} title={name} aria-current={places ? undefined : current(path, group)}>
        <Icon name={icon} />
        <span>{name}</span>
        {count?.(counts)}
      </a>
      {href === '/sessions' && (
        <a class="act" href="/timer" data-opens={switchDialogId} aria-haspopup="dialog" title="Start the timer">
          <Icon name="play" />
          <span class="sr-only">Start the timer</span>
        </a>
      )}
      {(places || views?.some(({ page }) => href === `/${page}`)) && (
        <ul>
          {places?.map((place) => (
            <>
              <li>
                <a class="go" href={place.href} aria-current={current(path, place)}>
                  {place.name}
                </a>
              </li>
              <Views href={place.href} views={views} />
            </>
          ))}
          {!places && <Views href={href} views={views} />}
        </ul>
      )}
    </li>
  )
}

/** Link to the palette; without JavaScript to the search. */
const Find = () => (
  <a {...findLink}>
    <Icon name="search" />
    <span>Find or do</span>
    <kbd data-mod>Ctrl K</kbd>
  </a>
)

const Tab = ({ group, path }: { group: Group; path: string }) => (
  <a class="tab" href={group.href} aria-current={isIn(path, group) ? 'page' : undefined}>
    <Icon name={group.icon} />
    {group.name}
  </a>
)

/** Groups in a phone's bar, by the features in use; the others are in More. */
const barOf = (user: User) => {
  const used = ['/tasks', '/sessions', '/goals', '/cards', '/whitelists', '/meetings'].flatMap((href) =>
    usedGroups(user).filter((group) => group.href === href),
  )
  return [...groups.slice(0, 1), ...used.slice(0, 2)]
}

export const Brand = () => (
  <a class="brand" href="/">
    <Icon name="brand" />
    Daymark
  </a>
)

/** All places: a rail of groups, on a tablet as icons. On a phone they are in a sheet that More opens. */
const Places = ({ user, path, org, shell, ...counts }: Shown) => (
  <div class="places" id="places">
    {shell && <ContextMenu org={org} shell={shell} />}
    <div class="find">
      <Find />
      <a {...captureLink}>
        <Icon name="plus" />
      </a>
    </div>
    <nav class="side" aria-label="Main">
      <ul>
        {usedGroups(user).map((group) => (
          <GroupItem group={group} path={path} views={shell?.views} {...counts} />
        ))}
      </ul>
      <ul>
        {belowOf(user).map((group) => (
          <GroupItem group={group} path={path} />
        ))}
      </ul>
    </nav>
    <div class="rail-foot">
      {user.preferences.shortcuts && (
        <a class="touch:hidden" {...keysLink}>
          Shortcuts <kbd>?</kbd>
        </a>
      )}
      <form method="post" action="/auth/sign-out">
        <button type="submit">Sign out</button>
      </form>
      <NameLink href="/settings" name={user.username || user.email} />
    </div>
  </div>
)

/** Navigation of every page. Its children float above a phone's bar; in the rail they are above its foot. */
export const Navigation = ({ children, ...shown }: PropsWithChildren<Shown>) => {
  const { user, path } = shown
  const bar = barOf(user)
  const [first, second, third] = bar
  return (
    <header class="rail">
      <Brand />
      <nav class="bar" aria-label="Places">
        {first && <Tab group={first} path={path} />}
        {second && <Tab group={second} path={path} />}
        <a class="tab plus" {...captureLink}>
          <Icon name="plus" />
        </a>
        {third && <Tab group={third} path={path} />}
        <details class="more" data-menu="places">
          <summary class="tab" aria-controls="places" aria-current={isInMore(path, user, bar) ? 'true' : undefined}>
            <Icon name="more" />
            More
          </summary>
        </details>
      </nav>
      <Places {...shown} />
      {children}
    </header>
  )
}
