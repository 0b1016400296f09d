import type { PropsWithChildren } from 'hono/jsx'
import { newAppsCounted, type Shell } from '../../../functions/frame/shell/queries'
import type { User } from '../../../functions/lib/env'
import { grouped } from '../../../functions/lib/format'
import { allOrgs, noOrg, type Org } from '../../../functions/lib/org'
import { GoalCount } from '../../goals/goals/shell'
import { checkInLink } from '../../reviews/energy/two-taps'
import { ActLink, Button } from '../../ui/button'
import { Icon, type IconName } from '../../ui/icon'
import { NameLink } from '../../ui/section'

/** Organizations that are offered, and the name of the chosen one; null for all, Personal, and one that is gone. */
type Offered = { organizations: { id: string; name: string }[]; orgName: string | null }

type Chosen = { org: Org; shell: Offered }

const personal = 'Personal'

const nameOf = ({ org, shell: { orgName } }: Chosen) => (org === noOrg ? personal : (orgName ?? 'All'))

const Choice = ({ value, name, org }: { value: Org; name: string; org: Org }) => (
  <button type="submit" name="org" value={value} aria-current={value === org ? 'true' : undefined}>
    <bdi>{name}</bdi>
  </button>
)

const Choices = ({ org, shell }: Chosen) => (
  <form method="post" action="/context">
    <Choice value={allOrgs} name="All" org={org} />
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

/** `of` lists further pages that belong to it, and `not` those below it that belong to another. */
type Place = { href: string; name: string; icon: IconName; of?: string[]; not?: string[] }

/** Reviews of weeks and months, and what they add up to. */
const lookingBack = ['/review/week', '/review/month', '/reviews', '/evidence']

/** Shown in a phone's bar and in the rail. */
const main: Place[] = [
  { href: '/', name: 'Today', icon: 'today' },
  { href: '/sessions', name: 'Sessions', icon: 'sessions' },
  { href: '/goals', name: 'Goals', icon: 'goals' },
  { href: '/stats', name: 'Stats', icon: 'stats', of: lookingBack },
]

/** Shown in the rail, and under More on a phone. */
const more: Place[] = [
  { href: '/tasks', name: 'Tasks', icon: 'tasks' },
  { href: '/meetings', name: 'Meetings', icon: 'meetings', of: ['/feedback'] },
  { href: '/plans', name: 'Plans', icon: 'plans' },
  { href: '/review', name: 'Review', icon: 'cards', of: ['/cards'], not: lookingBack },
  { href: '/learnings', name: 'Learnings', icon: 'learnings' },
  { href: '/skills', name: 'Skills', icon: 'skills' },
  { href: '/energy', name: 'Energy', icon: 'energy' },
  { href: '/whitelists', name: 'Apps', icon: 'apps' },
  { href: '/projects', name: 'Projects', icon: 'projects', of: ['/organizations', '/people', '/tags'] },
  { href: '/search', name: 'Search', icon: 'search' },
  { href: '/settings', name: 'Settings', icon: 'settings' },
]

const forAdmins: Place = { href: '/admin/users', name: 'Admin', icon: 'lock', of: ['/admin'] }

const moreOf = ({ role }: User) => (role === 'admin' ? [...more, forAdmins] : more)

/** Value of `aria-current`: `true` for a page that belongs to the link. */
const current = (path: string, { href, of = [], not = [] }: Place) => {
  if (path === href) return 'page'
  const isWithin = (place: string) => place !== '/' && (path === place || path.startsWith(`${place}/`))
  return [href, ...of].some(isWithin) && !not.some(isWithin) ? 'true' : undefined
}

const newAppsText = (count: number) => `${count > newAppsCounted ? `${newAppsCounted}+` : count} new`

/** Number of undecided apps; responses that change it replace it. */
export const AppCount = ({ newApps, oob }: { newApps?: number; oob?: boolean }) => (
  <span id="nav-apps" class="count" hx-swap-oob={oob ? 'true' : undefined}>
    {newApps ? newAppsText(newApps) : ''}
  </span>
)

/** Number of cards due; in the rail, and under More on a phone. */
const DueCount = ({ id, cardsDue, oob }: { id: string; cardsDue?: number; oob?: boolean }) => (
  <span id={id} class="count" hx-swap-oob={oob ? 'true' : undefined}>
    {cardsDue ? `${grouped(cardsDue)} due` : ''}
  </span>
)

/** Replaces the numbers of cards due. */
export const DueFragments = ({ cardsDue }: { cardsDue: number }) => (
  <>
    <DueCount id="nav-cards" cardsDue={cardsDue} oob />
    <DueCount id="more-cards" cardsDue={cardsDue} oob />
  </>
)

type Counts = { openGoals?: number; newApps?: number; cardsDue?: number }

const Tab = ({ place, path, openGoals, newApps, cardsDue }: Counts & { place: Place; path: string }) => (
  <a class="tab" href={place.href} aria-current={current(path, place)}>
    <Icon name={place.icon} />
    {place.name}
    {place.href === '/goals' && <GoalCount openGoals={openGoals} />}
    {place.href === '/whitelists' && <AppCount newApps={newApps} />}
    {place.href === '/review' && <DueCount id="nav-cards" cardsDue={cardsDue} />}
  </a>
)

/** Opens the capture line; without script it links to its page. */
const captureLink = { href: '/capture', 'data-opens': 'capture', 'aria-haspopup': 'dialog' } as const

/** Opens the line of a new goal; without script it links to the form. */
const newGoal = { href: '/goals/new', 'data-opens': 'goal-capture', 'aria-haspopup': 'dialog' } as const

const SignOut = ({ icon }: { icon?: boolean }) => (
  <form method="post" action="/auth/sign-out">
    <button type="submit">
      {icon && <Icon name="sign-out" />}
      Sign out
    </button>
  </form>
)

type Frame = { org: Org; shell?: Shell }

const More = ({
  places,
  path,
  cardsDue,
  org,
  shell,
}: Pick<Counts, 'cardsDue'> & Frame & { places: Place[]; path: string }) => (
  <details class="more" data-menu>
    <summary class="tab" aria-current={places.some((place) => current(path, place)) ? 'true' : undefined}>
      <Icon name="more" />
      More
    </summary>
    <div class="sheet">
      <a {...captureLink}>
        <Icon name="plus" />
        Capture
      </a>
      <a {...newGoal}>
        <Icon name="goals" />
        New goal
      </a>
      <a {...checkInLink}>
        <Icon name="energy" />
        Check in
      </a>
      {places.map((place) => (
        <a href={place.href} aria-current={current(path, place)}>
          <Icon name={place.icon} />
          {place.name}
          {place.href === '/review' && <DueCount id="more-cards" cardsDue={cardsDue} />}
        </a>
      ))}
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

/** A bar on a phone, a rail on a wide screen; its children stand above the rail's foot. */
export const Navigation = ({
  user,
  path,
  openGoals,
  newApps,
  cardsDue,
  org,
  shell,
  children,
}: PropsWithChildren<Counts & Frame & { user: User; path: string }>) => (
  <header class="rail">
    <Brand />
    {shell && <ContextMenu org={org} shell={shell} />}
    <nav aria-label="Main">
      <ul class="tabs">
        {main.map((place) => (
          <li>
            <Tab place={place} path={path} openGoals={openGoals} />
            {place.href === '/goals' && <ActLink icon="plus" label="New goal" class="rail-only" {...newGoal} />}
          </li>
        ))}
        {moreOf(user).map((place, index) => (
          <li class={index === 0 ? 'rail-only apart' : 'rail-only'}>
            <Tab place={place} path={path} newApps={newApps} cardsDue={cardsDue} />
            {place.href === '/energy' && <ActLink icon="plus" label="Check in" {...checkInLink} />}
          </li>
        ))}
        <li class="bar-only">
          <More places={moreOf(user)} path={path} cardsDue={cardsDue} org={org} shell={shell} />
        </li>
      </ul>
    </nav>
    {children}
    <div class="rail-foot rail-only">
      <a {...captureLink}>Capture {user.preferences.shortcuts && <kbd>c</kbd>}</a>
      {user.preferences.shortcuts && (
        <a href="/settings#shortcuts" data-opens="shortcut-sheet" aria-haspopup="dialog">
          Shortcuts <kbd>?</kbd>
        </a>
      )}
      <NameLink href="/settings" name={user.username || user.email} />
      <SignOut />
    </div>
  </header>
)
