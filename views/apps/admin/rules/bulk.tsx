import type { BulkErrors, BulkValues } from '../../../../functions/apps/admin/rules/bulk-form'
import { appsLimit, peopleLimit } from '../../../../functions/apps/admin/rules/schema'
import { personName } from '../../../../functions/apps/admin/users/actions'
import type { UsersPage } from '../../../../functions/apps/admin/users/schema'
import { type PersonRow, searchLimit } from '../../../../functions/apps/admin/users/schema'
import { grouped } from '../../../../functions/lib/text/format'
import { Actions, Button } from '../../../ui/button'
import { Field, optionsOf, Select } from '../../../ui/field'
import { ErrorSummary, Fields, SearchField } from '../../../ui/form'
import { PageHead, RowList, Section, Stack } from '../../../ui/section'
import { SelectRow } from '../../../ui/selection'
import { ConditionFields } from '../../whitelists/editor'
import { Addresses } from '../person'
import { AdminTabs } from '../tabs'

const formId = 'many-rules'

const ruleNames = { block: 'Blocked', allow: 'Allowed', after: 'Unlock with time', remove: 'Remove admin rule' }

type ManyProps = { values: BulkValues; errors?: BulkErrors; found: UsersPage }

const Person = ({ person, chosen }: { person: PersonRow; chosen: boolean }) => (
  <li class="selectable">
    <SelectRow of={formId} name="ids" value={person.id} label={personName(person)} checked={chosen} />
    <div>
      <p class="row-title">
        <bdi>{personName(person)}</bdi>
      </p>
      <Addresses person={person} />
    </div>
    <p class="row-meta">{person.suspended_at !== null && 'suspended'}</p>
  </li>
)

const People = ({ values, errors, found }: Pick<ManyProps, 'values' | 'errors' | 'found'>) => {
  const { chosen, q, before } = values
  return (
    <Section
      id="people"
      title="People"
      summary={
        <span role="status">{chosen.length === 0 ? 'nobody selected' : `${grouped(chosen.length)} selected`}</span>
      }
    >
      <ErrorSummary errors={errors?.people} />
      <div class="toolbar">
        <SearchField
          label="Search people"
          idPrefix="people"
          placeholder="Email, name or GitHub name"
          autocomplete="off"
          maxlength={searchLimit}
          value={q}
        />
        <Button name="go" value="search">
          Search
        </Button>
      </div>
      {found.people.length === 0 ? (
        <p class="grey">No matching users.</p>
      ) : (
        <RowList
          rows={found.people}
          item={(person) => <Person person={person} chosen={chosen.includes(person.id)} />}
        />
      )}
      <Actions>
        <Button small name="go" value="all">
          Select all results
        </Button>
        {chosen.length > 0 && (
          <Button small name="go" value="none">
            Clear selection
          </Button>
        )}
        {before !== '' && (
          <Button small variant="quiet" name="go" value="first">
            First page
          </Button>
        )}
        {found.next && (
          <Button small variant="quiet" name="go" value="more">
            More people
          </Button>
        )}
      </Actions>
      <p class="hint">At most {grouped(peopleLimit)} at a time. Selection is kept while you search.</p>
    </Section>
  )
}

const Apply = ({ values, errors }: Pick<ManyProps, 'values' | 'errors'>) => (
  <Section id="what" title="Rule">
    <Stack>
      <Fields>
        <Field
          label="Apps"
          name="apps"
          type="textarea"
          rows={4}
          wide
          dir="auto"
          spellcheck={false}
          hint={`One per line, by name or package name; at most ${appsLimit}. Add “allow” or “block” where one differs from the rule.`}
          value={values.apps}
          errors={errors?.apps}
        />
        <Select label="Rule" name="set" options={optionsOf(ruleNames)} value={values.set} errors={errors?.set} />
      </Fields>
      <fieldset class="rule-after">
        <legend class="label">For “Unlock with time”</legend>
        <Fields>
          <ConditionFields values={values} draft={{ values: {}, errors: errors ?? {} }} idPrefix="many" />
        </Fields>
      </fieldset>
    </Stack>
  </Section>
)

/** `/admin/users/rules`: sets rules for many people. A preview comes before any write. */
export const BulkRulesPage = ({ values, errors, found }: ManyProps) => (
  <>
    <PageHead title="Bulk rules" summary="with a preview first" />
    <AdminTabs current="/admin/users" />
    <form id={formId} method="post" action="/admin/users/rules" enctype="multipart/form-data" autocomplete="off">
      <input type="hidden" name="chosen" value={values.chosen.join(',')} />
      <input type="hidden" name="shown" value={found.people.map(({ id }) => id).join(',')} />
      <input type="hidden" name="before" value={values.before} />
      <input type="hidden" name="next" value={found.next ?? ''} />
      <People values={values} errors={errors} found={found} />
      <Apply values={values} errors={errors} />
      <div class="rule-end">
        <Button variant="primary" name="go" value="preview">
          Preview
        </Button>
      </div>
    </form>
  </>
)
