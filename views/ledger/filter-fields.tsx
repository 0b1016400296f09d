import { html } from 'hono/html'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { type RelativeRange, relativeRanges } from '../../functions/ledger/range'
import { eachSubject, filterParams, filterText, groupsOf, partsOf, subjectWords } from '../../functions/lib/filter'
import { encodeTexts } from '../../functions/lib/text/text'
import { AnyOf } from '../ui/any-of'
import { Field, type OptionGroup, optionsOf, Select } from '../ui/field'
import { type Chip, FilterBar, sieveLook } from '../ui/filter'
import { HiddenParams } from '../ui/form'
import { classes, Icon } from '../ui/icon'
import { assets } from '../ui/reorder'
import { ViewLine, type ViewsProps } from './saved-views'

const periodNames: Record<RelativeRange, string> = {
  '7': 'Last 7 days',
  '30': 'Last 30 days',
  '90': 'Last 90 days',
  '365': 'Last 365 days',
  'this-month': 'This month',
  'last-month': 'Last month',
  today: 'Today',
  'this-week': 'This week',
  'last-week': 'Last week',
  'this-year': 'This year',
  'last-year': 'Last year',
}

/** Name of a relative period: `Last month`; undefined for a range of dates. */
export const periodName = (range: string | null | undefined) => {
  const name = relativeRanges.find((one) => one === range)
  return name && periodNames[name]
}

type Dates = { [name in 'range' | 'from' | 'to']?: string | null }

type PeriodProps = { period: Dates; idPrefix: string; errors?: Partial<Record<string, string[]>> | undefined }

/** Fields of a period: its name; or its dates if no name is chosen. */
const PeriodFields = ({ period: { range, from, to }, idPrefix, errors = {} }: PeriodProps) => {
  const name = periodName(range)
  const options = [
    { value: '', label: 'Dates' },
    ...relativeRanges.map((value) => ({ value, label: periodNames[value] })),
  ]
  const hidden = 'peer-has-[>[name=range]>[value=""]:not(:checked)]:hidden'
  const day = { type: 'date', isPast: true, idPrefix, class: hidden } as const
  return (
    <div class="fields">
      <Select
        label="Period"
        name="range"
        idPrefix={idPrefix}
        value={name ? range : ''}
        options={options}
        class="peer"
      />
      <Field label="From" name="from" {...day} value={name ? '' : from} errors={errors.from} />
      <Field label="To" name="to" {...day} value={name ? '' : to} errors={errors.to} />
    </div>
  )
}

/** Filters with a single choice: their labels, and the names of the choices. */
const choicesOfTime = {
  type: {
    label: 'Logged by',
    '': 'Any way',
    timer: 'Timer',
    manual: 'Entered',
    import: 'Imported',
    extension: 'Browser extension',
    cli: 'Command line',
  },
  billable: { label: 'Billing', '': 'Billable or not', yes: 'Billable', no: 'Not billable' },
}

const isListed = (group: string[]) => !group.some((one) => /^(text|type|billable|weekday|hour|pr):/.test(one))

type FieldsProps = {
  /** The filter, as a `figureSubject`. */
  subject: string
  choices: OptionGroup[]
  nameOf: (subject: string) => string
  idPrefix: string
  /** True if the page has its own field for words. */
  withoutWords: boolean
  /** True to leave out words, types and billing, too, because the edit journal does not record them. */
  filedOnly?: boolean
}

/** Fields of a filter (lib/filter.ts): any of, and any of, none of, words, and how time was logged. */
const FilterFields = ({ subject, choices, nameOf, idPrefix, withoutWords, filedOnly }: FieldsProps) => {
  const { all, none } = partsOf(subject)
  const one = (kind: string) =>
    all.find(([first = '', ...more]) => first.startsWith(`${kind}:`) && more.length === 0)?.[0]
  const [any = [], also = [], ...others] = all.filter(isListed)
  const said = [one('type'), one('billable'), one('text')]
  const kept = [...others, ...all.filter((group) => !isListed(group) && !said.includes(group[0]))]
  const lists = {
    groups: choices,
    chosen: eachSubject(subject).map((one) => ({ subject: one, label: nameOf(one) })),
    idPrefix,
  }
  const list = (label: string, name: string, chosen: string[], nothing?: string) => (
    <div class="fields">
      <AnyOf
        label={label}
        name={name}
        value={encodeTexts(chosen)}
        {...lists}
        options={nothing ? [{ value: '', label: nothing }] : []}
      />
    </div>
  )
  return (
    <>
      {kept.map((group) => (
        <input type="hidden" name="subject" value={encodeTexts(group)} />
      ))}
      {list('Time of', 'any', any)}
      {list('And of', 'also', also, 'anything')}
      {list('Not of', 'not', none, 'nothing')}
      {!withoutWords && !filedOnly && (
        <Field
          name="q"
          type="search"
          label="Title, notes or tags"
          idPrefix={idPrefix}
          dir="auto"
          value={subjectWords(subject)}
        />
      )}
      {!filedOnly &&
        Object.entries(choicesOfTime).map(([name, { label, ...names }]) => (
          <Select
            label={label}
            name={name}
            idPrefix={idPrefix}
            options={optionsOf(names)}
            value={one(name)?.slice(name.length + 1) ?? ''}
          />
        ))}
    </>
  )
}

