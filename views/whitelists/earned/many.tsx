import type { Draft } from '../../../functions/lib/form'
import { plural } from '../../../functions/lib/format'
import { Actions, Button, Cancel } from '../../ui/button'
import type { Option } from '../../ui/field'
import { EditForm, Fields } from '../../ui/form'
import { Rows } from '../../ui/rows'
import { PageHead, Section } from '../../ui/section'
import { AppName } from '../app-name'
import { ConditionFields } from './condition-fields'

/** Apps named on the page; the form carries all. */
const shown = 50

type EarnManyProps = {
  apps: { package_name: string; label: string | null }[]
  draft?: Draft<{ after_subject: string; after_minutes: string; after_period: string }>
  choices: Option[]
}

export const EarnMany = ({ apps, draft, choices }: EarnManyProps) => (
  <>
    <PageHead title="Unlock with time" summary={plural(apps.length, 'app')} />
    <EditForm label="Unlock the selected apps with tracked time" action="/whitelists/earned/many">
      <input type="hidden" name="save" value="yes" />
      {apps.map(({ package_name }) => (
        <input type="hidden" name="package_name" value={package_name} />
      ))}
      <p>
        {apps.length === 1 ? 'It stays' : 'They stay'} blocked until you’ve tracked enough time, then stay
        {apps.length === 1 && 's'} open until the day or week ends.
      </p>
      <Fields>
        <ConditionFields draft={draft} idPrefix="earn-many" choices={choices} />
      </Fields>
      <Actions>
        <Button variant="primary">Save</Button>
        <Cancel href="/whitelists" />
      </Actions>
    </EditForm>
    <Section id="earn-apps" title="Apps" summary={apps.length > shown && `the first ${shown}`}>
      <Rows>
        {apps.slice(0, shown).map((app) => (
          <li>
            <p>
              <AppName {...app} />
            </p>
          </li>
        ))}
      </Rows>
    </Section>
  </>
)
