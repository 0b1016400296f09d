import { html } from 'hono/html'
import type { Child, PropsWithChildren } from 'hono/jsx'
import { type RelativeRange, relativeRanges } from '../../functions/ledger/range'
import { eachSubject, filterParams, filterText, groupsOf, partsOf, subjectWords } from '../../functions/lib/filter'
import { oneText } from '../../functions/lib/text/text'
import { AnyOf } from '../ui/any-of'
import { Field, type OptionGroup, optionsOf, Select } from '../ui/field'
import { type Chip, FilterBar } from '../ui/filter'
import { Kept } from '../ui/form'
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

/** `Last month`; undefined for dates. */
export const periodName = (range: string | null | undefined) => {
  const name = relativeRanges.find((one) => one === range)
  return name && periodNames[name]
}

type Dates = { [name in 'range' | 'from' | 'to']?: string | null }

type PeriodProps = { period: Dates; idPrefix: string; errors?: Partial<Record<string, string[]>> | undefined }

/** A period by its name, or by its dates, which show where no name is chosen. */
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

/** Members with one choice, and the names of these. */
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
  /** A `figureSubject`. */
  subject: string
  choices: OptionGroup[]
  nameOf: (subject: string) => string
  idPrefix: string
  /** Leaves the words to a field of the page's own. */
  withoutWords: boolean
  /** Leaves out words, types and billing, too: edits do not keep them. */
  filedOnly?: boolean
}

/** The fields of a filter (lib/filter.ts): any of, and any of, none of, words, and how time came. */
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
        value={oneText(chosen)}
        {...lists}
        options={nothing ? [{ value: '', label: nothing }] : []}
      />
    </div>
  )
  return (
    <>
      {kept.map((group) => (
        <input type="hidden" name="subject" value={oneText(group)} />
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

/** The parameters of a filter and of a period as hidden inputs. */
const KeptFilter = ({ subject, period, withoutWords }: KeptProps) => {
  const { all, none } = partsOf(subject)
  const words = withoutWords && `text:=${subjectWords(subject)}`
  const others = filterParams(filterText({ all: all.filter(([one]) => one !== words), none }))
  const { range, from, to } = period
  return [...Object.entries(range ? { range } : { from, to }), ...others].map(
    ([name, value]) => value && <input type="hidden" name={name} value={value} />,
  )
}

/** Further lists and the dates of a period are hidden by the style of few pages. */
const moreStyle = html`<link rel="stylesheet" href="${assets['more.css']}">`

/** Choices as `openChoices` gives them (ledger/subject-choices.ts). */
export type Choices = OptionGroup[] | null | undefined

const withQueryOf = (href: string) => (href.includes('?') ? href : `${href}?subject=all`)

type SieveProps = PropsWithChildren<
  Pick<FieldsProps, 'subject' | 'nameOf' | 'idPrefix' | 'filedOnly'> &
    Pick<Parameters<typeof FilterBar>[0], 'label' | 'action' | 'list' | 'renews' | 'isInside' | 'search' | 'below'> & {
      choices: Choices
      /** The page with another filter. */
      hrefOf: (subject: string) => string
      /** The page with its fields, where that is not what `hrefOf` says with `open=filter`. */
      opens?: string
      /** Parameters of the page that are no filter and have no field. */
      kept?: Record<string, string | undefined>
      /** The period in its fields, where the page has these. */
      period?: Dates
      errors?: PeriodProps['errors']
      /** Additional chips and fields, before those of the filter. */
      chips?: Chip[]
      fields?: Child
      /** Its children are fields of its form. */
      hasFields?: boolean
      /** The saved views of the page, where it has some. */
      saved?: Pick<ViewsProps, 'viewed' | 'page'>
      /** Address without the filter; by default the page with all its other parameters. */
      clear?: string
    }
>

const viewLineId = 'view-line'

/** The link that loads the form of a filter without values. */
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

/** The filter of sessions, statistics, weeks and reports: chips of its values, and the button that opens its fields. */
export const Sieve = (props: SieveProps) => {
  const { subject, nameOf, idPrefix, choices, kept = {}, period, errors, chips = [], saved, ...rest } = props
  const { fields, search, hasFields, children, filedOnly, renews = [], ...bar } = rest
  // An address without a query opens the default view.
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
      <div class="sieve">
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
      <Kept values={kept} />
      {inSight}
    </FilterBar>
  )
}
