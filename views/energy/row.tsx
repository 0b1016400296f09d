import { levelsText } from '../../functions/energy/levels'
import type { CheckInRow } from '../../functions/energy/schema'
import { type Clock, clockTime } from '../../functions/lib/format'
import { ActButton, ActLink } from '../ui/button'
import { RowActions, RowMeta, RowName } from '../ui/rows'

type Props = { checkIn: CheckInRow; clock: Clock }

/** A check-in in the list of its day. */
export const CheckInItem = ({ checkIn, clock }: Props) => {
  const { id, at, time_zone, energy_level, engagement_level, mood, notes } = checkIn
  const time = clockTime(at, time_zone, clock)
  const url = `/energy/${id}`
  const swap = { 'hx-target': 'closest li', 'hx-swap': 'outerHTML swapEmpty:true' }
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
      <RowActions>
        <ActLink
          icon="edit"
          label={`Edit the check-in at ${time}`}
          href={`${url}/edit`}
          hx-get={`${url}/edit`}
          hx-target="closest li"
          hx-swap="outerHTML"
        />
        <form method="post" action={`${url}/delete`} hx-post={`${url}/delete`} {...swap}>
          <ActButton icon="trash" label={`Delete the check-in at ${time}`} />
        </form>
      </RowActions>
    </li>
  )
}
