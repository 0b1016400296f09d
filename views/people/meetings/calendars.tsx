import type { User } from '../../../functions/lib/env'
import type { Draft } from '../../../functions/lib/http/form'
import { clockTime, dateText, plural } from '../../../functions/lib/text/format'
import { dayOf } from '../../../functions/lib/time/days'
import {
  type CalendarRow,
  calendarNameLimit,
  calendarsLimit,
} from '../../../functions/people/meetings/calendars/schema'
import { LeftOutItem } from '../../imports/left-out'
import { Actions, Badge, Button, Cancel, LinkButton } from '../../ui/button'
import { Field, Select, type SelectOption } from '../../ui/field'
import { draftFields, EditForm, Fields } from '../../ui/form'
import { PageHead, PlainRow, RowList, Section, TextLink } from '../../ui/section'

const path = '/meetings/calendars'

type Reader = { preferences: User['preferences']; today: string }

/** Time when the calendar was last read; null before the first time. */
const Reading = ({ read_at, preferences, today }: Pick<CalendarRow, 'read_at'> & Reader) =>
  read_at === null ? null : (
    <>
      read{' '}
      <time datetime={new Date(read_at).toISOString()}>
        {dateText(dayOf(read_at, preferences), today)}, {clockTime(read_at, preferences.time_zone, preferences.clock)}
      </time>
    </>
  )

const Calendar = ({ row, ...reader }: Reader & { row: CalendarRow }) => {
  const count = row.events.filter(([, { removed_at }]) => removed_at === undefined).length
  return (
    <PlainRow
      name={row.name}
      parts={[<bdi>{row.host}/…</bdi>, plural(count, 'coming event'), Reading({ read_at: row.read_at, ...reader })]}
    >
      {row.error !== null && (
        <p>
          <Badge tone="warning" icon="alert">
            Not read
          </Badge>{' '}
          {row.error}
        </p>
      )}
      {row.left_out.length > 0 && (
        <details>
          <summary class="link">
            {plural(row.left_out.length, 'remark')}
            <span class="sr-only"> on {row.name}</span>
          </summary>
          <RowList small rows={row.left_out} item={(one) => <LeftOutItem {...one} />} />
        </details>
      )}
      <Actions>
        <form method="post" action={`${path}/${row.id}/refresh`}>
          <Button small>
            Refresh now<span class="sr-only"> {row.name}</span>
          </Button>
        </form>
        <LinkButton small href={`${path}/${row.id}/edit`}>
          Edit<span class="sr-only"> {row.name}</span>
        </LinkButton>
        <LinkButton small href={`${path}/${row.id}/unsubscribe`}>
          Unsubscribe<span class="sr-only"> from {row.name}</span>
        </LinkButton>
      </Actions>
    </PlainRow>
  )
}

type FieldsProps = {
  organizations: SelectOption[]
  draft?: Draft<{ address: string; name: string; organization_id: string }>
}

/** @param row undefined for a new calendar, in `organization` */
const CalendarFields = (props: FieldsProps & { row?: CalendarRow; organization?: string | null }) => {
  const { row, organizations, organization, draft } = props
  const values = { name: row?.name ?? '', organization_id: row?.organization_id ?? organization ?? '' }
  const field = draftFields({ address: '', ...values }, draft, 'calendar')
  return (
    <Fields>
      <Field
        label={row ? 'New address' : 'Address'}
        type="text"
        inputmode="url"
        wide
        required={!row}
        autocomplete="off"
        placeholder="https://example.com/calendar.ics"
        hint={
          row
            ? `Leave empty to keep ${row.host}/…`
            : 'Called “secret address” or “iCal link”; read hourly, stored encrypted'
        }
        {...field('address')}
      />
      <Field label="Name" maxlength={calendarNameLimit} placeholder="Work" {...field('name')} />
      <Select
        label="Organization"
        options={[{ value: '', label: 'No organization' }, ...organizations]}
        {...field('organization_id')}
      />
    </Fields>
  )
}

type PageProps = Reader &
  FieldsProps & {
    rows: CalendarRow[]
    /** Organization of the page's context. */
    organization: string | null
  }

const Subscribe = ({ rows, ...props }: PageProps) => {
  if (rows.length >= calendarsLimit)
    return <p class="hint">You can subscribe to {calendarsLimit} calendars. Unsubscribe from one to add another.</p>
  return (
    <EditForm label="Subscribe to a calendar" action={path}>
      <CalendarFields {...props} />
      <Actions>
        <Button variant="primary">Subscribe</Button>
      </Actions>
    </EditForm>
  )
}

/** `/meetings/calendars` */
export const CalendarsPage = (props: PageProps) => {
  const { rows, preferences, today } = props
  return (
    <>
      <PageHead title="Subscribed calendars" back={{ href: '/meetings', name: 'Meetings' }} />
      <p>
        Events of the next 90 days become meetings that follow the calendar until you change them here. For older
        events, <TextLink href="/meetings/import">import a file</TextLink>.
      </p>
      {rows.length > 0 && (
        <Section id="calendars" title="Your calendars" summary={rows.length}>
          <RowList rows={rows} item={(row) => <Calendar row={row} preferences={preferences} today={today} />} />
        </Section>
      )}
      <Section id="subscribe" title="Subscribe to a calendar">
        <Subscribe {...props} />
      </Section>
    </>
  )
}

/** `/meetings/calendars/:id/edit` */
export const EditCalendarPage = ({ row, ...props }: FieldsProps & { row: CalendarRow }) => (
  <EditForm label="Edit calendar" action={`${path}/${row.id}/edit`}>
    <CalendarFields row={row} {...props} />
    <Actions>
      <Button variant="primary">Save</Button>
      <Cancel href={path} />
    </Actions>
  </EditForm>
)

/** `/meetings/calendars/:id/unsubscribe` */
export const UnsubscribePage = ({ row, meetings }: { row: CalendarRow; meetings: number }) => (
  <form class="stack" method="post" action={`${path}/${row.id}/unsubscribe`}>
    <p>
      Daymark forgets the address of “<bdi>{row.name}</bdi>”.{' '}
      {meetings > 0 && `${plural(meetings, 'coming meeting')} that you haven’t changed will be removed. `}
      Its other meetings stay. This can’t be undone, but you can subscribe again.
    </p>
    <Actions>
      <Button variant="danger-primary">Unsubscribe</Button>
      <Cancel href={path} />
    </Actions>
  </form>
)