type KeptProps = Pick<FieldsProps, 'subject' | 'withoutWords'> & { period: Dates }

/** Hidden inputs with the parameters of a filter and of a period. */
const KeptFilter = ({ subject, period, withoutWords }: KeptProps) => {
  const { all, none } = partsOf(subject)
  const words = withoutWords && `text:=${subjectWords(subject)}`
  const others = filterParams(filterText({ all: all.filter(([one]) => one !== words), none }))
  const { range, from, to } = period
  return [...Object.entries(range ? { range } : { from, to }), ...others].map(
    ([name, value]) => value && <input type="hidden" name={name} value={value} />,
  )
}

/** Style sheet of few pages. It hides unused lists and dates. */
const moreStyle = html`<link rel="stylesheet" href="${assets['more.css']}">`

/** Choices from `openChoices` (ledger/subject-choices.ts). */
export type FilterChoices = OptionGroup[] | null | undefined

const withQueryOf = (href: string) => (href.includes('?') ? href : `${href}?subject=all`)

type SieveProps = PropsWithChildren<
  Pick<FieldsProps, 'subject' | 'nameOf' | 'idPrefix' | 'filedOnly'> &
    Pick<Parameters<typeof FilterBar>[0], 'label' | 'action' | 'list' | 'renews' | 'isInside' | 'search' | 'below'> & {
      choices: FilterChoices
      /** Path of the page with another filter. */
      hrefOf: (subject: string) => string
      /** Path of the page with its fields; by default `hrefOf` with `open=filter`. */
      opens?: string
      /** Further parameters of the page, which have no field. */
      kept?: Record<string, string | undefined>
      /** Period in the fields, for pages that have a period. */
      period?: Dates
      errors?: PeriodProps['errors']
      /** Additional chips and fields, before those of the filter. */
      chips?: Chip[]
      fields?: Child
      /** True if the children are fields of the form. */
      hasFields?: boolean
      /** Saved views, for pages that have them. */
      saved?: Pick<ViewsProps, 'viewed' | 'page'>
      /** Path without the filter; by default it keeps all other parameters of the page. */
      clear?: string
    }
>

const viewLineId = 'view-line'

/** Link that loads the form of an empty filter. */
const OpenLink = ({ href, list }: { href: string; list: string }) => (
  <a
    class="button"
    aria-label="Filter"
    href={href}
    hx-get={href}
    hx-target={list}
    hx-select={list}
    hx-swap="outerMorph"
  >
    <Icon name="filter" />
    <span class="max-lg:hidden">Filter</span>
  </a>
)

/** Filter of sessions, statistics, weeks and reports: a chip for each value, and the button that opens the fields. */
export const LedgerFilterBar = (props: SieveProps) => {
  const { subject, nameOf, idPrefix, choices, kept = {}, period, errors, chips = [], saved, ...rest } = props
  const { fields, search, hasFields, children, filedOnly, renews = [], ...bar } = rest
  // A URL without a query would open the default view.
  const hrefOf = (other: string) =>
    saved?.viewed.views.some((view) => view.is_default) ? withQueryOf(props.hrefOf(other)) : props.hrefOf(other)
  const whole = hrefOf(subject)
  const opens = props.opens ?? `${whole}${whole.includes('?') ? '&' : '?'}open=filter`
  const inSight = (
    <>
      {saved && (!props.isInside || saved.viewed.shown || subject !== 'all') && (
        <p
          class={classes('sieve-end', props.below && 'max-sm:order-none max-sm:mt-0 max-sm:flex-none')}
          id={viewLineId}
        >
          <ViewLine
            {...saved}
            address={subject === 'all' && !periodName(period?.range) ? '' : whole}
            all={hrefOf('all')}
          />
        </p>
      )}
      {children}
    </>
  )
  if (props.isInside && choices === undefined && subject === 'all' && chips.length === 0)
    return (
      <div class={sieveLook}>
        <OpenLink href={opens} list={`#${props.list}`} />
        {inSight}
      </div>
    )
  const own = { subject, filedOnly, withoutWords: Boolean(search) }
  return (
    <FilterBar
      {...bar}
      idPrefix={idPrefix}
      search={search}
      renews={saved ? [...renews, viewLineId] : renews}
      clear={props.clear ?? hrefOf('all')}
      opens={choices ? undefined : opens}
      isOpen={Boolean(choices)}
      fields={
        choices ? (
          <>
            {moreStyle}
            {period && <PeriodFields period={period} idPrefix={idPrefix} errors={errors} />}
            {fields}
            <FilterFields {...own} nameOf={nameOf} idPrefix={idPrefix} choices={choices} />
          </>
        ) : (
          !(search || hasFields) || <KeptFilter {...own} period={period ?? {}} />
        )
      }
      chips={[
        ...chips,
        ...groupsOf(subject).map(({ subject: group, isOut, without }) => ({
          label: isOut ? 'not' : undefined,
          text: nameOf(group),
          href: hrefOf(without),
          isSearch: own.withoutWords && group === `text:=${subjectWords(subject)}`,
        })),
      ]}
    >
      <HiddenParams values={kept} />
      {inSight}
    </FilterBar>
  )
}
