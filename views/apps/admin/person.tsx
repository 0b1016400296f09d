import type { AuditRow } from '../../../functions/apps/admin/audit/schema'
import { actNames, actsFor, personName } from '../../../functions/apps/admin/users/actions'
import type { PersonRow } from '../../../functions/apps/admin/users/schema'
import { pathTo } from '../../../functions/lib/http/path-to'
import { dayMonth, relativeDateText } from '../../../functions/lib/text/format'
import { dayOf, daysBetween } from '../../../functions/lib/time/days'
import { Badge, LinkButton, Menu } from '../../ui/button'
import { Icon } from '../../ui/icon'
import { Row } from '../../ui/item'
import { personAppsPath } from '../../ui/links'
import type { Reader } from '../../ui/moment'
import { joinFacts, PageHead, RowActions, RowList, RowMeta, Rows, RowTitle, Section, TextLink } from '../../ui/section'
import { AuditEntry } from './audit-entry'
import { AdminTabs } from './tabs'

type Props = Reader & { person: PersonRow }

const auditPath = ({ id }: PersonRow) => pathTo`/admin/audit?subject=${id}`

/** @param at epoch ms */
const Day = ({ at, user: { preferences }, now, ago }: Reader & { at: number; ago?: boolean }) => {
  const [date, today] = [dayOf(at, preferences), dayOf(now, preferences)]
  const day = dayMonth(date, today)
  return (
    <time datetime={new Date(at).toISOString()} title={ago ? day : undefined}>
      {ago ? relativeDateText(daysBetween(today, date)) : day}
    </time>
  )
}

const Activity = ({ person: { last_active_at }, ...reader }: Props) =>
  last_active_at === null ? (
    <>never active</>
  ) : (
    <>
      active <Day at={last_active_at} {...reader} ago />
    </>
  )

const icons = { suspend: 'close', restore: 'undo', 'make-admin': 'up', 'remove-admin': 'down' } as const

const Acts = ({ person }: { person: PersonRow }) => (
  <Menu label={`More for ${personName(person)}`}>
    {actsFor(person).map((act) => {
      const url = pathTo`/admin/users/${person.id}/${act}`
      return (
        <a
          href={url}
          hx-get={url}
          hx-target="closest li"
          hx-swap="outerHTML"
          class={act === 'suspend' || act === 'remove-admin' ? 'bad' : undefined}
        >
          <Icon name={icons[act]} />
          {actNames[act]}
        </a>
      )
    })}
    <a href={personAppsPath(person.id)}>
      <Icon name="apps" />
      Apps and rules
    </a>
    <a href={auditPath(person)}>
      <Icon name="sessions" />
      Admin activity
    </a>
  </Menu>
)

/** Email address and GitHub name. Both are verified. */
const addressesOf = (person: PersonRow) => [
  person.email === personName(person) ? null : <bdi>{person.email ?? 'no address'}</bdi>,
  person.github_username && (
    <span title="On GitHub">
      @<bdi>{person.github_username}</bdi>
    </span>
  ),
]

export const Addresses = ({ person }: { person: PersonRow }) => <RowMeta parts={addressesOf(person)} />

export const PersonItem = ({ person, ...reader }: Props) => (
  <Row
    id={`person-${person.id}`}
    title={<RowTitle href={pathTo`/admin/users/${person.id}`} name={personName(person)} />}
    facts={[
      joinFacts(
        person.role === 'admin' && (
          <Badge tone="accent" icon="lock">
            admin
          </Badge>
        ),
        person.suspended_at !== null && (
          <Badge tone="bad" icon="close">
            suspended <Day at={person.suspended_at} {...reader} />
          </Badge>
        ),
      ),
      joinFacts(...addressesOf(person)),
      <Activity person={person} {...reader} />,
    ]}
    figures={
      <span class="grey text-small max-lg:hidden">
        joined <Day at={person.created_at} {...reader} />
      </span>
    }
    actions={
      <RowActions>
        <Acts person={person} />
      </RowActions>
    }
  />
)

/** `/admin/users/:id` */
export const PersonPage = ({ person, entries, ...reader }: Props & { entries: AuditRow[] }) => (
  <>
    <PageHead
      title={<bdi>{personName(person)}</bdi>}
      actions={
        <LinkButton href={personAppsPath(person.id)} icon="apps">
          Apps and rules
        </LinkButton>
      }
    />
    <AdminTabs current="/admin/users" />
    <Rows>
      <PersonItem person={person} {...reader} />
    </Rows>
    {entries.length > 0 && (
      <Section id="audit" title="Admin activity" aside={<TextLink href={auditPath(person)}>Show all</TextLink>}>
        <RowList rows={entries} item={(entry) => <AuditEntry entry={entry} {...reader} />} />
      </Section>
    )}
  </>
)
