import type { TimeLimit } from '../../../functions/apps/app-rules/schema'
import type { DaysKept } from '../../../functions/apps/limits/days-kept'
import type { Draft } from '../../../functions/lib/http/form'
import { exactDuration, plural } from '../../../functions/lib/text/format'
import { decodeTexts } from '../../../functions/lib/text/text'
import { Actions, Button, Cancel } from '../../ui/button'
import { CheckboxField } from '../../ui/choices'
import { Field, optionsOf, Select } from '../../ui/field'
import { draftFields, EditForm, EditingRow, Fields } from '../../ui/form'
import { Weekdays } from '../../ui/levels'
import { PageHead } from '../../ui/section'
import { limitPath, limitsPath } from '../whitelists/limits'

export type LimitValues = { scope: string; amount: string; period: string; weekdays: string; extensions: string }

const allDays = ['1', '2', '3', '4', '5', '6', '7']

const valuesOf = (scope: string, limit?: TimeLimit): LimitValues => ({
  scope,
  amount: exactDuration(limit?.seconds ?? 1800),
  period: limit?.period ?? 'day',
  weekdays: JSON.stringify(limit?.weekdays?.map(String) ?? allDays),
  extensions: limit && !limit.extensions ? '' : 'yes',
})

export type LimitFormProps = {
  /** Empty where the form asks what to limit. */
  scope: string
  /** Name of what is limited. */
  label?: string
  limit?: TimeLimit
  past: DaysKept | null
  /** Categories of the catalogue, for a form that asks. */
  categories: string[]
  draft?: Draft<LimitValues>
  /** True in the row of the limit, false on a page of its own. */
  inPlace: boolean
}

/** `Kept on 11 of 13 days in the last two weeks. 5 more minutes: 3 times.` */
const pastWords = ({ kept, days, extensions }: DaysKept) =>
  `Kept on ${kept} of ${plural(days, 'day')} in the last two weeks.${
    extensions > 0 ? ` 5 more minutes: ${extensions === 1 ? 'once' : `${extensions} times`}.` : ''
  }`

/** Form of a new limit, or of one that exists. */
export const LimitForm = ({ scope, label, limit, past, categories, draft, inPlace }: LimitFormProps) => {
  const idPrefix = `limit-${scope || 'new'}`
  const field = draftFields(valuesOf(scope, limit), draft, idPrefix)
  const swap = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML' }
  const form = (
    <EditForm
      label={label ? `Limit ${label}` : 'Add a limit'}
      action={limitsPath}
      {...(inPlace && { 'hx-post': limitsPath, ...swap })}
    >
      {label && <bdi class={inPlace ? 'row-title max-lg:hidden' : 'sr-only'}>{label}</bdi>}
      <Fields>
        {scope ? (
          <input type="hidden" name="scope" value={scope} />
        ) : (
          <Select
            label="What"
            wide
            options={[
              { value: 'all', label: 'Everything' },
              ...categories.map((name) => ({ value: `category:${name}`, label: name })),
            ]}
            {...field('scope')}
          />
        )}
        <Field
          label="At most"
          required
          maxlength={40}
          autocomplete="off"
          hint="e.g. 30m or 1:30"
          {...field('amount')}
        />
        <Select label="Per" options={optionsOf({ day: 'A day', week: 'A week' })} {...field('period')} />
        <fieldset class="wide">
          <legend class="label">On</legend>
          <Weekdays name="weekdays" chosen={decodeTexts(String(field('weekdays').value ?? ''))} />
        </fieldset>
        <CheckboxField
          label="5 more minutes, with a reason"
          name="extensions"
          value="yes"
          checked={field('extensions').value === 'yes'}
          idPrefix={idPrefix}
          wide
        />
      </Fields>
      {past && <p class="hint">{pastWords(past)}</p>}
      <Actions>
        <Button variant="primary">Save</Button>
        <Cancel href="/whitelists" {...(inPlace && { 'hx-get': limitPath(scope), ...swap })} />
      </Actions>
    </EditForm>
  )
  if (inPlace) return <EditingRow id={`limit-${scope}`}>{form}</EditingRow>
  return (
    <>
      <PageHead
        title={
          label ? (
            <>
              Limit <bdi>{label}</bdi>
            </>
          ) : (
            'Add a limit'
          )
        }
        back={{ href: '/whitelists', name: 'Apps' }}
        summary="once it is used up, the app is blocked until it starts over"
      />
      {form}
    </>
  )
}
