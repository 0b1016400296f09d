import { limitText, type TimeLimit } from '../../../functions/apps/app-rules/schema'
import { type DaysKept, lookBack } from '../../../functions/apps/limits/days-kept'
import type { Draft } from '../../../functions/lib/http/form'
import { dayMonth, duration, exactDuration, plural } from '../../../functions/lib/text/format'
import { decodeTexts } from '../../../functions/lib/text/text'
import { addDays, daysBetween } from '../../../functions/lib/time/days'
import { Actions, Button, Cancel } from '../../ui/button'
import { CheckboxField } from '../../ui/choices'
import { Field, type OptionGroup, optionsOf, Select } from '../../ui/field'
import { Hatch } from '../../ui/figure'
import { draftFields, EditForm, EditingRow, type FieldOf, Fields, MoreFields } from '../../ui/form'
import { Drawing } from '../../ui/icon'
import { Weekdays } from '../../ui/levels'
import { PageHead } from '../../ui/section'
import { limitPath, limitsPath } from '../whitelists/limits'

export type LimitValues = Record<
  | ('scope' | 'amount' | 'period' | 'weekdays' | 'extensions' | 'seen' | 'grace')
  | ('earn_amount' | 'earn_per' | 'earn_of' | 'earn_most'),
  string
>

const allDays = ['1', '2', '3', '4', '5', '6', '7']

const valuesOf = (scope: string, limit?: TimeLimit): LimitValues => ({
  scope,
  amount: exactDuration(limit?.seconds ?? 1800),
  period: limit?.period ?? 'day',
  weekdays: JSON.stringify(limit?.weekdays?.map(String) ?? allDays),
  extensions: limit && !limit.extensions ? '' : 'yes',
  seen: limitText(limit) ?? '',
  grace: limit?.grace_seconds ? exactDuration(limit.grace_seconds) : '',
  earn_amount: exactDuration(limit?.earns?.seconds ?? 600),
  earn_per: exactDuration(limit?.earns?.per_seconds ?? 3600),
  earn_of: limit?.earns?.subject ?? '',
  earn_most: exactDuration(limit?.earns?.at_most ?? 1800),
})

export type LimitFormProps = {
  /** Empty where the form asks what to limit. */
  scope: string
  /** Name of what is limited. */
  label?: string
  limit?: TimeLimit
  past: DaysKept | null
  today: string
  /** Choices of what lengthens it. */
  subjects: OptionGroup[]
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

/** Use of each of the last days against the limit: solid up to it, hatched what was over, dashed today. */
const DaysChart = ({ limit, past, today }: { limit: TimeLimit; past: DaysKept; today: string }) => {
  // Twice the limit and more is as tall as that.
  const most = Math.min(2 * limit.seconds, Math.max(limit.seconds, ...past.uses.map((use) => use.seconds)))
  const tall = (seconds: number) => (44 * Math.min(seconds, most)) / most
  const top = (seconds: number) => 50 - tall(seconds)
  const width = 100 / (lookBack + 1)
  const words = past.uses.map(({ date, seconds }) => `${dayMonth(date, today)} ${duration(seconds)}`)
  return (
    <div class="max-w-80 pt-3 pe-10">
      <Drawing height="68" role="img" aria-label={words.join(', ')}>
        <Hatch />
        {past.uses.map(({ date, seconds }) => {
          const within = Math.min(seconds, limit.seconds)
          const place = { x: `${width * (lookBack - daysBetween(date, today))}%`, width: `${width * 0.7}%` }
          return (
            <>
              <rect
                class={date === today ? 'fill-open' : 'fill'}
                {...place}
                y={top(within)}
                height={tall(within)}
                rx="1.5"
              />
              {seconds > limit.seconds && (
                <rect
                  class="fill-[url(#hatch)]"
                  {...place}
                  y={top(seconds)}
                  height={tall(seconds) - tall(limit.seconds)}
                />
              )}
            </>
          )
        })}
        <line class="stroke-ink" x1="0" x2="100%" y1={top(limit.seconds)} y2={top(limit.seconds)} />
        <text x="100%" dx="6" y={top(limit.seconds) + 4}>
          {duration(limit.seconds)}
        </text>
        <text x="0" y="66">
          {dayMonth(addDays(today, -lookBack), today)}
        </text>
        <text x="100%" y="66" text-anchor="end">
          today
        </text>
      </Drawing>
    </div>
  )
}

/** Tracked time that lengthens the limit: `10m more for each 1h of Thesis, up to 30m`. */
const EarnFields = ({
  field,
  subjects,
  isOpen,
}: {
  field: FieldOf<keyof LimitValues>
  subjects: OptionGroup[]
  isOpen: boolean
}) => {
  const time = {
    required: true,
    maxlength: 40,
    autocomplete: 'off',
    class: 'in-[form:has([name$=of]>[value=""]:checked)]:hidden',
  }
  const { value } = field('earn_of')
  const isKnown = subjects.some(({ options }) => options.some((one) => one.value === value))
  const other = value && !isKnown ? [{ value: String(value), label: 'As it is now' }] : []
  return (
    <MoreFields inPairs open={isOpen} label="Grace, and more time for work">
      <Field label="Grace" maxlength={40} autocomplete="off" hint="Use beyond it, e.g. 5m" {...field('grace')} />
      <Select
        label="More time for tracking"
        options={[{ value: '', label: 'nothing' }, ...other]}
        groups={subjects}
        {...field('earn_of')}
      />
      <Field label="Add" {...field('earn_amount')} {...time} />
      <Field label="For each" {...field('earn_per')} {...time} />
      <Field label="Up to" {...field('earn_most')} {...time} />
    </MoreFields>
  )
}

/** Form of a new limit, or of one that exists. */
export const LimitForm = (props: LimitFormProps) => {
  const { scope, label, limit, past, today, subjects, categories, draft, inPlace } = props
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
      <input type="hidden" name="seen" value={field('seen').value ?? ''} />
      <EarnFields
        field={field}
        subjects={subjects}
        isOpen={Boolean(limit?.grace_seconds || limit?.earns || field('earn_of').errors || field('grace').errors)}
      />
      {past && limit && (
        <div>
          <DaysChart limit={limit} past={past} today={today} />
          <p class="hint">{pastWords(past)}</p>
        </div>
      )}
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
