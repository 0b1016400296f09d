import { redrawDrags } from './drag'
import { handleEntries } from './entry'
import { handleKeys } from './keys'
import { handleMenus } from './menu'
import { handlePointers } from './pointer'
import { keepTabStop } from './stops'
import { trackUndos } from './undo'

/**
 * Draws, moves and copies blocks on lanes of days by mouse, touch and keyboard, and drags rows of tasks by their grip.
 *
 * A lane is `.lane` with `data-date`, `data-from` (minutes since midnight at its top), `data-minutes` (its length) and
 * `data-zone`. A block is a link whose text starts with its wall-clock times, unless `data-at` has them; `data-v` is its
 * version. A row has `data-seq`, a grip and a title link. An ancestor's `data-step` is the step in minutes. Forms and conflicts
 * are shown in `#calendar-new`, and `#calendar-said` announces new times.
 */
const enableCalendar = () => {
  handlePointers()
  handleKeys()
  handleEntries()
  handleMenus()
  redrawDrags()
  keepTabStop()
  trackUndos()
}

enableCalendar()
