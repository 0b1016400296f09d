import { allOrgs, noOrg, type Org } from '../../../functions/lib/org'
import { Button } from '../../ui/button'
import { Icon } from '../../ui/icon'

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
export const ContextMenu = (chosen: Chosen) =>
  chosen.shell.organizations.length > 0 && (
    <details class="menu context rail-only" data-menu>
      <Summary {...chosen} />
      <div class="sheet">
        <Choices {...chosen} />
      </div>
    </details>
  )

/** The choice in the sheet of the bottom bar. */
export const ContextPicker = (chosen: Chosen) =>
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
