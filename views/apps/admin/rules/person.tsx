import type { UnlistedApps } from '../../../../functions/account/settings/save'
import type { PersonAppList } from '../../../../functions/apps/admin/rules/schema'
import { searchLimit } from '../../../../functions/apps/admin/rules/schema'
import { unlistedVersion } from '../../../../functions/apps/admin/rules/unlisted'
import { personName } from '../../../../functions/apps/admin/users/actions'
import type { PersonRow } from '../../../../functions/apps/admin/users/schema'
import { savedAt } from '../../../../functions/lib/http/conflict'
import { pathTo } from '../../../../functions/lib/http/path-to'
import { Actions, Button } from '../../../ui/button'
import { Check, Radios } from '../../../ui/choices'
import { Empty } from '../../../ui/empty'
import { optionsOf } from '../../../ui/field'
import { Fields } from '../../../ui/form'
import { personAppsPath } from '../../../ui/links'
import { filtersOf, ListSearch, PagedList } from '../../../ui/listing'
import type { Reader } from '../../../ui/moment'
import { Fold, PageHead, Section } from '../../../ui/section'
import { Addresses } from '../person'
import { AdminTabs } from '../tabs'
import { AddRule, type AddRuleProps, PersonAppRow } from './edit'

type Props = Reader &
  PersonAppList & {
    person: PersonRow
    unlisted: UnlistedApps
    add?: AddRuleProps['draft']
  }

const showNames = {
  admin: 'Set by an admin',
  own: 'Their own rules',
  allowed: 'Allowed',
  blocked: 'Blocked',
  earned: 'Unlock with time',
}

const Unlisted = ({ person, unlisted, user, now }: Pick<Props, 'person' | 'unlisted' | keyof Reader>) => (
  <form class="stack" method="post" action={`${personAppsPath(person.id)}/unlisted`} aria-label="Unlisted apps">
    <input type="hidden" name="seen" value={unlistedVersion(unlisted)} />
    <Fields>
      <Radios
        label="Apps without a rule or default"
        name="unlisted_apps"
        options={optionsOf({ block: 'Block', allow: 'Allow' })}
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

/** `/admin/users/:id/whitelist` */
export const PersonAppsPage = ({ person, view, apps, next, unlisted, add, user, now }: Props) => {
  const name = personName(person)
  const kind = { path: pathTo`/admin/users/${person.id}/whitelist`, name: 'app', many: 'apps' } as const
  return (
    <>
      <PageHead
        title={
          <>
            Apps for <bdi>{name}</bdi>
          </>
        }
        summary="rules only, no usage"
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
        <ListSearch
          kind={kind}
          limit={searchLimit}
          placeholder="Name or package name"
          view={view}
          filters={[{ label: 'Show', all: 'All', options: optionsOf(showNames), ...filtersOf(kind, view)('show') }]}
        />
        <PagedList
          kind={kind}
          view={view}
          rows={apps}
          next={next}
          item={(app) => <PersonAppRow personId={person.id} app={app} user={user} now={now} />}
          none={
            <Empty title="No rules yet" picture="apps">
              Defaults and rules appear here. Their usage doesn’t.
            </Empty>
          }
        />
      </Section>
    </>
  )
}
