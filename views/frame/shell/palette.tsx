import { renderOnce } from '../../ui/dialog'
import { Icon } from '../../ui/icon'

/** Id of the element that shows why a line was refused. */
export const paletteNoteId = 'palette-note'

/** Attributes of a link that opens the palette. Without JavaScript the link leads to a page. */
const opens = { 'data-opens': 'palette', 'aria-haspopup': 'dialog' } as const

/** Link that opens the palette to find pages and rows, and to run actions. */
export const findLink = { href: '/search', ...opens } as const

/** Link that opens the palette to add a line of any kind. */
export const captureLink = {
  href: '/capture',
  title: 'Capture',
  'aria-label': 'Capture',
  ...opens,
  'data-line': '+ ',
} as const

/** Link that lists the keyboard shortcuts. */
export const keysLink = { href: '/settings/keyboard', ...opens, 'data-line': '?' } as const

/** Id of the palette's field. */
export const paletteFieldId = 'palette-q'

/**
 * The palette: a field that finds every page and runs every action. client/frame/palette.ts opens it,
 * client/forms/suggestions.ts handles its keys.
 */
export const Palette = renderOnce(() => (
  <dialog id="palette" class="palette floating" aria-label="Find or do">
    <form>
      <Icon name="search" />
      <input
        id={paletteFieldId}
        name="line"
        type="text"
        role="combobox"
        aria-label="Find or do"
        aria-autocomplete="list"
        aria-expanded="false"
        aria-controls={`${paletteFieldId}-list`}
        placeholder="Find or do"
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        maxlength={500}
        data-autofocus
      />
      <input type="hidden" name="caret" id={`${paletteFieldId}-caret`} />
      <input type="hidden" name="recent" />
      <input type="hidden" name="actions" />
      <button type="button" data-closes>
        <span class="sr-only">Close</span> <kbd class="max-lg:hidden">esc</kbd>
        <span class="lg:hidden">
          <Icon name="close" />
        </span>
      </button>
    </form>
    <p id={paletteNoteId} class="error px-4 py-2 empty:hidden" role="alert" />
    <div
      id={`${paletteFieldId}-list`}
      class="min-h-0 overflow-y-auto pb-2"
      role="listbox"
      aria-label="Results"
      hx-get="/palette"
      hx-trigger={`input delay:120ms from:#${paletteFieldId}, suggest`}
      hx-include="#palette > form input"
      hx-swap="innerHTML"
      hx-sync="this:replace"
    />
    <p class="palette-foot">
      <span class="max-lg:hidden">
        <kbd>↑</kbd> <kbd>↓</kbd> choose
      </span>
      <span class="max-lg:hidden">
        <kbd>Enter</kbd> open
      </span>
      <button type="button" data-line="/">
        <kbd>/</kbd> search in all text
      </button>
      <button type="button" data-line="+ ">
        <kbd>+</kbd> capture
      </button>
      <span id="palette-more" role="status" />
    </p>
  </dialog>
))
