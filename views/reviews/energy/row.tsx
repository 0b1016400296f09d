import { type Clock, clockTime } from '../../../functions/lib/format'
import { type CheckInRow, levelsText } from '../../../functions/reviews/energy/schema'
import { QuickActions } from '../../ui/item'
import { RowMeta, RowName } from '../../ui/section'

/** A check-in in the list of its day. */
export const CheckInItem = ({ checkIn, clock }: { checkIn: CheckInRow; clock: Clock }) => {
  const { id, at, time_zone, energy_level, engagement_level, mood, notes } = checkIn
  const time = clockTime(at, time_zone, clock)
  return (
    <li id={`check-in-${id}`}>
      <div>
        <RowName>{levelsText(checkIn)}</RowName>
        <RowMeta
          parts={[
            <time datetime={new Date(at).toISOString()}>{time}</time>,
            <span class="num">
              {energy_level} and {engagement_level} of 5
            </span>,
            mood && <bdi>{mood}</bdi>,
          ]}
        />
        {notes && (
          <p class="notes" dir="auto">
            {notes}
          </p>
        )}
      </div>
      <QuickActions url={`/energy/${id}`} name={`the check-in at ${time}`} />
    </li>
  )
}
