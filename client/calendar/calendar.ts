import { keepDrags } from './drag'
import { handleEntries } from './entry'
import { handleKeys } from './keys'
import { handleMenus } from './menu'
import { handlePointers } from './pointer'
import { keepStops } from './stops'
import { keepUndos } from './undo'

/**
 * Draws, moves and copies blocks on the lanes of days, by the pointer, by touch and by keys, and rows of tasks by their
 * grip.
 *
 * A lane is `.lane` with `data-date`, `data-from`, the minutes since midnight at its top, `data-minutes`, its length, and
 * `data-zone`. Its blocks are links that begin with their wall-clock times unless `data-at` has these, with `data-v`, their version; rows have
 * `data-seq`, a grip and a title that is the link. An ancestor with `data-step` says the minutes of a step. Forms and
 * conflicts stand in `#calendar-new`, and `#calendar-said` says the new times.
 */
const enableCalendar = () => {
  handlePointers()
  handleKeys()
  handleEntries()
  handleMenus()
  keepDrags()
  keepStops()
  keepUndos()
}

enableCalendar()
