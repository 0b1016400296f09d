import type { Draft } from '../../../functions/lib/http/form'
import { listPath } from '../../../functions/lib/http/list-view'
import { longDate, plural, rangeText, relativeDateText } from '../../../functions/lib/text/format'
import { daysBetween } from '../../../functions/lib/time/days'
import type { DaysOffList } from '../../../functions/time/days-off/schema'
import { type DaysOffForm, type DaysOffRange, labelLimit } from '../../../functions/time/days-off/schema'
import { ActButton, Actions, ActLink, Button, LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Field } from '../../ui/field'
import { draftFields, Fields } from '../../ui/form'
import { RowForm } from '../../ui/item'
import { PageHead, Pagination, RowActions, RowList, RowMeta } from '../../ui/section'

export const AddForm = ({ draft }: { draft?: Draft<DaysOffForm> }) => {
  const field = draftFields({ from: null, to: null, label: null }, draft, 'day-off')
  return (
    <form
      id="days-off-form"
      class="stack"
      action="/settings/days-off"
      method="post"
      aria-label="Add days off"
      hx-post="/settings/days-off"
      hx-target="this"
      hx-swap="outerHTML"
      autocomplete="off"
    >
      <Fields>
        <Field label="First day" type="date" required {...field('from')} />
        <Field label="Last day, if several" type="date" {...field('to')} />
        <Field label="Label" maxlength={labelLimit} placeholder="Holiday" {...field('label')} />
      </Fields>
      <Actions>
        <Button variant="primary" icon="plus">
          Add
        </Button>
      </Actions>
    </form>
  )
}

type ListProps = { list: DaysOffList; today: string }

const path = '/settings/days-off'

export const datesOf = ({ from, to }: DaysOffRange, today: string) =>
  from === to ? longDate(from, today) : rangeText(from, to, today)

const distance = ({ from, to }: DaysOffRange, today: string) => {
  if (from <= today && today <= to) return from === to ? 'today' : 'now'
  return relativeDateText(daysBetween(today, today < from ? from : to))
}

const StretchRow = ({ stretch, today }: { stretch: DaysOffRange; today: string }) => {
  const { from, to, label } = stretch
  const dates = datesOf(stretch, today)
  const remove = `${path}/delete?${new URLSearchParams({ from, to, label })}`
  const name = label ? `${label}, ${dates}` : dates
  return (
    <li id={`day-off-${from}`}>
      <div>
        <span class="row-title">{dates}</span>
        <RowMeta
          parts={[
            label && <bdi>{label}</bdi>,
            from !== to && plural(daysBetween(from, to) + 1, 'day'),
            distance(stretch, today),
          ]}
        />
      </div>
      <RowActions>
        {from !== to && (
          <ActLink
            icon="edit"
            label={`Edit the days of ${name}`}
            href={`${path}?${new URLSearchParams({ from, to })}`}
          />
        )}
        <RowForm action={remove}>
          <ActButton icon="trash" label={`Remove ${name}`} />
        </RowForm>
      </RowActions>
    </li>
  )
}

/** Upcoming days off, or a period day by day. */
export const DaysOff = ({ list, today, oob }: ListProps & { oob?: boolean }) => (
  <div
    id="days-off-list"
    class="section"
    hx-swap-oob={oob ? 'outerMorph' : undefined}
    data-region={listPath(path, list.view)}
  >
    {list.stretches.length === 0 && (
      <Empty title={list.within ? 'These are no longer days off' : 'No days off yet'}>
        Add holidays, trips and other days without work.
      </Empty>
    )}
    <RowList ordered rows={list.stretches} item={(stretch) => <StretchRow stretch={stretch} today={today} />} />
    <Pagination
      later={list.first ? undefined : { href: path, label: 'First' }}
      earlier={list.next ? { href: `${path}?after=${list.next}`, label: 'More' } : undefined}
    />
  </div>
)

/** `/settings/days-off`: all days off with the form, or one period day by day. */
export const DaysOffPage = ({ draft, ...props }: ListProps & { draft?: Draft<DaysOffForm> }) => {
  const { within } = props.list
  if (within) {
    return (
      <>
        <PageHead
          title="Days off"
          summary={`day by day, ${rangeText(within.from, within.to, props.today)}`}
          actions={<LinkButton href={path}>All days off</LinkButton>}
        />
        <DaysOff {...props} />
      </>
    )
  }
  return (
    <>
      <PageHead title="Days off" summary="no target; streaks continue" />
      <AddForm draft={draft} />
      <DaysOff {...props} />
    </>
  )
}
