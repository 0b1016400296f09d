import { pathTo } from '../../../functions/lib/http/path-to'
import {
  type Clock,
  clockTime,
  dayMonth,
  longDate,
  padded,
  plural,
  wallClock,
  weekdayNames,
} from '../../../functions/lib/text/format'
import { capitalize } from '../../../functions/lib/text/text'
import { addDays, type Range } from '../../../functions/lib/time/days'
import { type EnergyBucket, minCheckIns, type EnergyPage as Page } from '../../../functions/reviews/energy/averages'
import { type CheckInRow, checkInKind, levelsText } from '../../../functions/reviews/energy/schema'
import { LinkButton } from '../../ui/button'
import { Empty } from '../../ui/empty'
import { Duration, Spark, Table } from '../../ui/figure'
import { ItemActions, Row } from '../../ui/item'
import { explainPath } from '../../ui/links'
import { ListFoot, SelectLink } from '../../ui/listing'
import { Columns, PageHead, RowList, RowName, Section, Steps } from '../../ui/section'
import { ListSelection } from '../../ui/selection'
import { OptionalLink } from '../../ui/uses'
import { checkInLink } from './two-taps'
import { Weeks } from './weeks'

/** A check-in in the list of its day. */
export const CheckInItem = ({ checkIn, clock }: { checkIn: CheckInRow; clock: Clock }) => {
  const { id, at, time_zone, mood, notes } = checkIn
  const time = clockTime(at, time_zone, clock)
  return (
    <Row
      id={`check-in-${id}`}
      title={<RowName>{levelsText(checkIn)}</RowName>}
      facts={[
        <time datetime={new Date(at).toISOString()}>{time}</time>,
        mood && <bdi>{mood}</bdi>,
        notes && <span dir="auto">{notes}</span>,
      ]}
      actions={<ItemActions url={pathTo`/energy/${id}`} name={`the check-in at ${time}`} />}
    />
  )
}

type Props = Page & { clock: Clock; oob?: boolean }

const dayName = (date: string, today: string) => {
  if (date === today) return 'Today'
  return date === addDays(today, -1) ? 'Yesterday' : longDate(date, today)
}

const dayPath = (date: string, today: string) => (date === today ? '/energy' : `/energy?date=${date}`)

const step = (date: string | null, today: string) => ({
  href: date ? dayPath(date, today) : undefined,
  label: date ? dayMonth(date, today) : 'none',
})

const Day = ({ date, today, checkIns, earlier, later, clock }: Props) => (
  <Section
    id="day"
    title={dayName(date, today)}
    summary={checkIns.length > 0 && plural(checkIns.length, 'check-in')}
    aside={<Steps label="Days with check-ins" earlier={step(earlier, today)} later={step(later, today)} />}
  >
    <RowList rows={checkIns} item={(checkIn) => <CheckInItem checkIn={checkIn} clock={clock} />} />
    {checkIns.length === 0 && <p class="hint">No check-ins on this day.</p>}
  </Section>
)

type BucketsProps = {
  by: 'weekday' | 'hour'
  buckets: EnergyBucket[]
  nameOf: (at: number) => string
  subjectOf: (at: number) => string
  year: Range
}

/** Buckets with enough check-ins for an average, and a sentence about the bucket with most energy. */
const Buckets = ({ by, buckets, nameOf, subjectOf, year }: BucketsProps) => {
  const known = buckets.flatMap((bucket) => (bucket.energy === null ? [] : { ...bucket, energy: bucket.energy }))
  const best = known.reduce((most, one) => (most && most.energy >= one.energy ? most : one), known[0])
  return (
    <Section
      id={`${by}s`}
      title={`By ${by}`}
      summary={best ? `most energy: ${nameOf(best.at)}` : `averages need ${minCheckIns} check-ins`}
      aside={<p>of 12 months</p>}
    >
      {best && (
        <Table
          caption={`Average energy by ${by}`}
          columns={[{ label: capitalize(by) }, { label: 'Energy of 5' }, { label: 'Energy', numeric: true }]}
          unseenHead
        >
          {known.map(({ at, checkins, energy, tracked_seconds }) => (
            <tr>
              <th scope="row" class="w-px whitespace-nowrap">
                {nameOf(at)}
                <p class="hint">
                  {plural(checkins, 'check-in')}
                  {tracked_seconds > 0 && (
                    <>
                      ,{' '}
                      <OptionalLink href={explainPath(year, subjectOf(at))} data-figure={tracked_seconds}>
                        <Duration seconds={tracked_seconds} /> tracked
                      </OptionalLink>
                    </>
                  )}
                </p>
              </th>
              <td>
                <Spark max={5} parts={[{ value: energy }]} />
              </td>
              <td class="num">{energy.toFixed(1)}</td>
            </tr>
          ))}
        </Table>
      )}
    </Section>
  )
}

const CheckIn = () => (
  <LinkButton variant="primary" icon="plus" {...checkInLink}>
    Check in
  </LinkButton>
)

/** All parts of the page that a check-in changes. */
export const EnergyList = (page: Props) => {
  const { date, weeks, hours, weekdays, year, today, clock, oob } = page
  const isEmpty = page.checkIns.length === 0 && page.earlier === null && page.later === null
  return (
    <div id="energy-list" hx-swap-oob={oob ? 'outerMorph' : undefined} data-region={dayPath(date, today)}>
      {isEmpty ? (
        <Empty title="No check-ins yet" actions={<CheckIn />}>
          Two taps record your energy and how engaged you are, and after some weeks you see your best hours and days.
        </Empty>
      ) : (
        <>
          <Day {...page} />
          <Weeks weeks={weeks} today={today} />
          <Columns kind="two">
            <Buckets
              by="weekday"
              buckets={weekdays}
              nameOf={(at) => weekdayNames[at - 1] ?? ''}
              subjectOf={(at) => `weekday:${at}`}
              year={year}
            />
            <Buckets
              by="hour"
              buckets={hours}
              nameOf={(at) => wallClock(`${padded(at)}:00`, clock)}
              subjectOf={(at) => `hour:${padded(at)}`}
              year={year}
            />
          </Columns>
        </>
      )}
    </div>
  )
}

/** `/energy` */
export const EnergyPage = (page: Props) => (
  <>
    <PageHead title="Energy" actions={<CheckIn />} more={<SelectLink kind={checkInKind} />} />
    <EnergyList {...page} />
    <ListSelection of={checkInKind} acts={checkInKind.acts} />
    <ListFoot />
  </>
)
