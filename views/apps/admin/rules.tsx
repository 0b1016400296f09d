import type { UnlistedApps } from '../../../functions/account/settings/save'
import type { BulkRulesForm } from '../../../functions/apps/admin/rules/schema'
import { appsLimit, listLimit } from '../../../functions/apps/admin/rules/schema'
import { unlistedVersion } from '../../../functions/apps/admin/rules/unlisted'
import { personName } from '../../../functions/apps/admin/users/actions'
import type { PersonRow } from '../../../functions/apps/admin/users/schema'
import type { AppListData } from '../../../functions/apps/whitelists/page-data'
import { savedAt } from '../../../functions/lib/http/conflict'
import type { Draft } from '../../../functions/lib/http/form'
import { plural } from '../../../functions/lib/text/format'
import { Actions, Button, Cancel } from '../../ui/button'
import { CheckboxField, RadioGroup } from '../../ui/choices'
import { Field, optionsOf, Select } from '../../ui/field'
import { draftFields, EditForm, ErrorSummary, Fields } from '../../ui/form'
import { MenuLink } from '../../ui/item'
import { PageHead, Rows, Section } from '../../ui/section'
import { ConditionFields } from '../whitelists/editor'
import { AddAppLink, NewAppPlace } from '../whitelists/forms'
import { AppList, Filters } from '../whitelists/page'
import { Addresses } from './person'
import { AdminTabs } from './tabs'

type PersonProps = AppListData & { person: PersonRow; unlisted: UnlistedApps }

const Unlisted = ({ of, unlisted, user }: Pick<PersonProps, 'of' | 'unlisted' | 'user'>) => (
  <form class="stack" method="post" action={`${of.path}/unlisted`} aria-label="Unlisted apps">
    <input type="hidden" name="seen" value={unlistedVersion(unlisted)} />
    <Fields>
      <RadioGroup
        label="Apps without a rule or default"
        name="unlisted_apps"
        options={optionsOf({ block: 'Block', allow: 'Allow' })}
        value={unlisted.unlisted_apps}
      />
      <CheckboxField
        label="Locked (they can’t change it)"
        name="locked"
        value="yes"
        checked={unlisted.locked_at !== null}
        hint={
          unlisted.locked_at !== null && (
            <>
              By {unlisted.locked_by === null ? 'an admin' : <bdi>{unlisted.locked_by}</bdi>},{' '}
              {savedAt(unlisted.locked_at, user.preferences, Date.now())}
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

const filterNames = { allowed: 'Allowed', blocked: 'Blocked', admin: 'Set by an admin' }

/** `/admin/users/:id/whitelist` */
export const PersonApps = ({ person, unlisted, ...page }: PersonProps) => (
  <div id="apps">
    <PageHead
      title={
        <>
          Apps for <bdi>{personName(person)}</bdi>
        </>
      }
      summary="rules only, no usage"
      actions={<AddAppLink of={page.of} />}
      more={<MenuLink icon="check" label="Select" href={`${page.of.path}?select=app`} />}
    >
      <Addresses person={person} />
    </PageHead>
    <AdminTabs current="/admin/users" />
    <Filters {...page} names={filterNames} />
    <NewAppPlace />
    <AppList {...page} />
    <Section id="unlisted" title="Unlisted apps">
      <Unlisted of={page.of} unlisted={unlisted} user={page.user} />
    </Section>
  </div>
)

const ruleNames = { block: 'Blocked', allow: 'Allowed', after: 'Unlock with time', remove: 'Remove admin rule' }

/** Maximum number of people named on the page; the form contains all. */
const shown = 50

/** `/admin/users/rules` */
export const ManyRules = ({ people, draft }: { people: PersonRow[]; draft?: Draft<BulkRulesForm> }) => {
  const field = draftFields({ list: '', set: 'block' }, draft, 'many')
  return (
    <>
      <PageHead
        title="Set rules"
        summary={plural(people.length, 'person', 'people')}
        back={{ href: '/admin/users', name: 'Users' }}
      />
      <AdminTabs current="/admin/users" />
      <EditForm label="Set rules" action="/admin/users/rules/set">
        <ErrorSummary errors={draft?.errors.ids} />
        {people.map(({ id }) => (
          <input type="hidden" name="ids" value={id} />
        ))}
        <Fields>
          <Field
            label="Apps"
            type="textarea"
            rows={4}
            wide
            maxlength={listLimit}
            dir="auto"
            spellcheck={false}
            hint={`One per line, by name or package name; at most ${appsLimit}. Add “allow” or “block” where one differs from the rule.`}
            {...field('list')}
          />
          <Select label="Rule" options={optionsOf(ruleNames)} {...field('set')} />
        </Fields>
        <fieldset>
          <legend class="label mb-2">For “Unlock with time”</legend>
          <Fields>
            <ConditionFields draft={draft} idPrefix="many" />
          </Fields>
        </fieldset>
        <Actions>
          <Button variant="primary">Set rules</Button>
          <Cancel href="/admin/users" />
        </Actions>
      </EditForm>
      <Section id="people" title="People" summary={people.length > shown && `the first ${shown}`}>
        <Rows>
          {people.slice(0, shown).map((person) => (
            <li>
              <div>
                <p class="row-title">
                  <bdi>{personName(person)}</bdi>
                </p>
                <Addresses person={person} />
              </div>
            </li>
          ))}
        </Rows>
      </Section>
    </>
  )
}
