import type { Child, PropsWithChildren } from 'hono/jsx'
import { newAppsCounted, type Shell } from '../../../functions/frame/shell/queries'
import type { User } from '../../../functions/lib/env'
import { grouped } from '../../../functions/lib/format'
import { allOrgs, noOrg, type Org } from '../../../functions/lib/org'
import { isUsed, type Use } from '../../../functions/lib/uses'
import { GoalCount } from '../../goals/goals/shell'
import { Button } from '../../ui/button'
import { Icon, type IconName } from '../../ui/icon'
import { NameLink } from '../../ui/section'
import { captureLink, findLink, keysLink } from './palette'

/** Organizations that are offered, and the name of the chosen one; null for all, Personal, and one that is gone. */
type Offered = { organizations: { id: string; name: string }[]; orgName: string | null }

type Chosen = { org: Org; shell: Offered }

const personal = 'Personal'

const nameOf = ({ org, shell: { orgName } }: Chosen) => (org === noOrg ? personal : (orgName ?? 'All organizations'))

const Choice = ({ value, name, org }: { value: Org; name: string; org: Org }) => (
  <button type="submit" name="org" value={value} aria-current={value === org ? 'true' : undefined}>
    <bdi>{name}</bdi>
  </button>
)

const Choices = ({ org, shell }: Chosen) => (
  <form method="post" action="/context">
    <Choice value={allOrgs} name="All organizations" org={org} />
    <Choice value={noOrg} name={personal} org={org} />
    {shell.organizations.map(({ id, name }) => (
      <Choice value={id} name={name} org={org} />
    ))}
  </form>
)

const Summary = (chosen: Chosen) => (
  <summary aria-label={`Shown: ${nameOf(chosen)}`}>
    <Icon name="organizations" />
    <bdi>{nameOf(chosen)}</bdi>
  </summary>
)

/** Chooses in the rail what pages show, and where they add. People without organizations have no choice. */
const ContextMenu = (chosen: Chosen) =>
  chosen.shell.organizations.length > 0 && (
    <details class="menu context rail-only" data-menu>
      <Summary {...chosen} />
      <div class="sheet">
        <Choices {...chosen} />
      </div>
    </details>
  )

/** The choice in the sheet of the bottom bar. */
const ContextPicker = (chosen: Chosen) =>
  chosen.shell.organizations.length > 0 && (
    <details class="context">
      <Summary {...chosen} />
      <Choices {...chosen} />
    </details>
  )

/** Says on a phone, which has no rail, that a page does not show all. */
export const ContextNote = (chosen: Chosen) =>
  chosen.org !== allOrgs && (
    <form class="context-note bar-only" method="post" action="/context" aria-label="Shown organization">
      <Icon name="organizations" />
      <bdi class="chosen">{nameOf(chosen)}</bdi>
      <Button small variant="quiet" name="org" value={allOrgs}>
        Show all
      </Button>
    </form>
  )

type Place = {
  href: string
  name: string
  /** Further pages that belong to it. */
  of?: string[]
  /** Pages below it that belong to another. */
  not?: string[]
  use?: Use
}

/** A group leads to the first of its places. */
type Group = Place & { icon: IconName; places?: Place[]; count?: (counts: Counts & { id: string }) => Child }

/** Pages about cards lie beside those of weeks and months. */
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
      { href: '/day', name: 'Day' },
    ],
  },
  {
    href: '/goals',
    name: 'Goals',
    icon: 'goals',
    count: ({ id, openGoals }) => id === 'nav' && <GoalCount openGoals={openGoals} />,
  },
  { href: '/tasks', name: 'Tasks', icon: 'tasks', use: 'tasks' },
  { href: '/stats', name: 'Statistics', icon: 'stats', use: 'time' },
  {
    href: '/review',
    name: 'Learn',
    icon: 'cards',
    use: 'learning',
    count: DueCount,
    places: [
      { href: '/review', name: 'Review', not: ofPeriods },
      { href: '/cards', name: 'Cards' },
      { href: '/plans', name: 'Plans' },
      { href: '/learnings', name: 'Learnings' },
      { href: '/skills', name: 'Skills' },
    ],
  },
  {
    href: '/meetings',
    name: 'People',
    icon: 'people',
    use: 'journal',
    places: [
      { href: '/meetings', name: 'Meetings' },
      { href: '/people', name: 'People' },
      { href: '/organizations', name: 'Organizations' },
      { href: '/feedback', name: 'Feedback' },
    ],
  },
  {
    href: '/review/week',
    name: 'Look back',
    icon: 'history',
    use: 'journal',
    places: [
      { href: '/review/week', name: 'Week', of: ['/reviews'] },
      { href: '/review/month', name: 'Month' },
      { href: '/energy', name: 'Energy' },
      { href: '/evidence', name: 'Evidence' },
    ],
  },
  {
    href: '/whitelists',
    name: 'Apps',
    icon: 'apps',
    use: 'apps',
    count: ({ id, newApps }) => id === 'nav' && <AppCount newApps={newApps} />,
  },
]

const below: Group[] = [
  { href: '/projects', name: 'Projects and tags', icon: 'projects', of: ['/tags'] },
  { href: '/settings', name: 'Settings', icon: 'settings', of: ['/deleted', '/changes'] },
]

const forAdmins: Group = { href: '/admin/users', name: 'Admin', icon: 'lock', of: ['/admin'] }

const belowOf = ({ role }: User) => (role === 'admin' ? [...below, forAdmins] : below)

