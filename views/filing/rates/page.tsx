import type { BudgetForm, Owner, RateForm } from '../../../functions/filing/rates/schema'
import {
  amountOfUse,
  type Billing,
  type Budget,
  type BudgetUse,
  earliestDate,
  fullestUse,
  type Rate,
  remainingBudget,
  type UsedBudget,
} from '../../../functions/ledger/billing'
import type { Draft } from '../../../functions/lib/http/form'
import { type Amount, amountText, money, rateText } from '../../../functions/lib/money'
import { dayMonth } from '../../../functions/lib/text/format'
import { typedMinutes } from '../../../functions/lib/time/duration'
import { ActButton, Actions, ActLink, Button, Notice, PostButton } from '../../ui/button'
import { Field, optionsOf, Select, type SelectOption } from '../../ui/field'
import { Kpi, Kpis } from '../../ui/figure'
import { draftFields, Fields } from '../../ui/form'
import { RowForm } from '../../ui/item'
import { reportOfPath, subjectPath } from '../../ui/links'
import { PageHead, RowActions, RowList, RowMeta, Section, TextLink } from '../../ui/section'

const asNext = { project: 'Same as its client', organization: 'Same as in Settings', task: 'Same as its project' }

export const billableOptions = (unsaid: string): SelectOption[] => [
  { value: '', label: unsaid },
  { value: '1', label: 'Billable' },
  { value: '0', label: 'Not billable' },
]

/** Form values of a rate, except its date. */
export const rateFields = (rate: Omit<Rate, 'from_date'>) => ({
  billable: rate.billable === null ? '' : String(rate.billable),
  rate: rateText(rate),
})

/** Billing fields of a session. Empty fields take the project's values. */
export const BillingFields = ({
  billable,
  rate,
}: Record<'billable' | 'rate', ReturnType<ReturnType<typeof draftFields>>>) => (
  <>
    <Select label="Billable" options={billableOptions('Same as the project')} {...billable} />
    <Field label="Hourly rate" placeholder="As the project" autocomplete="off" {...rate} />
  </>
)

const noBudget: Budget = { minutes: null, amount: null, currency: null, period: 'all' }

/** Form values of a budget. */
export const budgetFields = ({ minutes, amount, currency, period }: Budget = noBudget) => ({
  hours: typedMinutes(minutes),
  money: amount === null || currency === null ? '' : `${amountText(amount, currency)} ${currency}`,
  period,
})

const datesOf = ({ from_date }: Rate, today: string) =>
  from_date === earliestDate ? 'From the beginning' : `From ${dayMonth(from_date, today)}`

const anHour = ({ hourly_rate, currency }: Rate) =>
  hourly_rate !== null && currency !== null && `${money(hourly_rate, currency)} an hour`

const billableWords = ({ billable }: Rate) => billable !== null && (billable === 1 ? 'billable' : 'not billable')

const amounts = (all: Amount[]) => all.map(({ amount, currency }) => money(amount, currency)).join(' and ')

const leftWords = (use: BudgetUse, today: string) =>
  [remainingBudget(use), use.until && `used up on ${dayMonth(use.until, today)} at this pace`]
    .filter(Boolean)
    .join(', ')

const periodWords = { month: 'this month', all: 'in all' }

type SectionProps = { billing: Billing; path: string; today: string }

/** Earnings and budget of a project, client or task, with a link to its rates. */
export const BillingSection = ({ billing: { rates, earned, budget }, path, today }: SectionProps) => {
  const present = rates.find(({ from_date }) => from_date <= today)
  return (
    <Section
      id="billing"
      title="Billing"
      summary={present && [anHour(present), billableWords(present)].filter(Boolean).join(', ')}
      aside={
        <>
          <TextLink href={reportOfPath(path.slice(1).replace('s/', ':'))}>Report this month</TextLink>
          <TextLink href={`${path}/rates`}>{path.startsWith('/tasks') ? 'Rates' : 'Rates and budget'}</TextLink>
        </>
      }
    >
      {(earned.all.length > 0 || budget) && (
        <Kpis>
          {earned.all.length > 0 && (
            <>
              <Kpi label="Earned this month">{amounts(earned.month) || 'Nothing'}</Kpi>
              <Kpi label="Earned in all">{amounts(earned.all)}</Kpi>
            </>
          )}
          {budget?.uses.map((use) => (
            <Kpi label={`Budget ${periodWords[budget.period]}`} note={leftWords(use, today)}>
              {`${amountOfUse(use.used, use)} of ${amountOfUse(use.of, use)}`}
            </Kpi>
          ))}
        </Kpis>
      )}
    </Section>
  )
}

