import { titleOf } from '../words'

/** Id of the bar's form, which the checkboxes belong to. */
export const picksForm = 'picks'

/** client/row-selection.ts selects ranges. */
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

/** Selects all rows of a day; needs script. */
export const PickDay = ({ date, rows }: { date: string; rows: string }) => (
  <label class="check pick-day">
    <input type="checkbox" id={`pick-${date}`} autocomplete="off" data-picks={rows} />
    All<span class="unseen"> of this day</span>
  </label>
)