/** Value of `aria-current`: `true` for a page that belongs to the link. */
const current = (path: string, { href, of = [], not = [] }: Place) => {
  if (path === href) return 'page'
  const isWithin = (place: string) => place !== '/' && (path === place || path.startsWith(`${place}/`))
  return [href, ...of].some(isWithin) && !not.some(isWithin) ? 'true' : undefined
}

const isIn = (path: string, group: Group) => (group.places ?? [group]).some((place) => current(path, place))

const newAppsText = (count: number) => `${count > newAppsCounted ? `${newAppsCounted}+` : count} new`

/** Number of undecided apps; responses that change it replace it. */
export const AppCount = ({ newApps, oob }: { newApps?: number; oob?: boolean }) => (
  <span id="nav-apps" class="count" hx-swap-oob={oob ? 'true' : undefined}>
    {newApps ? newAppsText(newApps) : ''}
  </span>
)

/** Number of cards due; in the rail, and under More on a phone. */
function DueCount({ id, cardsDue, oob }: { id: string; cardsDue?: number; oob?: boolean }) {
  return (
    <span id={`${id}-cards`} class="count" hx-swap-oob={oob ? 'true' : undefined}>
      {cardsDue ? `${grouped(cardsDue)} due` : ''}
    </span>
  )
}

/** Replaces the numbers of cards due. */
export const DueFragments = ({ cardsDue }: { cardsDue: number }) => (
  <>
    <DueCount id="nav" cardsDue={cardsDue} oob />
    <DueCount id="more" cardsDue={cardsDue} oob />
  </>
)

type Counts = { openGoals?: number; newApps?: number; cardsDue?: number }

const SignOut = ({ icon }: { icon?: boolean }) => (
  <form method="post" action="/auth/sign-out">
    <button type="submit">
      {icon && <Icon name="sign-out" />}
      Sign out
    </button>
  </form>
)

type Frame = { org: Org; shell?: Shell }

type Shown = Counts & Frame & { user: User; path: string }

/** A group; where one is in it, or `isWhole`, with its places. */
const GroupItem = ({
  group,
  id,
  isWhole,
  path,
  ...counts
}: Counts & { group: Group; id: string; isWhole?: boolean; path: string }) => {
  const { href, name, icon, places, count } = group
  const isHere = isIn(path, group)
  return (
    <li class={isHere ? 'here' : undefined}>
      <a class="go" href={href} title={name} aria-current={places ? undefined : current(path, group)}>
        <Icon name={icon} />
        <span>{name}</span>
        {count?.({ id, ...counts })}
      </a>
      {places && (isHere || isWhole) && (
        <ul>
          {places.map((place) => (
            <li>
              <a class="go" href={place.href} aria-current={current(path, place)}>
                {place.name}
              </a>
            </li>
          ))}
        </ul>
      )}
    </li>
  )
}

const Groups = ({ user, isWhole, ...props }: Counts & { user: User; id: string; isWhole?: boolean; path: string }) => (
  <>
    <ul>
      {groups.map((group) => isUsed(user, group.use) && <GroupItem group={group} isWhole={isWhole} {...props} />)}
    </ul>
    <ul class="below">
      {belowOf(user).map((group) => (
        <GroupItem group={group} {...props} />
      ))}
    </ul>
  </>
)

/** Finds everything and does everything; without script it links to the search. */
const Find = () => (
  <a class="find" {...findLink}>
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

/** The groups of a phone's bar, the rest is behind More: those that its person uses most of. */
const barOf = (user: User) => {
  const used = ['/tasks', '/sessions', '/goals', '/review', '/whitelists', '/meetings'].flatMap((href) =>
    groups.filter((group) => group.href === href && isUsed(user, group.use)),
  )
  return [...groups.slice(0, 1), ...used.slice(0, 2)]
}

const More = ({ org, shell, ...props }: Shown) => (
  <details class="more" data-menu>
    <summary class="tab" aria-current={barOf(props.user).some((group) => isIn(props.path, group)) ? undefined : 'true'}>
      <Icon name="more" />
      More
    </summary>
    <div class="sheet">
      <Find />
      <Groups {...props} id="more" isWhole />
      {shell && <ContextPicker org={org} shell={shell} />}
      <SignOut icon />
    </div>
  </details>
)

export const Brand = () => (
  <a class="brand" href="/">
    <Icon name="brand" />
    Daymark
  </a>
)

/** A bar on a phone, a rail of icons on a tablet, of groups on a wide screen; its children stand above the rail's foot. */
export const Navigation = ({ children, ...props }: PropsWithChildren<Shown>) => {
  const { user, path, org, shell } = props
  const [first, second, third] = barOf(user)
  return (
    <header class="rail">
      <Brand />
      {shell && <ContextMenu org={org} shell={shell} />}
      <div class="rail-find rail-only">
        <Find />
        <a class="act" {...captureLink}>
          <Icon name="plus" />
        </a>
      </div>
      <nav class="side rail-only" aria-label="Main">
        <Groups {...props} id="nav" />
      </nav>
      <nav class="bar" aria-label="Places">
        {first && <Tab group={first} path={path} />}
        {second && <Tab group={second} path={path} />}
        <a class="tab plus" {...captureLink}>
          <Icon name="plus" />
        </a>
        {third && <Tab group={third} path={path} />}
        <More {...props} />
      </nav>
      {children}
      <div class="rail-foot rail-only">
        {user.preferences.shortcuts && (
          <a {...keysLink}>
            Shortcuts <kbd>?</kbd>
          </a>
        )}
        <SignOut />
        <NameLink href="/settings" name={user.username || user.email} />
      </div>
    </header>
  )
}