export type RatesPageProps = {
  owner: Owner
  billing: Billing
  today: string
  /** Start date of the rate that the form edits. */
  edited?: string
  draft?: Draft<RateForm>
  budgetDraft?: Draft<BudgetForm>
}

const RateFormOf = ({ owner, billing, today, edited, draft }: RatesPageProps) => {
  const rate = billing.rates.find(({ from_date }) => from_date === edited)
  const [latest] = billing.rates
  const said = rate ?? latest ?? { billable: 1 as const, hourly_rate: null, currency: null }
  const field = draftFields({ from: rate?.from_date ?? (latest ? today : ''), ...rateFields(said) }, draft, 'rate')
  return (
    <form class="stack" method="post" action={owner.path} aria-label="Set the rate" novalidate>
      <Fields>
        <Field label="Hourly rate" placeholder="80.00 EUR" autocomplete="off" {...field('rate')} />
        <Select
          label="Billable"
          options={billableOptions(owner.kind ? asNext[owner.kind] : 'Not set')}
          {...field('billable')}
        />
        <Field
          label="From"
          type="date"
          hint={
            latest
              ? 'Time before this day keeps its rate. Enter an earlier day to change it, too.'
              : 'Leave empty for all time, past and future. With a day, time before it has no rate of its own.'
          }
          {...field('from')}
        />
      </Fields>
      <Actions>
        <Button variant="primary">Save rate</Button>
      </Actions>
    </form>
  )
}

const RateRow = ({ rate, owner: { path }, today }: Pick<RatesPageProps, 'owner' | 'today'> & { rate: Rate }) => {
  const query = new URLSearchParams({ from: rate.from_date })
  const dates = datesOf(rate, today)
  return (
    <li id={`rate-${rate.from_date}`}>
      <div>
        <span class="row-title">{dates}</span>
        <RowMeta parts={[anHour(rate), billableWords(rate)]} />
      </div>
      <RowActions>
        <ActLink icon="edit" label={`Edit: ${dates}`} href={`${path}?${query}`} />
        <RowForm action={`${path}/delete?${query}`}>
          <ActButton icon="trash" label={`Delete: ${dates}`} />
        </RowForm>
      </RowActions>
    </li>
  )
}

const BudgetFormOf = ({ owner, billing: { budget }, budgetDraft }: RatesPageProps) => {
  const field = draftFields(budgetFields(budget ?? undefined), budgetDraft, 'budget')
  return (
    <form class="stack" method="post" action={`${owner.path}/budget`} aria-label="Budget" novalidate>
      <Fields>
        <Field label="Hours" placeholder="40" autocomplete="off" {...field('hours')} />
        <Field label="Money" placeholder="3200.00 EUR" autocomplete="off" {...field('money')} />
        <Select label="For" options={optionsOf({ all: 'All time', month: 'Each month' })} {...field('period')} />
      </Fields>
      <Actions>
        <Button>Save budget</Button>
      </Actions>
    </form>
  )
}

/** Rates and budget of a project, client or task; or the rates for all time. */
export const RatesPage = (props: RatesPageProps) => {
  const { owner, billing, today } = props
  return (
    <>
      <PageHead
        title={owner.kind ? 'Rates and budget' : 'Rates'}
        back={owner.kind ? { href: owner.path.replace(/\/rates$/, ''), name: <bdi>{owner.name}</bdi> } : undefined}
        summary={owner.kind === null && 'used unless a task, project or client has its own'}
      />
      <RateFormOf {...props} />
      <Section id="rates" title="Rates">
        <RowList rows={billing.rates} item={(rate) => <RateRow rate={rate} owner={owner} today={today} />} />
      </Section>
      {owner.kind !== null && owner.kind !== 'task' && (
        <Section id="budget" title="Budget">
          <BudgetFormOf {...props} />
        </Section>
      )}
    </>
  )
}

/** Notices of budgets that are nearly or fully used. */
export const BudgetNotices = ({ budgets, today }: { budgets: UsedBudget[]; today: string }) => (
  <>
    {budgets.map((budget) => {
      const { subject, name, period } = budget
      const use = fullestUse(budget)
      return (
        use && (
          <div class="mb-4">
            <Notice
              tone="warning"
              actions={<PostButton small action={`${subjectPath(subject)}/rates/budget/seen`} label="Dismiss" />}
            >
              <p>
                <TextLink href={subjectPath(subject)}>
                  <bdi>{name}</bdi>
                </TextLink>{' '}
                {`has used ${use.percent} % of its budget${period === 'month' ? ' for this month' : ''}: ${leftWords(use, today)}.`}
              </p>
            </Notice>
          </div>
        )
      )
    })}
  </>
)
