import { Move } from '../../functions/lib/http/selection'
import manifest from '../../public/assets/manifest.json'
import { Icon } from './icon'

/** Hashed file names by plain names (scripts/build.ts). */
export const assets: Partial<Record<string, string>> = manifest

/** A script of few pages besides `app.js`. As a module it runs only once, even if several swaps contain it. */
export const Module = ({ name }: { name: string }) => <script type="module" src={assets[`${name}.js`]} />

/** Id of the hint in `ReorderForm` that tells screen readers about the keys of a grip. */
const keysId = (list: string) => `${list}-grip-keys`

type GripProps = {
  /** Name of the rows' kind: `milestone`. */
  list: string
  id: string
  /** Title of the row. */
  name: string
  /** True for a grip in the margin of its row. */
  isAside?: boolean
}

/** Handle to drag a row. An arrow key on it presses a button of the row's `Moves`. Hidden without JavaScript. */
export const Grip = ({ list, id, name, isAside }: GripProps) => (
  <button
    type="button"
    class={isAside ? 'act grip grip-aside' : 'act grip'}
    id={`${list}-${id}-grip`}
    data-grip
    aria-label={`Move ${name}`}
    aria-describedby={keysId(list)}
    title="Drag, or press ↑ or ↓"
  >
    <Icon name="grip" />
  </button>
)

const moveNames: Record<Move, string> = {
  first: 'Move to the top',
  up: 'Move up',
  down: 'Move down',
  last: 'Move to the end',
}

/** Menu items that move a row. Keys press them (client/lists/row-dragging.ts). */
export const MoveMenuItems = ({ url, first, last }: { url: string; first: boolean; last: boolean }) => (
  <form method="post" action={url} hx-post={url} hx-swap="none" data-queues>
    {Move.options
      .filter((to) => (to === 'up' || to === 'first' ? !first : !last))
      .map((to) => (
        <button type="submit" name="to" value={to}>
          <Icon name={to === 'first' || to === 'up' ? 'up' : 'down'} />
          {moveNames[to]}
        </button>
      ))}
  </form>
)

/** Id of the form that submits the order of a dragged list; the list's `data-reorder`. */
export const reorderId = (list: string) => `${list}-order`

/**
 * Form next to a list whose rows can be dragged (client/lists/row-dragging.ts, loaded by select.ts). `<list>-said`
 * announces moves.
 */
export const ReorderForm = ({ list, url }: { list: string; url: string }) => (
  <>
    <form
      id={reorderId(list)}
      method="post"
      action={url}
      hx-post={url}
      hx-swap="none"
      data-dragging={assets['row-dragging.js']}
      hidden
    >
      <input type="hidden" name="ids" />
      <input type="hidden" name="moved" />
    </form>
    <p hidden id={keysId(list)}>
      Press the up or down arrow key to move it
    </p>
    <p class="sr-only" id={`${list}-said`} role="status" hx-morph-skip />
    <Module name="select" />
  </>
)
