import { titleOf } from '../words'

/** The form that the boxes of a list belong to: the bar below it. */
export const picksForm = 'picks'

/** Ticks a session in the list. client/row-selection.ts ticks ranges. */
export const PickSession = ({ id, title }: { id: string; title: string }) => (
  <label class="pick">
    <input
      type="checkbox"
      id={`pick-${id}`}
      form={picksForm}
      name="ids"
      value={id}
      autocomplete="off"
      aria-label={`Select ${titleOf({ title })}`}
    />
  </label>
)

/** Ticks all rows of a day, where script runs. */
export const PickDay = ({ date, rows }: { date: string; rows: string }) => (
  <label class="check pick-day">
    <input type="checkbox" id={`pick-${date}`} autocomplete="off" data-picks={rows} />
    All<span class="unseen"> of this day</span>
  </label>
)
