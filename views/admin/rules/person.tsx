import type { PersonAppList } from '../../../functions/admin/rules/queries'
import { type PersonAppsView, searchLimit, type shows } from '../../../functions/admin/rules/schema'
import { unlistedVersion } from '../../../functions/admin/rules/writes'
import { personName } from '../../../functions/admin/users/actions'
import type { PersonRow } from '../../../functions/admin/users/schema'
import { savedAt } from '../../../functions/lib/conflict'
import { listPath } from '../../../functions/lib/list-view'
import type { UnlistedApps } from '../../../functions/settings/unlisted'
import { manyRulesPath, personAppsPath } from '../../links'
import { Actions, Button, LinkButton } from '../../ui/button'
import { Check, Radios } from '../../ui/choices'
import { Empty } from '../../ui/empty'
import { optionsOf, Select } from '../../ui/field'
import { Fields } from '../../ui/form'
import { ListRegion, ListSearch } from '../../ui/listing'
import type { Reader } from '../../ui/moment'
import { Rows } from '../../ui/rows'
import { Fold, PageHead, Pages, Section } from '../../ui/section'
import { Addresses } from '../person'
import { AdminTabs } from '../tabs'
import { AddRule, type AddRuleProps, PersonAppRow } from './edit'

type Props = Reader &
  PersonAppList & {
    person: PersonRow
    unlisted: UnlistedApps
    add?: AddRuleProps['draft']
  }

const showNames: Record<(typeof shows)[number], string> = {
  all: 'All',
  admin: 'Set by an admin',
  own: 'Their own rules',
  allowed: 'Allowed',
  blocked: 'Blocked',
  earned: 'Unlock with time',
}

const pathOf = (id: string, view: PersonAppsView, after = '') =>
  listPath(personAppsPath(id), { ...view, after }, { show: 'all' })

const Unlisted = ({ person, unlisted, user, now }: Pick<Props, 'person' | 'unlisted' | keyof Reader>) => (
  <form class="stack" method="post" action={`${personAppsPath(person.id)}/unlisted`} aria-label="Unlisted apps">
    <input type="hidden" name="seen" value={unlistedVersion(unlisted)} />
    <Fields>
      <Radios
        label="Apps without a rule or default"
        name="unlisted_apps"
        options={[
          { value: 'block', label: 'Block' },
          { value: 'allow', label: 'Allow' },
        ]}
        value={unlisted.unlisted_apps}
      />
      <Check
        label="Locked (they can’t change it)"
        name="locked"
        value="yes"
        checked={unlisted.locked_at !== null}
        hint={
          unlisted.locked_at !== null && (
            <>
              By {unlisted.locked_by === null ? 'an admin' : <bdi>{unlisted.locked_by}</bdi>},{' '}
              {savedAt(unlisted.locked_at, user.preferences, now)}
            </>
          )
        }
      />
    </Fields>
    <Actions>
      <Button>Save</Button>
    </Actions>
  </form>
)

const List = ({ person, view, apps, next, user, now }: Props) => {
  if (apps.length === 0) {
    const isAsked = view.q !== '' || view.show !== 'all'
    return (
      <Empty title={isAsked ? 'No matching apps' : 'No rules yet'} level={3}>
        {isAsked ? 'Try fewer letters, or another filter.' : 'Defaults and rules appear here. Their usage doesn’t.'}
      </Empty>
    )
  }
  return (
    <>
      <Rows>
        {apps.map((app) => (
          <PersonAppRow personId={person.id} app={app} user={user} now={now} />
        ))}
      </Rows>
      <Pages
        later={view.after ? { href: pathOf(person.id, view), label: 'First page' } : undefined}
        earlier={next ? { href: pathOf(person.id, view, next), label: 'More apps' } : undefined}
      />
    </>
  )
}

/** `/admin/users/:id/whitelist` */
export const PersonAppsPage = (props: Props) => {
  const { person, view, unlisted, add, user, now } = props
  const name = personName(person)
  const kind = { path: `/admin/users/${person.id}/whitelist`, name: 'app', many: 'apps' } as const
  return (
    <>
      <PageHead
        title={
          <>
            Apps for <bdi>{name}</bdi>
          </>
        }
        summary="rules only, no usage"
        actions={
          <LinkButton href={manyRulesPath({ from: person.id })} icon="copy">
            Copy to others
          </LinkButton>
        }
      />
      <AdminTabs current="/admin/users" />
      <Addresses person={person} />
      <Section id="unlisted" title="Unlisted apps">
        <Unlisted person={person} unlisted={unlisted} user={user} now={now} />
      </Section>
      <Fold id="add-rule" title="Add a rule" open={add !== undefined}>
        <AddRule personId={person.id} draft={add} />
      </Fold>
      <Section id="apps" title="Effective rules">
        <ListSearch kind={kind} limit={searchLimit} placeholder="Name or package name" value={view.q}>
          <Select label="Show" name="show" idPrefix="apps" options={optionsOf(showNames)} value={view.show} />
        </ListSearch>
        <ListRegion kind={kind}>
          <List {...props} />
        </ListRegion>
      </Section>
    </>
  )
}
